//! Where in the console the operator is: an address, as a value.

use beseda_protocol::filter::Query;
use beseda_protocol::ids::{ClientId, DialogId, MessageId};
use beseda_protocol::team::Role;

use super::query_words;

/// What an address names: a screen, and what its list shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Address {
    /// The screen.
    pub place: Place,
    /// What the list shows; absent: the address leaves it open.
    pub query: Option<Query>,
}

/// A screen, as the address names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The dialogs, and the one that is open.
    Dialogs(Option<DialogId>),
    /// An open dialog behind its client's card, where there is no room for both.
    Card(DialogId),
    /// An open dialog at one of its messages.
    Message(DialogId, MessageId),
    /// The clients, and the one whose card is open.
    Clients(Option<ClientId>),
    /// E-mail and password.
    SignIn,
    /// An invitation's token.
    Join(String),
    /// A reset link's token.
    Reset(String),
    /// A page of the settings.
    Settings(Section),
    /// An address at which there is nothing.
    Nowhere(String),
}

/// A page of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// The first run: the center's name, then the site, then a colleague.
    Start,
    /// The operator's own name, language, theme, sounds.
    Me,
    /// The center's name, language, time zone.
    Center,
    /// Sites and their snippets.
    Sites,
    /// Channels, their sites, and who sees them.
    Channels,
    /// Colleagues and invitations.
    People,
    /// Saved replies.
    Replies,
    /// Tags, labels and lists.
    Marks,
    /// Files that were made.
    Downloads,
    /// Tokens, by which other programs use the API.
    Integrations,
    /// Clients out of a table.
    Import,
    /// Addresses that are told of what happens.
    Webhooks,
}

impl Section {
    const ALL: [Self; 12] = [
        Self::Start,
        Self::Me,
        Self::Replies,
        Self::Center,
        Self::Sites,
        Self::Channels,
        Self::People,
        Self::Marks,
        Self::Downloads,
        Self::Integrations,
        Self::Import,
        Self::Webhooks,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Me => "me",
            Self::Center => "center",
            Self::Sites => "sites",
            Self::Channels => "channels",
            Self::People => "people",
            Self::Replies => "replies",
            Self::Marks => "marks",
            Self::Downloads => "downloads",
            Self::Integrations => "integrations",
            Self::Import => "import",
            Self::Webhooks => "webhooks",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.word() == word)
    }

    /// Whether somebody of this role has it.
    pub fn is_for(self, role: Role) -> bool {
        match self {
            Self::Me | Self::Replies | Self::Downloads => true,
            Self::Marks => role.supervises(),
            Self::Start
            | Self::Center
            | Self::Sites
            | Self::Channels
            | Self::People
            | Self::Integrations
            | Self::Import
            | Self::Webhooks => role.administers(),
        }
    }
}

impl Address {
    /// Reads a path and what stands behind its question mark.
    pub fn read(path: &str, query: &str) -> Self {
        Self {
            place: Place::from_path(path),
            query: query_words::read(query),
        }
    }

    /// The path, and what the list shows where the screen has one: what is usual needs no
    /// words.
    pub fn written(&self) -> String {
        let path = self.place.path();
        let query = self.query.as_ref().filter(|_| self.place.has_query());
        match query.map(query_words::write).unwrap_or_default() {
            words if words.is_empty() => path,
            words => format!("{path}?{words}"),
        }
    }
}

impl Default for Place {
    fn default() -> Self {
        Self::Dialogs(None)
    }
}

impl Place {
    /// What a path names.
    pub fn from_path(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let known = match parts[..] {
            [] | ["dialogs"] => Some(Self::Dialogs(None)),
            ["sign-in"] => Some(Self::SignIn),
            ["join", token] => Some(Self::Join(token.to_owned())),
            ["reset", token] => Some(Self::Reset(token.to_owned())),
            ["dialogs", id] => id.parse().ok().map(|id| Self::Dialogs(Some(DialogId(id)))),
            ["dialogs", id, "messages", message] => (id.parse().ok())
                .zip(message.parse().ok())
                .map(|(id, message)| Self::Message(DialogId(id), MessageId(message))),
            ["dialogs", id, "card"] => id.parse().ok().map(|id| Self::Card(DialogId(id))),
            ["clients"] => Some(Self::Clients(None)),
            ["clients", id] => id.parse().ok().map(|id| Self::Clients(Some(ClientId(id)))),
            ["settings"] => Some(Self::Settings(Section::Me)),
            ["settings", word] => Section::from_word(word).map(Self::Settings),
            _ => None,
        };
        known.unwrap_or_else(|| Self::Nowhere(path.to_owned()))
    }

