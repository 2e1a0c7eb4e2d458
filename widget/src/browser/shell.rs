//! The loader's elements inside the shadow root, and its events.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement, ShadowRoot};

/// The loader's elements.
#[derive(Clone)]
pub(super) struct Shell {
    pub(super) root: ShadowRoot,
    pub(super) launcher: HtmlElement,
    pub(super) panel: HtmlElement,
    pub(super) head: HtmlElement,
    /// Scrolls; filled by the widget.
    pub(super) log: HtmlElement,
    /// The field; never moved or replaced, so that its caret, its undo history
    /// and a composition in progress survive.
    pub(super) text: HtmlTextAreaElement,
    pub(super) foot: HtmlElement,
}

impl Shell {
    /// Finds the elements, which are known to be of HTML.
    pub(super) fn find(root: ShadowRoot) -> Option<Self> {
        let find = |selector| -> Option<Element> { root.query_selector(selector).ok()? };
        let html = |selector| find(selector).map(|found| found.unchecked_into::<HtmlElement>());
        Some(Self {
            launcher: html(".launcher")?,
            panel: html(".panel")?,
            head: html(".head")?,
            log: html(".log")?,
            text: find("textarea")?.unchecked_into(),
            foot: html(".foot")?,
            root,
        })
    }

    /// Whether the panel is open.
    pub(super) fn is_open(&self) -> bool {
        !self.panel.hidden()
    }
}
