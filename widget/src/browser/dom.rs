//! Elements, made one by one and kept up to date by Leptos's reactive graph.
//!
//! All elements are one type. Leptos's own views give each its own, and a
//! browser would load three times as much (ARCHITECTURE.md has the figures).
//! Nothing here takes markup: text becomes text nodes, so a page's Trusted Types
//! have nothing to object to.

use std::any::Any;

use beseda_client::page::{document, window};
use reactive_graph::effect::RenderEffect;
use reactive_graph::graph::untrack;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, EventTarget, HtmlElement, KeyboardEvent, Node};

/// An element and all that lives with it: its listeners, and the effects that
/// change it. They end when it is dropped.
pub(super) struct El(Box<Alive>);

struct Alive {
    node: Element,
    kept: Vec<Box<dyn Any>>,
}

/// Makes an element.
pub(super) fn el(tag: &str) -> El {
    make("1999/xhtml", tag)
}

/// Makes an element of SVG.
pub(super) fn svg(tag: &str) -> El {
    make("2000/svg", tag)
}

fn make(kind: &str, tag: &str) -> El {
    let namespace = ["http://www.w3.org/", kind].concat();
    let node = document().create_element_ns(Some(&namespace), tag);
    El::from(node.expect("the tag is a name"))
}

impl From<Element> for El {
    fn from(node: Element) -> Self {
        let kept = Vec::new();
        Self(Box::new(Alive { node, kept }))
    }
}

impl El {
    /// Its node.
    pub(super) fn node(&self) -> &Element {
        &self.0.node
    }

    /// Its node as another type of element, which it is known to be.
    pub(super) fn node_as<T: JsCast>(&self) -> T {
        self.0.node.clone().unchecked_into()
    }

    /// With a class.
    pub(super) fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// With an attribute.
    pub(super) fn attr(self, name: &str, value: &str) -> Self {
        set(&self.0.node, name, value);
        self
    }

    /// With an attribute that follows the state.
    pub(super) fn attr_by(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        self.follow(Some(name), Box::new(value))
    }

    /// With text.
    pub(super) fn text(self, text: &str) -> Self {
        let text = document().create_text_node(text);
        self.0.node.append_child(&text).ok();
        self
    }

    /// With text that follows the state; its only child.
    pub(super) fn text_by(self, text: impl Fn() -> String + 'static) -> Self {
        self.follow(None, Box::new(text))
    }

    /// With a child.
    pub(super) fn child(mut self, mut child: El) -> Self {
        self.0.node.append_child(&child.0.node).ok();
        self.0.kept.append(&mut child.0.kept);
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
        let mut made_of = None;
        self.place(Box::new(move || {
            let now = read();
            if made_of.as_ref() == Some(&now) {
                return Child::AsBefore;
            }
            let child = untrack(|| make(&now));
            made_of = Some(now);
            Child::New(child)
        }))
    }

    fn place(self, mut make: Box<dyn FnMut() -> Child>) -> Self {
        let end: Node = document().create_text_node("").into();
        self.0.node.append_child(&end).ok();
        let mut shown: Option<El> = None;
        self.effect(move || {
            let Child::New(child) = make() else { return };
            if let Some(old) = shown.take() {
                old.0.node.remove();
            }
            if let (Some(new), Some(parent)) = (&child, end.parent_node()) {
                parent.insert_before(&new.0.node, Some(&end)).ok();
            }
            shown = child;
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
        add(&self.0.node, name, &listener);
        self.keep(listener)
    }

    /// With something that is dropped with it.
    pub(super) fn keep(mut self, kept: impl Any) -> Self {
        self.0.kept.push(Box::new(kept));
        self
    }

    /// Puts it at the end of an element that is not ours, for ever.
    pub(super) fn append_to(self, parent: &Element) {
        parent.append_child(&self.0.node).ok();
        std::mem::forget(self.0.kept);
    }

    /// An attribute, or without a name the text.
    fn follow(self, name: Option<&'static str>, read: Box<dyn Fn() -> String>) -> Self {
        let node = self.0.node.clone();
        let mut shown = None;
        self.effect(move || {
            let now = Some(read());
            if shown == now {
                return;
            }
            match name {
                Some(name) => set(&node, name, now.as_deref().unwrap_or_default()),
                None => node.set_text_content(now.as_deref()),
            }
            shown = now;
        })
    }
}

/// What a changing child has become.
enum Child {
    AsBefore,
    New(Option<El>),
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
    window()
        .set_timeout_with_callback_and_timeout_and_arguments_0(run.unchecked_ref(), ms as i32)
        .ok();
}

/// Runs it when all that follows from the present change is in the page, before any of
/// it is seen.
pub(super) fn before_paint(run: impl FnOnce() + 'static) {
    let run = Closure::once_into_js(run);
    window().request_animation_frame(run.unchecked_ref()).ok();
}

/// Runs now, and again whenever a signal that it has read changes.
pub(super) fn effect(mut run: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
}

/// Whether a key belongs to an input method that is composing. 229: Safari's, when the
/// key ends it.
pub(super) fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Moves the focus.
pub(super) fn focus(element: &Element) {
    element.unchecked_ref::<HtmlElement>().focus().ok();
}

/// Tells a field's listeners what a hand would have told. Not by `new Event`: a
/// library of the page may have put its own in its place.
pub(super) fn tell_input(field: &Element) {
    if let Ok(event) = document().create_event("Event") {
        event.init_event("input");
        field.dispatch_event(&event).ok();
    }
}

// What follows is not generic, so that a browser loads it once.

fn set(node: &Element, name: &str, value: &str) {
    node.set_attribute(name, value).ok();
}

/// A listener.
pub(super) fn listener(heard: Box<dyn FnMut(Event)>) -> Closure<dyn FnMut(Event)> {
    Closure::wrap(heard)
}

/// Adds a listener, which the caller keeps.
pub(super) fn add(target: &EventTarget, name: &str, listener: &Closure<dyn FnMut(Event)>) {
    target
        .add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())
        .ok();
}
