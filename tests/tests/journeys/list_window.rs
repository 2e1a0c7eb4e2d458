//! The list of dialogs is a window over any number of cards: it keeps the operator's place
//! and is walked by keyboard.

use std::collections::BTreeSet;

use beseda_tests::browser::Look;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::access::barriers;
use crate::desk::Desk;

/// So many rows at most are on the page at once.
const ROWS_MAX: usize = 40;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Row {
    name: String,
    top: i64,
    is_seen: bool,
    place: usize,
    size: i64,
}

const ROWS: &str = "
    const frame = document.querySelector('.list-scroll').getBoundingClientRect();
    const [from, to] = [Math.max(frame.top, 0), Math.min(frame.bottom, innerHeight)];
    return [...document.querySelectorAll('.list-row')].map(row => {
        const box = row.getBoundingClientRect();
        return {
            name: row.querySelector('strong').textContent,
            top: Math.round(box.top - from), is_seen: box.bottom > from && box.top < to,
            place: +row.ariaPosInSet, size: +row.ariaSetSize,
        };
    });
";

/// Scrolls by so many pixels and waits for the frame that shows it.
const SCROLL: &str = "
    const list = document.querySelector('.list-scroll');
    list.scrollBy(0, args[0]);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
";

const HEIGHT: &str = "return document.querySelector('.list').getBoundingClientRect().height;";

/// The client whose card has the focus.
const FOCUSED: &str = "
    const card = document.activeElement;
    return card.matches('.list-card') ? card.querySelector('strong').textContent : '';
";

/// A hand that moves over the list all the time.
const HAND: &str = "
    const list = document.querySelector('.list-scroll');
    const moves = () => list.dispatchEvent(new PointerEvent('pointermove', {bubbles: true}));
    moves();
    window.hand = setInterval(moves, 100);
    return null;
";

const NO_HAND: &str = "clearInterval(window.hand); return null;";

impl Desk {
    async fn rows(&self) -> Vec<Row> {
        self.browser.js(ROWS, &[]).await
    }

    /// The rows in sight, from the top.
    async fn seen(&self) -> Vec<Row> {
        let mut rows = self.rows().await;
        rows.retain(|row| row.is_seen);
        rows
    }

    async fn scroll(&self, px: i64) -> bool {
        self.browser.js(SCROLL, &[px.into()]).await
    }

    /// Waits until the list is as high as so many cards.
    async fn lists(&self, n: usize) {
        let what = format!("{n} cards");
        self.browser
            .wait(&what, || async {
                let height: f64 = self.browser.js(HEIGHT, &[]).await;
                (height == (n * 68) as f64).then_some(())
            })
            .await;
    }

    async fn focused(&self) -> String {
        self.browser.js(FOCUSED, &[]).await
    }

    /// Waits until the card of this client has the focus.
    async fn focuses(&self, name: &str) {
        let what = format!("the focus on {name}");
        self.browser
            .wait(&what, || async {
                (self.focused().await == name).then_some(())
            })
            .await;
    }

    /// How often a card has the focus on the way through the page by Tab.
    async fn stops(&self) -> usize {
        let begin =
            "for (const seen of document.querySelectorAll('[data-seen]')) delete seen.dataset.seen;
            document.activeElement.blur();
            return null;";
        self.browser.js::<Value>(begin, &[]).await;
        let is_new = "const here = document.activeElement, isNew = here.dataset.seen !== '';
            here.dataset.seen = '';
            return isNew;";
        let mut stops = 0;
        loop {
            self.browser.key("Tab").await;
            if !self.browser.js::<bool>(is_new, &[]).await {
                return stops;
            }
            stops += usize::from(!self.focused().await.is_empty());
        }
    }

    /// Walks with Tab to the list.
    async fn tab_to_list(&self) {
        while self.focused().await.is_empty() {
            self.browser.key("Tab").await;
        }
    }
}

/// A console with this many dialogs that nobody is responsible for, and no question.
async fn with_dialogs(n: usize, look: &Look) -> (Stack, Desk) {
    let stack = Stack::crowded(&[("", n)]).await;
    let desk = Desk::looking(&stack, &stack.anna(), look).await;
    desk.dismiss_question().await;
    desk.lists(n.min(50)).await;
    (stack, desk)
}

/// Somebody new writes; his card has his number for a name.
async fn somebody_writes(stack: &Stack, text: &str) -> Visitor {
    let mut visitor = Visitor::start(stack).await;
    visitor.said(text).await;
    visitor
}

