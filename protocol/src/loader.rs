//! The loader as it is served: a template that the build has made, with the site's
//! settings in it.
//!
//! Most browsers get it compressed. The template's beginning was, as well as can be,
//! when it was built; the settings follow it as they are. So a page view costs the
//! relay no compressing, and the page fewer bytes than if there were.

use crate::json::to_text;
use crate::site::WidgetSettings;

/// Stands for the settings in the template.
const SETTINGS: &str = "__BESEDA__";

/// What the template begins with, before the settings: as the build compresses it, up to
/// a flush of the encoder.
pub fn beginning(template: &str) -> &str {
    split(template).0
}

/// The loader of a site.
pub fn plain(template: &str, settings: &WidgetSettings) -> String {
    let (beginning, end) = split(template);
    [beginning, &inlined(settings), end].concat()
}

/// The same in brotli, after the template's [`beginning`] in brotli.
///
/// An uncompressed meta-block (RFC 7932, 9.2) has a header of three bytes: ISLAST 0,
/// MNIBBLES 0 (four of them), MLEN - 1 in 16 bits, ISUNCOMPRESSED 1, and the rest of the
/// byte is filled up. The last one, empty, is the byte 3.
pub fn packed(beginning: &[u8], template: &str, settings: &WidgetSettings) -> Vec<u8> {
    let end = [&*inlined(settings), split(template).1].concat();
    let mut packed = beginning.to_vec();
    for part in end.as_bytes().chunks(1 << 16) {
        let header = ((part.len() as u32 - 1) << 3 | 1 << 19).to_le_bytes();
        packed.extend_from_slice(&header[..3]);
        packed.extend_from_slice(part);
    }
    packed.push(3);
    packed
}

fn split(template: &str) -> (&str, &str) {
    template.split_once(SETTINGS).unwrap_or((template, ""))
}

/// JSON as part of a script: it ends neither the script nor a line of it.
fn inlined(settings: &WidgetSettings) -> String {
    to_text(settings)
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::Look;

    fn settings(title: &str) -> WidgetSettings {
        WidgetSettings {
            key: "eu-main-s1-0".to_owned(),
            relay: "https://chat.example".to_owned(),
            title: title.to_owned(),
            locale: "auto".to_owned(),
            css: Look::default().css(),
            cues: Vec::new(),
        }
    }

    #[test]
    fn settings_cannot_end_the_script_that_carries_them() {
        let script = plain("start(__BESEDA__);", &settings("</script>\u{2028}\u{2029}"));
        assert!(
            script.starts_with("start({\"key\":\"eu-main-s1-0\""),
            "{script}"
        );
        assert!(
            script.contains("\"\\u003c/script>\\u2028\\u2029\""),
            "{script}"
        );
        assert!(script.ends_with("});"), "{script}");
    }

    #[test]
    fn what_follows_the_compressed_beginning_is_said_as_it_is() {
        let template = "start(__BESEDA__);";
        assert_eq!(beginning(template), "start(");
        let packed = packed(b"BR", template, &settings("Shop"));
        let rest = &plain(template, &settings("Shop"))["start(".len()..];
        let n = rest.len() as u32 - 1;
        let header = [(n << 3) as u8, (n >> 5) as u8, (n >> 13) as u8 | 8];
        assert_eq!(packed[2..5], header);
        assert_eq!(&packed[5..packed.len() - 1], rest.as_bytes());
        assert_eq!(packed.last(), Some(&3));
    }
}
