//! Sessions: begun by a password, an invitation or a reset link.

use beseda_center::command::{Command, Reply};
use beseda_center::token;
use beseda_protocol::http::{Accept, NewPassword, SignIn};
use beseda_protocol::limits::PASSWORD_CHARS_MAX;
use beseda_protocol::refusal::{Code, Refusal};

use crate::answer::{self, Answer};
use crate::asked::Asked;
use crate::{password, runtime, session};

/// `POST /v1/sign-in`. A stranger's e-mail takes as long as a colleague's (S8).
pub(crate) async fn sign_in(asked: &mut Asked) -> Answer {
    let said: SignIn = asked.json().await?;
    let email = tidy(&said.email);
    let address = asked.address();
    let link = asked.home()?;
    let begin = Command::BeginSignIn {
        email: email.clone(),
        address: address.clone(),
    };
    let Reply::Hash(hash) = link.ask(begin).await? else {
        return Err(answer::unexpected());
    };
    let right = is_right(&said.password, hash.as_deref());
    let (session, cookie) = session::begin(runtime::random(), &asked.settings.origin);
    let end = Command::EndSignIn {
        email,
        address,
        hash,
        right,
        session,
    };
    link.ask(end).await?;
    answer::done_with_cookie(&cookie)
}

/// `POST /v1/sign-out`.
pub(crate) async fn sign_out(asked: &Asked) -> Answer {
    let origin = &asked.settings.origin;
    if let Some(session) = session::read(asked.header("cookie").as_deref(), origin) {
        asked.home()?.ask(Command::SignOut { session }).await?;
    }
    answer::done_with_cookie(&session::end(origin))
}

/// `POST /v1/invitation/TOKEN`: makes the account and signs it in.
pub(crate) async fn accept(asked: &mut Asked, token: &str) -> Answer {
    let said: Accept = asked.json().await?;
    password::check(&said.password)?;
    let email = tidy(&said.email);
    if !is_email(&email) {
        return Err(Refusal::new(Code::Invalid, "This is not an e-mail address.").into());
    }
    // A stale link is found out before the hashing, which is the costly part.
    let token = token::hash(token);
    let link = asked.home()?;
    link.ask(Command::Link {
        token: token.clone(),
    })
    .await?;
    let (session, cookie) = session::begin(runtime::random(), &asked.settings.origin);
    let accept = Command::Accept {
        token,
        name: said.name.trim().to_owned(),
        email,
        hash: password::hash(&said.password, runtime::random()),
        session,
    };
    link.ask(accept).await?;
    answer::done_with_cookie(&cookie)
}

/// `POST /v1/reset/TOKEN`: a new password, and its owner signed in.
pub(crate) async fn set_password(asked: &mut Asked, token: &str) -> Answer {
    let said: NewPassword = asked.json().await?;
    password::check(&said.password)?;
    let token = token::hash(token);
    let link = asked.home()?;
    link.ask(Command::Link {
        token: token.clone(),
    })
    .await?;
    let (session, cookie) = session::begin(runtime::random(), &asked.settings.origin);
    let set = Command::SetPassword {
        token,
        hash: password::hash(&said.password, runtime::random()),
        session,
    };
    link.ask(set).await?;
    answer::done_with_cookie(&cookie)
}

/// An e-mail as accounts are known by it.
pub(crate) fn tidy(email: &str) -> String {
    email.trim().to_lowercase()
}

fn is_right(password: &str, hash: Option<&str>) -> bool {
    if password.chars().count() > PASSWORD_CHARS_MAX {
        return false;
    }
    match hash {
        Some(hash) => password::verify(password, hash),
        None => {
            // As long as a comparison takes.
            std::hint::black_box(password::hash(password, [0; 16]));
            false
        }
    }
}

/// Enough to notice a name typed into the wrong field; no mail is sent to it.
fn is_email(email: &str) -> bool {
    let plain = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    email.len() <= 254
        && email
            .rsplit_once('@')
            .is_some_and(|(name, host)| plain(name) && plain(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_e_mail_is_known_whatever_its_case_and_surroundings() {
        assert_eq!(tidy("  Anna@Example.ORG\n"), "anna@example.org");
        assert_eq!(tidy("АННА@пример.рф"), "анна@пример.рф");
    }

    #[test]
    fn an_e_mail_has_a_name_and_a_host() {
        for good in ["a@b", "анна@пример.рф", "\"a@b\"@c.example"] {
            assert!(is_email(good), "{good}");
        }
        for wrong in [
            "",
            "a",
            "@b",
            "a@",
            "a b@c",
            &format!("{}@b", "a".repeat(300)),
        ] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }

    #[test]
    fn nobodys_password_is_right() {
        assert!(!is_right("anything at all", None));
        assert!(!is_right(&"x".repeat(10_000), Some("$argon2id$")));
    }
}
