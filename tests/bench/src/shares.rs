//! Where a message's processor time goes, by subtraction: what each target of a run
//! does more than another is what it costs more.

use std::fmt;

use crate::sample::Spread;
use crate::speed::{Speed, Target};
use crate::steps::Steps;
use crate::table::{Table, figure};

/// From less to more.
const TARGETS: [Target; 4] = [Target::Echo, Target::Group, Target::Rows, Target::Beseda];

/// See the module; of one run.
#[derive(Debug)]
pub(crate) struct Shares<'a> {
    pub(crate) speed: &'a Speed,
    pub(crate) steps: &'a Steps,
    /// One flush of the disk, in ms.
    pub(crate) flush: Spread,
}

/// Where the time of one message at so many sockets goes, in µs.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Share {
    sockets: usize,
    wire: f64,
    send: f64,
    commit: f64,
    rows: f64,
    rules: f64,
    all: f64,
}

impl Share {
    fn of(sockets: usize, [echo, group, rows, beseda]: [f64; 4], send: f64) -> Self {
        Self {
            sockets,
            wire: echo,
            send,
            commit: group - echo - send,
            rows: rows - group,
            rules: beseda - rows,
            all: beseda,
        }
    }
}

impl Shares<'_> {
    fn all(&self) -> Vec<Share> {
        let send = self.steps.us_once("send");
        let sizes = self.speed.processor(TARGETS);
        sizes.map(|(n, us)| Share::of(n, us, send)).collect()
    }
}

impl fmt::Display for Shares<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            "sockets",
            "wire, event, wasm, answer",
            "a send to the other side",
            "one row, commit, flush",
            "Beseda's rows",
            "Beseda's rules and frames",
            "all, µs",
        ]);
        let shares = self.all();
        for it in &shares {
            table.row([
                it.sockets.to_string(),
                figure(it.wire),
                figure(it.send),
                signed(it.commit),
                signed(it.rows),
                signed(it.rules),
                figure(it.all),
            ]);
        }
        writeln!(f, "{table}")?;
        if let Some(one) = shares.iter().find(|it| it.sockets == 1) {
            let percent = |us: f64| format!("{:.0} %", us / one.all * 100.0);
            writeln!(
                f,
                "Alone, {} of a message's time go to the runtime's wire and event with a turn of
wasm in it, {} to the commit and the way to its flush, {} to the rows and {} to all that
Beseda decides and says; to read and write the JSON takes {} µs of it.",
                percent(one.wire),
                percent(one.commit),
                percent(one.rows),
                percent(one.rules),
                figure(self.steps.us_a_message(&["frame"])),
            )?;
        }
        let waits = |target| self.speed.one_waits(target);
        if let Some((beseda, echo)) = waits(Target::Beseda).zip(waits(Target::Echo)) {
            writeln!(
                f,
                "Of the {} ms that it waits (p50), the echo takes {} and one flush of this disk {}.",
                figure(beseda),
                figure(echo),
                figure(self.flush.p50),
            )?;
        }
        Ok(())
    }
}

/// What is less than nothing is saved.
fn signed(us: f64) -> String {
    match us < 0.0 {
        true => format!("−{}", figure(-us)),
        false => figure(us),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_of_a_message_are_all_of_it() {
        let share = Share::of(1, [124.0, 351.0, 377.0, 418.0], 8.0);
        let parts = share.wire + share.send + share.commit + share.rows + share.rules;
        assert_eq!(parts, share.all);
        assert_eq!((share.commit, share.rows, share.rules), (219.0, 26.0, 41.0));
    }

    #[test]
    fn what_is_saved_has_a_minus() {
        assert_eq!([-10.2, 9.0].map(signed), ["−10.2", "9.00"]);
    }
}
