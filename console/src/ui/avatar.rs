//! A round picture of a name.

use leptos::prelude::*;

/// How large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// In a line of text.
    Tiny,
    /// Beside a message.
    Small,
    /// On the list.
    Plain,
    /// On the client's card.
    Large,
}

/// Initials on a tint. Says nothing aloud: the name stands beside it.
#[component]
pub(crate) fn Avatar(
    /// Whose.
    #[prop(into)]
    name: String,
    /// Picks the tint, the same as in the widget; also what a nameless visitor shows.
    number: u64,
    /// Whether the name is his own; a nameless visitor shows his number.
    #[prop(default = true)]
    is_named: bool,
    /// How large.
    #[prop(default = Size::Plain)]
    size: Size,
) -> impl IntoView {
    let letters = match is_named {
        true => initials(&name),
        false => number.to_string(),
    };
    let size = match size {
        Size::Tiny => "xs",
        Size::Small => "s",
        Size::Plain => "",
        Size::Large => "l",
    };
    let class = format!("avatar hue-{} {size}", number % 6);
    // Drawn by the stylesheet: not a text of the page.
    view! { <span class=class data-letters=letters aria-hidden="true"></span> }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        word.chars().next()
    });
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}
