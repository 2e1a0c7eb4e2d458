//! A center with 100,000 dialogs: found, filtered, scrolled, by keyboard only.

use beseda_tests::browser::Look;
use beseda_tests::seed::{RARE_TAG, SAID_BY, SAID_ONCE};
use beseda_tests::stack::Stack;

use crate::access::barriers;
use crate::desk::Desk;

const DIALOGS: usize = 100_000;

/// So many rows at most are on the page at once.
const ROWS_MAX: usize = 40;

/// The rows on the page: how many, of how many (-1 until that is known), and the place of the one that has the focus.
const ROWS: &str = "
    const rows = [...document.querySelectorAll('.list-row')];
    const focused = document.activeElement.closest('.list-row');
    return [rows.length, +rows[0]?.ariaSetSize, +(focused?.ariaPosInSet ?? 0)];
";

/// What the element that has the keyboard is called.
const NAME: &str = "
    const at = document.activeElement;
    return at.ariaLabel ?? at.closest('label')?.textContent ?? at.textContent;
";

/// More stops of the keyboard than the console has.
const STOPS_MAX: usize = 80;

impl Desk {
    /// Waits until the list is of so many dialogs; few of them are on the page.
    async fn is_of(&self, n: usize) {
        let rows = || async {
            let (on_page, size, _) = self.rows_on_page().await;
            assert!(on_page <= ROWS_MAX, "{on_page} rows");
            (size == n as i64).then_some(())
        };
        self.browser.wait(&format!("a list of {n}"), rows).await;
    }

    async fn rows_on_page(&self) -> (usize, i64, usize) {
        self.browser.js(ROWS, &[]).await
    }

    /// Presses Tab until the keyboard is at what is called so.
    async fn walk_to(&self, what: &str, is_it: impl Fn(&str) -> bool) {
        for _ in 0..STOPS_MAX {
            let at: String = self.browser.js(NAME, &[]).await;
            if is_it(at.trim()) {
                return;
            }
            self.browser.key("Tab").await;
        }
        panic!("Tab does not lead to {what}");
    }

    /// Waits until the card at this place has the focus.
    async fn focus_is_at(&self, place: usize) {
        let is_there = || async { (self.rows_on_page().await.2 == place).then_some(()) };
        let what = format!("the focus on card {place}");
        self.browser.wait(&what, is_there).await;
    }
}

/// Criteria: X3, SB-25, SB-60, SB-61, CQ-16
#[tokio::test]
async fn of_a_hundred_thousand_dialogs_any_is_found_filtered_and_scrolled_to_by_keyboard() {
    let stack = Stack::large(DIALOGS).await;
    let desk = Desk::looking(&stack, &stack.owner(), &Look::DESKTOP).await;
    desk.dismiss_question().await;
    let console = &desk.browser;

    // Every count is true: half are open, and of these four in five wait.
    let waiting = DIALOGS / 2 / 5 * 4;
    desk.is_of(DIALOGS / 2).await;
    let title = || async {
        console
            .title()
            .await
            .contains(&format!("({waiting})"))
            .then_some(())
    };
    console.wait("the number in the title", title).await;

    // Found by name, then by a word that was said once.
    console.key("/").await;
    console.insert("необыкн").await;
    desk.lists_only(&[SAID_BY]).await;
    console.key("Escape").await;
    console.key("/").await;
    console.insert("жирандоль").await;
    console.find_containing("link", SAID_ONCE).await;
    console.key("Escape").await;

    // Scrolled: the end of what is there leads on to what is behind it.
    desk.is_of(DIALOGS / 2).await;
    console.find("list", "Dialogs").await;
    while desk.rows_on_page().await.2 == 0 {
        console.key("Tab").await;
    }
    for n in [50, 100, 150, 200] {
        console.key("End").await;
        desk.focus_is_at(n).await;
    }
    console.key("Home").await;
    desk.focus_is_at(1).await;

    // Filtered: one in a hundred has the tag, and half of these are open.
    desk.walk_to("the button", |at| at == "Filter").await;
    console.key("Enter").await;
    desk.walk_to("the fold", |at| at.starts_with("Tags")).await;
    console.key("Enter").await;
    desk.walk_to("the tag", |at| at == RARE_TAG).await;
    console.key("Space").await;
    desk.is_of(DIALOGS / 2 / 100).await;
    desk.says("500 dialogs").await;
    console.key("Escape").await;
    assert_eq!(barriers(console).await, [""; 0]);
    assert_eq!(desk.complaints().await, [""; 0]);
}
