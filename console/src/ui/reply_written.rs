//! What is written in the form of a saved reply.

use beseda_protocol::message::File;
use beseda_protocol::saved_reply::ReplyScope;

/// What is written in the form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) shortcut: Option<String>,
    pub(crate) folder: String,
    pub(crate) text: String,
    pub(crate) files: Vec<File>,
    pub(crate) scope: ReplyScope,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            name: String::new(),
            shortcut: None,
            folder: String::new(),
            text: String::new(),
            files: Vec::new(),
            scope: ReplyScope::Private {},
        }
    }
}
