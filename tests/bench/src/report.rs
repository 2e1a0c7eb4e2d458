//! The whole report: JSON for programs, Markdown for people.

use std::path::Path;
use std::thread::available_parallelism;
use std::{fmt, fs, io};

use serde::Serialize;

use crate::center::Center;
use crate::console::Console;
use crate::cost::Cost;
use crate::crowded::Crowded;
use crate::fanout::Fanout;
use crate::growth::Growth;
use crate::neighbours::Neighbours;
use crate::sample::Spread;
use crate::shares::Shares;
use crate::speed::Speed;
use crate::steps::Steps;
use crate::table::figure;
use crate::widget::Widget;

/// What a run has measured; parts that were not asked for are absent.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) machine: Machine,
    pub(crate) speed: Option<Speed>,
    pub(crate) steps: Option<Steps>,
    pub(crate) fanout: Option<Fanout>,
    pub(crate) neighbours: Option<Neighbours>,
    pub(crate) crowded: Option<Crowded>,
    pub(crate) growth: Option<Growth>,
    pub(crate) cost: Option<Cost>,
    pub(crate) center: Option<Center>,
    pub(crate) console: Option<Console>,
    pub(crate) widget: Option<Widget>,
}

/// Where it was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    cores: usize,
    /// One flush of the disk, in ms.
    flush: Spread,
    workerd: String,
}

impl Machine {
    /// This one.
    pub(crate) fn this(flush: Spread, workerd: String) -> Self {
        Self {
            cores: available_parallelism().map_or(1, usize::from),
            flush,
            workerd,
        }
    }
}

const SPEED: &str = "\
## A message's way

To its durable acknowledgement, and to the other side's socket: for Beseda the
console of one operator who hears every visitor, for the others a socket for each
sender. Beseda's message is a row of its own with an index entry, the dialog's card
with another, and the frames that tell both sides; theirs is one row, but for one
bare object that writes Beseda's rows and has none of its rules: what the rows cost.
Nobody gives receipts, since the bare sockets have none: what a widget's and a console's
add to a message is told with its cost, below.";

const STEPS: &str = "\
## Where the time goes

Each step done many times in a bare object, and how often a visitor's message alone
in its turn takes it.";

const SHARES: &str = "\
And the processor time of the whole, by subtraction between the targets above: the echo;
a send more, as priced here; the object with group commit; the one that writes Beseda's
rows; Beseda. A minus is time saved: a turn of many asks for all cids at once and writes
many rows with one statement, as no bare object here does.";

const FANOUT: &str = "\
## More operators online

Ten visitors speak, every console hears each message. Beseda tells what a turn has
brought in one frame to each console; the bare object forwards message by message.";

const NEIGHBOURS: &str = "\
## Bad neighbours

Visitors who write as people do, a message each 0.7 s, and one operator: how long they
wait while somebody else misbehaves, beside how long they wait otherwise. Nobody may
wait more than twice as long (C9, G9, S9). Consoles that read nothing are a burden only
where there is much to read: they are compared with the same notes without them.";

const CROWDED: &str = "\
## Connected and silent

Resident memory of the server beyond what it has when it has just begun, when all is
asleep, for each socket: its share of what the heaps grow by, and for visitors of what
it leaves that each asks for a token before.";

const GROWTH: &str = "\
## A growing center

The same message against a center with more and more stored ones: medians of rounds in
which the centers take turns, each on a relay of its own.";

const COST: &str = "\
## What it costs on Cloudflare

Widgets and consoles give receipts here as the product's do: a widget says `got` at
once when it has its message back, a console when it has waited for more, which is told
to the widget as delivered. Frames are counted by the sockets that say them; turns,
statements and rows by the relay; to set an alarm counts as a row written. The time that
an object is awake is taken to be the processor time of the whole server here.";

const RELAY: &str = "\
# The relay beside its ceilings

Made by `cargo x bench relay`, in one run on one machine";

const RELAY_MORE: &str = "\
Every sender has one message in flight; rounds of all
targets alternate. Rates of a shared machine are noisy: compare only within this
run, and trust the processor time of a message first, which neighbours can't take.";

const CENTER: &str = "\
# A large center

Made by `cargo x bench center`, in one run on one machine";

const CENTER_MORE: &str = "\
Two years of talk of 51 people in ten channels, filled by the rules' own turns, the
search index too; a tenth of the dialogs is open. Everything is asked until a page is
full or there is no more, by the owner, who sees all. First of the rules alone, over the
center's file: medians of seven, beside the same in a center of a tenth. A question is
*driven* where few dialogs come into question, or *walks* its order in slices of 500.
Steps are those of SQLite's machine, which no neighbour takes part of. Then of the relay
on that file, over a socket, beside the smallest question that there is, in turns.";

