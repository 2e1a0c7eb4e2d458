//! How a center calls whoever carries out its webhooks.

use beseda_protocol::ids::CenterId;
use worker::{Env, Method, Request, RequestInit};

/// An object hears a call whatever the address; the runtime wants one.
const ADDRESS: &str = "http://deliveries/";

/// Tells a center's own that something is due. He asks the center for it.
pub(crate) async fn wake(env: &Env, center: &CenterId) -> worker::Result<()> {
    let stub = env
        .durable_object("DELIVERIES")?
        .get_by_name(center.as_str())?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_body(Some(center.as_str().into()));
    let request = Request::new_with_init(ADDRESS, &init)?;
    stub.fetch_with_request(request).await.map(drop)
}
