//! What converters have in common: they look through what an API has answered, and put what
//! they find in order.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::line::{Client, Dialog, File, Line, Message};

/// What was found, each by its id.
#[derive(Debug, Default)]
pub(crate) struct Found {
    clients: BTreeMap<String, Client>,
    dialogs: BTreeMap<String, Dialog>,
    messages: BTreeMap<String, Message>,
}

impl Found {
    /// A client; what several answers say of him is put together.
    pub(crate) fn client(&mut self, client: Client) {
        let Some(known) = self.clients.get_mut(&client.id) else {
            self.clients.insert(client.id.clone(), client);
            return;
        };
        let fill = |known: &mut String, told: String| {
            if known.is_empty() {
                *known = told;
            }
        };
        fill(&mut known.name, client.name);
        fill(&mut known.comment, client.comment);
        for contact in client.contacts {
            if !known.contacts.contains(&contact) {
                known.contacts.push(contact);
            }
        }
        for label in client.labels {
            if !known.labels.contains(&label) {
                known.labels.push(label);
            }
        }
        for (name, value) in client.variables {
            known.variables.entry(name).or_insert(value);
        }
        known.created_at = known.created_at.or(client.created_at);
    }

    pub(crate) fn dialog(&mut self, dialog: Dialog) {
        match self.dialogs.get_mut(&dialog.id) {
            Some(known) => {
                known.created_at = known.created_at.or(dialog.created_at);
                known.tags.extend(dialog.tags);
            }
            None => drop(self.dialogs.insert(dialog.id.clone(), dialog)),
        }
    }

    /// A message that says something.
    pub(crate) fn message(&mut self, message: Message) {
        if !message.text.trim().is_empty() || message.file.is_some() {
            self.messages.insert(message.id.clone(), message);
        }
    }

    /// All of it as a file has it.
    pub(crate) fn lines(mut self) -> Vec<Line> {
        // Whose conversation was told of without him.
        for dialog in self.dialogs.values() {
            let client = self.clients.entry(dialog.client.clone());
            client.or_insert_with(|| Client {
                id: dialog.client.clone(),
                ..Client::default()
            });
        }
        let mut messages: Vec<Message> = self.messages.into_values().collect();
        messages.retain(|message| self.dialogs.contains_key(&message.dialog));
        messages.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        let clients = self.clients.into_values().map(Line::Client);
        let dialogs = self.dialogs.into_values().map(Line::Dialog);
        clients
            .chain(dialogs)
            .chain(messages.into_iter().map(Line::Message))
            .collect()
    }
}

/// The text of a member; a number as its digits, nothing as an empty text.
pub(crate) fn text(of: &Value, name: &str) -> String {
    match &of[name] {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}

/// The texts of some members, those that say something.
pub(crate) fn texts(of: &Value, names: &[&str]) -> Vec<String> {
    let texts = names.iter().map(|name| text(of, name));
    texts.filter(|text| !text.is_empty()).collect()
}

/// The items of a member.
pub(crate) fn items<'v>(of: &'v Value, name: &str) -> &'v [Value] {
    of[name].as_array().map_or(&[], Vec::as_slice)
}

/// Members that are plain values, by their names.
pub(crate) fn variables(of: &Value) -> BTreeMap<String, String> {
    let members = of.as_object().into_iter().flatten();
    let plain =
        members.filter(|(_, value)| !value.is_object() && !value.is_array() && !value.is_null());
    let told = plain.map(|(name, _)| (name.trim_start_matches('$').to_owned(), text(of, name)));
    told.filter(|(_, value)| !value.is_empty()).collect()
}

/// A moment in ms, from seconds, from ms, or from text.
pub(crate) fn moment(of: &Value, name: &str) -> Option<u64> {
    /// The first second that, taken for ms, lies in 1970 as well.
    const MS_FROM: f64 = 100_000_000_000.0;
    match &of[name] {
        Value::Number(number) => {
            let number = number.as_f64().filter(|number| *number > 0.0)?;
            let ms = if number < MS_FROM {
                number * 1000.0
            } else {
                number
            };
            Some(ms.round() as u64)
        }
        Value::String(text) => {
            let text = text.trim().replace(" UTC", "Z").replacen(' ', "T", 1);
            let at: Timestamp = text.parse().ok()?;
            u64::try_from(at.as_millisecond()).ok()
        }
        _ => None,
    }
}

/// HTML as text; what is none stays as it is.
pub(crate) fn plain(html: &str) -> String {
    match html.contains('<') || html.contains('&') {
        true => nanohtml2text::html2text(html)
            .replace("\r\n", "\n")
            .trim()
            .to_owned(),
        false => html.trim().to_owned(),
    }
}

/// A file by the members that have its name and its address.
pub(crate) fn file(of: &Value, name: &str, url: &str) -> Option<File> {
    let url = text(of, url);
    (!url.is_empty()).then(|| File {
        name: text(of, name),
        url,
    })
}
