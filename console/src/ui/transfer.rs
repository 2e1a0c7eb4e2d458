//! Hands a dialog on, to somebody or to another channel, with a word to whoever goes on from
//! there (X26).

use beseda_protocol::ask::dialogs::TransferDialog;
use beseda_protocol::dialog::TransferTo;
use beseda_protocol::ids::{ChannelId, DialogId, OperatorId};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::confirm::focus;
use super::words;
use crate::model::Model;
use crate::session::Desk;
use crate::texts::say;

/// The form.
#[component]
pub(crate) fn Transfer(
    /// Which dialog.
    id: DialogId,
    /// Set to false when it is handed on, or not.
    transfers: RwSignal<bool>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Destinations { people, channels } = desk.peek(|model| Destinations::of(model, id));
    let to = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let select = NodeRef::<leptos::html::Select>::new();
    Effect::new(move |_| {
        if let Some(select) = select.get() {
            focus(&select);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(to) = to.with_untracked(|to| read(to)) {
            let note = note.get_untracked().trim().to_owned();
            desk.request(TransferDialog {
                dialog: id,
                to,
                note,
            });
            transfers.set(false);
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            transfers.set(false);
        }
    };
    let option = |(value, name): (String, String)| view! { <option value=value>{name}</option> };
    let group = move |title: &str, of: Vec<(String, String)>| {
        let title = say(title);
        (!of.is_empty()).then(|| {
            view! { <optgroup label=title>{of.into_iter().map(option).collect_view()}</optgroup> }
        })
    };
    view! {
        <form class="popover transfer" aria-label=say("transfer") on:submit=submit on:keydown=keyed>
            <label class="small quiet" for="transfer-to">{say("transfer_to")}</label>
            <select
                node_ref=select
                id="transfer-to"
                class="input"
                required=true
                on:change:target=move |event| to.set(event.target().value())
            >
                <option value="">{say("transfer_choose")}</option>
                {group("settings_people", people)}
                {group("settings_channels", channels)}
            </select>
            <label class="small quiet" for="transfer-note">{say("transfer_note")}</label>
            <textarea
                id="transfer-note"
                class="input"
                rows="3"
                dir="auto"
                on:input:target=move |event| note.set(event.target().value())
            ></textarea>
            <div class="row">
                <button type="submit" class="button primary">{say("transfer")}</button>
                <button type="button" class="button" on:click=move |_| transfers.set(false)>
                    {say("cancel")}
                </button>
            </div>
        </form>
    }
}

/// Where a dialog can be handed on to: what the form sends, and what it is called.
struct Destinations {
    people: Vec<(String, String)>,
    channels: Vec<(String, String)>,
}

impl Destinations {
    fn of(model: &Model, dialog: DialogId) -> Self {
        let card = model.board.card(dialog);
        let Some((roster, card)) = model.roster.as_ref().zip(card) else {
            let (people, channels) = (Vec::new(), Vec::new());
            return Self { people, channels };
        };
        let people = roster.assignable(card).into_iter();
        let people = people.filter(|one| Some(one.id) != card.responsible);
        let channels = roster.channels.iter();
        let channels = channels.filter(|channel| channel.id != card.channel);
        Self {
            people: people
                .map(|one| (format!("p{}", one.id), one.name))
                .collect(),
            channels: channels
                .map(|channel| (format!("c{}", channel.id), words::channel(channel)))
                .collect(),
        }
    }
}

fn read(value: &str) -> Option<TransferTo> {
    let (kind, id) = value.split_at_checked(1)?;
    let id = id.parse().ok()?;
    match kind {
        "p" => Some(TransferTo::Person { to: OperatorId(id) }),
        _ => Some(TransferTo::Channel {
            channel: ChannelId(id),
        }),
    }
}
