//! How an import goes on: its rows are checked, carried out, watched, and taken back. One
//! question after the other, each by the answer to the one before.

use std::collections::VecDeque;
use std::sync::Arc;

use beseda_protocol::ask::Question;
use beseda_protocol::ask::imports::{
    AddImportRows, BeginImport, ImportAnswer, ListImportRows, ListImports, StartImport, UndoImport,
};
use beseda_protocol::ask::jobs::CancelJob;
use beseda_protocol::ids::{ImportId, JobId};
use beseda_protocol::import::{Import, ImportOptions, ImportRow, ListedRow, RowState};
use beseda_protocol::job::{Job, JobState, Work};
use beseda_protocol::limits::IMPORT_ROWS_MAX;
use leptos::prelude::*;

use super::import_rows::{blank, is_blank};
use super::import_texts as texts;
use crate::browser::tables;
use crate::model::question::{Form, Progress};
use crate::session::Desk;
use crate::tables::columns::{self, Layout};
use crate::tables::report::{self, Told};
use crate::tables::{Cells, chunks};

/// Rows on a page of the table.
pub(super) const PAGE: usize = 50;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The table is filled in.
    Filling,
    /// Its rows are on their way to be checked; nothing is written.
    Checking,
    /// They were checked.
    Checked,
    /// They are carried out.
    Running,
    /// It has ended: all that could be is done.
    Ended,
    /// It is taken back.
    Undoing,
}

/// What a page of rows is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pages {
    /// To show it.
    Shown,
    /// To know all of them.
    All,
}

/// The screen's state.
#[derive(Clone, Copy)]
pub(super) struct Flow {
    pub(super) desk: Desk,
    pub(super) stage: RwSignal<Stage>,
    pub(super) options: RwSignal<ImportOptions>,
    /// Rows that were there before the last table was read.
    before: StoredValue<Vec<ImportRow>>,
    /// The last table that was read, and what its columns say.
    pub(super) source: RwSignal<Option<(Arc<Cells>, Layout)>>,
    pub(super) rows: RwSignal<Vec<ImportRow>>,
    /// What has become of each.
    pub(super) states: RwSignal<Vec<Option<RowState>>>,
    /// The page that is shown.
    pub(super) page: RwSignal<usize>,
    /// Only rows that something is wrong with.
    pub(super) only_wrong: RwSignal<bool>,
    pub(super) import: RwSignal<Option<ImportId>>,
    pub(super) job: RwSignal<Option<JobId>>,
    /// Imports that were begun before.
    pub(super) past: RwSignal<Vec<Import>>,
    asked: StoredValue<Asked>,
    /// Of which import the report is put together, and what of it is here.
    report: StoredValue<Option<(ImportId, Vec<ListedRow>)>>,
    is_reporting: RwSignal<bool>,
    /// Whether rows are on their way.
    is_looking: RwSignal<bool>,
    progress: Memo<Progress>,
}

/// Questions that wait for the one before them.
#[derive(Default)]
struct Asked {
    is_busy: bool,
    waiting: VecDeque<Question>,
    pages: Option<Pages>,
}

impl Flow {
    pub(super) fn new(desk: Desk, options: ImportOptions) -> Self {
        desk.act(|model, _| {
            model.forget(&Form::Import);
            Vec::new()
        });
        let flow = Self {
            desk,
            stage: RwSignal::new(Stage::Filling),
            options: RwSignal::new(options),
            before: StoredValue::new(Vec::new()),
            source: RwSignal::new(None),
            rows: RwSignal::new(Vec::new()),
            states: RwSignal::new(Vec::new()),
            page: RwSignal::new(0),
            only_wrong: RwSignal::new(false),
            import: RwSignal::new(None),
            job: RwSignal::new(None),
            past: RwSignal::new(Vec::new()),
            asked: StoredValue::new(Asked::default()),
            report: StoredValue::new(None),
            is_reporting: RwSignal::new(false),
            is_looking: RwSignal::new(false),
            progress: desk.memo(|model| model.progress(&Form::Import)),
        };
        flow.follow();
        flow.ask(ListImports {});
        flow
    }

    /// How far the last question is.
    pub(super) fn progress(self) -> Memo<Progress> {
        self.progress
    }

    /// The job, as it is told.
    pub(super) fn running(self) -> Memo<Option<Job>> {
        let job = self.job;
        let jobs = self.desk.memo(|model| model.jobs.clone());
        Memo::new(move |_| {
            let id = job.get()?;
            jobs.with(|jobs| jobs.iter().find(|job| job.id == id).cloned())
        })
    }

    /// Asks once the question before is answered.
    fn ask(self, question: impl Into<Question>) {
        let question = question.into();
        let now = self.asked.try_update_value(|asked| match asked.is_busy {
            true => {
                asked.waiting.push_back(question);
                None
            }
            false => {
                asked.is_busy = true;
                Some(question)
            }
        });
        if let Some(question) = now.flatten() {
            self.desk.request(question);
        }
    }

