//! Replies that are saved to be used again (KC-24).

use std::collections::BTreeMap;

use beseda_center::turn::Output;
use beseda_center::turn::command::{Asker, Command, FileOwner, Reply};
use beseda_protocol::ask::replies::{
    ChangeSavedReply, DeleteSavedReply, ListSavedReplies, RestoreSavedReply, SaveReply,
    UsedSavedReply,
};
use beseda_protocol::ask::team::SetAccess;
use beseda_protocol::ask::{Asked, Done};
use beseda_protocol::ids::{ChannelId, FileId, SavedReplyId};
use beseda_protocol::limits::{
    CENTER_FILES_BYTES_MAX, PAGE_BYTES_MAX, REMOVED_REPLY_KEPT_MS, REPLY_FILES_MAX,
    SAVED_REPLIES_MAX, SAVED_REPLY_NAME_CHARS_MAX, SHARED_REPLIES_MAX, SHORTCUT_CHARS_MAX,
    TEXT_CHARS_MAX,
};
use beseda_protocol::operator::ToOperator;
use beseda_protocol::refusal::Code;
use beseda_protocol::saved_reply::{ReplyScope, SavedReply};
use beseda_protocol::team::{Access, Role};
use proptest::prelude::*;

use crate::harness::{CenterTest, Heard, Life, session};
use crate::rooms::check_rooms;
use crate::uploads::{HOUR_MS, reserve, upload};

/// An owner, a supervisor, an operator, and one who sees the second of two channels only.
fn four() -> CenterTest {
    let mut test = CenterTest::new();
    test.hire("sue", Role::Supervisor);
    test.hire("boris", Role::Operator);
    test.hire("vera", Role::Operator);
    let tables = "INSERT INTO channels (id, name) VALUES (2, 'Elsewhere');
        INSERT INTO channel_access (employee, channel) VALUES (4, 2);
        UPDATE employees SET all_channels = 0 WHERE id = 4;";
    test.sql.raw().execute_batch(tables).unwrap();
    test.reload().quiet();
    test
}

fn private() -> ReplyScope {
    ReplyScope::Private {}
}

fn shared() -> ReplyScope {
    ReplyScope::Shared {}
}

fn of_channels(ids: &[u64]) -> ReplyScope {
    let any_of = ids.iter().copied().map(ChannelId).collect();
    ReplyScope::Channels { any_of }
}

fn save(name: &str, scope: ReplyScope) -> SaveReply {
    SaveReply {
        name: name.into(),
        shortcut: None,
        folder: String::new(),
        text: format!("Hello from {name}"),
        files: vec![],
        scope,
    }
}

fn short(shortcut: &str, scope: ReplyScope) -> SaveReply {
    SaveReply {
        shortcut: Some(shortcut.into()),
        ..save(shortcut, scope)
    }
}

fn saved(test: &mut CenterTest, who: &str, name: &str, scope: ReplyScope) -> SavedReply {
    test.asked(who, save(name, scope)).unwrap()
}

/// Saves it as it is.
fn change(reply: &SavedReply) -> ChangeSavedReply {
    let SavedReply {
        id,
        owner: _,
        name,
        shortcut,
        folder,
        text,
        files,
        scope,
        n_used: _,
        version,
    } = reply.clone();
    ChangeSavedReply {
        reply: id,
        version,
        name,
        shortcut,
        folder,
        text,
        files: files.into_iter().map(|file| file.id).collect(),
        scope,
    }
}

fn renamed(reply: &SavedReply, name: &str) -> ChangeSavedReply {
    ChangeSavedReply {
        name: name.into(),
        ..change(reply)
    }
}

fn given_to(reply: &SavedReply, scope: ReplyScope) -> ChangeSavedReply {
    ChangeSavedReply {
        scope,
        ..change(reply)
    }
}

fn delete(reply: &SavedReply) -> DeleteSavedReply {
    let reply = reply.id.clone();
    DeleteSavedReply { reply }
}

fn restore(reply: &SavedReply) -> RestoreSavedReply {
    let reply = reply.id.clone();
    RestoreSavedReply { reply }
}

