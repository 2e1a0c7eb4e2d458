//! Cards of the list: what they tell without being opened, what is chosen of it, and the
//! list that they stand in.

use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::ask::clients::SetClientVariable;
use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::ids::DialogId;
use beseda_protocol::operator::FromOperator;
use beseda_protocol::team::{Access, Others};
use beseda_tests::browser::{Browser, Look};
use beseda_tests::cid::new_cid;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use beseda_tests::visitor::Visitor;
use serde::Deserialize;
use serde_json::json;

use crate::access::barriers;
use crate::desk::Desk;
use crate::files::{Folder, PIXEL};

/// What a card tells, to the eye and under the pointer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Told {
    /// Whose the last message is, and the message.
    label: String,
    last: String,
    /// Whether a file's clip is drawn.
    is_file: bool,
    owner: Option<String>,
    site: Option<String>,
    /// What stands under the pointer: at the avatar, at the time.
    face: String,
    time: String,
    is_pinned: bool,
}

const TOLD: &str = "
    const card = [...document.querySelectorAll('.list-card')]
        .find(card => card.getAttribute('href') === args[0]);
    if (!card) return null;
    const text = selector => card.querySelector(selector)?.innerText.trim() ?? null;
    const label = card.querySelector('.card-last > span:first-child');
    return {
        label: label?.textContent.replace(': ', '') ?? '',
        last: card.querySelector('.card-last bdi')?.textContent ?? '',
        is_file: card.querySelector('[role=img][aria-label=Attachment]') !== null,
        owner: text('.card-owner'),
        site: text('.card-site'),
        face: card.querySelector('.card-face').title,
        time: card.querySelector('time').title,
        is_pinned: card.querySelector('[role=img][aria-label=Pinned]') !== null,
    };
";

/// Waits until a dialog's card tells what is wanted; it then.
async fn told(browser: &Browser, dialog: DialogId, is_it: impl Fn(&Told) -> bool) -> Told {
    let href = json!(format!("/dialogs/{dialog}"));
    let look = || async {
        let told: Option<Told> = browser.js(TOLD, std::slice::from_ref(&href)).await;
        told.filter(&is_it)
    };
    browser.wait("what the card tells", look).await
}

/// A dialog that somebody has begun by saying this.
async fn begun(stack: &Stack, boris: &mut Operator, text: &str) -> DialogId {
    Visitor::start(stack).await.said(text).await;
    boris.dialog_of(text).await.id
}

async fn add_channel(owner: &mut Operator, name: &str) {
    let name = name.to_owned();
    let made = owner.question(AddChannel { name }).await;
    made.expect("an owner may");
}

