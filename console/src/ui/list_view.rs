//! What joins the list's window to the page: how far it is scrolled, which rows that puts
//! on the page, where the keyboard is.

use std::time::Duration;

use beseda_client::clock;
use leptos::html;
use leptos::prelude::*;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::list_rows::{Rows, Wanted};
use super::listed::Listed;
use super::selecting::is_any;
use crate::model::board::Size;
use crate::model::card_prefs::Density;
use crate::model::list_window::{ListWindow, Sight};
use crate::model::selected::Selected;
use crate::session::Desk;

/// The next page is asked for this many pixels before the end.
const AHEAD_PX: f64 = 600.0;

/// The list on the page.
pub(super) struct ListView<Id: Listed> {
    pub(super) desk: Desk,
    /// What scrolls, where the window is not low.
    pub(super) scroller: NodeRef<html::Div>,
    /// What is as high as all cards together.
    pub(super) list: NodeRef<html::Ul>,
    /// How many cards it shows.
    pub(super) n_shown: RwSignal<usize>,
    /// How many there are, if that is known.
    size: Memo<Option<u64>>,
    open: Memo<Option<Id>>,
    window: StoredValue<ListWindow<Id>, LocalStorage>,
    rows: StoredValue<Rows<Id>, LocalStorage>,
    /// The card that had the focus last.
    last: StoredValue<Option<Id>>,
    /// To where we have scrolled by ourselves: no hand did.
    scrolled_to: StoredValue<f64>,
    /// Whether it is going to look whether what waits may be shown.
    is_due: StoredValue<bool>,
}

impl<Id: Listed> Clone for ListView<Id> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Id: Listed> Copy for ListView<Id> {}

impl<Id: Listed> ListView<Id> {
    /// The list of the component that is being made.
    pub(super) fn new(desk: Desk) -> Self {
        let view = Self {
            desk,
            scroller: NodeRef::new(),
            list: NodeRef::new(),
            n_shown: RwSignal::new(0),
            size: desk.memo(|model| match Id::n_all(model) {
                Size::Exactly(n) => Some(n),
                Size::AtLeast(_) => None,
            }),
            open: desk.memo(Id::open),
            window: StoredValue::new_local(ListWindow::default()),
            rows: StoredValue::new_local(Rows::new()),
            last: StoredValue::new(None),
            scrolled_to: StoredValue::new(0.0),
            is_due: StoredValue::new(false),
        };
        Effect::new(move |_| {
            view.size.track();
            view.arrange(None);
        });
        let density = Memo::new(move |_| desk.prefs.with(|prefs| prefs.cards.density));
        Effect::new(move |before: Option<Density>| {
            let density = density.get();
            if let Some(before) = before.filter(|before| *before != density) {
                view.resized(before);
            }
            density
        });
        // Where there is room for one of them only, what is left shows the list; and so does
        // what brings it back.
        let is_folded = Memo::new(move |_| desk.prefs.with(|prefs| prefs.list_folded));
        Effect::new(move |_| {
            is_folded.track();
            let open = view.open.get();
            request_animation_frame(move || {
                view.look();
                view.show(open);
            });
        });
        view
    }

    /// Those to list. Other ones than before begin on top: who waits longest must not
    /// be out of sight.
    pub(super) fn take(self, order: Vec<Id>, are_others: bool) {
        let sight = self.sight();
        let by = self.window.try_update_value(|window| match are_others {
            true => window.begin(order, sight),
            false => window.take(order, sight, clock::now()),
        });
        self.moved(by.unwrap_or_default());
        // A page that does not fill the column asks for the next one by itself.
        request_animation_frame(move || self.look());
    }

    /// It was scrolled, or its frame is another one.
    pub(super) fn scrolled(self) {
        let Some((from, _)) = self.frame() else {
            return;
        };
        if (from - self.scrolled_to.get_value()).abs() >= 1.0 {
            self.touched();
        }
        self.scrolled_to.set_value(from);
        self.look();
    }

    /// A hand is at it.
    pub(super) fn touched(self) {
        self.window
            .update_value(|window| window.touched(clock::now()));
    }

