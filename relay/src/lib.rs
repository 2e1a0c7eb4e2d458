//! The Cloudflare Worker: routes, gate, sockets, Durable Objects, alarms. It only
//! translates; the rules are in `beseda_center`.
//!
//! A request passes `routes` (what is it?), `gate` (may that page ask?) and the
//! file of its kind, which asks the center's object by one typed call:
//!
//! | module | owns |
//! |---|---|
//! | `routes`, `gate`, `cors`, `address`, `pace` | what is served where, and to whom |
//! | `front` | what a proxy in front does wrong |
//! | `loader`, `assets`, `pages` | what browsers load |
//! | `visitor_routes`, `operator_routes`, `host_routes` | calls that are not frames |
//! | `api`, `api_request` | what other programs ask by their tokens |
//! | `integrations` | how these tokens are made |
//! | `sign_in`, `password`, `hash_line`, `session`, `device` | how operators come in |
//! | `uploads`, `downloads`, `exports`, `sniff` | the way of a file |
//! | `center_call`, `files_call` | the Worker's words to its objects |
//! | `center_object`, `turn_queue`, `sql` | the object of one center |
//! | `sockets`, `seats`, `switchboard`, `mail`, `census`, `sweep` | its sockets: who sits there, who gets a frame, how many, which are dead |
//! | `overload`, `health`, `room` | what is done when too much is said; what is known of a storage that is full or damaged |
//! | `delivery_object`, `delivery_call`, `webhook` | the object that carries out webhooks, how it is woken, one call |
//! | `files_object`, `files_store` | the object of one client's files |
//! | `runtime`, `panic`, `clock` | what the `worker` crate does not bind; how a bug ends; the time |

mod address;
mod answer;
mod api;
mod api_request;
mod asked;
mod assets;
mod census;
mod center_call;
mod center_object;
mod clock;
mod cors;
#[cfg(feature = "testing")]
mod counts;
mod delivery_call;
mod delivery_object;
mod device;
mod downloads;
mod exports;
mod files_call;
mod files_object;
mod files_store;
mod front;
mod gate;
mod hash_line;
mod health;
mod host_routes;
mod integrations;
mod loader;
mod mail;
mod operator_routes;
mod overload;
mod pace;
mod pages;
mod panic;
mod password;
#[cfg(feature = "testing")]
mod plants;
mod reception;
mod room;
mod routes;
mod runtime;
mod seats;
mod session;
mod settings;
mod sign_in;
mod sniff;
mod sockets;
mod sql;
mod sweep;
mod switchboard;
mod turn_queue;
mod uploads;
mod visitor_routes;
mod webhook;

use worker::{Context, Env, Request, Response, event};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::routes::{PublicRoute, Route};
use crate::settings::Settings;

pub use center_object::CenterObject;
pub use delivery_object::DeliveryObject;
pub use files_object::FilesObject;

/// Every request begins here.
#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    let settings = Settings::read(&env)?;
    let mut asked = Asked {
        request,
        env,
        context,
        settings,
    };
    front::watch(&asked);
    let path = asked.request.path();
    match answer(&mut asked, &path).await {
        Ok(response) => Ok(response),
        Err(failure) => {
            let response = failure.into_response()?;
            if routes::is_for_pages(&path) && gate::comes_from_a_page(&asked.provenance()) {
                cors::allow_all(&response)?;
            }
            Ok(response)
        }
    }
}

async fn answer(asked: &mut Asked, path: &str) -> Answer {
    match routes::find(&asked.request.method(), path) {
        None => Err(answer::not_found().into()),
        Some(Route::Public(route)) => public(asked, route).await,
        Some(Route::Visitor(route)) => visitor_routes::answer(asked, route).await,
        Some(Route::Preflight) => cors::preflight(asked),
        Some(Route::Operator(route)) => operator_routes::answer(asked, route).await,
        Some(Route::Host(route)) => host_routes::answer(asked, route).await,
        Some(Route::Api) => api::answer(asked, path).await,
    }
}

async fn public(asked: &Asked, route: PublicRoute<'_>) -> Answer {
    match route {
        PublicRoute::Loader(key) => loader::of_site(asked, key).await,
        PublicRoute::Reception(key) => reception::of_site(asked, key).await,
        PublicRoute::Asset(name) => assets::immutable(asked, name).await,
        PublicRoute::Console => pages::console(asked).await,
        PublicRoute::Nowhere => pages::nowhere(asked).await,
        PublicRoute::TestChat => pages::test_chat(asked).await,
        PublicRoute::Preview => pages::preview(asked).await,
        PublicRoute::PagePolicy => pages::page_policy(asked),
        PublicRoute::OpenApi => api::openapi(),
    }
}
