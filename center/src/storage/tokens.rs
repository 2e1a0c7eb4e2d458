//! Tokens of the API: a row each, all of them kept at hand; and what each has spent in which
//! month.

use std::collections::BTreeMap;

use beseda_protocol::ids::{ChannelId, OperatorId, Seq, Timestamp, TokenId};
use beseda_protocol::token::Scope;

use super::cells::Cells;
use super::fault::Fault;
use super::row::{Columns, Json, row};
use super::write_buffer::Storage;

row! {
    /// A token's row.
    TokenRow in "tokens" as "t", named by columns {
        id: TokenId,
    }
    changing {
        name: String = name,
        prefix: String = prefix,
        /// Of the token itself, which nobody keeps.
        hash: String = hash,
        scopes: Json<Vec<Scope>> = scopes,
        /// Absent: all.
        channels: Option<Json<Vec<ChannelId>>> = channels,
        /// Channels that were made behind this place it has not been given.
        channels_upto: Seq = channels_upto,
        made_by: OperatorId = made_by,
        made_at: Timestamp = made_at,
        expires_at: Option<Timestamp> = expires_at,
        /// Of the token that it has replaced, which works until then.
        old_hash: Option<String> = old_hash,
        old_until: Option<Timestamp> = old_until,
        revoked_at: Option<Timestamp> = revoked_at,
        /// How often its rights have changed.
        view: u64 = view,
    }
}

impl TokenRow {
    /// Whether this is the hash of it, or of the one that it has replaced, and it works.
    pub(crate) fn opens(&self, hash: &str, now: Timestamp) -> bool {
        let is_old = self.old_hash.as_deref() == Some(hash) && self.is_replacing(now);
        let is_over = self.expires_at.is_some_and(|at| at <= now);
        (self.hash == hash || is_old) && !is_over && self.revoked_at.is_none()
    }

    /// Whether the one that it has replaced works, too.
    pub(crate) fn is_replacing(&self, now: Timestamp) -> bool {
        self.old_until.is_some_and(|until| now < until)
    }

    /// Whether it may do this.
    pub(crate) fn may(&self, scope: Scope) -> bool {
        self.scopes.0.contains(&scope)
    }
}

row! {
    /// What a token has spent in a month.
    MonthRow in "token_months" as "m", named by month_columns {
        token: TokenId,
        month: String = month,
    }
    keyed by (token, month)
    changing {
        requests: u64 = requests,
        /// The last time.
        used_at: Timestamp = used_at,
    }
}

/// All of them.
pub(crate) fn load(storage: &Storage<'_>) -> Result<BTreeMap<TokenId, TokenRow>, Fault> {
    let rows = storage.query(ALL, &[])?;
    let read = |row| {
        let token = TokenRow::read(&mut Cells::new(row, "tokens"))?;
        Ok((token.id, token))
    };
    rows.into_iter().map(read).collect()
}

/// The newest month in which a token was used.
pub(crate) fn last_month(storage: &Storage<'_>, token: TokenId) -> Result<Option<MonthRow>, Fault> {
    let rows = storage.query(LAST_MONTH, &[token.into()])?;
    Cells::maybe(rows, "token_months")
        .map(|mut cells| MonthRow::read(&mut cells))
        .transpose()
}

/// What a token has spent in a month.
pub(crate) fn of_month(storage: &Storage<'_>, token: TokenId, month: &str) -> Result<u64, Fault> {
    let rows = storage.query(OF_MONTH, &[token.into(), month.into()])?;
    let month = Cells::maybe(rows, "token_months");
    month.map_or(Ok(0), |mut cells| cells.int())
}

const OF_MONTH: &str = "SELECT requests FROM token_months WHERE token = ? AND month = ?";

const ALL: &str = concat!("SELECT ", columns!(), " FROM tokens t");

const LAST_MONTH: &str = concat!(
    "SELECT ",
    month_columns!(),
    " FROM token_months m WHERE m.token = ? ORDER BY m.month DESC LIMIT 1"
);