    fn answered(self) {
        let next = self.asked.try_update_value(|asked| {
            let next = asked.waiting.pop_front();
            asked.is_busy = next.is_some();
            next
        });
        if let Some(question) = next.flatten() {
            self.desk.request(question);
        }
    }

    fn follow(self) {
        let n_heard = self.desk.memo(|model| model.imported.0);
        Effect::new(move |before: Option<u64>| {
            let n = n_heard.get();
            if before.is_some_and(|before| before != n) {
                let answer = self.desk.peek(|model| model.imported.1.clone());
                if let Some(answer) = answer {
                    self.hear(answer);
                }
                self.answered();
            }
            n
        });
        Effect::new(move |_| {
            let is_over = matches!(
                self.progress.get(),
                Progress::Failed(_) | Progress::Lost | Progress::NoLine
            );
            if is_over {
                self.asked.set_value(Asked::default());
                self.report.set_value(None);
                self.is_reporting.set(false);
                self.is_looking.set(false);
                if self.stage.get_untracked() == Stage::Checking {
                    self.stage.set(Stage::Filling);
                }
            }
        });
        // What is told of imports has changed when one of their jobs has ended.
        let n_running = self.desk.memo(|model| {
            let is_one = |job: &&Job| {
                let is_import = matches!(job.work, Work::Import { .. } | Work::UndoImport { .. });
                is_import && job.state == JobState::Running
            };
            model.jobs.iter().filter(is_one).count()
        });
        Effect::new(move |before: Option<usize>| {
            let n = n_running.get();
            if before.is_some_and(|before| before > n) {
                self.ask(ListImports {});
            }
            n
        });
        let running = self.running();
        Effect::new(move |_| {
            let job = running.get();
            let is_at_it = matches!(self.stage.get_untracked(), Stage::Running | Stage::Undoing);
            if !is_at_it || self.job.get_untracked().is_none() {
                return;
            }
            match job {
                Some(job) if job.state == JobState::Running => self.look(Pages::Shown),
                // It has ended, with a report or without.
                _ => {
                    // One of before has no rows here.
                    let is_here = self.import.get_untracked().is_some();
                    self.stage.set(if is_here {
                        Stage::Ended
                    } else {
                        Stage::Filling
                    });
                    self.look(Pages::All);
                }
            }
        });
    }

    /// A table was given: what is there already stays above it.
    pub(super) fn take(self, cells: Cells) {
        if cells.is_empty() {
            return;
        }
        let layout = columns::recognise(&cells);
        let is_said = |row: &ImportRow| !is_blank(row);
        let before = self
            .rows
            .with_untracked(|rows| rows.iter().filter(|row| is_said(row)).cloned().collect());
        self.before.set_value(before);
        self.lay_out(Arc::new(cells), layout);
    }

    /// Its columns say this.
    pub(super) fn lay_out(self, cells: Arc<Cells>, layout: Layout) {
        let mut rows = self.before.get_value();
        rows.extend(
            columns::rows(&cells, &layout)
                .into_iter()
                .map(chunks::bounded),
        );
        rows.truncate(IMPORT_ROWS_MAX as usize);
        self.source.set(Some((cells, layout)));
        self.rows.set(rows);
        self.page.set(0);
        self.anew();
    }

    /// A cell was changed.
    pub(super) fn change(self, place: usize, change: impl FnOnce(&mut ImportRow)) {
        self.rows.update(|rows| {
            while rows.len() <= place {
                rows.push(blank());
            }
            change(&mut rows[place]);
        });
        let n = self.rows.with_untracked(Vec::len);
        let is_known = self.stage.get_untracked() != Stage::Filling;
        if is_known || self.states.with_untracked(Vec::len) != n {
            self.anew();
        }
    }

    /// Nothing is known of the rows any more.
    pub(super) fn anew(self) {
        let n = self.rows.with_untracked(Vec::len);
        self.states.set(vec![None; n]);
        self.only_wrong.set(false);
        self.import.set(None);
        self.job.set(None);
        self.stage.set(Stage::Filling);
    }

    /// Another table.
    pub(super) fn clear(self) {
        self.rows.set(Vec::new());
        self.source.set(None);
        self.before.set_value(Vec::new());
        self.page.set(0);
        self.anew();
    }

    /// Has all rows checked.
    pub(super) fn check(self) {
        self.rows.update(|rows| rows.retain(|row| !is_blank(row)));
        self.anew();
        if self.rows.with_untracked(Vec::is_empty) {
            return;
        }
        self.stage.set(Stage::Checking);
        self.ask(BeginImport {
            options: self.options.get_untracked(),
        });
    }

    /// Carries out what is not done.
    pub(super) fn start(self, import: ImportId) {
        self.ask(StartImport { import });
    }

    pub(super) fn cancel(self) {
        if let Some(job) = self.job.get_untracked() {
            self.desk.request(CancelJob { job });
        }
    }

    pub(super) fn undo(self, import: ImportId) {
        self.ask(UndoImport { import });
    }

    /// Whether a report can be put together: of nothing else rows are on their way.
    pub(super) fn can_report(self) -> bool {
        !self.is_reporting.get() && !self.is_looking.get()
    }

