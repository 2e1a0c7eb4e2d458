//! The cards that are on the page, each in a row that a transform puts at its place: none
//! is laid out anew when others come and go.
//!
//! A row outlives its card: one that goes out of sight becomes that of one that comes in,
//! since to change a card's texts costs a fraction of making its elements.
//!
//! They are put in order by hand. `For` takes every row that another one passes out of the
//! page and in again, and with a row goes its focus; here the row that has the focus is
//! the one that the others are moved around.

use std::any::Any;
use std::collections::HashMap;

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::listed::Listed;

/// The rows of a list.
pub(super) struct Rows<Id: Listed> {
    /// Whose the cards are: they live at most as long as their list.
    owner: Owner,
    rows: HashMap<Id, Row<Id>>,
    /// What the page shows.
    shown: Option<Wanted<Id>>,
}

struct Row<Id: Listed> {
    item: HtmlElement,
    /// Whose card it shows.
    id: ArcRwSignal<Id>,
    /// Where it stands, once it stands somewhere.
    stands: Option<Stand>,
    /// Ends the card when it is dropped.
    _card: Box<dyn Any>,
}

/// Where a row stands in its list.
#[derive(Clone, Copy, PartialEq)]
struct Stand {
    place: usize,
    card_px: f64,
    /// How many there are, if that is known.
    size: Option<u64>,
    /// Whether Tab leads to it.
    is_stop: bool,
}

/// What is to be on the page.
#[derive(Clone, PartialEq)]
pub(super) struct Wanted<Id> {
    /// The cards and their places, rising.
    pub(super) cards: Vec<(usize, Id)>,
    /// How high each of them is.
    pub(super) card_px: f64,
    /// How many there are in the list, if that is known.
    pub(super) size: Option<u64>,
    /// To which of them Tab leads.
    pub(super) stop: Option<Id>,
}

impl<Id: Listed> Rows<Id> {
    /// No rows yet, of the component that is being made.
    pub(super) fn new() -> Self {
        Self {
            owner: Owner::current().unwrap_or_default(),
            rows: HashMap::new(),
            shown: None,
        }
    }

    /// The card that has the focus.
    pub(super) fn focused(&self) -> Option<Id> {
        let active = document().active_element()?;
        let has_it = |row: &Row<Id>| row.item.contains(Some(&active));
        let mut rows = self.rows.iter();
        rows.find(|(_, row)| has_it(row)).map(|(id, _)| *id)
    }

    /// A card's link.
    pub(super) fn link(&self, id: Id) -> Option<HtmlElement> {
        self.rows.get(&id)?.link()
    }

    /// Makes the page show what is wanted. The place of the card that had the focus, if it
    /// had to go.
    pub(super) fn arrange(&mut self, list: &Element, wanted: &Wanted<Id>) -> Option<usize> {
        if self.shown.as_ref() == Some(wanted) {
            return None;
        }
        self.shown = Some(wanted.clone());
        let focused = self.focused();
        let mut lost = None;
        let stays = |id: &Id| wanted.cards.iter().any(|(_, card)| card == id);
        let (stay, go) = std::mem::take(&mut self.rows)
            .into_iter()
            .partition(|(id, _)| stays(id));
        self.rows = stay;
        let mut spare: Vec<Row<Id>> = Vec::new();
        let go: HashMap<Id, Row<Id>> = go;
        for (id, row) in go {
            match Some(id) == focused {
                // The keyboard is at this card, and not at whatever its row would show next.
                true => {
                    lost = row.stands.map(|stand| stand.place);
                    row.item.remove();
                }
                false => spare.push(row),
            }
        }
        for &(place, id) in &wanted.cards {
            let owner = &self.owner;
            let row = self.rows.entry(id).or_insert_with(|| match spare.pop() {
                Some(row) => row.becomes(id),
                None => Row::new(owner, id),
            });
            row.stand(Stand {
                place,
                card_px: wanted.card_px,
                size: wanted.size,
                is_stop: wanted.stop == Some(id),
            });
        }
        spare.iter().for_each(|row| row.item.remove());
        self.put_in_order(list, wanted, focused);
        lost
    }

    /// For whoever reads the page in its own order, and not by the eye.
    fn put_in_order(&self, list: &Element, wanted: &Wanted<Id>, focused: Option<Id>) {
        let items: Vec<&HtmlElement> = wanted
            .cards
            .iter()
            .filter_map(|(_, id)| self.rows.get(id).map(|row| &row.item))
            .collect();
        let fixed = wanted.cards.iter().position(|(_, id)| Some(*id) == focused);
        let (above, below) = items.split_at(fixed.unwrap_or_default());
        let mut next: Option<Node> = fixed.map(|fixed| Node::clone(items[fixed]));
        for item in above.iter().rev() {
            if item.next_sibling() != next || !item.is_connected() {
                list.insert_before(item, next.as_ref()).ok();
            }
            next = Some(Node::clone(item));
        }
        let mut before: Option<Node> = None;
        for item in below {
            if Some(*item) != fixed.map(|fixed| items[fixed])
                && (item.previous_sibling() != before || !item.is_connected())
            {
                let next = match &before {
                    Some(before) => before.next_sibling(),
                    None => list.first_child(),
                };
                list.insert_before(item, next.as_ref()).ok();
            }
            before = Some(Node::clone(item));
        }
    }
}

impl<Id: Listed> Row<Id> {
    fn new(owner: &Owner, id: Id) -> Self {
        let item = document().create_element("li").expect("a name of HTML");
        let item: HtmlElement = item.unchecked_into();
        item.set_class_name("list-row");
        let id = ArcRwSignal::new(id);
        let of = id.clone();
        let card = owner.with(|| mount_to(item.clone(), move || Id::card(of.into())));
        Self {
            item,
            id,
            stands: None,
            _card: Box::new(card),
        }
    }

    /// Shows another one's card from now on. Out of the page it is put where that belongs:
    /// left at its old place, all others would be moved around it.
    fn becomes(self, id: Id) -> Self {
        self.item.remove();
        self.id.set(id);
        self
    }

    fn link(&self) -> Option<HtmlElement> {
        self.item.first_element_child()?.dyn_into().ok()
    }

    fn stand(&mut self, stand: Stand) {
        let before = self.stands.replace(stand);
        let top = |stand: Stand| stand.place as f64 * stand.card_px;
        if before.map(top) != Some(top(stand)) {
            // Cards are whole pixels high; to write a fraction takes 18 KB of code.
            let down = format!("translateY({}px)", top(stand) as i64);
            self.item.style().set_property("transform", &down).ok();
        }
        if before.map(|before| before.place) != Some(stand.place) {
            let place = (stand.place + 1).to_string();
            self.item.set_attribute("aria-posinset", &place).ok();
        }
        if before.map(|before| before.size) != Some(stand.size) {
            let size = stand.size.map_or("-1".to_owned(), |size| size.to_string());
            self.item.set_attribute("aria-setsize", &size).ok();
        }
        if before.map(|before| before.is_stop) != Some(stand.is_stop)
            && let Some(link) = self.link()
        {
            link.set_tab_index(if stand.is_stop { 0 } else { -1 });
        }
    }
}
