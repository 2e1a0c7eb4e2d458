//! Follows the window: its address, its attention, its time. And the window follows the
//! state.

use beseda_client::clock;
use beseda_protocol::ids::Timestamp;
use leptos::prelude::*;

use super::Desk;
use crate::browser::page::Step;
use crate::browser::{audio, drag, keys, page, store};
use crate::model::{Entry, Model, query_words};
use crate::texts::say_client;

/// How often it is told on that somebody touches the console, in ms.
const TOUCHED_EVERY_MS: u64 = 5_000;

impl Desk {
    /// Follows the window: its address, its attention, its time.
    pub(super) fn listen(self) {
        let window = window();
        keys::leave_compositions_alone();
        drag::catch_strays();
        page::on(&window, &["popstate"], move |_| {
            let address = page::address();
            self.act(|model, _| model.turn_to_address(address));
        });
        page::on(&window, &["focus", "blur", "pageshow"], move |_| {
            self.attend()
        });
        page::on(&window, &["online"], move |_| self.enter_soon());
        page::on(&document(), &["visibilitychange"], move |_| self.attend());
        page::on(&document(), &["pointerdown", "keydown"], |_| {
            audio::unlock()
        });
        let touches = ["pointermove", "pointerdown", "keydown", "wheel"];
        page::on(&document(), &touches, move |_| self.touch());
        self.touch();
        self.attend();
        set_interval(move || self.tick(), std::time::Duration::from_millis(1_000));
    }

    fn attend(self) {
        let on = page::is_watched();
        self.act(|model, _| {
            let opened = model.watch(on);
            let mut wishes = match on {
                true => vec![],
                false => model.keep_open_draft(),
            };
            wishes.extend(opened);
            wishes
        });
    }

    /// Somebody is at the console. Told on at most every few seconds: a pointer moves often.
    fn touch(self) {
        let now = clock::now();
        let before = self.own.with_value(|own| own.touched_at.get());
        if now.ms_since(before) >= TOUCHED_EVERY_MS {
            self.own.with_value(|own| own.touched_at.set(now));
            store::keep_touched(now);
            self.act(|model, now| {
                model.touch(now);
                model.tell_idle(now)
            });
        }
    }

    /// Whether nobody is, in no tab, is looked at when nobody is in this one.
    fn look_at_idle(self, now: Timestamp) {
        if self.peek(|model| model.idle.is_over(now)) {
            self.act(|model, now| {
                model.touch(store::touched());
                model.tell_idle(now)
            });
        }
    }

    fn tick(self) {
        let now = clock::now();
        // Not every browser tells when its window gains or loses the focus.
        if self.peek(Model::is_watching) != page::is_watched() {
            self.attend();
        }
        self.enter_again(now);
        self.look_at_idle(now);
        self.tend_uploads();
        if now.ms_since(self.now.get_untracked()) >= 10_000 {
            self.now.set(now);
        }
        let back_ends = self.own.with_value(|own| own.line_back_at.get());
        let wishes = self.model.update(|model| {
            if back_ends <= now {
                model.line_was_seen();
            }
            model.tick(now)
        });
        self.fulfil(wishes);
    }
}

/// The language, the theme, the title and what is kept follow the state.
pub(crate) fn follow(desk: Desk) {
    let entry = desk.memo(|model| *model.entry);
    Effect::new(move |_| {
        let signed_in = match entry.get() {
            Entry::In => true,
            Entry::Out => false,
            Entry::Asking | Entry::Unreachable => return,
        };
        if desk.prefs.with_untracked(|prefs| prefs.signed_in) != signed_in {
            desk.choose(|prefs| prefs.signed_in = signed_in);
        }
    });
    // A filter that was refused is left again by the state itself.
    let query = desk.memo(|model| model.board.query().clone());
    Effect::new(move |_| {
        let words = query.with(query_words::write);
        if desk.prefs.with_untracked(|prefs| prefs.list != words) {
            desk.choose(|prefs| prefs.list = words);
            page::show(&desk.peek(Model::address), Step::Same);
        }
    });
    let of_clients = desk.memo(|model| model.client_list.all_of().to_vec());
    Effect::new(move |before: Option<()>| {
        of_clients.track();
        if before.is_some() {
            page::show(&desk.peek(Model::address), Step::Same);
        }
    });
    Effect::new(move |_| page::set_language(desk.locale().tag()));
    Effect::new(move |_| page::set_theme(desk.prefs.with(|prefs| prefs.theme)));
    Effect::new(move |_| page::set_list_folded(desk.prefs.with(|prefs| prefs.list_folded)));
    let values = Memo::new(move |_| desk.prefs.with(|prefs| prefs.cards.variables.clone()));
    Effect::new(move |_| desk.act(|model, _| model.show_values(values.get())));
    Effect::new(move |_| page::set_density(desk.prefs.with(|prefs| prefs.cards.density)));
    let title = Memo::new(move |_| {
        // A nameless client is called otherwise in another language.
        desk.locale();
        desk.model.with(|model| {
            let center = model.roster.as_ref();
            let center = center.map(|roster| roster.center.general.value.name.clone());
            let center = center.filter(|name| !name.is_empty());
            let partner = model.partner().cloned();
            (model.badge().dialogs(), partner, center)
        })
    });
    let has_badge = Memo::new(move |_| title.with(|(n, ..)| *n > 0));
    Effect::new(move |_| page::set_icon(has_badge.get()));
    Effect::new(move |_| {
        let (n, partner, center) = title.get();
        let center = center.unwrap_or_else(|| "Beseda".to_owned());
        let name = match partner {
            Some(client) => {
                let name = say_client(client.name.as_deref(), client.id.0);
                format!("{name} · {center}")
            }
            None => center,
        };
        page::set_title(&match n {
            0 => name,
            n => format!("({n}) {name}"),
        });
    });
}