    /// Keys lead along the cards; Enter, as on any link, opens one.
    pub(super) fn key(self, event: &KeyboardEvent) {
        self.touched();
        let focused = self.rows.with_value(Rows::focused);
        let Some((sight, focused)) = self.sight().zip(focused) else {
            return;
        };
        if self.selects(event, focused) {
            event.prevent_default();
            return;
        }
        if event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let target = self
            .window
            .with_value(|window| window.target(&event.key(), focused, sight));
        let Some(target) = target else {
            return;
        };
        event.prevent_default();
        self.focus(target);
        if event.shift_key() {
            self.select(|selected, order| selected.extend(focused, target, order));
        }
    }

    /// Keys that select: X or Space the card that has the keyboard, Control with A the page;
    /// Escape selects nothing.
    fn selects(self, event: &KeyboardEvent, focused: Id) -> bool {
        let is_control = event.ctrl_key() || event.meta_key();
        if event.alt_key() || event.shift_key() {
            return false;
        }
        // By its place: in another alphabet it is another letter.
        match (event.code().as_str(), is_control) {
            ("KeyX" | "Space", false) => {
                self.select(|selected, order| selected.toggle(focused, order));
            }
            ("KeyA", true) => self.select(|selected, order| selected.page(order)),
            ("Escape", false) => {
                if !self.desk.peek(is_any::<Id>) {
                    return false;
                }
                self.select(|selected, _| selected.clear());
            }
            _ => return false,
        }
        true
    }

    fn select(self, change: impl FnOnce(&mut Selected<Id>, &[Id])) {
        self.desk.act(|model, _| {
            let order = Id::order(model);
            change(Id::selected_mut(model), &order);
            vec![]
        });
    }

    /// A card has the focus.
    pub(super) fn focused(self) {
        self.last.set_value(self.rows.with_value(Rows::focused));
        self.arrange(None);
    }

    /// Looks what is in sight, and whether that asks for anything.
    fn look(self) {
        // In the next frame there may be no list any more.
        if self.list.try_get_untracked().flatten().is_none() {
            return;
        }
        let sight = self.sight();
        let now = clock::now();
        let settled = self
            .window
            .try_update_value(|window| window.settle(sight, now))
            .flatten();
        // Once rows were changed, to ask where they are costs a layout.
        let sight = match settled {
            Some(by) => {
                self.moved(by);
                self.sight()
            }
            None => {
                self.arrange(None);
                sight
            }
        };
        let due_at = self.window.with_value(ListWindow::due_at);
        if let (Some(due_at), Some(_)) = (due_at, sight)
            && !self.is_due.get_value()
        {
            self.is_due.set_value(true);
            let ms = Duration::from_millis(due_at.ms_since(now).max(1));
            set_timeout(move || self.due(), ms);
        }
        if let Some(sight) = sight
            && self.height() - sight.to * self.card_px() < AHEAD_PX
        {
            self.desk.act(|model, _| Id::more(model));
        }
    }

    fn due(self) {
        if self.is_due.try_set_value(false).is_none() {
            self.look();
        }
    }

    /// Cards are of another height than before: the first in sight stays the first.
    fn resized(self, before: Density) {
        if let Some((from, _)) = self.frame() {
            let by = from.max(0.0) / before.card_px() - from.max(0.0) / self.card_px();
            self.moved(by);
        }
    }

    /// The order on the page is another one; it is scrolled by so many cards that nothing in
    /// sight has moved.
    fn moved(self, by: f64) {
        let Some(list) = self.list.try_get_untracked().flatten() else {
            return;
        };
        let height = format!("{}px", self.height() as i64);
        let list: &HtmlElement = &list;
        list.style().set_property("height", &height).ok();
        self.scroll_by(by);
        let n = self.window.with_value(|window| window.shown().len());
        if self.n_shown.get_untracked() != n {
            self.n_shown.set(n);
        }
        self.arrange(None);
    }

