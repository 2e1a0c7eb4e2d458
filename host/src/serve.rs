//! `serve`: runs the relay until told to stop, and starts it again should it die.

use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::arguments::ServeOptions;
use crate::config::{self, Config};
use crate::data_folder::{Claim, DataFolder, RelayNote, Secrets};
use crate::relay::Relay;
use crate::room;
use crate::workerd::{self, Doors};

/// Between the word to the clients and the end.
const FAREWELL: Duration = Duration::from_secs(2);
/// First pause before workerd is started again; doubled each time…
const PAUSE_FIRST: Duration = Duration::from_millis(250);
/// …up to this…
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// …and forgotten after so long a time without a fault.
const STEADY: Duration = Duration::from_secs(60);

/// How often a relay that serves is asked to make its center, before it is given up.
const CREATE_TRIES: u32 = 4;

/// What a running relay may do, or be told.
enum Event {
    /// Both sockets are served.
    Listening,
    /// workerd has ended.
    Ended(Option<ExitStatus>),
    /// Somebody asks for the end.
    Stop,
}

/// Serves until told to stop.
pub(crate) fn serve(options: &ServeOptions) -> Result<()> {
    let data = match DataFolder::claim(options.place.data())? {
        Claim::Ours(data) => data,
        Claim::Theirs => bail!(
            "another relay runs on {}; a folder has one at a time",
            options.place.data().display()
        ),
    };
    let public = TcpListener::bind(("127.0.0.1", options.port))
        .with_context(|| format!("port {} cannot be had; choose another", options.port))?;
    let mut machine = Machine::new(data, options, public)?;
    machine.on_signals()?;
    machine.start()?;
    machine.until_listening()?;
    announce(&machine, &options.origin())?;
    machine.keep_running()
}

/// A relay on a folder.
pub(crate) struct Machine {
    data: DataFolder,
    program: PathBuf,
    config: PathBuf,
    doors: Doors,
    secrets: Secrets,
    note: RelayNote,
    tell: Sender<Event>,
    hear: Receiver<Event>,
}

impl Machine {
    /// Prepares everything but the process.
    pub(crate) fn new(
        data: DataFolder,
        options: &ServeOptions,
        public: TcpListener,
    ) -> Result<Self> {
        let host = TcpListener::bind(("127.0.0.1", 0))?;
        let config = Config {
            dist: &options.place.dist()?,
            bundle: options.place.bundle(),
            origin: &options.origin(),
            trusted_proxy: options.trusted_proxy.as_deref(),
            outgoing_proxy: options.outgoing_proxy,
            sockets_max: room::make()?,
            demo_site: options.demo_site.as_deref(),
        };
        let (tell, hear) = channel();
        Ok(Self {
            config: config::write(&data, &config)?,
            secrets: data.secrets()?,
            note: RelayNote {
                origin: options.origin(),
                port: public.local_addr()?.port(),
                host_port: host.local_addr()?.port(),
                workerd: 0,
            },
            program: options.place.workerd()?,
            doors: Doors { public, host },
            data,
            tell,
            hear,
        })
    }

    /// The second door of this relay.
    pub(crate) fn relay(&self) -> Relay {
        Relay::new(self.note.host_port, self.secrets.host.clone())
    }

    /// Starts workerd.
    pub(crate) fn start(&mut self) -> Result<()> {
        let started = workerd::start(
            &self.program,
            &self.config,
            &self.doors,
            &self.data,
            &self.secrets,
        )?;
        self.note.workerd = started.pid();
        let (until_listening, until_its_end) = started.split();
        self.data.note(&self.note)?;
        let tell = self.tell.clone();
        thread::spawn(move || {
            if until_listening().is_ok() {
                // Nobody hears it when this program is about to end.
                tell.send(Event::Listening).ok();
            }
            tell.send(Event::Ended(until_its_end())).ok();
        });
        Ok(())
    }

