//! The one table of what is served where.

use beseda_protocol::api;
use worker::Method;

/// What a request asks for. Parts of the path are as sent: not decoded, not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// For anybody, anywhere.
    Public(PublicRoute<'a>),
    /// For widgets, from the origins of their sites.
    Visitor(VisitorRoute<'a>),
    /// A browser asks whether a page of somebody's may ask.
    Preflight,
    /// For the console, from the relay's own origin.
    Operator(OperatorRoute<'a>),
    /// For the program that runs this relay on a machine.
    Host(HostRoute),
    /// For other programs, by a token; what is there says the table of `beseda_protocol::api`.
    Api,
}

/// What needs no permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PublicRoute<'a> {
    /// The loader of the site with this key.
    Loader(&'a str),
    /// How this site meets whoever opens its chat.
    Reception(&'a str),
    /// An immutable asset.
    Asset(&'a str),
    /// The console, which finds its way by the address.
    Console,
    /// No address of ours: to people the console says so.
    Nowhere,
    /// A page with the test site's snippet.
    TestChat,
    /// The same beside the form of a site's look.
    Preview,
    /// What a page's own policy must allow.
    PagePolicy,
    /// What describes the API.
    OpenApi,
}

/// What a widget asks for besides its socket's frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum VisitorRoute<'a> {
    /// An identity before the first message.
    Start,
    /// The socket.
    Socket,
    /// The unread count of a returning visitor.
    Unread,
    /// Ends the conversation.
    End,
    /// Rates it.
    Rate,
    /// Stores a file under the widget's name for the upload.
    Upload(&'a str),
    /// The bytes of a file.
    Download(&'a str),
}

/// What a console asks for besides its socket's frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OperatorRoute<'a> {
    /// Starts a session.
    SignIn,
    /// Ends it.
    SignOut,
    /// Who is signed in.
    Me,
    /// What a link offers.
    Link(&'a str),
    /// Takes an invitation.
    Accept(&'a str),
    /// Sets a password by a link.
    SetPassword(&'a str),
    /// The socket.
    Socket,
    /// Stores a file for a dialog.
    Upload {
        /// The dialog.
        dialog: &'a str,
        /// The console's name for the upload.
        cid: &'a str,
    },
    /// Stores a file for a saved reply, under the console's name for the upload.
    UploadForReply(&'a str),
    /// The bytes of a file.
    Download(&'a str),
    /// The file that a job has made.
    Export(&'a str),
    /// A dialog to be read or printed, as `7.txt` or `7.html`.
    Transcript(&'a str),
    /// Makes a token of the API.
    MakeToken,
    /// Replaces one.
    ReplaceToken(&'a str),
}

/// What the owner of the machine asks for, behind the host's secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HostRoute {
    /// Makes the center, if it is missing.
    Create,
    /// A link for a new password.
    ResetPassword,
    /// Everything as JSON lines.
    Dump,
    /// Closes all sockets: a restart follows.
    Drain,
    /// Every view begins anew: the storage has come out of a backup.
    Renew,
    /// Clients and conversations that come along from another service.
    MoveIn,
    /// Fills a demo center.
    #[cfg(feature = "testing")]
    Seed,
    /// Checks the storage of a new object.
    #[cfg(feature = "testing")]
    StorageSuite,
    /// Plants a failure in the next turn.
    #[cfg(feature = "testing")]
    Plant,
    /// Tells what lies in a visitor's store.
    #[cfg(feature = "testing")]
    Store,
    /// Is the other side of a transport: brings in, takes and answers.
    #[cfg(feature = "testing")]
    Transport,
    /// Sets how much may wait for one turn.
    #[cfg(feature = "testing")]
    WaitingMax,
    /// Lets visitors write as fast as they can.
    #[cfg(feature = "testing")]
    LiftPace,
    /// Makes the clock wrong.
    #[cfg(feature = "testing")]
    Clock,
    /// Changes when dead lines are found.
    #[cfg(feature = "testing")]
    Sweep,
    /// Tells what the turns have cost.
    #[cfg(feature = "testing")]
    Counts,
}

/// Finds what a request asks for; `None`: nothing that is served.
pub(crate) fn find<'a>(method: &Method, path: &'a str) -> Option<Route<'a>> {
    let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let found = match method {
        Method::Get | Method::Head => get(&parts),
        Method::Post => post(&parts),
        Method::Put => put(&parts),
        Method::Options => is_for_pages(path).then_some(Route::Preflight),
        _ => None,
    };
    // Of another method it says itself which there are.
    let is_api = || api::at(path).next().is_some();
    found.or_else(|| is_api().then_some(Route::Api))
}

/// Whether what is there, or could be, is for pages of other origins.
pub(crate) fn is_for_pages(path: &str) -> bool {
    let families = ["/a/", "/w/", "/v1/visitor/"];
    families.iter().any(|family| path.starts_with(family))
}

fn get<'a>(parts: &[&'a str]) -> Option<Route<'a>> {
    Some(match *parts {
        [""]
        | ["sign-in"]
        | ["join" | "reset" | "dialogs" | "clients", _]
        | ["dialogs" | "clients"]
        | ["settings", ..] => Route::Public(PublicRoute::Console),
        ["dialogs", _, "card"] => Route::Public(PublicRoute::Console),
        ["test-chat"] => Route::Public(PublicRoute::TestChat),
        ["preview"] => Route::Public(PublicRoute::Preview),
        ["csp.txt"] => Route::Public(PublicRoute::PagePolicy),
        ["w", file] => Route::Public(match file.strip_suffix(".json") {
            Some(key) => PublicRoute::Reception(key),
            None => PublicRoute::Loader(file.strip_suffix(".js")?),
        }),
        ["a", name] => Route::Public(PublicRoute::Asset(name)),
        ["v1", "visitor", "socket"] => Route::Visitor(VisitorRoute::Socket),
        ["v1", "visitor", "files", id] => Route::Visitor(VisitorRoute::Download(id)),
        ["v1", "openapi.json"] => Route::Public(PublicRoute::OpenApi),
        ["v1", "me"] => Route::Operator(OperatorRoute::Me),
        ["v1", "invitation", token] => Route::Operator(OperatorRoute::Link(token)),
        ["v1", "operator", "socket"] => Route::Operator(OperatorRoute::Socket),
        ["v1", "operator", "files", id] => Route::Operator(OperatorRoute::Download(id)),
        ["v1", "operator", "dialogs", file] => Route::Operator(OperatorRoute::Transcript(file)),
        ["v1", "operator", "exports", job] => Route::Operator(OperatorRoute::Export(job)),
        ["host", "dump"] => Route::Host(HostRoute::Dump),
        ["v1" | "host" | "w" | "a", ..] => return None,
        _ => Route::Public(PublicRoute::Nowhere),
    })
}

fn post<'a>(parts: &[&'a str]) -> Option<Route<'a>> {
    Some(match *parts {
        ["v1", "visitor", "start"] => Route::Visitor(VisitorRoute::Start),
        // Changes nothing; but what is asked by GET, a page's cache may answer.
        ["v1", "visitor", "unread"] => Route::Visitor(VisitorRoute::Unread),
        ["v1", "visitor", "end"] => Route::Visitor(VisitorRoute::End),
        ["v1", "visitor", "rate"] => Route::Visitor(VisitorRoute::Rate),
        ["v1", "sign-in"] => Route::Operator(OperatorRoute::SignIn),
        ["v1", "sign-out"] => Route::Operator(OperatorRoute::SignOut),
        ["v1", "invitation", token] => Route::Operator(OperatorRoute::Accept(token)),
        ["v1", "operator", "tokens"] => Route::Operator(OperatorRoute::MakeToken),
        ["v1", "operator", "tokens", id, "replace"] => {
            Route::Operator(OperatorRoute::ReplaceToken(id))
        }
        ["v1", "reset", token] => Route::Operator(OperatorRoute::SetPassword(token)),
        ["host", "create"] => Route::Host(HostRoute::Create),
        ["host", "reset-password"] => Route::Host(HostRoute::ResetPassword),
        ["host", "drain"] => Route::Host(HostRoute::Drain),
        ["host", "renew"] => Route::Host(HostRoute::Renew),
        ["host", "move-in"] => Route::Host(HostRoute::MoveIn),
        #[cfg(feature = "testing")]
        ["host", "seed"] => Route::Host(HostRoute::Seed),
        #[cfg(feature = "testing")]
        ["host", "storage-suite"] => Route::Host(HostRoute::StorageSuite),
        #[cfg(feature = "testing")]
        ["host", "plant"] => Route::Host(HostRoute::Plant),
        #[cfg(feature = "testing")]
        ["host", "store"] => Route::Host(HostRoute::Store),
        #[cfg(feature = "testing")]
        ["host", "transport"] => Route::Host(HostRoute::Transport),
        #[cfg(feature = "testing")]
        ["host", "waiting-max"] => Route::Host(HostRoute::WaitingMax),
        #[cfg(feature = "testing")]
        ["host", "lift-pace"] => Route::Host(HostRoute::LiftPace),
        #[cfg(feature = "testing")]
        ["host", "clock"] => Route::Host(HostRoute::Clock),
        #[cfg(feature = "testing")]
        ["host", "sweep"] => Route::Host(HostRoute::Sweep),
        #[cfg(feature = "testing")]
        ["host", "counts"] => Route::Host(HostRoute::Counts),
        _ => return None,
    })
}

fn put<'a>(parts: &[&'a str]) -> Option<Route<'a>> {
    Some(match *parts {
        ["v1", "visitor", "files", cid] => Route::Visitor(VisitorRoute::Upload(cid)),
        ["v1", "operator", "files", dialog, cid] => {
            Route::Operator(OperatorRoute::Upload { dialog, cid })
        }
        ["v1", "operator", "files", cid] => Route::Operator(OperatorRoute::UploadForReply(cid)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_console_answers_at_each_of_its_addresses() {
        for path in [
            "/",
            "/sign-in",
            "/join/0f",
            "/reset/0f",
            "/dialogs",
            "/clients",
            "/clients/7",
            "/dialogs/12",
            "/dialogs/12/card",
            "/settings/sites/s1",
        ] {
            assert_eq!(
                find(&Method::Get, path),
                Some(Route::Public(PublicRoute::Console)),
                "{path}"
            );
        }
    }

    #[test]
    fn what_is_not_in_the_table_is_not_served() {
        for path in [
            "",
            "/w/",
            "/w/key",
            "/w/sri/0f.js",
            "/a/",
            "/a/b/c",
            "/v1",
            "/v1/weather",
            "/host/",
        ] {
            let found = find(&Method::Get, path);
            assert!(
                matches!(found, None | Some(Route::Public(PublicRoute::Asset("")))),
                "{path}: {found:?}"
            );
        }
        assert_eq!(find(&Method::Delete, "/"), None);
        assert_eq!(find(&Method::Get, "/v1/sign-in"), None);
        for path in ["/", "/v1/sign-in", "/v1/operator/files/0f", "/host/dump"] {
            assert_eq!(find(&Method::Options, path), None, "{path}");
        }
    }

    #[test]
    fn pages_of_other_origins_may_ask_beforehand() {
        for path in [
            "/a/widget.0f.js",
            "/w/eu-main-s1-00.js",
            "/v1/visitor/start",
        ] {
            assert_eq!(
                find(&Method::Options, path),
                Some(Route::Preflight),
                "{path}"
            );
        }
    }

    /// ux C24.
    #[test]
    fn any_other_address_is_for_people() {
        for path in ["/frame", "/dialog/45", "/start", "/join", "//", "/v2/me"] {
            let found = find(&Method::Get, path);
            assert_eq!(found, Some(Route::Public(PublicRoute::Nowhere)), "{path}");
            assert_eq!(find(&Method::Post, path), None, "{path}");
        }
    }

    #[test]
    fn what_other_programs_ask_is_found_by_its_path() {
        for path in [
            "/v1/dialogs",
            "/v1/dialogs/7",
            "/v1/clients/3/notes",
            "/v1/events",
        ] {
            for method in [Method::Get, Method::Post, Method::Patch, Method::Options] {
                assert_eq!(find(&method, path), Some(Route::Api), "{method:?} {path}");
            }
        }
        let found = find(&Method::Post, "/v1/operator/tokens/3/replace");
        let expected = OperatorRoute::ReplaceToken("3");
        assert_eq!(found, Some(Route::Operator(expected)));
    }

    #[test]
    fn a_file_of_no_dialog_is_a_saved_replys() {
        let found = find(&Method::Put, "/v1/operator/files/0a");
        let expected = OperatorRoute::UploadForReply("0a");
        assert_eq!(found, Some(Route::Operator(expected)));
    }

    #[test]
    fn parts_of_a_path_are_handed_on_as_sent() {
        assert_eq!(
            find(&Method::Put, "/v1/operator/files/7/0a%2F"),
            Some(Route::Operator(OperatorRoute::Upload {
                dialog: "7",
                cid: "0a%2F"
            }))
        );
        assert_eq!(
            find(&Method::Get, "/w/eu-main-s1-00.js"),
            Some(Route::Public(PublicRoute::Loader("eu-main-s1-00")))
        );
        assert_eq!(
            find(&Method::Get, "/w/eu-main-s1-00.json"),
            Some(Route::Public(PublicRoute::Reception("eu-main-s1-00")))
        );
    }
}