/// Criteria: SB-49, SB-51, SB-52, SB-53, SB-54, SB-63, KC-06, KC-07, KC-09, KC-10, X14, X23, CQ-03
#[tokio::test]
async fn a_card_tells_who_spoke_last_whose_the_client_is_and_where_he_writes_from() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    let [free, his, mine] = [
        begun(&stack, &mut boris, "Is it in stock?").await,
        begun(&stack, &mut boris, "Do you ship to Riga?").await,
        begun(&stack, &mut boris, "A lamp, please").await,
    ];
    boris.replied(his, "We do").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;

    // One site of one channel: where from, nobody has to be told.
    let card = told(browser, free, |_| true).await;
    let plain = (card.label.as_str(), card.last.as_str());
    assert_eq!(plain, ("Client", "Is it in stock?"));
    assert_eq!((card.owner, card.site), (None, None));
    assert_eq!(card.face, "Site chat");
    assert!(card.time.starts_with("The client wrote: "), "{}", card.time);
    assert!(!card.time.contains("Last message: "), "{}", card.time);
    let card = told(browser, his, |card| card.label == "Boris").await;
    assert_eq!(
        (card.last.as_str(), card.owner.as_deref()),
        ("We do", Some("Boris"))
    );
    assert!(card.time.contains(" · Last message: "), "{}", card.time);

    // My own: said, noted, sent as a file.
    desk.open("A lamp, please").await;
    desk.reply("With pleasure").await;
    let card = told(browser, mine, |card| card.label == "You").await;
    assert_eq!(card.owner.as_deref(), Some("Your client"));
    desk.note("Asks for a receipt").await;
    told(browser, mine, |card| card.label == "Note").await;
    let folder = Folder::new();
    let (lamp, _) = folder.put("lamp.png", PIXEL);
    desk.send_file(&lamp).await;
    let card = told(browser, mine, |card| card.is_file).await;
    assert_eq!(
        (card.label.as_str(), card.last.as_str()),
        ("You", "lamp.png")
    );
    assert!(!card.is_pinned);
    let link = format!("/dialogs/{mine}");
    let card = browser.find_containing("link", "lamp.png").await;
    assert_eq!(card.attribute("href").await.as_deref(), Some(link.as_str()));
    card.press_second().await;
    browser.press("menuitem", "Pin dialog").await;
    told(browser, mine, |card| card.is_pinned).await;

    // With a second channel each card says from which one it is.
    add_channel(&mut owner, "Rent").await;
    let card = told(browser, his, |card| card.site.is_some()).await;
    assert_eq!(card.site.as_deref(), Some("Main · Lamp shop"));
    assert_eq!(card.face, "Site chat · Main · Lamp shop");
    assert_eq!(barriers(browser).await, [""; 0]);
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// Criteria: SB-55, KC-08
#[tokio::test]
async fn the_open_dialogs_card_tells_its_channel_and_the_client_stands_beside() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let dialog = begun(&stack, &mut owner, "Is it in stock?").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    desk.open("Is it in stock?").await;
    // With one channel it goes on telling what was said last.
    let card = told(browser, dialog, |_| true).await;
    assert_eq!(card.last, "Is it in stock?");
    add_channel(&mut owner, "Rent").await;
    let card = told(browser, dialog, |card| card.last == "Main · Lamp shop").await;
    assert_eq!(card.site, None, "once is enough");
    for what in ["Add phone", "Add e-mail", "Add label", "Add variable"] {
        browser.find("button", what).await;
    }
    for what in ["Comment", "New note"] {
        browser.find("textbox", what).await;
    }
    let other = begun(&stack, &mut owner, "Another lamp").await;
    desk.open("Another lamp").await;
    told(browser, dialog, |card| card.last == "Is it in stock?").await;
    told(browser, other, |card| card.last == "Main · Lamp shop").await;
}

/// Heights of the cards.
const HEIGHTS: &str = "
    const cards = [...document.querySelectorAll('.list-card')];
    return [...new Set(cards.map(card => card.offsetHeight))];
";

/// Criteria: SB-08
#[tokio::test]
async fn what_cards_show_is_chosen_beside_them_and_stays_chosen() {
    let stack = Stack::crowded(&[("Boris", 3), ("nobody", 2)]).await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let listed = owner.list().await;
    let his = listed.iter().find(|card| card.responsible.is_some());
    let client = his.expect("Boris has three").client.id;
    let size = SetClientVariable {
        client,
        name: "Size".to_owned(),
        value: Some("Extra large".to_owned()),
        replaced: None,
    };
    owner.question(size).await.expect("anybody may");
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    let count = async |selector: &str| -> usize {
        let script = "return document.querySelectorAll(args[0]).length;";
        browser.js(script, &[json!(selector)]).await
    };
    let becomes = async |selector: &str, is_any: bool| {
        let look = || async { ((count(selector).await > 0) == is_any).then_some(()) };
        browser.wait(selector, look).await;
    };
    becomes(".card-owner", true).await;
    becomes(".card-wait", true).await;

    browser.press("button", "What cards show").await;
    browser.find("dialog", "What cards show").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.press("checkbox", "Responsible").await;
    becomes(".card-owner", false).await;
    browser.press("checkbox", "Responsible").await;
    let field = browser.find("combobox", "Client’s variables").await;
    field.type_keys("Size").await;
    browser.key("Enter").await;
    becomes(".card-value", true).await;
    desk.says("Extra large").await;
    // What is written on the client's card changes there at once.
    let smaller = SetClientVariable {
        client,
        name: "Size".to_owned(),
        value: Some("Small".to_owned()),
        replaced: Some("Extra large".to_owned()),
    };
    owner.question(smaller).await.expect("anybody may");
    desk.says("Small").await;
    browser.screenshot("console-card-display").await;

    let heights: Vec<u32> = browser.js(HEIGHTS, &[]).await;
    assert_eq!(heights, [68]);
    browser.press("button", "Compact").await;
    let heights: Vec<u32> = browser.js(HEIGHTS, &[]).await;
    assert_eq!(heights, [48]);
    browser.press("checkbox", "Waiting time").await;
    becomes(".card-wait", false).await;
    browser.key("Escape").await;
    browser.gone("dialog", "What cards show").await;
    browser.reload().await;
    becomes(".card-owner", true).await;
    let heights: Vec<u32> = browser.js(HEIGHTS, &[]).await;
    assert_eq!((heights, count(".card-wait").await), (vec![48], 0));
    assert_eq!(barriers(browser).await, [""; 0]);
    assert_eq!(desk.complaints().await, [""; 0]);
}

