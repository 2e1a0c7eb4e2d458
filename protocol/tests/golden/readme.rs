//! `protocol/README.md`, made of the source's words and the examples. Stale, it
//! fails; `UPDATE_EXPECT=1` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use beseda_protocol::refusal::Code;

use crate::decoders::examples;
use crate::example::Example;
use crate::source::{self, Field, Shape, Type};

const HEAD: &str = "# The words on the wire

Between a widget or a console and the relay: JSON text frames over one WebSocket
per tab, and a few HTTP calls. This page is made from the code and its examples
by `UPDATE_EXPECT=1 cargo test -p beseda-protocol`; a test fails when it is stale.

- A frame is an object whose `t` names its kind. Kinds and members that a peer
  does not know are ignored, never fatal; what the relay cannot read and has a
  `cid` or an `ask` is refused by it, since its sender waits.
- A console's questions are pairs of a question and its answer, each defined once
  (`src/ask/`): `area` and `t` name it, in both. A question that the relay does not
  know, or cannot read, is refused as `unsupported`.
- What a peer says is one frame; what the relay says is one frame, or an array of
  frames in their order when it has several for one socket at once.
- A member marked *optional* is left out when there is nothing to say.
- Numbers are whole, up to 2^53. Times are milliseconds since 1970-01-01T00:00Z
  by the relay's clock; order is told by ids and sequences, never by time.
- `ping` and `pong` are plain text frames that the runtime answers by itself.
- The first value of `Sec-WebSocket-Protocol` is `beseda.v1`; a visitor's token
  is the second.
";

#[test]
fn the_readme_is_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let wanted = render();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "protocol/README.md is stale: UPDATE_EXPECT=1 cargo test -p beseda-protocol"
    );
}

fn render() -> String {
    let examples = examples();
    let mut out = HEAD.to_owned();
    for (module, title) in [
        ("visitor", "A widget and the relay"),
        ("operator", "A console and the relay"),
        ("list", "Questions: the list"),
        ("filters", "Questions: saved filters"),
        ("replies", "Questions: saved replies"),
        ("search", "Questions: search"),
        ("dialogs", "Questions: dialogs"),
        ("clients", "Questions: clients"),
        ("marks", "Questions: tags, labels, lists"),
        ("team", "Questions: the team"),
        ("channels", "Questions: channels"),
        ("sites", "Questions: sites"),
        ("center", "Questions: the center"),
        ("jobs", "Questions: jobs"),
        ("tokens", "Questions: tokens"),
        ("message", "Messages"),
        ("people", "People"),
        ("channel", "Channels"),
        ("dialog", "Dialogs and clients"),
        ("delivery", "Messages on their way out"),
        ("filter", "Filters and orders"),
        ("saved_filter", "Saved filters"),
        ("saved_reply", "Saved replies"),
        ("draft", "Drafts"),
        ("client", "Clients' cards"),
        ("mark", "Tags, labels, lists"),
        ("site", "Sites"),
        ("look", "How a widget looks"),
        ("settings", "Settings"),
        ("job", "Jobs"),
        ("token", "Tokens"),
        ("refusal", "Refusals"),
        ("http", "HTTP calls"),
    ] {
        write!(out, "\n## {title}\n\n{}\n", source::module_doc(module)).unwrap();
        for found in source::types()
            .iter()
            .filter(|found| found.module == module)
        {
            describe(&mut out, found, &examples);
        }
    }
    out
}

fn describe(out: &mut String, found: &Type, examples: &[Example]) {
    let shown_of = |of: &str, kind: Option<&str>| {
        let is_it = |example: &&Example| example.of == of && example.kind().as_deref() == kind;
        examples
            .iter()
            .find(is_it)
            .expect("another test asks for every example")
    };
    let shown = |kind: Option<&str>| shown_of(&found.name, kind);
    write!(out, "\n### {}\n\n{}\n", found.name, found.doc).unwrap();
    match &found.shape {
        Shape::Struct(fields) => {
            list(out, fields);
            show(out, shown(None));
        }
        Shape::Words(words) => {
            out.push('\n');
            for (word, doc) in words {
                let status = Code::from_word(word).filter(|_| found.name == "Code");
                let status =
                    status.map_or(String::new(), |code| format!(" (HTTP {})", code.status()));
                writeln!(out, "- `{word}`{status}: {doc}").unwrap();
            }
        }
        Shape::Kinds(kinds) => {
            for kind in kinds {
                write!(
                    out,
                    "\n#### {} `{}`\n\n{}\n",
                    found.name, kind.word, kind.doc
                )
                .unwrap();
                list(out, &kind.fields);
                show(out, shown(Some(&kind.word)));
            }
        }
        Shape::Questions(questions) => {
            for asked in questions {
                let word = &asked.word;
                write!(out, "\n#### {} `{word}`\n\n{}\n", found.module, asked.doc).unwrap();
                list(out, &asked.fields);
                write!(
                    out,
                    "\nNeeds `{}`, is answered with `{}`.\n",
                    asked.need, asked.answer
                )
                .unwrap();
                show(out, shown(Some(word)));
                show(out, shown_of(&found.answers(), Some(word)));
            }
        }
    }
}

fn list(out: &mut String, fields: &[Field]) {
    if !fields.is_empty() {
        out.push('\n');
    }
    for Field { name, of, doc } in fields {
        let optional = of
            .strip_prefix("Option<")
            .and_then(|of| of.strip_suffix('>'));
        let (of, mark) = optional.map_or((of.as_str(), ""), |of| (of, ", optional"));
        writeln!(out, "- `{name}` ({of}{mark}): {doc}").unwrap();
    }
}

fn show(out: &mut String, example: &Example) {
    write!(out, "\n```json\n{}\n```\n", example.json).unwrap();
}
