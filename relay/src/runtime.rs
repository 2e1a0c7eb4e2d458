//! What the `worker` crate does not bind. Nothing else of this crate but `sql`
//! speaks to JavaScript by itself.

use js_sys::{Date, Function, JsString, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use worker::{Request, State, WebSocket};

use beseda_protocol::ids::Timestamp;

use crate::clock;

#[wasm_bindgen]
extern "C" {
    /// `DurableObjectState`, as far as `worker` leaves it out.
    #[derive(Clone)]
    type ObjectContext;

    #[wasm_bindgen(method, getter)]
    fn abort(this: &ObjectContext) -> Function;

    #[wasm_bindgen(method, catch, js_name = getWebSocketAutoResponseTimestamp)]
    fn auto_response_timestamp(
        this: &ObjectContext,
        socket: &web_sys::WebSocket,
    ) -> Result<Option<Date>, JsValue>;

    /// `WebSocket`, with text that was converted once for many recipients.
    type Socket;

    #[wasm_bindgen(method, catch)]
    fn send(this: &Socket, text: &JsString) -> Result<(), JsValue>;

    #[wasm_bindgen(method, getter, js_name = readyState)]
    fn ready_state(this: &Socket) -> u16;

    /// `scheduler.wait`: a timer as a promise.
    #[wasm_bindgen(js_namespace = scheduler, js_name = wait)]
    fn wait_ms(ms: u32) -> PlainPromise;

    /// `Promise`, whose continuation is plain JavaScript and outlives this instance.
    type PlainPromise;

    #[wasm_bindgen(method)]
    fn then(this: &PlainPromise, next: &Function) -> PlainPromise;

    #[wasm_bindgen(method, js_name = then)]
    fn then_nothing(this: &PlainPromise) -> PlainPromise;

    #[wasm_bindgen(method, js_name = then)]
    fn then_or(this: &PlainPromise, next: &Function, failed: &Function) -> PlainPromise;
}

/// A way to end an object: writes since the last commit are rolled back, held
/// answers are not sent, all its sockets close.
///
/// `ctx.abort()` ends whatever runs, at once. Called from wasm it would leave this
/// instance torn in the middle of a call, with every later event of every object
/// stuck behind it. So it is called by a promise, when wasm has returned: no code
/// of ours is on the stack, none is needed, and it works in a lost instance too.
///
/// It also drops every microtask that still waits, whosever it is. One of them may be
/// the only one that runs the tasks of a wasm instance, which asks for no second
/// while it counts on the first: then all of its objects would stand still for ever.
/// So the abort lets others pass.
pub(crate) struct Doom {
    begin: Function,
}

/// Microtasks, each begun by the one before, that an abort lets pass. Tasks that wake
/// each other without anything from outside are a few.
const PASSES: usize = 50;

impl Doom {
    /// Prepares the end of an object, inside that object.
    pub(crate) fn of(state: &State) -> Self {
        let context = state.as_raw().unchecked_ref::<ObjectContext>();
        let abort = context.abort().bind0(context);
        let abort: &Function = abort.unchecked_ref();
        let mut begin = None;
        let promise = Promise::new(&mut |resolve, _| begin = Some(resolve));
        let mut last: PlainPromise = promise.unchecked_into();
        for _ in 0..PASSES {
            last = last.then_nothing();
        }
        last.then(abort);
        Self {
            begin: begin.expect("a promise calls its executor at once"),
        }
    }

    /// The object ends when the running call has returned, before anything of it
    /// is committed or sent. From another object's call, the runtime carries this
    /// into the object's own context. Whoever waits for an answer of it hears the
    /// reason.
    pub(crate) fn begin(&self, reason: &str) {
        // A failure would mean that the object is gone already, which is the aim.
        drop(self.begin.call1(&JsValue::UNDEFINED, &reason.into()));
    }
}

/// What to do when the writes of an object are on disk: made once, for all its waits.
///
/// Plain promises and no task of this instance: a task costs several promises and
/// closures of its own, and one whose object ends would be held for ever.
pub(crate) struct WhenKept {
    kept: Closure<dyn FnMut()>,
    failed: Closure<dyn FnMut(JsValue)>,
}

impl WhenKept {
    /// Calls one of these after each wait, unless the object ends before.
    pub(crate) fn new(
        kept: impl FnMut() + 'static,
        mut failed: impl FnMut(worker::Error) + 'static,
    ) -> Self {
        Self {
            kept: Closure::new(kept),
            failed: Closure::new(move |error: JsValue| failed(error.into())),
        }
    }

    /// Waits for all writes so far.
    pub(crate) fn wait(&self, state: &State) -> worker::Result<()> {
        let kept = state.storage().as_raw().sync()?;
        let (next, failed) = (self.kept.as_ref(), self.failed.as_ref());
        let ended = (kept.unchecked_ref::<PlainPromise>())
            .then_or(next.unchecked_ref(), failed.unchecked_ref());
        state.as_raw().wait_until(ended.unchecked_ref())?;
        Ok(())
    }
}

/// What to do when the runtime has listened to the world: made once, for all its waits.
///
/// The runtime looks at its sockets when it has nothing else to do, and a turn whose
/// writes are on disk is something to do. So whoever begins turn after turn by himself
/// would be alone with the object until his work is done; a timer lets others be heard.
pub(crate) struct WhenHeard(Closure<dyn FnMut()>);

impl WhenHeard {
    /// Calls this after each wait, unless the object ends before.
    pub(crate) fn new(heard: impl FnMut() + 'static) -> Self {
        Self(Closure::new(heard))
    }

    /// Waits until everything that has arrived so far was handed over.
    pub(crate) fn wait(&self, state: &State) -> worker::Result<()> {
        let ended = wait_ms(0).then(self.0.as_ref().unchecked_ref());
        state.as_raw().wait_until(ended.unchecked_ref())?;
        Ok(())
    }
}

/// What an object is called: its name, or its id where the runtime has woken it by
/// the id alone.
pub(crate) fn name(state: &State) -> String {
    let id = state.id();
    id.name().unwrap_or_else(|| id.to_string())
}

/// Leaves a mark on the object's context, which outlives this wasm instance;
/// says whether there was one.
pub(crate) fn mark(state: &State) -> bool {
    const MARK: &str = "besedaInstance";
    let context: &JsValue = state.as_raw().as_ref();
    let marked = Reflect::has(context, &MARK.into()).unwrap_or(false);
    if !marked {
        // A context that takes no mark is one that this check is not needed for.
        drop(Reflect::set(context, &MARK.into(), &JsValue::TRUE));
    }
    marked
}

/// Sets the object's one alarm, as part of the turn's writes.
pub(crate) fn set_alarm(state: &State, at: Timestamp) -> worker::Result<()> {
    let storage = state.storage();
    let at = clock::runtimes(at);
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    // The promise ends with the turn's commit, which the output gate waits for.
    drop(storage.as_raw().set_alarm(date, Object::new())?);
    Ok(())
}

/// A frame, converted for JavaScript once.
pub(crate) struct Text(JsString);

impl Text {
    /// Converts.
    pub(crate) fn new(text: &str) -> Self {
        Self(JsString::from(text))
    }

    /// Hands it to the runtime, which sends it when the turn is on disk.
    pub(crate) fn send(&self, socket: &WebSocket) -> Result<(), JsValue> {
        raw(socket).send(&self.0)
    }
}

/// Whether neither side has begun to close.
pub(crate) fn is_open(socket: &WebSocket) -> bool {
    raw(socket).ready_state() == 1
}

/// Closes a socket; one that is closed already needs nothing.
pub(crate) fn shut(socket: &WebSocket, code: u16, reason: &str) {
    if let Err(error) = socket.close(Some(code), Some(reason)) {
        worker::console_debug!("a close failed: {error}");
    }
}

fn raw(socket: &WebSocket) -> &Socket {
    socket.as_ref().unchecked_ref()
}

/// When the runtime last answered a ping of this socket, if ever.
pub(crate) fn last_ping(state: &State, socket: &WebSocket) -> Option<Timestamp> {
    let context = state.as_raw().unchecked_ref::<ObjectContext>();
    let at = context.auto_response_timestamp(socket.as_ref()).ok()??;
    Some(clock::ours(Timestamp(at.get_time() as u64)))
}

/// The peer's address as the runtime saw it, which no header can forge:
/// `cf.clientIp` under workerd; on Cloudflare, where that is absent, the header
/// that the edge sets and callers cannot.
pub(crate) fn peer_address(request: &Request) -> Option<String> {
    let cf = Reflect::get(request.inner(), &"cf".into()).ok()?;
    let under_workerd = Reflect::get(&cf, &"clientIp".into())
        .ok()
        .and_then(|address| address.as_string());
    under_workerd.or_else(|| request.headers().get("cf-connecting-ip").ok().flatten())
}

/// What the edge knows of a caller by this name, as `country`; on one machine nothing.
pub(crate) fn edge_knows(request: &Request, name: &str) -> Option<String> {
    let cf = Reflect::get(request.inner(), &"cf".into()).ok()?;
    Reflect::get(&cf, &name.into()).ok()?.as_string()
}

/// When the object's one alarm rings, if it is set.
pub(crate) async fn alarm(state: &State) -> worker::Result<Option<Timestamp>> {
    let at = state.storage().get_alarm().await?;
    let at = at.and_then(|at| u64::try_from(at).ok());
    Ok(at.map(|at| clock::ours(Timestamp(at))))
}

/// From here on the clock is wrong by so much. What an object was to be woken for
/// at a time of the clock before, it is woken for at that time of the new one.
#[cfg(feature = "testing")]
pub(crate) async fn step_clock(state: &State, off_by_ms: i64) -> worker::Result<()> {
    let at = alarm(state).await?;
    clock::step(off_by_ms);
    match at {
        Some(at) => set_alarm(state, at),
        None => Ok(()),
    }
}

/// Now, by the runtime's clock.
pub(crate) fn now() -> Timestamp {
    clock::ours(Timestamp(Date::now() as u64))
}

/// Unguessable bytes.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the platform has randomness");
    bytes
}

/// A date as HTTP writes it.
pub(crate) fn read_date(text: &str) -> Option<Timestamp> {
    let ms = Date::parse(text);
    // Anything else is no number, and no date of ours lies before 1970.
    (ms.is_finite() && ms >= 0.0).then_some(Timestamp(ms as u64))
}
