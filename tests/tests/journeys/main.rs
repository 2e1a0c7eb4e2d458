//! Journeys of people in real browsers.

mod chat;
mod desk;
mod harness;
