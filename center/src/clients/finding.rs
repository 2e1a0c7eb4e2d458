//! Finds clients by a part of their name, number, comment or contacts, the newest first:
//! so many are looked at in one turn, and the asker goes on behind them.

use beseda_protocol::ask::clients::{FindClients, FoundClient, FoundClients};
use beseda_protocol::client::ContactKind;
use beseda_protocol::fold::fold;
use beseda_protocol::ids::ClientId;
use beseda_protocol::limits::SEARCH_CHARS_MAX;

use crate::storage::clients::{self, Client};
use crate::storage::profiles::{self, Reach};
use crate::turn::current::Turn;
use crate::turn::refusals::Stop;
use crate::turn::speaker::Operator;
use crate::turn::{rights, text};

/// Clients looked at in one turn: about 1 ms.
const SLICE: u64 = 500;

/// Clients in one answer.
const FOUND_MAX: usize = 30;

pub(crate) fn find(
    turn: &mut Turn<'_>,
    who: &Operator,
    asked: FindClients,
) -> Result<FoundClients, Stop> {
    let sought = Sought::new(&text::line(&asked.text, SEARCH_CHARS_MAX)?);
    let behind = asked.behind.unwrap_or(ClientId(u64::MAX >> 1));
    let looked_at = clients::before(turn.storage, behind, SLICE)?;
    let is_end = (looked_at.len() as u64) < SLICE;
    let Some(last) = looked_at.last().map(|client| client.id) else {
        return Ok(FoundClients {
            clients: Vec::new(),
            rest: None,
        });
    };
    let reach = profiles::reach(turn.storage, last, behind)?;
    let mut found = Vec::new();
    let mut rest = (!is_end).then_some(last);
    for client in looked_at {
        let his = reach.get(&client.id).map_or(&[][..], Vec::as_slice);
        if !sought.is_in(&client, his) || !rights::sees_client(turn, &who.me, client.id)? {
            continue;
        }
        if found.len() == FOUND_MAX {
            // The one that was not taken is looked at again.
            rest = Some(ClientId(client.id.0 + 1));
            break;
        }
        found.push(FoundClient {
            client: client.brief(),
            is_customer: client.saved_at.is_some(),
            contacts: his.iter().map(|reach| reach.given.clone()).collect(),
        });
    }
    let clients = found;
    Ok(FoundClients { clients, rest })
}

/// What is sought, in the forms in which it is compared.
struct Sought {
    folded: String,
    digits: String,
}

/// Digits from which on a text may be a part of a phone number.
const PHONE_PART_MIN: usize = 3;

impl Sought {
    fn new(text: &str) -> Self {
        Self {
            folded: fold(text),
            digits: text.chars().filter(char::is_ascii_digit).collect(),
        }
    }

    fn is_in(&self, client: &Client, reach: &[Reach]) -> bool {
        let name = client.name.as_deref().map(fold).unwrap_or_default();
        name.contains(&self.folded)
            || fold(&client.comment).contains(&self.folded)
            || client.id.to_string().contains(&self.folded)
            || reach.iter().any(|reach| self.is_part_of(reach))
    }

    fn is_part_of(&self, Reach { given, folded }: &Reach) -> bool {
        match given.kind {
            ContactKind::Phone => {
                self.digits.len() >= PHONE_PART_MIN && folded.contains(&self.digits)
            }
            ContactKind::Email => folded.contains(&self.folded),
        }
    }
}