#[tokio::test]
async fn of_many_dialogs_a_few_dozen_rows_are_on_the_page_and_all_can_be_scrolled_to() {
    let (_stack, desk) = with_dialogs(230, &Look::DESKTOP).await;
    // The center tells how many there are before the end is reached.
    assert!(desk.rows().await.iter().all(|row| row.size == 230));
    let mut places = BTreeSet::new();
    let mut names = BTreeSet::new();
    desk.browser
        .wait("the end of the list", || async {
            for _ in 0..6 {
                desk.scroll(500).await;
            }
            let height: f64 = desk.browser.js(HEIGHT, &[]).await;
            (height == 230.0 * 68.0).then_some(())
        })
        .await;
    desk.scroll(-1_000_000).await;
    loop {
        let is_end = desk.scroll(500).await;
        let rows = desk.rows().await;
        assert!(rows.len() <= ROWS_MAX, "{} rows", rows.len());
        assert!(rows.is_sorted_by_key(|row| row.place) && rows.is_sorted_by_key(|row| row.top));
        assert!(rows.iter().all(|row| row.size == 230), "{rows:?}");
        places.extend(rows.iter().map(|row| row.place));
        names.extend(rows.into_iter().map(|row| row.name));
        if is_end {
            break;
        }
    }
    assert_eq!(places, (1..=230).collect());
    assert_eq!(names.len(), 230);
}

#[tokio::test]
async fn what_is_in_sight_stays_there_when_others_write() {
    let (stack, desk) = with_dialogs(120, &Look::DESKTOP).await;
    desk.scroll(2_500).await;
    desk.lists(100).await;
    let before = desk.seen().await;
    let mut new = somebody_writes(&stack, "from nowhere").await;
    desk.lists(101).await;
    assert_eq!(tops(&desk.seen().await), tops(&before));
    new.said("once more").await;
    let mut another = somebody_writes(&stack, "another one").await;
    another.said("and again").await;
    desk.lists(102).await;
    assert_eq!(tops(&desk.seen().await), tops(&before));

    // At the very top new ones come in from above.
    desk.scroll(-1_000_000).await;
    let card = desk.browser.find_containing("link", "and again").await;
    assert!(card.name().await.starts_with("Visitor"));
    somebody_writes(&stack, "at the top").await;
    desk.browser
        .wait("a card on top", || async {
            let top = desk.cards().await.swap_remove(0);
            top.contains("at the top").then_some(())
        })
        .await;
    assert_eq!(desk.seen().await[0].top, 4);
}

#[tokio::test]
async fn under_a_hand_no_card_moves_and_its_news_shows_at_once() {
    let (stack, desk) = with_dialogs(5, &Look::DESKTOP).await;
    let mut visitor = somebody_writes(&stack, "first words").await;
    desk.lists(6).await;
    let mut last = somebody_writes(&stack, "of somebody else").await;
    desk.lists(7).await;
    let before = desk.seen().await;
    desk.browser.js::<Value>(HAND, &[]).await;
    visitor.said("second words").await;
    desk.shows_card("second words").await;
    assert_eq!(tops(&desk.seen().await), tops(&before));
    desk.browser.js::<Value>(NO_HAND, &[]).await;
    desk.browser
        .wait("the card to rise", || async {
            let top = desk.cards().await.swap_remove(0);
            top.contains("second words").then_some(())
        })
        .await;
    last.said("and back").await;
    desk.browser
        .wait("the other one to rise", || async {
            let top = desk.cards().await.swap_remove(0);
            top.contains("and back").then_some(())
        })
        .await;
}

/// ux C21.
#[tokio::test]
async fn the_list_is_one_stop_of_the_keyboard_and_keys_lead_along_it() {
    let (stack, desk) = with_dialogs(120, &Look::DESKTOP).await;
    let browser = &desk.browser;
    assert_eq!(desk.stops().await, 1);
    desk.tab_to_list().await;
    let rows = desk.rows().await;
    assert_eq!(desk.focused().await, rows[0].name);
    browser.key("ArrowDown").await;
    browser.key("ArrowDown").await;
    desk.focuses(&rows[2].name).await;
    browser.key("ArrowUp").await;
    desk.focuses(&rows[1].name).await;
    assert_eq!(desk.stops().await, 1, "from there on, too");
    desk.tab_to_list().await;
    desk.focuses(&rows[1].name).await;

    browser.key("PageDown").await;
    let place = |rows: &[Row], name: &str| {
        rows.iter()
            .find(|row| row.name == name)
            .map(|row| row.place)
    };
    let paged = desk.focused().await;
    let rows = desk.rows().await;
    let to = place(&rows, &paged).expect("it is on the page");
    assert!((6..14).contains(&to), "{to}");
    // The end of what is there leads on to what is behind it.
    for n in [50, 100, 120] {
        desk.lists(n).await;
        browser.key("End").await;
        browser
            .wait("the last card", || async {
                let name = desk.focused().await;
                (place(&desk.rows().await, &name) == Some(n)).then_some(())
            })
            .await;
    }
    let last = desk.focused().await;
    assert!(desk.rows().await.iter().all(|row| row.size == 120));
    somebody_writes(&stack, "while the focus is here").await;
    desk.lists(121).await;
    assert_eq!(desk.focused().await, last, "the focus is the card's");
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.key("Enter").await;
    let head = browser.find("heading", &last).await;
    assert_eq!(head.text().await, last);
    let current: String = browser
        .js(
            "return document.querySelector('.list-card[aria-current=true] strong').textContent;",
            &[],
        )
        .await;
    assert_eq!(current, last);
}

