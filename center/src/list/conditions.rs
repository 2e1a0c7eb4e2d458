//! A filter as SQL: what is asked of a dialog `d`, of its identity `i`, and of its client.

use beseda_protocol::filter::{Filter, StateFilter, Tab};
use beseda_protocol::ids::DialogId;
use beseda_protocol::team::Employee;

use super::predicates::{self, Asks, Clause, Reach};
use crate::storage::dialogs::NOBODY;
use crate::storage::sql::Value;
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Conditions {
    clause: Clause,
    /// What of the client must be joined.
    reach: Option<Reach>,
    /// When a dialog came to where it stands, as the list is sorted.
    listed_at: Clause,
}

const MENTIONED: &str = "d.id IN (SELECT dialog FROM mentioned WHERE employee = ?)";

const MENTIONED_AT: &str =
    "(SELECT n.at FROM mentioned n WHERE n.employee = ? AND n.dialog = d.id)";

impl Conditions {
    /// What a viewer's filter asks.
    pub(super) fn of(turn: &Turn<'_>, viewer: &Employee, filter: &Filter) -> Result<Self, Stop> {
        predicates::check(&filter.all_of)?;
        let mut all = Self {
            clause: predicates::seen_by(viewer),
            reach: None,
            listed_at: Clause::new("d.listed_at", []),
        };
        match filter.state {
            StateFilter::All => {}
            StateFilter::Open => all.and("d.closed_at IS NULL", []),
            StateFilter::Closed => all.and("d.closed_at IS NOT NULL", []),
        }
        match filter.tab {
            Tab::All => {}
            Tab::Unanswered => all.clause.and(predicates::unanswered()),
            Tab::Mine => all.and_awake("d.responsible = ?", [viewer.id.into()]),
            Tab::Others => all.and_awake(
                "d.responsible NOT IN (?, ?)",
                [viewer.id.into(), NOBODY.into()],
            ),
            Tab::Free => all.and_awake("d.responsible = ?", [NOBODY.into()]),
            Tab::Snoozed => all.and("d.snooze IS NOT NULL", []),
            Tab::Mentions => {
                let me = [viewer.id.into()];
                all.and(MENTIONED, me.clone());
                all.listed_at = Clause::new(MENTIONED_AT, me);
            }
        }
        for one in &filter.all_of {
            all.take(predicates::read(turn, one, "i.client")?);
        }
        Ok(all)
    }

    /// The same, but for these dialogs.
    pub(super) fn without(mut self, dialogs: &[DialogId]) -> Self {
        if !dialogs.is_empty() {
            self.and(
                "d.id NOT IN (SELECT value FROM json_each(?))",
                [Value::list(dialogs)],
            );
        }
        self
    }

    /// The tables to join to `d`, in this order.
    pub(super) fn joins(&self) -> &'static str {
        match self.reach {
            None => "",
            Some(Reach::Number) => " CROSS JOIN identities i ON i.id = d.identity",
            Some(Reach::Card) => {
                " CROSS JOIN identities i ON i.id = d.identity
                  CROSS JOIN clients c ON c.id = i.client
                  LEFT JOIN client_texts t ON t.client = i.client"
            }
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

    /// What a dialog is sorted by where it does not wait, and what is bound in it.
    pub(super) fn listed_at(&self) -> &Clause {
        &self.listed_at
    }

    fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.clause.and(Clause::new(sql, values));
    }

    /// The same, and that it is not put off.
    fn and_awake(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.and(sql, values);
        self.and("d.snooze IS NULL", []);
    }

    fn of_client(&mut self, clause: Clause, reach: Reach) {
        self.reach = self.reach.max(Some(reach));
        self.clause.and(clause);
    }

    fn take(&mut self, asks: Asks) {
        match asks {
            Asks::Nothing => {}
            Asks::OfDialog(clause) => self.clause.and(clause),
            Asks::OfClient(clause, reach) => self.of_client(clause, reach),
            Asks::Search { dialog, client } => self.of_client(dialog.or(client), Reach::Card),
            Asks::Marked {
                dialog,
                client,
                is_negated,
            } => {
                let marked = dialog.or(client);
                let asked = match is_negated {
                    true => marked.negated(),
                    false => marked,
                };
                self.of_client(asked, Reach::Number);
            }
        }
    }
}
