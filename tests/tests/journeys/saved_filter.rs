//! Filters that are saved under a name (SB-43).

use beseda_tests::browser::{Browser, Look};
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::desk::Desk;

/// Opens the panel behind the bookmark.
async fn open(console: &Browser) {
    console
        .find_beginning("button", "Saved filters")
        .await
        .press()
        .await;
    console.find("dialog", "Saved filters").await;
}

/// Saves what is shown under a name.
async fn save(console: &Browser, name: &str, for_everyone: bool) {
    open(console).await;
    console.press("button", "Save this filter…").await;
    console.find("textbox", "Filter name").await;
    console.insert(name).await;
    if for_everyone {
        console.press("checkbox", "For everyone").await;
    }
    assert_eq!(barriers(console).await, [""; 0]);
    console.key("Enter").await;
    console.find("button", &format!("Change “{name}”")).await;
}

/// Waits for what the list shows to be the filter of this name.
async fn is_shown(console: &Browser, name: &str) {
    console
        .find("button", &format!("Saved filters: {name}"))
        .await;
}

/// Criteria: SB-43
#[tokio::test]
async fn a_filter_is_saved_and_chosen_again_and_a_shared_one_by_everybody() {
    let stack = Stack::start().await;
    let olga = Desk::of(&stack, &stack.owner()).await;
    let boris = Desk::of(&stack, &stack.boris()).await;
    let console = &olga.browser;
    for desk in [&olga, &boris] {
        desk.dismiss_question().await;
    }

    console
        .goto(&format!("{}/?tab=free&state=all&search=a", stack.origin()))
        .await;
    save(console, "Nobody’s with an A", false).await;
    console.key("Escape").await;
    is_shown(console, "Nobody’s with an A").await;
    olga.tab("All").await;
    console.find("button", "Saved filters").await;
    save(console, "All with an A", true).await;

    // It is there again, and shows what it did.
    console.reload().await;
    is_shown(console, "All with an A").await;
    open(console).await;
    console.press("button", "Nobody’s with an A").await;
    is_shown(console, "Nobody’s with an A").await;
    let address = console.address().await;
    assert!(address.contains("tab=free&state=all&search=a"), "{address}");

    // Who may not share sees what is shared, and does not change it.
    let other = &boris.browser;
    open(other).await;
    other.press("button", "All with an A").await;
    is_shown(other, "All with an A").await;
    open(other).await;
    assert!(!other.has("button", "Nobody’s with an A").await);
    assert!(!other.has("button", "Change “All with an A”").await);
    other.press("button", "Save this filter…").await;
    other.find("textbox", "Filter name").await;
    assert!(!other.has("checkbox", "For everyone").await);
    other.key("Escape").await;

    // Another name, at once everywhere; taken away, and put back.
    open(console).await;
    console.press("button", "Change “All with an A”").await;
    console.find("textbox", "Filter name").await;
    console.insert("With an A").await;
    console.key("Enter").await;
    other.find("button", "With an A").await;
    console.press("button", "Remove “With an A”").await;
    other.gone("button", "With an A").await;
    console.press("button", "Undo").await;
    other.find("button", "With an A").await;
    for desk in [&olga, &boris] {
        assert_eq!(desk.complaints().await, [""; 0]);
    }
}

/// Keys alone: in, through, and out again to where one was.
#[tokio::test]
async fn saved_filters_are_used_by_keys_alone() {
    let stack = Stack::demo().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let console = &desk.browser;
    save(console, "Everything", false).await;
    console.key("Escape").await;
    is_shown(console, "Everything").await;
    // The keyboard is at the bookmark again.
    console.key("Enter").await;
    console.find("dialog", "Saved filters").await;
    console.key("Tab").await;
    console.key("Tab").await;
    console.key("Enter").await;
    console.find("textbox", "Filter name").await;
    console.insert("All that there is").await;
    // Escape leaves the name as it was, and then the panel.
    console.key("Escape").await;
    console.find("button", "Change “Everything”").await;
    console.key("Escape").await;
    console.gone("dialog", "Saved filters").await;
    is_shown(console, "Everything").await;
    assert_eq!(desk.complaints().await, [""; 0]);
}

#[tokio::test]
async fn saved_filters_look_well_wide_narrow_and_in_the_dark() {
    let stack = Stack::demo().await;
    let first = Desk::of(&stack, &stack.anna()).await;
    first.dismiss_question().await;
    for (name, for_everyone) in [
        (
            "Waiting for more than a day and not answered by anybody",
            false,
        ),
        ("Late", false),
        ("Wholesale", true),
        ("Постоянные клиенты", true),
    ] {
        let address = format!("{}/?search={}", stack.origin(), name.len());
        first.browser.goto(&address).await;
        save(&first.browser, name, for_everyone).await;
    }
    for (name, look) in [
        ("saved-filters-desktop", Look::DESKTOP.wide(1440)),
        ("saved-filters-dark", Look::DESKTOP.wide(1440).dark()),
        ("saved-filters-narrow", Look::DESKTOP.wide(768)),
        ("saved-filters-phone", Look::PHONE),
    ] {
        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        desk.dismiss_question().await;
        let console = &desk.browser;
        open(console).await;
        console.press("button", "Late").await;
        is_shown(console, "Late").await;
        open(console).await;
        console.idle().await;
        console.screenshot(name).await;
        console.press("button", "Change “Wholesale”").await;
        console.find("textbox", "Filter name").await;
        console.idle().await;
        console.screenshot(&format!("{name}-changed")).await;
    }
}
