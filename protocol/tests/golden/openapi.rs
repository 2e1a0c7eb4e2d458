//! `protocol/openapi.json`, made of the table of the API's routes and of the source's words.
//! Stale, it fails; `UPDATE_EXPECT=1` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use beseda_protocol::api::{self, Kind, Method, ROUTES, Route, Target};
use beseda_protocol::limits::{API_EVENTS_MAX, API_REQUESTS_FREE, IDEMPOTENCY_KEY_CHARS_MAX};
use beseda_protocol::refusal::Code;
use serde_json::{Map, Value, json};

use crate::source::{self, Field, Shape, Type};

#[test]
fn the_description_of_the_api_is_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let wanted = serde_json::to_string_pretty(&Description::new().whole()).unwrap() + "\n";
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "protocol/openapi.json is stale: UPDATE_EXPECT=1 cargo test -p beseda-protocol"
    );
}

#[test]
fn whatever_the_description_refers_to_stands_in_it() {
    let whole = Description::new().whole();
    let mut left = vec![&whole];
    while let Some(value) = left.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(to)) = members.get("$ref") {
                    let pointer = to.strip_prefix('#').unwrap();
                    assert!(whole.pointer(pointer).is_some(), "{to}");
                }
                left.extend(members.values());
            }
            Value::Array(items) => left.extend(items),
            _ => {}
        }
    }
}

const ABOUT: &str = "Whatever the console asks, other programs ask by these routes: with a token \
that an administrator makes under Settings > Integrations. What a token may do follows from its \
scopes and its channels; what it may not see is answered as what does not exist.

- Send `Authorization: Bearer TOKEN`.
- A page has a `Link` header with `rel=\"next\"` if there is more behind it. What takes long is \
looked for in parts: a page may be short, or empty, and still have one.
- What is sent twice under one `Idempotency-Key` is stored once, and answered as the first time; \
another body under it is refused as `cid_reused`.
- `GET /v1/center` has what there is, and its place in the log; `GET /v1/events?after=SEQ` goes on \
from there without a gap.
- A refusal is a problem (RFC 9457); its `code` never changes.
- Numbers are whole, up to 2^53. Times are milliseconds since 1970-01-01T00:00Z.
- Requests are counted by token and month, and none is refused for their number: `RateLimit` says \
how many free ones are left. Who asks too fast is asked to wait, by 429 and `Retry-After`.";

/// A question, or a frame, as the source has it.
struct Asked {
    doc: String,
    fields: Vec<Field>,
    answer: String,
}

struct Description {
    types: BTreeMap<String, Type>,
    ids: BTreeMap<String, (bool, String)>,
    /// Schemas that something refers to.
    used: BTreeSet<String>,
}

impl Description {
    fn new() -> Self {
        let types = source::types().into_iter().chain(source::more_types());
        // Calls of browsers have names of their own.
        let types = types.filter(|found| found.module != "http");
        let ids = source::ids().into_iter();
        Self {
            types: types.map(|found| (found.name.clone(), found)).collect(),
            ids: ids
                .map(|(name, is_number, doc)| (name, (is_number, doc)))
                .collect(),
            used: BTreeSet::new(),
        }
    }

