//! The visitor's token: asked for right before the first message, kept in the
//! page's storage, or in memory alone where storage is forbidden. With it, what
//! else is kept for him.

use beseda_client::page::window;
use web_sys::Storage;

/// What he has typed and not sent.
pub(super) const DRAFT: &str = ":draft";

/// The emoji that he has picked.
pub(super) const PICKED: &str = ":emoji";

/// The skin tone that he has chosen for them.
pub(super) const TONE: &str = ":tone";

/// Where the token is kept.
pub(super) struct Identity {
    name: String,
    token: Option<String>,
}

impl Identity {
    /// Of a site's visitor; reads what an earlier page kept.
    pub(super) fn of(site_key: &str) -> Self {
        let name = ["beseda:", site_key].concat();
        let token = kept(&name);
        Self { name, token }
    }

    /// The name of another thing that is kept for this visitor.
    pub(super) fn name_of(&self, thing: &str) -> String {
        [&*self.name, thing].concat()
    }

    /// A thing that is kept for him.
    pub(super) fn recall(&self, thing: &str) -> String {
        kept(&self.name_of(thing)).unwrap_or_default()
    }

    /// Keeps a thing, once there is a conversation: before his first message nothing of
    /// a visitor is stored.
    pub(super) fn remember(&self, thing: &str, text: &str) {
        if let (Some(storage), Some(_)) = (storage(), &self.token) {
            storage.set_item(&self.name_of(thing), text).ok();
        }
    }

    /// The token.
    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// From now on it is this one, unless another tab was faster.
    pub(super) fn keep(&mut self, token: String) {
        self.look_again();
        if self.token.is_some() {
            return;
        }
        if let Some(storage) = storage() {
            // Fails where storage is full or forbidden: then it lives in memory.
            storage.set_item(&self.name, &token).ok();
        }
        self.token = Some(token);
    }

    /// It is not accepted any more. Another tab may have a new one already.
    pub(super) fn forget(&mut self) {
        let refused = self.token.take();
        self.look_again();
        if let (true, Some(storage)) = (self.token == refused, storage()) {
            storage.remove_item(&self.name).ok();
            self.token = None;
        }
    }

    /// Another tab may have begun the conversation. Tells whether it has.
    pub(super) fn look_again(&mut self) -> bool {
        if self.token.is_none() {
            self.token = kept(&self.name);
            return self.token.is_some();
        }
        false
    }
}

fn kept(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
