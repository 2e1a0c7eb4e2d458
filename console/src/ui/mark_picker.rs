//! Chooses one of the tags, labels or lists that there are: what is typed narrows them
//! down, the arrows go through them. Who may make one is offered that, too.

use beseda_protocol::fold::fold;
use beseda_protocol::ids::MarkId;
use beseda_protocol::limits::MARK_CHARS_MAX;
use beseda_protocol::mark::{Mark, MarkKind};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::card_part::Adding;
use super::words;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// What is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pick {
    /// One that there is.
    Known(MarkId),
    /// One that is to be made, by its name.
    New(String),
}

/// An offer, by what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offer {
    pick: Pick,
    text: String,
}

/// What is offered for a text: marks whose name holds it, and to make one of that name.
fn offers(marks: &[Mark], written: &str, may_make: bool) -> Vec<Offer> {
    let sought = fold(written);
    let known = marks
        .iter()
        .filter(|mark| fold(&mark.name).contains(&sought));
    let mut offers: Vec<Offer> = known
        .map(|mark| Offer {
            pick: Pick::Known(mark.id),
            text: mark.name.clone(),
        })
        .collect();
    let is_known = marks.iter().any(|mark| fold(&mark.name) == sought);
    if may_make && !sought.is_empty() && !is_known {
        offers.push(Offer {
            pick: Pick::New(written.to_owned()),
            text: say_with("mark_make", &[("name", written)]),
        });
    }
    offers
}

/// The field and what it offers, under the plus of a section.
#[component]
pub(crate) fn MarkPicker(
    /// The plus.
    adding: Adding,
    /// Which kind.
    kind: MarkKind,
    /// Those that are put on already.
    on: Memo<Vec<MarkId>>,
    /// One was chosen.
    choose: Callback<Pick>,
) -> impl IntoView {
    view! {
        <Show when=move || adding.is_open()>
            <Offers adding=adding kind=kind on=on choose=choose />
        </Show>
    }
}

#[component]
fn Offers(
    /// The plus.
    adding: Adding,
    /// Which kind.
    kind: MarkKind,
    /// Those that are put on already.
    on: Memo<Vec<MarkId>>,
    /// One was chosen.
    choose: Callback<Pick>,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let written = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            // An element in the page takes the focus.
            input.focus().ok();
        }
    });
    let may_make = desk.memo(|model| {
        let roster = model.roster.as_ref();
        roster.is_some_and(|roster| roster.me.role.supervises())
    });
    let rest = desk.memo(move |model| {
        let on = on.get();
        let mut rest = model.marks(kind);
        rest.retain(|mark| !on.contains(&mark.id));
        rest
    });
    let offers = Memo::new(move |_| offers(&rest.get(), written.get().trim(), may_make.get()));
    let pick = move |offer: Offer| {
        choose.run(offer.pick);
        adding.close();
    };
    let keyed = move |event: KeyboardEvent| {
        let n = offers.with_untracked(Vec::len);
        let step = match event.key().as_str() {
            "Escape" => {
                event.stop_propagation();
                return adding.close();
            }
            "Enter" => {
                event.prevent_default();
                let chosen =
                    offers.with_untracked(|offers| offers.get(active.get_untracked()).cloned());
                return chosen.into_iter().for_each(pick);
            }
            "ArrowDown" => 1,
            "ArrowUp" => n.saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        active.update(|active| *active = (*active + step) % n.max(1));
    };
    let list = format!("marks-{}", kind.word());
    let option = {
        let list = list.clone();
        move |n: usize| format!("{list}-{n}")
    };
    let active_option = {
        let option = option.clone();
        move || (!offers.with(Vec::is_empty)).then(|| option(active.get()))
    };
    view! {
        <div class="add-line mark-picker">
            <input
                node_ref=input
                class="input slim"
                dir="auto"
                role="combobox"
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls=list.clone()
                aria-activedescendant=active_option
                autocomplete="off"
                maxlength=MARK_CHARS_MAX.to_string()
                aria-label=words::add_mark(kind)
                prop:value=written
                on:keydown=keyed
                on:input:target=move |event| {
                    written.set(event.target().value());
                    active.set(0);
                }
            />
            <ul class="mark-offers" role="listbox" id=list aria-label=words::marks(kind)>
                {move || {
                    let option = option.clone();
                    offers
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(n, offer)| {
                            let text = offer.text.clone();
                            view! {
                                <li
                                    class="menu-item"
                                    role="option"
                                    id=option(n)
                                    aria-selected=move || (active.get() == n).to_string()
                                    on:click=move |_| pick(offer.clone())
                                >
                                    <bdi class="cut">{text}</bdi>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
            <p class="small quiet" role="status">
                {move || offers.with(Vec::is_empty).then(|| match may_make.get() {
                    true => say("mark_type_new"),
                    false => say("mark_unknown"),
                })}
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(id: u64, name: &str) -> Mark {
        Mark {
            id: MarkId(id),
            kind: MarkKind::Label,
            name: name.to_owned(),
            channel: None,
        }
    }

    fn picks(written: &str, may_make: bool) -> Vec<Pick> {
        let marks = [mark(1, "VIP"), mark(2, "Постоянный")];
        let offers = offers(&marks, written, may_make);
        offers.into_iter().map(|offer| offer.pick).collect()
    }

    #[test]
    fn what_is_typed_narrows_the_offers_down_whatever_its_case() {
        let [vip, regular] = [1, 2].map(|id| Pick::Known(MarkId(id)));
        assert_eq!(picks("", false), [vip.clone(), regular.clone()]);
        assert_eq!(picks("vi", false), [vip]);
        assert_eq!(picks("СТОЯН", false), [regular]);
        assert_eq!(picks("gold", false), []);
    }

    #[test]
    fn a_new_one_is_offered_to_who_may_make_it_and_where_there_is_none_of_the_name() {
        let new = |name: &str| Pick::New(name.to_owned());
        assert_eq!(picks("gold", true), [new("gold")]);
        assert_eq!(picks("vi", true), [Pick::Known(MarkId(1)), new("vi")]);
        assert_eq!(picks("vip", true), [Pick::Known(MarkId(1))]);
        assert_eq!(picks("", true).len(), 2);
    }
}
