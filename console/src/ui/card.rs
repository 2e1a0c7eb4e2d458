//! The client's card: who he is, where he is now, what came before.

use beseda_protocol::client::ContactKind;
use beseda_protocol::dialog::{ClientCard, Page};
use beseda_protocol::ids::{ClientId, DialogId};
use beseda_protocol::mark::MarkKind;
use leptos::prelude::*;

use super::avatar::{Avatar, Size};
use super::card_bound::CardBound;
use super::card_comment::CardComment;
use super::card_consent::CardConsent;
use super::card_contacts::CardContacts;
use super::card_customer::CardCustomer;
use super::card_deletion::{CardDeletion, CardMenu, Deletion};
use super::card_identities::CardIdentities;
use super::card_marks::{CardMarks, DialogTags};
use super::card_name::CardName;
use super::card_notes::CardNotes;
use super::card_part::of_profile;
use super::card_rating::CardRating;
use super::card_variables::CardVariables;
use super::card_way::CardWay;
use super::card_write_first::CardWriteFirst;
use super::client_dialogs::ClientDialogs;
use super::copy_button::CopyButton;
use super::icon::{self, Icon, Outline};
use super::standing::CardStanding;
use super::words;
use crate::browser::intl::{Style, moment};
use crate::model::place::Place;
use crate::session::Desk;
use crate::texts::{say, say_with};

/// The button of the card's own menu.
const CARD_MENU: &str = ".card-head [aria-haspopup]";

/// The third column.
#[component]
pub(crate) fn ClientCardPane(
    /// Whose client's.
    id: DialogId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let card = desk.memo(move |model| model.thread(id).and_then(|thread| thread.card.clone()));
    // What is written on the card must outlive every other change of it.
    let number = Memo::new(move |_| card.with(|card| Some(card.as_ref()?.client.id)));
    let deletion = Deletion::new(CARD_MENU);
    provide_context(deletion);
    // Without a dialog there is nobody to tell of.
    let is_missing = desk.memo(move |model| {
        let thread = model.thread(id);
        thread.is_some_and(|thread| thread.load.is_missing())
    });
    let pane = move || {
        view! {
            <aside class="card-pane" aria-label=say("client_card")>
                <header class="card-head">
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=say("back_to_dialog")
                        on:click=move |_| desk.back(Place::Dialogs(Some(id)))
                    >
                        <Icon of=icon::ARROW_LEFT size=20 />
                    </button>
                    <h2 class={"grow"}>{say("client_card")}</h2>
                    {move || number.get().map(|client| view! { <CardMenu client=client /> })}
                </header>
                <CardDeletion deletion=deletion />
                {move || match number.get() {
                    Some(number) => view! { <Known beside=Some(id) number=number card=card /> }.into_any(),
                    None => view! { <Bones /> }.into_any(),
                }}
            </aside>
        }
    };
    move || (!is_missing.get()).then(pane)
}

/// The card alone, in the section of clients.
#[component]
pub(crate) fn ClientPane(
    /// Whose, by his number.
    client: ClientId,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let card = desk.memo(move |model| {
        let card = model.clients.card.as_ref();
        card.filter(|card| card.client.id == client).cloned()
    });
    let is_known = Memo::new(move |_| card.with(Option::is_some));
    let deletion = Deletion::new(CARD_MENU);
    provide_context(deletion);
    view! {
        <section class="client-page" aria-label=say("client_card")>
            <header class="card-head">
                <button
                    type="button"
                    class="icon-button back"
                    aria-label=say("back_to_clients")
                    on:click=move |_| desk.back(Place::Clients(None))
                >
                    <Icon of=icon::ARROW_LEFT size=20 />
                </button>
                <h2 class={"grow"}>{say("client_card")}</h2>
                <Show when=move || is_known.get()>
                    <CardMenu client=client />
                </Show>
            </header>
            <CardDeletion deletion=deletion />
            {move || match is_known.get() {
                true => view! {
                    <div class="client-column">
                        <Known beside=None number=client card=card />
                    </div>
                }
                .into_any(),
                false => view! { <Bones /> }.into_any(),
            }}
        </section>
    }
}

