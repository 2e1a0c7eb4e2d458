//! The part "files": files that wait for Send, are carried to the relay, and are shown.

mod body;
mod drop;
mod figures;
mod picture;
mod script;
mod uploading;
mod waiting;

use beseda_parts::gate;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;

use super::desk::Desk;
use super::desk::files::Carrier;
use super::shell::Shell;
use super::view::Field;
use script::Script;
use uploading::Uploads;

/// Begins as soon as it is here; what was sent before then, is sent.
pub(super) fn expect(shell: &Shell, field: &Field, desk: &Desk) {
    let (shell, field, desk) = (shell.clone(), field.clone(), desk.clone());
    desk.files().part.clone().begin_by(move |script| {
        let given = (script, shell, field.clone(), desk.clone());
        desk.files().begin(begin(given));
        field.send_due(&desk);
    });
}

gate! { "files", "00000000000000000000000000000002",
/// Shows what waits for Send, and gives what carries files. It has come with this script.
fn begin(given: (JsValue, Shell, Field, Desk)) -> Box<dyn Carrier> {
    let (script, shell, field, desk) = given;
    waiting::waiting(&field).append_to(&shell.panel);
    drop::drop_zone(&shell, &field).append_to(&shell.panel);
    Box::new(Uploads::new(script.unchecked_into::<Script>(), desk)) as Box<dyn Carrier>
}}
