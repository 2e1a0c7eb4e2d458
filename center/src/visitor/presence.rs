//! Where visitors are and what they are about to do: shown to operators, never
//! an event.

use beseda_protocol::dialog::Page;
use beseda_protocol::operator::ToOperator;

use super::Visitor;
use crate::change::{self, Change};
use crate::clients::{self, Client};
use crate::dialogs::State;
use crate::stop::Stop;
use crate::turn::To;
use crate::visits::{self, Visit};
use crate::work::Work;

/// Began or ceased to type in the open dialog.
pub(super) fn typing(work: &mut Work<'_>, who: &Visitor, on: bool) -> Result<(), Stop> {
    let current = work.current_dialog(&who.client)?;
    if let Some(dialog) = current.filter(|dialog| dialog.state == State::Open) {
        let dialog = dialog.id;
        work.send(To::Operators, &ToOperator::VisitorTyping { dialog, on });
    }
    Ok(())
}

/// Went to another page.
pub(super) fn page(work: &mut Work<'_>, who: &Visitor, page: Page) -> Result<(), Stop> {
    let page = Some(clients::tidy(page));
    let Some(client) = work.client(&who.client)?.cloned() else {
        let visit = visits::load(work.sql, &who.client)?.unwrap_or_default();
        return visits::keep(work, &who.client, &Visit { page, ..visit });
    };
    if client.page == page {
        return Ok(());
    }
    let client = Client { page, ..client };
    visiting(work, &client, true);
    change::apply(work, vec![Change::Noted(client)]).map(drop)
}

/// A socket has closed; when it was his last, he has left.
pub(crate) fn closed(work: &mut Work<'_>, who: &Visitor) -> Result<(), Stop> {
    if work.lines.is_client_online(&who.client) {
        return Ok(());
    }
    let Some(client) = work.client(&who.client)?.cloned() else {
        return Ok(());
    };
    let seen_at = work.now;
    let client = Client { seen_at, ..client };
    visiting(work, &client, false);
    if !work.has_room() {
        return Ok(());
    }
    change::apply(work, vec![Change::Noted(client)]).map(drop)
}

/// Shows operators where he is.
pub(super) fn visiting(work: &mut Work<'_>, client: &Client, online: bool) {
    let frame = ToOperator::Visiting {
        client: client.id.clone(),
        page: client.page.clone(),
        online,
    };
    work.send(To::Operators, &frame);
}
