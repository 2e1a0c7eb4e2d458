//! What is asked of a client `c` as SQL.
//!
//! Of his dialogs those count that the viewer sees, and one of them must have all that is
//! asked of a dialog: "unanswered" and "in this channel" is an unanswered one in it. A tag
//! is on any of them.

use beseda_protocol::filter::Predicate;
use beseda_protocol::team::Employee;

use crate::list::predicates::{self, Asks, Clause, Reach};
use crate::storage::sql::Value;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::rights::CLIENT_DIALOGS_MAX;

/// See the module.
pub(super) struct Conditions {
    clause: Clause,
    has_texts: bool,
}

impl Conditions {
    /// What a viewer asks.
    pub(super) fn of(
        turn: &Turn<'_>,
        viewer: &Employee,
        all_of: &[Predicate],
    ) -> Result<Self, Stop> {
        predicates::check(all_of)?;
        let mut clause = Clause::new("c.merged_into IS NULL", []);
        clause.and(seen_by(viewer));
        let mut all = Self {
            clause,
            has_texts: false,
        };
        let mut of_dialog: Option<Clause> = None;
        for one in all_of {
            match predicates::read(turn, one, "c.id")? {
                Asks::Nothing => {}
                Asks::OfDialog(clause) => match &mut of_dialog {
                    Some(all) => all.and(clause),
                    None => of_dialog = Some(clause),
                },
                Asks::OfClient(clause, reach) => all.of_client(clause, reach),
                // The number of a dialog is nothing that the list shows.
                Asks::Search { dialog: _, client } => all.of_client(client, Reach::Card),
                Asks::Marked {
                    dialog,
                    client,
                    is_negated,
                } => {
                    let marked = client.or(has_dialog(viewer, dialog));
                    all.clause.and(match is_negated {
                        true => marked.negated(),
                        false => marked,
                    });
                }
            }
        }
        if let Some(clause) = of_dialog {
            all.clause.and(has_dialog(viewer, clause));
        }
        Ok(all)
    }

    fn of_client(&mut self, clause: Clause, reach: Reach) {
        self.has_texts |= reach == Reach::Card;
        self.clause.and(clause);
    }

    /// What to join to `c`.
    pub(super) fn joins(&self) -> &'static str {
        match self.has_texts {
            true => " LEFT JOIN client_texts t ON t.client = c.id",
            false => "",
        }
    }

    /// The conditions as one.
    pub(super) fn sql(&self) -> &str {
        &self.clause.sql
    }

    /// What is bound in it.
    pub(super) fn values(&self) -> impl Iterator<Item = Value> {
        self.clause.values.iter().cloned()
    }
}

/// As `rights` has it, which looks at one client: who has no dialog is everybody's.
fn seen_by(viewer: &Employee) -> Clause {
    if !viewer.is_restricted() {
        return Clause::new("TRUE", []);
    }
    let seen = predicates::seen_by(viewer);
    let sql = format!(
        "EXISTS (SELECT 1 FROM (SELECT d.channel, d.responsible {HIS_DIALOGS}
             ORDER BY d.id DESC LIMIT {CLIENT_DIALOGS_MAX}) d WHERE {})",
        seen.sql
    );
    let has_none = Clause::new(format!("NOT EXISTS (SELECT 1 {HIS_DIALOGS})"), []);
    has_none.or(Clause::new(sql, seen.values))
}

/// That he has a dialog that the viewer sees, and of which something is true.
fn has_dialog(viewer: &Employee, clause: Clause) -> Clause {
    let mut seen = predicates::seen_by(viewer);
    seen.and(clause);
    let sql = format!("EXISTS (SELECT 1 {HIS_DIALOGS} AND {})", seen.sql);
    Clause::new(sql, seen.values)
}

const HIS_DIALOGS: &str = "FROM identities i CROSS JOIN dialogs d ON d.identity = i.id
    WHERE i.client = c.id";