    fn whole(mut self) -> Value {
        let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
        for route in ROUTES {
            let operation = self.operation(route);
            let method = route.method.word().to_lowercase();
            paths
                .entry(route.path)
                .or_default()
                .insert(method, operation);
        }
        let mut tags: BTreeMap<&str, String> = BTreeMap::new();
        for route in ROUTES {
            let tag = tag(route);
            let doc = match tag {
                "log" => "What there is, and what has happened.".to_owned(),
                area => first_sentence(&source::module_doc(area)),
            };
            tags.insert(tag, doc);
        }
        let tags: Vec<Value> = tags
            .into_iter()
            .map(|(name, description)| json!({"name": name, "description": description}))
            .collect();
        let schemas = self.schemas();
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Beseda",
                "summary": "Web chat for a company's sites",
                "description": ABOUT,
                "version": format!("{}", beseda_protocol::VERSION),
                "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
            },
            "servers": [{"url": "/", "description": "This relay"}],
            "security": [{"token": []}],
            "tags": tags,
            "paths": paths,
            "components": {
                "securitySchemes": {
                    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "bsd_…"},
                },
                "headers": headers(),
                "responses": {
                    "Refused": refused("The request is not carried out, and nothing of it stored."),
                    "Failed": refused("The relay can't answer now: the same may be sent again."),
                },
                "schemas": schemas,
            },
        })
    }

    fn operation(&mut self, route: &'static Route) -> Value {
        let Asked {
            doc,
            fields,
            answer,
        } = self.asked(route);
        let in_path: BTreeSet<&str> = route.named().collect();
        let in_query: BTreeSet<&str> = route.query.iter().map(|one| one.name).collect();
        let doc_of = |name: &str| {
            let field = fields.iter().find(|field| field.name == name);
            field.map(|field| field.doc.clone()).unwrap_or_default()
        };
        let mut parameters = Vec::new();
        for name in route.named() {
            let schema = match api::kind_in_path(name) {
                Kind::Number => number(),
                Kind::Text | Kind::Json => json!({"type": "string", "minLength": 1}),
            };
            parameters.push(json!({
                "name": name, "in": "path", "required": true,
                "description": doc_of(name), "schema": schema,
            }));
        }
        for one in route.query {
            let field = fields.iter().find(|field| field.name == one.name);
            let of = field.map_or("String", |field| field.of.as_str());
            let mut schema = self.of(of
                .strip_prefix("Option<")
                .map_or(of, |of| &of[..of.len() - 1]));
            let is_needed = one.default.is_none() && !of.starts_with("Option<");
            let mut parameter = json!({
                "name": one.name, "in": "query", "required": is_needed,
                "description": doc_of(one.name),
            });
            match (one.kind, one.default) {
                (Kind::Json, default) => {
                    if let Some(default) = default {
                        schema = json!({"allOf": [schema], "default": json_of(default)});
                    }
                    parameter["content"] = json!({"application/json": {"schema": schema}});
                }
                (_, Some(default)) => {
                    parameter["schema"] = json!({"allOf": [schema], "default": json_of(default)});
                }
                (_, None) => parameter["schema"] = schema,
            }
            parameters.push(parameter);
        }
        if route.target == Target::Upload {
            parameters.push(json!({
                "name": "X-File-Name", "in": "header", "required": true,
                "description": "What it is called, as percent-encoded UTF-8.",
                "schema": {"type": "string", "minLength": 1},
            }));
        }
        let has_cid = fields.iter().any(|field| field.name == "cid") && !in_path.contains("cid");
        if has_cid {
            parameters.push(json!({
                "name": "Idempotency-Key", "in": "header", "required": false,
                "description": "Under one key a message is stored once.",
                "schema": {
                    "type": "string", "minLength": 1, "maxLength": IDEMPOTENCY_KEY_CHARS_MAX,
                },
            }));
        }
        let rest: Vec<&Field> = fields
            .iter()
            .filter(|field| !in_path.contains(&*field.name) && !in_query.contains(&*field.name))
            .filter(|field| field.name != "cid")
            .collect();
        let mut operation = json!({
            "operationId": id(route),
            "tags": [tag(route)],
            "summary": first_sentence(&doc),
            "description": doc,
            "parameters": parameters,
            "responses": self.responses(route, &answer),
        });
        if route.target == Target::Upload {
            operation["requestBody"] = json!({
                "required": true, "content": {"application/octet-stream": {}},
            });
        } else if !rest.is_empty() {
            let body = self.object(&rest);
            let is_needed = body.get("required").is_some();
            operation["requestBody"] = json!({
                "required": is_needed, "content": {"application/json": {"schema": body}},
            });
        }
        operation
    }

    fn responses(&mut self, route: &Route, answer: &str) -> Value {
        let headers = json!({
            "RateLimit": {"$ref": "#/components/headers/RateLimit"},
            "RateLimit-Policy": {"$ref": "#/components/headers/RateLimit-Policy"},
        });
        let mut responses = json!({
            "4XX": {"$ref": "#/components/responses/Refused"},
            "5XX": {"$ref": "#/components/responses/Failed"},
        });
        if answer == "Done" {
            responses["204"] = json!({"description": "It is so now.", "headers": headers});
            return responses;
        }
        if matches!(route.target, Target::Download | Target::Export) {
            responses["200"] = json!({
                "description": match route.target {
                    Target::Export => "The bytes, as a table, a text, a page or JSON.",
                    _ => "The bytes. A type other than `application/octet-stream` have \
                          pictures only.",
                },
                "content": {"*/*": {}},
            });
            return responses;
        }
        let mut headers = headers;
        let is_page = route.query.iter().any(|one| one.name == "behind");
        if is_page || route.target == Target::Events {
            headers["Link"] = json!({"$ref": "#/components/headers/Link"});
        }
        let schema = self.of(answer);
        responses["200"] = json!({
            "description": "It was carried out.",
            "headers": headers,
            "content": {"application/json": {"schema": schema}},
        });
        responses
    }

    /// What a route asks, and what it is answered.
    fn asked(&self, route: &Route) -> Asked {
        let field = |name: &str, of: &str, doc: &str| Field {
            name: name.to_owned(),
            of: of.to_owned(),
            doc: doc.to_owned(),
        };
        match route.target {
            Target::Question(area, word) => {
                let areas = self.types.values().filter(|found| found.module == area);
                let mut questions = areas.filter_map(|found| match &found.shape {
                    Shape::Questions(questions) => Some(questions),
                    _ => None,
                });
                let questions = questions.next().unwrap();
                let asked = questions.iter().find(|asked| asked.word == word).unwrap();
                Asked {
                    doc: asked.doc.clone(),
                    fields: asked.fields.iter().map(copy).collect(),
                    answer: asked.answer.clone(),
                }
            }
            Target::Reply => self.frame("reply"),
            Target::Note => self.frame("note"),
            Target::Upload => Asked {
                doc: "Stores a file, for a reply in this dialog: `{\"body\": {\"t\": \"file\", \
                      \"file\": ID}}` sends it. The same name for it returns the same file; what \
                      is not sent within an hour is dropped."
                    .to_owned(),
                fields: vec![
                    field("dialog", "DialogId", "In which dialog."),
                    field("cid", "Cid", "The program's name for it: a UUID."),
                ],
                answer: "File".to_owned(),
            },
            Target::Download => Asked {
                doc: "The bytes of a file, of a dialog that the token sees.".to_owned(),
                fields: vec![field("file", "FileId", "Which.")],
                answer: String::new(),
            },
            Target::Export => Asked {
                doc: "The bytes of a file that a job has made. Until it is whole, which its job \
                      in `GET /v1/center` tells by a `download`, there is none; a day later \
                      there is none any more."
                    .to_owned(),
                fields: vec![field("job", "JobId", "Which job has made it.")],
                answer: String::new(),
            },
            Target::View => Asked {
                doc: "What there is in the center, as of a place in its log: from there on the \
                      events tell what happens."
                    .to_owned(),
                fields: Vec::new(),
                answer: "CenterView".to_owned(),
            },
            Target::Events => Asked {
                doc: format!(
                    "What has happened behind a place, without a gap: at most {API_EVENTS_MAX} \
                     events. Refused as `stale` where the log does not go back that far, or is \
                     another one."
                ),
                fields: vec![
                    field("after", "Seq", "The place: the `seq` of the answer before."),
                    field(
                        "epoch",
                        "Option<Epoch>",
                        "The name of the log that it is a place in.",
                    ),
                ],
                answer: "EventPage".to_owned(),
            },
        }
    }

    fn frame(&self, word: &str) -> Asked {
        let Shape::Kinds(kinds) = &self.types["FromOperator"].shape else {
            panic!("frames have kinds")
        };
        let kind = kinds.iter().find(|kind| kind.word == word).unwrap();
        Asked {
            doc: kind.doc.clone(),
            fields: kind.fields.iter().map(copy).collect(),
            answer: "Stored".to_owned(),
        }
    }

    /// The schemas that something refers to, and those that these refer to.
    fn schemas(&mut self) -> Value {
        let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
        self.used.insert("Code".to_owned());
        loop {
            let known = |name: &&String| !schemas.contains_key(*name);
            let Some(name) = self.used.iter().find(known).cloned() else {
                break;
            };
            let schema = self.schema(&name);
            schemas.insert(name, schema);
        }
        schemas.insert("Problem".to_owned(), problem());
        json!(schemas)
    }

    fn schema(&mut self, name: &str) -> Value {
        if let Some((is_number, doc)) = self.ids.get(name) {
            let mut schema = match is_number {
                true => number(),
                false => json!({"type": "string"}),
            };
            schema["description"] = json!(doc);
            return schema;
        }
        let (generic, of) = match name.split_once('_') {
            Some((generic, of)) => (format!("{generic}<T>"), Some(of.to_owned())),
            None => (name.to_owned(), None),
        };
        let found = self.types.get(&generic);
        let found = found.unwrap_or_else(|| panic!("no type is called {name}"));
        let doc = found.doc.clone();
        let mut schema = match &found.shape {
            Shape::Struct(fields) => {
                let fill = |field: &Field| Field {
                    of: match &of {
                        Some(of) => field.of.replace('T', of),
                        None => field.of.clone(),
                    },
                    ..copy(field)
                };
                let fields: Vec<Field> = fields.iter().map(fill).collect();
                self.object(&fields.iter().collect::<Vec<_>>())
            }
            Shape::Words(words) => {
                let says = |(word, doc): &(String, String)| format!("- `{word}`: {doc}");
                let known: Vec<String> = words.iter().map(says).collect();
                let words: Vec<&String> = words.iter().map(|(word, _)| word).collect();
                return json!({
                    "type": "string", "enum": words,
                    "description": format!("{doc}\n\n{}", known.join("\n")),
                });
            }
            Shape::Kinds(kinds) => {
                let kinds: Vec<(String, String, Vec<Field>)> = kinds
                    .iter()
                    .map(|kind| {
                        let fields = kind.fields.iter().map(copy).collect();
                        (kind.word.clone(), kind.doc.clone(), fields)
                    })
                    .collect();
                let mut one_of = Vec::new();
                for (word, doc, fields) in kinds {
                    let mut kind = self.object(&fields.iter().collect::<Vec<_>>());
                    kind["properties"]["t"] = json!({"const": word});
                    let needed = kind["required"].as_array().cloned().unwrap_or_default();
                    let needed = [json!("t")].into_iter().chain(needed);
                    kind["required"] = json!(needed.collect::<Vec<_>>());
                    kind["description"] = json!(doc);
                    one_of.push(kind);
                }
                json!({"oneOf": one_of})
            }
            Shape::Questions(_) => panic!("{name} is asked, and not a part of anything"),
        };
        schema["description"] = json!(doc);
        schema
    }

    fn object(&mut self, fields: &[&Field]) -> Value {
        let mut properties = Map::new();
        let mut needed = Vec::new();
        for Field { name, of, doc } in fields {
            let of = match of.strip_prefix("Option<") {
                Some(of) => of.strip_suffix('>').unwrap(),
                None => {
                    needed.push(name);
                    of
                }
            };
            let mut schema = self.of(of);
            schema["description"] = json!(doc);
            properties.insert(name.clone(), schema);
        }
        let mut object = json!({"type": "object", "properties": properties});
        if !needed.is_empty() {
            object["required"] = json!(needed);
        }
        object
    }

    /// The schema of a type as the source writes it.
    fn of(&mut self, of: &str) -> Value {
        let inside = |head: &str| of.strip_prefix(head)?.strip_suffix('>');
        if let Some(of) = inside("Vec<") {
            let items = self.of(of);
            return json!({"type": "array", "items": items});
        }
        if let Some(of) = inside("Box<").or(inside("Option<")) {
            let of = of.to_owned();
            return self.of(&of);
        }
        match of.rsplit("::").next().unwrap() {
            "String" => json!({"type": "string"}),
            "bool" => json!({"type": "boolean"}),
            "u64" | "u32" => number(),
            name => {
                let name = name.replace('<', "_").replace('>', "");
                let to = format!("#/components/schemas/{name}");
                self.used.insert(name);
                json!({"$ref": to})
            }
        }
    }
}

