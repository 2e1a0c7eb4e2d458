//! The table itself.

use super::Kind::{Json, Number, Text};
use super::Method::{Delete, Get, Post, Put};
use super::Target::{Download, Events, Export, Note, Question, Reply, Upload, View};
use super::{Kind, Method, Parameter, Route, Target};

/// What a list shows of which nothing was asked: all open dialogs.
const OPEN: &str = r#"{"state":"open","tab":"all","all_of":[]}"#;

/// Behind everything.
const END: &str = "9007199254740991";

const fn route(
    method: Method,
    path: &'static str,
    target: Target,
    query: &'static [Parameter],
) -> Route {
    Route {
        method,
        path,
        target,
        query,
    }
}

/// A member that may be left out.
const fn maybe(name: &'static str, kind: Kind) -> Parameter {
    Parameter {
        name,
        kind,
        default: None,
    }
}

/// A member that is this where it is left out.
const fn or(name: &'static str, kind: Kind, default: &'static str) -> Parameter {
    Parameter {
        name,
        kind,
        default: Some(default),
    }
}

/// Questions about one's own person, by their areas and words: a program has none. What makes
/// a link by which somebody becomes another person is one of them.
pub const OWN: &[(&str, &str)] = &[
    ("dialogs", "pin"),
    ("dialogs", "unpin"),
    ("dialogs", "save_draft"),
    ("dialogs", "see_mention"),
    ("team", "hand_over"),
    ("team", "rename_me"),
    ("team", "reset_link"),
    ("team", "set_availability"),
    ("team", "set_idle"),
];

