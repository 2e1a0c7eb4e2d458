//! An open dialog: its head, its messages, its client.

use beseda_protocol::ask::dialogs::{History, OlderMessages, OpenDialog, OpenedDialog};

use crate::clients::card;
use crate::storage::deliveries::{self, DeliveryRow};
use crate::storage::marks;
use crate::storage::messages::NEWEST;
use crate::turn::current::Turn;
use crate::turn::pages;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Operator;

/// A dialog with its newest page.
pub(crate) fn open(
    turn: &mut Turn<'_>,
    who: &Operator,
    OpenDialog { dialog }: OpenDialog,
) -> Result<OpenedDialog, Stop> {
    let id = turn.dialog_now(dialog)?;
    let dialog = rights::readable(turn, &who.me, id)?;
    let shown = pages::of_dialog(turn, id, NEWEST)?;
    Ok(OpenedDialog {
        dialog: turn.summary(id)?,
        messages: shown.messages,
        more: shown.more,
        tags: marks::of_dialog(turn.storage, id)?,
        deliveries: deliveries::of_dialog(turn.storage, id)?
            .into_iter()
            .map(DeliveryRow::told)
            .collect(),
        card: card::show(turn, &who.me, &dialog)?,
    })
}

/// Older messages.
pub(crate) fn history(
    turn: &mut Turn<'_>,
    who: &Operator,
    History { dialog, before }: History,
) -> Result<OlderMessages, Stop> {
    rights::readable(turn, &who.me, dialog)?;
    let shown = pages::of_dialog(turn, dialog, before)?;
    Ok(OlderMessages {
        messages: shown.messages,
        more: shown.more,
    })
}
