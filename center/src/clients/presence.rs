//! Where visitors are and what they are about to do: shown to operators, never
//! an event.

use beseda_protocol::dialog::Page;
use beseda_protocol::ids::DialogId;
use beseda_protocol::limits::PAGE_CHARS_MAX;
use beseda_protocol::operator::ToOperator;

use super::{blocked, tracks, visits};
use crate::storage::dialogs::State;
use crate::storage::fault::Fault;
use crate::storage::identities::Identity;
use crate::storage::visits::{self as rows, Visit};
use crate::turn::To;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights;
use crate::turn::speaker::Visitor;

/// A client's latest dialogs by which it is decided who sees where he is.
const DIALOGS_MAX: u64 = 20;

/// Began or ceased to type in the open dialog. Whoever is blocked says nothing by it.
pub(crate) fn typing(turn: &mut Turn<'_>, who: &Visitor, on: bool) -> Result<(), Stop> {
    if on && blocked::is(turn, &who.identity)? {
        return Ok(());
    }
    let current = turn.current_dialog(&who.identity)?.cloned();
    if let Some(dialog) = current.filter(|dialog| dialog.state == State::Open) {
        let to = rights::consoles(turn, std::slice::from_ref(&dialog));
        let dialog = dialog.id;
        turn.send(to, &ToOperator::VisitorTyping { dialog, on });
    }
    Ok(())
}

/// Went to another page.
pub(crate) fn page(turn: &mut Turn<'_>, who: &Visitor, page: Page) -> Result<(), Stop> {
    let page = Some(tidy(page));
    let Some(identity) = turn.identity(&who.identity)?.cloned() else {
        if let Some(page) = &page {
            tracks::see(turn, who, page)?;
        }
        let visit = rows::load(turn.storage, &who.identity)?;
        let views_from = turn.cache.views_from;
        let visit = visit.unwrap_or_else(|| Visit::new(&who.identity, views_from));
        return visits::keep(turn, Visit { page, ..visit });
    };
    if identity.page == page {
        return Ok(());
    }
    if let Some(page) = &page {
        tracks::see(turn, who, page)?;
    }
    let identity = Identity { page, ..identity };
    visiting(turn, &identity, true)?;
    turn.change_identity(identity)
}

/// A socket has closed; when it was his last, he has left.
pub(crate) fn closed(turn: &mut Turn<'_>, who: &Visitor) -> Result<(), Stop> {
    if turn.lines.is_identity_online(&who.identity) {
        return Ok(());
    }
    let Some(identity) = turn.identity(&who.identity)?.cloned() else {
        return Ok(());
    };
    let seen_at = turn.now;
    let identity = Identity {
        seen_at,
        ..identity
    };
    visiting(turn, &identity, false)?;
    if !turn.has_room() {
        return Ok(());
    }
    turn.change_identity(identity)
}

/// Shows operators where he is.
pub(crate) fn visiting(
    turn: &mut Turn<'_>,
    identity: &Identity,
    online: bool,
) -> Result<(), Fault> {
    let to = match turn.cache.employees.is_anybody_restricted() {
        true => {
            let his = turn.dialogs_of(identity.client, DialogId(0), DIALOGS_MAX)?;
            rights::consoles(turn, &his)
        }
        false => To::Operators,
    };
    let frame = ToOperator::Visiting {
        client: identity.client,
        page: identity.page.clone(),
        online,
    };
    turn.send(to, &frame);
    Ok(())
}

/// A page as it is kept: cut to a length, without the fragment, and without what no
/// title shows and JSON writes sixfold.
pub(crate) fn tidy(page: Page) -> Page {
    let shown = |text: &str| text.replace(char::is_control, "");
    let cut = |text: &str| shown(text).chars().take(PAGE_CHARS_MAX).collect::<String>();
    Page {
        url: cut(page.url.split('#').next().unwrap_or_default()),
        title: cut(&page.title),
    }
}
