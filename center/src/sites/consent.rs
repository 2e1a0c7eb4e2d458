//! What visitors of a site have to agree to before they write.

use beseda_protocol::limits::{CONSENT_CHARS_MAX, LINK_CHARS_MAX};
use beseda_protocol::refusal::Refusal;
use beseda_protocol::site::{Consent, ConsentText};
use url::Url;

use crate::storage::sites::StoredSite;
use crate::turn::refusals::invalid;
use crate::turn::text;

/// The text in the form in which it is kept.
pub(super) fn checked(given: Consent) -> Result<Consent, Refusal> {
    let Consent {
        is_on,
        en,
        ru,
        link,
    } = given;
    let en = text::lines(&en, CONSENT_CHARS_MAX)?;
    let ru = text::lines(&ru, CONSENT_CHARS_MAX)?;
    if is_on && en.is_empty() && ru.is_empty() {
        return Err(invalid("Write what visitors agree to."));
    }
    let link = text::line(&link, LINK_CHARS_MAX)?;
    if !link.is_empty() && !is_link(&link) {
        return Err(invalid(
            "Give the whole address, such as https://shop.example/privacy.",
        ));
    }
    Ok(Consent {
        is_on,
        en,
        ru,
        link,
    })
}

fn is_link(link: &str) -> bool {
    let url = Url::parse(link);
    url.is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// What a visitor reads of it; nothing, where nobody is asked.
pub(super) fn text(site: &StoredSite) -> Option<ConsentText> {
    let version = site.consent.version;
    let Consent {
        is_on,
        en,
        ru,
        link,
    } = site.consent.value.clone();
    is_on.then_some(ConsentText {
        version,
        en,
        ru,
        link,
    })
}
