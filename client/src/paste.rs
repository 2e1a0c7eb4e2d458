//! What is meant of a clipboard that has both text and files.

use beseda_protocol::unseen::looks_empty;

/// Whether the text is: office programs give a picture of it along. A file manager
/// gives the names of its files as text, and then the files are meant.
pub fn is_text_meant(text: &str, names: &[String]) -> bool {
    let is_name = |line: &str| {
        looks_empty(line)
            || names
                .iter()
                .any(|name| line.trim_end().ends_with(name.as_str()))
    };
    let mut rest = text;
    loop {
        let (line, more) = rest.split_once('\n').unwrap_or((rest, ""));
        if !is_name(line) {
            return true;
        }
        if more.is_empty() {
            return false;
        }
        rest = more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Field T2.
    #[test]
    fn text_is_meant_unless_it_only_names_the_files() {
        let names = ["image.png".to_owned(), "b.pdf".to_owned()];
        for (text, meant) in [
            ("", false),
            (" \r\n\u{200b}", false),
            ("image.png", false),
            ("/home/anna/image.png\r\n/home/anna/b.pdf\r\n", false),
            ("Tea\t3\nCups\t6", true),
            ("Look at image.png, please", true),
            ("image.png\nTea", true),
        ] {
            assert_eq!(is_text_meant(text, &names), meant, "{text:?}");
        }
    }
}
