//! The pages of a shop: without a chat, and each with one.

use std::fs;
use std::path::Path;

use beseda_protocol::VERSION;

use super::Target;

/// A page that has only what all have: a text, and a button that shows an empty box.
pub(super) const PLAIN: &str = "plain.html";
/// The button, and the box.
pub(super) const OWN: (&str, &str) = ("#own", "#box");

const FLOOR: &str = include_str!("floor.js");

/// What each page begins with.
const HEAD: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Shop</title>\
<meta name=viewport content='width=device-width'>\
<style>body{font:16px/1.5 sans-serif;max-width:40em;margin:2em auto}\
#box,#floor,#deep{position:fixed;right:20px;bottom:90px;width:320px;height:400px;\
background:#fff;border:1px solid #888}#own{position:fixed;left:20px;bottom:20px}\
#floor-launcher,#deep-launcher{position:fixed;right:20px;bottom:20px}</style>\
<h1>Lamps</h1><p>A lamp of brass, a lamp of oak, and a lamp that is neither.</p>\
<button id=own>A box</button><div id=box hidden></div>\
<script>document.querySelector('#own').onclick=()=>document.querySelector('#box').hidden=false</script>";

/// Beseda as its snippet embeds it.
pub(super) fn beseda(relay: &str, key: &str) -> Target {
    Target {
        name: "Beseda".to_owned(),
        page: "beseda.html".to_owned(),
        html: format!("<script async crossorigin src={relay}/w/{key}.js></script>"),
        launcher: "beseda-chat >>> .launcher".to_owned(),
        panel: "beseda-chat >>> .panel".to_owned(),
        field: "beseda-chat >>> textarea".to_owned(),
        started: "beseda-chat >>> .foot button".to_owned(),
        acknowledged: "beseda-chat >>> .state:text(Sent|Delivered|Read)".to_owned(),
    }
}

/// See `floor.js`.
pub(super) fn floor(relay: &str, key: &str) -> Target {
    Target {
        name: "plain script".to_owned(),
        page: "floor.html".to_owned(),
        html: format!(
            "<button id=floor-launcher>Chat</button>\
             <div id=floor hidden><div></div><textarea aria-label=Message></textarea></div>{}",
            script(relay, key)
        ),
        launcher: "#floor-launcher".to_owned(),
        panel: "#floor".to_owned(),
        field: "#floor textarea".to_owned(),
        started: "#floor textarea".to_owned(),
        acknowledged: "#floor p:text(Sent)".to_owned(),
    }
}

/// deep-chat, which has no launcher and no line of its own: it gets ours.
pub(super) fn deep_chat(relay: &str, key: &str) -> Target {
    Target {
        name: "deep-chat".to_owned(),
        page: "deep-chat.html".to_owned(),
        html: format!(
            "<button id=deep-launcher>Chat</button><div id=deep hidden></div>{}\
             <script type=module src=deepChat.bundle.js></script>\
             <script>document.querySelector('#deep-launcher').onclick=()=>{{\
             const panel=document.querySelector('#deep');panel.hidden=false;\
             if(panel.firstChild)return;const chat=document.createElement('deep-chat');\
             chat.connect={{handler:async(body,signals)=>{{\
             await talk.say(body.messages[0].text);signals.onResponse({{text:'Sent'}})}}}};\
             panel.append(chat);talk.begin()}}</script>",
            script(relay, key)
        ),
        launcher: "#deep-launcher".to_owned(),
        panel: "#deep".to_owned(),
        field: "deep-chat >>> #text-input".to_owned(),
        started: "deep-chat >>> #text-input".to_owned(),
        acknowledged: "deep-chat >>> .ai-message-text:text(Sent)".to_owned(),
    }
}

fn script(relay: &str, key: &str) -> String {
    format!(
        "<script src=floor.js data-relay={relay} data-key={key} data-version={VERSION}></script>"
    )
}

/// Writes them into a folder; `deep_chat` is its bundle.
pub(super) fn write(into: &Path, targets: &[Target], deep_chat: Option<&Path>) {
    let write = |name: &str, text: &str| {
        fs::write(into.join(name), text).expect("the folder can be written");
    };
    write(PLAIN, HEAD);
    write("floor.js", FLOOR);
    for target in targets.iter().filter(|target| !target.is_elsewhere()) {
        write(&target.page, &format!("{HEAD}{}", target.html));
    }
    if let Some(bundle) = deep_chat {
        fs::copy(bundle, into.join("deepChat.bundle.js")).expect("the bundle can be copied");
    }
}