/// The first card wholly in sight stays the first when all of them become lower.
#[tokio::test]
async fn cards_that_become_lower_leave_the_first_one_in_its_place() {
    let stack = Stack::crowded(&[("nobody", 40)]).await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    let first = async || -> String {
        const FIRST: &str = "
            const frame = document.querySelector('.list-scroll').getBoundingClientRect();
            const cards = [...document.querySelectorAll('.list-card')];
            const first = cards.find(card => card.getBoundingClientRect().top >= frame.top - 1);
            return first.getAttribute('href');
        ";
        browser.js(FIRST, &[]).await
    };
    let scroll = "document.querySelector('.list-scroll').scrollTop = 12 * 68 + 4; return true;";
    browser.js::<bool>(scroll, &[]).await;
    browser.idle().await;
    let before = first().await;
    browser.press("button", "What cards show").await;
    browser.press("button", "Compact").await;
    assert_eq!(first().await, before);
    browser.press("button", "Comfortable").await;
    assert_eq!(first().await, before);
}

/// Criteria: KC-27
#[tokio::test]
async fn the_list_goes_out_of_the_way_of_the_dialog_and_stays_there() {
    let stack = Stack::crowded(&[("nobody", 3)]).await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    let width = async || -> f64 {
        let script = "return document.querySelector('.dialog-pane').getBoundingClientRect().width;";
        browser.js(script, &[]).await
    };
    desk.first_dialog().await;
    let beside = width().await;
    browser.press("button", "List of dialogs").await;
    browser.gone("list", "Dialogs").await;
    assert_eq!(width().await, beside + 340.0);
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.reload().await;
    browser.find("textbox", "Reply").await;
    assert!(!browser.has("list", "Dialogs").await);
    // The next dialog is a key away, and the list another one.
    let address = browser.address().await;
    browser.key("Alt+ArrowDown").await;
    let moved = || async { (browser.address().await != address).then_some(()) };
    browser.wait("the next dialog", moved).await;
    browser.key("Alt+l").await;
    browser.find("list", "Dialogs").await;
    assert_eq!(width().await, beside);
    // Whoever has none open needs the list.
    browser.key("Alt+l").await;
    browser.gone("list", "Dialogs").await;
    browser
        .find_beginning("link", "Dialogs")
        .await
        .press()
        .await;
    browser.find("list", "Dialogs").await;
}

