//! The text of a saved reply, with what its variables stand for: `{{client.name}}`, or
//! `{{client.name|there}}` with what is said when there is no such thing.

use beseda_protocol::client::Variable;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::{ClientId, DialogId};

use super::Model;

/// What variables stand for in a dialog.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// What the client is called, if anybody knows.
    pub client_name: Option<String>,
    /// The client's short number.
    pub client_number: Option<ClientId>,
    /// The public name of whoever writes.
    pub operator_name: Option<String>,
    /// The channel's name.
    pub channel: Option<String>,
    /// The client's variables.
    pub variables: Vec<Variable>,
}

/// What can stand between the braces, but for `variable:` and a name.
pub const VARIABLES: [&str; 4] = ["client.name", "client.number", "operator.name", "channel"];

/// A part of an expanded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it was written.
    Plain(String),
    /// What a variable stands for, or its fallback.
    Filled(String),
    /// A variable that stands for nothing here and has no fallback, as it was written:
    /// whoever sends it has to say something himself.
    Empty(String),
    /// What no variable is called, as it was written.
    Unknown(String),
}

impl Piece {
    /// What is put into the reply.
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Filled(text) | Self::Empty(text) | Self::Unknown(text) => {
                text
            }
        }
    }

    /// Whether it still has to be written by hand.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Empty(_) | Self::Unknown(_))
    }
}

/// A text with what its variables stand for. What a variable stands for is not looked
/// through once more.
pub fn expand(text: &str, facts: &Facts) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let plain = |pieces: &mut Vec<Piece>, text: &str| {
        if !text.is_empty() {
            pieces.push(Piece::Plain(text.to_owned()));
        }
    };
    let mut rest = text;
    while let Some(end) = rest.find("}}") {
        let (head, tail) = (&rest[..end], &rest[end + 2..]);
        // The last that was opened: what stands before it was never closed.
        match head.rfind("{{") {
            Some(start) => {
                plain(&mut pieces, &rest[..start]);
                pieces.push(piece(&rest[start..end + 2], &head[start + 2..], facts));
            }
            None => plain(&mut pieces, &rest[..end + 2]),
        }
        rest = tail;
    }
    plain(&mut pieces, rest);
    pieces
}

/// What stands in the reply then.
pub fn written(pieces: &[Piece]) -> String {
    pieces.iter().map(Piece::text).collect()
}

/// Where the first piece stands that has to be written by hand: how many UTF-16 units, as
/// text fields count, are before it, and how many it has.
pub fn first_open(pieces: &[Piece]) -> Option<(u32, u32)> {
    let units = |text: &str| text.encode_utf16().count() as u32;
    let place = pieces.iter().position(Piece::is_open)?;
    let before = pieces[..place]
        .iter()
        .map(|piece| units(piece.text()))
        .sum();
    Some((before, units(pieces[place].text())))
}

fn piece(whole: &str, inside: &str, facts: &Facts) -> Piece {
    let (name, fallback) = match inside.split_once('|') {
        Some((name, fallback)) => (name.trim(), Some(fallback.trim())),
        None => (inside.trim(), None),
    };
    let Some(value) = value(name, facts) else {
        return Piece::Unknown(whole.to_owned());
    };
    let said = value.filter(|value| !value.trim().is_empty());
    match said.or_else(|| fallback.map(str::to_owned)) {
        Some(said) => Piece::Filled(said),
        None => Piece::Empty(whole.to_owned()),
    }
}

/// What a variable stands for, if it stands for something; `None` when there is no such
/// variable.
fn value(name: &str, facts: &Facts) -> Option<Option<String>> {
    let name = name.to_lowercase();
    if let Some(of_client) = name.strip_prefix("variable:") {
        let sought = fold(of_client.trim());
        let mut variables = facts.variables.iter();
        let found = variables.find(|variable| fold(&variable.name) == sought);
        return Some(found.map(|variable| variable.value.clone()));
    }
    match name.as_str() {
        "client.name" => Some(facts.client_name.clone()),
        "client.number" => Some(facts.client_number.map(|number| number.to_string())),
        "operator.name" => Some(facts.operator_name.clone()),
        "channel" => Some(facts.channel.clone()),
        _ => None,
    }
}

