//! What lies in the folder of a stack: the demo site's pages, the relay's data.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::Stack;
use crate::artifacts::page_module;
use crate::shop;

impl Stack {
    /// Puts the snippet of a site on the demo site's pages.
    pub fn use_key(&mut self, key: &str) {
        key.clone_into(&mut self.key);
        let words = shop::Words {
            relay: &self.origin(),
            key,
        };
        shop::fill(&self.folder.path().join("site"), &words);
    }

    /// Puts a page on the demo site, with the site's snippet in the place of `SNIPPET`:
    /// its address.
    ///
    /// # Panics
    /// When it can't be written.
    pub fn put_page(&self, name: &str, html: &str) -> String {
        self.put(name, &html.replace("SNIPPET", &self.snippet()));
        self.page(name)
    }

    /// Puts a file of a package that pages are made with beside them.
    ///
    /// # Panics
    /// When it is not there or can't be written.
    pub fn put_library(&self, name: &str, file: &str) {
        let text = fs::read_to_string(page_module(file));
        self.put(
            name,
            &text.unwrap_or_else(|error| panic!("{file}: {error}")),
        );
    }

    fn put(&self, name: &str, text: &str) {
        let file = self.folder.path().join("site").join(name);
        fs::write(file, text).expect("the folder is ours");
    }

    /// Bytes in all files of the data folder.
    pub fn bytes_on_disk(&self) -> u64 {
        let sizes = self
            .files()
            .into_iter()
            .filter_map(|file| fs::metadata(file).ok());
        sizes.map(|metadata| metadata.len()).sum()
    }

    /// All files of the data folder.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        let mut folders = vec![self.data()];
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            for path in entries.map(|entry| entry.path()) {
                match path.is_dir() {
                    true => folders.push(path),
                    false => drop(found.insert(path)),
                }
            }
        }
        found
    }
}
