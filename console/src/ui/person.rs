//! A colleague: what he is, how much he is there, and what may be done about it.

use beseda_protocol::ask::team::{Attendance, ChangeRole, Disable, Enable, HandOver, ResetLink};
use beseda_protocol::ids::OperatorId;
use beseda_protocol::team::{Employee, Presence, Role};
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::confirm::Confirm;
use super::icon::{self, Icon};
use super::invite::OneTimeLink;
use super::menu::{Choice, Choices, Menu};
use super::note::Outcome;
use super::person_access::PersonAccess;
use super::words;
use crate::model::question::{Form, Progress};
use crate::model::roster::Acts;
use crate::session::Desk;
use crate::texts::{say, say_count, say_with};

/// What has been chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It has a form of its own.
    Access,
    /// It waits for a yes.
    Ask(Change),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Role(Role),
    HandOver,
    Disable,
}

/// One of the list.
#[component]
pub(crate) fn Person(
    /// Who.
    id: OperatorId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    desk.act(|model, _| {
        model.forget(&Form::Employee(id));
        model.forget(&Form::ResetLink(id));
        Vec::new()
    });
    let employee = desk.memo(move |model| model.roster.as_ref()?.employee(id).cloned());
    let acts = desk.memo(move |model| {
        let roster = model.roster.as_ref();
        roster.map(|roster| roster.acts_on(id)).unwrap_or_default()
    });
    let there = desk.memo(move |model| {
        let people = &model.people.as_ref()?.people;
        people.iter().find(|one| one.id == id).cloned()
    });
    let sees = desk.memo(move |model| {
        let roster = model.roster.as_ref()?;
        words::access(roster, roster.employee(id)?)
    });
    let is_me = desk.peek(|model| model.me()) == Some(id);
    let step = RwSignal::new(None::<Step>);
    let row = NodeRef::<leptos::html::Li>::new();
    let name = move || {
        employee
            .with(|one| one.as_ref().map(|one| one.name.clone()))
            .unwrap_or_default()
    };
    let close = Callback::new(move |()| {
        step.set(None);
        let button = row
            .get_untracked()
            .and_then(|row| row.query_selector("[aria-haspopup]").ok()?);
        if let Some(button) = button {
            super::confirm::focus(&button);
        }
    });
    let role = move || employee.with(|one| one.as_ref().map(|one| one.role));
    let works = move || employee.with(|one| one.as_ref().is_none_or(Employee::works));
    view! {
        <li class="person" class:away=move || !works() node_ref=row>
            <div class="row">
                {move || view! { <Avatar name=name() number=id.0 size=Size::Plain /> }}
                <div class="grow">
                    <p class="row">
                        <strong class="cut">{name}</strong>
                        {is_me.then(|| view! { <span class="chip">{say("label_you")}</span> })}
                        {move || (!works()).then(|| view! { <span class="chip">{say("disabled")}</span> })}
                    </p>
                    <p class="quiet small cut">
                        {move || role().map(words::role)} " · "
                        {move || employee.with(|one| one.as_ref().map(|one| one.email.clone()))}
                    </p>
                    {move || sees.get().map(|sees| view! { <p class="quiet small">{sees}</p> })}
                    <Attending employee=employee there=there />
                </div>
                {move || {
                    acts.get()
                        .any()
                        .then(|| view! { <Actions id=id name=name() role=role() acts=acts.get() step=step /> })
                }}
            </div>
            {move || match step.get()? {
                Step::Access => {
                    let employee = employee.get_untracked()?;
                    Some(view! { <PersonAccess employee=employee close=close /> }.into_any())
                }
                Step::Ask(chosen) => Some(view! { <Question id=id name=name() close=close chosen=chosen there=there /> }.into_any()),
            }}
            <Outcomes id=id name=Signal::derive(name) />
        </li>
    }
}

/// Whether he is there, else since when not; and how much is his to answer.
#[component]
fn Attending(
    /// Who.
    employee: Memo<Option<Employee>>,
    /// As last asked.
    there: Memo<Option<Attendance>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let text = move || {
        let now = desk.now.get();
        let disabled_at = employee.with(|one| one.as_ref().and_then(|one| one.disabled_at));
        if let Some(at) = disabled_at {
            return say_with("disabled_since", &[("time", &words::time_within(at, now))]);
        }
        let Some(there) = there.get() else {
            // Its line stays, so that nothing moves when the answer comes.
            return "\u{a0}".to_owned();
        };
        let seen = match (there.presence, there.seen_at) {
            (Presence::Online, _) => say("online"),
            (Presence::Away, _) => say("away"),
            (Presence::Offline, Some(at)) => {
                say_with("seen", &[("time", &words::time_within(at, now))])
            }
            (Presence::Offline, None) => say("seen_never"),
        };
        match there.open_dialogs {
            0 => seen,
            n => format!("{seen} · {}", say_count("person_dialogs", n)),
        }
    };
    view! { <p class="quiet small cut">{text}</p> }
}