const CONSOLE: &str = "\
# The console of a large center

Made by `cargo x bench console`, in one run on one machine";

const CONSOLE_MORE: &str = "\
The center is filled like the one of `cargo x bench center`, with two messages in a
dialog; its owner looks at the list of all 100,000 in a browser without a screen whose
processor is slowed down four times. Frames while the list is scrolled, 60 a second being
the best there is; when a filter's first cards and a message are on the page; and what
the memory holds when garbage was collected, while what ten visitors say in an hour who
write each ten seconds is said within minutes.";

const WIDGET: &str = "\
# The widget beside others

Made by `cargo x bench widget`, in one run on one machine";

const WIDGET_MORE: &str = "\
A shop's page on one origin, the relay on another, a browser without a screen and with an
empty cache at each visit; medians. Before anybody presses the processor is as fast as it
is, and behind that four times slower. *plain script* is a chat that a page would write
for itself over the same relay: no outbox, no style, no language, no store; deep-chat has
no line of its own and is given that one. A slow line is emulated by the browser's
developer tools: latency to each answer and each frame, no handshakes. Enter is pressed
as soon as the field takes text, so a first message waits for all that a cold press begins.";

impl Report {
    /// Writes it into a file, in place of the chapter that an earlier run has made.
    pub(crate) fn keep(&self, file: &Path) -> io::Result<()> {
        let kept = fs::read_to_string(file).unwrap_or_default();
        fs::write(file, replaced(&kept, &self.to_string()))
    }
}

/// A text with a chapter in place of the one of the same title, or behind all others.
fn replaced(kept: &str, chapter: &str) -> String {
    let title = chapter.lines().next();
    let mut chapters: Vec<String> = Vec::new();
    for line in kept.lines() {
        if line.starts_with("# ") || chapters.is_empty() {
            chapters.push(String::new());
        }
        if let Some(last) = chapters.last_mut() {
            last.push_str(line);
            last.push('\n');
        }
    }
    let chapter = format!("{}\n", chapter.trim_end());
    match chapters.iter_mut().find(|one| one.lines().next() == title) {
        Some(place) => *place = chapter,
        None => chapters.push(chapter),
    }
    let chapters: Vec<&str> = chapters.iter().map(|one| one.trim_end()).collect();
    format!("{}\n", chapters.join("\n\n"))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (chapter, more) = match (&self.center, &self.console, &self.widget) {
            (None, None, None) => (RELAY, RELAY_MORE),
            (Some(_), _, _) => (CENTER, CENTER_MORE),
            (None, Some(_), _) => (CONSOLE, CONSOLE_MORE),
            (None, None, Some(_)) => (WIDGET, WIDGET_MORE),
        };
        writeln!(f, "{chapter}: {} {more}", self.machine)?;
        if let Some(center) = &self.center {
            write!(f, "\n{center}")?;
        }
        if let Some(console) = &self.console {
            write!(f, "\n{console}")?;
        }
        if let Some(widget) = &self.widget {
            write!(f, "\n{widget}")?;
        }
        part(f, SPEED, self.speed.as_ref())?;
        part(f, STEPS, self.steps.as_ref())?;
        if let (Some(speed), Some(steps)) = (&self.speed, &self.steps) {
            let flush = self.machine.flush;
            let shares = Shares {
                speed,
                steps,
                flush,
            };
            write!(f, "\n{SHARES}\n\n{shares}")?;
        }
        part(f, FANOUT, self.fanout.as_ref())?;
        part(f, NEIGHBOURS, self.neighbours.as_ref())?;
        part(f, CROWDED, self.crowded.as_ref())?;
        part(f, GROWTH, self.growth.as_ref())?;
        part(f, COST, self.cost.as_ref())
    }
}

fn part<T: fmt::Display>(f: &mut fmt::Formatter<'_>, about: &str, part: Option<&T>) -> fmt::Result {
    match part {
        Some(part) => write!(f, "\n{about}\n\n{part}"),
        None => Ok(()),
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} cores that also
drive the load, {}, loopback, SQLite on a disk whose flush takes
{} ms (p99 {} ms).",
            self.cores,
            self.workerd,
            figure(self.flush.p50),
            figure(self.flush.p99),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_replaces_its_own_chapter_and_leaves_the_others() {
        let kept = "# One\n\n## Part\nold\n\n# Two\nkept\n";
        assert_eq!(
            replaced(kept, "# One\nnew\n\n"),
            "# One\nnew\n\n# Two\nkept\n"
        );
        assert_eq!(
            replaced("# One\nkept\n", "# Two\nnew"),
            "# One\nkept\n\n# Two\nnew\n"
        );
        assert_eq!(replaced("", "# One\nnew"), "# One\nnew\n");
    }
}
