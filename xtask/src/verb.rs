//! The verbs of the command line, and what `--help` says of them.

use std::ffi::OsStr;

use anyhow::{Result, bail};
use lexopt::{Arg, Parser};

use crate::workspace::Workspace;

/// One verb of `cargo x`; without a sentence about it, it is not for people.
pub(crate) struct Verb {
    pub(crate) name: &'static str,
    pub(crate) does: &'static str,
    /// Each option as it is written (in brackets when it may be left out), and what
    /// it says.
    pub(crate) options: &'static [(&'static str, &'static str)],
    /// What else there is to know.
    pub(crate) more: &'static str,
    pub(crate) run: fn(&Workspace, Parser) -> Result<()>,
}

/// What a command line asks for.
pub(crate) enum Asked {
    /// To be told what there is.
    Help(String),
    /// A verb, with the rest of the line.
    Run(&'static Verb, Parser),
}

impl Asked {
    /// Reads a command line; nothing is built to answer `--help`.
    pub(crate) fn read(mut line: Parser, verbs: &'static [Verb]) -> Result<Self> {
        let name = match line.next()? {
            Some(Arg::Value(name)) => name.to_string_lossy().into_owned(),
            Some(Arg::Long("help") | Arg::Short('h')) | None => {
                return Ok(Self::Help(overview(verbs)));
            }
            Some(other) => return Err(other.unexpected().into()),
        };
        match verbs.iter().find(|verb| verb.name == name) {
            Some(verb) if verb.is_for_people() && asks_for_help(&line)? => {
                Ok(Self::Help(verb.help()))
            }
            Some(verb) => Ok(Self::Run(verb, line)),
            None => bail!("there is no `cargo x {name}`\n\n{}", overview(verbs)),
        }
    }
}

impl Verb {
    fn is_for_people(&self) -> bool {
        !self.does.is_empty()
    }

    fn synopsis(&self) -> String {
        let options = self.options.iter().map(|(option, _)| *option);
        let words: Vec<&str> = [self.name].into_iter().chain(options).collect();
        words.join(" ")
    }

    fn help(&self) -> String {
        let mut text = format!("cargo x {}\n\n{}\n", self.synopsis(), self.does);
        if !self.options.is_empty() {
            text += "\n";
        }
        let width = self.options.iter().map(|(option, _)| option.len()).max();
        for (option, says) in self.options {
            text += &format!("  {option:width$}  {says}\n", width = width.unwrap_or(0));
        }
        if !self.more.is_empty() {
            text += &format!("\n{}", self.more);
        }
        text
    }
}

/// Whether `--help` stands anywhere behind a verb. No option has it as its value.
fn asks_for_help(line: &Parser) -> Result<bool> {
    let is_help = |word: &OsStr| word == "--help" || word == "-h";
    Ok(line.clone().raw_args()?.any(|word| is_help(&word)))
}

fn overview(verbs: &[Verb]) -> String {
    let mut text = String::from("cargo x <command>\n\n");
    for verb in verbs.iter().filter(|verb| verb.is_for_people()) {
        text += &format!("  {}\n      {}\n", verb.synopsis(), verb.does);
    }
    text += "\ncargo x <command> --help says more of one.\n";
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::VERBS;

    fn help(line: &str) -> String {
        match Asked::read(Parser::from_args(line.split_whitespace()), VERBS).unwrap() {
            Asked::Help(text) => text,
            Asked::Run(verb, _) => panic!("{line} would run {}", verb.name),
        }
    }

    #[test]
    fn every_verb_answers_help_with_all_its_options() {
        for verb in VERBS.iter().filter(|verb| verb.is_for_people()) {
            let text = help(&format!("{} --help", verb.name));
            assert!(text.contains(verb.does), "{text}");
            for (option, says) in verb.options {
                assert!(text.contains(option) && text.contains(says), "{text}");
            }
            assert!(help("--help").contains(&verb.synopsis()));
        }
        assert_eq!(help(""), help("-h"));
    }

    #[test]
    fn help_is_answered_wherever_it_stands() {
        assert_eq!(help("demo --port 80 --help"), help("demo -h"));
        assert!(help("host backup --help").contains("--to <FOLDER>"));
    }

    #[test]
    fn a_verb_without_it_runs() {
        let line = Parser::from_args(["serve", "--port", "80"]);
        let asked = Asked::read(line, VERBS).unwrap();
        assert!(matches!(asked, Asked::Run(verb, _) if verb.name == "serve"));
        assert!(Asked::read(Parser::from_args(["sevre"]), VERBS).is_err());
    }
}
