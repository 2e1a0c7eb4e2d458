//! A request of the API as what the center is asked: the members of a question out of a path,
//! a query and a body, by the route's entry in the table. Pure.

use beseda_center::turn::command::Request;
use beseda_protocol::api::{self, Kind, Method, Parameter, Route, Target};
use beseda_protocol::ask::Question;
use beseda_protocol::ids::{Cid, Epoch, Seq};
use beseda_protocol::operator::FromOperator;
use beseda_protocol::refusal::{Code, Refusal};
use serde_json::{Map, Value, json};

/// The members of a question.
pub(crate) type Members = Map<String, Value>;

/// What a request brings besides its route.
#[derive(Debug, Default)]
pub(crate) struct Given<'a> {
    /// As sent.
    pub(crate) path: &'a str,
    /// Decoded.
    pub(crate) query: Vec<(String, String)>,
    /// What the body has; nothing of a `GET`.
    pub(crate) body: Members,
    /// The header `Idempotency-Key`.
    pub(crate) key: Option<String>,
    /// Names what is sent without such a key.
    pub(crate) random: String,
}

/// The route at a path for a method; or those that there are.
pub(crate) fn route(path: &str, method: &str) -> Result<&'static Route, Vec<Method>> {
    // What a HEAD asks for, a GET answers.
    let method = if method == "HEAD" { "GET" } else { method };
    let mut routes = api::at(path);
    match routes.find(|route| route.method.word() == method) {
        Some(route) => Ok(route),
        None => Err(api::at(path).map(|route| route.method).collect()),
    }
}

/// What the center is asked.
///
/// # Errors
/// Refused as `malformed` when a member is missing or unreadable; the sentence says which.
pub(crate) fn read(route: &Route, given: Given<'_>) -> Result<Request, Refusal> {
    let cid = given.key.clone();
    let random = given.random.clone();
    let mut members = members(route, given)?;
    if let Some(key) = cid {
        members.insert("cid".to_owned(), key.into());
    } else if !members.contains_key("cid") {
        members.insert("cid".to_owned(), random.into());
    }
    match route.target {
        Target::Question(area, word) => {
            members.insert("area".to_owned(), area.into());
            members.insert("t".to_owned(), word.into());
            match serde_json::from_value(Value::Object(members)) {
                Ok(Question::Unknown) | Err(_) => Err(unread()),
                Ok(question) if question.words() != Some((area, word)) => Err(unread()),
                Ok(question) => Ok(Request::Ask(question)),
            }
        }
        Target::Reply => match frame("reply", members)? {
            FromOperator::Reply {
                cid,
                dialog,
                body,
                quote,
            } => Ok(Request::Reply {
                cid,
                dialog,
                body,
                quote,
            }),
            _ => Err(unread()),
        },
        Target::Note => match frame("note", members)? {
            FromOperator::Note { cid, dialog, text } => Ok(Request::Note { cid, dialog, text }),
            _ => Err(unread()),
        },
        // Bytes go another way than questions.
        Target::Upload | Target::Download | Target::Export => Err(unread()),
        Target::View => Ok(Request::View),
        Target::Events => {
            let after = members.get("after").and_then(Value::as_u64);
            let epoch = members.get("epoch").and_then(Value::as_str);
            Ok(Request::Events {
                after: Seq(after.ok_or_else(unread)?),
                epoch: epoch.map(Epoch::from),
            })
        }
    }
}

fn frame(kind: &str, mut members: Members) -> Result<FromOperator, Refusal> {
    members.insert("t".to_owned(), kind.into());
    serde_json::from_value(Value::Object(members))
        .map_err(|error| malformed(&format!("This cannot be read: {error}.")))
}

/// The members of the body, then of the query, then of the path: what stands in the path
/// nobody says otherwise.
fn members(route: &Route, given: Given<'_>) -> Result<Members, Refusal> {
    let mut members = given.body;
    for Parameter {
        name,
        kind,
        default,
    } in route.query
    {
        let said = given.query.iter().find(|(known, _)| known == name);
        let value = match (said, default) {
            (Some((_, text)), _) => Some(value(name, *kind, text)?),
            (None, Some(default)) => Some(of_default(*kind, default)),
            (None, None) => None,
        };
        if let Some(value) = value {
            members.insert((*name).to_owned(), value);
        }
    }
    let in_query = |name: &str| route.query.iter().any(|known| known.name == name);
    if let Some((unknown, _)) = given.query.iter().find(|(name, _)| !in_query(name)) {
        return Err(malformed(&format!(
            "There is no parameter {unknown:?} here."
        )));
    }
    for (name, part) in route.members(given.path).unwrap_or_default() {
        members.insert(name.to_owned(), value(name, api::kind_in_path(name), part)?);
    }
    Ok(members)
}

