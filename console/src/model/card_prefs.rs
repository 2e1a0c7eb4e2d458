//! What an operator has cards show (SB-08): how high they are, which time they tell, and
//! which facts.

use std::collections::BTreeSet;

use beseda_protocol::limits::CARD_VARIABLES_MAX;

use super::kept::{kept, kept_word};

/// The choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPrefs {
    /// How high they are.
    pub density: Density,
    /// Which time stands beside the name.
    pub time: CardTime,
    /// What else they show.
    pub facts: BTreeSet<CardFact>,
    /// Names of the clients' variables that they show: at most [`CARD_VARIABLES_MAX`].
    pub variables: Vec<String>,
}

kept!(CardPrefs {
    density,
    time,
    facts,
    variables
});

impl Default for CardPrefs {
    fn default() -> Self {
        Self {
            density: Density::default(),
            time: CardTime::default(),
            facts: CardFact::ALL.into_iter().collect(),
            variables: Vec::new(),
        }
    }
}

impl CardPrefs {
    /// Whether a fact is shown.
    pub fn shows(&self, fact: CardFact) -> bool {
        self.facts.contains(&fact)
    }

    /// Shows a fact from now on, or no longer.
    pub fn show(&mut self, fact: CardFact, on: bool) {
        match on {
            true => self.facts.insert(fact),
            false => self.facts.remove(&fact),
        };
    }

    /// Whether another variable has room.
    pub fn has_room(&self) -> bool {
        self.variables.len() < CARD_VARIABLES_MAX
    }

    /// Shows a variable, too: behind those that are shown.
    pub fn add_variable(&mut self, name: &str) {
        let is_new = !self.variables.iter().any(|shown| shown == name);
        if self.has_room() && is_new && !name.is_empty() {
            self.variables.push(name.to_owned());
        }
    }

    /// Shows it no longer.
    pub fn remove_variable(&mut self, name: &str) {
        self.variables.retain(|shown| shown != name);
    }
}

/// How high cards are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Density {
    /// Three lines.
    #[default]
    Comfortable,
    /// Two: where from and variables are left out.
    Compact,
}

kept_word!(Density);

impl Density {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// The height of a card in CSS pixels: `--card` of `list.css`.
    pub const fn card_px(self) -> f64 {
        match self {
            Self::Comfortable => 68.0,
            Self::Compact => 48.0,
        }
    }

    /// The word of `data-density`, and of the text's key.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }
}

/// Which time a card tells (X23).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CardTime {
    /// That of the last message, whoever wrote it.
    #[default]
    LastMessage,
    /// That which the list is in the order of: when the client wrote, or since when he
    /// waits. So the times below each other never go up and down.
    Activity,
}

kept_word!(CardTime);

impl CardTime {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::LastMessage, Self::Activity];

    /// The word of the text's key.
    pub const fn word(self) -> &'static str {
        match self {
            Self::LastMessage => "last_message",
            Self::Activity => "activity",
        }
    }
}

/// What a card shows beside its client, time, last message and figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardFact {
    /// Whose it is.
    Responsible,
    /// The channel and the site, where there are several.
    Origin,
    /// How long the client waits.
    Waiting,
}

kept_word!(CardFact);

impl CardFact {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Responsible, Self::Origin, Self::Waiting];

    /// The word of the text's key.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Responsible => "responsible",
            Self::Origin => "origin",
            Self::Waiting => "waiting",
        }
    }
}

#[cfg(test)]
mod tests {
    use beseda_protocol::json::to_text;

    use super::*;
    use crate::model::kept;

    /// Criteria: SB-08
    #[test]
    fn cards_show_everything_until_something_is_taken_off_and_that_is_kept() {
        let mut prefs = CardPrefs::default();
        assert!(CardFact::ALL.into_iter().all(|fact| prefs.shows(fact)));
        prefs.show(CardFact::Waiting, false);
        prefs.density = Density::Compact;
        prefs.time = CardTime::Activity;
        let found: CardPrefs = kept::read(&to_text(&prefs)).expect("reads");
        assert_eq!(found, prefs);
        assert!(!found.shows(CardFact::Waiting) && found.shows(CardFact::Origin));
    }

    /// Criteria: SB-08
    #[test]
    fn a_few_variables_have_room_each_once() {
        let mut prefs = CardPrefs::default();
        for name in ["Size", "Town", "", "Size", "Colour", "Price"] {
            prefs.add_variable(name);
        }
        assert_eq!(prefs.variables, ["Size", "Town", "Colour"]);
        prefs.remove_variable("Town");
        assert_eq!(prefs.variables, ["Size", "Colour"]);
        assert!(prefs.has_room());
    }
}
