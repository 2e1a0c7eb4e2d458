//! Icons, from Lucide (ISC licence). They carry no names: their buttons do.

use crate::browser::dom::{El, svg};

pub(super) const SMILE: &str =
    "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0M15 10V9M16.472 15a6 6 0 0 1-8.943 0M9 10V9";
pub(super) const PAPERCLIP: &str = "m16 6-8.414 8.586a2 2 0 0 0 2.829 2.829l8.414-8.586a4 4 0 1 0-5.657-5.657l-8.379 8.551a6 6 0 1 0 8.485 8.485l8.379-8.551";
pub(super) const ARROW_UP: &str = "m5 12 7-7 7 7M12 19V5";
pub(in crate::browser) const ARROW_DOWN: &str = "M12 5v14M19 12l-7 7-7-7";
pub(super) const CHECK: &str = "M20 6 9 17l-5-5";
pub(super) const CHECK_CHECK: &str = "M18 6 7 17l-5-5M22 10l-7.5 7.5L13 16";
pub(super) const CLOCK: &str = "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0M12 6v6l4 2";
pub(in crate::browser) const ALERT: &str =
    "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0M12 8v4M12 16h.01";
pub(in crate::browser) const CROSS: &str = "M18 6 6 18M6 6l12 12";
pub(in crate::browser) const FILE: &str = "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2zM14 2v5a1 1 0 0 0 1 1h5";

/// Draws an icon by its path.
pub(in crate::browser) fn icon(path: &str) -> El {
    svg("svg")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(svg("path").attr("d", path))
}
