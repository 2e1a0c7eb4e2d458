//! Filters that were saved under a name (SB-43): chosen from a small panel behind the
//! bookmark, saved, changed and taken away there.

use beseda_parts::gate;
use beseda_protocol::ask::filters::{
    ChangeSavedFilter, DeleteSavedFilter, RestoreSavedFilter, SaveFilter,
};
use beseda_protocol::ids::SavedFilterId;
use beseda_protocol::limits::SAVED_FILTER_NAME_CHARS_MAX;
use beseda_protocol::saved_filter::SavedFilter;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::card_part::{RemoveButton, Removed};
use super::confirm::focus;
use super::icon::{self, Icon};
use super::note::Outcome;
use super::outside::close_outside;
use super::parts::{Later, Shown};
use crate::model::question::{Form, Progress};
use crate::model::saved_filters::change;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// What the panel is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Doing {
    /// One is chosen.
    Choosing,
    /// What is shown is being named.
    Saving,
    /// This one is being changed.
    Changing(SavedFilterId),
}

/// What the parts of the panel share.
#[derive(Clone, Copy)]
struct Panel {
    is_open: RwSignal<bool>,
    doing: RwSignal<Doing>,
    removed: RwSignal<Option<SavedFilterId>>,
    button: NodeRef<leptos::html::Button>,
    popover: NodeRef<leptos::html::Div>,
}

impl Panel {
    fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            doing: RwSignal::new(Doing::Choosing),
            removed: RwSignal::new(None),
            button: NodeRef::new(),
            popover: NodeRef::new(),
        }
    }

    fn open(self) {
        self.doing.set(Doing::Choosing);
        self.removed.set(None);
        self.is_open.set(true);
    }

    /// Closes it; the keyboard goes back to the bookmark.
    fn close(self) {
        self.is_open.set(false);
        if let Some(button) = self.button.get_untracked() {
            focus(&button);
        }
    }

    /// One is named or changed: what came of that before is no news any more.
    fn begin(self, desk: Desk, doing: Doing) {
        let form = match &doing {
            Doing::Saving => Some(Form::NewFilter),
            Doing::Changing(filter) => Some(Form::SavedFilter(filter.clone())),
            Doing::Choosing => None,
        };
        desk.act(|model, _| {
            form.iter().for_each(|form| model.forget(form));
            Vec::new()
        });
        self.doing.set(doing);
    }

    /// Back to choosing; the keyboard stays in the panel.
    fn choose(self) {
        self.doing.set(Doing::Choosing);
        request_animation_frame(move || {
            if let Some(popover) = self.popover.try_get_untracked().flatten() {
                focus(&popover);
            }
        });
    }
}

/// The bookmark in the head of the list, and the panel under it.
#[component]
pub(crate) fn SavedFilters() -> impl IntoView {
    let desk: Desk = expect_context();
    let panel = Panel::new();
    let host = NodeRef::<leptos::html::Div>::new();
    close_outside(host, panel.is_open);
    let chosen = chosen(desk);
    let name = move || match chosen.get() {
        Some(filter) => format!("{}: {}", say("saved_filters"), filter.name),
        None => say("saved_filters"),
    };
    let keyed = move |event: KeyboardEvent| {
        if event.key() == "Escape" && panel.is_open.get_untracked() {
            event.stop_propagation();
            match panel.doing.get_untracked() {
                Doing::Choosing => panel.close(),
                Doing::Saving | Doing::Changing(_) => panel.choose(),
            }
        }
    };
    view! {
        <div class="menu-host" node_ref=host on:keydown=keyed>
            <button
                type="button"
                node_ref=panel.button
                class="icon-button"
                class:on=move || chosen.with(Option::is_some)
                aria-label=name
                aria-haspopup="dialog"
                aria-expanded=move || panel.is_open.get().to_string()
                data-tip=name
                data-tip-side="right-edge"
                on:click=move |_| match panel.is_open.get_untracked() {
                    true => panel.close(),
                    false => panel.open(),
                }
            >
                <Icon of=icon::BOOKMARK />
            </button>
            <Show when=move || panel.is_open.get()>
                <Shown part=Later::Panels class="popover saved-filters" enter=move || popover(panel) />
            </Show>
        </div>
    }
}

/// The one that shows what the list shows.
fn chosen(desk: Desk) -> Memo<Option<SavedFilter>> {
    desk.memo(|model| model.saved_filters.shown_as(model.board.query()).cloned())
}

/// Whether the operator may share filters.
fn may_share(desk: Desk) -> bool {
    desk.peek(|model| {
        let roster = model.roster.as_ref();
        roster.is_some_and(|roster| roster.me.role.supervises())
    })
}