/// Criteria: KC-29
#[tokio::test]
async fn a_link_to_a_dialog_opens_it_for_whoever_may_see_it() {
    let stack = Stack::start().await;
    let mut owner = Operator::sign_in(&stack, &stack.owner()).await;
    let dialog = begun(&stack, &mut owner, "Is it in stock?").await;
    owner.replied(dialog, "It is").await;
    let employees = &owner.desk.employees;
    let boris = employees.iter().find(|one| one.name == "Boris");
    let hidden = SetAccess {
        employee: boris.expect("he works here").id,
        from: Access::WHOLE,
        to: Access {
            others: Others::Hidden,
            ..Access::WHOLE
        },
    };
    owner.question(hidden).await.expect("an owner may");
    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.dismiss_question().await;
    let browser = &desk.browser;
    for what in ["clipboard-read", "clipboard-write"] {
        let setting = json!({
            "permission": {"name": what}, "setting": "granted", "origin": stack.origin(),
        });
        browser.devtools("Browser.setPermission", setting).await;
    }
    desk.open("It is").await;
    browser.press("button", "Copy link").await;
    let copied = || async {
        let text: String = browser
            .js("return await navigator.clipboard.readText();", &[])
            .await;
        Some(text).filter(|text| !text.is_empty())
    };
    let link = browser.wait("a link in the clipboard", copied).await;
    assert_eq!(link, format!("{}/dialogs/{dialog}", stack.origin()));
    browser.new_tab().await;
    browser.goto(&link).await;
    desk.shows("Is it in stock?").await;
    // A colleague who may not see it learns no more than of one that never was.
    let colleague = Desk::of(&stack, &stack.boris()).await;
    let missing = async |link: &str| -> String {
        colleague.browser.goto(link).await;
        colleague.says("This dialog can't be opened").await;
        let script = "return document.querySelector('.dialog-pane').innerText;";
        colleague.browser.js(script, &[]).await
    };
    let refused = missing(&link).await;
    let never = missing(&format!("{}/dialogs/4711", stack.origin())).await;
    assert_eq!(refused, never);
}

#[tokio::test]
async fn the_cards_wide_narrow_dark_and_in_russian() {
    let stack = Stack::demo().await;
    let mut owner = Operator::sign_in(&stack, &stack.anna()).await;
    add_channel(&mut owner, "Аренда и продажа загородной недвижимости").await;
    let listed = owner.list().await;
    for (i, card) in listed.iter().take(6).enumerate() {
        if i % 2 == 0 {
            let note = FromOperator::Note {
                cid: new_cid(),
                dialog: card.id,
                text: "Перезвонить после обеда, спросить о частоте поставок".to_owned(),
            };
            owner.line.say(&note).await;
        }
        let size = SetClientVariable {
            client: card.client.id,
            name: "Размер".to_owned(),
            value: Some(["M", "Сорок второй с половиной"][i % 2].to_owned()),
            replaced: None,
        };
        owner.question(size).await.expect("anybody may");
    }
    owner.settle().await;
    for (name, look) in [
        ("1440", Look::DESKTOP.wide(1440)),
        ("1440-dark", Look::DESKTOP.wide(1440).dark()),
        ("768-russian", Look::DESKTOP.wide(768)),
        ("390", Look::PHONE),
        ("390-dark-russian", Look::PHONE.dark()),
    ] {
        let is_russian = name.ends_with("russian");
        let word = |en, ru| if is_russian { ru } else { en };
        let desk = Desk::looking(&stack, &stack.anna(), &look).await;
        let browser = &desk.browser;
        if is_russian {
            let settings = format!("{}/settings/me", stack.origin());
            browser.goto(&settings).await;
            browser.press("button", "Русский").await;
            browser.goto(&stack.origin()).await;
            browser.find("list", "Диалоги").await;
        }
        browser.idle().await;
        browser.screenshot(&format!("console-cards-{name}")).await;
        let display = word("What cards show", "Что показывать на карточках");
        browser.press("button", display).await;
        let field = word("Client’s variables", "Переменные клиента");
        browser
            .find("combobox", field)
            .await
            .type_keys("Размер")
            .await;
        browser.key("Enter").await;
        browser.press("button", word("Compact", "Плотно")).await;
        assert_eq!(barriers(browser).await, [""; 0]);
        browser
            .screenshot(&format!("console-cards-{name}-display"))
            .await;
        browser
            .press("button", word("Comfortable", "Просторно"))
            .await;
        browser.key("Escape").await;
        browser
            .screenshot(&format!("console-cards-{name}-values"))
            .await;
        if !look.is_phone && look.width > 1000 {
            browser.key("Alt+ArrowDown").await;
            browser.find("textbox", word("Reply", "Ответ")).await;
            browser.idle().await;
            browser
                .screenshot(&format!("console-cards-{name}-open"))
                .await;
            browser.key("Alt+l").await;
            browser.idle().await;
            browser
                .screenshot(&format!("console-cards-{name}-folded"))
                .await;
        }
    }
}