/// A card that moves takes its focus along, and is moved around, not taken out.
#[tokio::test]
async fn a_card_that_moves_keeps_the_focus() {
    let (stack, desk) = with_dialogs(3, &Look::DESKTOP).await;
    let mut visitor = somebody_writes(&stack, "first words").await;
    desk.lists(4).await;
    somebody_writes(&stack, "of somebody else").await;
    desk.lists(5).await;
    desk.tab_to_list().await;
    desk.browser.key("ArrowDown").await;
    let name = desk.focused().await;
    assert_eq!(name, desk.rows().await[1].name);
    let lost = "window.lost = 0;
        document.querySelector('.list').addEventListener('focusout', () => window.lost += 1);
        return null;";
    desk.browser.js::<Value>(lost, &[]).await;
    visitor.said("second words").await;
    desk.browser
        .wait("the card to rise", || async {
            (desk.rows().await[0].name == name).then_some(())
        })
        .await;
    assert_eq!(desk.focused().await, name);
    let lost: usize = desk.browser.js("return window.lost;", &[]).await;
    assert_eq!(lost, 0);
}

/// The tree that screen readers are given.
#[tokio::test]
async fn a_screen_reader_is_told_of_a_list_of_links() {
    let (_stack, desk) = with_dialogs(60, &Look::DESKTOP).await;
    let tree = desk
        .browser
        .devtools("Accessibility.getFullAXTree", json!({}))
        .await;
    let nodes = tree["nodes"].as_array().expect("a tree");
    let list = nodes
        .iter()
        .find(|node| node["role"]["value"] == "list" && node["name"]["value"] == "Dialogs")
        .expect("the list");
    let by_id = |id: &Value| nodes.iter().find(|node| node["nodeId"] == *id);
    let children = list["childIds"].as_array().expect("children");
    let items: Vec<&Value> = children.iter().filter_map(by_id).collect();
    assert!(
        items.len() > 10 && items.len() <= ROWS_MAX,
        "{}",
        items.len()
    );
    for item in items {
        assert_eq!(item["role"]["value"], "listitem", "{item}");
        let link = by_id(&item["childIds"][0]).expect("a link");
        assert_eq!(link["role"]["value"], "link", "{link}");
        let name = link["name"]["value"].as_str().unwrap_or_default();
        assert!(name.starts_with("Maria Magdalena"), "{name}");
    }
}

/// Where the window is low the page scrolls, and not the list.
#[tokio::test]
async fn in_a_low_window_the_page_scrolls_along_the_same_list() {
    let (_stack, desk) = with_dialogs(60, &Look::DESKTOP).await;
    desk.browser.resize(400, 300).await;
    let scroll = "scrollTo(0, 2000);
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        return document.querySelector('.list-scroll').scrollTop;";
    let of_list: f64 = desk.browser.js(scroll, &[]).await;
    assert_eq!(of_list, 0.0);
    let seen = desk.seen().await;
    assert!(seen[0].place > 20 && seen[0].top <= 0, "{:?}", seen[0]);
    desk.browser
        .js::<Value>(
            "document.querySelectorAll('.list-row')[12].firstElementChild.focus(); return null;",
            &[],
        )
        .await;
    for _ in 0..6 {
        desk.browser.key("ArrowDown").await;
    }
    let inside = "const box = document.activeElement.getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight;";
    assert!(desk.browser.js::<bool>(inside, &[]).await);
}

fn tops(rows: &[Row]) -> Vec<(&str, i64)> {
    rows.iter()
        .map(|row| (row.name.as_str(), row.top))
        .collect()
}
