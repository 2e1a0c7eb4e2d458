//! Who is responsible for a dialog, and changing that.

use beseda_protocol::ask::dialogs::Assign;
use beseda_protocol::ids::{DialogId, OperatorId};
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::icon::{self, Icon};
use super::menu::{Choice, Choices, Menu};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// A button with the responsible; its menu changes that.
#[component]
pub(crate) fn Responsible(
    /// Of which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let responsible = desk.memo(move |model| {
        let id = model.board.card(id)?.responsible?;
        Some((id, model.name(id)))
    });
    let face = move || match responsible.get() {
        Some((id, name)) => view! {
            <Avatar name=name.clone() number=id.0 size=Size::Tiny />
            <span class={"cut"}>{name}</span>
            <Icon of=icon::CHEVRON_DOWN size=14 />
        }
        .into_any(),
        None => view! {
            <span class={"seat-empty"}></span>
            <span class={"cut quiet"}>{say("free")}</span>
            <Icon of=icon::CHEVRON_DOWN size=14 />
        }
        .into_any(),
    };
    view! {
        {move || {
            let label = match responsible.get() {
                Some((_, name)) => say_with("responsible_is", &[("name", &name)]),
                None => say("responsible_none"),
            };
            view! {
                <Menu label=label class="responsible" face=face>
                    <Items id=id responsible=responsible />
                </Menu>
            }
        }}
    }
}

/// Who may be responsible: oneself first, then the colleagues, then nobody.
#[component]
fn Items(
    /// Of which dialog.
    id: DialogId,
    /// Who is now.
    responsible: Memo<Option<(OperatorId, String)>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let now = responsible.get_untracked().map(|(id, _)| id);
    let (me, people) = desk.peek(|model| {
        let people = model.roster.as_ref().map(|roster| roster.assignable());
        (model.me(), people.unwrap_or_default())
    });
    let assign = move |to: Option<OperatorId>| desk.request(Assign { dialog: id, to });
    view! {
        <Choices title=say("assign_to")>
            {people
                .into_iter()
                .map(|employee| {
                    let to = employee.id;
                    let you = (Some(to) == me).then(|| view! { <span class="chip">{say("label_you")}</span> });
                    view! {
                        <Choice is_chosen=now == Some(to) choose=move || assign(Some(to))>
                            <Avatar name=employee.name.clone() number=to.0 size=Size::Tiny />
                            <span class={"cut"}>{employee.name}</span>
                            {you}
                        </Choice>
                    }
                })
                .collect_view()}
            <Choice is_chosen=now.is_none() choose=move || assign(None)>
                <span class={"seat-empty"}></span>
                <span class={"cut"}>{say("free")}</span>
            </Choice>
        </Choices>
    }
}
