//! What a visitor has to agree to before he writes, where his site asks for that.

use beseda_protocol::refusal::Code;

use crate::storage::consents::{self, ConsentRow};
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, refuse};
use crate::turn::speaker::Visitor;

/// Refuses a message whose writer has not agreed to the text as it is now. `given`: the version
/// to which he agrees with this message; gives what is to be kept of that once it is stored.
/// Where a site asks nothing, it costs nothing.
pub(crate) fn check(
    turn: &mut Turn<'_>,
    who: &Visitor,
    locale: &str,
    given: Option<u32>,
) -> Result<Option<ConsentRow>, Stop> {
    let site = turn.cache.site(&who.site);
    let Some(asked) = site.filter(|site| site.consent.value.is_on) else {
        return Ok(None);
    };
    let (version, consent) = (asked.consent.version, asked.consent.value.clone());
    if consents::has(turn.storage, &who.identity, version)? {
        return Ok(None);
    }
    if given != Some(version) {
        return Err(refuse(Code::ConsentRequired).into());
    }
    Ok(Some(ConsentRow {
        identity: who.identity.clone(),
        version,
        at: turn.now,
        text: consent.text(locale).to_owned(),
        link: consent.link,
    }))
}

/// Keeps that he has agreed.
pub(crate) fn keep(turn: &mut Turn<'_>, agreed: ConsentRow) -> Result<(), Stop> {
    turn.put(&ConsentRow::INSERT, agreed)
}