fn used(reply: &SavedReply) -> UsedSavedReply {
    let reply = reply.id.clone();
    UsedSavedReply { reply }
}

fn refused<Q: Asked>(test: &mut CenterTest, who: &str, asked: Q) -> Code
where
    Q::Answer: std::fmt::Debug,
{
    test.asked(who, asked).unwrap_err().code
}

/// What a console has of them, by their ids.
type Known = BTreeMap<SavedReplyId, SavedReply>;

/// All that somebody may use, as a console asks for them.
fn listed(test: &mut CenterTest, who: &str) -> Known {
    let mut known = Known::new();
    loop {
        let behind = known.keys().next_back().cloned();
        let page = test.asked(who, ListSavedReplies { behind }).unwrap();
        let by_id = |reply: SavedReply| (reply.id.clone(), reply);
        known.extend(page.replies.into_iter().map(by_id));
        if !page.more {
            return known;
        }
    }
}

fn names(test: &mut CenterTest, who: &str) -> Vec<String> {
    let mut names: Vec<String> = listed(test, who)
        .into_values()
        .map(|one| one.name)
        .collect();
    names.sort();
    names
}

/// Goes on by what a console has heard.
fn hear(known: &mut Known, heard: Vec<Heard>) {
    for heard in heard {
        match heard {
            Heard::Operator(ToOperator::SavedReply { reply }) => {
                known.insert(reply.id.clone(), reply);
            }
            Heard::Operator(ToOperator::SavedReplyGone { reply }) => {
                known.remove(&reply);
            }
            _ => {}
        }
    }
}

