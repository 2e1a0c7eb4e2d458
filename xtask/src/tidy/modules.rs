//! The modules of a crate, and which of them refer to which, as the sources say.
//!
//! Sources are read by `syn`. A path counts when it begins with `crate`, `super` or
//! `self`, wherever it stands: in a `use`, in code, among the tokens of a macro. What
//! a module passes on by a `use` of its own is followed to where it comes from. Tests
//! are left out: they may know anything.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, Meta, UseTree};

/// A module's path from its crate's root, which is the empty one.
pub(super) type ModulePath = Vec<String>;

/// All modules of a crate.
#[derive(Default)]
pub(super) struct Modules {
    all: BTreeMap<ModulePath, Module>,
}

/// One module refers to another.
#[derive(Debug)]
pub(super) struct Arrow {
    pub(super) from: ModulePath,
    pub(super) to: ModulePath,
    pub(super) file: PathBuf,
    pub(super) line: usize,
}

#[derive(Default)]
struct Module {
    file: PathBuf,
    /// What its `use`s call by which name.
    names: BTreeMap<String, Vec<String>>,
    /// Every path that it mentions, from the root, and the line.
    mentions: Vec<(Vec<String>, usize)>,
}

/// A `use` of a `use` of a `use`: none is longer, and a circle of them ends here.
const PASSED_ON_MAX: usize = 8;

impl Modules {
    /// Reads the crate in `folder`.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let source = folder.join("src");
        let roots = ["lib.rs", "main.rs"].map(|name| source.join(name));
        let root = roots.iter().find(|root| root.is_file());
        let root = root.with_context(|| format!("no crate in {}", folder.display()))?;
        let mut modules = Self::default();
        modules.read_file(Vec::new(), root, &source)?;
        Ok(modules)
    }

    /// What lies at the root.
    pub(super) fn at_root(&self) -> impl Iterator<Item = &str> {
        let paths = self.all.keys().filter(|path| path.len() == 1);
        paths.map(|path| path[0].as_str())
    }

    /// Every arrow from one module to another.
    pub(super) fn arrows(&self) -> impl Iterator<Item = Arrow> {
        self.all.iter().flat_map(|(from, module)| {
            let arrow = |(path, line): &(Vec<String>, usize)| Arrow {
                from: from.clone(),
                to: self.resolve(path),
                file: module.file.clone(),
                line: *line,
            };
            module.mentions.iter().map(arrow)
        })
    }

    /// `folder` has the files of its children.
    fn read_file(&mut self, path: ModulePath, file: &Path, folder: &Path) -> Result<()> {
        let text = fs::read_to_string(file).with_context(|| format!("no {}", file.display()))?;
        let parsed = syn::parse_file(&text).with_context(|| file.display().to_string())?;
        self.add(path, &parsed.items, file, folder)
    }

    fn add(&mut self, path: ModulePath, items: &[Item], file: &Path, folder: &Path) -> Result<()> {
        let mut reader = Reader::new(&path, file);
        for item in items {
            match item {
                Item::Mod(child) if !is_of_tests(&child.attrs) => {
                    self.add_child(&path, child, file, folder)?;
                }
                other => reader.visit_item(other),
            }
        }
        let module = reader.module;
        self.all.insert(path, module);
        Ok(())
    }

    fn add_child(
        &mut self,
        parent: &[String],
        child: &ItemMod,
        file: &Path,
        folder: &Path,
    ) -> Result<()> {
        let name = child.ident.to_string();
        let path = [parent, std::slice::from_ref(&name)].concat();
        let its_folder = folder.join(&name);
        if let Some((_, items)) = &child.content {
            return self.add(path, items, file, &its_folder);
        }
        let beside = folder.join(format!("{name}.rs"));
        let its_file = match beside.is_file() {
            true => beside,
            false => its_folder.join("mod.rs"),
        };
        self.read_file(path, &its_file, &its_folder)
    }

    /// The module where the thing at `path` is made.
    fn resolve(&self, path: &[String]) -> ModulePath {
        let mut path = path.to_vec();
        for _ in 0..PASSED_ON_MAX {
            let n_known = (0..=path.len())
                .rev()
                .find(|&n| self.all.contains_key(&path[..n]));
            let (module, rest) = path.split_at(n_known.unwrap_or(0));
            let passed_on = rest
                .first()
                .and_then(|name| self.all[module].names.get(name));
            match passed_on {
                Some(elsewhere) => path = [elsewhere, &rest[1..]].concat(),
                None => return module.to_vec(),
            }
        }
        path
    }
}

