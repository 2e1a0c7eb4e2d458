//! Whoever guesses passwords is soon refused, and nobody else is (S8; field R1, B4a, B4b).

use beseda_center::token;
use beseda_center::turn::command::{Attempt, Command, Reply};
use beseda_protocol::ids::OperatorId;
use beseda_protocol::limits::{
    SIGN_IN_FAILURES_ACCOUNT_MAX, SIGN_IN_FAILURES_MAX, SIGN_IN_FAILURES_NETWORK_MAX,
    SIGN_IN_WINDOW_MS,
};
use beseda_protocol::refusal::{Code, Refusal};
use beseda_protocol::team::Role;

use crate::harness::{CenterTest, SECRET, session};
use crate::names::attempt;

const ADA: &str = "ada@acme.example";
const HERE: &str = "192.0.2.1";

fn begin(test: &mut CenterTest, attempt: &Attempt) -> Result<Reply, Refusal> {
    test.command(Command::BeginSignIn(attempt.clone()))
}

/// A wrong password; only who is refused before that hears more than that it failed.
fn guess(test: &mut CenterTest, attempt: &Attempt) -> Code {
    if let Err(refusal) = begin(test, attempt) {
        return refusal.code;
    }
    let end = Command::EndSignIn {
        attempt: attempt.clone(),
        hash: None,
        right: false,
        session: session("guess"),
    };
    test.command(end).expect_err("a guess").code
}

fn sign_in(test: &mut CenterTest, attempt: &Attempt) -> Result<Reply, Refusal> {
    let Reply::Hash(hash) = begin(test, attempt)? else {
        panic!("a sign-in begins with a hash");
    };
    test.command(Command::EndSignIn {
        attempt: attempt.clone(),
        hash,
        right: true,
        session: session("again"),
    })
}

fn n_counted(test: &CenterTest) -> u64 {
    let counted = test
        .sql
        .number("SELECT ifnull(sum(attempts), 0) FROM sign_ins");
    u64::try_from(counted).unwrap()
}

/// The same on a device where this operator has signed in before.
fn known(attempt: Attempt, operator: u64, device: &str) -> Attempt {
    let mark = token::device_mark(SECRET, &"eu-acme".into(), OperatorId(operator), device);
    Attempt {
        devices: vec![mark],
        ..attempt
    }
}

#[test]
fn guesses_end_after_ten_in_a_quarter_of_an_hour() {
    let mut test = CenterTest::new();
    for _ in 0..SIGN_IN_FAILURES_MAX {
        assert_eq!(guess(&mut test, &attempt(ADA, HERE)), Code::SignInFailed);
    }
    test.pass(60_000);
    let refusal = begin(&mut test, &attempt(ADA, HERE)).unwrap_err();
    assert_eq!(refusal.code, Code::TooMany);
    assert_eq!(refusal.retry_ms, Some(SIGN_IN_WINDOW_MS - 60_000));
    let elsewhere = attempt(ADA, "192.0.2.2");
    assert!(
        sign_in(&mut test, &elsewhere).is_ok(),
        "another network is not locked out"
    );
    test.pass(SIGN_IN_WINDOW_MS - 60_000);
    assert!(begin(&mut test, &attempt(ADA, HERE)).is_ok());
}

#[test]
fn guesses_that_are_still_being_compared_count_already() {
    let mut test = CenterTest::new();
    for _ in 0..SIGN_IN_FAILURES_MAX {
        begin(&mut test, &attempt(ADA, HERE)).unwrap();
    }
    assert_eq!(guess(&mut test, &attempt(ADA, HERE)), Code::TooMany);
}

#[test]
fn every_spelling_of_an_e_mail_is_counted_as_one() {
    let mut test = CenterTest::new();
    for n in 0..SIGN_IN_FAILURES_MAX {
        let spelling = if n % 2 == 0 {
            " ADA@acme.example."
        } else {
            ADA
        };
        assert_eq!(
            guess(&mut test, &attempt(spelling, HERE)),
            Code::SignInFailed
        );
    }
    assert_eq!(guess(&mut test, &attempt(ADA, HERE)), Code::TooMany);
}

#[test]
fn one_network_tries_few_accounts() {
    let mut test = CenterTest::new();
    for n in 0..SIGN_IN_FAILURES_NETWORK_MAX {
        let guessed = attempt(&format!("nobody{n}@acme.example"), HERE);
        assert_eq!(guess(&mut test, &guessed), Code::SignInFailed);
    }
    let one_more = attempt("nobody@acme.example", HERE);
    assert_eq!(guess(&mut test, &one_more), Code::TooMany);
    assert!(sign_in(&mut test, &attempt(ADA, "192.0.2.2")).is_ok());
}

