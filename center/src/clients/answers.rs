//! What a visitor answers before his first message, where his site asks something: it is
//! checked field by field, and written on his card with the message.

use beseda_protocol::client::{Variable, phone};
use beseda_protocol::ids::IdentityId;
use beseda_protocol::limits::{NAME_CHARS_MAX, VARIABLE_VALUE_CHARS_MAX};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::site::{AskedField, FieldKind};
use beseda_protocol::visitor::{Answers, Reach};

use super::contacts::{self, Reached};
use super::variables;
use crate::team::email::Email;
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Visitor;
use crate::turn::text;

/// What is to be written on his card.
pub(crate) struct Answered {
    reached: Reached,
    variables: Vec<Variable>,
}

/// Refuses a first message that lacks an answer. Who has written before (`is_new`: he has not)
/// is asked nothing, nor who has told by another form where he is reached.
///
/// # Errors
/// `answers_required`, whose sentence says what is missing or is none.
pub(crate) fn check(
    turn: &Turn<'_>,
    who: &Visitor,
    is_new: bool,
    is_reached: bool,
    given: Option<Answers>,
) -> Result<Option<Answered>, Stop> {
    let site = turn.cache.site(&who.site);
    let fields = site.map(|site| &site.asking.value.fields);
    let Some(fields) = fields.filter(|fields| !fields.is_empty()) else {
        return Ok(None);
    };
    let Some(given) = given else {
        return match is_new && !is_reached {
            true => Err(refuse(Code::AnswersRequired).into()),
            false => Ok(None),
        };
    };
    let locale = &turn.cache.center.general.value.locale;
    let mut reach = Reach {
        name: String::new(),
        email: String::new(),
        phone: String::new(),
    };
    let mut variables = Vec::new();
    for field in fields {
        let value = answer(field, &given)?;
        match field.kind {
            FieldKind::Name => reach.name = value,
            FieldKind::Email => reach.email = value,
            FieldKind::Phone => reach.phone = value,
            FieldKind::Text if value.is_empty() => {}
            FieldKind::Text => variables.push(Variable {
                name: field.label(locale).to_owned(),
                value,
            }),
        }
    }
    let reached = Reached::read(reach)?;
    Ok(Some(Answered { reached, variables }))
}

/// Writes it on his card. What he has there already of the same name is as he says now.
pub(crate) fn write(
    turn: &mut Turn<'_>,
    identity: &IdentityId,
    answered: Answered,
) -> Result<(), Stop> {
    let client = turn.sure_identity(identity)?.client;
    for Variable { name, value } in answered.variables {
        variables::put(turn, client, name, value)?;
    }
    contacts::write(turn, identity, answered.reached)
}

/// The answer to a field, checked; empty, if there is none and need not be.
fn answer(field: &AskedField, given: &Answers) -> Result<String, Refusal> {
    let Answers { reach, texts } = given;
    let said: &str = match field.kind {
        FieldKind::Name => reach.name.as_str(),
        FieldKind::Email => &reach.email,
        FieldKind::Phone => &reach.phone,
        FieldKind::Text => {
            let is_it = |text: &&Variable| {
                let name = &text.name;
                !name.is_empty() && (*name == field.en || *name == field.ru)
            };
            let found = texts.iter().find(is_it);
            found.map_or("", |text| text.value.as_str())
        }
    };
    let max = match field.kind {
        FieldKind::Name => NAME_CHARS_MAX,
        _ => VARIABLE_VALUE_CHARS_MAX,
    };
    let name = match field.kind {
        FieldKind::Name => "name",
        FieldKind::Email => "e-mail",
        FieldKind::Phone => "phone number",
        FieldKind::Text => field.label("en"),
    };
    let line = text::line(said, max);
    let said = line.map_err(|_| lacks(&format!("The answer to “{name}” is too long.")))?;
    let is_right = match field.kind {
        _ if said.is_empty() => !field.is_required,
        FieldKind::Email => Email::read(&said).is_ok(),
        FieldKind::Phone => phone(&said).is_some(),
        FieldKind::Name | FieldKind::Text => true,
    };
    match is_right {
        true => Ok(said),
        false if said.is_empty() => Err(lacks(&format!("Answer “{name}”."))),
        false => Err(lacks(&format!("What was given as “{name}” is none."))),
    }
}

fn lacks(sentence: &str) -> Refusal {
    Refusal::new(Code::AnswersRequired, sentence)
}