    /// Puts the cards on the page that belong there: those in sight and about, the one that
    /// has the focus wherever it is, and one that is going to have it.
    fn arrange(self, also: Option<Id>) {
        let list = self.list.try_get_untracked().flatten();
        let (Some(list), Some(sight)) = (list, self.sight()) else {
            return;
        };
        let focused = self.rows.with_value(Rows::focused);
        let wanted = self.window.with_value(|window| {
            let shown = window.shown();
            let on_page = window.on_page(sight);
            let mut places: Vec<usize> = on_page.clone().collect();
            for kept in [focused, also].into_iter().flatten() {
                let place = shown.iter().position(|id| *id == kept);
                places.extend(place.filter(|place| !on_page.contains(place)));
            }
            places.sort_unstable();
            places.dedup();
            let cards: Vec<_> = places.iter().map(|place| (*place, shown[*place])).collect();
            let has = |id: &Id| cards.iter().any(|(_, card)| card == id);
            let first = shown.get(window.first_whole(sight)).copied();
            let stops = [self.last.get_value(), self.open.get_untracked(), first];
            Wanted {
                stop: stops.into_iter().flatten().find(has),
                size: self.size.get_untracked(),
                card_px: self.card_px(),
                cards,
            }
        });
        let lost = self
            .rows
            .try_update_value(|rows| rows.arrange(&list, &wanted));
        // Its card is not of the list any more: on with the one that has its place.
        if let Some(place) = lost.flatten() {
            let next = self.window.with_value(|window| {
                let shown = window.shown();
                shown.get(place).or(shown.last()).copied()
            });
            next.into_iter().for_each(|next| self.focus(next));
        }
    }

    fn focus(self, id: Id) {
        self.reveal(id);
        self.arrange(Some(id));
        if let Some(link) = self.rows.with_value(|rows| rows.link(id)) {
            link.focus().ok();
        }
    }

    /// Brings what was opened into sight, by keys or by a link.
    fn show(self, open: Option<Id>) {
        let Some((open, sight)) = open.zip(self.sight()) else {
            return;
        };
        let is_away = self
            .window
            .try_with_value(|window| window.is_out_of_sight(open, sight));
        if is_away == Some(true) {
            self.reveal(open);
            self.look();
        }
    }

    fn reveal(self, id: Id) {
        if let Some(sight) = self.sight() {
            self.scroll_by(self.window.with_value(|window| window.reveal(id, sight)));
        }
    }

    /// Scrolls by so many cards.
    fn scroll_by(self, by: f64) {
        let by = by * self.card_px();
        let Some(scroller) = self.scroller.try_get_untracked().flatten() else {
            return;
        };
        if by != 0.0 {
            // Where the window is low the page scrolls, and not the list.
            match scroller.scroll_height() > scroller.client_height() {
                true => scroller.scroll_by_with_x_and_y(0.0, by),
                false => window().scroll_by_with_x_and_y(0.0, by),
            }
        }
        if let Some((from, _)) = self.frame() {
            self.scrolled_to.set_value(from);
        }
    }

    /// The height of a card.
    fn card_px(self) -> f64 {
        let density = self.desk.prefs.with_untracked(|prefs| prefs.cards.density);
        density.card_px()
    }

    /// The height of all cards together.
    fn height(self) -> f64 {
        let n = self.window.with_value(|window| window.shown().len());
        n as f64 * self.card_px()
    }

    /// What is in sight of the list, if it is shown at all.
    fn sight(self) -> Option<Sight> {
        let (from, to) = self.frame()?;
        let card_px = self.card_px();
        Some(Sight {
            from: from / card_px,
            to: to.max(from) / card_px,
        })
    }

    /// The same in pixels.
    fn frame(self) -> Option<(f64, f64)> {
        let frame = self.scroller.try_get_untracked().flatten()?;
        let list = self.list.try_get_untracked().flatten()?;
        let (frame, list) = (rect(&frame), rect(&list));
        if frame.width() == 0.0 {
            return None;
        }
        let window = window().inner_height().ok()?.as_f64()?;
        let from = frame.top().max(0.0) - list.top();
        let to = frame.bottom().min(window) - list.top();
        Some((from, to))
    }
}

fn rect(element: &Element) -> web_sys::DomRect {
    element.get_bounding_client_rect()
}