/// The menu of what may be done with him.
#[component]
fn Actions(
    /// With whom.
    id: OperatorId,
    /// His name.
    name: String,
    /// What he is now.
    role: Option<Role>,
    /// What may be done.
    acts: Acts,
    /// What has been chosen.
    step: RwSignal<Option<Step>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let roles = desk.peek(|model| {
        let roster = model.roster.as_ref();
        roster
            .map(|roster| roster.roles_to_give())
            .unwrap_or_default()
    });
    let roles = StoredValue::new(roles);
    // Something else is begun: what came of the last is over.
    let choose = move |chosen: Option<Step>| {
        desk.act(|model, _| {
            model.forget(&Form::Employee(id));
            Vec::new()
        });
        step.set(chosen);
    };
    let item = move |key: &'static str, act: Callback<()>| {
        view! {
            <button type="button" class="menu-item" role="menuitem" on:click=move |_| act.run(())>
                {say(key)}
            </button>
        }
    };
    view! {
        <Menu label=say_with("person_actions", &[("name", &name)]) face=|| view! { <Icon of=icon::MORE /> }>
            {acts.reset.then(|| item("reset_link", Callback::new(move |()| {
                choose(None);
                desk.request(ResetLink { operator: id });
            })))}
            {acts.set_access.then(|| item("access", Callback::new(move |()| choose(Some(Step::Access)))))}
            {acts.enable.then(|| item("enable", Callback::new(move |()| {
                choose(None);
                desk.request(Enable { employee: id });
            })))}
            {acts.disable.then(|| item("disable", Callback::new(move |()| choose(Some(Step::Ask(Change::Disable))))))}
            {acts.hand_over.then(|| item("hand_over", Callback::new(move |()| choose(Some(Step::Ask(Change::HandOver))))))}
            {acts.change_role.then(|| view! {
                <Choices title=say("role")>
                    {roles
                        .get_value()
                        .into_iter()
                        .map(|known| view! {
                            <Choice
                                is_chosen=role == Some(known)
                                choose=move || choose((role != Some(known)).then_some(Step::Ask(Change::Role(known))))
                            >
                                {words::role(known)}
                            </Choice>
                        })
                        .collect_view()}
                </Choices>
            })}
        </Menu>
    }
}

/// What will happen, and whether it shall.
#[component]
fn Question(
    /// To whom.
    id: OperatorId,
    /// His name.
    name: String,
    /// It is over.
    close: Callback<()>,
    /// What has been chosen.
    chosen: Change,
    /// How much is his to answer.
    there: Memo<Option<Attendance>>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let progress = desk.memo(move |model| model.progress(&Form::Employee(id)));
    let named = |key: &str| say_with(key, &[("name", &name)]);
    let (title, text, yes) = match chosen {
        Change::Role(to) => {
            let values = [("name", &*name), ("role", &*words::role(to))];
            let what = say(&format!("role_{}_text", to.word()));
            (
                say_with("role_title", &values),
                format!("{what}. {}", say("role_text")),
                say("role_yes"),
            )
        }
        Change::HandOver => (
            named("hand_over_title"),
            named("hand_over_text"),
            say("hand_over_yes"),
        ),
        Change::Disable => {
            let n = there.get_untracked().map_or(0, |there| there.open_dialogs);
            let freed = (n > 0).then(|| say_count("disable_frees", n));
            let text = [Some(say("disable_text")), freed];
            (
                named("disable_title"),
                text.into_iter().flatten().collect::<Vec<_>>().join(" "),
                say("disable_yes"),
            )
        }
    };
    // Done: whoever looks at the row sees it. What went wrong stands below.
    Effect::new(move |_| {
        if !matches!(progress.get(), Progress::Idle | Progress::Busy) {
            close.run(());
        }
    });
    let carry_out = move || {
        let from = desk.peek(|model| Some(model.roster.as_ref()?.employee(id)?.role));
        match (chosen, from) {
            (Change::Role(to), Some(from)) => desk.request(ChangeRole {
                employee: id,
                from,
                to,
            }),
            (Change::Role(_), None) => {}
            (Change::HandOver, _) => desk.request(HandOver { to: id }),
            (Change::Disable, _) => desk.request(Disable { employee: id }),
        }
    };
    view! {
        <Confirm
            title=title
            text=text
            yes=yes
            is_busy=Signal::derive(move || progress.get() == Progress::Busy)
            carry_out=Callback::new(move |()| carry_out())
            cancel=close
        />
    }
}

/// What came of it.
#[component]
fn Outcomes(
    /// With whom.
    id: OperatorId,
    /// His name.
    name: Signal<String>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let changed = desk.memo(move |model| model.progress(&Form::Employee(id)));
    let link = desk.memo(move |model| model.progress(&Form::ResetLink(id)));
    view! {
        <Outcome progress=changed />
        <Outcome progress=link />
        {move || view! { <OneTimeLink progress=link text=say_with("reset_link_text", &[("name", &name.get())]) /> }}
    }
}