gate! { "panels", "00000000000000000000000000000008",
/// In the part "panels".
fn popover(panel: Panel) -> AnyView {
    view! { <Popover panel=panel /> }.into_any()
}}

/// The panel.
#[component]
fn Popover(
    /// It.
    panel: Panel,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let group = |is_shared| desk.memo(move |model| model.saved_filters.group(is_shared));
    let (own, shared) = (group(false), group(true));
    let is_empty = Memo::new(move |_| own.with(Vec::is_empty) && shared.with(Vec::is_empty));
    let put_back = move |filter| desk.request(RestoreSavedFilter { filter });
    Effect::new(move |_| {
        if let Some(popover) = panel.popover.get() {
            focus(&popover);
        }
    });
    view! {
        <div
            node_ref=panel.popover
            class="popover saved-filters"
            role="dialog"
            aria-label=say("saved_filters")
            tabindex="-1"
        >
            <div class="menu-list">
                <Group title=say("saved_filters_own") filters=own panel=panel />
                <Group title=say("saved_filters_shared") filters=shared panel=panel />
            </div>
            <Show when=move || is_empty.get()>
                <p class="saved-filters-none small quiet">{say("saved_filters_none")}</p>
            </Show>
            <div class="saved-filters-removed">
                <Removed removed=panel.removed put_back=Callback::new(put_back) />
            </div>
            {move || panel.removed.get().map(|filter| view! { <Fate form=Form::SavedFilter(filter) /> })}
            <span class={"menu-rule"}></span>
            <SaveAs panel=panel />
        </div>
    }
}

/// Those that are one's own, or those that are shared.
#[component]
fn Group(
    /// Which.
    title: String,
    /// They.
    filters: Memo<Vec<SavedFilter>>,
    /// Where they stand.
    panel: Panel,
) -> impl IntoView {
    let name = title.clone();
    let title = StoredValue::new(title);
    view! {
        <Show when=move || !filters.with(Vec::is_empty)>
            <p class="menu-title" aria-hidden="true">{title.get_value()}</p>
        </Show>
        <ul aria-label=name>
            <For each=move || filters.get() key=|filter| filter.id.clone() let:filter>
                <Row first=filter panel=panel />
            </For>
        </ul>
    }
}

/// One of them: a press shows it; who may change it is offered that.
#[component]
fn Row(
    /// As it is when it comes.
    first: SavedFilter,
    /// Where it stands.
    panel: Panel,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let chosen = chosen(desk);
    let may_change = desk.peek(|model| {
        let roster = model.roster.as_ref();
        roster.is_some_and(|roster| first.is_changed_by(&roster.me))
    });
    let id = first.id.clone();
    let filter = desk.memo(move |model| {
        let filter = model.saved_filters.get(&first.id);
        filter.unwrap_or(&first).clone()
    });
    let name = Memo::new(move |_| filter.with(|filter| filter.name.clone()));
    let is_changed = {
        let id = id.clone();
        Memo::new(move |_| {
            panel
                .doing
                .with(|doing| *doing == Doing::Changing(id.clone()))
        })
    };
    let is_chosen = {
        let id = id.clone();
        Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().is_some_and(|one| one.id == id)))
    };
    let show = move |_| {
        desk.show(filter.with_untracked(|filter| filter.query.clone()));
        panel.close();
    };
    let (changing, removing) = (Doing::Changing(id.clone()), id.clone());
    let remove = move |()| {
        let filter = removing.clone();
        panel.removed.set(Some(filter.clone()));
        desk.request(DeleteSavedFilter { filter });
        // The button that was pressed is gone.
        panel.choose();
    };
    let remove = Callback::new(remove);
    let tools = move || {
        let (changing, name) = (changing.clone(), name.get());
        may_change.then(|| {
            view! {
                <button
                    type="button"
                    class="icon-button slim"
                    aria-label=say_with("saved_filter_change", &[("name", &name)])
                    on:click=move |_| panel.begin(desk, changing.clone())
                >
                    <Icon of=icon::PENCIL size=14 />
                </button>
                <RemoveButton name=name remove=remove />
            }
        })
    };
    view! {
        <li>
            <div class="saved-filter row" hidden=move || is_changed.get()>
                <button
                    type="button"
                    class="menu-item grow"
                    aria-pressed=move || is_chosen.get().to_string()
                    title=name
                    on:click=show
                >
                    <span class="saved-filter-mark" aria-hidden="true">
                        <Show when=move || is_chosen.get()>
                            <Icon of=icon::CHECK size=14 />
                        </Show>
                    </span>
                    <bdi class="cut">{name}</bdi>
                </button>
                {tools}
            </div>
            <Show when=move || is_changed.get()>
                <Change filter=filter.get_untracked() panel=panel />
            </Show>
        </li>
    }
}

