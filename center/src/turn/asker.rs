//! Who asks by a token of the API: whoever has made it, with what the token leaves him. The
//! one way from a token to rights; what those are in a dialog says [`super::rights`].

use beseda_protocol::api::{self, OWN};
use beseda_protocol::ask::Question;
use beseda_protocol::ids::{Epoch, TokenId};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::{Access, Employee, Others, Role};
use beseda_protocol::token::Scope;

use super::current::Turn;
use super::refusals::refuse;
use crate::storage::tokens::TokenRow;

/// The token of this hash, if it works.
pub(crate) fn find(turn: &Turn<'_>, hash: &str) -> Option<TokenRow> {
    let mut tokens = turn.cache.tokens.values();
    tokens.find(|token| token.opens(hash, turn.now)).cloned()
}

/// Which token has this hash, and as whom it asks.
///
/// # Errors
/// Refused as `unauthorized` where it does not work.
pub(crate) fn program(turn: &Turn<'_>, hash: &str) -> Result<(TokenId, Employee), Refusal> {
    let token = find(turn, hash);
    let me = token.as_ref().and_then(|token| of(turn, token));
    let unknown = || {
        Refusal::new(
            Code::Unauthorized,
            "This token does not work, or not any more.",
        )
    };
    let (token, me) = token.zip(me).ok_or_else(unknown)?;
    Ok((token.id, me))
}

/// As whom a token asks now; nobody, once its maker is no administrator any more.
pub(crate) fn of(turn: &Turn<'_>, token: &TokenRow) -> Option<Employee> {
    let maker = turn.cache.employees.0.get(&token.made_by)?;
    let is_kept = maker.works() && maker.role.administers() && token.revoked_at.is_none();
    let role = match token.may(Scope::Manage) {
        true => Role::Administrator,
        false => Role::Supervisor,
    };
    let access = Access {
        others: Others::Answerable,
        channels: token.channels.clone().map(|channels| channels.0),
    };
    is_kept.then(|| Employee {
        role,
        access,
        ..maker.clone()
    })
}

/// The same of a token that a question was begun by.
pub(crate) fn again(turn: &Turn<'_>, token: TokenId) -> Option<Employee> {
    let token = turn.cache.tokens.get(&token)?;
    let is_over = token.expires_at.is_some_and(|at| at <= turn.now);
    of(turn, token).filter(|_| !is_over)
}

/// Whether a token's scopes have a question. What goes on in slices without whoever has begun
/// it has all that he may: so jobs are for who manages the center.
///
/// # Errors
/// Refused as `forbidden` if not.
pub(crate) fn check(token: &TokenRow, asked: &Question) -> Result<(), Refusal> {
    let Some((area, word)) = asked.words() else {
        return Err(refuse(Code::Unsupported));
    };
    if OWN.contains(&(area, word)) {
        return Err(Refusal::new(
            Code::Forbidden,
            "That is about one's own person: no token may do it.",
        ));
    }
    if area == "jobs" {
        check_scope(token, Scope::Manage)?;
    }
    match api::of_question(area, word).is_some_and(api::Route::reads) {
        true => check_scope(token, Scope::Read),
        false => check_scope(token, Scope::Write),
    }
}

/// Whether it may do this.
///
/// # Errors
/// Refused as `forbidden` if not.
pub(crate) fn check_scope(token: &TokenRow, scope: Scope) -> Result<(), Refusal> {
    match token.may(scope) {
        true => Ok(()),
        false => Err(Refusal::new(
            Code::Forbidden,
            &format!("This takes a token with the scope {}.", scope.word()),
        )),
    }
}

/// The name of a token's view of the log: another one, when the center's or its rights change.
pub(crate) fn epoch(turn: &Turn<'_>, token: &TokenRow) -> Epoch {
    let (id, view) = (token.id, token.view);
    Epoch(format!("{}.t{id}.{view}", turn.cache.epoch))
}
