//! The console where room is short: tablets, zoomed windows, phones, long words.

use beseda_tests::browser::Look;
use beseda_tests::stack::Stack;
use serde_json::Value;

use crate::desk::Desk;

/// What is wrong with an open dialog's head at this width.
const HEAD: &str = "
    const wrong = [];
    const head = document.querySelector('.dialog-head');
    const name = head.querySelector('h1').getBoundingClientRect();
    if (name.width < 56) wrong.push('the name has ' + name.width + ' px');
    const box = head.getBoundingClientRect();
    const parts = [...head.querySelectorAll('button:not(.head-client *), .head-client')]
        .filter(part => part.checkVisibility()).map(part => part.getBoundingClientRect());
    if (parts.some(part => part.right > box.right + 0.5 || part.left < box.left - 0.5)) {
        wrong.push('something is cut off');
    }
    const lies = (one, other) => one !== other && one.left < other.right - 0.5
        && other.left < one.right - 0.5 && one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5;
    if (parts.some(one => parts.some(other => lies(one, other)))) {
        wrong.push('something lies on something');
    }
    if (document.documentElement.scrollWidth > innerWidth) wrong.push('the page is too wide');
    return wrong;
";

/// What is wrong with the tabs.
const TABS: &str = "
    const tabs = [...document.querySelectorAll('.tab')];
    const tops = new Set(tabs.map(tab => tab.getBoundingClientRect().top));
    const cut = tabs.map(tab => tab.firstElementChild)
        .filter(word => word.scrollWidth > word.clientWidth + 1).map(word => word.textContent);
    const end = document.querySelector('.tabs').getBoundingClientRect().right;
    const out = tabs.filter(tab => tab.getBoundingClientRect().right > end + 0.5).length;
    return [...(tops.size > 1 ? ['two rows'] : []), ...cut, ...(out ? [out + ' outside'] : [])];
";

/// Speaks Russian from the next page on.
const RUSSIAN: &str = "
    const prefs = JSON.parse(localStorage.getItem('beseda.prefs'));
    localStorage.setItem('beseda.prefs', JSON.stringify({...prefs, locale: 'ru'}));
    return null;
";

/// ux B8, C6.
#[tokio::test]
async fn names_are_readable_and_tabs_stand_in_one_row_at_every_width() {
    let stack = Stack::crowded(&[("Anna", 42), ("", 120)]).await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let browser = &desk.browser;
    desk.dismiss_question().await;
    for language in ["en", "ru"] {
        if language == "ru" {
            browser.js::<Value>(RUSSIAN, &[]).await;
        }
        browser.goto(&stack.origin()).await;
        browser.find_beginning("link", "Maria Magdalena").await;
        for width in [320, 390, 719, 720, 768, 820, 999, 1000, 1024, 1440] {
            browser.resize(width, 800).await;
            let wrong: Vec<String> = browser.js(TABS, &[]).await;
            assert_eq!(wrong, [""; 0], "{language}, {width}");
        }
        browser
            .screenshot(&format!("console-tabs-{language}"))
            .await;
        let card = browser.find_beginning("link", "Maria Magdalena").await;
        card.press().await;
        browser
            .find(
                "log",
                if language == "ru" {
                    "Сообщения"
                } else {
                    "Messages"
                },
            )
            .await;
        for width in [
            320, 390, 720, 744, 768, 820, 834, 999, 1000, 1199, 1200, 1440,
        ] {
            browser.resize(width, 500).await;
            let wrong: Vec<String> = browser.js(HEAD, &[]).await;
            if matches!(width, 720 | 768 | 1000) {
                browser
                    .screenshot(&format!("console-{width}-{language}"))
                    .await;
            }
            assert_eq!(wrong, [""; 0], "{language}, {width}");
        }
    }
}

/// What of the settings' pages is not in sight.
const PAGES: &str = "
    const links = [...document.querySelectorAll('.settings-link')];
    const is_out = box => box.left < -0.5 || box.right > innerWidth + 0.5;
    const hidden = links.filter(link => is_out(link.getBoundingClientRect())
        || link.scrollWidth > link.clientWidth + 1).map(link => link.textContent);
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page is too wide'] : [];
    return [...hidden, ...wide, ...(links.length < 5 ? ['only ' + links.length] : [])];
";

