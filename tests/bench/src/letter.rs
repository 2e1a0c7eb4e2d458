//! A message that carries the time of its sending in its cid, so that whoever
//! sees it, sender or receiver, knows how long it took.

use std::time::Duration;

use beseda_protocol::json::to_text;
use beseda_protocol::message::Draft;
use beseda_protocol::visitor::FromVisitor;

/// Forty characters: a short sentence, as people write them.
const TEXT: &str = "Is the blue one in stock in my size too?";

/// The beginning of a cid wherever it stands in a frame.
const CID: &str = r#""cid":""#;
const CID_CHARS: usize = 32;

/// Which run, which sender, when (since the run's beginning).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) run: u32,
    pub(crate) sender: u32,
    pub(crate) sent: Duration,
}

impl Letter {
    /// The frame of a widget that says it; the ceilings get the same bytes.
    pub(crate) fn frame(&self) -> String {
        to_text(&FromVisitor::Say {
            cid: self.cid().as_str().into(),
            body: Draft::Text { text: TEXT.into() },
            quote: None,
        })
    }

    fn cid(&self) -> String {
        let nanos = u64::try_from(self.sent.as_nanos()).expect("a run is shorter than 500 years");
        // Its time before its sender, as in the cids of widgets.
        format!("{:08x}{nanos:016x}{:08x}", self.run, self.sender)
    }

    fn read(cid: &str) -> Option<Self> {
        let hex = |part: &str| u64::from_str_radix(part, 16).ok();
        Some(Self {
            run: u32::try_from(hex(cid.get(..8)?)?).ok()?,
            sent: Duration::from_nanos(hex(cid.get(8..24)?)?),
            sender: u32::try_from(hex(cid.get(24..CID_CHARS)?)?).ok()?,
        })
    }

    /// All letters in a frame, whatever its kind: finding the cids costs the
    /// driver a tenth of reading the JSON.
    pub(crate) fn all_in(frame: &str) -> impl Iterator<Item = Self> {
        frame
            .match_indices(CID)
            .filter_map(|(at, _)| Self::read(frame.get(at + CID.len()..)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_found_again_in_its_own_frame() {
        let letter = Letter {
            run: 7,
            sender: 999,
            sent: Duration::from_nanos(123_456_789_012),
        };
        let found: Vec<_> = Letter::all_in(&letter.frame()).collect();
        assert_eq!(found, [letter]);
    }
}
