//! Files: room is reserved before the upload, exactly; what never becomes a message
//! is dropped after an hour (F3, F8).

use beseda_protocol::file_name;
use beseda_protocol::ids::{
    Cid, DialogId, FileId, IdentityId, MessageId, OperatorId, SavedReplyId, SiteId,
};
use beseda_protocol::limits::{FILE_BYTES_MAX, REPLY_FILES_MAX};
use beseda_protocol::message::File;
use beseda_protocol::refusal::Code;
use beseda_protocol::team::{Employee, Right};
use beseda_protocol::token::Scope;

use super::room::{self, CENTER_STORE, Place};
use crate::clients::{blocked, current_dialog};
use crate::storage::fault::Fault;
use crate::storage::files::{self, FileRow};
use crate::storage::saved_replies;
use crate::storage::sender::Sender;
use crate::storage::write_buffer::Storage;
use crate::team::sessions;
use crate::turn::Output;
use crate::turn::asker;
use crate::turn::cid as cids;
use crate::turn::command::{Asker, FileOwner, Reply};
use crate::turn::current::Turn;
use crate::turn::due::{self, Due};
use crate::turn::refusals::{Stop, check_limit, refuse};
use crate::turn::{requests, rights};

/// How long a file waits to be sent, in ms: an hour.
const UNSENT_MS: u64 = 60 * 60 * 1000;

/// Room for an upload; the same (owner, cid) gets the same answer.
pub(crate) fn reserve(
    turn: &mut Turn<'_>,
    owner: &FileOwner,
    cid: &Cid,
    name: &str,
    size: u64,
) -> Result<Reply, Stop> {
    let (sender, store, place) = destination(turn, owner)?;
    cids::check(cid)?;
    let cid = &match owner {
        FileOwner::Token(hash, _) => cids::of_token(asker::program(turn, hash)?.0, cid)?,
        _ => cid.clone(),
    };
    check_size(size)?;
    if let Some(known) = files::by_cid(turn.storage, &sender, cid)? {
        return match known.file() {
            _ if known.identity != store => Err(refuse(Code::CidReused).into()),
            Some(file) => Ok(Reply::File(file)),
            None if known.size != size => Err(refuse(Code::CidReused).into()),
            None => again(turn, known),
        };
    }
    match &place {
        Some(place) => room::check(turn.storage, &store, place, size)?,
        None => room::check_own(turn.storage, size)?,
    }
    let (dialog, site) = match place {
        Some(place) => (place.dialog, place.site),
        None => (None, SiteId::from("")),
    };
    room::count(turn, &store, size)?;
    let file = FileId(turn.fresh_id());
    let row = FileRow {
        id: file.clone(),
        identity: store.clone(),
        dialog,
        site,
        sender,
        cid: cid.clone(),
        name: file_name::plain(name),
        size,
        mime: None,
        message: None,
        reply: None,
        attempt: 1,
    };
    turn.put(&FileRow::INSERT, row)?;
    wait_for_use(turn, &file)?;
    Ok(Reply::Reserved {
        file,
        store,
        attempt: 1,
    })
}

/// Another upload of the same file, while the one before may still go on.
fn again(turn: &mut Turn<'_>, known: FileRow) -> Result<Reply, Stop> {
    let attempt = known.attempt + 1;
    turn.write(
        "UPDATE files SET attempt = ? WHERE id = ?",
        &[attempt.into(), (&known.id).into()],
    )?;
    Ok(Reply::Reserved {
        file: known.id,
        store: known.identity,
        attempt,
    })
}

/// Who uploads, into whose store, and where the file is to be sent, if it is.
fn destination(
    turn: &mut Turn<'_>,
    owner: &FileOwner,
) -> Result<(Sender, IdentityId, Option<Place>), Stop> {
    match owner {
        FileOwner::Visitor(identity, site) => {
            blocked::check(turn, identity)?;
            let place = Place {
                dialog: current_dialog::next(turn, identity, site)?,
                site: site.clone(),
            };
            let sender = Sender::Device(identity.clone());
            Ok((sender, identity.clone(), Some(place)))
        }
        FileOwner::Operator(session, dialog) => {
            let me = sessions::check(turn, session)?;
            let dialog = rights::answerable(turn, &me, *dialog)?;
            let place = Place {
                dialog: Some(dialog.id),
                site: dialog.site,
            };
            Ok((Sender::Employee(me.id), dialog.identity, Some(place)))
        }
        FileOwner::Token(hash, dialog) => {
            let (token, me) = asker::program(turn, hash)?;
            requests::count(turn, token)?;
            asker::check_scope(&turn.cache.tokens[&token], Scope::Write)?;
            let dialog = rights::answerable(turn, &me, *dialog)?;
            let place = Place {
                dialog: Some(dialog.id),
                site: dialog.site,
            };
            Ok((Sender::Employee(me.id), dialog.identity, Some(place)))
        }
        FileOwner::SavedReply(session) => {
            let me = sessions::check(turn, session)?;
            let store = IdentityId::from(CENTER_STORE);
            Ok((Sender::Employee(me.id), store, None))
        }
    }
}

