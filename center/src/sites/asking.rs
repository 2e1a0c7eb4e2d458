//! What a site asks of its visitors besides their messages.

use beseda_protocol::limits::{ASKED_FIELDS_MAX, VARIABLE_NAME_CHARS_MAX};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::site::{AskedField, Asking, FieldKind};

use crate::turn::refusals::invalid;
use crate::turn::text;

/// It in the form in which it is kept.
pub(super) fn checked(given: Asking) -> Result<Asking, Refusal> {
    let Asking { rating, fields } = given;
    if fields.len() > ASKED_FIELDS_MAX {
        return Err(invalid("At most six things are asked before a message."));
    }
    let fields: Vec<AskedField> = fields
        .into_iter()
        .map(checked_field)
        .collect::<Result<_, _>>()?;
    for (n, field) in fields.iter().enumerate() {
        let is_same = |other: &AskedField| match (field.kind, other.kind) {
            (FieldKind::Text, FieldKind::Text) => ["en", "ru"]
                .iter()
                .any(|locale| field.label(locale) == other.label(locale)),
            (one, other) => one == other,
        };
        if fields[..n].iter().any(is_same) {
            return Err(invalid("Each thing is asked once."));
        }
    }
    Ok(Asking { rating, fields })
}

fn checked_field(given: AskedField) -> Result<AskedField, Refusal> {
    let AskedField {
        kind,
        is_required,
        en,
        ru,
    } = given;
    let (en, ru) = match kind {
        FieldKind::Text => (
            text::line(&en, VARIABLE_NAME_CHARS_MAX)?,
            text::line(&ru, VARIABLE_NAME_CHARS_MAX)?,
        ),
        FieldKind::Name | FieldKind::Email | FieldKind::Phone => Default::default(),
    };
    if kind == FieldKind::Text && en.is_empty() && ru.is_empty() {
        return Err(invalid("Say what a field of text is called."));
    }
    Ok(AskedField {
        kind,
        is_required,
        en,
        ru,
    })
}
