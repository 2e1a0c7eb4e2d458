//! A WebSocket and its callbacks, both gone when this value is dropped: nothing
//! of an old socket is heard after it.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};

/// What a socket tells.
pub enum Told {
    /// It has opened.
    Opened,
    /// It has closed, or could not be opened.
    Closed {
        /// Of the close frame; 1006 without one.
        code: u16,
    },
    /// A text frame arrived.
    Text(String),
}

/// A socket.
pub struct Socket {
    socket: WebSocket,
    // Kept for as long as the socket may call it.
    _told: Closure<dyn FnMut(Event)>,
}

impl Socket {
    /// Opens one; `None` when the address or a subprotocol is not acceptable,
    /// or the page's policy forbids it at once.
    pub fn open(
        url: &str,
        protocols: &[String],
        mut tell: impl FnMut(Told) + 'static,
    ) -> Option<Self> {
        let protocols: js_sys::Array = protocols
            .iter()
            .map(|word| JsValue::from_str(word))
            .collect();
        let socket = WebSocket::new_with_str_sequence(url, &protocols).ok()?;
        let told = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            if let Some(told) = read(&event) {
                tell(told);
            }
        });
        let socket = Self {
            socket,
            _told: told,
        };
        socket.listen(Some(socket._told.as_ref().unchecked_ref()));
        Some(socket)
    }

    /// Sends text; lost unless the socket is open, which its closing tells.
    pub fn send(&self, text: &str) {
        // Fails while connecting only: nobody sends before `Told::Opened`.
        self.socket.send_with_str(text).ok();
    }

    fn listen(&self, listener: Option<&js_sys::Function>) {
        self.socket.set_onopen(listener);
        self.socket.set_onmessage(listener);
        self.socket.set_onclose(listener);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.listen(None);
        // Fails for bad codes only.
        self.socket.close().ok();
    }
}

fn read(event: &Event) -> Option<Told> {
    Some(match &*event.type_() {
        "open" => Told::Opened,
        "close" => Told::Closed {
            code: event.unchecked_ref::<CloseEvent>().code(),
        },
        // Binary frames are not of this protocol.
        _ => Told::Text(event.unchecked_ref::<MessageEvent>().data().as_string()?),
    })
}
