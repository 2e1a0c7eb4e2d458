//! Names, comments and notes as they are kept: what leaves nothing on the screen is cut off their
//! ends, and none holds control characters, which JSON writes sixfold.

use beseda_protocol::refusal::Refusal;
use beseda_protocol::unseen::is_unseen;

use super::refusals::invalid;

/// A text of one line; empty when there is nothing to see.
pub(crate) fn line(given: &str, max: usize) -> Result<String, Refusal> {
    let text = given.replace(['\n', '\r', '\t'], " ");
    lines(&text, max)
}

/// A text that may have several lines; empty when there is nothing to see.
pub(crate) fn lines(given: &str, max: usize) -> Result<String, Refusal> {
    let is_kept = |c: &char| *c == '\n' || !c.is_control();
    let text: String = given.chars().filter(is_kept).collect();
    let text = text.trim_matches(is_unseen);
    match text.chars().count() > max {
        true => Err(invalid(&format!(
            "The text is longer than {max} characters."
        ))),
        false => Ok(text.to_owned()),
    }
}

/// The same, where there has to be something.
pub(crate) fn something(text: String, missing: &str) -> Result<String, Refusal> {
    match text.is_empty() {
        true => Err(invalid(missing)),
        false => Ok(text),
    }
}
