//! `compact`: gives back the room of what was deleted. A deletion alone leaves the
//! bytes in the database's file and in its log; after this they are in neither.

use std::path::Path;

use anyhow::{Result, bail};

use crate::data_folder::{self, Claim, DataFolder};
use crate::database::{self, Compacted};
use crate::manifest::counted;
use crate::storage;

/// Compacts every database of a folder on which no relay runs.
pub(crate) fn compact(data: &Path) -> Result<()> {
    // A folder on which nothing has ever run is a mistyped one.
    data_folder::note(data)?;
    let data = match DataFolder::claim(data)? {
        Claim::Ours(data) => data,
        Claim::Theirs => bail!(
            "a relay runs on {}: stop it, compact, and start it again",
            data.display()
        ),
    };
    let before = storage::bytes(data.path())?;
    let (mut n_whole, mut n_dropped, mut failed) = (0, 0, Vec::new());
    storage::each(data.path(), |path| {
        match database::compact(&data.path().join(path)) {
            Ok(Compacted::Whole) => n_whole += 1,
            Ok(Compacted::Dropped) => n_dropped += 1,
            Err(error) => failed.push(format!("{error:#}")),
        }
        Ok(())
    })?;
    let after = storage::bytes(data.path())?;
    println!(
        "{before} bytes before, {after} after: {} compacted, {n_dropped} dropped \
         that held nothing",
        counted(n_whole, "database"),
    );
    match failed.is_empty() {
        true => Ok(()),
        false => bail!("not compacted: {}", failed.join("; ")),
    }
}