fn copy(field: &Field) -> Field {
    Field {
        name: field.name.clone(),
        of: field.of.clone(),
        doc: field.doc.clone(),
    }
}

fn number() -> Value {
    json!({"type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_992_u64})
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| json!(text))
}

fn id(route: &Route) -> String {
    match route.target {
        Target::Question(area, word) => format!("{area}_{word}"),
        Target::Reply => "dialogs_reply".to_owned(),
        Target::Note => "dialogs_note".to_owned(),
        Target::View => "center_view".to_owned(),
        Target::Events => "events".to_owned(),
        Target::Upload => "files_upload".to_owned(),
        Target::Download => "files_download".to_owned(),
        Target::Export => "jobs_download".to_owned(),
    }
}

fn tag(route: &Route) -> &'static str {
    match route.target {
        Target::Question(area, _) => area,
        Target::Reply | Target::Note | Target::Upload | Target::Download => "dialogs",
        Target::Export => "jobs",
        Target::View | Target::Events => "log",
    }
}

fn first_sentence(doc: &str) -> String {
    let doc = doc.replace('\n', " ");
    let end = doc.find(". ").or(doc.find(": ")).unwrap_or(doc.len());
    doc[..end].trim_end_matches('.').to_owned()
}

fn headers() -> Value {
    json!({
        "RateLimit": {
            "description": "How many free requests are left in this month, and in how many \
                            seconds the next one begins.",
            "schema": {"type": "string"}, "example": "\"month\";r=98790;t=345600",
        },
        "RateLimit-Policy": {
            "description": "How many are free in a month. Beyond them none is refused.",
            "schema": {"type": "string"},
            "example": format!("\"month\";q={API_REQUESTS_FREE};w=2592000"),
        },
        "Link": {
            "description": "Where the answer goes on, as `<…>; rel=\"next\"`; absent: this is the end.",
            "schema": {"type": "string"},
        },
    })
}

fn refused(description: &str) -> Value {
    json!({
        "description": description,
        "headers": {
            "Retry-After": {
                "description": "Seconds after which the same may succeed.",
                "schema": {"type": "integer"},
            },
        },
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "Why a request was not carried out (RFC 9457).",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": {"type": "string", "description": "`urn:beseda:refusal:` and the code."},
            "title": {"type": "string", "description": "The code in words."},
            "status": {"type": "integer", "description": "The HTTP status."},
            "detail": {"type": "string", "description": "One sentence that says what to do."},
            "code": {"$ref": "#/components/schemas/Code"},
            "retry_ms": {
                "type": "integer",
                "description": "Milliseconds after which the same may succeed.",
            },
        },
    })
}

/// The statuses that the description promises are those that refusals have.
#[test]
fn a_refusal_has_a_status_that_the_description_has() {
    for code in Code::ALL {
        assert!((400..600).contains(&code.status()), "{code:?}");
    }
    assert_eq!(Method::Get.word(), "GET");
}
