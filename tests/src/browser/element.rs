//! One element of a page.

use std::cell::RefCell;

use serde_json::Value;
use thirtyfour::WebElement;

use super::find::label;
use crate::wait::in_time;

/// An element of a page.
#[derive(Debug, Clone)]
pub struct Element(pub(super) WebElement);

impl Element {
    /// Clicks it as soon as nothing is in the way.
    pub async fn press(&self) {
        let in_the_way = RefCell::new(String::new());
        let pressed = in_time(|| async {
            let pressed = self.0.click().await;
            pressed
                .map_err(|error| *in_the_way.borrow_mut() = error.to_string())
                .ok()
        });
        assert!(
            pressed.await.is_some(),
            "it can't be pressed: {}",
            in_the_way.borrow()
        );
    }

    /// Presses the second button of the mouse over it.
    pub async fn press_second(&self) {
        let pointer = self.0.handle().action_chain();
        let pointer = pointer.context_click_element(&self.0);
        pointer.perform().await.expect("the pointer presses");
    }

    /// Moves the pointer over it.
    pub async fn hover(&self) {
        let pointer = self.0.handle().action_chain();
        let pointer = pointer.move_to_element_center(&self.0);
        pointer.perform().await.expect("the pointer moves");
    }

    /// Empties it.
    pub async fn clear(&self) {
        self.0.clear().await.expect("a field can be emptied");
    }

    /// Types keys into it (no characters beyond the basic plane: see `insert`).
    pub async fn type_keys(&self, keys: &str) {
        self.0.send_keys(keys).await.expect("it takes keys");
    }

    /// Its text as shown.
    pub async fn text(&self) -> String {
        self.0.text().await.unwrap_or_default()
    }

    /// Its accessible name.
    pub async fn name(&self) -> String {
        label(&self.0).await.unwrap_or_default()
    }

    /// A property of it.
    pub async fn property(&self, name: &str) -> String {
        self.0.prop(name).await.ok().flatten().unwrap_or_default()
    }

    /// An attribute of it.
    pub async fn attribute(&self, name: &str) -> Option<String> {
        self.0.attr(name).await.ok().flatten()
    }

    /// As an argument of a script.
    ///
    /// # Panics
    /// Never.
    pub fn as_argument(&self) -> Value {
        self.0.to_json().expect("a reference is JSON")
    }
}
