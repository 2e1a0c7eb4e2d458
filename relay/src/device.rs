//! The mark of a device that an operator has signed in on: a cookie for each of those
//! who use this browser. It opens nothing. It tells an operator from the strangers
//! who guess his password, so that these do not lock him out (S8).

use beseda_center::token::{self, hex};
use beseda_protocol::ids::OperatorId;

use crate::settings::Settings;
use crate::{runtime, session};

/// How long a browser keeps a mark, from the last sign-in on: browsers keep none much
/// longer.
const MAX_AGE_S: u32 = 365 * 24 * 60 * 60;

/// As the session's cookie, each followed by the operator's number.
const NAMES: session::Names = session::Names {
    secure: "__Host-beseda-device-",
    plain: "beseda_device_",
};

/// All marks of a request's `Cookie` header. Whether they are genuine, and whose, is
/// for the center to say.
pub(crate) fn marks(cookies: Option<&str>, relay: &str) -> Vec<String> {
    let prefix = NAMES.of(relay);
    session::pairs(cookies)
        .filter(|(name, _)| name.starts_with(prefix))
        .map(|(_, value)| value.to_owned())
        .collect()
}

/// The header that marks this device as one of an operator's, under the name that it
/// has already, if it has.
pub(crate) fn mark(settings: &Settings, marks: &[String], operator: OperatorId) -> String {
    let Settings {
        secret,
        center,
        origin,
        ..
    } = settings;
    let read = |mark: &String| token::read_device_mark(secret, center, mark);
    let mut known = marks.iter().filter_map(read);
    let known = known.find_map(|(whose, device)| (whose == operator).then_some(device));
    let device = known.unwrap_or_else(|| hex(&runtime::random::<16>()));
    let mark = token::device_mark(secret, center, operator, &device);
    let name = format!("{}{operator}", NAMES.of(origin));
    session::cookie(&name, &mark, MAX_AGE_S, origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_who_uses_a_browser_has_a_mark_of_his_own() {
        let cookies = "__Host-beseda=0f; __Host-beseda-device-1=a; x=y; __Host-beseda-device-12=b";
        assert_eq!(marks(Some(cookies), "https://chat.example"), ["a", "b"]);
        let cookies = "beseda_session=0f; beseda_device_1=a";
        assert_eq!(marks(Some(cookies), "http://127.0.0.1:8000"), ["a"]);
        // Of another scheme than the relay's: anybody on the way could have set it.
        assert!(marks(Some(cookies), "https://chat.example").is_empty());
        assert!(marks(None, "https://chat.example").is_empty());
    }
}
