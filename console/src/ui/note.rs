//! What stands where an act went wrong, or well.

use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::model::question::Progress;
use crate::texts::{say, say_refusal};

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// It went wrong.
    Bad,
    /// It went well.
    Good,
    /// Look here.
    Warm,
}

/// A sentence that is read aloud when it appears.
#[component]
pub(crate) fn Notice(
    /// How it is meant.
    mood: Mood,
    /// What.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let (class, outline, role) = match mood {
        Mood::Bad => ("notice bad", icon::CIRCLE_ALERT, "alert"),
        Mood::Good => ("notice good", icon::CHECK, "status"),
        Mood::Warm => ("notice warm", icon::CIRCLE_ALERT, "status"),
    };
    view! {
        <p class=class role=role>
            <Icon of=outline />
            <span class={"grow"}>{text}</span>
        </p>
    }
}

/// The outcome of a form, below its button.
#[component]
pub(crate) fn Outcome(
    /// How far the form's request is.
    progress: Memo<Progress>,
    /// What to say when it was carried out; nothing when the screen shows it itself.
    #[prop(into, optional)]
    done: Option<String>,
    /// What to say when somebody else was faster; nothing when the screen shows what he
    /// has saved.
    #[prop(into, optional)]
    stale: Option<String>,
) -> impl IntoView {
    move || match progress.get() {
        Progress::Failed(refusal) => {
            Some(view! { <Notice mood=Mood::Bad text=say_refusal(&refusal) /> }.into_any())
        }
        Progress::Lost => Some(view! { <Notice mood=Mood::Warm text=say("lost") /> }.into_any()),
        Progress::Done | Progress::Saved(_) => done
            .clone()
            .map(|text| view! { <Notice mood=Mood::Good text=text /> }.into_any()),
        Progress::Stale => stale
            .clone()
            .map(|text| view! { <Notice mood=Mood::Warm text=text /> }.into_any()),
        // Of the line its banner tells.
        Progress::Idle
        | Progress::Busy
        | Progress::NoLine
        | Progress::Link(_)
        | Progress::Preview(_)
        | Progress::Messages(_)
        | Progress::Made(_) => None,
    }
}
