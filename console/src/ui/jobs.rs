//! Long work: how far it is, and what it has left as it was. There is nothing of it on
//! the screen while there is none.

use beseda_parts::gate;
use beseda_protocol::ask::jobs::{CancelJob, DismissJob, UndoJob};
use beseda_protocol::bulk::Act;
use beseda_protocol::export::{Download, Export};
use beseda_protocol::ids::{JobId, MarkId};
use beseda_protocol::job::{Job, JobState, SkipReason, Skipped, Work};
use leptos::prelude::*;

use super::icon::{self, Icon};
use super::note::Outcome;
use super::parts::{Later, Shown};
use super::words;
use crate::model::question::Form;
use crate::session::Desk;
use crate::texts::{say, say_count, say_size, say_with};

/// A button of the rail, and what it opens.
#[component]
pub(crate) fn Jobs() -> impl IntoView {
    let desk: Desk = expect_context();
    // Files of others wait among the downloads.
    let ids = desk.memo(|model| {
        let me = model.me();
        let jobs = model.jobs.iter();
        let jobs = jobs.filter(|job| job.download.is_none() || Some(job.by) == me);
        jobs.map(|job| job.id.clone()).collect::<Vec<_>>()
    });
    let n_jobs = Memo::new(move |_| ids.with(Vec::len));
    let is_there = Memo::new(move |_| n_jobs.get() > 0);
    view! {
        <Show when=move || is_there.get()>
            <button
                type="button"
                class="rail-item"
                popovertarget="jobs"
                aria-label=move || say_count("n_jobs", n_jobs.get() as u64)
                data-tip=say("jobs")
                data-tip-side="right"
            >
                <Icon of=icon::JOBS size=20 />
                <span class="badge rail-badge" aria-hidden="true">{move || n_jobs.get()}</span>
            </button>
            <section id="jobs" class="jobs" popover="auto" aria-label=say("jobs")>
                <h2 class="small quiet">{say("jobs")}</h2>
                <For each=move || ids.get() key=Clone::clone let:id>
                    <JobRow id=id />
                </For>
            </section>
        </Show>
    }
}

/// A job, and what came of what was asked of it.
#[component]
pub(super) fn JobRow(
    /// Its id.
    id: JobId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::Job(id.clone());
    let job = desk.memo(move |model| model.jobs.iter().find(|job| job.id == id).cloned());
    let progress = desk.memo(move |model| model.progress(&form));
    view! {
        <div class="job">
            {move || {
                job.get().map(|job| {
                    let enter = move || of_job(job.clone());
                    view! { <Shown part=Later::Bulk class="job-awaited" enter=enter /> }
                })
            }}
            <Outcome progress=progress />
        </div>
    }
}

gate! { "bulk", "0000000000000000000000000000000d",
/// In the part "bulk", whose bar tells of a job, too.
fn of_job(job: Job) -> AnyView {
    view! { <OfJob job=job /> }.into_any()
}}

/// What a job does, and how far it is.
#[component]
pub(super) fn OfJob(
    /// It.
    job: Job,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let title = title(desk, &job.work);
    let (done, total) = (job.done.to_string(), job.total.to_string());
    let counts = [("done", done.as_str()), ("total", total.as_str())];
    let id = job.id.clone();
    if let Some(download) = job.download {
        return view! { <p>{title}</p> {ready(desk, id, download)} }.into_any();
    }
    match job.state {
        JobState::Running => {
            let bar = view! {
                <progress class="progress" aria-label=title.clone() max=total.clone() value=done.clone()></progress>
            };
            let cancel = job.work.may_be_cancelled().then(|| {
                view! {
                    <button type="button" class="button slim" on:click=move |_| desk.request(CancelJob { job: id.clone() })>
                        {say("cancel")}
                    </button>
                }
            });
            view! {
                <p>{title}</p>
                {bar}
                <p class="row">
                    <span class="small quiet numbers grow">{say_with("job_running", &counts)}</span>
                    {cancel}
                </p>
            }
            .into_any()
        }
        state @ (JobState::Done | JobState::Cancelled | JobState::Failed) => {
            let ended = match state {
                JobState::Cancelled => "job_cancelled",
                JobState::Failed => "job_failed",
                JobState::Done | JobState::Running => "job_done",
            };
            let of = id.clone();
            let undo = (job.undoable > 0).then(|| {
                view! {
                    <button type="button" class="button slim" on:click=move |_| desk.request(UndoJob { job: of.clone() })>
                        {say("close_undo")}
                    </button>
                }
            });
            view! {
                <p>{title}</p>
                <p class="small numbers">{say_with(ended, &counts)}</p>
                {job.skipped.iter().map(|skipped| view! { <p class="small quiet">{left(skipped)}</p> }).collect_view()}
                <p class="row">
                    {undo}
                    <button type="button" class="button slim" on:click=move |_| desk.request(DismissJob { job: id.clone() })>
                        {say("dismiss")}
                    </button>
                </p>
            }
            .into_any()
        }
    }
}

