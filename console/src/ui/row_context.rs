//! What the message list holds for all of its rows.

use std::collections::HashMap;
use std::sync::Arc;

use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::message_menu::MessageMenus;
use crate::model::feed::{Key, Row};
use crate::model::roster::Names;

/// What every row tells in the same way.
#[derive(Clone, Copy)]
pub(crate) struct RowContext {
    /// The client's name.
    pub(crate) client: Memo<Option<String>>,
    /// What the colleagues are called.
    pub(crate) names: Memo<Names>,
    /// The row of the message that is looked at.
    pub(crate) looked_at: Memo<Option<Key>>,
    /// The dialog.
    pub(crate) dialog: DialogId,
    /// Where the client writes from, where there are several places (CQ-14).
    pub(crate) origin: Memo<Option<String>>,
    /// How a message calls its menu up.
    pub(crate) menus: MessageMenus,
    /// Whether times have their dates.
    pub(crate) in_full: RwSignal<bool>,
}

/// The rows by their names, so that each looks for its own.
pub(crate) type Rows = Arc<HashMap<Key, Row>>;