/// Criteria: KC-24
#[test]
fn a_reply_is_saved_for_its_owner_for_everybody_or_for_who_sees_a_channel() {
    let mut test = four();
    saved(&mut test, "boris", "His own", private());
    saved(&mut test, "sue", "Delivery", shared());
    saved(&mut test, "sue", "Elsewhere", of_channels(&[2]));
    saved(&mut test, "sue", "Here", of_channels(&[1]));
    insta::assert_snapshot!(test.transcript(), @r#"
      boris < reply "His own", private, version 1
      boris < done 1
      ada < reply "Delivery", shared, version 1
      boris < reply "Delivery", shared, version 1
      sue < reply "Delivery", shared, version 1
      vera < reply "Delivery", shared, version 1
      sue < done 1
      ada < reply "Elsewhere", of [2], version 1
      boris < reply "Elsewhere", of [2], version 1
      sue < reply "Elsewhere", of [2], version 1
      vera < reply "Elsewhere", of [2], version 1
      sue < done 1
      ada < reply "Here", of [1], version 1
      boris < reply "Here", of [1], version 1
      sue < reply "Here", of [1], version 1
      sue < done 1
    "#);
    assert_eq!(names(&mut test, "ada"), ["Delivery", "Elsewhere", "Here"]);
    assert_eq!(
        names(&mut test, "boris"),
        ["Delivery", "Elsewhere", "Here", "His own"]
    );
    assert_eq!(names(&mut test, "vera"), ["Delivery", "Elsewhere"]);
}

#[test]
fn only_who_supervises_gives_a_reply_to_others() {
    let mut test = four();
    for scope in [shared(), of_channels(&[1])] {
        let asked = save("Delivery", scope.clone());
        assert_eq!(refused(&mut test, "boris", asked), Code::Forbidden);
        let own = saved(&mut test, "boris", "His own", private());
        let asked = given_to(&own, scope);
        assert_eq!(refused(&mut test, "boris", asked), Code::Forbidden);
    }
    let reply = saved(&mut test, "sue", "Delivery", shared());
    assert_eq!(refused(&mut test, "boris", delete(&reply)), Code::Forbidden);
    let asked = renamed(&reply, "His");
    assert_eq!(refused(&mut test, "boris", asked), Code::Forbidden);
    // Any supervisor sees to it.
    let reply = test.asked("ada", renamed(&reply, "Post")).unwrap();
    assert_eq!((reply.owner, reply.version), (test.id("sue"), 2));
}

#[test]
fn of_what_he_may_not_use_nobody_learns_that_there_is_one() {
    let mut test = four();
    let own = saved(&mut test, "boris", "His own", private());
    let here = saved(&mut test, "sue", "Here", of_channels(&[1]));
    for (who, reply) in [
        ("ada", &own),
        ("sue", &own),
        ("vera", &own),
        ("vera", &here),
    ] {
        let codes = [
            refused(&mut test, who, renamed(reply, "Mine")),
            refused(&mut test, who, delete(reply)),
            refused(&mut test, who, restore(reply)),
            refused(&mut test, who, used(reply)),
        ];
        assert_eq!(codes, [Code::NotFound; 4], "{who}");
    }
}

#[test]
fn who_may_use_it_no_more_is_told_that_it_is_gone() {
    let mut test = four();
    let reply = saved(&mut test, "sue", "Delivery", shared());
    test.quiet();
    let here = test
        .asked("ada", given_to(&reply, of_channels(&[1])))
        .unwrap();
    test.asked("sue", given_to(&here, private())).unwrap();
    insta::assert_snapshot!(test.transcript(), @r#"
      vera < reply gone
      ada < reply "Delivery", of [1], version 2
      boris < reply "Delivery", of [1], version 2
      sue < reply "Delivery", of [1], version 2
      ada < done 1
      ada < reply gone
      boris < reply gone
      sue < reply "Delivery", private, version 3
      sue < done 1
    "#);
}

#[test]
fn who_comes_to_see_a_channel_has_its_replies() {
    let mut test = four();
    saved(&mut test, "sue", "Here", of_channels(&[1]));
    assert!(names(&mut test, "vera").is_empty());
    let employee = test.id("vera");
    let from = test.employee("vera").access;
    let to = Access {
        channels: Some(vec![ChannelId(1), ChannelId(2)]),
        ..from.clone()
    };
    test.quiet();
    test.asked("ada", SetAccess { employee, from, to }).unwrap();
    // Her console is given a new view, and asks for them anew.
    let is_reset = |heard: &Heard| matches!(heard, Heard::Operator(ToOperator::Reset { .. }));
    assert!(test.heard("vera").iter().any(is_reset));
    assert_eq!(names(&mut test, "vera"), ["Here"]);
}

#[test]
fn a_channel_that_is_not_there_or_not_seen_has_no_replies() {
    let mut test = four();
    let asked = save("Nowhere", of_channels(&[77]));
    assert_eq!(refused(&mut test, "sue", asked), Code::NotFound);
    let asked = save("Nowhere", of_channels(&[]));
    assert_eq!(refused(&mut test, "sue", asked), Code::Invalid);
    let asked = save("Of tomorrow", ReplyScope::Unknown);
    assert_eq!(refused(&mut test, "sue", asked), Code::Unsupported);
    let promote = "UPDATE employees SET role = 'supervisor' WHERE id = 4";
    test.sql.raw().execute_batch(promote).unwrap();
    test.reload();
    let asked = save("Here", of_channels(&[1]));
    assert_eq!(refused(&mut test, "vera", asked), Code::NotFound);
    // What was given to a channel that she does not see stays given to it.
    let both = saved(&mut test, "sue", "Both", of_channels(&[2, 1, 2]));
    assert_eq!(both.scope, of_channels(&[1, 2]));
    let renamed = test.asked("vera", renamed(&both, "All")).unwrap();
    assert_eq!(renamed.scope, of_channels(&[1, 2]));
}

#[test]
fn a_shortcut_is_given_once_among_what_one_sees_whatever_its_case() {
    let mut test = four();
    let hello = test.asked("sue", short("Привёт", shared())).unwrap();
    assert_eq!(hello.shortcut.as_deref(), Some("Привёт"));
    for who in ["boris", "vera", "ada"] {
        let asked = short("ПРИВЕТ", private());
        assert_eq!(refused(&mut test, who, asked), Code::ShortcutTaken, "{who}");
    }
    let other = test.asked("boris", short("other", private())).unwrap();
    let asked = ChangeSavedReply {
        shortcut: Some("привет".into()),
        ..change(&other)
    };
    assert_eq!(refused(&mut test, "boris", asked), Code::ShortcutTaken);
    // Its own is none of others, nor is what one does not see.
    test.asked("sue", renamed(&hello, "Hello")).unwrap();
    test.asked("ada", short("other", private())).unwrap();
    test.asked("sue", short("here", of_channels(&[1]))).unwrap();
    test.asked("vera", short("here", private())).unwrap();
    // Without one there may be many.
    saved(&mut test, "sue", "First", private());
    saved(&mut test, "sue", "Second", private());
}

#[test]
fn a_shortcut_has_letters_digits_hyphens_and_underscores() {
    let mut test = four();
    for good in ["hi", "доставка-2", "a_b", "価格"] {
        assert!(
            test.asked("boris", short(good, private())).is_ok(),
            "{good}"
        );
    }
    let long = "x".repeat(SHORTCUT_CHARS_MAX + 1);
    for bad in ["", " ", "a b", "/hi", "a.b", "hi!", "a\u{200b}b", &long] {
        let asked = SaveReply {
            shortcut: Some(bad.into()),
            ..save("Bad", private())
        };
        assert_eq!(refused(&mut test, "boris", asked), Code::Invalid, "{bad:?}");
    }
}

#[test]
fn names_folders_and_texts_are_kept_as_they_can_be_read() {
    let mut test = four();
    let asked = SaveReply {
        folder: " Orders\tand more ".into(),
        text: "\n  First\u{0}\nsecond \u{200b}".into(),
        ..save("  Where\nis it ", private())
    };
    let reply = test.asked("boris", asked).unwrap();
    assert_eq!(reply.name, "Where is it");
    assert_eq!(reply.folder, "Orders and more");
    assert_eq!(reply.text, "First\nsecond");
    let long = "x".repeat(SAVED_REPLY_NAME_CHARS_MAX + 1);
    let bad = [
        save(" \u{200b}", private()),
        save(&long, private()),
        SaveReply {
            folder: long,
            ..save("Name", private())
        },
        SaveReply {
            text: " \n".into(),
            ..save("Name", private())
        },
        SaveReply {
            text: "x".repeat(TEXT_CHARS_MAX + 1),
            ..save("Name", private())
        },
    ];
    for asked in bad {
        assert_eq!(refused(&mut test, "boris", asked), Code::Invalid);
    }
}

#[test]
fn who_changes_an_older_version_is_refused_and_the_newer_one_stays() {
    let mut test = four();
    let reply = saved(&mut test, "sue", "Delivery", shared());
    let first = renamed(&reply, "Post");
    let changed = test.asked("ada", first.clone()).unwrap();
    let late = renamed(&reply, "Parcels");
    assert_eq!(refused(&mut test, "sue", late), Code::Stale);
    assert_eq!(names(&mut test, "boris"), ["Post"]);
    // The same once more, as after a cut, is as once.
    assert_eq!(test.quiet().asked("ada", first), Ok(changed));
}

#[test]
fn a_use_is_counted_and_is_no_change() {
    let mut test = four();
    let reply = saved(&mut test, "sue", "Delivery", shared());
    test.quiet();
    for who in ["boris", "vera", "boris"] {
        assert_eq!(test.asked(who, used(&reply)), Ok(Done {}));
    }
    let told = listed(&mut test, "ada").remove(&reply.id).unwrap();
    assert_eq!((told.n_used, told.version), (3, 1));
    // Who changes it keeps the count.
    let changed = test.asked("sue", renamed(&reply, "Post")).unwrap();
    assert_eq!(changed.n_used, 3);
}

#[test]
fn one_that_was_deleted_can_be_put_back_for_ten_minutes_and_is_gone_then() {
    let mut test = four();
    let reply = test.asked("sue", short("post", shared())).unwrap();
    assert_eq!(test.asked("ada", delete(&reply)), Ok(Done {}));
    assert_eq!(test.asked("ada", delete(&reply)), Ok(Done {}));
    assert!(names(&mut test, "boris").is_empty());
    assert_eq!(refused(&mut test, "sue", change(&reply)), Code::NotFound);
    assert_eq!(test.asked("ada", restore(&reply)), Ok(Done {}));
    assert_eq!(test.asked("ada", restore(&reply)), Ok(Done {}));
    assert_eq!(listed(&mut test, "boris").get(&reply.id), Some(&reply));
    // What was put back does not go.
    test.pass(REMOVED_REPLY_KEPT_MS).alarm();
    assert_eq!(names(&mut test, "boris"), ["post"]);
    // One whose shortcut was given again is not put back.
    test.asked("sue", delete(&reply)).unwrap();
    let other = test.asked("ada", short("POST", shared())).unwrap();
    assert_eq!(
        refused(&mut test, "sue", restore(&reply)),
        Code::ShortcutTaken
    );
    test.asked("ada", delete(&other)).unwrap();
    test.pass(REMOVED_REPLY_KEPT_MS).alarm();
    assert_eq!(refused(&mut test, "sue", restore(&reply)), Code::NotFound);
    assert_eq!(test.sql.number("SELECT count(*) FROM saved_replies"), 0);
}

#[test]
fn there_are_so_many_of_each_and_so_many_for_others() {
    let mut test = four();
    let fill = |owner: u64, n: usize, is_private: bool| {
        let scope = if is_private { private() } else { shared() };
        let scope = serde_json::to_string(&scope).unwrap();
        format!(
            "INSERT INTO saved_replies
                (id, owner, name, folder, text, files, scope, is_private, n_used, version)
             WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {n})
             SELECT {owner} || '-' || n, {owner}, 'Of ' || n, '', 'Text', '[]', '{scope}',
                {is_private}, 0, 1 FROM n"
        )
    };
    let rows = [
        fill(3, SAVED_REPLIES_MAX, true),
        fill(9, SHARED_REPLIES_MAX, false),
    ];
    test.sql.raw().execute_batch(&rows.join(";")).unwrap();
    test.reload();
    let asked = save("One more", private());
    assert_eq!(refused(&mut test, "boris", asked), Code::LimitReached);
    let asked = save("One more", shared());
    assert_eq!(refused(&mut test, "sue", asked), Code::LimitReached);
    let own = saved(&mut test, "sue", "One more", private());
    let asked = given_to(&own, shared());
    assert_eq!(refused(&mut test, "sue", asked), Code::LimitReached);
    // Many pages hold them all.
    let n = SAVED_REPLIES_MAX + SHARED_REPLIES_MAX;
    assert_eq!(listed(&mut test, "boris").len(), n);
    // What is deleted makes room.
    let last = listed(&mut test, "boris").into_values().next().unwrap();
    test.asked("boris", delete(&last)).unwrap();
    let last = saved(&mut test, "boris", "One more", private());
    test.asked("boris", delete(&last)).unwrap();
    saved(&mut test, "boris", "Another", private());
    assert_eq!(
        refused(&mut test, "boris", restore(&last)),
        Code::LimitReached
    );
}

#[test]
fn a_page_is_cut_to_fit_and_the_next_one_goes_on() {
    let mut test = four();
    for n in 0..40 {
        let asked = SaveReply {
            text: "щ".repeat(TEXT_CHARS_MAX),
            ..save(&format!("Long {n}"), private())
        };
        test.asked("boris", asked).unwrap();
    }
    let first = ListSavedReplies { behind: None };
    let page = test.asked("boris", first).unwrap();
    let bytes = serde_json::to_string(&page).unwrap().len();
    assert!(page.more && bytes <= PAGE_BYTES_MAX + 1_000, "{bytes}");
    assert_eq!(listed(&mut test, "boris").len(), 40);
}

/// What somebody does to the replies.
#[derive(Debug, Clone)]
enum Deed {
    Save(Option<String>, ReplyScope),
    /// Of the reply at a place.
    Change(usize, Option<String>, ReplyScope),
    Delete(usize),
    Restore(usize),
    Use(usize),
    Pass,
}

fn deed() -> impl Strategy<Value = Deed> {
    let shortcut = || {
        let words = prop::sample::select(vec!["a", "b"]).prop_map(str::to_owned);
        prop::option::of(words)
    };
    let scope = || {
        prop::sample::select(vec![
            private(),
            shared(),
            of_channels(&[1]),
            of_channels(&[2]),
            of_channels(&[1, 2]),
        ])
    };
    prop_oneof![
        3 => (shortcut(), scope()).prop_map(|(shortcut, scope)| Deed::Save(shortcut, scope)),
        3 => (0..6usize, shortcut(), scope())
            .prop_map(|(place, shortcut, scope)| Deed::Change(place, shortcut, scope)),
        2 => (0..6usize).prop_map(Deed::Delete),
        2 => (0..6usize).prop_map(Deed::Restore),
        1 => (0..6usize).prop_map(Deed::Use),
        1 => Just(Deed::Pass),
    ]
}

const PEOPLE: [&str; 4] = ["ada", "sue", "boris", "vera"];

/// Without how often each was used, which is told with the rest only.
fn uncounted(known: &Known) -> Known {
    let uncounted = |reply: &SavedReply| SavedReply {
        n_used: 0,
        ..reply.clone()
    };
    let pair = |(id, reply): (&SavedReplyId, &SavedReply)| (id.clone(), uncounted(reply));
    known.iter().map(pair).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whatever is done: what a console knows by what it was told is what it would be told
    /// if it asked anew, and that is what its employee may use.
    #[test]
    fn every_console_has_what_its_employee_may_use(
        deeds in prop::collection::vec((0..4usize, deed()), 1..25),
        dies in any::<bool>(),
    ) {
        let mut test = four();
        if dies {
            test.life = Life::ForATurn;
        }
        let mut made: Vec<SavedReply> = Vec::new();
        let mut known = PEOPLE.map(|_| Known::new());
        for (who, deed) in deeds {
            let who = PEOPLE[who];
            let one = |place: usize| made.get(place).cloned();
            match deed {
                Deed::Save(shortcut, scope) => {
                    let asked = SaveReply { shortcut, ..save("Name", scope) };
                    made.extend(test.asked(who, asked));
                }
                Deed::Change(place, shortcut, scope) => {
                    let asked = one(place).map(|reply| ChangeSavedReply {
                        shortcut,
                        ..given_to(&reply, scope)
                    });
                    if let Some(Ok(changed)) = asked.map(|asked| test.asked(who, asked)) {
                        made[place] = changed;
                    }
                }
                Deed::Delete(place) => {
                    one(place).map(|reply| test.asked(who, delete(&reply)));
                }
                Deed::Restore(place) => {
                    one(place).map(|reply| test.asked(who, restore(&reply)));
                }
                Deed::Use(place) => {
                    one(place).map(|reply| test.asked(who, used(&reply)));
                }
                Deed::Pass => {
                    test.pass(REMOVED_REPLY_KEPT_MS / 2).alarm();
                }
            }
            for (known, who) in known.iter_mut().zip(PEOPLE) {
                hear(known, test.heard(who));
            }
        }
        for (known, who) in known.iter().zip(PEOPLE) {
            let me = test.employee(who);
            let told = listed(&mut test, who);
            prop_assert_eq!(uncounted(known), uncounted(&told), "{}", who);
            prop_assert!(told.values().all(|one| one.is_seen_by(&me)));
            let hidden = made.iter().filter(|one| one.is_seen_by(&me) && !told.contains_key(&one.id));
            for one in hidden {
                let there = format!(
                    "SELECT count(*) FROM saved_replies WHERE removed_at IS NULL AND id = '{}'",
                    one.id.0);
                prop_assert_eq!(test.sql.number(&there), 0, "{} lacks {}", who, one.name);
            }
        }
    }
}

fn of_reply(name: &str) -> FileOwner {
    FileOwner::SavedReply(session(name))
}

fn with_files(name: &str, files: &[&FileId]) -> SaveReply {
    SaveReply {
        files: files.iter().copied().cloned().collect(),
        ..save(name, shared())
    }
}

fn may_have(test: &mut CenterTest, who: &str, file: &FileId) -> bool {
    let owner = Asker::Operator(session(who));
    let file = file.clone();
    test.command(Command::FindFile { owner, file }).is_ok()
}

/// What the store of the center's own files is told to delete.
fn deleted(test: &mut CenterTest) -> Vec<FileId> {
    test.alarm();
    let told = test.outputs.iter().filter_map(|output| match output {
        Output::DeleteFiles {
            identity, files, ..
        } if identity.as_str() == "center" => Some(files.clone()),
        _ => None,
    });
    told.flatten().collect()
}

/// Criteria: CQ-19
#[test]
fn a_saved_reply_has_files_for_those_who_may_use_it() {
    let mut test = four();
    let file = upload(&mut test, of_reply("boris"), "f1");
    assert!(may_have(&mut test, "boris", &file), "before it is saved");
    assert!(!may_have(&mut test, "sue", &file));
    let asked = SaveReply {
        scope: private(),
        ..with_files("Prices", &[&file])
    };
    let reply = test.asked("boris", asked).unwrap();
    assert_eq!(reply.files[0].id, file);
    assert_eq!(listed(&mut test, "boris")[&reply.id], reply);
    assert!(!may_have(&mut test, "sue", &file));
    // It outlives the hour after which what nobody has used is dropped.
    test.pass(2 * HOUR_MS).alarm().reload();
    assert!(may_have(&mut test, "boris", &file));
    let known = test.command(Command::KnowFiles {
        store: "center".into(),
        files: vec![file.clone()],
    });
    let Ok(Reply::Known { sent, .. }) = known else {
        panic!("{known:?}")
    };
    assert_eq!(sent, std::slice::from_ref(&file));
    check_rooms(&test);
    // Somebody else's upload is none of his.
    let theirs = upload(&mut test, of_reply("sue"), "f2");
    let stolen = with_files("Stolen", &[&theirs]);
    assert_eq!(
        refused(
            &mut test,
            "boris",
            SaveReply {
                scope: private(),
                ..stolen
            }
        ),
        Code::FileUnknown
    );
    let again = with_files("Again", &[&file]);
    assert_eq!(
        refused(
            &mut test,
            "boris",
            SaveReply {
                scope: private(),
                ..again
            }
        ),
        Code::FileUnknown
    );
}

#[test]
fn what_a_saved_reply_has_no_more_is_deleted_and_so_are_its_files_with_it() {
    let mut test = four();
    let [first, second] = ["f1", "f2"].map(|cid| upload(&mut test, of_reply("ada"), cid));
    let reply = test
        .asked("ada", with_files("Prices", &[&first, &second]))
        .unwrap();
    let less = ChangeSavedReply {
        files: vec![second.clone()],
        ..change(&reply)
    };
    let reply = test.asked("sue", less.clone()).unwrap();
    assert_eq!(reply.files.len(), 1);
    // Said again, it is as once.
    assert_eq!(test.asked("sue", less).unwrap(), reply);
    assert_eq!(deleted(&mut test), std::slice::from_ref(&first));
    assert!(!may_have(&mut test, "ada", &first));
    test.asked("ada", delete(&reply)).unwrap();
    test.pass(REMOVED_REPLY_KEPT_MS / 2).alarm();
    test.asked("ada", restore(&reply)).unwrap();
    assert!(
        may_have(&mut test, "vera", &second),
        "it is back with its file"
    );
    test.asked("ada", delete(&reply)).unwrap();
    test.pass(REMOVED_REPLY_KEPT_MS).alarm();
    assert!(deleted(&mut test).contains(&second));
    assert_eq!(test.sql.number("SELECT count(*) FROM files"), 0);
    check_rooms(&test);
}

#[test]
fn a_saved_reply_has_some_files_and_not_any_number() {
    let mut test = four();
    let files: Vec<FileId> = (0..=REPLY_FILES_MAX)
        .map(|n| upload(&mut test, of_reply("ada"), &format!("f{n}")))
        .collect();
    let all: Vec<&FileId> = files.iter().collect();
    assert_eq!(
        refused(&mut test, "ada", with_files("Many", &all)),
        Code::LimitReached
    );
    let reply = test.asked("ada", with_files("Some", &all[1..])).unwrap();
    assert_eq!(reply.files.len(), REPLY_FILES_MAX);
    let own =
        format!("UPDATE stores SET bytes = {CENTER_FILES_BYTES_MAX} WHERE identity = 'center'");
    test.sql.raw().execute_batch(&own).unwrap();
    let full = reserve(&mut test, of_reply("ada"), "more", 1).unwrap_err();
    assert_eq!(full.code, Code::FilesQuota);
}
