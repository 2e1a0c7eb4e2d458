//! Pictures that a visitor sends and sees: made smaller, or shown as the files that
//! they are.

use beseda_tests::browser::Browser;
use beseda_tests::operator::Operator;
use beseda_tests::stack::Stack;
use serde_json::Value;

use crate::chat::{self, Chat, LOG};
use crate::files::Folder;

/// Gives the field for files a photo of many megabytes, as a camera makes them.
const TAKE_PHOTO: &str = "
    const canvas = document.createElement('canvas');
    canvas.width = 3200;
    canvas.height = 2400;
    const context = canvas.getContext('2d');
    const points = context.createImageData(3200, 2400);
    for (let i = 0; i < points.data.length; i += 65536)
        crypto.getRandomValues(points.data.subarray(i, Math.min(i + 65536, points.data.length)));
    for (let i = 3; i < points.data.length; i += 4) points.data[i] = 255;
    context.putImageData(points, 0, 0);
    const photo = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.8));
    const data = new DataTransfer();
    data.items.add(new File([photo], 'photo.jpg', {type: photo.type}));
    args[0].files = data.files;
    args[0].dispatchEvent(new Event('change', {bubbles: true}));
    return photo.size;
";

/// The bytes and the sides of the picture behind a link.
const MEASURE: &str = "
    const bytes = await (await fetch(args[0].href)).blob();
    const picture = await createImageBitmap(bytes);
    return [bytes.size, picture.width, picture.height];
";

/// Waits for the picture in a link to be drawn.
async fn drawn(browser: &Browser, name: &str) -> Vec<u64> {
    let link = browser.find_in(LOG, "link", name).await;
    let is_drawn = "return args[0].href.startsWith('blob:') && !args[0].matches('.awaited');";
    browser
        .wait("the picture to be drawn", || async {
            let arguments = [link.as_argument()];
            browser.js::<bool>(is_drawn, &arguments).await.then_some(())
        })
        .await;
    browser.js(MEASURE, &[link.as_argument()]).await
}

/// ux B4.
#[tokio::test]
async fn a_photo_over_the_limit_is_made_smaller_and_goes_through() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    let attach = chat.browser.find("button", "Attach a file").await;
    let limit = attach.attribute("title").await.unwrap_or_default();
    assert!(limit.contains("2 MB"), "{limit}");
    let field = chat.browser.file_field().await;
    let taken: u64 = chat.browser.js(TAKE_PHOTO, &[field.as_argument()]).await;
    assert!(taken > 2 * 1024 * 1024, "{taken}");
    chat.browser.press("button", "Send").await;
    let sent = drawn(&chat.browser, "photo.jpg").await;
    assert!(sent[0] <= 2 * 1024 * 1024, "{sent:?}");
    assert!(sent[1] <= 2_048 && sent[2] * 4 == sent[1] * 3, "{sent:?}");
    chat.last_is_stored().await;
    let link = chat.browser.find_in(LOG, "link", "photo.jpg").await;
    link.press().await;
    chat.browser.find("button", "Close picture").await;
    chat.browser.screenshot("widget-viewer").await;
    chat.browser.key("Escape").await;
    chat.browser.gone("button", "Close picture").await;
    assert_eq!(chat.is_open().await, Some(true));
    assert_eq!(chat.browser.complaints().await, [""; 0]);
}

/// A PNG whose first bytes tell these sides, and nothing behind them.
fn png(side: u32) -> Vec<u8> {
    let side = side.to_be_bytes();
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend([side, side].concat());
    bytes.extend(b"\x08\x02\0\0\0\0\0\0\0");
    bytes
}

/// Fields F6 and F7.
#[tokio::test]
async fn a_picture_that_cannot_be_drawn_is_a_file_with_its_download() {
    let stack = Stack::shared().await;
    let mut anna = Operator::sign_in(&stack, &stack.anna()).await;
    let folder = Folder::new();
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    chat.write("two pictures follow").await;
    anna.dialog_of("two pictures follow").await;
    for (name, bytes) in [
        ("huge.png", png(16_000)),
        ("broken.png", b"\x89PNG\r\n\x1a\n<html>".to_vec()),
    ] {
        let (path, _) = folder.put(name, &bytes);
        chat::attach(&chat.browser, &path).await;
        let row = format!("{name} {} B", bytes.len());
        chat.browser.find_in(LOG, "link", &row).await;
    }
    assert!(!chat.browser.has_containing("img", ".png").await);
    let names = chat.browser.names_in(LOG, "link").await;
    assert_eq!(names, ["huge.png 33 B", "broken.png 14 B"]);
}

/// Fields F1 and Z3, ux P6 and P7: what is seen of a name is its accessible name, too.
#[tokio::test]
async fn a_file_is_told_by_its_real_ending_and_its_size() {
    let stack = Stack::shared().await;
    let folder = Folder::new();
    let chat = Chat::on(&stack, "index.html").await;
    chat.open().await;
    let long = format!("{} version 17.pdf", "Offer for the garden ".repeat(4));
    for (name, bytes, told) in [
        ("photo\u{202e}gpj.exe", 44, "photogpj.exe 44 B"),
        (&*long, 8_960, "version 17.pdf 8.8 KB"),
    ] {
        let (path, _) = folder.put(name, &vec![7; bytes]);
        chat::attach(&chat.browser, &path).await;
        let link = chat.browser.find_in(LOG, "link", told).await;
        let shown = "
            const [label, size] = args[0].querySelector('div').children;
            const end = label.lastElementChild;
            const cut = end.scrollWidth > end.clientWidth;
            return [label.textContent + size.textContent, String(cut)];
        ";
        let shown: Vec<String> = chat.browser.js(shown, &[link.as_argument()]).await;
        assert_eq!(shown, [link.name().await, "false".to_owned()]);
    }
}

/// ux W10 and W11: text that has no opacity of its own, and what the system's colours show.
#[tokio::test]
async fn in_forced_colours_focus_and_what_can_be_sent_are_seen() {
    let stack = Stack::shared().await;
    let chat = Chat::on(&stack, "index.html").await;
    let forced = serde_json::json!({"features": [{"name": "forced-colors", "value": "active"}]});
    chat.browser
        .devtools("Emulation.setEmulatedMedia", forced)
        .await;
    chat.open().await;
    let send = chat.browser.find("button", "Send").await;
    // Its colours fade into each other: what counts is where they end.
    let look = async |disabled: &str| {
        let look = "const [send, disabled] = args;
            if (send.getAttribute('aria-disabled') !== disabled) return null;
            send.getAnimations().forEach(fade => fade.finish());
            const composer = getComputedStyle(send.closest('.composer'));
            return [getComputedStyle(send).backgroundColor, composer.outlineStyle];";
        let args = [send.as_argument(), disabled.into()];
        let probe = || chat.browser.js::<Option<Vec<String>>>(look, &args);
        chat.browser.wait("Send in its state", probe).await
    };
    chat.compose("a").await;
    let ready = look("false").await;
    assert_eq!(ready[1], "solid");
    let blur = "args[0].getRootNode().activeElement.blur(); return null;";
    chat.browser.key("Enter").await;
    chat.browser.js::<Value>(blur, &[send.as_argument()]).await;
    let empty = look("true").await;
    assert_eq!(empty[1], "none");
    assert_ne!(ready[0], empty[0], "enabled and disabled look different");
}
