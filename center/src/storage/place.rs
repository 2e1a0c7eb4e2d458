//! Where a dialog is: by that it is decided who may see it.

use beseda_protocol::ids::{ChannelId, OperatorId};

use super::dialogs::Dialog;

/// What decides who may see a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) channel: ChannelId,
    pub(crate) responsible: Option<OperatorId>,
}

impl Place {
    /// Of a dialog as it is.
    pub(crate) fn of(dialog: &Dialog) -> Self {
        Self {
            channel: dialog.channel,
            responsible: dialog.responsible.0,
        }
    }
}