/// Collects what one module mentions.
struct Reader<'a> {
    path: &'a [String],
    module: Module,
}

impl<'a> Reader<'a> {
    fn new(path: &'a [String], file: &Path) -> Self {
        Self {
            path,
            module: Module {
                file: file.to_owned(),
                ..Module::default()
            },
        }
    }

    /// From the root, when the path begins with one of the words that say so.
    fn absolute(&self, segments: &[String]) -> Option<Vec<String>> {
        let (first, rest) = segments.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([self.path, rest].concat()),
            "super" => {
                let n_up = segments.iter().take_while(|word| *word == "super").count();
                let n_left = self.path.len().checked_sub(n_up)?;
                Some([&self.path[..n_left], &segments[n_up..]].concat())
            }
            _ => None,
        }
    }

    fn mention(&mut self, segments: &[String], line: usize) {
        if let Some(path) = self.absolute(segments) {
            self.module.mentions.push((path, line));
        }
    }

    fn take_use(&mut self, prefix: &mut Vec<String>, tree: &UseTree, line: usize) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.take_use(prefix, &path.tree, line);
                prefix.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.take_use(prefix, tree, line);
                }
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.take_name(prefix, &name, &name, line);
            }
            UseTree::Rename(rename) => {
                let (name, called) = (rename.ident.to_string(), rename.rename.to_string());
                self.take_name(prefix, &name, &called, line);
            }
            UseTree::Glob(_) => self.mention(prefix, line),
        }
    }

    fn take_name(&mut self, prefix: &[String], name: &str, called: &str, line: usize) {
        // `use super::feed::{self, Row}` names the module itself.
        let segments = match name {
            "self" if !prefix.is_empty() => prefix.to_vec(),
            name => [prefix, &[name.to_owned()]].concat(),
        };
        let called = match called {
            "self" => segments.last().cloned().unwrap_or_default(),
            called => called.to_owned(),
        };
        // A child of this module may be named without any word before it.
        let absolute = self
            .absolute(&segments)
            .unwrap_or_else(|| [self.path, &segments].concat());
        self.module.names.insert(called, absolute);
        self.mention(&segments, line);
    }

    fn take_tokens(&mut self, tokens: TokenStream) {
        let mut segments: Vec<String> = Vec::new();
        let mut n_colons = 0;
        let mut line = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(word) => {
                    if n_colons != 2 {
                        self.mention(&std::mem::take(&mut segments), line);
                        line = word.span().start().line;
                    }
                    segments.push(word.to_string());
                    n_colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => n_colons += 1,
                other => {
                    self.mention(&std::mem::take(&mut segments), line);
                    n_colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.take_tokens(group.stream());
                    }
                }
            }
        }
        self.mention(&segments, line);
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_of_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, used: &'ast ItemUse) {
        let line = used.use_token.span.start().line;
        self.take_use(&mut Vec::new(), &used.tree, line);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let line = path
            .segments
            .first()
            .map(|first| first.ident.span().start().line);
        let words = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string());
        self.mention(&words.collect::<Vec<_>>(), line.unwrap_or(0));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        visit::visit_macro(self, call);
        self.take_tokens(call.tokens.clone());
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Use(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => &[],
    }
}

/// `#[cfg(test)]`, alone or with something else.
fn is_of_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let mut words = list.tokens.to_string();
            words.retain(|c| !c.is_whitespace());
            words == "test" || words.starts_with("all(test,")
        }
        _ => false,
    })
}