fn title(desk: Desk, work: &Work) -> String {
    match work {
        Work::FreeDialogs { employee } => {
            let name = desk.peek(|model| model.name(*employee));
            say_with("job_free_dialogs", &[("name", &name)])
        }
        Work::MoveDialogs { site, .. } => {
            let site = desk.peek(|model| {
                let roster = model.roster.as_ref();
                roster.map(|roster| words::site(roster, site))
            });
            say_with("job_move_dialogs", &[("site", &site.unwrap_or_default())])
        }
        Work::CloseSilent {} => say("job_close_silent"),
        Work::DeleteClient { client } => {
            say_with("job_delete_client", &[("n", &client.to_string())])
        }
        Work::EndMark { name, .. } => say_with("job_end_mark", &[("name", name)]),
        Work::Bulk { act } => bulk(desk, act),
        Work::Export { what } => export(what),
        Work::Undo { act, .. } => say_with("job_undo", &[("what", &bulk(desk, act))]),
        Work::Import { .. } => say("job_import"),
        Work::UndoImport { .. } => say("job_undo_import"),
        Work::Unknown => say("job_unknown"),
    }
}

/// What a file is made of.
fn export(what: &Export) -> String {
    let n = |n: u64| n.to_string();
    match what {
        Export::Clients { .. } => say("export_clients"),
        Export::Dialogs { .. } => say("export_dialogs"),
        Export::Dialog { dialog, .. } => say_with("export_dialog", &[("n", &n(dialog.0))]),
        Export::Client { client } => say_with("export_client", &[("n", &n(client.0))]),
        Export::Unknown => say("job_unknown"),
    }
}

/// The file that a job has made: how much it is, until when it waits, and the way to it.
fn ready(desk: Desk, id: JobId, download: Download) -> AnyView {
    let until = words::time_to_come(download.until, desk.now.get_untracked());
    let facts = [
        say_count("n_rows", download.rows),
        say_size(download.bytes),
        say_with("download_until", &[("when", &until)]),
    ];
    let path = format!("/v1/operator/exports/{id}");
    view! {
        <p class="small quiet numbers">{facts.join(" · ")}</p>
        <p class="row">
            <a class="button slim primary" href=path download="">{say("download")}</a>
            <button type="button" class="button slim" on:click=move |_| desk.request(DismissJob { job: id.clone() })>
                {say("delete")}
            </button>
        </p>
    }
    .into_any()
}

/// What is done with each of many.
fn bulk(desk: Desk, act: &Act) -> String {
    let marks = |ids: &[MarkId]| {
        desk.peek(|model| {
            let marks = model.roster.as_ref().map(|roster| &roster.marks);
            let named = marks.into_iter().flatten();
            let named = named.filter(|mark| ids.contains(&mark.id));
            let names: Vec<&str> = named.map(|mark| mark.name.as_str()).collect();
            names.join(", ")
        })
    };
    match act {
        Act::Read {} => say("bulk_read"),
        Act::Unread {} => say("bulk_unread"),
        Act::Assign { to: Some(to) } => {
            let name = desk.peek(|model| model.name(*to));
            say_with("bulk_assign", &[("name", &name)])
        }
        Act::Assign { to: None } => say("bulk_release"),
        Act::Close {} => say("bulk_close"),
        Act::Mark { marks: ids } => say_with("bulk_mark", &[("marks", &marks(ids))]),
        Act::Unmark { marks: ids } => say_with("bulk_unmark", &[("marks", &marks(ids))]),
        Act::Block {} => say("bulk_block"),
        Act::Unblock {} => say("bulk_unblock"),
        Act::Delete {} => say("bulk_delete"),
        Act::Unknown => say("job_unknown"),
    }
}

/// What was left as it was, and why.
fn left(skipped: &Skipped) -> String {
    let text = match skipped.reason {
        SkipReason::Changed => "job_skipped_changed",
        SkipReason::Gone => "job_skipped_gone",
        SkipReason::Forbidden => "job_skipped_forbidden",
        SkipReason::Closed => "job_skipped_closed",
        SkipReason::Unassignable => "job_skipped_unassignable",
        SkipReason::Full => "job_skipped_full",
        SkipReason::Wrong => "job_skipped_wrong",
        SkipReason::Cancelled => "job_skipped_cancelled",
    };
    say_count(text, skipped.count)
}
