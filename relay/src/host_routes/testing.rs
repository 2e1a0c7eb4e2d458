//! What only the `testing` build does: a demo center with its own times, and
//! failures planted where they hurt.

use beseda_center::token;
use beseda_center::turn::command::{Command, Reply};
use beseda_center::turn::seed::{Seed, SeedDialog, SeedEmployee};
use beseda_center::turn::transport::{Arrival, Carried};
use beseda_protocol::ids::{ChannelId, SiteId};
use beseda_protocol::team::{Others, Role};
use serde::{Deserialize, Serialize};

use super::body;
use crate::answer::{self, Answer};
use crate::asked::Asked;
use crate::center_call::{Call, Plant};
use crate::counts::Counts;
use crate::files_call::FilesLink;
use crate::password::Password;
use crate::runtime;
use crate::sweep::Patience;

/// A [`Seed`] whose employees bring passwords instead of hashes.
#[derive(Debug, Deserialize)]
struct PlainSeed {
    name: String,
    locale: String,
    time_zone: String,
    employees: Vec<PlainEmployee>,
    site: String,
    site_id: SiteId,
    origins: Vec<String>,
    dialogs: Vec<SeedDialog>,
    #[serde(default)]
    goes_on: bool,
}

#[derive(Debug, Deserialize)]
struct PlainEmployee {
    name: String,
    email: String,
    password: String,
    role: Role,
}

#[derive(Debug, Serialize)]
struct Seeded {
    key: String,
}

/// `POST /host/seed`.
pub(crate) async fn seed(asked: &mut Asked) -> Answer {
    let plain: PlainSeed = body(asked).await?;
    worker::console_log!("/host/seed: {}", plain.name);
    let settings = &asked.settings;
    let key = token::site_key(&settings.secret, &settings.center, &plain.site_id);
    let seed = Command::Seed(Box::new(hashed(plain)));
    asked.home()?.ask(seed).await?;
    answer::json(&Seeded { key })
}

/// `POST /host/storage-suite`: the checks that an object's storage has passed, or
/// the first that it has not.
pub(crate) async fn storage_suite(asked: &Asked) -> Answer {
    let name = format!("storage-{}", token::hex(&runtime::random::<8>()));
    let fresh = asked.link_to(&name.as_str().into())?;
    let outcome: Result<Vec<String>, String> =
        fresh.call(&Call::CheckStorage).await?.json().await?;
    answer::json(&outcome)
}

/// `POST /host/plant`, with the failure's name as JSON: the next turn fails.
pub(crate) async fn plant(asked: &mut Asked) -> Answer {
    let plant: Plant = body(asked).await?;
    asked.home()?.call(&Call::Plant(plant)).await?;
    answer::done()
}

/// `POST /host/store`, with a visitor's token: what lies in the store of his files.
pub(crate) async fn store(asked: &mut Asked) -> Answer {
    let token: String = body(asked).await?;
    let who = token::read_visitor_token(&asked.settings.secret, &token);
    let who = who.ok_or_else(answer::not_found)?;
    let store = FilesLink::to(&asked.env, &who.center, &who.identity)?;
    answer::json(&store.count().await?)
}

/// What the other side of a test transport does: it is the tests.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OnTransport {
    Add { name: String, channel: ChannelId },
    Arrive(Arrival),
    Take { limit: u64 },
    Carried(Carried),
}

/// `POST /host/transport`, with what its other side does as JSON: it delivers, puts off and
/// fails on command.
pub(crate) async fn transport(asked: &mut Asked) -> Answer {
    let command = match body(asked).await? {
        OnTransport::Add { name, channel } => Command::AddTestTransport { name, channel },
        OnTransport::Arrive(arrival) => Command::Arrive(arrival),
        OnTransport::Take { limit } => Command::TakeOutgoing { limit },
        OnTransport::Carried(carried) => Command::Carried(carried),
    };
    match asked.home()?.ask(command).await? {
        Reply::Transport(id) => answer::json(&id),
        Reply::Arrived(message) => answer::json(&message),
        Reply::Outgoing(taken) => answer::json(&taken),
        _ => answer::done(),
    }
}

/// `POST /host/waiting-max`, with a number: so many inputs may wait for one turn.
pub(crate) async fn waiting_max(asked: &mut Asked) -> Answer {
    let n_inputs: usize = body(asked).await?;
    asked.home()?.call(&Call::WaitingMax(n_inputs)).await?;
    answer::done()
}

/// `POST /host/lift-pace`: visitors may write as fast as they can.
pub(crate) async fn lift_pace(asked: &mut Asked) -> Answer {
    asked.home()?.ask(Command::LiftPace).await?;
    answer::done()
}

/// `POST /host/clock`, with ms as JSON: the center's clock is wrong by so much.
pub(crate) async fn clock(asked: &mut Asked) -> Answer {
    let off_by_ms: i64 = body(asked).await?;
    asked.home()?.call(&Call::StepClock(off_by_ms)).await?;
    answer::done()
}

/// `POST /host/sweep`, with a patience as JSON: dead lines are found by it.
pub(crate) async fn sweep(asked: &mut Asked) -> Answer {
    let patience: Patience = body(asked).await?;
    asked.home()?.call(&Call::Sweep(patience)).await?;
    answer::done()
}

/// `POST /host/counts`: what the center's turns have cost so far.
pub(crate) async fn counts(asked: &mut Asked) -> Answer {
    let counts: Counts = asked.home()?.call(&Call::Count).await?.json().await?;
    answer::json(&counts)
}

fn hashed(plain: PlainSeed) -> Seed {
    let employees = plain.employees.into_iter().map(|employee| SeedEmployee {
        name: employee.name,
        email: employee.email,
        hash: Password::typed(&employee.password).hash(runtime::random()),
        role: employee.role,
        others: Others::Answerable,
    });
    Seed {
        name: plain.name,
        locale: plain.locale,
        time_zone: plain.time_zone,
        employees: employees.collect(),
        site: plain.site,
        site_id: plain.site_id,
        origins: plain.origins,
        dialogs: plain.dialogs,
        goes_on: plain.goes_on,
    }
}