#[tokio::test]
async fn the_pages_of_the_settings_are_all_in_sight_at_every_width() {
    let stack = Stack::start().await;
    let desk = Desk::of(&stack, &stack.owner()).await;
    let browser = &desk.browser;
    for (language, heading) in [("en", "Settings"), ("ru", "Настройки")] {
        if language == "ru" {
            browser.js::<Value>(RUSSIAN, &[]).await;
        }
        browser.resize(1440, 800).await;
        browser
            .goto(&format!("{}/settings/marks", stack.origin()))
            .await;
        browser.find("heading", heading).await;
        for width in [320, 390, 640, 719, 720, 768, 1440] {
            browser.resize(width, 800).await;
            let hidden: Vec<String> = browser.js(PAGES, &[]).await;
            if width <= 640 {
                let picture = format!("console-settings-pages-{width}-{language}");
                browser.screenshot(&picture).await;
            }
            assert_eq!(hidden, [""; 0], "{language}, {width}");
        }
    }
}

/// By how much the window can be scrolled, in pixels.
const BEYOND: &str = "return document.documentElement.scrollHeight - innerHeight;";

#[tokio::test]
async fn only_panes_are_scrolled_and_never_the_window() {
    let stack = Stack::demo().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let browser = &desk.browser;
    let pages = [
        ("settings/channels", "Channels"),
        ("settings/replies", "Saved replies"),
        ("clients/1", "Client card"),
    ];
    for (width, height) in [(390, 844), (768, 1024), (720, 450)] {
        browser.resize(width, height).await;
        for (page, heading) in pages {
            browser.goto(&format!("{}/{page}", stack.origin())).await;
            browser.find("heading", heading).await;
            browser.idle().await;
            let beyond: i64 = browser.js(BEYOND, &[]).await;
            assert_eq!(beyond, 0, "{page}, {width}");
        }
    }
}

/// ux C18, P10, C16.
#[tokio::test]
async fn on_a_phone_back_closes_the_card_and_the_picker_fits_the_screen() {
    let stack = Stack::demo().await;
    let desk = Desk::looking(&stack, &stack.anna(), &Look::PHONE).await;
    let browser = &desk.browser;
    desk.dismiss_question().await;
    desk.open_of("James Whitfield").await;
    let dialog = browser.address().await;
    browser.find("button", "Copy link").await;
    let back = "history.back(); return null;";
    for by_button in [false, true] {
        browser.press("button", "Client card").await;
        browser.find("heading", "Client card").await;
        browser.find("button", "Back to the dialog").await;
        assert_eq!(browser.address().await, format!("{dialog}/card"));
        match by_button {
            true => browser.press("button", "Back to the dialog").await,
            false => browser.js(back, &[]).await,
        }
        browser.gone("button", "Back to the dialog").await;
        assert_eq!(browser.address().await, dialog);
    }
    browser.js::<Value>(back, &[]).await;
    browser.find("list", "Dialogs").await;

    // Opened by its address the card still leads to its dialog, and no further.
    browser.goto(&format!("{dialog}/card")).await;
    browser.press("button", "Back to the dialog").await;
    browser.gone("button", "Back to the dialog").await;
    assert_eq!(browser.address().await, dialog);

    browser.press("button", "Emoji").await;
    browser.find("dialog", "Emoji").await;
    for width in [390, 320] {
        browser.resize(width, 700).await;
        let fits: bool = browser
            .js(
                "const box = document.querySelector('.emoji-picker').getBoundingClientRect();
                return box.left >= 0 && box.right <= innerWidth && box.top >= 0;",
                &[],
            )
            .await;
        assert!(fits, "{width}");
        browser.screenshot("console-phone-emoji").await;
    }
}

/// What of the tooltips is there though nobody points at anything.
const TIPS: &str = "
    return [...document.querySelectorAll('[data-tip]')]
        .filter(part => !part.matches(':hover, :focus-visible'))
        .filter(part => getComputedStyle(part, '::after').content !== 'none')
        .map(part => part.dataset.tip);
";

/// ux P14.
#[tokio::test]
async fn no_tooltip_is_left_when_the_layout_changes_under_it() {
    let stack = Stack::demo().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let browser = &desk.browser;
    browser.resize(1100, 700).await;
    desk.open_of("James Whitfield").await;
    let button = browser.find("button", "Client card").await;
    button.hover().await;
    for width in [1100, 700, 390, 1440] {
        browser.resize(width, 700).await;
        let left: Vec<String> = browser.js(TIPS, &[]).await;
        assert_eq!(left, [""; 0], "{width}");
    }
}