    /// The path that names it.
    pub fn path(&self) -> String {
        match self {
            Self::Dialogs(None) => "/".to_owned(),
            Self::Dialogs(Some(id)) => format!("/dialogs/{id}"),
            Self::Card(id) => format!("/dialogs/{id}/card"),
            Self::Message(id, message) => format!("/dialogs/{id}/messages/{message}"),
            Self::Clients(None) => "/clients".to_owned(),
            Self::Clients(Some(id)) => format!("/clients/{id}"),
            Self::SignIn => "/sign-in".to_owned(),
            Self::Join(token) => format!("/join/{token}"),
            Self::Reset(token) => format!("/reset/{token}"),
            Self::Settings(section) => format!("/settings/{}", section.word()),
            Self::Nowhere(path) => path.clone(),
        }
    }

    /// The dialog that is open there.
    pub const fn dialog(&self) -> Option<DialogId> {
        match self {
            Self::Dialogs(open) => *open,
            Self::Card(id) | Self::Message(id, _) => Some(*id),
            _ => None,
        }
    }

    /// Whether the list of dialogs is there.
    pub const fn has_list(&self) -> bool {
        matches!(self, Self::Dialogs(_) | Self::Card(_) | Self::Message(..))
    }

    /// Whether its address says what a list shows: of dialogs, or of clients, of whom there
    /// is no tab, no state and no order.
    const fn has_query(&self) -> bool {
        self.has_list() || matches!(self, Self::Clients(_))
    }

    /// Whether it is shown without a session, too.
    pub const fn needs_no_session(&self) -> bool {
        matches!(
            self,
            Self::SignIn | Self::Join(_) | Self::Reset(_) | Self::Nowhere(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use beseda_protocol::filter::{Filter, Tab};

    use super::*;

    #[test]
    fn every_place_is_found_again_by_its_path() {
        let places = [
            Place::Dialogs(None),
            Place::Dialogs(Some(DialogId(12))),
            Place::Card(DialogId(12)),
            Place::Message(DialogId(12), MessageId(345)),
            Place::Clients(None),
            Place::Clients(Some(ClientId(12))),
            Place::SignIn,
            Place::Join("abc".into()),
            Place::Reset("def".into()),
            Place::Settings(Section::Start),
            Place::Settings(Section::Me),
            Place::Settings(Section::Center),
            Place::Settings(Section::Sites),
            Place::Settings(Section::Channels),
            Place::Settings(Section::People),
            Place::Settings(Section::Replies),
            Place::Settings(Section::Marks),
            Place::Nowhere("/no/such/place".into()),
        ];
        for place in places {
            assert_eq!(Place::from_path(&place.path()), place);
        }
    }

    #[test]
    fn a_short_address_leads_to_the_usual_screen() {
        for (path, place) in [
            ("", Place::Dialogs(None)),
            ("//", Place::Dialogs(None)),
            ("/dialogs", Place::Dialogs(None)),
            ("/dialogs/", Place::Dialogs(None)),
            ("/settings/", Place::Settings(Section::Me)),
        ] {
            assert_eq!(Place::from_path(path), place, "{path}");
        }
    }

    /// ux C24.
    #[test]
    fn at_an_unknown_address_there_is_nothing() {
        for path in [
            "/nonsense",
            "/dialog/45",
            "/start",
            "/dialogs/x",
            "/dialogs/-1",
            "/dialogs/99999999999999999999",
            "/dialogs/1/2",
            "/clients/x",
            "/join",
            "/join/a/b",
            "/settings/nonsense",
            "/settings/me/more",
            "/sign-in/more",
        ] {
            assert_eq!(Place::from_path(path), Place::Nowhere(path.into()));
        }
    }

    #[test]
    fn the_address_of_the_clients_names_whom_their_list_shows() {
        for path in ["/clients", "/clients/12"] {
            let words = "marked=7%2C12&registered=2023-05-20..&variable=Size&value=M";
            let address = Address::read(path, words);
            assert_eq!(address.written(), format!("{path}?{words}"));
        }
    }

    #[test]
    fn only_a_screen_with_a_list_names_a_filter() {
        let address = Address {
            place: Place::Settings(Section::Me),
            query: Some(Query::from(Filter {
                tab: Tab::Mine,
                ..Filter::default()
            })),
        };
        assert_eq!(address.written(), "/settings/me");
    }
}
