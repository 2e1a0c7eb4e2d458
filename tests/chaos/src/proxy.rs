//! A TCP proxy between clients and the relay that does to connections what
//! networks do (C4). What befalls a connection is drawn from the seed and the
//! connection's number.

mod fate;
mod pump;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::chance::Chance;

pub use fate::{After, Dead, End, Fate, Pace, Weather};

/// A running proxy; ends with its owner.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

/// What decides about the next connections.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sky {
    /// Each has its own fate.
    Drawn(Weather),
    /// All have this one.
    Fixed(Fate),
}

#[derive(Debug)]
struct State {
    sky: Mutex<Sky>,
    /// Ends every connection of the weather before.
    gusts: tokio::sync::watch::Sender<u64>,
    seed: u64,
}

impl Proxy {
    /// In front of a port of this machine.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(relay_port: u16, seed: u64, sky: Sky) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State {
            sky: Mutex::new(sky),
            gusts: tokio::sync::watch::Sender::new(0),
            seed,
        });
        let accepting = tokio::spawn(accept(listener, relay_port, Arc::clone(&state)));
        Ok(Self {
            address,
            state,
            accepting,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Another sky for connections from now on.
    pub fn set(&self, sky: Sky) {
        *self
            .state
            .sky
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = sky;
    }

    /// Cuts every connection at once.
    pub fn gust(&self) {
        self.state.gusts.send_modify(|n| *n += 1);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.gust();
    }
}

async fn accept(listener: TcpListener, relay_port: u16, state: Arc<State>) {
    for number in 0u64.. {
        let Ok((near, _)) = listener.accept().await else {
            return;
        };
        let sky = *state.sky.lock().unwrap_or_else(PoisonError::into_inner);
        let mut chance = Chance::named(state.seed, &format!("connection {number}"));
        let fate = match sky {
            Sky::Drawn(weather) => weather.draw(&mut chance),
            Sky::Fixed(fate) => fate,
        };
        let mut gusts = state.gusts.subscribe();
        tokio::spawn(async move {
            // The relay may be down: then this connection just ends.
            let Ok(far) = TcpStream::connect(("127.0.0.1", relay_port)).await else {
                return;
            };
            tokio::select! {
                () = pump::run(near, far, fate, chance) => {}
                _ = gusts.changed() => {}
            }
        });
    }
}
