//! People who make everything large, or choose the colours themselves.

use beseda_tests::stack::Stack;
use serde_json::Value;

use crate::desk::Desk;

/// What can't be pressed though it can be scrolled to: something lies on it.
const COVERED: &str = "
    const covered = [];
    for (const part of document.querySelectorAll('a[href], button, textarea, input')) {
        if (!part.checkVisibility({visibilityProperty: true}) || part.closest('.unseen')
            || part.matches('.unseen')) continue;
        part.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
        const box = part.getBoundingClientRect();
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        const top = document.elementFromPoint(x, y);
        if (!top || !(part.contains(top) || top.contains(part))) {
            covered.push((part.ariaLabel || part.textContent).slice(0, 40));
        }
    }
    scrollTo(0, 0);
    return covered;
";

/// Whether the page is wider than the window.
const TOO_WIDE: &str = "return document.documentElement.scrollWidth > innerWidth;";

/// ux C19: 1280 × 800 at 400 %.
#[tokio::test]
async fn at_400_percent_everything_can_be_reached() {
    let stack = Stack::demo().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let browser = &desk.browser;
    browser.resize(320, 200).await;
    let reached = async |what: &str| {
        browser.idle().await;
        browser.screenshot(&format!("console-400-{what}")).await;
        let covered: Vec<String> = browser.js(COVERED, &[]).await;
        assert_eq!(covered, [""; 0], "{what}");
        let is_too_wide: bool = browser.js(TOO_WIDE, &[]).await;
        assert!(!is_too_wide, "{what}");
    };
    reached("first").await;
    desk.dismiss_question().await;
    reached("list").await;
    let n_cards = desk.cards().await.len();
    assert!(
        n_cards <= 50,
        "a page of the list, not all of them: {n_cards}"
    );

    desk.open_of("James Whitfield").await;
    desk.says("NL-20418").await;
    reached("dialog").await;
    let feed: f64 = browser
        .js(
            "return document.querySelector('.feed').getBoundingClientRect().height;",
            &[],
        )
        .await;
    assert!(feed >= 160.0, "messages have {feed} px");
    browser
        .js::<Value>(
            "document.querySelector('.card-toggle').click(); return null;",
            &[],
        )
        .await;
    browser.find("heading", "Client card").await;
    reached("card").await;
    for (page, heading) in [
        ("me", "My settings"),
        ("sites", "Sites"),
        ("people", "People"),
    ] {
        let address = format!("{}/settings/{page}", stack.origin());
        browser.goto(&address).await;
        browser.find("heading", heading).await;
        reached(page).await;
    }
}

/// What has no edge, though its ground alone says what it is.
const EDGELESS: &str = "
    const is_edged = part => {
        const style = getComputedStyle(part);
        return ['Top', 'Left'].every(side => style['border' + side + 'Style'] !== 'none'
            && parseFloat(style['border' + side + 'Width']) > 0);
    };
    return [...document.querySelectorAll(args[0])]
        .filter(part => part.checkVisibility() && !is_edged(part))
        .map(part => part.className);
";

/// ux C20.
#[tokio::test]
async fn with_forced_colours_everything_has_an_edge() {
    let stack = Stack::demo().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let browser = &desk.browser;
    browser.resize(1440, 800).await;
    browser.force_colours(true).await;
    desk.open_of("James Whitfield").await;
    desk.says("NL-20418").await;
    browser.idle().await;
    browser.screenshot("console-forced").await;
    let parts = ".button, .bubble, .badge, .avatar, .composer, .ask-bar, .feed-day";
    let edgeless: Vec<String> = browser.js(EDGELESS, &[parts.into()]).await;
    assert_eq!(edgeless, [""; 0]);

    let ground = "return getComputedStyle(document.querySelector(args[0])).backgroundColor;";
    let of = async |part: &str| browser.js::<String>(ground, &[part.into()]).await;
    let plain = of(".list-card:not([aria-current])").await;
    for chosen in [".list-card[aria-current]", ".rail-item[aria-current]"] {
        assert_ne!(of(chosen).await, plain, "{chosen}");
    }
    let width = "return getComputedStyle(document.querySelector(args[0])).borderTopWidth;";
    let of = async |part: &str| browser.js::<String>(width, &[part.into()]).await;
    assert_ne!(
        of(".operator .bubble").await,
        of(".client .bubble").await,
        "whose a message is shows in more than its side"
    );
}
