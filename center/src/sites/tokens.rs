//! Tokens of the API: made and replaced by who gives his password once more, shown with what
//! they have spent, and revoked.

use beseda_protocol::ask::Done;
use beseda_protocol::ask::tokens::{
    ListTokens, ListedTokens, LoadChannels, RevokeToken, SetTokenChannels,
};
use beseda_protocol::ids::{ChannelId, Seq, TokenId};
use beseda_protocol::limits::{REPLACED_TOKEN_MS, TOKENS_MAX};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::token::{Scope, Token};

use crate::storage::fault::Fault;
use crate::storage::row::Json;
use crate::storage::tokens::TokenRow;
use crate::team::{employees, sessions, sign_in};
use crate::turn::command::{Proof, TokenSecret, TokenWanted};
use crate::turn::current::Turn;
use crate::turn::refusals::{Stop, check_limit, invalid, refuse};
use crate::turn::speaker::Operator;
use crate::turn::{SessionId, requests};

/// Makes a token, or replaces one (X22).
pub(crate) fn keep(
    turn: &mut Turn<'_>,
    session: &SessionId,
    proof: &Proof,
    secret: TokenSecret,
    wanted: TokenWanted,
) -> Result<Token, Stop> {
    let me = sessions::check(turn, session)?;
    let compared = proof.hash.as_deref().filter(|_| proof.right);
    // The password of another one proves nothing.
    if sign_in::confirm(turn, &proof.attempt, compared)?.id != me.id {
        return Err(refuse(Code::SignInFailed).into());
    }
    if !me.role.administers() {
        return Err(refuse(Code::Forbidden).into());
    }
    let TokenSecret { hash, prefix } = secret;
    let row = match wanted {
        TokenWanted::New {
            name,
            scopes,
            channels,
            expires_at,
        } => {
            let n_tokens = working(turn).count() as u64;
            check_limit(n_tokens, TOKENS_MAX)?;
            if expires_at.is_some_and(|at| at <= turn.now) {
                return Err(invalid("This day is over. Choose a later one.").into());
            }
            let scopes = scopes_of(scopes)?;
            let last = turn.cache.tokens.keys().next_back();
            TokenRow {
                id: TokenId(last.map_or(1, |id| id.0 + 1)),
                name: employees::name_of(&name)?,
                prefix,
                hash,
                channels: channels_of(turn, &scopes, channels)?.map(Json),
                scopes: Json(scopes),
                channels_upto: turn.cache.seq,
                made_by: me.id,
                made_at: turn.now,
                expires_at,
                old_hash: None,
                old_until: None,
                revoked_at: None,
                view: 0,
            }
        }
        TokenWanted::Instead(id) => {
            let old = find(turn, id)?;
            TokenRow {
                prefix,
                hash,
                // It speaks in the name of who answers for it now.
                made_by: me.id,
                made_at: turn.now,
                old_hash: Some(old.hash),
                old_until: Some(turn.now.plus_ms(REPLACED_TOKEN_MS)),
                ..old
            }
        }
    };
    let id = row.id;
    put(turn, row)?;
    shown(turn, id)
}

/// Those that work, and what all have spent.
pub(crate) fn list(
    turn: &mut Turn<'_>,
    _: &Operator,
    ListTokens {}: ListTokens,
) -> Result<ListedTokens, Stop> {
    let ids: Vec<TokenId> = working(turn).map(|token| token.id).collect();
    let tokens = ids.into_iter().map(|id| shown(turn, id));
    let tokens = tokens.collect::<Result<_, Stop>>()?;
    let quota = requests::quota(turn)?;
    Ok(ListedTokens { tokens, quota })
}

/// Chooses its channels.
pub(crate) fn set_channels(
    turn: &mut Turn<'_>,
    _: &Operator,
    asked: SetTokenChannels,
) -> Result<Token, Stop> {
    let token = find(turn, asked.token)?;
    let channels = channels_of(turn, &token.scopes.0, Some(asked.channels))?;
    give(turn, token, channels)
}

/// Adds those that were made since (YU-07).
pub(crate) fn load_channels(
    turn: &mut Turn<'_>,
    _: &Operator,
    LoadChannels { token }: LoadChannels,
) -> Result<Token, Stop> {
    let token = find(turn, token)?;
    let newer = newer(turn, &token);
    let channels = token.channels.as_ref().map(|Json(channels)| {
        let kept = channels.iter().copied();
        let kept = kept.filter(|channel| turn.cache.channels.contains_key(channel));
        kept.chain(newer).collect()
    });
    give(turn, token, channels)
}

