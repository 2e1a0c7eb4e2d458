//! Pictures are decoded one at a time: each takes four bytes a point while it is.

use std::cell::RefCell;
use std::future::Future;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// Resolved when whoever came last has done.
    static LAST: RefCell<Promise> = RefCell::new(Promise::resolve(&JsValue::UNDEFINED));
}

/// Does something when all that came before have done.
pub(crate) async fn in_turn<T>(work: impl Future<Output = T>) -> T {
    let mut done = None;
    let mine = Promise::new(&mut |resolve, _| done = Some(resolve));
    let before = LAST.replace(mine);
    // It is never rejected.
    JsFuture::from(before).await.ok();
    let answer = work.await;
    if let Some(done) = done {
        done.call0(&JsValue::UNDEFINED).ok();
    }
    answer
}
