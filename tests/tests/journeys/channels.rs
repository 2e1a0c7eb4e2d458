//! What an operator may see, and what becomes of his screen when that changes.

use beseda_protocol::ask::channels::AddChannel;
use beseda_protocol::ask::sites::{AddSite, MoveSite};
use beseda_protocol::ask::team::{RenameMe, SetAccess};
use beseda_protocol::ids::{ChannelId, OperatorId};
use beseda_protocol::team::{Access, Others};
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::{SignIn, Stack};

use crate::access::barriers;
use crate::desk::Desk;

/// The owner on the wire, who changes what others see while they look.
struct Owner {
    line: Operator,
}

impl Owner {
    async fn of(stack: &Stack) -> Self {
        Self {
            line: Operator::sign_in(stack, &stack.owner()).await,
        }
    }

    /// A channel of this name.
    async fn adds(&mut self, name: &str) -> ChannelId {
        let name = name.to_owned();
        let made = self.line.question(AddChannel { name }).await;
        made.expect("an owner may").id
    }

    /// Another site.
    async fn adds_site(&mut self, name: &str) {
        let add = AddSite {
            name: name.to_owned(),
            origins: vec!["https://rent.example".to_owned()],
            look: None,
        };
        self.line.question(add).await.expect("an owner may");
    }

    /// The seeded site goes to a channel.
    async fn moves_site_to(&mut self, channel: ChannelId) {
        let site = "shop".into();
        let moved = self.line.question(MoveSite { site, channel }).await;
        moved.expect("an owner may");
    }

    async fn gives(&mut self, name: &str, from: Access, to: Access) {
        let employees = &self.line.desk.employees;
        let known = employees.iter().find(|employee| employee.name == name);
        let employee = known.map_or(OperatorId(0), |employee| employee.id);
        let set = SetAccess { employee, from, to };
        self.line.question(set).await.expect("an owner may");
    }
}

fn only(channels: &[ChannelId]) -> Access {
    Access {
        channels: Some(channels.to_vec()),
        ..Access::WHOLE
    }
}

fn others(others: Others) -> Access {
    Access {
        others,
        ..Access::WHOLE
    }
}

/// A page of the settings.
async fn settings(stack: &Stack, who: &SignIn, look: &Look, page: &str) -> Desk {
    let desk = Desk::looking(stack, who, look).await;
    let address = format!("{}/settings/{page}", stack.origin());
    desk.browser.goto(&address).await;
    desk.browser.idle().await;
    desk
}

/// Issue 13, what is asked red there first.
#[tokio::test]
async fn an_operator_who_loses_a_channel_while_away_reads_what_happened_and_keeps_his_draft() {
    let stack = Stack::crowded(&[("Anna", 1), ("nobody", 2)]).await;
    let mut owner = Owner::of(&stack).await;
    let elsewhere = owner.adds("Rent").await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let browser = &desk.browser;
    desk.dismiss_question().await;
    desk.first_dialog().await;
    desk.compose("Half a thought").await;
    let address = browser.address().await;
    browser.go_offline(true).await;
    desk.says("No connection").await;
    owner.gives("Anna", Access::WHOLE, only(&[elsewhere])).await;
    browser.go_offline(false).await;
    browser.network_is_back().await;

    desk.says("You no longer see this dialog").await;
    desk.says("Half a thought").await;
    browser.find("button", "Copy the text").await;
    assert_eq!(desk.cards().await, [""; 0]);
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-dialog-gone").await;
    // Wherever he goes he is told that something was left behind.
    browser.press("button", "Back to dialogs").await;
    desk.says("You have unsent text").await;
    browser.screenshot("console-left-behind").await;
    browser.press("button", "Show").await;
    desk.says("Half a thought").await;
    assert_eq!(browser.address().await, address);

    // The right comes back, and the draft is where it was.
    owner.gives("Anna", only(&[elsewhere]), Access::WHOLE).await;
    browser.find("button", "Close dialog").await;
    let field = browser.find("textbox", "Reply").await;
    browser
        .wait("the draft", || async {
            (field.property("value").await == "Half a thought").then_some(())
        })
        .await;
}

#[tokio::test]
async fn what_may_only_be_read_says_why_and_offers_nothing_else() {
    let stack = Stack::crowded(&[("Boris", 1)]).await;
    let mut owner = Owner::of(&stack).await;
    let desk = Desk::of(&stack, &stack.anna()).await;
    let browser = &desk.browser;
    desk.dismiss_question().await;
    desk.first_dialog().await;
    desk.compose("A word from me").await;
    owner
        .gives("Anna", Access::WHOLE, others(Others::Readable))
        .await;
    desk.says("Boris answers here").await;
    desk.says("A word from me").await;
    for name in [
        "Close dialog",
        "Send",
        "No reply needed",
        "Responsible: Boris",
    ] {
        assert!(!browser.has("button", name).await, "{name}");
    }
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-read-only").await;
    owner
        .gives("Anna", others(Others::Readable), others(Others::Hidden))
        .await;
    desk.says("You no longer see this dialog").await;
    assert!(!browser.has_containing("button", "Colleagues'").await);
}

