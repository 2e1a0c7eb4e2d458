//! Others go on as if nothing was: how long visitors wait for their acknowledgements
//! while somebody floods the relay, talks nonsense to it or reads nothing.

use std::fmt;
use std::time::Duration;

use beseda_protocol::close::TOO_SLOW;
use beseda_protocol::frames;
use beseda_protocol::ids::DialogId;
use beseda_protocol::json::to_text;
use beseda_protocol::limits::{TEXT_CHARS_MAX, UNREAD_BYTES_MAX};
use beseda_protocol::operator::{FromOperator, OperatorEvent, ToOperator};
use beseda_tests::cid::new_cid;
use futures_util::future::{Either, join_all, select};
use serde::Serialize;
use tokio::time::{interval, sleep, timeout};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::beseda::Beseda;
use crate::crowd::{Crowd, Round};
use crate::letter::Letter;
use crate::sample::{Sample, Spread};
use crate::socket::Socket;
use crate::table::{Table, figure};

/// Visitors who behave.
const VISITORS: usize = 200;
/// Longer than an object stays awake with nothing to do (10 s): the lifted pace is
/// forgotten, and limits hold again.
const ASLEEP: Duration = Duration::from_secs(12);
const ROUNDS: usize = 3;
const ROUND: Round = Round {
    warm_up: Duration::from_millis(500),
    measured: Duration::from_millis(3500),
    // Slower than a visitor's limit of one each 0.5 s.
    pause: Duration::from_millis(700),
};

/// Messages a second of the one who floods (S9).
const FLOOD_PER_SECOND: u32 = 1_000;
/// Of them, so many at once.
const FLOOD_AT_ONCE: u32 = 10;
/// Sockets at once that talk nonsense, are closed and come again…
const NONSENSE: usize = 4;
/// …each so often: the driver that opens them is the one that measures.
const NONSENSE_EVERY: Duration = Duration::from_millis(40);
/// Long texts a second that every console is told. In less than a round they are more
/// than a line may leave unread, by far more than the system's own buffers hide.
const LONG_PER_SECOND: u32 = 200;
const _: () = assert!(
    LONG_PER_SECOND as u128 * TEXT_CHARS_MAX as u128 * ROUND.measured.as_millis() / 1_000
        > 3 * UNREAD_BYTES_MAX as u128 / 2
);
/// Consoles that read nothing; new ones in each round, dropped in the middle of it.
const DEAF: usize = 10;
/// How long what is unread may take to be read after all, up to the end of the line.
const LAST_WORD: Duration = Duration::from_secs(10);

/// What goes on beside the visitors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Beside {
    Nothing,
    Flood,
    Nonsense,
    Loud,
    Deaf,
}

impl Beside {
    const ALL: [Self; 5] = [
        Self::Nothing,
        Self::Flood,
        Self::Nonsense,
        Self::Loud,
        Self::Deaf,
    ];

    const fn title(self) -> &'static str {
        match self {
            Self::Nothing => "nobody",
            Self::Flood => "a visitor who says 1,000 messages a second",
            Self::Nonsense => "malformed frames on new sockets, 100 a second tried",
            Self::Loud => "an operator who writes 200 long notes a second",
            Self::Deaf => "the same, and 10 consoles that read nothing",
        }
    }

    /// Beside what the visitors wait as long as they should beside this.
    const fn baseline(self) -> Self {
        match self {
            Self::Nothing | Self::Flood | Self::Nonsense => Self::Nothing,
            Self::Loud | Self::Deaf => Self::Loud,
        }
    }
}

/// See the module.
#[derive(Debug, Serialize)]
pub(crate) struct Neighbours(Vec<Row>);

#[derive(Debug, Serialize)]
struct Row {
    beside: Beside,
    /// What the relay let in of it in a second.
    per_second: f64,
    /// Lines that it dropped for what they left unread.
    dropped: u32,
    ack: Spread,
}

/// Who misbehaves, besides the deaf.
struct Bad {
    tokens: Vec<String>,
    /// An operator who writes notes, and where.
    loud: (Socket, DialogId),
}

/// What somebody's misbehaviour came to.
#[derive(Debug, Default)]
struct Trouble {
    n_heard: u32,
    n_dropped: u32,
}

impl Neighbours {
    /// Measures.
    pub(crate) async fn measure(beseda: &Beseda) -> Self {
        eprintln!("• bad neighbours");
        let mut crowd = beseda.crowd(VISITORS, 1).await;
        let mut bad = Bad {
            tokens: beseda.tokens(1 + NONSENSE).await,
            loud: loud(beseda).await,
        };
        sleep(ASLEEP).await;
        let mut samples = Beside::ALL.map(|beside| (beside, Trouble::default(), Sample::default()));
        for _ in 0..ROUNDS {
            for (beside, trouble, sample) in &mut samples {
                disturbed(beseda, &mut bad, &mut crowd, *beside, trouble, sample).await;
            }
        }
        let rows = samples.map(|(beside, trouble, sample)| Row {
            beside,
            per_second: f64::from(trouble.n_heard)
                / (ROUND.warm_up + ROUND.measured).as_secs_f64()
                / ROUNDS as f64,
            dropped: trouble.n_dropped,
            ack: sample.figure().ack,
        });
        Self(rows.into())
    }
}

