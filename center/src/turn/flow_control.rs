//! How much a peer may leave unread (G9): the runtime queues without a bound what
//! a stalled socket does not take, so the relay drops the line before that hurts
//! others. Its client comes back and resumes, or is reset.
//!
//! What counts as read is what `got` says: pings are answered by the runtime, and a
//! line that only talks may not read at all. Who says `got` and reads nothing can be
//! told from nobody; what a visitor may ask for so has a pace (`relay/src/pace.rs`).

use std::collections::VecDeque;

use beseda_protocol::ids::Seq;
use beseda_protocol::limits::UNREAD_BYTES_MAX;

use super::output::Frame;

/// What was sent to one line and is not known to have been processed.
#[derive(Debug, Clone, Default)]
pub struct Window {
    /// Frames with events, by the place after them.
    frames: VecDeque<(Seq, usize)>,
    n_bytes: usize,
}

impl Window {
    /// A frame goes out. False: the peer has left too much unread.
    pub fn sent(&mut self, frame: &Frame) -> bool {
        // What is no event is answered for by the event before it.
        let seq = (frame.upto).or(self.frames.back().map(|(seq, _)| *seq));
        let n_bytes = frame.text.len();
        self.frames.push_back((seq.unwrap_or_default(), n_bytes));
        self.n_bytes += n_bytes;
        self.n_bytes <= UNREAD_BYTES_MAX
    }

    /// The peer has processed everything up to here.
    pub fn got(&mut self, upto: Seq) {
        while let Some((seq, n_bytes)) = self.frames.front().copied()
            && seq <= upto
        {
            self.frames.pop_front();
            self.n_bytes -= n_bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(seq: u64, n_bytes: usize) -> Frame {
        Frame {
            text: "x".repeat(n_bytes),
            upto: Some(Seq(seq)),
        }
    }

    fn other(text: &str) -> Frame {
        Frame::new(text.to_owned())
    }

    #[test]
    fn a_peer_that_reads_nothing_is_dropped_at_the_limit() {
        let mut window = Window::default();
        let frame = events(1, 1_000);
        let most = UNREAD_BYTES_MAX / frame.text.len();
        for _ in 0..most {
            assert!(window.sent(&frame));
        }
        assert!(!window.sent(&frame));
    }

    #[test]
    fn a_peer_that_reads_slowly_is_held_to_what_it_has_not_read() {
        let mut window = Window::default();
        for seq in 1..=10 * (UNREAD_BYTES_MAX as u64 / 1_000) {
            assert!(window.sent(&events(seq, 1_000)), "{seq}");
            window.got(Seq(seq.saturating_sub(100)));
        }
    }

    #[test]
    fn an_old_got_frees_nothing_and_a_new_one_everything_up_to_it() {
        let mut window = Window::default();
        window.sent(&events(5, 10));
        window.sent(&events(6, 10));
        window.got(Seq(4));
        assert_eq!(window.frames.len(), 2);
        window.got(Seq(6));
        assert_eq!((window.frames.len(), window.n_bytes), (0, 0));
    }

    #[test]
    fn answers_count_too_and_go_with_the_event_before_them() {
        let mut window = Window::default();
        window.sent(&events(5, 10));
        window.sent(&other(r#"{"t":"history"}"#));
        window.got(Seq(5));
        assert_eq!(window.n_bytes, 0);
        // Before the first event there is nothing to wait for.
        window.sent(&other(r#"{"t":"reset"}"#));
        window.got(Seq(0));
        assert_eq!(window.n_bytes, 0);
    }
}
