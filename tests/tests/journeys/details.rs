//! What a console's screen leaves out, and how it keeps to its place.

use beseda_protocol::ask::center::SaveCenter;
use beseda_protocol::ask::sites::AddSite;
use beseda_protocol::limits::NAME_CHARS_MAX;
use beseda_protocol::settings::CenterGeneral;
use beseda_tests::operator::Operator;
use beseda_tests::stack::{SignIn, Stack};

use crate::chat::Chat;
use crate::desk::Desk;

/// An owner and a site, both of this name; who signs in with what.
async fn named(stack: &mut Stack, name: &str) -> (Operator, SignIn) {
    let who = SignIn {
        email: "w@example.com".to_owned(),
        password: "a long enough phrase".to_owned(),
    };
    let link = stack.invitation().await;
    let token = link.strip_prefix("/join/").expect("a link to join");
    let cookie = stack.http().accept(token, name, &who).await.cookie();
    let mut owner = Operator::with_cookie(stack, &cookie).await;
    let general = CenterGeneral {
        name: name.to_owned(),
        locale: "en".to_owned(),
        time_zone: "Europe/Riga".to_owned(),
    };
    let center = SaveCenter {
        version: 0,
        section: general.into(),
    };
    owner.question(center).await.expect("an owner may");
    let site = AddSite {
        name: name.to_owned(),
        origins: vec![stack.demo_origin()],
        look: None,
    };
    let site = owner.question(site).await.expect("an owner may");
    stack.use_key(&site.key);
    (owner, who)
}

/// Field T9, ux P2: one site is on no card, the client's words have no label.
#[tokio::test]
async fn a_card_tells_no_more_than_it_must_and_a_long_name_does_not_leave_its_place() {
    let mut stack = Stack::empty().await;
    let name = "W".repeat(NAME_CHARS_MAX);
    let (mut owner, who) = named(&mut stack, &name).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("who is there").await;
    chat.last_is_stored().await;
    let desk = Desk::of(&stack, &who).await;
    desk.shows_card("who is there").await;
    const CARD: &str = "
        const card = document.querySelector('.card-lines');
        return [card.querySelector('.card-label'), card.querySelector('.card-site')]
            .map(one => one && one.textContent);
    ";
    let extras: [Option<String>; 2] = desk.browser.js(CARD, &[]).await;
    assert_eq!(extras, [None, None]);

    let dialog = owner.dialog_of("who is there").await.id;
    owner.replied(dialog, "a long name").await;
    desk.open("a long name").await;
    const PLACE: &str = "
        const fits = one => one.scrollWidth <= one.clientWidth;
        const told = [...document.querySelectorAll('.feed-system')];
        const shown = [...document.querySelectorAll('[title]')].filter(one => one.title.includes(args[0]));
        return [[document.documentElement, ...told].every(fits), shown.length > 0 && shown.every(one => {
            const { left, right } = one.getBoundingClientRect();
            return left >= 0 && right <= innerWidth;
        })];
    ";
    let kept: [bool; 2] = desk.browser.js(PLACE, &[name.into()]).await;
    assert_eq!(kept, [true, true]);
    desk.browser.screenshot("console-long-names").await;
}

/// ux P3.
#[tokio::test]
async fn the_groups_of_a_menu_have_names() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.browser.press("button", "My menu").await;
    // It lies in a part that a press asks for.
    desk.browser.find("menuitemradio", "English").await;
    const GROUPS: &str = "
        return [...document.querySelectorAll('[role=menu] [role=group]')].map(one =>
            [one.getAttribute('aria-label'), one.querySelector('.menu-title').textContent]);
    ";
    let groups: Vec<[String; 2]> = desk.browser.js(GROUPS, &[]).await;
    let names = ["Status", "Theme", "Language"].map(|name| [name.to_owned(), name.to_owned()]);
    assert_eq!(groups, names);
}

/// ux P19.
#[tokio::test]
async fn settings_fill_their_screen_and_can_be_saved_without_looking_for_it() {
    let stack = Stack::shared().await;
    let desk = Desk::of(&stack, &stack.owner()).await;
    let browser = &desk.browser;
    browser
        .goto(&format!("{}/settings/sites", stack.origin()))
        .await;
    browser.find("heading", "Sites").await;
    const OPEN: &str = "
        const more = document.querySelector('.site-more');
        more.open = true;
        more.scrollIntoView({ block: 'start' });
        return null;
    ";
    browser.js::<Option<()>>(OPEN, &[]).await;
    const SHAPE: &str = "
        const page = document.querySelector('.settings-page');
        const column = document.querySelector('.settings-column');
        const save = document.querySelector('.site-more button[type=submit]').getBoundingClientRect();
        return [column.offsetWidth / page.clientWidth, save.top >= 0 && save.bottom <= innerHeight];
    ";
    let (share, is_seen): (f64, bool) = browser.js(SHAPE, &[]).await;
    assert!(share > 0.7, "{share} of the page");
    assert!(is_seen, "Save is on the screen");
}
