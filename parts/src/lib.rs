//! Code splitting: parts of a wasm module that are loaded when they are first used
//! (`load.js`).
//!
//! A part is code of its crate like any other. It begins at a [`gate`]: there the
//! build cuts it out of the module, with all that nothing else needs. Once it is here
//! it may be called, and calls, as if it had always been.
//!
//! With the feature `whole` nothing is cut, and every part is here as soon as it is asked
//! for: in a build that is looked at a moment later.

#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, GetUntracked, Set};
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
// Marks the module as one that is to be cut.
use wasm_split_helpers as _;

/// How far a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody needs it so far.
    Away,
    /// Somebody waits for it.
    Awaited,
    /// It could not be loaded.
    Failed,
    /// It has begun.
    Here,
}

/// A part that is loaded once.
#[derive(Clone)]
pub struct Part(Rc<Inner>);

struct Inner {
    name: &'static str,
    root: JsValue,
    stage: ArcRwSignal<Stage>,
    begin: RefCell<Option<Begin>>,
}

/// Goes through the gate, with the part's script if it has any.
type Begin = Box<dyn FnOnce(JsValue)>;

impl Part {
    /// A part of this name, whose style, if it has any, is for the elements of this root:
    /// the document, or a shadow root.
    #[inline]
    pub fn new(name: &'static str, root: &JsValue) -> Self {
        Self(Rc::new(Inner {
            name,
            root: root.clone(),
            stage: ArcRwSignal::new(Stage::Away),
            begin: RefCell::default(),
        }))
    }

    /// What to do as soon as it is here.
    #[inline]
    pub fn begin_by(&self, begin: impl FnOnce(JsValue) + 'static) {
        self.0.begin.replace(Some(Box::new(begin)));
    }

    /// How far it is; changes are followed.
    #[inline]
    pub fn stage(&self) -> Stage {
        self.0.stage.get()
    }

    /// Somebody needs it now: loads it, also when that has failed before.
    #[inline]
    pub fn want(&self) {
        if self.0.stage.get_untracked() != Stage::Here {
            self.0.stage.set(Stage::Awaited);
        }
        self.load(false);
    }

    /// Somebody may need it soon. Nobody hears of it if that fails.
    #[inline]
    pub fn fetch(&self) {
        self.load(false);
    }

    /// Somebody may need it one day.
    #[inline]
    pub fn fetch_when_idle(&self) {
        self.load(true);
    }

    #[inline]
    fn load(&self, waits: bool) {
        if self.0.stage.get_untracked() == Stage::Here {
            return;
        }
        if cfg!(feature = "whole") {
            return self.0.loaded(JsValue::TRUE);
        }
        let part = self.0.clone();
        let told = Closure::once_into_js(move |script: JsValue| part.loaded(script));
        load(
            &wasm_bindgen::exports(),
            &self.0.root,
            self.0.name,
            &told,
            waits,
        );
    }
}

impl Inner {
    #[inline]
    fn loaded(&self, script: JsValue) {
        if script.is_undefined() {
            if self.stage.get_untracked() == Stage::Awaited {
                self.stage.set(Stage::Failed);
            }
            return;
        }
        if let Some(begin) = self.begin.take() {
            begin(script);
        }
        self.stage.set(Stage::Here);
    }
}

#[wasm_bindgen(module = "/load.js")]
extern "C" {
    fn load(wasm: &JsValue, root: &JsValue, part: &str, told: &JsValue, waits: bool);
}

/// Makes the one function by which a part is entered, which must not be called before
/// the part is here. Its number, 32 digits, tells it from other gates.
#[cfg(not(feature = "whole"))]
#[macro_export]
macro_rules! gate {
    ($part:literal, $number:literal, $(#[$about:meta])* $vis:vis fn $name:ident($given:ident: $type:ty) -> $made:ty $body:block) => {
        $(#[$about])*
        $vis fn $name(given: $type) -> $made {
            // SAFETY: `enter` below is what stands behind it.
            #[allow(unsafe_code, improper_ctypes)]
            #[link(wasm_import_module = "__wasm_split_placeholder__")]
            unsafe extern "C" {
                #[link_name = concat!("__wasm_split_00", $part, "00_import_", $number)]
                safe fn pass(given: Box<$type>) -> Box<$made>;
            }
            #[allow(unsafe_code, improper_ctypes_definitions)]
            #[unsafe(export_name = concat!("__wasm_split_00", $part, "00_export_", $number))]
            extern "C" fn enter(given: Box<$type>) -> Box<$made> {
                let $given = *given;
                Box::new($body)
            }
            *pass(Box::new(given))
        }
    };
}

/// A gate in a module that is not cut: a function like any other.
#[cfg(feature = "whole")]
#[macro_export]
macro_rules! gate {
    ($part:literal, $number:literal, $(#[$about:meta])* $vis:vis fn $name:ident($given:ident: $type:ty) -> $made:ty $body:block) => {
        $(#[$about])*
        $vis fn $name($given: $type) -> $made $body
    };
}
