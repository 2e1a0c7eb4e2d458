//! The way of a file that a job has made: its pieces are asked of the center, a few at a
//! time, as fast as the browser takes them. So no more than that of a file is ever in memory.

use std::rc::Rc;
use std::time::Duration;

use beseda_center::turn::SessionId;
use beseda_center::turn::command::{Asker, Command, ExportFile, Reply};
use beseda_protocol::export::{DialogFormat, Export};
use beseda_protocol::ids::{DialogId, JobId};
use beseda_protocol::refusal::{Code, Refusal};
use worker::{Delay, Headers, Response};

use crate::answer::{self, Answer, Failure};
use crate::asked::Asked;
use crate::center_call::CenterLink;
use crate::{downloads, gate};

/// A page that is to be printed is shown, and whatever is in it can't do anything.
const PAGE: &str = "text/html";

/// Between two looks at a transcript that is being made.
const LOOK_EVERY: Duration = Duration::from_millis(30);

/// Looks at it before whoever waits is told to come back: some 30 s, in which the longest
/// dialog is written a hundred times.
const LOOKS_MAX: u32 = 1_000;

/// What a file is called by: whoever asks, and the job that has made it.
#[derive(Clone)]
struct Made {
    asker: Asker,
    job: JobId,
}

/// What becomes of a file that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It waits until its time is over.
    Stays,
    /// Nobody can ask for it again.
    Goes,
}

/// Sends a file to somebody who may have it.
pub(crate) async fn send(link: CenterLink, asker: Asker, job: &str) -> Answer {
    if job.len() != 32 || !job.bytes().all(gate::is_hex) {
        return Err(answer::not_found().into());
    }
    let job = JobId::from(job);
    let made = Made { asker, job };
    match find(&link, &made).await? {
        Some(file) => stream(link, made, &file, Then::Stays),
        None => Err(answer::not_found().into()),
    }
}

/// Makes a dialog into a file, and sends it at once.
pub(crate) async fn transcript(asked: &Asked, session: SessionId, file: &str) -> Answer {
    let (dialog, format) = match file.rsplit_once('.') {
        Some((dialog, "txt")) => (dialog, DialogFormat::Text),
        Some((dialog, "html")) => (dialog, DialogFormat::Html),
        _ => return Err(answer::not_found().into()),
    };
    let Ok(dialog) = dialog.parse().map(DialogId) else {
        return Err(answer::not_found().into());
    };
    let what = Export::Dialog { dialog, format };
    let url = asked.request.url()?;
    let mut query = url.query_pairs();
    let locale = query.find_map(|(name, value)| (name == "locale").then(|| value.into_owned()));
    let begin = Command::BeginExport {
        session: session.clone(),
        what,
        locale: locale.unwrap_or_else(|| "en".to_owned()),
    };
    let link = asked.home()?;
    let Reply::Begun(job) = link.ask(begin).await? else {
        return Err(answer::unexpected());
    };
    let asker = Asker::Operator(session);
    let made = Made { asker, job };
    for _ in 0..LOOKS_MAX {
        if let Some(file) = find(&link, &made).await? {
            return stream(link, made, &file, Then::Goes);
        }
        Delay::from(LOOK_EVERY).await;
    }
    let text = "The file takes longer than usual. It will wait among your downloads.";
    Err(Refusal::until(Code::Overloaded, text, 10_000).into())
}

/// What a file is, once it is whole.
async fn find(link: &CenterLink, made: &Made) -> Result<Option<ExportFile>, Failure> {
    let Made { asker, job } = made.clone();
    match link.ask(Command::FindExport { asker, job }).await? {
        Reply::Export(file) => Ok(Some(file)),
        Reply::Done => Ok(None),
        _ => Err(answer::unexpected()),
    }
}

fn stream(link: CenterLink, made: Made, file: &ExportFile, then: Then) -> Answer {
    let link = Rc::new(link);
    let pieces = futures_util::stream::try_unfold(None, move |behind| {
        let link = Rc::clone(&link);
        let Made { asker, job } = made.clone();
        async move {
            let next = Command::ExportBytes {
                asker: asker.clone(),
                job: job.clone(),
                behind,
            };
            match (link.bytes(next).await, then) {
                (Ok((bytes, Some(last))), _) => Ok(Some((bytes, Some(last)))),
                (Ok((_, None)), Then::Stays) => Ok(None),
                (Ok((_, None)), Then::Goes) => {
                    // Else it goes in a day.
                    drop(link.ask(Command::EndExport { asker, job }).await);
                    Ok(None)
                }
                (Err(Failure::Refused(refusal)), _) => Err(worker::Error::from(refusal.text)),
                (Err(Failure::Fault(error)), _) => Err(error),
            }
        }
    });
    let response = Response::from_stream(pieces)?;
    describe(response.headers(), file)?;
    Ok(response)
}

fn describe(headers: &Headers, file: &ExportFile) -> worker::Result<()> {
    let disposition = downloads::disposition(&file.name);
    let (disposition, policy) = match file.mime.starts_with(PAGE) {
        true => (
            disposition.replacen("attachment", "inline", 1),
            "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        ),
        false => (disposition, "sandbox; default-src 'none'"),
    };
    for (name, value) in [
        ("content-type", file.mime.as_str()),
        ("content-disposition", &disposition),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", policy),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "private, no-store"),
    ] {
        headers.set(name, value)?;
    }
    Ok(())
}
