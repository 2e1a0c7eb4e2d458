//! `import`: moves clients and their old conversations in from another service, out of what
//! its API has answered, or out of lines of the neutral format.

mod carrot_quest;
mod chat2desk;
mod chatwoot;
mod crisp;
mod found;
mod intercom;
mod jivo;
mod line;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Deserializer, Value, json};

use self::found::Found;
use self::line::Line;
use crate::arguments::{Place, Service};
use crate::relay::Relay;
use crate::visit;

/// Lines of one request: some 10 ms of a center's time.
const AT_ONCE: usize = 200;

/// The same in bytes, well below what a request may have.
const BYTES_AT_ONCE: usize = 1024 * 1024;

/// What is imported, and how.
pub(crate) struct Import<'a> {
    pub(crate) place: &'a Place,
    pub(crate) from: Option<Service>,
    pub(crate) transport: Option<&'a str>,
    pub(crate) country: &'a str,
    pub(crate) files: &'a [PathBuf],
}

/// Reads all files first: nothing is written before all of them could be read.
pub(crate) fn import(import: &Import<'_>) -> Result<()> {
    let lines = match import.from {
        Some(service) => converted(service, import.files)?,
        None => neutral(import.files)?,
    };
    if lines.is_empty() {
        bail!("there is nothing in these files that can be imported");
    }
    let total = lines.len();
    let (made, known) = visit::visit(import.place, |relay| send(relay, import, &lines))?;
    println!("{total} read: {made} new, {known} were there already");
    Ok(())
}

fn send(relay: &Relay, import: &Import<'_>, lines: &[Line]) -> Result<(u64, u64)> {
    let (mut made, mut known) = (0, 0);
    let mut rest = lines;
    while !rest.is_empty() {
        let (some, others) = rest.split_at(n_at_once(rest)?);
        let body = json!({
            "transport": import.transport,
            "country": import.country,
            "lines": some,
        });
        let (new, old) = relay.move_in(&body)?;
        made += new;
        known += old;
        rest = others;
        eprintln!("{} of {}", lines.len() - rest.len(), lines.len());
    }
    Ok((made, known))
}

/// How many of them fit a request; at least one.
fn n_at_once(lines: &[Line]) -> Result<usize> {
    let mut bytes = 0;
    for (n, line) in lines.iter().take(AT_ONCE).enumerate() {
        bytes += serde_json::to_vec(line)?.len();
        if bytes > BYTES_AT_ONCE {
            return Ok(n.max(1));
        }
    }
    Ok(lines.len().min(AT_ONCE))
}

/// Lines of the neutral format, each looked at.
fn neutral(files: &[PathBuf]) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for file in files {
        for (n, line) in read(file)?.lines().enumerate() {
            if !line.trim().is_empty() {
                let line = serde_json::from_str(line);
                let place = || format!("{}, line {}", file.display(), n + 1);
                lines.push(line.with_context(place)?);
            }
        }
    }
    Ok(lines)
}

/// What the answers of a service's API come to.
fn converted(service: Service, files: &[PathBuf]) -> Result<Vec<Line>> {
    let mut found = Found::default();
    for file in files {
        let text = read(file)?;
        for answer in Deserializer::from_str(&text).into_iter::<Value>() {
            let answer = answer.with_context(|| format!("{}", file.display()))?;
            convert(service, &answer, &mut found);
        }
    }
    Ok(found.lines())
}

/// Looks through an answer, or a list of them.
fn convert(service: Service, answer: &Value, found: &mut Found) {
    let read = match service {
        Service::Chatwoot => chatwoot::read,
        Service::Intercom => intercom::read,
        Service::Crisp => crisp::read,
        Service::Jivo => jivo::read,
        Service::CarrotQuest => carrot_quest::read,
        Service::Chat2desk => chat2desk::read,
    };
    match answer.as_array() {
        Some(answers) => answers.iter().for_each(|answer| read(answer, found)),
        None => read(answer, found),
    }
}

fn read(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

#[cfg(test)]
mod tests;
