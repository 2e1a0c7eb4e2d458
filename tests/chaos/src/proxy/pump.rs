//! Moves the bytes of one connection until its fate is fulfilled.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, ReadHalf, WriteHalf, split};
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::fate::{After, Dead, End, Fate, Pace};
use crate::chance::Chance;

/// Pieces on their way in one direction: a slow line keeps its sender waiting.
const PIECES_MAX: usize = 256;

/// Bytes of a piece.
const PIECE_BYTES: usize = 2 * 1024;

/// What has become of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sky {
    /// Bytes go through.
    Open,
    /// The client was told that no more comes.
    HalfClosed,
    /// This way is dead.
    Dead(Dead),
}

/// One direction.
struct Way<'a> {
    is_up: bool,
    pace: Pace,
    sky: watch::Receiver<Sky>,
    life: &'a Life,
}

/// How much of its life a connection has left.
struct Life {
    after: Option<After>,
    bytes_left: AtomicU64,
    spent: Notify,
}

/// A piece and when it may go on.
type Piece = (Instant, Vec<u8>);

/// Both directions, until the end.
pub(super) async fn run(near: TcpStream, far: TcpStream, fate: Fate, mut chance: Chance) {
    // A refusal to set an option changes how bytes are grouped, not what arrives.
    drop((near.set_nodelay(true), far.set_nodelay(true)));
    if matches!(fate.end, Some((_, End::Reset))) {
        drop((near.set_zero_linger(), far.set_zero_linger()));
    }
    let life = Life::of(fate);
    let (sky, _) = watch::channel(Sky::Open);
    // Not the owned halves: dropping one of those says goodbye, and a reset must not.
    let (near_read, near_write) = split(near);
    let (far_read, far_write) = split(far);
    let way = |is_up| Way {
        is_up,
        pace: fate.pace,
        sky: sky.subscribe(),
        life: &life,
    };
    let (up, down) = (way(true), way(false));
    let jitter = (Chance::new(chance.bits()), Chance::new(chance.bits()));
    let both = async {
        tokio::join!(
            up.pump(near_read, far_write, jitter.0),
            down.pump(far_read, near_write, jitter.1)
        )
    };
    let fulfil = async {
        life.end().await;
        match fate.end.map(|(_, end)| end) {
            None | Some(End::Cut | End::Reset) => {}
            Some(End::HalfClosed) => live_on(&life, &sky, Sky::HalfClosed).await,
            Some(End::BlackHole(dead)) => live_on(&life, &sky, Sky::Dead(dead)).await,
        }
    };
    tokio::select! {
        _ = both => {}
        () = fulfil => {}
    }
}

/// The connection goes on under another sky.
async fn live_on(life: &Life, sky: &watch::Sender<Sky>, now: Sky) {
    life.bytes_left.store(u64::MAX, Ordering::Relaxed);
    sky.send_replace(now);
    std::future::pending().await
}

impl Life {
    fn of(fate: Fate) -> Self {
        let after = fate.end.map(|(after, _)| after);
        let bytes = match after {
            Some(After::Bytes(bytes)) => bytes,
            Some(After::Ms(_)) | None => u64::MAX,
        };
        Self {
            after,
            bytes_left: AtomicU64::new(bytes),
            spent: Notify::new(),
        }
    }

    async fn end(&self) {
        match self.after {
            None => std::future::pending().await,
            Some(After::Ms(ms)) => sleep(Duration::from_millis(ms)).await,
            Some(After::Bytes(_)) => self.spent.notified().await,
        }
    }

    /// How many of so many bytes may still go.
    fn allow(&self, n_bytes: usize) -> usize {
        let wanted = n_bytes as u64;
        let spend = |left: u64| match left {
            u64::MAX => Some(left),
            left => Some(left.saturating_sub(wanted)),
        };
        let before = (self.bytes_left).fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend);
        before.map_or(n_bytes, |before| before.min(wanted) as usize)
    }
}