    /// Waits for the first start to succeed.
    pub(crate) fn until_listening(&self) -> Result<()> {
        match self.hear.recv()? {
            Event::Listening => Ok(()),
            Event::Ended(status) => bail!("workerd does not start ({})", said(status)),
            Event::Stop => {
                self.kill();
                bail!("stopped before it served");
            }
        }
    }

    /// Ends workerd at once; what was acknowledged is on disk.
    pub(crate) fn kill(&self) {
        let pid = i32::try_from(self.note.workerd)
            .ok()
            .and_then(Pid::from_raw);
        if let Some(pid) = pid {
            // An error says that it has ended already.
            kill_process(pid, Signal::KILL).ok();
        }
    }

    /// Ends workerd and waits for its end; gives the folder back, still ours.
    pub(crate) fn end(self) -> Result<DataFolder> {
        self.kill();
        while !matches!(self.hear.recv()?, Event::Ended(_)) {}
        Ok(self.data)
    }

    fn on_signals(&self) -> Result<()> {
        let mut signals = Signals::new([SIGTERM, SIGINT])?;
        let tell = self.tell.clone();
        thread::spawn(move || {
            for _ in signals.forever() {
                tell.send(Event::Stop).ok();
            }
        });
        Ok(())
    }

    fn keep_running(&mut self) -> Result<()> {
        let mut pause = PAUSE_FIRST;
        let mut since = now();
        loop {
            match self.hear.recv()? {
                Event::Listening => since = now(),
                Event::Stop => return self.stop(),
                Event::Ended(status) => {
                    if since.elapsed() > STEADY {
                        pause = PAUSE_FIRST;
                    }
                    eprintln!("workerd has ended ({}); starting it again", said(status));
                    match self.hear.recv_timeout(pause) {
                        Ok(Event::Stop) => return Ok(()),
                        Ok(_) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                        }
                    }
                    pause = (pause * 2).min(PAUSE_MAX);
                    self.start()?;
                }
            }
        }
    }

    /// Clients are told to come back, get a moment to hear it, and that is all:
    /// left to itself, workerd would wait for the last of them.
    fn stop(&self) -> Result<()> {
        let until = now() + FAREWELL;
        if let Err(error) = self.relay().drain(FAREWELL) {
            eprintln!("clients were not told: {error:#}");
        }
        loop {
            let left = until.saturating_duration_since(now());
            match self.hear.recv_timeout(left) {
                Ok(Event::Listening) => {}
                Ok(Event::Ended(_)) => return Ok(()),
                Ok(Event::Stop) | Err(_) => break,
            }
        }
        self.kill();
        while !matches!(self.hear.recv()?, Event::Ended(_)) {}
        Ok(())
    }
}

fn announce(machine: &Machine, origin: &str) -> Result<()> {
    let invitation = create(machine)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on http://127.0.0.1:{}", machine.note.port)?;
    if let Some(path) = invitation {
        writeln!(out, "invitation: {origin}{path}")?;
    }
    out.flush()?;
    Ok(())
}

/// Who comes back after a restart comes at once, and on a busy machine the host's
/// own first call waits behind all of them: it is asked again, for it may be. A
/// storage that is full or damaged is no reason to serve nobody.
fn create(machine: &Machine) -> Result<Option<String>> {
    let relay = machine.relay();
    let mut n_tries = 1;
    loop {
        match relay.create() {
            Err(error) if Relay::is_about_storage(&error) => {
                eprintln!("the center does not open: {error}");
                return Ok(None);
            }
            Err(error) if n_tries < CREATE_TRIES => eprintln!("{error:#}; asking again"),
            created => return created,
        }
        n_tries += 1;
    }
}

fn said(status: Option<ExitStatus>) -> String {
    status.map_or_else(|| "unknown".to_owned(), |status| status.to_string())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the edge of a process: how long a child has lived"
)]
fn now() -> Instant {
    Instant::now()
}