/// What is shown is saved under a new name.
#[component]
fn SaveAs(
    /// Where.
    panel: Panel,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let is_saving = Memo::new(move |_| panel.doing.with(|doing| *doing == Doing::Saving));
    let save = move |Words {
                         name, is_shared, ..
                     }: Words| {
        let query = desk.peek(|model| model.board.query().clone());
        desk.request(SaveFilter {
            name,
            query,
            is_shared,
        });
    };
    view! {
        <Show
            when=move || is_saving.get()
            fallback=move || {
                view! {
                    <button type="button" class="menu-item" on:click=move |_| panel.begin(desk, Doing::Saving)>
                        <Icon of=icon::PLUS />
                        {say("saved_filter_new")}
                    </button>
                }
            }
        >
            <NameForm form=Form::NewFilter first=Words::default() save=Callback::new(save) panel=panel />
        </Show>
    }
}

/// One of them is saved anew.
#[component]
fn Change(
    /// As it is.
    filter: SavedFilter,
    /// Where it stands.
    panel: Panel,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let form = Form::SavedFilter(filter.id.clone());
    let is_shown = desk.peek(|model| filter.query.shows_as(model.board.query()));
    let first = Words {
        name: filter.name.clone(),
        is_shared: filter.is_shared,
        replaces: (!is_shown).then_some(false),
    };
    let save = move |words: Words| {
        let shown = desk.peek(|model| model.board.query().clone());
        let as_is = change(&filter);
        desk.request(ChangeSavedFilter {
            name: words.name,
            is_shared: words.is_shared,
            query: match words.replaces {
                Some(true) => shown,
                Some(false) | None => as_is.query.clone(),
            },
            ..as_is
        });
    };
    view! { <NameForm form=form first=first save=Callback::new(save) panel=panel /> }
}

/// What is said of a filter that is saved.
#[derive(Debug, Clone, Default, PartialEq)]
struct Words {
    name: String,
    is_shared: bool,
    /// Whether it is to show what is shown now; absent: it does, or is new.
    replaces: Option<bool>,
}

/// The name, and for whom.
#[component]
fn NameForm(
    /// Of which request.
    form: Form,
    /// What it says at first.
    first: Words,
    /// Saves it.
    save: Callback<Words>,
    /// Where.
    panel: Panel,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let progress = desk.memo(move |model| model.progress(&form));
    let (may_share, may_replace) = (may_share(desk) || first.is_shared, first.replaces.is_some());
    let words = RwSignal::new(first);
    let input = NodeRef::<leptos::html::Input>::new();
    // When the name is in it.
    request_animation_frame(move || {
        if let Some(input) = input.try_get_untracked().flatten() {
            focus(&input);
            input.select();
        }
    });
    // A name that was not taken stays to be mended.
    Effect::new(move |_| {
        if progress.get() == Progress::Done {
            panel.choose();
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut words = words.get_untracked();
        words.name = words.name.trim().to_owned();
        if !words.name.is_empty() && progress.get_untracked() != Progress::Busy {
            save.run(words);
        }
    };
    view! {
        <form class="saved-filter-form stack" on:submit=submit>
            <input
                node_ref=input
                class="input slim"
                dir="auto"
                autocomplete="off"
                maxlength=SAVED_FILTER_NAME_CHARS_MAX.to_string()
                aria-label=say("saved_filter_name")
                placeholder=say("saved_filter_name")
                prop:value=move || words.with(|words| words.name.clone())
                on:input:target=move |event| words.update(|words| words.name = event.target().value())
            />
            {may_share.then(|| view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || words.with(|words| words.is_shared)
                        on:change:target=move |event| {
                            words.update(|words| words.is_shared = event.target().checked());
                        }
                    />
                    <span>{say("saved_filters_shared")}</span>
                </label>
            })}
            {may_replace.then(|| view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || words.with(|words| words.replaces == Some(true))
                        on:change:target=move |event| {
                            words.update(|words| words.replaces = Some(event.target().checked()));
                        }
                    />
                    <span>{say("saved_filter_replace")}</span>
                </label>
            })}
            <Outcome progress=progress />
            <div class="row">
                <button type="submit" class="button primary">{say("save")}</button>
                <button type="button" class="button" on:click=move |_| panel.choose()>
                    {say("cancel")}
                </button>
            </div>
        </form>
    }
}

/// What became of taking one away, or of putting it back.
#[component]
fn Fate(
    /// Of which request.
    form: Form,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let progress = desk.memo(move |model| model.progress(&form));
    view! { <Outcome progress=progress /> }
}
