//! The steps of a deployment: what is made the first time, and left alone later.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;

use anyhow::{Context, Result};

use super::note::Note;
use crate::hex::hex;

/// Makes site keys and tokens unforgeable. With another one every visitor would be
/// a stranger, so it is made once and never seen.
pub(super) const SECRET: &str = "SECRET";
/// Opens `/host/*`: for who has it the center is created, and a lost owner's
/// password set anew.
pub(super) const HOST_SECRET: &str = "HOST_SECRET";

/// Where a relay may run.
pub(super) trait Place {
    /// The names of the secrets that it has.
    fn secrets(&mut self) -> Result<BTreeSet<String>>;

    /// Brings the code there, and secrets beside those that it has.
    fn bring(&mut self, origin: &str, secrets: &BTreeMap<&'static str, String>) -> Result<()>;

    /// Creates the center, if there is none; returns the path of the owner's
    /// invitation while there is no owner.
    fn create(&mut self, origin: &str, host_secret: &str) -> Result<Option<String>>;
}

/// How it ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Deployed {
    /// Somebody has to become its owner, by this path.
    Invited(String),
    /// Somebody is.
    HasOwner,
    /// The secret that could ask is not here.
    Unknown,
}

/// Brings the relay to a place. Cut short anywhere, it goes on when it is run again.
pub(super) fn deploy(place: &mut impl Place, note: &mut Note) -> Result<Deployed> {
    let there = place.secrets()?;
    let mut missing = BTreeMap::new();
    if !there.contains(SECRET) {
        missing.insert(SECRET, random()?);
    }
    if !there.contains(HOST_SECRET) {
        // Written down before it is used: what follows may be cut short.
        missing.insert(HOST_SECRET, note.host_secret_or(random)?);
    }
    place.bring(note.origin(), &missing)?;
    let Some(host_secret) = note.host_secret() else {
        return Ok(Deployed::Unknown);
    };
    Ok(match place.create(note.origin(), host_secret)? {
        Some(path) => Deployed::Invited(path),
        None => Deployed::HasOwner,
    })
}

/// 256 unguessable bits, in hexadecimal digits.
fn random() -> Result<String> {
    let mut bytes = [0; 32];
    let mut source = File::open("/dev/urandom").context("no source of random bytes")?;
    source.read_exact(&mut bytes)?;
    Ok(hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A place in memory, which remembers what was done there.
    #[derive(Default)]
    struct Memory {
        secrets: BTreeMap<&'static str, String>,
        n_deployed: usize,
        has_owner: bool,
        is_out_of_reach: bool,
    }

    impl Place for Memory {
        fn secrets(&mut self) -> Result<BTreeSet<String>> {
            Ok(self.secrets.keys().map(|name| (*name).to_owned()).collect())
        }

        fn bring(&mut self, _: &str, secrets: &BTreeMap<&'static str, String>) -> Result<()> {
            for (name, value) in secrets {
                let before = self.secrets.insert(name, value.clone());
                assert_eq!(before, None, "{name} is replaced");
            }
            self.n_deployed += 1;
            Ok(())
        }

        fn create(&mut self, _: &str, host_secret: &str) -> Result<Option<String>> {
            anyhow::ensure!(!self.is_out_of_reach, "no answer");
            assert_eq!(self.secrets[HOST_SECRET], host_secret);
            Ok((!self.has_owner).then(|| "/join/0f".to_owned()))
        }
    }

    /// A note in a folder of its own, gone with its owner.
    struct Folder(std::path::PathBuf);

    impl Folder {
        fn named(name: &str) -> Self {
            let name = format!("beseda-deploy-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn note(&self) -> Note {
            let mut note = Note::open(self.0.join("deploy.json")).unwrap();
            note.settle_origin(Some("https://chat.example")).unwrap();
            note
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn the_first_deployment_makes_both_secrets_and_invites_an_owner() {
        let (folder, mut place) = (Folder::named("first"), Memory::default());
        let deployed = deploy(&mut place, &mut folder.note()).unwrap();
        assert_eq!(deployed, Deployed::Invited("/join/0f".to_owned()));
        let secrets: Vec<&String> = place.secrets.values().collect();
        assert_eq!(secrets.len(), 2);
        assert!(secrets.iter().all(|secret| secret.len() == 64));
        assert_ne!(secrets[0], secrets[1]);
    }

    #[test]
    fn a_second_deployment_brings_code_and_touches_no_secret() {
        let (folder, mut place) = (Folder::named("second"), Memory::default());
        deploy(&mut place, &mut folder.note()).unwrap();
        place.has_owner = true;
        let before = place.secrets.clone();
        let deployed = deploy(&mut place, &mut folder.note()).unwrap();
        assert_eq!(deployed, Deployed::HasOwner);
        assert_eq!((place.secrets, place.n_deployed), (before, 2));
    }

    #[test]
    fn a_deployment_that_was_cut_short_goes_on() {
        let (folder, mut place) = (Folder::named("cut"), Memory::default());
        place.is_out_of_reach = true;
        assert!(deploy(&mut place, &mut folder.note()).is_err());
        place.is_out_of_reach = false;
        let deployed = deploy(&mut place, &mut folder.note()).unwrap();
        assert_eq!(deployed, Deployed::Invited("/join/0f".to_owned()));
    }

    #[test]
    fn a_lost_note_is_no_reason_for_another_secret() {
        let mut place = Memory::default();
        deploy(&mut place, &mut Folder::named("kept").note()).unwrap();
        let before = place.secrets.clone();
        let deployed = deploy(&mut place, &mut Folder::named("lost").note()).unwrap();
        assert_eq!((deployed, place.secrets), (Deployed::Unknown, before));
    }
}
