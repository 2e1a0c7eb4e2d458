//! What a turn says, line by line: it goes out at the turn's end, several frames to
//! one line as one message. A send costs the runtime about 8 µs, whatever its size.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use beseda_center::turn::{Frame, LineId};
use beseda_protocol::frames;
use beseda_protocol::limits::PAGE_BYTES_MAX;
use worker::WebSocket;

use crate::runtime::{self, Text};
use crate::seats::Seat;

/// A frame on its way, made text of JavaScript once for all who get it alone.
pub(crate) struct Outgoing {
    frame: Frame,
    converted: OnceCell<Text>,
}

impl Outgoing {
    /// Of this frame.
    pub(crate) fn new(frame: Frame) -> Rc<Self> {
        Rc::new(Self {
            frame,
            converted: OnceCell::new(),
        })
    }

    /// It.
    pub(crate) fn frame(&self) -> &Frame {
        &self.frame
    }

    fn text(&self) -> &str {
        &self.frame.text
    }
}

/// See the module.
#[derive(Default)]
pub(crate) struct Mail {
    letters: Vec<Letter>,
    /// Where in `letters` a line's is.
    places: HashMap<LineId, usize>,
}

/// What goes to one line.
struct Letter {
    socket: WebSocket,
    frames: Vec<Rc<Outgoing>>,
    n_bytes: usize,
}

impl Mail {
    /// Puts a frame behind what goes to this line already.
    pub(crate) fn put(&mut self, seat: Seat, frame: &Rc<Outgoing>) {
        let place = *self.places.entry(seat.line).or_insert(self.letters.len());
        if place == self.letters.len() {
            self.letters.push(Letter {
                socket: seat.socket,
                frames: Vec::with_capacity(2),
                n_bytes: 0,
            });
        }
        let letter = &mut self.letters[place];
        if letter.n_bytes + frame.text().len() > PAGE_BYTES_MAX {
            letter.send();
        }
        letter.n_bytes += frame.text().len();
        letter.frames.push(Rc::clone(frame));
    }

    /// Sends everything.
    pub(crate) fn send(&mut self) {
        self.places.clear();
        for mut letter in self.letters.drain(..) {
            letter.send();
        }
    }
}

impl Letter {
    /// A send that fails is a socket that is going away: it stops nobody else.
    fn send(&mut self) {
        self.n_bytes = 0;
        let sent = match &self.frames[..] {
            [] => return,
            _ if !runtime::is_open(&self.socket) => Ok(()),
            [frame] => (frame.converted)
                .get_or_init(|| Text::new(frame.text()))
                .send(&self.socket),
            frames => {
                let texts = frames.iter().map(|frame| frame.text());
                Text::new(&frames::join(texts)).send(&self.socket)
            }
        };
        self.frames.clear();
        if let Err(error) = sent {
            worker::console_debug!("a send failed: {error:?}");
        }
    }
}
