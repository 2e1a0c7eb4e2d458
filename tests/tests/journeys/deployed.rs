//! A deployment to Cloudflare, rehearsed: what is shipped, under `wrangler dev`.

use beseda_tests::browser::Browser;
use beseda_tests::rehearsal::Rehearsal;
use beseda_tests::shop_server::ShopServer;

use crate::chat::Chat;
use crate::desk::Desk;
use crate::first_run;

#[tokio::test]
async fn a_deployment_begins_with_an_invitation_and_the_next_one_touches_nothing() {
    let mut relay = Rehearsal::first().await;
    let invitation = relay.invitation().expect("a new center has no owner");
    let shop = ShopServer::bind().await;
    let browser = Browser::open().await;
    browser
        .goto(&format!("{}{invitation}", relay.origin()))
        .await;
    first_run::create_account(&browser).await;
    first_run::name_center(&browser, "Lamps").await;
    let address = browser.find("textbox", "Site address").await;
    address.type_keys(&shop.origin()).await;
    browser.press("button", "Add site").await;
    let desk = Desk { browser };
    desk.says("Waiting for the first visit…").await;
    let key = first_run::key_shown(&desk.browser).await;

    let shop = relay.put_on(shop, &key);
    let browser = Browser::open().await;
    browser.goto(&shop.page("index.html")).await;
    let chat = Chat { browser };
    desk.says("Installed on localhost").await;
    chat.open().await;
    chat.write("Is it open?").await;
    desk.browser.press("button", "Go to dialogs").await;
    desk.open("Is it open?").await;
    desk.reply("Since this minute").await;
    chat.shows("Since this minute").await;

    let secrets = relay.secrets();
    relay.again().await;
    assert_eq!(relay.invitation(), None, "the center has an owner");
    assert_eq!(relay.secrets(), secrets);
    // The session and the conversation are those of before.
    chat.write("And now?").await;
    desk.open("And now?").await;
    desk.reply("Still").await;
    chat.shows("Still").await;
}
