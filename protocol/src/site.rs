//! Sites: where the widget lives, and what it is told.

use crate::ids::{ChannelId, SiteId, Timestamp, TriggerId};
use crate::look::Look;
use crate::message::Person;
use crate::settings::Versioned;
use crate::wire;

wire! {
    /// A transport as its owner sees it: a site, or another one that a channel speaks by
    /// (YU-02), which has no key, no origins and no look.
    pub struct Site {
        /// Which.
        pub id: SiteId,
        /// The key in the snippet: `CENTER-SITE-MAC`.
        pub key: String,
        /// Origins that tried and are not listed, newest first; at most 20.
        pub seen: Vec<SeenOrigin>,
        /// The first visit from a listed origin.
        pub installed: Option<SeenOrigin>,
        /// What connects it with its clients.
        pub kind: TransportKind,
        /// The channel of its dialogs.
        pub channel: ChannelId,
        /// What it is called, and where it is.
        pub general: Versioned<SiteGeneral>,
        /// How the widget looks.
        pub look: Versioned<Look>,
        /// When a closed dialog is opened again.
        pub reopening: Versioned<Reopening>,
        /// How visitors are met.
        pub welcome: Versioned<Welcome>,
        /// What it says first, and to whom.
        pub triggers: Versioned<Triggers>,
        /// What visitors meet when nobody is there.
        pub offline_form: Versioned<OfflineForm>,
        /// What it keeps of where visitors go.
        pub tracking: Versioned<Tracking>,
        /// What it asks of visitors besides their messages.
        pub asking: Versioned<Asking>,
        /// What they have to agree to before they write. Its version is that of the text: each
        /// that is saved is asked about anew.
        pub consent: Versioned<Consent>,
    }
}

wire! {
    /// What connects a transport with its clients.
    pub kinds TransportKind {
        /// The widget on a site.
        "site_chat" => SiteChat {},
        /// What tests bring in and carry out by hand; only the `testing` build makes one.
        "test" => Test {},
    }
}

impl Site {
    /// Whether it is a site, and no other transport.
    pub fn is_site(&self) -> bool {
        self.kind == TransportKind::SiteChat {}
    }
}

wire! {
    /// What a site is called, and where it is.
    pub struct SiteGeneral {
        /// Shown to operators, and as the widget's title.
        pub name: String,
        /// Exact origins that may use it: scheme, host, port (S1).
        pub origins: Vec<String>,
    }
}

wire! {
    /// When a closed dialog is opened again by a message (X6).
    pub struct Reopening {
        /// Within this time of its closing, in ms; after it a new dialog begins.
        pub within_ms: u64,
    }
}

wire! {
    /// How a visitor is met who opens the chat and has said nothing yet.
    pub struct Welcome {
        /// In English.
        pub en: Greeting,
        /// In Russian.
        pub ru: Greeting,
        /// Whether he sees who answers here: initials in the header, first names.
        pub shows_team: bool,
        /// Whether he is told how soon an answer usually comes, from the center's own
        /// figures; and outside of business hours, when somebody is there again.
        pub tells_when: bool,
        /// Who waits for an answer is asked after so many minutes where he is reached if he
        /// leaves, from 1 to [`crate::limits::CONTACT_MINUTES_MAX`]; absent: never.
        pub asks_contact_after_minutes: Option<u32>,
    }
}

wire! {
    /// What a visitor is met with, in a language.
    pub struct Greeting {
        /// The first bubble, at most [`crate::limits::GREETING_CHARS_MAX`]; empty: the
        /// widget greets in words of its own.
        pub text: String,
        /// What is often asked: sent by a press. At most [`crate::limits::QUESTIONS_MAX`], of
        /// at most [`crate::limits::QUESTION_CHARS_MAX`] each.
        pub questions: Vec<String>,
    }
}