/// Criteria: KC-01, KC-02
#[tokio::test]
async fn an_operator_without_a_channel_is_sent_to_an_administrator() {
    let stack = Stack::crowded(&[("Boris", 1)]).await;
    let mut owner = Owner::of(&stack).await;
    owner.gives("Anna", Access::WHOLE, only(&[])).await;
    for (name, look) in [("1440", Look::DESKTOP.wide(1440)), ("390", Look::PHONE)] {
        let browser = Browser::looking(&look).await;
        browser.goto(&stack.origin()).await;
        sign_in(&browser, &stack.anna()).await;
        browser
            .wait("whom to ask", || async {
                browser
                    .text()
                    .await
                    .contains("Ask an administrator: Olga")
                    .then_some(())
            })
            .await;
        assert!(!browser.has("link", "Dialogs").await, "KC-01");
        assert_eq!(barriers(&browser).await, [""; 0]);
        browser
            .screenshot(&format!("console-no-access-{name}"))
            .await;
    }
}

async fn sign_in(browser: &Browser, who: &SignIn) {
    let email = browser.find("textbox", "E-mail").await;
    email.type_keys(&who.email).await;
    let password = browser.find("password", "Password").await;
    password.type_keys(&who.password).await;
    browser.press("button", "Sign in").await;
}

#[tokio::test]
async fn an_administrator_makes_a_channel_and_says_who_sees_it() {
    let stack = Stack::crowded(&[("Boris", 3)]).await;
    let boris = Desk::of(&stack, &stack.boris()).await;
    let desk = settings(&stack, &stack.owner(), &Look::DESKTOP, "channels").await;
    let browser = &desk.browser;
    assert!(
        !browser.has("button", "Delete channel").await,
        "there is one"
    );
    browser.screenshot("console-channels-one").await;
    let name = browser.find("textbox", "Name").await;
    name.type_keys("Rent").await;
    browser.press("button", "Add channel").await;
    desk.says("Who sees it").await;
    desk.says("This channel can't be deleted").await;

    // The site, with its dialogs, goes to it.
    browser.press("button", "Move the site Lamp shop").await;
    browser.press("menuitemradio", "Rent").await;
    desk.says("Move Lamp shop to Rent?").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-channels-move").await;
    browser.press("button", "Move").await;
    desk.says("To delete the channel, move its 1 site first")
        .await;

    // Boris does not see it any more, and his dialogs become free.
    let people = browser
        .find_in(("region", "Rent"), "checkbox", "Boris")
        .await;
    people.press().await;
    boris
        .browser
        .wait("an empty list", || async {
            boris.cards().await.is_empty().then_some(())
        })
        .await;
    browser
        .wait("Boris to be without it", || async {
            (people.property("checked").await == "false").then_some(())
        })
        .await;
    browser.screenshot("console-channels-two").await;
    let main = browser
        .find_in(("region", "Main"), "checkbox", "Boris")
        .await;
    assert_eq!(main.property("checked").await, "true");

    // The same, on the other page.
    let people = format!("{}/settings/people", stack.origin());
    browser.goto(&people).await;
    desk.says("Sees: Main").await;
    browser.press("button", "Actions: Boris").await;
    browser.press("menuitem", "Access…").await;
    desk.says("What Boris sees").await;
    assert_eq!(barriers(browser).await, [""; 0]);
    browser.screenshot("console-people-access").await;
    browser.press("radio", "All, new ones too").await;
    browser.press("button", "Save").await;
    boris
        .browser
        .find_containing("link", "Maria Magdalena")
        .await;
}

#[tokio::test]
async fn the_channels_wide_narrow_dark_and_in_russian() {
    const LONG: &str = "Константин Константинопольский-Преображенский";
    let stack = Stack::crowded(&[("Boris", 2)]).await;
    let mut owner = Owner::of(&stack).await;
    let rent = owner.adds("Аренда и продажа загородной недвижимости").await;
    owner.adds("Rent").await;
    owner
        .adds_site("Загородная недвижимость, официальный сайт")
        .await;
    owner.moves_site_to(rent).await;
    owner.gives("Anna", Access::WHOLE, only(&[rent])).await;
    let mut boris = Operator::sign_in(&stack, &stack.boris()).await;
    let renamed = boris
        .question(RenameMe {
            name: LONG.to_owned(),
        })
        .await;
    renamed.expect("one's own name is one's own");
    for (name, look) in [
        ("1440", Look::DESKTOP.wide(1440)),
        ("dark", Look::DESKTOP.wide(1440).dark()),
        ("768", Look::DESKTOP.wide(768)),
        ("zoom", Look::DESKTOP.wide(640)),
        ("390", Look::PHONE),
    ] {
        let desk = settings(&stack, &stack.owner(), &look, "channels").await;
        let browser = &desk.browser;
        browser
            .screenshot(&format!("console-channels-{name}"))
            .await;
        browser
            .goto(&format!("{}/settings/me", stack.origin()))
            .await;
        browser.press("button", "Русский").await;
        browser
            .goto(&format!("{}/settings/channels", stack.origin()))
            .await;
        browser.press("button", "Перенести сайт Lamp shop").await;
        browser.press("menuitemradio", "Основной").await;
        browser.find("button", "Перенести").await;
        assert_eq!(barriers(browser).await, [""; 0]);
        browser
            .screenshot(&format!("console-channels-{name}-russian"))
            .await;
        browser
            .goto(&format!("{}/settings/people", stack.origin()))
            .await;
        browser.press("button", "Действия: Anna").await;
        browser.press("menuitem", "Доступ…").await;
        browser.find("button", "Сохранить").await;
        assert_eq!(barriers(browser).await, [""; 0]);
        browser
            .screenshot(&format!("console-access-{name}-russian"))
            .await;
    }
}
