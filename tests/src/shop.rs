//! The demo site's pages, filled in for one relay.

use std::fs;
use std::path::Path;

use beseda_protocol::install::page_policy;

use crate::artifacts::workspace;

/// What the pages must know.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    /// The relay's origin.
    pub(crate) relay: &'a str,
    /// The site's key.
    pub(crate) key: &'a str,
}

/// Copies the demo site to `into`, with the words and the parts in their places.
pub(crate) fn fill(into: &Path, words: &Words<'_>) {
    let from = workspace().join("demo-site");
    let parts = fs::read_dir(from.join("parts")).expect("the demo site has parts");
    let parts = parts.flatten().map(|part| {
        let path = part.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        (format!("{{{{{name}}}}}"), read(&path))
    });
    let mut meanings: Vec<_> = parts.collect();
    meanings.extend([
        ("{{policy}}".into(), page_policy(words.relay)),
        ("{{relay}}".into(), words.relay.into()),
        ("{{key}}".into(), words.key.into()),
    ]);
    copy(&from, into, &meanings);
}

fn copy(from: &Path, into: &Path, meanings: &[(String, String)]) {
    fs::create_dir_all(into).expect("the folder can be made");
    for entry in fs::read_dir(from)
        .expect("the demo site is there")
        .flatten()
    {
        let (path, to) = (entry.path(), into.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to, meanings);
            continue;
        }
        let fill = |text: String, (word, meaning): &(String, String)| text.replace(word, meaning);
        let text = meanings.iter().fold(read(&path), fill);
        fs::write(to, text).expect("the folder can be written");
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
