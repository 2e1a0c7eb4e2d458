//! The part "forms": what the visitor is asked besides his messages, and what he may do with the
//! conversation. Almost all of it is script (`parts/forms.js`): it is elements made once.

use beseda_client::parsed::Parsed;
use beseda_client::timeline::Fate;
use beseda_parts::gate;
use beseda_protocol::json::Wire;
use beseda_protocol::refusal::Code;
use beseda_protocol::visitor::Answers;
use reactive_graph::effect::RenderEffect;
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::With;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::{Event, ShadowRoot};

use super::desk::Desk;
use super::dom::{effect, listen};
use super::shell::Shell;
use crate::chat::Chat;
use crate::rows::Row;

/// Begins as soon as it is here.
pub(super) fn expect(shell: &Shell, chat: &ArcRwSignal<Chat>, desk: &Desk) {
    let (root, chat, given) = (shell.root.clone(), chat.clone(), desk.clone());
    desk.forms().begin_by(move |script| {
        // For as long as the page lives.
        std::mem::forget(begin((script, root, chat, given)));
    });
}

gate! { "forms", "00000000000000000000000000000004",
/// Gives what follows the conversation from now on. It has come with this script.
fn begin(given: (JsValue, ShadowRoot, ArcRwSignal<Chat>, Desk)) -> RenderEffect<()> {
    let (script, root, chat, desk) = given;
    let forms = script.unchecked_into::<Forms>();
    let (asked, answered) = (forms.clone(), desk.clone());
    listen::<Event>(&root, "answered", move |_| {
        let (version, answers) = (asked.agreed(), Parsed::from(asked.answers()));
        answered.answer((version != 0).then_some(version), Answers::read(&answers));
    });
    forms.begin(&root, &desk.address(&[]), desk.key(), "widget.");
    effect(Box::new(move || {
        let (n, ending, lacks) = chat.with(|chat| {
            let lacks = chat.rows.iter().map(lacks).max();
            (chat.rows.len(), chat.ending, lacks.unwrap_or_default())
        });
        let rate = ending.rate.map_or(0, |id| id.0);
        let token = desk.token().unwrap_or_default();
        forms.stand(n as u32, ending.by_you, rate as f64, lacks, &token);
    }))
}}

/// For want of what a message was refused: as in [`Forms::stand`].
fn lacks(row: &Row) -> u32 {
    match row.fate() {
        Some(Fate::NotSent(refusal)) => match refusal.code {
            Code::AnswersRequired => 1,
            Code::ConsentRequired => 2,
            _ => 0,
        },
        _ => 0,
    }
}

#[wasm_bindgen]
extern "C" {
    /// The module, which comes with the part.
    #[derive(Clone)]
    type Forms;

    /// Draws into this root, for the site with this key on this relay; its texts are of this
    /// family.
    #[wasm_bindgen(method)]
    fn begin(this: &Forms, root: &ShadowRoot, relay: &str, key: &str, family: &str);

    /// How the conversation stands: so many messages; whether the visitor has ended it; the
    /// dialog that he is asked to rate, or 0; whether a message was refused for want of his
    /// answers (1) or of his consent (2). His token, by which the relay is asked.
    #[wasm_bindgen(method)]
    fn stand(this: &Forms, n: u32, ended: bool, rate: f64, lacks: u32, token: &str);

    /// The version of the site's text to which he has agreed; 0: none.
    #[wasm_bindgen(method)]
    fn agreed(this: &Forms) -> u32;

    /// What he has answered; undefined: he was not asked.
    #[wasm_bindgen(method)]
    fn answers(this: &Forms) -> JsValue;
}
