//! Sessions: begun by a password, an invitation or a reset link.

use beseda_center::team::email::Email;
use beseda_center::token;
use beseda_center::turn::SessionId;
use beseda_center::turn::command::{Attempt, Command, Reply};
use beseda_protocol::http::{Accept, NewPassword, SignIn};

use crate::answer::{self, Answer, Failure};
use crate::asked::Asked;
use crate::password::Password;
use crate::{device, hash_line, runtime, session};

/// `POST /v1/sign-in`. A stranger's e-mail takes as long as a colleague's (S8).
pub(crate) async fn sign_in(asked: &mut Asked) -> Answer {
    let said: SignIn = asked.json().await?;
    let place = hash_line::join()?;
    let attempt = Attempt {
        email: said.email,
        network: asked.network(),
        devices: marks(asked),
    };
    let begin = Command::BeginSignIn(attempt.clone());
    let Reply::Hash(hash) = asked.home()?.ask(begin).await? else {
        return Err(answer::unexpected());
    };
    let password = Password::typed(&said.password);
    let right = place.hash(|| password.is_of(hash.as_deref())).await;
    signed_in(asked, |session| Command::EndSignIn {
        attempt,
        hash,
        right,
        session,
    })
    .await
}

/// `POST /v1/sign-out`. The device stays known.
pub(crate) async fn sign_out(asked: &Asked) -> Answer {
    let origin = &asked.settings.origin;
    if let Some(session) = session::read(asked.header("cookie").as_deref(), origin) {
        asked.home()?.ask(Command::SignOut { session }).await?;
    }
    answer::done_with_cookies(&[session::end(origin)])
}

/// `POST /v1/invitation/TOKEN`: makes the account and signs it in.
pub(crate) async fn accept(asked: &mut Asked, token: &str) -> Answer {
    let said: Accept = asked.json().await?;
    let password = Password::typed(&said.password);
    password.check()?;
    Email::read(&said.email)?;
    let token = token::hash(token);
    let hash = hash_for_link(asked, &token, &password).await?;
    signed_in(asked, |session| Command::Accept {
        token,
        name: said.name.trim().to_owned(),
        email: said.email,
        hash,
        session,
    })
    .await
}

/// `POST /v1/reset/TOKEN`: a new password, and its owner signed in.
pub(crate) async fn set_password(asked: &mut Asked, token: &str) -> Answer {
    let said: NewPassword = asked.json().await?;
    let password = Password::typed(&said.password);
    password.check()?;
    let token = token::hash(token);
    let hash = hash_for_link(asked, &token, &password).await?;
    signed_in(asked, |session| Command::SetPassword {
        token,
        hash,
        session,
    })
    .await
}

/// A stale link is found out before the hashing, which is the costly part.
async fn hash_for_link(asked: &Asked, token: &str, password: &Password) -> Result<String, Failure> {
    let place = hash_line::join()?;
    let token = token.to_owned();
    asked.home()?.ask(Command::Link { token }).await?;
    Ok(place.hash(|| password.hash(runtime::random())).await)
}

/// Begins a session by this command, on a device that its operator is known by.
async fn signed_in(asked: &Asked, command: impl FnOnce(SessionId) -> Command) -> Answer {
    let settings = &asked.settings;
    let (session, cookie) = session::begin(runtime::random(), &settings.origin);
    let Reply::Me(me) = asked.home()?.ask(command(session)).await? else {
        return Err(answer::unexpected());
    };
    let mark = device::mark(settings, &marks(asked), me.id);
    answer::done_with_cookies(&[cookie, mark])
}

fn marks(asked: &Asked) -> Vec<String> {
    device::marks(asked.header("cookie").as_deref(), &asked.settings.origin)
}
