//! Doing one thing with a relay: through its second door when it runs, else by
//! running it for a moment.

use std::io;
use std::net::TcpListener;

use anyhow::{Context, Result};

use crate::arguments::{Place, ServeOptions};
use crate::data_folder::{self, Claim, DataFolder};
use crate::relay::Relay;
use crate::serve::Machine;

/// `reset-password`: prints a link that works once.
pub(crate) fn reset_password(place: &Place, email: &str) -> Result<()> {
    let origin = data_folder::note(place.data())?.origin;
    let path = visit(place, |relay| relay.reset_password(email))?;
    println!("new password: {origin}{path}");
    Ok(())
}

/// `dump`: prints everything as JSON lines.
pub(crate) fn dump(place: &Place) -> Result<()> {
    visit(place, |relay| relay.dump(&mut io::stdout().lock()))
}

/// Does it with the relay that runs, or with one that runs for it.
pub(crate) fn visit<T>(place: &Place, act: impl FnOnce(&Relay) -> Result<T>) -> Result<T> {
    // A folder on which nothing has ever run is a mistyped one.
    let note = data_folder::note(place.data())?;
    match DataFolder::claim(place.data())? {
        Claim::Theirs => {
            let secret = data_folder::secrets(place.data())?.host;
            act(&Relay::new(note.host_port, secret))
        }
        Claim::Ours(data) => {
            let (done, _) = for_a_moment(data, place, &note.origin, act)?;
            Ok(done)
        }
    }
}

/// Runs a relay on a folder that is ours, for one deed; gives the folder back.
pub(crate) fn for_a_moment<T>(
    data: DataFolder,
    place: &Place,
    origin: &str,
    act: impl FnOnce(&Relay) -> Result<T>,
) -> Result<(T, DataFolder)> {
    let options = ServeOptions::for_a_moment(place, origin);
    // A port that nobody knows: the relay is up for us alone.
    let nowhere = TcpListener::bind(("127.0.0.1", 0))?;
    let mut machine = Machine::new(data, &options, nowhere)?;
    machine.start()?;
    machine.until_listening()?;
    let done = act(&machine.relay()).context("the relay was run for this");
    let data = machine.end()?;
    Ok((done?, data))
}
