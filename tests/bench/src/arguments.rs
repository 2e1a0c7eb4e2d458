//! The command line; `cargo x bench` fills it in.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use crate::widget::Target;

/// What is measured, with what, and where the figures go.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// The runtime.
    pub(crate) workerd: PathBuf,
    /// What runs the relay on one machine.
    pub(crate) host: PathBuf,
    /// The bundle of the bare objects.
    pub(crate) ceilings: PathBuf,
    /// `node_modules` with `ws` and `better-sqlite3`, or with deep-chat, if they could be had.
    pub(crate) node_modules: Option<PathBuf>,
    pub(crate) parts: Vec<Part>,
    /// How many sockets speak, or how many dialogs there are; absent: as many as usual.
    pub(crate) sizes: Option<Vec<usize>>,
    /// Somebody's widget that is measured beside ours.
    pub(crate) other: Option<Target>,
    pub(crate) json: Option<PathBuf>,
    pub(crate) markdown: Option<PathBuf>,
}

/// A part of the report; without a word those of the relay are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Speed,
    Steps,
    Fanout,
    Neighbours,
    Crowded,
    Growth,
    Cost,
    /// Of `cargo x bench center`.
    Center,
    /// Of `cargo x bench console`.
    Console,
    /// Of `cargo x bench widget`.
    Widget,
}

impl Arguments {
    /// Reads it.
    pub(crate) fn read() -> Result<Self, lexopt::Error> {
        let mut read = Self {
            workerd: PathBuf::new(),
            host: PathBuf::new(),
            ceilings: PathBuf::new(),
            node_modules: None,
            parts: Part::ALL.to_vec(),
            sizes: None,
            other: None,
            json: None,
            markdown: None,
        };
        let mut parser = Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("workerd") => read.workerd = parser.value()?.into(),
                Arg::Long("host") => read.host = parser.value()?.into(),
                Arg::Long("ceilings") => read.ceilings = parser.value()?.into(),
                Arg::Long("node-modules") => read.node_modules = Some(parser.value()?.into()),
                Arg::Long("parts") => read.parts = list(&mut parser, Part::named)?,
                Arg::Long("sizes") => {
                    read.sizes = Some(list(&mut parser, |text| text.parse().ok())?);
                }
                Arg::Long("url") => {
                    let page = parser.value()?.string()?;
                    read.other.get_or_insert_default().page = page;
                }
                Arg::Long("launcher") => {
                    let launcher = parser.value()?.string()?;
                    read.other.get_or_insert_default().launcher = launcher;
                }
                Arg::Long("panel") => {
                    let panel = parser.value()?.string()?;
                    read.other.get_or_insert_default().panel = panel;
                }
                Arg::Long("field") => {
                    let field = parser.value()?.string()?;
                    let other = read.other.get_or_insert_default();
                    other.started.clone_from(&field);
                    other.field = field;
                }
                Arg::Long("acknowledged") => {
                    let acknowledged = parser.value()?.string()?;
                    read.other.get_or_insert_default().acknowledged = acknowledged;
                }
                Arg::Long("json") => read.json = Some(parser.value()?.into()),
                Arg::Long("markdown") => read.markdown = Some(parser.value()?.into()),
                other => return Err(other.unexpected()),
            }
        }
        Ok(read)
    }
}

impl Part {
    const ALL: [Self; 7] = [
        Self::Speed,
        Self::Steps,
        Self::Fanout,
        Self::Neighbours,
        Self::Crowded,
        Self::Growth,
        Self::Cost,
    ];

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "speed" => Self::Speed,
            "steps" => Self::Steps,
            "fanout" => Self::Fanout,
            "neighbours" => Self::Neighbours,
            "crowded" => Self::Crowded,
            "growth" => Self::Growth,
            "cost" => Self::Cost,
            "center" => Self::Center,
            "console" => Self::Console,
            "widget" => Self::Widget,
            _ => return None,
        })
    }
}

/// Values with commas between them.
fn list<T>(parser: &mut Parser, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, lexopt::Error> {
    let text = parser.value()?.string()?;
    let items: Option<Vec<T>> = text.split(',').map(read).collect();
    items.ok_or_else(|| format!("{text} cannot be read").into())
}