/// The bytes are there: the room is corrected to what was counted.
pub(crate) fn stored(
    turn: &mut Turn<'_>,
    id: &FileId,
    size: u64,
    mime: &str,
) -> Result<Reply, Stop> {
    let unknown = || Stop::from(refuse(Code::FileUnknown));
    let known = files::load(turn.storage, id)?.ok_or_else(unknown)?;
    if let Some(file) = known.file() {
        return Ok(Reply::File(file));
    }
    check_size(size)?;
    if size > known.size {
        // More than was reserved: it may not fit.
        return Err(refuse(Code::FileTooLarge).into());
    }
    room::give(turn, &known.identity, known.size - size, 0)?;
    turn.write(
        "UPDATE files SET size = ?, mime = ? WHERE id = ?",
        &[size.into(), mime.into(), id.into()],
    )?;
    wait_for_use(turn, id)?;
    let mime = Some(mime.to_owned());
    let known = FileRow {
        size,
        mime,
        ..known
    };
    Ok(Reply::File(known.file().ok_or_else(unknown)?))
}

/// The upload failed: frees the room.
pub(crate) fn failed(turn: &mut Turn<'_>, id: &FileId, attempt: u64) -> Result<(), Stop> {
    match files::load(turn.storage, id)? {
        Some(known) if known.mime.is_none() && known.attempt == attempt => {
            due::cancel(turn, Due::File, id.as_str())?;
            drop_file(turn, &known)
        }
        // Another upload of it has begun or ended well, or it is forgotten already.
        _ => Ok(()),
    }
}

/// Which of the files in a client's store are to stay there.
pub(crate) fn known(
    storage: &Storage<'_>,
    store: &IdentityId,
    files: Vec<FileId>,
) -> Result<Reply, Fault> {
    let (mut sent, mut unsent) = (Vec::new(), Vec::new());
    for file in files {
        match files::load(storage, &file)?.filter(|known| known.identity == *store) {
            Some(known) if known.is_used() => sent.push(file),
            Some(_) => unsent.push(file),
            None => {}
        }
    }
    Ok(Reply::Known { sent, unsent })
}

/// A file that this asker may have, and in whose store it is.
pub(crate) fn find(turn: &mut Turn<'_>, asker: &Asker, id: &FileId) -> Result<Reply, Stop> {
    let known = files::load(turn.storage, id)?;
    let seen = match (asker, known) {
        (Asker::Visitor(identity), known) => known.filter(|known| {
            let is_own = known.sender == Sender::Device(identity.clone());
            known.identity == *identity && (known.message.is_some() || is_own)
        }),
        (Asker::Token(hash), known) => {
            let (token, me) = asker::program(turn, hash)?;
            requests::count(turn, token)?;
            asker::check_scope(&turn.cache.tokens[&token], Scope::Read)?;
            match known {
                Some(known) => is_seen_by(turn, &me, &known)?.then_some(known),
                None => None,
            }
        }
        (Asker::Operator(session), known) => {
            let me = sessions::check(turn, session)?;
            match known {
                Some(known) => is_seen_by(turn, &me, &known)?.then_some(known),
                None => None,
            }
        }
    };
    let found = seen.and_then(|known| Some((known.file()?, known.identity)));
    let (file, store) = found.ok_or_else(|| refuse(Code::NotFound))?;
    Ok(Reply::FileIn { file, store })
}

/// Whether an employee may have a file: of a dialog that he sees, or of a saved reply; and his
/// own of one that is yet to be saved.
fn is_seen_by(turn: &mut Turn<'_>, me: &Employee, known: &FileRow) -> Result<bool, Stop> {
    if let Some(dialog) = known.dialog {
        let dialog = turn.sure_dialog(dialog)?;
        return Ok(rights::of(me, dialog) >= Right::Readable);
    }
    match &known.reply {
        Some(reply) => {
            let row = saved_replies::load(turn.storage, reply)?;
            Ok(row.is_some_and(|row| row.shown().is_seen_by(me)))
        }
        None => Ok(is_of_center(known) && known.sender == Sender::Employee(me.id)),
    }
}

