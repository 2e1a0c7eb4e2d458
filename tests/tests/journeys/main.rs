//! Journeys of people in real browsers.

mod harness;
