//! What the owner of the machine asks, over a loopback socket and by a secret
//! that lies in the data folder.

#[cfg(feature = "testing")]
mod testing;

use std::rc::Rc;

use beseda_center::token;
use beseda_center::turn::command::{Command, Reply};
use beseda_protocol::refusal::{Code, Refusal};
use serde::{Deserialize, Serialize};
use worker::Response;

use crate::answer::{self, Answer, Failure};
use crate::asked::Asked;
use crate::center_call::{Call, CenterLink};
use crate::routes::HostRoute;
use crate::{gate, runtime};

/// The answer to `create`.
#[derive(Debug, Serialize)]
struct Created {
    /// A path on the relay's origin; none when there is an owner already.
    invitation: Option<String>,
}

/// Whose password is to be set anew.
#[derive(Debug, Deserialize)]
struct Whose {
    email: String,
}

/// The answer to `reset-password`.
#[derive(Debug, Serialize)]
struct Reset {
    path: String,
}

/// A request of the host, in bytes; the longest fills a demo center.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Answers the host. Where there is no secret, these routes do not exist.
pub(crate) async fn answer(asked: &mut Asked, route: HostRoute) -> Answer {
    check_secret(asked)?;
    match route {
        HostRoute::Create => create(asked).await,
        HostRoute::ResetPassword => reset_password(asked).await,
        HostRoute::Dump => dump(asked).await,
        HostRoute::Drain => {
            asked.home()?.call(&Call::Drain).await?;
            answer::done()
        }
        HostRoute::Renew => {
            asked.home()?.ask(Command::Renew).await?;
            answer::done()
        }
        HostRoute::MoveIn => move_in(asked).await,
        #[cfg(feature = "testing")]
        HostRoute::Seed => testing::seed(asked).await,
        #[cfg(feature = "testing")]
        HostRoute::StorageSuite => testing::storage_suite(asked).await,
        #[cfg(feature = "testing")]
        HostRoute::Plant => testing::plant(asked).await,
        #[cfg(feature = "testing")]
        HostRoute::Store => testing::store(asked).await,
        #[cfg(feature = "testing")]
        HostRoute::Transport => testing::transport(asked).await,
        #[cfg(feature = "testing")]
        HostRoute::WaitingMax => testing::waiting_max(asked).await,
        #[cfg(feature = "testing")]
        HostRoute::LiftPace => testing::lift_pace(asked).await,
        #[cfg(feature = "testing")]
        HostRoute::Clock => testing::clock(asked).await,
        #[cfg(feature = "testing")]
        HostRoute::Sweep => testing::sweep(asked).await,
        #[cfg(feature = "testing")]
        HostRoute::Counts => testing::counts(asked).await,
    }
}

/// The answer to `move-in`.
#[derive(Debug, Serialize)]
struct MovedIn {
    made: u64,
    known: u64,
}

async fn move_in(asked: &mut Asked) -> Answer {
    let moving = body(asked).await?;
    match asked.home()?.ask(Command::MoveIn(moving)).await? {
        Reply::MovedIn { made, known } => answer::json(&MovedIn { made, known }),
        _ => Err(answer::unexpected()),
    }
}

/// Reads the body of a host's request.
pub(crate) async fn body<T: serde::de::DeserializeOwned>(asked: &mut Asked) -> Result<T, Failure> {
    asked.json_of_any_type(BODY_BYTES_MAX).await
}

fn check_secret(asked: &Asked) -> Result<(), Refusal> {
    let Some(secret) = &asked.settings.host_secret else {
        return Err(answer::not_found());
    };
    let header = asked.header("authorization");
    match gate::bearer(header.as_deref()) {
        Some(given) if token::is_same(given, secret) => Ok(()),
        _ => Err(Refusal::new(
            Code::Unauthorized,
            "The host's secret is missing.",
        )),
    }
}

async fn create(asked: &Asked) -> Answer {
    let token = link_token();
    let create = Command::Create {
        center: asked.settings.center.clone(),
        origin: asked.settings.origin.clone(),
        invitation: token::hash(&token),
    };
    match asked.home()?.ask(create).await? {
        Reply::Created { invited } => answer::json(&Created {
            invitation: invited.then(|| format!("/join/{token}")),
        }),
        _ => Err(answer::unexpected()),
    }
}

async fn reset_password(asked: &mut Asked) -> Answer {
    let Whose { email } = body(asked).await?;
    let token = link_token();
    let make = Command::MakeReset {
        email,
        token: token::hash(&token),
    };
    asked.home()?.ask(make).await?;
    answer::json(&Reset {
        path: format!("/reset/{token}"),
    })
}

async fn dump(asked: &Asked) -> Answer {
    let link = Rc::new(asked.home()?);
    let pages = futures_util::stream::try_unfold(Some(0), move |after| {
        let link = Rc::clone(&link);
        async move {
            let Some(after) = after else { return Ok(None) };
            let (lines, last) = page(&link, after).await?;
            let next = (last != after).then_some(last);
            Ok::<_, worker::Error>(Some((lines.into_bytes(), next)))
        }
    });
    let response = Response::from_stream(pages)?;
    response
        .headers()
        .set("content-type", "application/jsonl")?;
    Ok(response)
}

async fn page(link: &CenterLink, after: u64) -> worker::Result<(String, u64)> {
    match link.ask(Command::Dump { after }).await {
        Ok(Reply::Dump { lines, after }) => Ok((lines, after)),
        Ok(_) => Err("a center's answer is of another kind".into()),
        Err(Failure::Refused(refusal)) => Err(refusal.text.into()),
        Err(Failure::Fault(error)) => Err(error),
    }
}

/// The secret part of a link: 128 unguessable bits.
fn link_token() -> String {
    token::hex(&runtime::random::<16>())
}
