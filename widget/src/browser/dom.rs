//! Elements, made one by one and kept up to date by Leptos's reactive graph.
//!
//! All elements are one type. Leptos's own views give each its own, and a
//! browser would load three times as much (ARCHITECTURE.md has the figures).
//! Nothing here takes markup: text becomes text nodes, so a page's Trusted Types
//! have nothing to object to.

use std::any::Any;

use reactive_graph::effect::RenderEffect;
use reactive_graph::graph::untrack;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Node, window};

/// An element and all that lives with it: its listeners, and the effects that
/// change it. They end when it is dropped.
pub(super) struct El {
    node: Element,
    kept: Vec<Box<dyn Any>>,
}

/// Makes an element.
pub(super) fn el(tag: &str) -> El {
    El::from(document().create_element(tag).expect("the tag is a name"))
}

/// Makes an element of SVG.
pub(super) fn svg(tag: &str) -> El {
    let node = document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag);
    El::from(node.expect("the tag is a name"))
}

impl From<Element> for El {
    fn from(node: Element) -> Self {
        Self {
            node,
            kept: Vec::new(),
        }
    }
}

impl El {
    /// Its node.
    pub(super) fn node(&self) -> &Element {
        &self.node
    }

    /// Its node as another type of element, which it is known to be.
    pub(super) fn node_as<T: JsCast>(&self) -> T {
        self.node.clone().unchecked_into()
    }

    /// With a class.
    pub(super) fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// With an attribute.
    pub(super) fn attr(self, name: &str, value: &str) -> Self {
        set(&self.node, name, value);
        self
    }

    /// With an attribute that follows the state.
    pub(super) fn attr_by(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        let node = self.node.clone();
        self.by(value, move |value| set(&node, name, value))
    }

    /// With text.
    pub(super) fn text(self, text: &str) -> Self {
        let text = document().create_text_node(text);
        self.node.append_child(&text).ok();
        self
    }

    /// With text that follows the state; its only child.
    pub(super) fn text_by(self, text: impl Fn() -> String + 'static) -> Self {
        let node = self.node.clone();
        self.by(text, move |text| node.set_text_content(Some(text)))
    }

    /// With a child.
    pub(super) fn child(mut self, mut child: El) -> Self {
        self.node.append_child(&child.node).ok();
        self.kept.append(&mut child.kept);
        self
    }

    /// With children.
    pub(super) fn children(self, children: impl IntoIterator<Item = El>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// With a child that is made anew whenever what it is made of has changed.
    pub(super) fn slot<T: PartialEq + 'static>(
        self,
        read: impl Fn() -> T + 'static,
        make: impl Fn(&T) -> Option<El> + 'static,
    ) -> Self {
        let end = document().create_text_node("");
        self.node.append_child(&end).ok();
        let mut place = Place {
            end: end.into(),
            child: None,
        };
        let mut made_of = None;
        self.effect(move || {
            let now = Some(read());
            if made_of != now {
                let child = now.as_ref().and_then(|now| untrack(|| make(now)));
                place.put(child);
                made_of = now;
            }
        })
    }

    /// With an effect that lasts as long as the element.
    pub(super) fn effect(self, run: impl FnMut() + 'static) -> Self {
        let effect = effect(Box::new(run));
        self.keep(effect)
    }

    /// With a listener.
    pub(super) fn on<E: JsCast>(self, name: &str, mut heard: impl FnMut(E) + 'static) -> Self {
        let listener = listener(Box::new(move |event| heard(event.unchecked_into())));
        add(&self.node, name, &listener);
        self.keep(listener)
    }

    /// With something that is dropped with it.
    pub(super) fn keep(mut self, kept: impl Any) -> Self {
        self.kept.push(Box::new(kept));
        self
    }

    /// Puts it at the end of an element that is not ours, for ever.
    pub(super) fn append_to(self, parent: &Element) {
        parent.append_child(&self.node).ok();
        std::mem::forget(self.kept);
    }

    fn by(self, read: impl Fn() -> String + 'static, set: impl Fn(&str) + 'static) -> Self {
        self.effect(follow(Box::new(read), Box::new(set)))
    }
}

/// Where a changing child stands.
struct Place {
    end: Node,
    child: Option<El>,
}

impl Place {
    fn put(&mut self, child: Option<El>) {
        if let Some(old) = self.child.take() {
            old.node.remove();
        }
        if let (Some(new), Some(parent)) = (&child, self.end.parent_node()) {
            parent.insert_before(&new.node, Some(&self.end)).ok();
        }
        self.child = child;
    }
}

/// The page's document.
pub(super) fn document() -> Document {
    window()
        .and_then(|window| window.document())
        .expect("a widget runs in a page")
}

/// Listens for as long as the page lives.
pub(super) fn listen<E: JsCast>(
    target: &EventTarget,
    name: &str,
    mut heard: impl FnMut(E) + 'static,
) {
    let listener = listener(Box::new(move |event| heard(event.unchecked_into())));
    add(target, name, &listener);
    listener.forget();
}

/// Runs it after some time.
pub(super) fn after_ms(ms: u64, run: impl FnOnce() + 'static) {
    let run = Closure::once_into_js(run);
    if let Some(window) = window() {
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(run.unchecked_ref(), ms as i32)
            .ok();
    }
}

/// Runs now, and again whenever a signal that it has read changes.
pub(super) fn effect(mut run: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
}

/// Moves the focus.
pub(super) fn focus(element: &Element) {
    element.unchecked_ref::<HtmlElement>().focus().ok();
}

// What follows is not generic, so that a browser loads it once.

fn set(node: &Element, name: &str, value: &str) {
    node.set_attribute(name, value).ok();
}

fn follow(read: Box<dyn Fn() -> String>, set: Box<dyn Fn(&str)>) -> impl FnMut() + 'static {
    let mut shown = None;
    move || {
        let now = read();
        if shown.as_ref() != Some(&now) {
            set(&now);
            shown = Some(now);
        }
    }
}

fn listener(heard: Box<dyn FnMut(Event)>) -> Closure<dyn FnMut(Event)> {
    Closure::wrap(heard)
}

fn add(target: &EventTarget, name: &str, listener: &Closure<dyn FnMut(Event)>) {
    target
        .add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())
        .ok();
}