#[test]
fn an_account_slows_down_wherever_the_guesses_come_from() {
    let mut test = CenterTest::new();
    let guesses = |test: &mut CenterTest, email: &str| -> usize {
        let codes = (0..60).map(|n| guess(test, &attempt(email, &format!("192.0.2.{n}"))));
        codes.filter(|code| *code == Code::SignInFailed).count()
    };
    let most = SIGN_IN_FAILURES_ACCOUNT_MAX as usize;
    assert_eq!(guesses(&mut test, ADA), most);
    assert_eq!(
        guesses(&mut test, "nobody@acme.example"),
        most,
        "nothing tells them apart"
    );
}

#[test]
fn strangers_never_lock_out_a_device_that_the_account_knows() {
    let mut test = CenterTest::new();
    let at_home = known(attempt(ADA, HERE), 1, "0f");
    for n in 0..SIGN_IN_FAILURES_ACCOUNT_MAX {
        let from = format!("192.0.2.{}", n % 7);
        guess(&mut test, &attempt(ADA, &from));
    }
    // A proxy that nobody told the relay of gives everybody this one address.
    while guess(&mut test, &attempt(ADA, HERE)) != Code::TooMany {}
    assert_eq!(
        begin(&mut test, &attempt(ADA, HERE)).unwrap_err().code,
        Code::TooMany
    );
    assert!(sign_in(&mut test, &at_home).is_ok());
    // It has a budget of its own, and takes nobody else's.
    for _ in 0..SIGN_IN_FAILURES_MAX {
        assert_eq!(guess(&mut test, &at_home), Code::SignInFailed);
    }
    assert_eq!(guess(&mut test, &at_home), Code::TooMany);
    let other = known(attempt(ADA, HERE), 1, "1f");
    assert!(sign_in(&mut test, &other).is_ok());
}

#[test]
fn a_device_is_known_to_its_own_account_only_and_its_mark_cannot_be_made_up() {
    let mut test = CenterTest::new();
    test.hire("boris", Role::Operator);
    while guess(&mut test, &attempt(ADA, HERE)) != Code::TooMany {}
    let of_boris = known(attempt(ADA, HERE), 2, "0f");
    let [mark] = &known(attempt(ADA, HERE), 1, "0f").devices[..] else {
        panic!("one mark");
    };
    let forged = Attempt {
        devices: vec![
            String::new(),
            mark.replace("0f", "1f"),
            format!("{mark}0"),
            "1.0f.".into(),
        ],
        ..attempt(ADA, HERE)
    };
    for stranger in [of_boris, forged] {
        assert_eq!(guess(&mut test, &stranger), Code::TooMany, "{stranger:?}");
    }
    // Several people use one browser: each finds his own mark.
    let mut shared = known(attempt(ADA, HERE), 1, "0f");
    shared
        .devices
        .splice(..0, known(attempt(ADA, HERE), 2, "0f").devices);
    assert!(sign_in(&mut test, &shared).is_ok());
}

#[test]
fn a_right_sign_in_takes_back_its_own_attempts_and_nobody_elses() {
    let mut test = CenterTest::new();
    for n in 0..5 {
        guess(
            &mut test,
            &attempt(&format!("nobody{n}@acme.example"), HERE),
        );
    }
    let before = n_counted(&test);
    guess(&mut test, &attempt(ADA, HERE));
    sign_in(&mut test, &attempt(ADA, HERE)).unwrap();
    // The slip before it still counts, for the network and for the account.
    assert_eq!(n_counted(&test), before + 2);
    test.pass(SIGN_IN_WINDOW_MS).alarm();
    assert_eq!(test.sql.number("SELECT count(*) FROM sign_ins"), 0);
    sign_in(&mut test, &attempt(ADA, HERE)).unwrap();
    assert_eq!(test.sql.number("SELECT count(*) FROM sign_ins"), 0);
}

#[test]
fn what_is_no_e_mail_is_refused_like_any_other() {
    let mut test = CenterTest::new();
    for nobodys in ["", "ada", "ada@", "a b@acme.example"] {
        let refusal = begin(&mut test, &attempt(nobodys, HERE)).unwrap_err();
        assert_eq!(refusal.code, Code::SignInFailed, "{nobodys:?}");
    }
    assert_eq!(n_counted(&test), 0);
}

#[test]
fn an_account_made_in_one_spelling_is_found_in_every_other() {
    let mut test = CenterTest::new();
    let make = Command::MakeReset {
        email: "Ada@ACME.example".into(),
        token: token::hash("from the machine"),
    };
    assert_eq!(test.command(make), Ok(Reply::Done));
    let hash = begin(&mut test, &attempt("ADA@acme\u{3002}example", HERE));
    assert_eq!(hash, Ok(Reply::Hash(Some("hash of ada".into()))));
}