fn value(name: &str, kind: Kind, text: &str) -> Result<Value, Refusal> {
    let read = match kind {
        Kind::Text => Some(json!(text)),
        Kind::Number => text.parse::<u64>().ok().map(|number| json!(number)),
        Kind::Json => serde_json::from_str(text).ok(),
    };
    read.ok_or_else(|| {
        let is = match kind {
            Kind::Number => "a whole number",
            Kind::Json => "JSON",
            Kind::Text => "a text",
        };
        malformed(&format!("The parameter {name:?} is to be {is}."))
    })
}

fn of_default(kind: Kind, default: &str) -> Value {
    match kind {
        Kind::Text => default.trim_matches('"').into(),
        Kind::Number | Kind::Json => serde_json::from_str(default).unwrap_or_default(),
    }
}

/// The answer to a question as a program gets it: without the words that name it. `None`: it
/// says no more than that it was carried out.
pub(crate) fn body(told: &str) -> Option<Value> {
    let mut body: Value = serde_json::from_str(told).ok()?;
    if let Some(members) = body.as_object_mut() {
        if members.contains_key("area") {
            members.remove("area");
            members.remove("t");
        }
        if members.is_empty() {
            return None;
        }
    }
    Some(body)
}

/// Where the answer goes on, if it is a page: the same path and query, behind its `rest`.
pub(crate) fn next(route: &Route, query: &[(String, String)], body: &Value) -> Option<Next> {
    let is_behind = |one: &&Parameter| one.name == "behind";
    let (name, rest) = match route.target {
        Target::Events if body.get("more") == Some(&json!(true)) => ("after", body.get("seq")?),
        Target::Events => return None,
        _ => (
            route.query.iter().find(is_behind)?.name,
            body.get("rest").filter(|rest| !rest.is_null())?,
        ),
    };
    let text = match rest {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let kept = query.iter().filter(|(known, _)| known != name).cloned();
    Some(kept.chain([(name.to_owned(), text)]).collect())
}

/// A query, decoded.
pub(crate) type Next = Vec<(String, String)>;

/// A problem (RFC 9457): its code is stable, its sentence may change.
pub(crate) fn problem(refusal: &Refusal) -> Value {
    let code = refusal.code.word();
    let mut problem = json!({
        "type": format!("urn:beseda:refusal:{code}"),
        "title": code.replace('_', " "),
        "status": status(refusal.code),
        "detail": refusal.text,
        "code": code,
    });
    if let (Some(ms), Some(members)) = (refusal.retry_ms, problem.as_object_mut()) {
        members.insert("retry_ms".to_owned(), ms.into());
    }
    problem
}

/// A program that asks in words that nobody here knows is at fault itself: to a console, which
/// may be newer than the relay, it would be the relay.
pub(crate) const fn status(code: Code) -> u16 {
    match code {
        Code::Unsupported => 400,
        known => known.status(),
    }
}

/// Gives a name to what is not sent again.
pub(crate) fn cid(random: [u8; 16]) -> Cid {
    Cid(beseda_center::token::hex(&random))
}

fn unread() -> Refusal {
    malformed("The members are not those that /v1/openapi.json describes for this.")
}

fn malformed(text: &str) -> Refusal {
    Refusal::new(Code::Malformed, text)
}

#[cfg(test)]
mod tests {
    use beseda_protocol::ask::clients::{ListClients, WriteFirst};
    use beseda_protocol::ask::dialogs::{Assign, OpenDialog};
    use beseda_protocol::ask::list::ListDialogs;
    use beseda_protocol::filter::{Filter, Order};
    use beseda_protocol::ids::{ClientId, DialogId, OperatorId};
    use beseda_protocol::message::Draft;

    use super::*;

    fn asked(
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        body: Value,
    ) -> Result<Request, Code> {
        let route = route(path, method).unwrap();
        let query = query
            .iter()
            .map(|(name, text)| ((*name).into(), (*text).into()));
        let given = Given {
            path,
            query: query.collect(),
            body: body.as_object().cloned().unwrap_or_default(),
            key: None,
            random: "0f".into(),
        };
        read(route, given).map_err(|refusal| refusal.code)
    }

    #[test]
    fn a_question_is_read_out_of_path_query_and_body() {
        let dialog = DialogId(7);
        let open = asked("GET", "/v1/dialogs/7", &[], json!(null));
        assert_eq!(open, Ok(Request::Ask(OpenDialog { dialog }.into())));
        let to = Some(OperatorId(2));
        let assign = asked("POST", "/v1/dialogs/7/assign", &[], json!({"to": 2}));
        assert_eq!(assign, Ok(Request::Ask(Assign { dialog, to }.into())));
        // What the path names, the body does not name otherwise.
        let body = json!({"to": 2, "dialog": 8});
        assert_eq!(asked("POST", "/v1/dialogs/7/assign", &[], body), assign);
        let behind = Some(ClientId(9));
        let list = asked("GET", "/v1/clients", &[("behind", "9")], json!(null));
        let all_of = Vec::new();
        assert_eq!(
            list,
            Ok(Request::Ask(ListClients { all_of, behind }.into()))
        );
    }

    #[test]
    fn what_is_left_out_of_a_query_is_its_default() {
        let first = ListDialogs {
            filter: Filter::default(),
            order: Order::Newest,
            behind: None,
        };
        let list = asked("GET", "/v1/dialogs", &[], json!(null));
        assert_eq!(list, Ok(Request::Ask(first.into())));
        let events = asked("HEAD", "/v1/events", &[], json!(null));
        let after = Seq(0);
        assert_eq!(events, Ok(Request::Events { after, epoch: None }));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for (method, path, query, body) in [
            ("GET", "/v1/dialogs/seven", &[][..], json!(null)),
            ("GET", "/v1/dialogs/-7", &[], json!(null)),
            ("GET", "/v1/dialogs/7", &[("page", "2")], json!(null)),
            ("GET", "/v1/dialogs", &[("filter", "open")], json!(null)),
            ("GET", "/v1/dialogs", &[("order", "random")], json!(null)),
            ("POST", "/v1/dialogs/7/transfer", &[], json!({"to": 2})),
            (
                "POST",
                "/v1/dialogs/7/messages",
                &[],
                json!({"body": "Hello"}),
            ),
            ("POST", "/v1/dialogs/7/notes", &[], json!({})),
            ("GET", "/v1/events", &[("after", "soon")], json!(null)),
        ] {
            let refused = asked(method, path, query, body);
            assert_eq!(refused, Err(Code::Malformed), "{method} {path}");
        }
    }

    #[test]
    fn a_method_that_there_is_not_has_others_beside_it() {
        assert_eq!(
            route("/v1/dialogs/7/merge", "PUT"),
            Err(vec![Method::Get, Method::Post])
        );
        assert_eq!(route("/v1/weather", "GET"), Err(vec![]));
    }

    #[test]
    fn what_is_sent_is_named_by_its_key_or_else_by_chance() {
        let text = json!({"body": {"t": "text", "text": "Shipped"}});
        let reply = |cid: &str| Request::Reply {
            cid: cid.into(),
            dialog: DialogId(7),
            body: Draft::Text {
                text: "Shipped".into(),
            },
            quote: None,
        };
        let path = "/v1/dialogs/7/messages";
        assert_eq!(asked("POST", path, &[], text.clone()), Ok(reply("0f")));
        let given = Given {
            path,
            body: text.as_object().cloned().unwrap(),
            key: Some("order 12".into()),
            ..Given::default()
        };
        assert_eq!(
            read(route(path, "POST").unwrap(), given),
            Ok(reply("order 12"))
        );
        let first = json!({"site": "s1", "text": "Hello", "cid": "mine"});
        let first = asked("POST", "/v1/clients/3/messages", &[], first);
        let expected = WriteFirst {
            client: ClientId(3),
            site: "s1".into(),
            cid: "mine".into(),
            text: "Hello".into(),
        };
        assert_eq!(first, Ok(Request::Ask(expected.into())));
    }

    #[test]
    fn an_answer_has_no_words_of_the_sockets() {
        let told = r#"{"area":"list","t":"next","dialogs":[7]}"#;
        assert_eq!(body(told), Some(json!({"dialogs": [7]})));
        assert_eq!(body(r#"{"area":"dialogs","t":"close"}"#), None);
        assert_eq!(body(r#"{"id":7,"at":9}"#), Some(json!({"id": 7, "at": 9})));
    }

    #[test]
    fn a_page_says_where_the_next_one_is() {
        let list = route("/v1/clients", "GET").unwrap();
        let query = [("all_of", "[]"), ("behind", "40")];
        let query = query.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let behind = next(list, &query, &json!({"clients": [], "rest": 12})).unwrap();
        assert_eq!(behind[1], ("behind".to_owned(), "12".to_owned()));
        assert_eq!(behind.len(), 2);
        assert_eq!(next(list, &query, &json!({"clients": []})), None);
        let events = route("/v1/events", "GET").unwrap();
        let more = json!({"seq": 9, "more": true});
        assert_eq!(
            next(events, &[], &more),
            Some(vec![("after".to_owned(), "9".to_owned())])
        );
    }

    #[test]
    fn a_refusal_is_a_problem_by_its_code() {
        let refusal = Refusal::until(Code::TooMany, "Wait a moment.", 1_500);
        let expected = json!({
            "type": "urn:beseda:refusal:too_many",
            "title": "too many",
            "status": 429,
            "detail": "Wait a moment.",
            "code": "too_many",
            "retry_ms": 1_500,
        });
        assert_eq!(problem(&refusal), expected);
        // Words that nobody knows are the asker's fault, and no verb is taken for another.
        let unknown = Refusal::new(Code::Unsupported, "What is that?");
        assert_eq!(problem(&unknown)["status"], json!(400));
        assert!(route("/v1/tokens", "QUERY").is_err());
        assert!(route("/v1/tokens", "get").is_err());
    }
}