/// What is known.
#[component]
fn Known(
    /// Beside which dialog; absent: beside none.
    beside: Option<DialogId>,
    /// Whose, by his number.
    number: ClientId,
    /// It, as it changes.
    card: Memo<Option<ClientCard>>,
) -> impl IntoView {
    let client = Memo::new(move |_| card.with(|card| Some(card.as_ref()?.client.clone())));
    let desk: Desk = expect_context();
    let marks = of_profile(desk, number, |profile| profile.marks.clone());
    let dialogs = Memo::new(move |_| {
        let dialogs = |card: &Option<ClientCard>| Some(card.as_ref()?.dialogs.clone());
        card.with(dialogs).unwrap_or_default()
    });
    let has_more = Memo::new(move |_| {
        card.with(|card| {
            card.as_ref()
                .is_some_and(|card| card.dialogs_rest.is_some())
        })
    });
    view! {
        <div class="card-who">
            {move || card.get().map(|card| view! { <Face card=card /> })}
            <CardName client=client number=number />
            {move || card.get().map(|card| view! { <Presence card=card /> })}
        </div>
        <CardCustomer client=number />
        <CardStanding client=number />
        <CardWriteFirst client=number beside=beside />
        {move || card.get().and_then(|card| {
            let online = card.online;
            card.page.map(|page| view! { <OnPage page=page online=online /> })
        })}
        {beside.map(|dialog| view! { <DialogTags id=dialog /> })}
        <CardContacts client=number kind=ContactKind::Phone />
        <CardContacts client=number kind=ContactKind::Email />
        <CardMarks client=number kind=MarkKind::Label on=marks />
        <CardMarks client=number kind=MarkKind::List on=marks />
        <CardBound client=number />
        <CardComment client=number />
        <CardNotes client=number />
        <CardVariables client=number />
        {move || card.get().map(|card| view! { <Facts card=card /> })}
        <CardIdentities card=card />
        <CardRating card=card beside=beside />
        <CardConsent card=card />
        <CardWay card=card />
        <ClientDialogs client=number dialogs=dialogs has_more=has_more beside=beside />
    }
}

/// The client's face.
#[component]
fn Face(
    /// Whose.
    card: ClientCard,
) -> impl IntoView {
    view! {
        <span class="avatar-seat">
            <Avatar
                name=words::client(&card.client)
                number=card.client.id.0
                is_named=card.client.name.is_some()
                size=Size::Large
            />
            {card.online.then(|| view! { <span class={"presence"}></span> })}
        </span>
    }
}

/// Whether he is on the site, and when he was.
#[component]
fn Presence(
    /// Who.
    card: ClientCard,
) -> impl IntoView {
    let desk: Desk = expect_context();
    match (card.online, card.seen_at) {
        (true, _) => view! { <p class="online">{say("on_site_now")}</p> }.into_any(),
        (false, Some(seen_at)) => view! {
            <p class="quiet" title=moment(seen_at, Style::Full)>
                {move || say_with("seen", &[("time", &words::time_within(seen_at, desk.now.get()))])}
            </p>
        }
        .into_any(),
        (false, None) => view! { <p class="quiet">{say("never_written")}</p> }.into_any(),
    }
}

/// His number, his first contact, his language.
#[component]
fn Facts(
    /// Of whom.
    card: ClientCard,
) -> impl IntoView {
    let desk: Desk = expect_context();
    let language = match card.locale.as_str() {
        "" => None,
        tag => Some(words::language(tag)),
    };
    let number = card.client.id.to_string();
    let last_contact = card.last_contact_at.map(|at| {
        let value = words::date(at, desk.now.get_untracked());
        view! { <Fact icon=icon::MESSAGE_CIRCLE name=say("last_contact") value=value /> }
    });
    view! {
        <dl class="facts">
            <div class="fact">
                <dt class="quiet">
                    <Icon of=icon::USER />
                    {say("client_number")}
                </dt>
                <dd class="numbers row">
                    {number.clone()}
                    <CopyButton text=number label=say("copy_number") bare=true />
                </dd>
            </div>
            <Fact icon=icon::CLOCK name=say("first_contact") value=words::date(card.created_at, desk.now.get_untracked()) />
            {last_contact}
            {language.map(|language| view! { <Fact icon=icon::LANGUAGE name=say("language") value=language /> })}
        </dl>
    }
}

/// The page that the client is on, or was on last.
#[component]
fn OnPage(
    /// Which.
    page: Page,
    /// Whether he is there now.
    online: bool,
) -> impl IntoView {
    let title = match page.title.trim() {
        "" => words::short_url(&page.url).to_owned(),
        title => title.to_owned(),
    };
    let address = words::short_url(&page.url).to_owned();
    let is_safe = page.url.starts_with("https://") || page.url.starts_with("http://");
    view! {
        <section class="on-page">
            <h4 class="small quiet">{say(if online { "page_now" } else { "page_last" })}</h4>
            <p class="on-page-title">{title}</p>
            {match is_safe {
                true => {
                    view! {
                        <a class="link small cut" href=page.url target="_blank" rel="noopener noreferrer nofollow">
                            {address}
                        </a>
                    }
                        .into_any()
                }
                false => view! { <p class="small cut">{address}</p> }.into_any(),
            }}
        </section>
    }
}

/// A name and its value.
#[component]
fn Fact(
    /// Its picture.
    icon: Outline,
    /// Its name.
    name: String,
    /// It.
    value: String,
) -> impl IntoView {
    view! {
        <div class="fact">
            <dt class="quiet">
                <Icon of=icon />
                {name}
            </dt>
            <dd class="numbers">{value}</dd>
        </div>
    }
}

/// The shape of a card.
#[component]
fn Bones() -> impl IntoView {
    view! {
        <div class="card-who" aria-hidden="true">
            <i class={"bone round face-bone"}></i>
            <i class={"bone line w-55"}></i>
            <i class={"bone line w-40"}></i>
        </div>
    }
}
