//! Over what is being written: what a colleague has answered meanwhile.

use beseda_protocol::ids::DialogId;
use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::session::Desk;
use crate::texts::{say, say_with};

/// Who, and what; and the question whether the own answer is to be sent all the same, once
/// it was tried.
#[component]
pub(crate) fn MeanwhileNotice(
    /// In which dialog.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let meanwhile = desk.memo(move |model| {
        let meanwhile = model.meanwhile(id)?;
        Some((model.name(meanwhile.by), meanwhile.clone()))
    });
    move || {
        meanwhile.get().map(|(name, meanwhile)| {
            let told = say_with("replied_meanwhile", &[("name", &name)]);
            let label = told.clone();
            let ask = meanwhile.is_asked.then(|| {
                view! { <p role="alert">{say("replied_meanwhile_ask")}</p> }
            });
            view! {
                <div class="conflict draft-choice" role="group" aria-label=label>
                    <div class="row">
                        <p class="grow" role="status">
                            <strong>{told}</strong>
                        </p>
                        <button
                            type="button"
                            class="icon-button"
                            aria-label=say("dismiss")
                            title=say("dismiss")
                            on:click=move |_| desk.model.update(|model| model.forget_meanwhile(id))
                        >
                            <Icon of=icon::CLOSE size=14 />
                        </button>
                    </div>
                    <p class="text" dir="auto">{meanwhile.text}</p>
                    {ask}
                </div>
            }
        })
    }
}
