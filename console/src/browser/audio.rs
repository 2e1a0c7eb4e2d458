//! Two short tones, made on the spot: no file, no download.

use std::cell::RefCell;

use web_sys::{AudioContext, AudioContextState, OscillatorType};

/// What a tone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// A dialog began: two notes up.
    NewDialog,
    /// A message in a known dialog: one note.
    Message,
}

/// A note: hertz, and the seconds of its beginning and length.
type Note = (f32, f64, f64);

thread_local! {
    static CONTEXT: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

/// Plays a tone; false when the browser keeps us silent, as it does until the
/// operator has touched the page. Then it is not kept either: the time of a
/// suspended context stands still, and at the touch all would sound at once.
pub(crate) fn play(tone: Tone) -> bool {
    let notes: &[Note] = match tone {
        Tone::NewDialog => &[(659.3, 0.0, 0.28), (880.0, 0.13, 0.42)],
        Tone::Message => &[(784.0, 0.0, 0.24)],
    };
    let playing = context().filter(is_running);
    if let Some(context) = &playing {
        for note in notes {
            ring(context, *note);
        }
    }
    playing.is_some()
}

/// Called on every touch of the page: from the first on the browser lets us play.
pub(crate) fn unlock() {
    if let Some(context) = context() {
        let _ = context.resume();
    }
}

/// Whether the browser would play now.
pub(crate) fn is_allowed() -> bool {
    context().is_some_and(|context| is_running(&context))
}

fn is_running(context: &AudioContext) -> bool {
    context.state() == AudioContextState::Running
}

fn context() -> Option<AudioContext> {
    CONTEXT.with_borrow_mut(|context| {
        if context.is_none() {
            *context = AudioContext::new().ok();
        }
        context.clone()
    })
}

/// A sine with a soft attack and a long fall, as of a small bell.
fn ring(context: &AudioContext, (hertz, begin, length): Note) -> Option<()> {
    let at = context.current_time() + begin;
    let oscillator = context.create_oscillator().ok()?;
    let gain = context.create_gain().ok()?;
    oscillator.set_type(OscillatorType::Sine);
    oscillator.frequency().set_value(hertz);
    let volume = gain.gain();
    volume.set_value_at_time(0.0001, at).ok()?;
    volume
        .exponential_ramp_to_value_at_time(0.16, at + 0.012)
        .ok()?;
    volume
        .exponential_ramp_to_value_at_time(0.0001, at + length)
        .ok()?;
    oscillator.connect_with_audio_node(&gain).ok()?;
    gain.connect_with_audio_node(&context.destination()).ok()?;
    oscillator.start_with_when(at).ok()?;
    oscillator.stop_with_when(at + length + 0.02).ok()
}