/// Every route of the API.
#[rustfmt::skip]
pub const ROUTES: &[Route] = &[
    route(Get, "/v1/center", View, &[]),
    route(Get, "/v1/events", Events, &[or("after", Number, "0"), maybe("epoch", Text)]),
    route(Post, "/v1/dialogs/{dialog}/messages", Reply, &[]),
    route(Post, "/v1/dialogs/{dialog}/notes", Note, &[]),
    route(Put, "/v1/dialogs/{dialog}/files/{cid}", Upload, &[]),
    route(Get, "/v1/files/{file}", Download, &[]),
    route(Get, "/v1/dialogs", Question("list", "dialogs"), &[or("filter", Json, OPEN), or("order", Text, r#""newest""#), maybe("behind", Json)]),
    route(Get, "/v1/dialogs/among", Question("list", "among"), &[or("filter", Json, OPEN), or("dialogs", Json, "[]")]),
    route(Get, "/v1/dialogs/count", Question("list", "count"), &[or("filter", Json, OPEN), maybe("behind", Json)]),
    route(Get, "/v1/dialogs/next", Question("list", "next"), &[or("but", Number, "0")]),
    route(Get, "/v1/selection", Question("list", "count_selected"), &[maybe("on", Json)]),
    route(Get, "/v1/variables", Question("list", "variables"), &[]),
    route(Get, "/v1/variables/values", Question("list", "values"), &[or("names", Json, "[]"), or("clients", Json, "[]")]),
    route(Post, "/v1/filters", Question("filters", "save"), &[]),
    route(Put, "/v1/filters/{filter}", Question("filters", "change"), &[]),
    route(Delete, "/v1/filters/{filter}", Question("filters", "delete"), &[]),
    route(Post, "/v1/filters/{filter}/restore", Question("filters", "restore"), &[]),
    route(Get, "/v1/replies", Question("replies", "list"), &[maybe("behind", Text)]),
    route(Post, "/v1/replies", Question("replies", "save"), &[]),
    route(Put, "/v1/replies/{reply}", Question("replies", "change"), &[]),
    route(Delete, "/v1/replies/{reply}", Question("replies", "delete"), &[]),
    route(Post, "/v1/replies/{reply}/restore", Question("replies", "restore"), &[]),
    route(Post, "/v1/replies/{reply}/used", Question("replies", "used"), &[]),
    route(Get, "/v1/messages", Question("search", "messages"), &[maybe("text", Text), maybe("behind", Number)]),
    route(Get, "/v1/dialogs/{dialog}", Question("dialogs", "open"), &[]),
    route(Get, "/v1/dialogs/{dialog}/messages", Question("dialogs", "history"), &[or("before", Number, END)]),
    route(Post, "/v1/dialogs/{dialog}/close", Question("dialogs", "close"), &[]),
    route(Post, "/v1/dialogs/{dialog}/reopen", Question("dialogs", "reopen"), &[]),
    route(Post, "/v1/dialogs/{dialog}/no-reply-needed", Question("dialogs", "no_reply_needed"), &[]),
    route(Post, "/v1/dialogs/{dialog}/mark-unread", Question("dialogs", "mark_unread"), &[]),
    route(Post, "/v1/dialogs/{dialog}/mark-read", Question("dialogs", "mark_read"), &[]),
    route(Post, "/v1/dialogs/{dialog}/spam", Question("dialogs", "spam"), &[]),
    route(Post, "/v1/dialogs/{dialog}/undo-spam", Question("dialogs", "undo_spam"), &[]),
    route(Post, "/v1/dialogs/{dialog}/snooze", Question("dialogs", "snooze"), &[]),
    route(Post, "/v1/dialogs/{dialog}/wake", Question("dialogs", "wake"), &[]),
    route(Post, "/v1/dialogs/{dialog}/assign", Question("dialogs", "assign"), &[]),
    route(Post, "/v1/dialogs/{dialog}/transfer", Question("dialogs", "transfer"), &[]),
    route(Put, "/v1/dialogs/{dialog}/messages/{message}", Question("dialogs", "edit_message"), &[]),
    route(Delete, "/v1/dialogs/{dialog}/messages/{message}", Question("dialogs", "withdraw_message"), &[]),
    route(Get, "/v1/dialogs/{dialog}/messages/{message}/first-text", Question("dialogs", "first_text"), &[]),
    route(Post, "/v1/dialogs/{dialog}/messages/{message}/resend", Question("dialogs", "resend_message"), &[]),
    route(Get, "/v1/dialogs/{dialog}/merge", Question("dialogs", "preview_merge"), &[maybe("into", Number)]),
    route(Post, "/v1/dialogs/{dialog}/merge", Question("dialogs", "merge"), &[]),
    route(Put, "/v1/dialogs/{dialog}/tags/{tag}", Question("dialogs", "tag"), &[]),
    route(Delete, "/v1/dialogs/{dialog}/tags/{tag}", Question("dialogs", "untag"), &[]),
    route(Get, "/v1/clients", Question("clients", "list"), &[or("all_of", Json, "[]"), maybe("behind", Number)]),
    route(Get, "/v1/clients/count", Question("clients", "count"), &[or("all_of", Json, "[]"), maybe("behind", Number)]),
    route(Get, "/v1/clients/among", Question("clients", "among"), &[or("all_of", Json, "[]"), or("clients", Json, "[]")]),
    route(Get, "/v1/clients/{client}", Question("clients", "open"), &[]),
    route(Get, "/v1/clients/{client}/dialogs", Question("clients", "dialogs"), &[or("behind", Number, END)]),
    route(Post, "/v1/clients", Question("clients", "add"), &[]),
    route(Post, "/v1/clients/{client}/messages", Question("clients", "write_first"), &[]),
    route(Post, "/v1/clients/{client}/customer", Question("clients", "save"), &[]),
    route(Get, "/v1/clients/{client}/merge", Question("clients", "preview_merge"), &[maybe("into", Number)]),
    route(Post, "/v1/clients/{client}/merge", Question("clients", "merge"), &[]),
    route(Put, "/v1/clients/{client}/name", Question("clients", "set_name"), &[]),
    route(Put, "/v1/clients/{client}/comment", Question("clients", "set_comment"), &[]),
    route(Post, "/v1/clients/{client}/contacts", Question("clients", "add_contact"), &[]),
    route(Post, "/v1/clients/{client}/contacts/remove", Question("clients", "remove_contact"), &[]),
    route(Post, "/v1/clients/{client}/notes", Question("clients", "add_note"), &[]),
    route(Delete, "/v1/clients/{client}/notes/{note}", Question("clients", "remove_note"), &[]),
    route(Post, "/v1/clients/{client}/notes/{note}/restore", Question("clients", "restore_note"), &[]),
    route(Put, "/v1/clients/{client}/marks/{mark}", Question("clients", "mark"), &[]),
    route(Delete, "/v1/clients/{client}/marks/{mark}", Question("clients", "unmark"), &[]),
    route(Put, "/v1/clients/{client}/variables", Question("clients", "set_variable"), &[]),
    route(Post, "/v1/clients/{client}/block", Question("clients", "block"), &[]),
    route(Post, "/v1/clients/{client}/unblock", Question("clients", "unblock"), &[]),
    route(Post, "/v1/clients/{client}/pause", Question("clients", "pause"), &[]),
    route(Post, "/v1/clients/{client}/unpause", Question("clients", "unpause"), &[]),
    route(Put, "/v1/clients/{client}/bound", Question("clients", "bind"), &[]),
    route(Get, "/v1/clients/{client}/extent", Question("clients", "measure"), &[]),
    route(Delete, "/v1/clients/{client}", Question("clients", "delete"), &[]),
    route(Post, "/v1/marks", Question("marks", "add"), &[]),
    route(Put, "/v1/marks/{mark}/name", Question("marks", "rename"), &[]),
    route(Put, "/v1/marks/{mark}/channel", Question("marks", "route"), &[]),
    route(Post, "/v1/marks/{mark}/merge", Question("marks", "merge"), &[]),
    route(Delete, "/v1/marks/{mark}", Question("marks", "delete"), &[]),
    route(Get, "/v1/marks/counts", Question("marks", "counts"), &[]),
    route(Get, "/v1/people", Question("team", "people"), &[]),
    route(Get, "/v1/people/presence", Question("team", "presence"), &[]),
    route(Put, "/v1/people/{employee}/role", Question("team", "change_role"), &[]),
    route(Put, "/v1/people/{employee}/access", Question("team", "set_access"), &[]),
    route(Post, "/v1/people/{employee}/disable", Question("team", "disable"), &[]),
    route(Post, "/v1/people/{employee}/enable", Question("team", "enable"), &[]),
    route(Post, "/v1/invitations", Question("team", "invite"), &[]),
    route(Delete, "/v1/invitations/{invitation}", Question("team", "revoke"), &[]),
    route(Post, "/v1/channels", Question("channels", "add"), &[]),
    route(Put, "/v1/channels/{channel}/name", Question("channels", "rename"), &[]),
    route(Put, "/v1/channels/{channel}/settings", Question("channels", "save"), &[]),
    route(Delete, "/v1/channels/{channel}", Question("channels", "delete"), &[]),
    route(Post, "/v1/sites", Question("sites", "add"), &[]),
    route(Put, "/v1/sites/{site}/settings", Question("sites", "save"), &[]),
    route(Put, "/v1/sites/{site}/channel", Question("sites", "move"), &[]),
    route(Put, "/v1/center/settings", Question("center", "save"), &[]),
    route(Post, "/v1/jobs", Question("jobs", "bulk"), &[]),
    route(Post, "/v1/jobs/{job}/undo", Question("jobs", "undo"), &[]),
    route(Post, "/v1/jobs/{job}/cancel", Question("jobs", "cancel"), &[]),
    route(Delete, "/v1/jobs/{job}", Question("jobs", "dismiss"), &[]),
    route(Post, "/v1/exports", Question("jobs", "export"), &[]),
    route(Get, "/v1/exports/{job}", Export, &[]),
    route(Get, "/v1/imports", Question("imports", "list"), &[]),
    route(Post, "/v1/imports", Question("imports", "begin"), &[]),
    route(Post, "/v1/imports/{import}/rows", Question("imports", "add"), &[]),
    route(
        Get,
        "/v1/imports/{import}/rows",
        Question("imports", "rows"),
        &[or("behind", Number, "0"), or("only_wrong", Json, "false")],
    ),
    route(Post, "/v1/imports/{import}/start", Question("imports", "start"), &[]),
    route(Post, "/v1/imports/{import}/undo", Question("imports", "undo"), &[]),
    route(Get, "/v1/webhooks", Question("webhooks", "list"), &[]),
    route(Post, "/v1/webhooks", Question("webhooks", "add"), &[]),
    route(Put, "/v1/webhooks/{webhook}", Question("webhooks", "save"), &[]),
    route(Delete, "/v1/webhooks/{webhook}", Question("webhooks", "delete"), &[]),
    route(Post, "/v1/webhooks/{webhook}/rotate", Question("webhooks", "rotate"), &[]),
    route(Post, "/v1/webhooks/{webhook}/test", Question("webhooks", "test"), &[]),
    route(Get, "/v1/webhooks/{webhook}/deliveries", Question("webhooks", "log"), &[maybe("behind", Number)]),
    route(Post, "/v1/webhooks/{webhook}/deliveries/resend", Question("webhooks", "resend"), &[]),
    route(Get, "/v1/tokens", Question("tokens", "list"), &[]),
    route(Put, "/v1/tokens/{token}/channels", Question("tokens", "set_channels"), &[]),
    route(Post, "/v1/tokens/{token}/channels/load", Question("tokens", "load_channels"), &[]),
    route(Delete, "/v1/tokens/{token}", Question("tokens", "revoke"), &[]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A question that is added has a route, or is about one's own person.
    #[test]
    fn every_question_has_a_route_or_is_about_ones_own_person() {
        let mut seen = BTreeSet::new();
        for (area, words) in crate::ask::Question::WORDS {
            for word in *words {
                let (asked, is_own) = ((*area, *word), OWN.contains(&(area, word)));
                let target = Question(area, word);
                let n_routes = ROUTES.iter().filter(|one| one.target == target).count();
                assert_eq!(n_routes, usize::from(!is_own), "{asked:?}");
                seen.insert(asked);
            }
        }
        for route in ROUTES {
            if let Question(area, word) = route.target {
                assert!(seen.contains(&(area, word)), "{route:?}");
            }
        }
        assert!(OWN.iter().all(|own| seen.contains(own)));
    }

    #[test]
    fn no_two_routes_are_at_one_place() {
        let mut seen = BTreeSet::new();
        for route in ROUTES {
            assert!(seen.insert((route.method, route.path)), "{route:?}");
        }
    }

    #[test]
    fn a_path_is_that_of_the_routes_whose_parts_it_has() {
        let found = |path: &str| {
            let found = super::super::at(path);
            found
                .map(|route| (route.method, route.path))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found("/v1/dialogs/count"),
            [(Get, "/v1/dialogs/count")],
            "no dialog is called so"
        );
        assert_eq!(found("/v1/dialogs/7"), [(Get, "/v1/dialogs/{dialog}")]);
        assert_eq!(
            found("/v1/dialogs/7/merge"),
            [
                (Get, "/v1/dialogs/{dialog}/merge"),
                (Post, "/v1/dialogs/{dialog}/merge")
            ]
        );
        for nowhere in [
            "",
            "/v1",
            "/v1/dialogs/",
            "/v1/dialogs/7/",
            "/v1/dialogs//close",
        ] {
            assert_eq!(found(nowhere), [], "{nowhere}");
        }
    }
}
