//! What widgets ask, by their token and from the origins of their site.

use std::cell::RefCell;
use std::thread::LocalKey;

use beseda_center::token::{self, VisitorToken};
use beseda_center::turn::command::{Asker, Command, FileOwner, Reply};
use beseda_protocol::http::{Start, Started, Unread};
use beseda_protocol::ids::{CenterId, IdentityId, SiteId};
use beseda_protocol::refusal::{Code, Refusal};
use worker::Response;

use crate::answer::{self, Answer, Failure};
use crate::asked::Asked;
use crate::center_call::Caller;
use crate::downloads::{self, Readers};
use crate::pace::{self, Pace};
use crate::routes::VisitorRoute;
use crate::{cors, front, gate, runtime, sockets, uploads};

thread_local! {
    static STARTS: RefCell<Pace> = RefCell::new(Pace::within(pace::STARTS));
    static SOCKETS: RefCell<Pace> = RefCell::new(Pace::within(pace::SOCKETS));
}

/// Answers a widget, for its page to read. A refusal is read by whoever asks: the edge
/// of the relay sees to those that are not for one page.
pub(crate) async fn answer(asked: &mut Asked, route: VisitorRoute<'_>) -> Answer {
    let relay = asked.settings.origin.clone();
    let from = asked.provenance();
    let origin = from.page(&relay)?;
    let response = match act(asked, route, origin).await {
        Ok(response) if response.status_code() == 101 => return Ok(response),
        Ok(response) => response,
        Err(Failure::Refused(refusal)) if refusal.code == Code::OriginNotAllowed => {
            return Err(refusal.into());
        }
        Err(failure) => failure.into_response()?,
    };
    // An answer of another object has headers that cannot be changed.
    let response = Response::from_body(response.body().clone())?
        .with_status(response.status_code())
        .with_headers(response.headers().clone());
    cors::allow(&response, origin)?;
    Ok(response)
}

async fn act(asked: &mut Asked, route: VisitorRoute<'_>, origin: &str) -> Answer {
    if route == VisitorRoute::Start {
        return start(asked, origin).await;
    }
    let header = match route {
        VisitorRoute::Socket => asked.header("sec-websocket-protocol"),
        _ => asked.header("authorization"),
    };
    let token = match route {
        VisitorRoute::Socket => gate::socket_token(header.as_deref()),
        _ => gate::bearer(header.as_deref()),
    };
    let read = |token| token::read_visitor_token(&asked.settings.secret, token);
    let Some(who) = token.and_then(read) else {
        return match route {
            VisitorRoute::Socket if token.is_some() && is_upgrade(asked) => {
                Ok(sockets::stillborn()?)
            }
            _ => Err(unknown_token().into()),
        };
    };
    if route == VisitorRoute::Socket {
        let too_many = "You connect too often. Wait a moment.";
        keep_pace(&SOCKETS, &who.identity.0, too_many)?;
    }
    admit(asked, &who.center, &who.site, origin).await?;
    match route {
        VisitorRoute::Socket => socket(asked, who).await,
        VisitorRoute::Upload(cid) => {
            let owner = FileOwner::Visitor(who.identity, who.site);
            uploads::receive(asked, &who.center, owner, cid).await
        }
        VisitorRoute::Download(file) => {
            let asker = Asker::Visitor(who.identity);
            downloads::send(asked, &who.center, asker, file, Readers::AnyPage).await
        }
        VisitorRoute::End => {
            let identity = who.identity;
            told(asked, &who.center, Command::End { identity }).await
        }
        VisitorRoute::Rate => {
            let (identity, rate) = (who.identity, asked.json().await?);
            told(asked, &who.center, Command::Rate { identity, rate }).await
        }
        VisitorRoute::Unread | VisitorRoute::Start => unread(asked, who).await,
    }
}

async fn start(asked: &mut Asked, origin: &str) -> Answer {
    let said: Start = asked.json().await?;
    let secret = &asked.settings.secret;
    let Some((center, site)) = token::read_site_key(secret, &said.key) else {
        return Err(Refusal::new(Code::NotFound, "There is no site with this key.").into());
    };
    let too_many = "Too many new conversations from your address. Wait a moment.";
    keep_pace(&STARTS, &asked.network(), too_many)?;
    admit(asked, &center, &site, origin).await?;
    let identity = IdentityId(token::hex(&runtime::random::<16>()));
    let who = VisitorToken {
        center,
        site,
        identity,
    };
    answer::json(&Started {
        token: token::visitor_token(&asked.settings.secret, &who),
    })
}

async fn admit(
    asked: &Asked,
    center: &CenterId,
    site: &SiteId,
    origin: &str,
) -> Result<(), Failure> {
    let admit = Command::Admit {
        site: site.clone(),
        origin: origin.to_owned(),
    };
    asked.link_to(center)?.ask(admit).await.map(drop)
}

async fn socket(asked: &Asked, who: VisitorToken) -> Answer {
    front::check_upgrade(asked)?;
    let caller = Caller::Visitor {
        identity: who.identity,
        site: who.site,
        whence: asked.whence(),
    };
    asked.link_to(&who.center)?.open(caller).await
}

fn is_upgrade(asked: &Asked) -> bool {
    asked.header("upgrade").is_some()
}

async fn unread(asked: &Asked, who: VisitorToken) -> Answer {
    let ask = Command::Unread {
        identity: who.identity,
    };
    match asked.link_to(&who.center)?.ask(ask).await? {
        Reply::Unread(unread_count) => answer::json(&Unread { unread_count }),
        _ => Err(answer::unexpected()),
    }
}

/// Tells a center what a visitor wants.
async fn told(asked: &Asked, center: &CenterId, command: Command) -> Answer {
    match asked.link_to(center)?.ask(command).await? {
        Reply::Done => answer::done(),
        _ => Err(answer::unexpected()),
    }
}

fn keep_pace(
    pace: &'static LocalKey<RefCell<Pace>>,
    name: &str,
    too_many: &str,
) -> Result<(), Refusal> {
    pace.with_borrow_mut(|pace| pace.take(name, runtime::now()))
        .map_err(|retry_ms| Refusal::until(Code::TooMany, too_many, retry_ms))
}

fn unknown_token() -> Refusal {
    Refusal::new(
        Code::Unauthorized,
        "This token is not from this relay. Start again.",
    )
}
