//! Imports that were begun before: what has become of them, and how they are taken back.

use beseda_protocol::import::Import;
use leptos::prelude::*;

use super::confirm::Confirm;
use super::import_flow::{Flow, Stage};
use super::import_texts::{say, say_count, say_with};
use crate::browser::intl::{self, Style};

/// They, the newest first.
#[component]
pub(super) fn PastImports(
    /// The screen's state.
    flow: Flow,
) -> impl IntoView {
    // One whose table was only checked is nothing to look back at.
    let past = Memo::new(move |_| {
        let here = flow.import.get();
        let carried_out = |import: &&Import| {
            let counts = &import.counts;
            let is_any = import.job.is_some() || counts.done() + counts.undone + counts.kept > 0;
            is_any && Some(&import.id) != here.as_ref()
        };
        flow.past
            .with(|past| past.iter().filter(carried_out).cloned().collect::<Vec<_>>())
    });
    view! {
        <Show when=move || !past.with(Vec::is_empty)>
            <section class="stack">
                <h3>{say("past")}</h3>
                <ul class="stack">
                    <For each=move || past.get() key=|import| (import.id.clone(), format!("{import:?}")) let:import>
                        <Past flow=flow import=import />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

/// One of them.
#[component]
fn Past(
    /// The screen's state.
    flow: Flow,
    /// Which.
    import: Import,
) -> impl IntoView {
    let Import {
        id,
        by,
        begun_at,
        counts,
        undo_until,
        is_undone,
        job,
        ..
    } = import;
    let name = flow.desk.peek(|model| model.name(by));
    let when = intl::moment(begun_at, Style::Full);
    let title = say_with("past_of", &[("when", &when), ("name", &name)]);
    let mut told = vec![say_count("n_rows", counts.rows)];
    let kinds = [
        (counts.done(), "n_done"),
        (counts.undone, "n_undone"),
        (counts.kept, "n_kept"),
        (counts.wrong, "n_wrong"),
    ];
    told.extend(
        kinds
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, key)| say_count(key, n)),
    );
    let is_left = !is_undone && counts.done() + counts.undone + counts.kept < counts.rows;
    let is_asking = RwSignal::new(false);
    let is_free = move || {
        matches!(
            flow.stage.get(),
            Stage::Filling | Stage::Checked | Stage::Ended
        )
    };
    let [of_report, of_undo, of_start] = [(); 3].map(|()| id.clone());
    let undo = Callback::new(move |()| {
        is_asking.set(false);
        flow.undo(of_undo.clone());
    });
    view! {
        <li class="import-past">
            <p>{title}</p>
            <p class="small quiet numbers">{told.join(" · ")}</p>
            <div class="row wrap">
                <button
                    type="button"
                    class="button slim"
                    disabled=move || !flow.can_report()
                    on:click=move |_| flow.save_report(of_report.clone())
                >
                    {say("report")}
                </button>
                {(is_left && job.is_none()).then(|| view! {
                    <button
                        type="button"
                        class="button slim"
                        disabled=move || !is_free()
                        on:click=move |_| flow.start(of_start.clone())
                    >
                        {say("start")}
                    </button>
                })}
                {undo_until.filter(|_| job.is_none()).map(|until| {
                    let until = intl::moment(until, Style::Full);
                    view! {
                        <button
                            type="button"
                            class="button slim"
                            disabled=move || !is_free()
                            on:click=move |_| is_asking.set(true)
                        >
                            {say("undo")}
                        </button>
                        <span class="small quiet">{say_with("undo_until", &[("when", &until)])}</span>
                    }
                })}
            </div>
            {move || is_asking.get().then(|| view! {
                <Confirm
                    title=say("undo_title")
                    text=say("undo_text")
                    yes=say("undo")
                    is_busy=Signal::derive(|| false)
                    carry_out=undo
                    cancel=Callback::new(move |()| is_asking.set(false))
                />
            })}
        </li>
    }
}
