//! Tokens of the API as an administrator makes them: by his password, given once more (X22).

use beseda_center::token;
use beseda_center::turn::SessionId;
use beseda_center::turn::command::{Attempt, Command, Proof, Reply, TokenSecret, TokenWanted};
use beseda_protocol::http::{MadeToken, NewToken, ReplaceToken};
use beseda_protocol::ids::TokenId;

use crate::answer::{self, Answer};
use crate::asked::Asked;
use crate::password::Password;
use crate::{device, hash_line, runtime};

/// So much of a token is shown later: who has several knows which it is.
const SHOWN_CHARS: usize = 4;

/// `POST /v1/operator/tokens`.
pub(crate) async fn make(asked: &mut Asked, session: SessionId) -> Answer {
    let NewToken {
        password,
        name,
        scopes,
        channels,
        expires_at,
    } = asked.json().await?;
    let wanted = TokenWanted::New {
        name,
        scopes,
        channels,
        expires_at,
    };
    keep(asked, session, &password, wanted).await
}

/// `POST /v1/operator/tokens/ID/replace`.
pub(crate) async fn replace(asked: &mut Asked, session: SessionId, id: &str) -> Answer {
    let ReplaceToken { password } = asked.json().await?;
    let Ok(id) = id.parse() else {
        return Err(answer::not_found().into());
    };
    keep(asked, session, &password, TokenWanted::Instead(TokenId(id))).await
}

async fn keep(asked: &Asked, session: SessionId, password: &str, token: TokenWanted) -> Answer {
    let place = hash_line::join()?;
    let home = asked.home()?;
    let who = Command::Session {
        session: session.clone(),
    };
    let Reply::Me(me) = home.ask(who).await? else {
        return Err(answer::unexpected());
    };
    let attempt = Attempt {
        email: me.email,
        network: asked.network(),
        devices: device::marks(asked.header("cookie").as_deref(), &asked.settings.origin),
    };
    let begin = Command::BeginSignIn(attempt.clone());
    let Reply::Hash(hash) = home.ask(begin).await? else {
        return Err(answer::unexpected());
    };
    let password = Password::typed(password);
    let right = place.hash(|| password.is_of(hash.as_deref())).await;
    let center = &asked.settings.center;
    let random = token::hex(&runtime::random::<16>());
    let secret = token::api_token(&asked.settings.secret, center, &random);
    let keep = Command::KeepToken {
        session,
        proof: Proof {
            attempt,
            hash,
            right,
        },
        secret: TokenSecret {
            hash: token::hash(&secret),
            prefix: format!("bsd_{center}_{}", &random[..SHOWN_CHARS]),
        },
        token,
    };
    match home.ask(keep).await? {
        Reply::Token(token) => answer::json(&MadeToken { secret, token }),
        _ => Err(answer::unexpected()),
    }
}
