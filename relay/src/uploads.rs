//! An upload's way: room from the center, bytes into the client's store, word to
//! the center that they are there.

use beseda_center::turn::command::{Command, FileOwner, Reply};
use beseda_protocol::ids::{CenterId, FileId, IdentityId};
use beseda_protocol::limits::{CID_CHARS_MAX, FILE_BYTES_MAX};
use beseda_protocol::message::File;
use beseda_protocol::refusal::{Code, Refusal};
use futures_channel::oneshot;
use worker::Env;

use crate::answer::{self, Answer, Failure};
use crate::asked::Asked;
use crate::center_call::CenterLink;
#[cfg(feature = "testing")]
use crate::center_call::Plant;
use crate::files_call::{FilesLink, Owner};
use crate::files_object::empty;
use crate::gate;

/// Takes a file for its owner, under the sender's name for the upload.
pub(crate) async fn receive(
    asked: &mut Asked,
    center: &CenterId,
    owner: FileOwner,
    cid: &str,
) -> Answer {
    if !gate::is_name(cid, CID_CHARS_MAX, gate::is_uuid) {
        return Err(answer::malformed("An upload is named by a UUID.").into());
    }
    let size = match asked.header("content-length").map(|text| text.parse()) {
        None => FILE_BYTES_MAX,
        Some(Ok(size)) => size,
        Some(Err(_)) => return Err(answer::malformed("The length is not a number.").into()),
    };
    if size == 0 {
        return Err(empty().into());
    }
    // Before any room is taken: nothing would come to give it back.
    let Some(body) = asked.request.inner().body() else {
        return Err(empty().into());
    };
    let name = file_name(asked.header("x-file-name").as_deref())?;
    let link = asked.link_to(center)?;
    let reserve = Command::ReserveFile {
        owner,
        cid: cid.into(),
        name,
        // More than is allowed is found out by counting, once all has been read:
        // a sender who is cut off earlier would not hear why.
        size: size.min(FILE_BYTES_MAX),
    };
    let (file, store, attempt) = match link.ask(reserve).await? {
        Reply::Reserved {
            file,
            store,
            attempt,
        } => (file, store, attempt),
        Reply::File(file) => return answer::json(&file),
        _ => return Err(answer::unexpected()),
    };
    let upload = Upload {
        env: asked.env.clone(),
        center: center.clone(),
        link,
        file,
        store,
        attempt,
    };
    // Goes on when the sender hangs up, so that the room is given back.
    let (done, outcome) = oneshot::channel();
    asked.context.wait_until(async move {
        let _ = done.send(upload.run(body).await);
    });
    let file = outcome
        .await
        .unwrap_or_else(|_| Err(answer::fault().into()))?;
    answer::json(&file)
}

struct Upload {
    env: Env,
    center: CenterId,
    link: CenterLink,
    file: FileId,
    store: IdentityId,
    attempt: u64,
}

impl Upload {
    async fn run(&self, body: web_sys::ReadableStream) -> Result<File, Failure> {
        let stored = match self.keep(body).await {
            Ok(stored) => stored,
            Err(failure) => {
                let failed = Command::FileFailed {
                    file: self.file.clone(),
                    attempt: self.attempt,
                };
                // Untold, the center gives the room back within the hour.
                if self.link.ask(failed).await.is_err() {
                    worker::console_error!("the center was not told of a failed upload");
                }
                return Err(failure);
            }
        };
        #[cfg(feature = "testing")]
        crate::plants::stall_at(Plant::UploadStored).await;
        let told = self.tell(stored).await?;
        #[cfg(feature = "testing")]
        crate::plants::stall_at(Plant::UploadTold).await;
        match told {
            Reply::File(file) => Ok(file),
            _ => Err(answer::unexpected()),
        }
    }

    /// A file that the center has forgotten meanwhile leaves no bytes.
    async fn tell(&self, stored: Command) -> Result<Reply, Failure> {
        let told = self.link.ask(stored).await;
        if let Err(Failure::Refused(refusal)) = &told
            && refusal.code == Code::FileUnknown
        {
            let files = FilesLink::to(&self.env, &self.center, &self.store)?;
            files.drop_files(vec![self.file.clone()]).await?;
        }
        told
    }

    async fn keep(&self, body: web_sys::ReadableStream) -> Result<Command, Failure> {
        let files = FilesLink::to(&self.env, &self.center, &self.store)?;
        let owner = Owner {
            center: self.center.clone(),
            identity: self.store.clone(),
        };
        let stored = files.store(owner, self.file.clone(), body).await?;
        Ok(Command::FileStored {
            file: self.file.clone(),
            size: stored.size,
            mime: stored.mime,
        })
    }
}

/// The name that the sender gives the file: percent-encoded UTF-8. It is text to
/// show, never a path, so nothing in it is wrong but its encoding.
fn file_name(header: Option<&str>) -> Result<String, Refusal> {
    let encoded = header.unwrap_or("file").as_bytes();
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(&byte) = encoded.get(at) {
        if byte == b'%' {
            let pair = encoded.get(at + 1..at + 3).and_then(hex_pair);
            bytes.push(pair.ok_or_else(ill_named)?);
            at += 3;
        } else {
            bytes.push(byte);
            at += 1;
        }
    }
    String::from_utf8(bytes).map_err(|_| ill_named())
}

fn hex_pair(pair: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    match pair {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    }
}

fn ill_named() -> Refusal {
    answer::malformed("X-File-Name is percent-encoded UTF-8.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_its_sender_wrote() {
        assert_eq!(file_name(Some("a%20b.png")).as_deref(), Ok("a b.png"));
        assert_eq!(
            file_name(Some("%D0%BE%D1%82%D1%87%D1%91%D1%82.pdf")).as_deref(),
            Ok("отчёт.pdf")
        );
        assert_eq!(
            file_name(Some("..%2F..%2Fetc%00")).as_deref(),
            Ok("../../etc\0")
        );
        assert_eq!(file_name(None).as_deref(), Ok("file"));
    }

    #[test]
    fn a_name_that_is_no_text_is_refused() {
        for name in ["%", "%2", "%zz", "%ff", "a%C3"] {
            assert!(file_name(Some(name)).is_err(), "{name}");
        }
    }
}