/// A round of the visitors with something going on beside them.
async fn disturbed(
    beseda: &Beseda,
    bad: &mut Bad,
    crowd: &mut Crowd,
    beside: Beside,
    trouble: &mut Trouble,
    sample: &mut Sample,
) {
    // It is their silence that is measured, not their sign-in.
    let deaf = match beside {
        Beside::Deaf => beseda.hard_of_hearing(DEAF).await,
        Beside::Nothing | Beside::Flood | Beside::Nonsense | Beside::Loud => Vec::new(),
    };
    let n_heard = &mut trouble.n_heard;
    let going_on = async {
        match beside {
            Beside::Nothing => {}
            Beside::Flood => flood(beseda, &bad.tokens[0], n_heard).await,
            Beside::Nonsense => {
                let counts = join_all(bad.tokens[1..].iter().map(async |token| {
                    let mut n_said = 0;
                    let talk = nonsense(beseda, token, &mut n_said);
                    let end = sleep(ROUND.warm_up + ROUND.measured);
                    tokio::select! { () = talk => {} () = end => {} }
                    n_said
                }))
                .await;
                *n_heard += counts.into_iter().sum::<u32>();
            }
            Beside::Loud | Beside::Deaf => write_long(&mut bad.loud, n_heard).await,
        }
        std::future::pending().await
    };
    tokio::select! {
        () = going_on => {}
        () = crowd.speak(ROUND, sample) => {}
    }
    // What they have not read holds nobody up any more: now they may.
    let last_words = join_all(deaf.into_iter().map(last_word)).await;
    trouble.n_dropped += last_words.into_iter().map(u32::from).sum::<u32>();
}

/// An operator, and a dialog to write notes in.
async fn loud(beseda: &Beseda) -> (Socket, DialogId) {
    let (console, token) = (beseda.operators(1).await.pop(), beseda.tokens(1).await);
    let mut console = console.expect("one was asked for");
    let (mut visitor, _) = beseda.visitor(&token[0]).await;
    let letter = Letter {
        run: 0,
        sender: 0,
        sent: Duration::ZERO,
    };
    visitor.say(letter.frame()).await;
    loop {
        let heard: Vec<ToOperator> = frames::from_text(&console.hear().await).expect("frames");
        for frame in heard {
            if let ToOperator::Events { events, .. } = frame
                && let Some(OperatorEvent::Message { dialog, .. }) = events.first()
            {
                return (console, dialog.id);
            }
        }
    }
}

/// Says what every console is told, much of it.
async fn write_long((console, dialog): &mut (Socket, DialogId), n_said: &mut u32) {
    let mut ticks = interval(Duration::from_secs(1) / LONG_PER_SECOND);
    loop {
        match select(Box::pin(ticks.tick()), Box::pin(console.hear())).await {
            Either::Left(_) => {}
            Either::Right(_) => continue,
        }
        let note = FromOperator::Note {
            cid: new_cid().as_str().into(),
            dialog: *dialog,
            text: "x".repeat(TEXT_CHARS_MAX),
        };
        console.say(to_text(&note)).await;
        *n_said += 1;
    }
}

/// Reads to the end; whether the relay ended it because too much was unread.
async fn last_word(mut deaf: Socket) -> bool {
    let end = timeout(LAST_WORD, deaf.end()).await;
    matches!(end, Ok(Some(TOO_SLOW)))
}

/// Says far more than a visitor may, and hears that it is refused.
async fn flood(beseda: &Beseda, token: &str, n_said: &mut u32) {
    let (mut socket, _) = beseda.visitor(token).await;
    let mut ticks = interval(Duration::from_secs(1) * FLOOD_AT_ONCE / FLOOD_PER_SECOND);
    loop {
        match select(Box::pin(ticks.tick()), Box::pin(socket.hear())).await {
            Either::Left(_) => {}
            Either::Right(_) => continue,
        }
        for _ in 0..FLOOD_AT_ONCE {
            let cid = new_cid();
            let said =
                format!(r#"{{"t":"say","cid":"{cid}","body":{{"t":"text","text":"Flood"}}}}"#);
            socket.blurt(Message::text(said)).await;
            *n_said += 1;
        }
    }
}

/// Frames that close a socket, each on a new one, as long as one is given.
async fn nonsense(beseda: &Beseda, token: &str, n_said: &mut u32) {
    let bytes = || Message::binary(Bytes::from_static(&[0xff; 1024]));
    let too_long = || Message::text("x".repeat(64 * 1024 + 1));
    let mut ticks = interval(NONSENSE_EVERY);
    for frame in [bytes, too_long].into_iter().cycle() {
        ticks.tick().await;
        if let Some(mut socket) = beseda.try_visitor_socket(token).await {
            socket.blurt(Message::text("{".repeat(60_000))).await;
            socket.blurt(frame()).await;
            socket.end().await;
            *n_said += 1;
        }
    }
}

impl fmt::Display for Neighbours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            "200 visitors beside",
            "of that a second",
            "ack p50, ms",
            "p99",
            "p99 as a multiple",
        ]);
        for row in &self.0 {
            let baseline = row.beside.baseline();
            let baseline = self.0.iter().find(|row| row.beside == baseline);
            table.row([
                row.beside.title().to_owned(),
                figure(row.per_second),
                figure(row.ack.p50),
                figure(row.ack.p99),
                baseline.map_or("–".to_owned(), |baseline| {
                    format!("{:.2}", row.ack.p99 / baseline.ack.p99)
                }),
            ]);
        }
        writeln!(f, "{table}")?;
        let dropped: u32 = self.0.iter().map(|row| row.dropped).sum();
        writeln!(
            f,
            "The long notes are {} MB a second to each console. Of the {} consoles that read
nothing, {DEAF} in each round, the relay dropped {dropped} in the middle of it, when {} MiB
were unread.",
            figure(f64::from(LONG_PER_SECOND) * TEXT_CHARS_MAX as f64 / 1e6),
            DEAF * ROUNDS,
            UNREAD_BYTES_MAX / 1024 / 1024,
        )
    }
}
