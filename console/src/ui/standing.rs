//! That a client is blocked or paused (SB-50): beside his name, told on his card, and
//! changed by the menus of both (SB-58, X25).

use beseda_protocol::ask::Question;
use beseda_protocol::ask::clients::{BlockClient, PauseClient, UnblockClient, UnpauseClient};
use beseda_protocol::client::{Block, Pause};
use beseda_protocol::dialog::ClientBrief;
use beseda_protocol::ids::{ClientId, OperatorId, Timestamp};
use leptos::prelude::*;

use super::card_part::{AddLine, Adding, CardPart, of_profile};
use super::icon::{self, Icon, Outline};
use super::note::Outcome;
use super::words;
use crate::browser::intl::{Style, moment};
use crate::model::question::{Form, Part};
use crate::session::Desk;
use crate::texts::say;

/// The words beside his name.
#[component]
pub(crate) fn Standing(
    /// Whose.
    client: ClientBrief,
) -> impl IntoView {
    view! {
        {client.is_blocked.then(|| view! { <span class="standing bad">{say("blocked")}</span> })}
        {client.is_paused.then(|| view! { <span class="standing">{say("paused")}</span> })}
    }
}

/// Items of a menu: what may be changed of it.
#[component]
pub(crate) fn StandingItems(
    /// Whose, as he is when the menu opens.
    client: ClientBrief,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let item = move |icon: Outline, text: &str, question: Question| {
        let ask = move |_| desk.request(question.clone());
        view! {
            <button type="button" class="menu-item" role="menuitem" on:click=ask>
                <Icon of=icon />
                {say(text)}
            </button>
        }
    };
    let id = client.id;
    let (pause, pausing): (_, Question) = match client.is_paused {
        true => ("unpause_client", UnpauseClient { client: id }.into()),
        false => ("pause_client", PauseClient { client: id }.into()),
    };
    let (block, blocking): (_, Question) = match client.is_blocked {
        true => ("unblock_client", UnblockClient { client: id }.into()),
        false => ("block_client", blocking(id, String::new()).into()),
    };
    view! {
        {item(if client.is_paused { icon::PLAY } else { icon::PAUSE }, pause, pausing)}
        {item(icon::BAN, block, blocking)}
    }
}

fn blocking(client: ClientId, reason: String) -> BlockClient {
    BlockClient { client, reason }
}

/// On his card: since when, by whom and why, and the way back.
#[component]
pub(crate) fn CardStanding(
    /// Whose card, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::Client(client, Part::Standing);
    desk.act(|model, _| {
        model.forget(&form);
        Vec::new()
    });
    let blocked = of_profile(desk, client, |profile| profile.block.clone());
    let paused = of_profile(desk, client, |profile| profile.pause.clone());
    let progress = desk.memo(move |model| model.progress(&form));
    view! {
        {move || blocked.get().map(|block| view! { <Blocked client=client block=block /> })}
        {move || paused.get().map(|pause| view! { <Paused client=client pause=pause /> })}
        <Outcome progress=progress />
    }
}

#[component]
fn Blocked(
    /// Who.
    client: ClientId,
    /// How.
    block: Block,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let adding = Adding::new();
    let give = move |reason: String| {
        desk.request(blocking(client, reason));
        Ok(())
    };
    let Block { at, by, reason } = block;
    let reason = (!reason.is_empty()).then(|| view! { <p dir="auto">{reason}</p> });
    view! {
        <CardPart form=None title=say("blocked") adding=(adding, say("block_reason"))>
            <p>{say("blocked_text")}</p>
            {reason}
            <AddLine adding=adding label=say("block_reason") add=Callback::new(give) />
            <Since by=by at=at />
            <button type="button" class="button slim" on:click=move |_| desk.request(UnblockClient { client })>
                {say("unblock")}
            </button>
        </CardPart>
    }
}

#[component]
fn Paused(
    /// Who.
    client: ClientId,
    /// How.
    pause: Pause,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let Pause { at, by } = pause;
    view! {
        <CardPart form=None title=say("paused")>
            <p>{say("paused_text")}</p>
            <Since by=by at=at />
            <button type="button" class="button slim" on:click=move |_| desk.request(UnpauseClient { client })>
                {say("unpause")}
            </button>
        </CardPart>
    }
}

/// Who did it, and when.
#[component]
fn Since(
    /// Who.
    by: OperatorId,
    /// When.
    at: Timestamp,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let author = desk.memo(move |model| model.name(by));
    view! {
        <p class="small quiet standing-since" title=moment(at, Style::Full)>
            {author} " · " {move || words::list_time(at, desk.now.get())}
        </p>
    }
}
