//! What the console asks, by its cookie and from the relay's own origin.

use beseda_center::token;
use beseda_center::turn::SessionId;
use beseda_center::turn::command::{Asker, Command, FileOwner, Reply};
use beseda_protocol::SUBPROTOCOL;
use beseda_protocol::http::Invitation;
use beseda_protocol::ids::DialogId;
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Employee;

use crate::answer::{self, Answer, Failure};
use crate::asked::Asked;
use crate::center_call::Caller;
use crate::downloads::{self, Readers};
use crate::routes::OperatorRoute;
use crate::{exports, front, integrations, session, sign_in, uploads};

/// Answers the console.
pub(crate) async fn answer(asked: &mut Asked, route: OperatorRoute<'_>) -> Answer {
    check_provenance(asked, &route)?;
    match route {
        OperatorRoute::SignIn => sign_in::sign_in(asked).await,
        OperatorRoute::SignOut => sign_in::sign_out(asked).await,
        OperatorRoute::Accept(token) => sign_in::accept(asked, token).await,
        OperatorRoute::SetPassword(token) => sign_in::set_password(asked, token).await,
        OperatorRoute::Link(token) => link(asked, token).await,
        OperatorRoute::Me => answer::json(&me(asked).await?.1),
        OperatorRoute::Socket => socket(asked).await,
        OperatorRoute::Upload { dialog, cid } => upload(asked, dialog, cid).await,
        OperatorRoute::UploadForReply(cid) => {
            let owner = FileOwner::SavedReply(session_of(asked)?);
            let center = asked.settings.center.clone();
            uploads::receive(asked, &center, owner, cid).await
        }
        OperatorRoute::MakeToken => {
            let session = session_of(asked)?;
            integrations::make(asked, session).await
        }
        OperatorRoute::ReplaceToken(id) => {
            let session = session_of(asked)?;
            integrations::replace(asked, session, id).await
        }
        OperatorRoute::Download(file) => {
            let asker = Asker::Operator(session_of(asked)?);
            let center = asked.settings.center.clone();
            downloads::send(asked, &center, asker, file, Readers::OwnOrigin).await
        }
        OperatorRoute::Export(job) => {
            let asker = Asker::Operator(session_of(asked)?);
            exports::send(asked.home()?, asker, job).await
        }
        OperatorRoute::Transcript(file) => {
            exports::transcript(asked, session_of(asked)?, file).await
        }
    }
}

/// Cookies come along by themselves, so where a request comes from is checked
/// for each route; a route that is added must say here what it is (S7).
fn check_provenance(asked: &Asked, route: &OperatorRoute<'_>) -> Result<(), Refusal> {
    let from = asked.provenance();
    let relay = &asked.settings.origin;
    match route {
        OperatorRoute::SignIn
        | OperatorRoute::SignOut
        | OperatorRoute::Accept(_)
        | OperatorRoute::SetPassword(_)
        | OperatorRoute::Upload { .. }
        | OperatorRoute::UploadForReply(_)
        | OperatorRoute::MakeToken
        | OperatorRoute::ReplaceToken(_) => from.console_writes(relay),
        OperatorRoute::Socket if asked.header("upgrade").is_some() => from.console_writes(relay),
        // Nothing opens: the console asks why.
        OperatorRoute::Socket => from.console_reads(relay),
        OperatorRoute::Me
        | OperatorRoute::Link(_)
        | OperatorRoute::Download(_)
        | OperatorRoute::Export(_)
        | OperatorRoute::Transcript(_) => from.console_reads(relay),
    }
}

async fn link(asked: &Asked, token: &str) -> Answer {
    let token = token::hash(token);
    match asked.home()?.ask(Command::Link { token }).await? {
        Reply::Link {
            role,
            center,
            reset,
        } => answer::json(&Invitation {
            role,
            center,
            reset,
        }),
        _ => Err(answer::unexpected()),
    }
}

async fn socket(asked: &Asked) -> Answer {
    let (session, me) = me(asked).await?;
    front::check_upgrade(asked)?;
    if asked.header("sec-websocket-protocol").as_deref() != Some(SUBPROTOCOL) {
        return Err(answer::malformed("This socket speaks beseda.v1: offer that alone.").into());
    }
    let caller = Caller::Operator {
        operator: me.id,
        session,
    };
    asked.home()?.open(caller).await
}

async fn upload(asked: &mut Asked, dialog: &str, cid: &str) -> Answer {
    let session = session_of(asked)?;
    let Ok(dialog) = dialog.parse() else {
        return Err(answer::not_found().into());
    };
    let center = asked.settings.center.clone();
    let owner = FileOwner::Operator(session, DialogId(dialog));
    uploads::receive(asked, &center, owner, cid).await
}

async fn me(asked: &Asked) -> Result<(SessionId, Employee), Failure> {
    let session = session_of(asked)?;
    let ask = Command::Session {
        session: session.clone(),
    };
    match asked.home()?.ask(ask).await? {
        Reply::Me(me) => Ok((session, me)),
        _ => Err(answer::unexpected()),
    }
}

fn session_of(asked: &Asked) -> Result<SessionId, Refusal> {
    session::read(asked.header("cookie").as_deref(), &asked.settings.origin)
        .ok_or_else(|| Refusal::new(Code::Unauthorized, "Sign in first."))
}