/// It works no longer.
pub(crate) fn revoke(
    turn: &mut Turn<'_>,
    _: &Operator,
    RevokeToken { token }: RevokeToken,
) -> Result<Done, Stop> {
    let token = find(turn, token)?;
    let row = TokenRow {
        revoked_at: Some(turn.now),
        ..token
    };
    put(turn, row)?;
    Ok(Done {})
}

fn give(
    turn: &mut Turn<'_>,
    token: TokenRow,
    channels: Option<Vec<ChannelId>>,
) -> Result<Token, Stop> {
    let id = token.id;
    let channels_upto: Seq = turn.cache.seq;
    let row = TokenRow {
        channels: channels.map(Json),
        channels_upto,
        view: token.view + 1,
        ..token
    };
    put(turn, row)?;
    shown(turn, id)
}

fn put(turn: &mut Turn<'_>, row: TokenRow) -> Result<(), Stop> {
    turn.put(&TokenRow::UPSERT, row.clone())?;
    turn.cache.tokens.insert(row.id, row);
    Ok(())
}

fn working<'t>(turn: &'t Turn<'_>) -> impl Iterator<Item = &'t TokenRow> {
    let tokens = turn.cache.tokens.values();
    tokens.filter(|token| token.revoked_at.is_none())
}

fn find(turn: &Turn<'_>, id: TokenId) -> Result<TokenRow, Refusal> {
    let mut tokens = working(turn);
    let found = tokens.find(|token| token.id == id).cloned();
    found.ok_or_else(|| refuse(Code::NotFound))
}

/// Each once, in their order.
fn scopes_of(mut scopes: Vec<Scope>) -> Result<Vec<Scope>, Refusal> {
    scopes.sort();
    scopes.dedup();
    match scopes.is_empty() {
        true => Err(invalid("Say what the token may do.")),
        false => Ok(scopes),
    }
}

/// Each once, in their order; who manages the center sees all.
fn channels_of(
    turn: &Turn<'_>,
    scopes: &[Scope],
    channels: Option<Vec<ChannelId>>,
) -> Result<Option<Vec<ChannelId>>, Refusal> {
    let manages = scopes.contains(&Scope::Manage);
    match channels {
        None if manages => Ok(None),
        Some(_) if manages => Err(invalid(
            "A token that manages the center sees all channels.",
        )),
        None => Err(invalid("Choose the channels that it may use.")),
        Some(mut channels) => {
            channels.sort();
            channels.dedup();
            let is_known = |channel| turn.cache.channels.contains_key(channel);
            match (channels.is_empty(), channels.iter().all(is_known)) {
                (true, _) => Err(invalid("Choose a channel at least.")),
                (false, false) => Err(refuse(Code::NotFound)),
                (false, true) => Ok(Some(channels)),
            }
        }
    }
}

/// Channels that it has not been given, made since its own were chosen.
fn newer(turn: &Turn<'_>, token: &TokenRow) -> Vec<ChannelId> {
    if token.channels.is_none() {
        return Vec::new();
    }
    let behind = ChannelId(token.channels_upto.0 + 1);
    let newer = turn.cache.channels.range(behind..);
    newer.map(|(channel, _)| *channel).collect()
}

fn shown(turn: &mut Turn<'_>, id: TokenId) -> Result<Token, Stop> {
    let spent = requests::of(turn, id)?;
    let token = turn.cache.tokens.get(&id).cloned();
    let token = token.ok_or(Fault::Corrupt("tokens"))?;
    let is_there = |channel: &ChannelId| turn.cache.channels.contains_key(channel);
    Ok(Token {
        id,
        newer: newer(turn, &token),
        replaced_until: token.old_until.filter(|_| token.is_replacing(turn.now)),
        name: token.name,
        prefix: token.prefix,
        scopes: token.scopes.0,
        channels: token.channels.map(|Json(mut channels)| {
            channels.retain(is_there);
            channels
        }),
        made_by: token.made_by,
        made_at: token.made_at,
        expires_at: token.expires_at,
        used_at: spent.map(|spent| spent.used_at),
        requests: spent.map_or(0, |spent| spent.requests),
    })
}
