//! The comment on a client (X8): saved when the field is left. What a colleague has
//! written meanwhile is shown beside it, and neither undoes the other in silence.

use beseda_protocol::ask::clients::SetClientComment;
use beseda_protocol::ids::ClientId;
use beseda_protocol::limits::COMMENT_CHARS_MAX;
use leptos::prelude::*;

use super::card_part::{CardPart, of_profile};
use crate::model::question::{Form, Part};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The comment.
#[component]
pub(crate) fn CardComment(
    /// On whom, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let stored = of_profile(desk, client, |profile| profile.comment.clone());
    let text = RwSignal::new(stored.get_untracked());
    // What the text was made from.
    let seen = RwSignal::new(stored.get_untracked());
    Effect::new(move |_| {
        let stored = stored.get();
        let written = text.get_untracked();
        if written == seen.get_untracked() || written.trim() == stored {
            text.set(stored.clone());
            seen.set(stored);
        }
    });
    let newer = Memo::new(move |_| {
        let stored = stored.get();
        (stored != seen.get()).then_some(stored)
    });
    let save = move || {
        // A field that is taken away loses the keyboard, too.
        let (Some(comment), Some(replaced)) = (text.try_get_untracked(), seen.try_get_untracked())
        else {
            return;
        };
        if newer.get_untracked().is_none() && comment != replaced {
            desk.request(SetClientComment {
                client,
                comment,
                replaced,
            });
        }
    };
    let keep_mine = move |_| {
        seen.set(stored.get_untracked());
        save();
    };
    let take_theirs = move |_| {
        text.set(stored.get_untracked());
        seen.set(stored.get_untracked());
    };
    view! {
        <CardPart form=Some(Form::Client(client, Part::Comment)) title=say("comment")>
            <textarea
                class="input slim"
                rows="2"
                dir="auto"
                maxlength=COMMENT_CHARS_MAX.to_string()
                aria-label=say("comment")
                placeholder=say("comment_placeholder")
                prop:value=text
                on:input:target=move |event| text.set(event.target().value())
                on:blur=move |_| save()
            ></textarea>
            {move || newer.get().map(|newer| view! {
                <div class="notice warm stack" role="status">
                    <p>{say_with("comment_newer", &[("text", &newer)])}</p>
                    <p class="row wrap">
                        <button type="button" class="text-button" on:click=keep_mine>{say("keep_mine")}</button>
                        <button type="button" class="text-button" on:click=take_theirs>{say("take_theirs")}</button>
                    </p>
                </div>
            })}
        </CardPart>
    }
}
