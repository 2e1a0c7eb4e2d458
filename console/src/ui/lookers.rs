//! In the head of a dialog: who else has it open.

use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use crate::session::Desk;
use crate::texts::say_with;

/// Tells them that this one has it open, too, as long as what calls this is shown.
pub(crate) fn look_in(desk: Desk, id: DialogId) {
    let is_live = desk.memo(|model| model.line.is_live());
    Effect::new(move |_| {
        if is_live.get() {
            desk.act(|model, _| model.look_in(id));
        }
    });
    on_cleanup(move || desk.act(|model, _| model.look_away(id)));
}

/// Their faces, and their names where there is room; nothing where nobody is.
#[component]
pub(crate) fn Lookers(
    /// Of which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let others = desk.memo(move |model| {
        let others = model.lookers(id).into_iter();
        others.map(|id| (id, model.name(id))).collect::<Vec<_>>()
    });
    move || {
        let others = others.get();
        let names: Vec<&str> = others.iter().map(|(_, name)| &**name).collect();
        let key = match names.len() {
            0 => return None,
            1 => "looks_too",
            _ => "look_too",
        };
        let told = say_with(key, &[("name", &names.join(", "))]);
        let title = told.clone();
        let faces = others.iter().map(|(id, name)| {
            view! { <Avatar name=name.clone() number=id.0 size=Size::Tiny /> }
        });
        Some(view! {
            <span class="head-lookers" role="status" title=title>
                <span class="head-faces" aria-hidden="true">{faces.collect_view()}</span>
                <span class="head-looker-names cut">{told}</span>
            </span>
        })
    }
}