fn is_of_center(known: &FileRow) -> bool {
    known.identity.as_str() == CENTER_STORE
}

/// Files that a saved reply is to have: some that it has, and uploads of its author's.
pub(crate) fn for_reply(
    turn: &Turn<'_>,
    me: OperatorId,
    had: &[File],
    wanted: &[FileId],
) -> Result<Vec<File>, Stop> {
    check_limit(wanted.len() as u64, REPLY_FILES_MAX + 1)?;
    let mut files: Vec<File> = Vec::with_capacity(wanted.len());
    for id in wanted {
        let has_it = had.iter().any(|file| file.id == *id);
        let known = files::load(turn.storage, id)?.filter(|known| {
            let is_upload = known.reply.is_none() && known.sender == Sender::Employee(me);
            is_of_center(known) && (has_it || is_upload)
        });
        let file = known.and_then(|known| known.file());
        let file = file.ok_or_else(|| refuse(Code::FileUnknown))?;
        if !files.contains(&file) {
            files.push(file);
        }
    }
    Ok(files)
}

/// A saved reply has other files than it had: those that it has stay for good, and the others
/// go.
pub(crate) fn keep_for_reply(
    turn: &mut Turn<'_>,
    reply: &SavedReplyId,
    had: &[File],
    has: &[File],
) -> Result<(), Stop> {
    for file in has.iter().filter(|file| !had.contains(file)) {
        turn.write(
            "UPDATE files SET reply = ? WHERE id = ?",
            &[reply.into(), (&file.id).into()],
        )?;
        due::cancel(turn, Due::File, file.id.as_str())?;
    }
    for file in had.iter().filter(|file| !has.contains(file)) {
        withdraw(turn, &file.id)?;
    }
    Ok(())
}

/// It was sent with a message, into this dialog.
pub(crate) fn attach(
    turn: &mut Turn<'_>,
    id: &FileId,
    dialog: DialogId,
    message: MessageId,
) -> Result<(), Stop> {
    turn.write(
        "UPDATE files SET dialog = ?, message = ? WHERE id = ?",
        &[dialog.into(), message.into(), id.into()],
    )?;
    due::cancel(turn, Due::File, id.as_str())
}

/// It has waited long enough.
pub(crate) fn expire(turn: &mut Turn<'_>, key: &str) -> Result<(), Stop> {
    match files::load(turn.storage, &key.into())? {
        Some(known) if !known.is_used() => drop_file(turn, &known),
        _ => Ok(()),
    }
}

/// Its message was withdrawn, or its saved reply has it no more. Its bytes lie in a store that has kept it for good: it is told
/// until it says that they are gone (`jobs::deletion`).
pub(crate) fn withdraw(turn: &mut Turn<'_>, id: &FileId) -> Result<(), Stop> {
    let Some(known) = files::load(turn.storage, id)? else {
        return Ok(());
    };
    turn.write("DELETE FROM files WHERE id = ?", &[id.into()])?;
    room::give(turn, &known.identity, known.size, 1)?;
    turn.write(
        "INSERT INTO deleted_files (id, identity) VALUES (?, ?)",
        &[id.into(), (&known.identity).into()],
    )?;
    due::schedule(turn, Due::DeletedFiles, known.identity.as_str(), turn.now)
}

fn drop_file(turn: &mut Turn<'_>, known: &FileRow) -> Result<(), Stop> {
    turn.write("DELETE FROM files WHERE id = ?", &[(&known.id).into()])?;
    room::give(turn, &known.identity, known.size, 1)?;
    turn.out.push(Output::DropFiles {
        center: turn.cache.center.id.clone(),
        identity: known.identity.clone(),
        files: vec![known.id.clone()],
    });
    Ok(())
}

fn wait_for_use(turn: &mut Turn<'_>, id: &FileId) -> Result<(), Stop> {
    due::schedule(turn, Due::File, id.as_str(), turn.now.plus_ms(UNSENT_MS))
}

fn check_size(size: u64) -> Result<(), Stop> {
    match size {
        0 => Err(refuse(Code::FileEmpty).into()),
        1..=FILE_BYTES_MAX => Ok(()),
        _ => Err(refuse(Code::FileTooLarge).into()),
    }
}