impl Default for Welcome {
    /// Until somebody says otherwise.
    fn default() -> Self {
        Self {
            en: Greeting::default(),
            ru: Greeting::default(),
            shows_team: true,
            tells_when: true,
            asks_contact_after_minutes: Some(2),
        }
    }
}

impl Default for Greeting {
    /// Nothing of the site's own.
    fn default() -> Self {
        Self {
            text: String::new(),
            questions: Vec::new(),
        }
    }
}

wire! {
    /// What a site says by itself to visitors who have said nothing (CQ-11).
    pub struct Triggers {
        /// At most [`crate::limits::TRIGGERS_MAX`].
        pub triggers: Vec<Trigger>,
    }
}

wire! {
    /// One thing that it says, and when. Each at most once to a visitor. His answer begins a
    /// dialog of its own, in which this stands first (X20).
    pub struct Trigger {
        /// Names it among those of the site.
        pub id: TriggerId,
        /// What it is called: operators see which has spoken. At most
        /// [`crate::limits::NAME_CHARS_MAX`].
        pub name: String,
        /// Whether it speaks.
        pub is_on: bool,
        /// At which moment.
        pub moment: Moment,
        /// On which pages: a pattern of path and query, in which `*` stands for anything;
        /// empty: on all. At most [`crate::limits::PATTERN_CHARS_MAX`].
        pub pages: String,
        /// Only to those who have written before.
        pub is_for_returning: bool,
        /// What it says in English, at most [`crate::limits::GREETING_CHARS_MAX`]; empty: the
        /// same as in Russian.
        pub en: String,
        /// What it says in Russian; empty: the same as in English.
        pub ru: String,
    }
}

wire! {
    /// The moment of a trigger.
    pub kinds Moment {
        /// After so many seconds on the page, at most
        /// [`crate::limits::TRIGGER_SECONDS_MAX`].
        "after" => After {
            /// So many.
            seconds: u32,
        },
        /// When the pointer leaves the page by its upper edge.
        "leaving" => Leaving {},
    }
}

impl Default for Triggers {
    /// Until somebody says otherwise, a site speaks when it is spoken to.
    fn default() -> Self {
        let triggers = Vec::new();
        Self { triggers }
    }
}

impl Trigger {
    /// What it says to who reads the chat in a language (a BCP 47 tag).
    pub fn text(&self, locale: &str) -> &str {
        in_language(locale, &self.en, &self.ru)
    }
}

wire! {
    /// Outside of business hours, or while nobody is online, a form asks for a message and
    /// where its writer is reached (C2D-26).
    pub struct OfflineForm {
        /// Whether it does; else the chat is as always.
        pub is_on: bool,
    }
}

impl Default for OfflineForm {
    /// Until somebody says otherwise.
    fn default() -> Self {
        Self { is_on: false }
    }
}

wire! {
    /// What a site keeps of the way of visitors who open the chat: pages, the page that led
    /// to it, the campaign (CQ-23). Before that nobody is followed.
    pub struct Tracking {
        /// Whether it does.
        pub is_on: bool,
    }
}

impl Default for Tracking {
    /// Until somebody says otherwise.
    fn default() -> Self {
        Self { is_on: true }
    }
}

wire! {
    /// What a site asks of its visitors besides their messages.
    pub struct Asking {
        /// At the end of a conversation, by whomever it was closed: how it was.
        pub rating: bool,
        /// Before the first message, in this order; at most
        /// [`crate::limits::ASKED_FIELDS_MAX`]. Without what is required it is refused as
        /// [`crate::refusal::Code::AnswersRequired`].
        pub fields: Vec<AskedField>,
    }
}

impl Default for Asking {
    /// Until somebody says otherwise.
    fn default() -> Self {
        Self {
            rating: false,
            fields: Vec::new(),
        }
    }
}