impl Model {
    /// What variables stand for in a dialog, as far as it is known here.
    pub fn reply_facts(&self, dialog: DialogId) -> Facts {
        let summary = self.board.card(dialog);
        let card = self.thread(dialog).and_then(|thread| thread.card.as_ref());
        let client = card
            .map(|card| &card.client)
            .or(summary.map(|summary| &summary.client));
        let roster = self.roster.as_ref();
        let channel = roster.zip(summary).and_then(|(roster, summary)| {
            let mut channels = roster.channels.iter();
            channels.find(|channel| channel.id == summary.channel)
        });
        Facts {
            client_name: client.and_then(|client| client.name.clone()),
            client_number: client.map(|client| client.id),
            operator_name: roster.map(|roster| roster.me.name.clone()),
            channel: channel.map(|channel| channel.name.clone()),
            variables: card.map_or_else(Vec::new, |card| card.profile.variables.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        let variable = |name: &str, value: &str| Variable {
            name: name.into(),
            value: value.into(),
        };
        Facts {
            client_name: Some("Anna".into()),
            client_number: Some(ClientId(12)),
            operator_name: Some("Boris".into()),
            channel: Some("Shop".into()),
            variables: vec![
                variable("Размер", "XL"),
                variable("Code", "{{client.name}}"),
            ],
        }
    }

    fn said(text: &str) -> String {
        written(&expand(text, &facts()))
    }

    /// Criteria: KC-24
    #[test]
    fn variables_stand_for_what_is_known_of_the_dialog() {
        let text = "Hi {{client.name}} ({{ Client.Number }}), {{operator.name}} of {{channel}}: {{variable:размер}}.";
        assert_eq!(said(text), "Hi Anna (12), Boris of Shop: XL.");
    }

    #[test]
    fn a_fallback_is_said_for_what_is_not_known_and_only_then() {
        let nobody = Facts::default();
        let of = |text: &str| written(&expand(text, &nobody));
        assert_eq!(of("Hello {{client.name | there}}"), "Hello there");
        assert_eq!(of("Hello{{client.name|}}"), "Hello");
        assert_eq!(of("{{variable:Size|M|L}}"), "M|L");
        assert_eq!(said("Hello {{client.name|there}}"), "Hello Anna");
        let blank = Facts {
            client_name: Some(" ".into()),
            ..facts()
        };
        assert_eq!(written(&expand("{{client.name|you}}", &blank)), "you");
    }

    #[test]
    fn what_has_no_value_and_what_is_unknown_stay_as_they_were_written_and_are_told_apart() {
        let pieces = expand("Ваш {{variable:Цвет}}: {{what}} 😀", &facts());
        let expected = [
            Piece::Plain("Ваш ".into()),
            Piece::Empty("{{variable:Цвет}}".into()),
            Piece::Plain(": ".into()),
            Piece::Unknown("{{what}}".into()),
            Piece::Plain(" 😀".into()),
        ];
        assert_eq!(pieces, expected);
        assert_eq!(first_open(&pieces), Some((4, 17)));
        assert_eq!(first_open(&expand("😀 {{x}}", &facts())), Some((3, 5)));
        assert_eq!(first_open(&expand("Hi {{client.name}}", &facts())), None);
        // A fallback does not make a variable of what is none.
        assert_eq!(said("{{what|x}}"), "{{what|x}}");
    }

    #[test]
    fn braces_that_name_nothing_are_text() {
        for text in ["{{", "}}", "a {{ b", "a }} b", "{client.name}", "{{}", ""] {
            assert_eq!(
                expand(text, &facts())
                    .iter()
                    .filter(|one| one.is_open())
                    .count(),
                0
            );
            assert_eq!(said(text), text);
        }
        assert_eq!(said("{{ {{client.name}} }}"), "{{ Anna }}");
        assert_eq!(said("}}{{client.name}}"), "}}Anna");
    }

    #[test]
    fn what_a_variable_stands_for_is_not_expanded_once_more() {
        assert_eq!(said("{{variable:Code}}"), "{{client.name}}");
    }

    #[test]
    fn every_variable_that_is_told_of_is_known() {
        for name in VARIABLES {
            assert!(value(name, &Facts::default()).is_some(), "{name}");
        }
    }
}
