//! One dialog as text, or as a page to be printed: what its client and the company have said
//! to each other. Notes are for colleagues, and what the system tells is not talk: neither is
//! in it, so it can be given to the client.

use beseda_protocol::export::DialogFormat;
use beseda_protocol::ids::DialogId;
use beseda_protocol::message::{Body, Content, Message};

use super::{Made, name_of, pieces, words};
use crate::storage::exports::{At, Exporting};
use crate::storage::jobs::JobRow;
use crate::turn::current::Turn;
use crate::turn::dates::{self, Zone};
use crate::turn::pages;
use crate::turn::refusals::Stop;

/// A page that the browser prints as it is; text keeps its lines.
const STYLE: &str = "body{font:15px/1.45 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}h1{font-size:1.25rem;margin:0}header{border-bottom:1px solid #999;padding-bottom:.75rem;margin-bottom:1rem}p{margin:.25rem 0}article{margin:0 0 1rem;break-inside:avoid-page}.who{font-weight:600}time{color:#555;font-weight:400;margin-inline-start:.5rem}.text{white-space:pre-wrap;overflow-wrap:anywhere}";

/// Who and what, in words.
struct Said {
    at: String,
    who: String,
    text: String,
}

pub(super) fn slice(
    turn: &mut Turn<'_>,
    job: &mut JobRow,
    file: &mut Exporting,
    format: DialogFormat,
) -> Result<Made, Stop> {
    let Some(at) = file.at else {
        return Ok(Made::Gone);
    };
    if turn.dialog(at.dialog)?.is_none() {
        return Ok(Made::Gone);
    }
    let zone = dates::zone(&turn.cache.center.general.value.time_zone);
    let client = client_name(turn, at.dialog, file)?;
    let page = pages::of_dialog(turn, at.dialog, at.before)?;
    job.done = (job.done + page.messages.len() as u64).min(job.total);
    let said = page.messages.iter();
    let said = said.filter_map(|message| said_in(turn, file, &zone, &client, message));
    let said: Vec<Said> = said.collect();
    file.rows += said.len() as u64;
    let mut text: String = said.iter().map(|said| written(said, format)).collect();
    if !at.is_begun && format == DialogFormat::Html {
        text.push_str("</body></html>\n");
    }
    let rest = page.messages.first().filter(|_| page.more);
    file.at = rest.map(|first| At {
        before: first.id,
        is_begun: true,
        ..at
    });
    if file.at.is_none() {
        text.insert_str(0, &head(turn, file, &zone, &client, at.dialog, format)?);
    }
    pieces::add_before(turn, &job.id, file, &text)?;
    Ok(match file.at {
        Some(_) => Made::Partly,
        None => Made::Wholly,
    })
}

fn client_name(turn: &mut Turn<'_>, dialog: DialogId, file: &Exporting) -> Result<String, Stop> {
    let identity = turn.sure_dialog(dialog)?.identity.clone();
    let client = turn.sure_identity(&identity)?.client;
    let name = turn.sure_client(client)?.name.clone();
    Ok(name.unwrap_or_else(|| words::known(&file.locale).client.to_owned()))
}

fn said_in(
    turn: &Turn<'_>,
    file: &Exporting,
    zone: &Zone,
    client: &str,
    message: &Message,
) -> Option<Said> {
    let words = words::known(&file.locale);
    let (who, body) = match &message.content {
        Content::Visitor { body } => (client.to_owned(), body.clone()),
        Content::Operator { by, body } => match name_of(turn, *by) {
            name if name.is_empty() => (words.operator.to_owned(), body.clone()),
            name => (name, body.clone()),
        },
        Content::Automatic { text, .. } => {
            let text = text.clone();
            (words.automatic.to_owned(), Body::Text { text })
        }
        Content::Note { .. } | Content::System { .. } | Content::Unknown => return None,
    };
    let text = match body {
        _ if message.is_withdrawn() => words.withdrawn.to_owned(),
        Body::Text { text } => text,
        Body::File { file } => format!("{}: {}", words.file, file.name),
        Body::Unknown => return None,
    };
    let at = dates::written(message.at, zone);
    Some(Said { at, who, text })
}

fn written(said: &Said, format: DialogFormat) -> String {
    let Said { at, who, text } = said;
    match format {
        DialogFormat::Text => format!("{who}, {at}\n{text}\n\n"),
        DialogFormat::Html => format!(
            "<article><p class=\"who\"><bdi>{}</bdi><time>{at}</time></p><p class=\"text\" dir=\"auto\">{}</p></article>\n",
            escaped(who),
            escaped(text)
        ),
    }
}

fn head(
    turn: &mut Turn<'_>,
    file: &Exporting,
    zone: &Zone,
    client: &str,
    dialog: DialogId,
    format: DialogFormat,
) -> Result<String, Stop> {
    let words = words::known(&file.locale);
    let site = turn.sure_dialog(dialog)?.site.clone();
    let site = turn.cache.site_name(&site);
    let title = format!("{} {dialog}: {client}", words.dialog);
    let company = turn.cache.center.general.value.name.clone();
    let of = [company, site].join(", ");
    let of = of.trim_matches([',', ' ']);
    let now = dates::written(turn.now, zone);
    Ok(match format {
        DialogFormat::Text => format!("{title}\n{of}\n{now}\n\n"),
        DialogFormat::Html => format!(
            "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{}</title><style>{STYLE}</style></head><body><header><h1>{}</h1><p>{}</p><p>{now}</p></header>\n",
            escaped(&file.locale),
            escaped(&title),
            escaped(&title),
            escaped(of)
        ),
    })
}

/// Text as HTML may hold it, in elements and in attributes.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' | '\t' => html.push(c),
            c if c.is_control() => {}
            c => html.push(c),
        }
    }
    html
}