    /// Puts the report of an import together, page by page.
    pub(super) fn save_report(self, import: ImportId) {
        self.report.set_value(Some((import.clone(), Vec::new())));
        self.is_reporting.set(true);
        self.ask(rows_behind(import, 0));
    }

    fn look(self, pages: Pages) {
        let Some(import) = self.import.get_untracked() else {
            return;
        };
        let behind = match pages {
            Pages::Shown => self.page.get_untracked() * PAGE,
            Pages::All => 0,
        };
        let is_asked = self
            .asked
            .with_value(|asked| asked.pages == Some(Pages::Shown));
        if pages == Pages::Shown && is_asked {
            return;
        }
        self.asked.update_value(|asked| asked.pages = Some(pages));
        self.is_looking.set(true);
        self.ask(rows_behind(import, behind as u64));
    }

    /// Another page is shown.
    pub(super) fn turn_to(self, page: usize) {
        self.page.set(page);
        if self.stage.get_untracked() == Stage::Running {
            self.look(Pages::Shown);
        }
    }

    fn hear(self, answer: ImportAnswer) {
        match answer {
            ImportAnswer::BeginImport(begun) => {
                self.import.set(Some(begun.import));
                self.send(0);
            }
            ImportAnswer::AddImportRows(checked) => {
                let first = (checked.first - 1) as usize;
                let n = checked.states.len();
                self.states.update(|states| {
                    for (place, state) in (first..).zip(checked.states) {
                        if let Some(known) = states.get_mut(place) {
                            *known = Some(state);
                        }
                    }
                });
                self.send(first + n);
            }
            ImportAnswer::StartImport(begun) => {
                self.stage.set(Stage::Running);
                self.job.set(Some(begun.job));
            }
            ImportAnswer::UndoImport(begun) => {
                self.stage.set(Stage::Undoing);
                self.job.set(Some(begun.job));
            }
            ImportAnswer::ListImports(listed) => self.past.set(listed.imports),
            ImportAnswer::ListImportRows(listed) => {
                let is_of_report = self.report.with_value(|report| {
                    report
                        .as_ref()
                        .is_some_and(|(import, _)| *import == listed.import.id)
                });
                match is_of_report {
                    true => self.report_goes_on(listed.rows, listed.rest),
                    false => self.rows_told(&listed.import, listed.rows, listed.rest),
                }
            }
            ImportAnswer::Unknown => {}
        }
    }

    /// Sends the rows from a place on, if there are any.
    fn send(self, first: usize) {
        let Some(import) = self.import.get_untracked() else {
            return;
        };
        let rows = self
            .rows
            .with_untracked(|rows| chunks::from(rows, first).to_vec());
        match rows.is_empty() {
            true => self.stage.set(Stage::Checked),
            false => self.ask(AddImportRows {
                import,
                first: first as u64 + 1,
                rows,
            }),
        }
    }

    fn rows_told(self, import: &Import, rows: Vec<ListedRow>, rest: Option<u64>) {
        if self.import.get_untracked().as_ref() != Some(&import.id) {
            return;
        }
        self.states.update(|states| {
            // Of a client who was deleted nothing is told any more.
            if import.is_undone {
                let gone = |state: &Option<RowState>| matches!(state, Some(RowState::Made { .. }));
                for state in states.iter_mut().filter(|state| gone(state)) {
                    *state = Some(RowState::Undone {});
                }
            }
            for row in rows {
                if let Some(known) = states.get_mut((row.number - 1) as usize) {
                    *known = Some(row.state);
                }
            }
        });
        let pages = self.asked.with_value(|asked| asked.pages);
        match (pages, rest) {
            (Some(Pages::All), Some(behind)) => self.ask(rows_behind(import.id.clone(), behind)),
            _ => {
                self.asked.update_value(|asked| asked.pages = None);
                self.is_looking.set(false);
            }
        }
    }

    fn report_goes_on(self, rows: Vec<ListedRow>, rest: Option<u64>) {
        self.report.update_value(|report| {
            if let Some((_, known)) = report {
                known.extend(rows);
            }
        });
        let Some((import, _)) = self
            .report
            .with_value(|report| report.as_ref().map(|(id, rows)| (id.clone(), rows.len())))
        else {
            return;
        };
        if let Some(behind) = rest {
            return self.ask(rows_behind(import, behind));
        }
        let rows = self.report.try_update_value(Option::take).flatten();
        let (_, rows) = rows.unwrap_or((import, Vec::new()));
        let told = rows.into_iter().map(|row| Told {
            number: row.number,
            state: texts::state(Some(&row.state)),
            why: texts::reason(Some(&row.state)),
            given: row.given,
        });
        let head = ["number", "contact", "name", "comment", "status", "why"].map(texts::say);
        tables::save(
            "import.csv",
            &report::file(&head, &told.collect::<Vec<_>>()),
        );
        self.is_reporting.set(false);
    }
}

fn rows_behind(import: ImportId, behind: u64) -> ListImportRows {
    ListImportRows {
        import,
        behind,
        only_wrong: false,
    }
}
