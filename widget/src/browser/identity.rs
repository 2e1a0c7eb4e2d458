//! The visitor's token: asked for when he opens the panel, kept from his first message on
//! in the page's storage, or in memory alone where storage is forbidden. With it, what
//! else is kept for him.

use beseda_client::page::window;
use web_sys::Storage;

/// What he has typed and not sent.
pub(super) const DRAFT: &str = ":draft";

/// The emoji that he has picked.
pub(super) const PICKED: &str = ":emoji";

/// The skin tone that he has chosen for them.
pub(super) const TONE: &str = ":tone";

/// Up to which message of an operator the visitor has waved previews away.
pub(super) const HIDDEN: &str = ":hidden";

/// Where the token is kept.
pub(super) struct Identity {
    name: String,
    token: Option<String>,
    /// Whether it is kept: until then it is good for whoever says nothing.
    is_kept: bool,
}

impl Identity {
    /// Of a site's visitor; reads what an earlier page kept.
    pub(super) fn of(site_key: &str) -> Self {
        let name = ["beseda:", site_key].concat();
        let token = kept(&name);
        let is_kept = token.is_some();
        Self {
            name,
            token,
            is_kept,
        }
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
        if let (Some(storage), true) = (storage(), self.is_kept) {
            storage.set_item(&self.name_of(thing), text).ok();
        }
    }

    /// The token.
    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// From now on it is this one, unless another tab was faster.
    pub(super) fn take(&mut self, token: String) {
        self.look_again();
        self.token.get_or_insert(token);
    }

    /// He writes: from now on it is his, unless another tab was faster. Tells whether one was.
    pub(super) fn keep(&mut self) -> bool {
        let is_another = self.look_again();
        if let (false, Some(token)) = (self.is_kept, &self.token) {
            if let Some(storage) = storage() {
                // Fails where storage is full or forbidden: then it lives in memory.
                storage.set_item(&self.name, token).ok();
            }
            self.is_kept = true;
        }
        is_another
    }

    /// It is not accepted any more. Another tab may have a new one already.
    pub(super) fn forget(&mut self) {
        let refused = self.token.take();
        self.is_kept = false;
        self.look_again();
        if let (true, Some(storage)) = (self.token == refused, storage()) {
            storage.remove_item(&self.name).ok();
            self.token = None;
            self.is_kept = false;
        }
    }

    /// Another tab may have begun the conversation. Tells whether it has.
    pub(super) fn look_again(&mut self) -> bool {
        if !self.is_kept
            && let Some(token) = kept(&self.name)
        {
            self.is_kept = true;
            return self.token.replace(token.clone()) != Some(token);
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
