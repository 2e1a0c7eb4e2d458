//! The outbox in the browser's own database, so that it outlives the page, with
//! the files in it. The database and its locks between tabs are `kept.js`: what
//! is called a dozen times from wasm costs more than a page of script.

use std::cell::RefCell;

use beseda_protocol::ids::{Cid, Timestamp};
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};

use crate::outbox::Outbox;

/// What is told of kept messages.
pub enum Told {
    /// Another page has left this message unsent; it is ours now.
    Found {
        /// Its id.
        cid: Cid,
        /// When it was written.
        at: Timestamp,
        /// Where it goes, in the words of who kept it.
        to: String,
        /// Text, or a `File`.
        body: JsValue,
    },
    /// This message could not be kept: the storage is full or forbidden.
    NotKept(Cid),
}

/// The messages that the browser keeps for this page. There is one a page, and
/// it lasts as long as the page.
#[derive(Default)]
pub struct Kept(RefCell<Vec<Cid>>);

impl Kept {
    /// Looks for what earlier pages and other tabs have left under this name. What
    /// was kept under another name stays there, for whoever comes back to it.
    pub fn begin(&self, name: &str, mut tell: impl FnMut(Told) + 'static) {
        self.0.borrow_mut().clear();
        let told = Closure::<Listener>::new(move |cid, at, to, body: JsValue| {
            let cid = Cid(cid);
            tell(match body.is_undefined() {
                true => Told::NotKept(cid),
                false => Told::Found {
                    cid,
                    at: Timestamp(at as u64),
                    to,
                    body,
                },
            });
        });
        begin(name, &told);
        told.forget();
    }

    /// Keeps a message that was written.
    pub fn keep(&self, cid: &Cid, at: Timestamp, to: &str, body: &JsValue) {
        self.keep_typed(cid, at, to, body, "");
    }

    /// The same, of text that lies in localStorage, too, while it is being typed:
    /// it is taken from there when the message is on the disk, unless something else
    /// is there by then.
    pub fn keep_typed(&self, cid: &Cid, at: Timestamp, to: &str, body: &JsValue, draft: &str) {
        self.found(cid);
        keep(cid.as_str(), at.0 as f64, to, body, draft);
    }

    /// A message was found: it is kept already.
    pub fn found(&self, cid: &Cid) {
        let mut known = self.0.borrow_mut();
        if !known.contains(cid) {
            known.push(cid.clone());
        }
    }

    /// Forgets what has left the outbox.
    pub fn follow<T>(&self, outbox: &Outbox<T>) {
        self.0.borrow_mut().retain(|cid| {
            let stays = outbox.get(cid).is_some();
            if !stays {
                forget(cid.as_str());
            }
            stays
        });
    }
}

type Listener = dyn FnMut(String, f64, String, JsValue);

#[wasm_bindgen(module = "/kept.js")]
extern "C" {
    fn begin(name: &str, told: &Closure<Listener>);
    fn keep(cid: &str, at: f64, to: &str, body: &JsValue, draft: &str);
    fn forget(cid: &str);
}
