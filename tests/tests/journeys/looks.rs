//! What the eye sees at once: names of any length, one colour a person, a low composer.

use beseda_protocol::ask::sites::AddSite;
use beseda_protocol::limits::NAME_CHARS_MAX;
use beseda_tests::browser::{Browser, Look};
use beseda_tests::operator::Operator;
use beseda_tests::stack::{SignIn, Stack};
use serde_json::json;

use crate::chat::Chat;
use crate::desk::Desk;

/// Whether what shows this name is cut where it has no room and tells the whole of it.
const IS_CUT: &str = "
    const [within, selector, name] = args;
    const root = within.getRootNode();
    const shown = [...root.querySelectorAll(selector)].filter(one => one.title === name);
    const box = root.querySelector('.panel').getBoundingClientRect();
    return shown.length > 0 && shown.every(one => {
        const place = one.getBoundingClientRect();
        return place.left >= box.left && place.right <= box.right && one.scrollWidth > one.clientWidth;
    });
";

/// Field T9.
#[tokio::test]
async fn a_name_of_any_length_is_cut_in_sight_and_whole_in_its_title() {
    let mut stack = Stack::empty().await;
    let name = "W".repeat(NAME_CHARS_MAX);
    let who = SignIn {
        email: "w@example.com".to_owned(),
        password: "a long enough phrase".to_owned(),
    };
    let link = stack.invitation().await;
    let token = link.strip_prefix("/join/").expect("a link to join");
    let cookie = stack.http().accept(token, &name, &who).await.cookie();
    let mut owner = Operator::with_cookie(&stack, &cookie).await;
    let site = AddSite {
        name: name.clone(),
        origins: vec![stack.demo_origin()],
        look: None,
    };
    let site = owner.question(site).await.expect("an owner may");
    stack.use_key(&site.key);

    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("who is there").await;
    chat.last_is_stored().await;
    let dialog = owner.dialog_of("who is there").await.id;
    owner.replied(dialog, "a long name").await;
    chat.shows("a long name").await;
    let send = chat.browser.find("button", "Send").await;
    for selector in ["h2", ".name"] {
        let arguments = [send.as_argument(), selector.into(), name.clone().into()];
        assert!(
            chat.browser.js::<bool>(IS_CUT, &arguments).await,
            "{selector}"
        );
    }
    chat.browser.screenshot("widget-long-names").await;
}

/// ux P5.
#[tokio::test]
async fn a_person_has_one_colour_in_the_widget_and_in_the_console() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("in which colour").await;
    chat.last_is_stored().await;
    let dialog = anna.dialog_of("in which colour").await.id;
    anna.replied(dialog, "in mine").await;
    chat.shows("in mine").await;
    const IN_WIDGET: &str = "
        const face = args[0].getRootNode().querySelector('.row:not(.own) .avatar');
        return [face.textContent.toUpperCase(), getComputedStyle(face).getPropertyValue('--hue')];
    ";
    let send = chat.browser.find("button", "Send").await;
    let shown: [String; 2] = chat.browser.js(IN_WIDGET, &[send.as_argument()]).await;

    let desk = Desk::of(&stack, &stack.anna()).await;
    desk.open("in mine").await;
    const IN_CONSOLE: &str = "
        return [...document.querySelectorAll('.avatar')].filter(one => one.dataset.letters === args[0])
            .map(one => getComputedStyle(one).getPropertyValue('--hue'));
    ";
    let hues = desk
        .browser
        .wait("her face in the console", || async {
            let hues: Vec<String> = desk.browser.js(IN_CONSOLE, &[json!(shown[0])]).await;
            (!hues.is_empty()).then_some(hues)
        })
        .await;
    assert!(hues.contains(&shown[1]), "{shown:?} {hues:?}");
}

/// ux P15, P16.
#[tokio::test]
async fn an_empty_composer_is_low_and_its_send_looks_as_what_can_not_be_pressed() {
    let stack = Stack::shared().await;
    let chat = Chat {
        browser: Browser::looking(&Look::PHONE).await,
    };
    chat.browser.goto(&stack.page("index.html")).await;
    chat.open().await;
    let send = chat.browser.find("button", "Send").await;
    // Colours as the screen has them, and how far apart they are (WCAG 2.2, 1.4.11).
    const LOOK: &str = "
        const [send] = args;
        send.getAnimations().forEach(fade => fade.finish());
        const canvas = new OffscreenCanvas(1, 1).getContext('2d');
        const light = color => {
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(n => n / 255)
                .map(n => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
        };
        const style = getComputedStyle(send);
        const [low, high] = [light(style.color), light(style.backgroundColor)].sort((a, b) => a - b);
        return [send.closest('.composer').offsetHeight, high / low, style.opacity];
    ";
    let look: (f64, f64, String) = chat.browser.js(LOOK, &[send.as_argument()]).await;
    assert!(look.0 <= 96.0, "{} px high", look.0);
    assert!(look.1 >= 3.0, "its arrow is seen: {}", look.1);
    assert_eq!(look.2, "1", "it is not washed out");
}
