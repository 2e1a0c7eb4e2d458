//! Sizes and shares in the visitor's language.

use beseda_client::size;
use js_sys::Intl;

use crate::browser::speech;

/// A file's size.
pub(super) fn size(bytes: u64) -> String {
    let (unit, n) = size::size(bytes);
    speech::fill(unit, &[("n", &figure(n, "{}"))])
}

/// A share of `0.0..=1.0` in percent.
pub(super) fn percent(share: f64) -> String {
    figure(share, r#"{"style":"percent"}"#)
}

fn figure(n: f64, wish: &str) -> String {
    let format = Intl::NumberFormat::new(&speech::locales(), &speech::options(wish)).format();
    speech::call(&format, &n.into())
}
