//! The visitor chat that lives on somebody's page.
//!
//! The loader (`loader/loader.js`) has drawn the launcher and an empty panel
//! with a text field inside a shadow root; [`start`] fills the rest in and takes
//! the conversation over, without touching the field that is being typed into.
//!
//! | module | owns |
//! |---|---|
//! | [`chat`] | the screen's state: a plain struct, tested natively |
//! | [`rows`] | messages as rows: groups, days, states in words |
//! | [`weigh`] | whether a text or a file can be sent |
//! | [`patience`] | what is tried again, and when |
//! | [`emoji`] | the picker's shelves and search, and what was picked before |
//! | `desk` | the visitor's conversation: carries out [`intent`]s, moves the state |
//! | `identity`, `http`, `pages`, `speech`, `bell` | what the desk uses: the token, calls, the page's address, words and dates, one sound among all tabs |
//! | `shell`, `panel` | the loader's elements; the panel among the page's things |
//! | `view` | components: read the state, emit intents, know no network |
//! | `files` | files that wait for Send, their uploads, and how they are shown |
//!
//! Views are made by functions of elements, not by `view!`: the macro turns
//! static markup into `innerHTML`, which a page under Trusted Types forbids.

pub mod chat;
pub mod emoji;
pub mod patience;
pub mod rows;
pub mod weigh;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub use browser::start;
