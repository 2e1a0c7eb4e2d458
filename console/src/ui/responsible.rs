//! Who is responsible for a dialog, and changing that.

use beseda_protocol::ask::dialogs::Assign;
use beseda_protocol::dialog::Summary;
use beseda_protocol::ids::{DialogId, OperatorId};
use beseda_protocol::team::{Employee, Presence, Right};
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::icon::{self, Icon};
use super::menu::{Choice, Choices, Menu};
use super::outside::close_outside;
use super::transfer::Transfer;
use crate::model::Model;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// Whom one may make responsible, and whether nobody; neither: the responsible is only
/// shown.
#[derive(Debug, Clone, Default, PartialEq)]
struct Offer {
    people: Vec<Employee>,
    nobody: bool,
}

impl Offer {
    /// For a dialog.
    fn of(model: &Model, dialog: DialogId) -> Self {
        let card = model.board.card(dialog);
        let Some((roster, card)) = model.roster.as_ref().zip(card) else {
            return Self::default();
        };
        let card: &Summary = card;
        match roster.right(card) {
            Right::Answerable => Self {
                people: roster.assignable(card),
                nobody: roster.me.may_assign(card.responsible, None),
            },
            Right::Readable | Right::Hidden => Self::default(),
        }
    }

    fn any(&self) -> bool {
        self.nobody || !self.people.is_empty()
    }
}

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
    let may_change = desk.memo(move |model| Offer::of(model, id).any());
    let transfers = RwSignal::new(false);
    let host = NodeRef::<leptos::html::Div>::new();
    close_outside(host, transfers);
    let chevron = move || {
        may_change
            .get()
            .then(|| view! { <Icon of=icon::CHEVRON_DOWN size=14 /> })
    };
    let face = move || match responsible.get() {
        Some((id, name)) => view! {
            <Avatar name=name.clone() number=id.0 size=Size::Tiny />
            <span class={"cut"}>{name}</span>
            {chevron}
        }
        .into_any(),
        None => view! {
            <span class={"seat-empty"}></span>
            <span class={"cut quiet"}>{say("free")}</span>
            {chevron}
        }
        .into_any(),
    };
    view! {
        {move || {
            let label = match responsible.get() {
                Some((_, name)) => say_with("responsible_is", &[("name", &name)]),
                None => say("responsible_none"),
            };
            match may_change.get() {
                true => {
                    view! {
                        <div class="menu-host" node_ref=host>
                            <Menu label=label class="responsible" face=face>
                                <Items id=id responsible=responsible transfers=transfers />
                            </Menu>
                            <Show when=move || transfers.get()>
                                <Transfer id=id transfers=transfers />
                            </Show>
                        </div>
                    }
                        .into_any()
                }
                false => view! { <span class="responsible" role="img" aria-label=label.clone() title=label>{face}</span> }.into_any(),
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
    /// Set to true when it is to be handed on with a word.
    transfers: RwSignal<bool>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let now = responsible.get_untracked().map(|(id, _)| id);
    let (me, offer) = desk.peek(|model| (model.me(), Offer::of(model, id)));
    let assign = move |to: Option<OperatorId>| desk.request(Assign { dialog: id, to });
    desk.act(|model, _| model.look_at_presence());
    view! {
        <Choices title=say("assign_to")>
            {offer
                .people
                .into_iter()
                .map(|employee| {
                    let to = employee.id;
                    let you = (Some(to) == me).then(|| view! { <span class="chip">{say("label_you")}</span> });
                    view! {
                        <Choice is_chosen=now == Some(to) choose=move || assign(Some(to))>
                            <Avatar name=employee.name.clone() number=to.0 size=Size::Tiny />
                            <span class={"cut"}>{employee.name}</span>
                            {you}
                            <There id=to />
                        </Choice>
                    }
                })
                .collect_view()}
            {offer.nobody.then(|| view! {
                <Choice is_chosen=now.is_none() choose=move || assign(None)>
                    <span class={"seat-empty"}></span>
                    <span class={"cut"}>{say("free")}</span>
                </Choice>
            })}
        </Choices>
        <span class={"menu-rule"} aria-hidden="true"></span>
        <button type="button" class="menu-item" role="menuitem" on:click=move |_| transfers.set(true)>
            <Icon of=icon::NOTE />
            {say("transfer_menu")}
        </button>
    }
}

/// That he is not there; nothing of who is.
#[component]
fn There(
    /// Who.
    id: OperatorId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let presence = desk.memo(move |model| model.presence.get(&id).copied());
    let word = move || match presence.get()? {
        Presence::Away => Some(say("away")),
        Presence::Offline => Some(say("offline")),
        Presence::Online => None,
    };
    move || word().map(|word| view! { <span class={"quiet small there"}>{word}</span> })
}
