//! The emoji that an operator has picked last.

/// So many are remembered: two rows of the picker.
const RECENT_MAX: usize = 18;

/// What was picked before, with this one in front: parted by spaces.
///
/// ```
/// use beseda_console::model::recent_emoji::picked;
/// assert_eq!(picked("", "🍵"), "🍵");
/// assert_eq!(picked("🐈 🍵 👋", "🍵"), "🍵 🐈 👋");
/// ```
pub fn picked(before: &str, emoji: &str) -> String {
    let others = before.split_whitespace().filter(|other| *other != emoji);
    let all: Vec<&str> = [emoji].into_iter().chain(others).take(RECENT_MAX).collect();
    all.join(" ")
}

/// Where among buttons in lines of so many the focus goes from one of them by an arrow, or
/// from the field above them; `None`: the key is not meant for them.
pub fn step(key: &str, from: Option<usize>, n_columns: usize) -> Option<usize> {
    match (key, from) {
        ("ArrowDown", None) => Some(0),
        ("ArrowRight", Some(here)) => Some(here + 1),
        ("ArrowLeft", Some(here)) => here.checked_sub(1),
        ("ArrowDown", Some(here)) => Some(here + n_columns),
        ("ArrowUp", Some(here)) => here.checked_sub(n_columns),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_picked_is_not_remembered_for_ever() {
        let many = (0..30).fold(String::new(), |before, n| picked(&before, &n.to_string()));
        assert!(many.starts_with("29 28 "), "{many}");
        assert_eq!(many.split(' ').count(), RECENT_MAX);
    }

    #[test]
    fn arrows_lead_from_the_search_into_the_lines_and_along_them() {
        assert_eq!(step("ArrowDown", None, 9), Some(0));
        assert_eq!(step("ArrowRight", None, 9), None, "moves the caret");
        assert_eq!(step("ArrowRight", Some(3), 9), Some(4));
        assert_eq!(step("ArrowLeft", Some(0), 9), None);
        assert_eq!(step("ArrowDown", Some(3), 9), Some(12));
        assert_eq!(step("ArrowUp", Some(12), 9), Some(3));
        assert_eq!(step("ArrowUp", Some(3), 9), None);
        assert_eq!(step("a", Some(3), 9), None);
    }
}
