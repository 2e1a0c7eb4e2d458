//! How an open page hears of a new build (`cargo x dev`): a script asks for the
//! build's number, and loads its page anew when that is another one.

/// The script, by its logical name.
pub(super) const SCRIPT: &str = "reload.js";

/// The script itself.
pub(super) const SOURCE: &str = include_str!("reload.js");

/// The file with the number. The relay serves nothing that does not look as if its
/// hash stood in its name.
pub(super) const NUMBER: &str = "build.00000000.json";

/// A page with the script, which lies at this address.
pub(crate) fn with_script(page: &str, address: &str) -> String {
    let script = format!("<script async src=\"{address}\"></script>\n</head>");
    page.replacen("</head>", &script, 1)
}