impl Way<'_> {
    async fn pump(&self, from: ReadHalf<TcpStream>, to: WriteHalf<TcpStream>, jitter: Chance) {
        let (pieces, queue) = mpsc::channel(PIECES_MAX);
        let (_, written) = tokio::join!(self.read(from, pieces, jitter), self.write(queue, to));
        // An error is one side's end, which the other direction notices by itself.
        drop(written);
    }

    async fn read(
        &self,
        mut from: ReadHalf<TcpStream>,
        pieces: mpsc::Sender<Piece>,
        mut jitter: Chance,
    ) -> io::Result<()> {
        let mut last = Instant::now();
        loop {
            let mut piece = vec![0; PIECE_BYTES];
            let n_bytes = from.read(&mut piece).await?;
            if n_bytes == 0 {
                return Ok(());
            }
            piece.truncate(n_bytes);
            // Late, but never past one another: it is TCP.
            last = last.max(Instant::now() + delay(self.pace, &mut jitter));
            if pieces.send((last, piece)).await.is_err() {
                return Ok(());
            }
        }
    }

    async fn write(
        &self,
        mut queue: mpsc::Receiver<Piece>,
        mut to: WriteHalf<TcpStream>,
    ) -> io::Result<()> {
        let mut sky = self.sky.clone();
        loop {
            let piece = tokio::select! {
                piece = queue.recv() => piece,
                () = self.told_to_end(&mut sky) => return self.end(to).await,
            };
            let Some((at, piece)) = piece else {
                // A dead way does not even tell that nothing more comes.
                return match self.is_dead() {
                    true => self.end(to).await,
                    false => to.shutdown().await,
                };
            };
            sleep_until(at).await;
            if self.is_dead() {
                continue;
            }
            let allowed = self.life.allow(piece.len());
            self.pace_out(&mut to, &piece[..allowed]).await?;
            if allowed < piece.len() {
                self.life.spent.notify_one();
                return std::future::pending().await;
            }
        }
    }

    async fn pace_out(&self, to: &mut WriteHalf<TcpStream>, bytes: &[u8]) -> io::Result<()> {
        match self.pace {
            Pace::Free | Pace::Late { .. } => to.write_all(bytes).await,
            Pace::Grains => {
                for byte in bytes {
                    to.write_all(std::slice::from_ref(byte)).await?;
                    tokio::task::yield_now().await;
                }
                Ok(())
            }
            Pace::Thin { bytes_per_s } => {
                let step = (bytes_per_s / 20).max(1);
                for slice in bytes.chunks(step as usize) {
                    to.write_all(slice).await?;
                    sleep(Duration::from_millis(
                        1_000 * slice.len() as u64 / bytes_per_s,
                    ))
                    .await;
                }
                Ok(())
            }
        }
    }

    fn is_dead(&self) -> bool {
        match *self.sky.borrow() {
            Sky::Dead(Dead::Both) => true,
            Sky::Dead(Dead::Up) => self.is_up,
            Sky::Dead(Dead::Down) => !self.is_up,
            Sky::Open | Sky::HalfClosed => false,
        }
    }

    /// Waits until this way has to end at once.
    async fn told_to_end(&self, sky: &mut watch::Receiver<Sky>) {
        let is_it = |sky: &Sky| *sky == Sky::HalfClosed && !self.is_up;
        if sky.wait_for(is_it).await.is_err() {
            std::future::pending().await
        }
    }

    async fn end(&self, mut to: WriteHalf<TcpStream>) -> io::Result<()> {
        if !self.is_dead() {
            to.shutdown().await?;
        }
        // The half stays open: dropping it would tell the peer.
        std::future::pending::<()>().await;
        drop(to);
        Ok(())
    }
}

fn delay(pace: Pace, jitter: &mut Chance) -> Duration {
    match pace {
        Pace::Late { ms, jitter_ms } => {
            let low = ms.saturating_sub(jitter_ms);
            Duration::from_millis(jitter.within(low, ms + jitter_ms))
        }
        Pace::Free | Pace::Thin { .. } | Pace::Grains => Duration::ZERO,
    }
}