wire! {
    /// One thing that is asked before the first message.
    pub struct AskedField {
        /// What it is.
        pub kind: FieldKind,
        /// Whether there is no message without it.
        pub is_required: bool,
        /// What one of the kind `text` is called in English, at most
        /// [`crate::limits::VARIABLE_NAME_CHARS_MAX`]; empty: the same as in Russian. Others
        /// have names of the chat's own.
        pub en: String,
        /// What it is called in Russian; empty: the same as in English.
        pub ru: String,
    }
}

wire! {
    /// What is asked.
    pub words FieldKind {
        /// The name: it is the client's, if he has none.
        "name" => Name,
        /// An e-mail: a contact.
        "email" => Email,
        /// A phone: a contact.
        "phone" => Phone,
        /// A line of text: a variable.
        "text" => Text,
    }
}

impl AskedField {
    /// What one of the kind `text` is called in a language (a BCP 47 tag).
    pub fn label(&self, locale: &str) -> &str {
        in_language(locale, &self.en, &self.ru)
    }
}

wire! {
    /// What visitors agree to before the first message of theirs is sent, and again when it has
    /// changed. What they write without it is refused as
    /// [`crate::refusal::Code::ConsentRequired`].
    pub struct Consent {
        /// Whether they are asked.
        pub is_on: bool,
        /// The text in English, at most [`crate::limits::CONSENT_CHARS_MAX`]; empty: the same as
        /// in Russian.
        pub en: String,
        /// The text in Russian; empty: the same as in English.
        pub ru: String,
        /// Where it leads, such as to the policy itself: an address of http or https, at most
        /// [`crate::limits::LINK_CHARS_MAX`]; empty: nowhere.
        pub link: String,
    }
}

impl Default for Consent {
    /// Until somebody says otherwise.
    fn default() -> Self {
        Self {
            is_on: false,
            en: String::new(),
            ru: String::new(),
            link: String::new(),
        }
    }
}

impl Consent {
    /// The text for who reads the chat in a language (a BCP 47 tag).
    pub fn text(&self, locale: &str) -> &str {
        in_language(locale, &self.en, &self.ru)
    }
}

/// What is said to who reads the chat in a language (a BCP 47 tag): in the other, if that is
/// all there is.
fn in_language<'t>(locale: &str, en: &'t str, ru: &'t str) -> &'t str {
    let is_russian = locale.split('-').next() == Some("ru");
    let (own, other) = if is_russian { (ru, en) } else { (en, ru) };
    if own.is_empty() { other } else { own }
}

wire! {
    /// What a visitor reads of it.
    pub struct ConsentText {
        /// Which version it is.
        pub version: u32,
        /// In English.
        pub en: String,
        /// In Russian.
        pub ru: String,
        /// Where it leads; empty: nowhere.
        pub link: String,
    }
}

wire! {
    /// What the loader needs to know of a trigger that is on.
    pub struct Cue {
        /// Which.
        pub id: TriggerId,
        /// After so many seconds; absent: when the visitor leaves.
        pub after: Option<u32>,
        /// As [`Trigger::pages`].
        pub pages: String,
        /// As [`Trigger::is_for_returning`].
        pub returning: bool,
    }
}

wire! {
    /// What a trigger says.
    pub struct TriggerText {
        /// Which.
        pub id: TriggerId,
        /// In English.
        pub en: String,
        /// In Russian.
        pub ru: String,
    }
}

wire! {
    /// What `GET /w/KEY.json` tells: how the site meets whoever opens the chat. Public, the
    /// same for every visitor; asked for on intent, beside the widget's code.
    pub struct Reception {
        /// In English.
        pub en: Greeting,
        /// In Russian.
        pub ru: Greeting,
        /// Up to three who answer here.
        pub team: Vec<Person>,
        /// How soon an answer usually comes, in ms; absent: that is not told, or nobody
        /// can tell yet.
        pub reply_ms: Option<u64>,
        /// Business hours are over: when they begin again.
        pub opens_at: Option<Timestamp>,
        /// What the triggers say that are on.
        pub says: Vec<TriggerText>,
        /// Whether the offline form stands in the chat's place.
        pub form: bool,
        /// What he has to agree to before he writes.
        pub consent: Option<ConsentText>,
        /// So long a visitor waits for a person's answer, in ms, until he is asked where he is
        /// reached; absent: never.
        pub asks_contact_after_ms: Option<u64>,
        /// What he is asked before his first message.
        pub fields: Vec<AskedField>,
    }
}

wire! {
    /// One section of a site's settings.
    pub kinds SiteSection {
        /// Name and origins.
        "general" => General {
            /// What it says.
            general: SiteGeneral,
        },
        /// How the widget looks.
        "look" => Look {
            /// What it says.
            look: Look,
        },
        /// When a closed dialog is opened again.
        "reopening" => Reopening {
            /// What it says.
            reopening: Reopening,
        },
        /// How visitors are met.
        "welcome" => Welcome {
            /// What it says.
            welcome: Welcome,
        },
        /// What it says first.
        "triggers" => Triggers {
            /// What it says.
            triggers: Triggers,
        },
        /// What visitors meet when nobody is there.
        "offline_form" => OfflineForm {
            /// What it says.
            offline_form: OfflineForm,
        },
        /// What it keeps of where visitors go.
        "tracking" => Tracking {
            /// What it says.
            tracking: Tracking,
        },
        /// What it asks of visitors.
        "asking" => Asking {
            /// What it says.
            asking: Asking,
        },
        /// What they have to agree to.
        "consent" => Consent {
            /// What it says.
            consent: Consent,
        },
    }
}

impl From<SiteGeneral> for SiteSection {
    fn from(general: SiteGeneral) -> Self {
        Self::General { general }
    }
}

impl From<Look> for SiteSection {
    fn from(look: Look) -> Self {
        Self::Look { look }
    }
}

impl From<Reopening> for SiteSection {
    fn from(reopening: Reopening) -> Self {
        Self::Reopening { reopening }
    }
}

impl From<Welcome> for SiteSection {
    fn from(welcome: Welcome) -> Self {
        Self::Welcome { welcome }
    }
}

impl From<Triggers> for SiteSection {
    fn from(triggers: Triggers) -> Self {
        Self::Triggers { triggers }
    }
}

impl From<Tracking> for SiteSection {
    fn from(tracking: Tracking) -> Self {
        Self::Tracking { tracking }
    }
}

impl From<Asking> for SiteSection {
    fn from(asking: Asking) -> Self {
        Self::Asking { asking }
    }
}

impl From<Consent> for SiteSection {
    fn from(consent: Consent) -> Self {
        Self::Consent { consent }
    }
}

impl From<OfflineForm> for SiteSection {
    fn from(offline_form: OfflineForm) -> Self {
        Self::OfflineForm { offline_form }
    }
}

/// How browsers write the origin of a page that has none: a sandboxed frame, a file.
/// No site can list it; its owner sees that it asked.
pub const OPAQUE_ORIGIN: &str = "null";

wire! {
    /// An origin from which the widget was asked for.
    pub struct SeenOrigin {
        /// Scheme, host, port; `null` of a page that has none (a sandboxed frame, a
        /// file), which can't be allowed.
        pub origin: String,
        /// When first.
        pub at: Timestamp,
    }
}

/// The id of the site behind "Open a test chat". Every center has it, and no list tells
/// of it.
pub const TEST_SITE: &str = "test";

wire! {
    /// What the relay inlines in the loader: public, the same for every visitor.
    pub struct WidgetSettings {
        /// The site's key.
        pub key: String,
        /// The relay's public origin, without a slash at the end.
        pub relay: String,
        /// The widget's title.
        pub title: String,
        /// Its language, as in [`Look`].
        pub locale: String,
        /// [`Look::css`].
        pub css: String,
        /// When it speaks first.
        pub cues: Vec<Cue>,
    }
}
