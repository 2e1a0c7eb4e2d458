//! What the source says of each type: its name, its words, its doc comments.
//! The definitions stand in `wire! { … }` and `questions! { … }`, one form each, so
//! lines are enough.

/// A type that travels.
pub(crate) struct Type {
    pub(crate) module: &'static str,
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
}

/// What its values look like.
pub(crate) enum Shape {
    /// An object.
    Struct(Vec<Field>),
    /// One of several strings.
    Words(Vec<(String, String)>),
    /// An object whose `t` names the kind.
    Kinds(Vec<Kind>),
    /// The questions of an area.
    Questions(Vec<Question>),
}

pub(crate) struct Question {
    pub(crate) word: String,
    pub(crate) doc: String,
    pub(crate) fields: Vec<Field>,
    /// What its asker must be allowed.
    pub(crate) need: String,
    /// The type of its answer.
    pub(crate) answer: String,
}

impl Type {
    /// Beside the questions of an area: the name of their answers.
    pub(crate) fn answers(&self) -> String {
        self.name.replace("Question", "Answer")
    }
}

pub(crate) struct Kind {
    pub(crate) word: String,
    pub(crate) doc: String,
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) of: String,
    pub(crate) doc: String,
}

const MODULES: &[(&str, &str)] = &[
    ("visitor", include_str!("../../src/visitor.rs")),
    ("operator", include_str!("../../src/operator.rs")),
    ("list", include_str!("../../src/ask/list.rs")),
    ("search", include_str!("../../src/ask/search.rs")),
    ("dialogs", include_str!("../../src/ask/dialogs.rs")),
    ("filters", include_str!("../../src/ask/filters.rs")),
    ("replies", include_str!("../../src/ask/replies.rs")),
    ("clients", include_str!("../../src/ask/clients.rs")),
    ("marks", include_str!("../../src/ask/marks.rs")),
    ("jobs", include_str!("../../src/ask/jobs.rs")),
    ("team", include_str!("../../src/ask/team.rs")),
    ("channels", include_str!("../../src/ask/channels.rs")),
    ("sites", include_str!("../../src/ask/sites.rs")),
    ("center", include_str!("../../src/ask/center.rs")),
    ("tokens", include_str!("../../src/ask/tokens.rs")),
    ("webhooks", include_str!("../../src/ask/webhooks.rs")),
    ("imports", include_str!("../../src/ask/imports.rs")),
    ("token", include_str!("../../src/token.rs")),
    ("webhook", include_str!("../../src/webhook.rs")),
    ("export", include_str!("../../src/export.rs")),
    ("import", include_str!("../../src/import.rs")),
    ("message", include_str!("../../src/message.rs")),
    ("dialog", include_str!("../../src/dialog.rs")),
    ("delivery", include_str!("../../src/delivery.rs")),
    ("filter", include_str!("../../src/filter.rs")),
    ("saved_filter", include_str!("../../src/saved_filter.rs")),
    ("saved_reply", include_str!("../../src/saved_reply.rs")),
    ("draft", include_str!("../../src/draft.rs")),
    ("client", include_str!("../../src/client.rs")),
    ("mark", include_str!("../../src/mark.rs")),
    ("people", include_str!("../../src/team.rs")),
    ("channel", include_str!("../../src/channel.rs")),
    ("site", include_str!("../../src/site.rs")),
    ("look", include_str!("../../src/look.rs")),
    ("settings", include_str!("../../src/settings.rs")),
    ("job", include_str!("../../src/job.rs")),
    ("refusal", include_str!("../../src/refusal.rs")),
    ("http", include_str!("../../src/http.rs")),
];

/// The doc comment of a module.
pub(crate) fn module_doc(module: &str) -> String {
    let mut modules = MODULES.iter().chain(MORE);
    let (_, source) = modules.find(|(name, _)| *name == module).unwrap();
    let lines: Vec<&str> = source
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .collect();
    plain(
        &lines
            .iter()
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect::<Vec<_>>()
            .join("\n"),
    )
}

/// Every type of the wire, in the order of the source.
pub(crate) fn types() -> Vec<Type> {
    MODULES
        .iter()
        .flat_map(|(module, source)| types_of(module, source))
        .collect()
}

/// Types that stand in the API's description, and not in the README.
pub(crate) fn more_types() -> Vec<Type> {
    MORE.iter()
        .flat_map(|(module, source)| types_of(module, source))
        .collect()
}

const MORE: &[(&str, &str)] = &[
    ("api", include_str!("../../src/api.rs")),
    ("automatic", include_str!("../../src/automatic.rs")),
    ("bulk", include_str!("../../src/bulk.rs")),
    ("hours", include_str!("../../src/hours.rs")),
    ("mention", include_str!("../../src/mention.rs")),
    ("selection", include_str!("../../src/selection.rs")),
];

/// What ids are called, whether each is a number, and what it names.
pub(crate) fn ids() -> Vec<(String, bool, String)> {
    let mut ids = Vec::new();
    let mut doc: Vec<&str> = Vec::new();
    let mut is_number = None;
    for line in include_str!("../../src/ids.rs").lines() {
        let line = line.trim();
        match (line, is_number) {
            ("number_id! {", _) => is_number = Some(true),
            ("text_id! {", _) => is_number = Some(false),
            ("}", _) => is_number = None,
            (_, None) => {}
            (line, Some(is_number)) => match line.strip_prefix("///") {
                Some(text) => doc.push(text.trim()),
                None => {
                    ids.push((line.to_owned(), is_number, plain(&doc.join(" "))));
                    doc.clear();
                }
            },
        }
    }
    ids
}

fn types_of(module: &'static str, source: &str) -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    let mut doc: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in source.lines() {
        let line = line.trim();
        if line.ends_with("wire! {") || line.ends_with("questions! {") {
            inside = true;
        } else if line.starts_with("impl ") {
            inside = false;
        }
        if let Some(text) = line.strip_prefix("///") {
            doc.push(text.trim());
            continue;
        }
        if inside {
            take_line(module, &mut types, line, plain(&doc.join(" ")));
        }
        doc.clear();
    }
    types
}

/// Takes a line, if it is one of a definition.
fn take_line(module: &'static str, types: &mut Vec<Type>, line: &str, doc: String) {
    for (head, shape) in [
        ("pub struct ", Shape::Struct(Vec::new())),
        ("pub words ", Shape::Words(Vec::new())),
        ("pub kinds ", Shape::Kinds(Vec::new())),
    ] {
        if let Some(name) = line
            .strip_prefix(head)
            .and_then(|rest| rest.strip_suffix(" {"))
        {
            let name = name.to_owned();
            types.push(Type {
                module,
                name,
                doc,
                shape,
            });
            return;
        }
    }
    let area = line.strip_prefix("pub ").filter(|_| line.contains(" of "));
    if let Some((name, _)) = area.and_then(|rest| rest.split_once(", ")) {
        types.push(Type {
            module,
            name: name.to_owned(),
            doc,
            shape: Shape::Questions(Vec::new()),
        });
        return;
    }
    let Some(current) = types.last_mut() else {
        return;
    };
    let end = line.split_once("} needs ");
    let end = end.and_then(|(_, rest)| rest.strip_suffix(';')?.split_once(", answer "));
    let end = end.map(|(need, answer)| {
        let need = need.replace("Need::", "").replace('*', "");
        (need, answer.to_owned())
    });
    // One without members has its beginning and its end in one line.
    if let (Shape::Questions(questions), Some((need, answer)), true) =
        (&mut current.shape, end.clone(), line.starts_with('}'))
    {
        let asked = questions.last_mut().unwrap();
        (asked.need, asked.answer) = (need, answer);
        return;
    }
    if let Some((word, _)) = line
        .strip_prefix('"')
        .and_then(|rest| rest.split_once("\" => "))
    {
        let word = word.to_owned();
        match &mut current.shape {
            Shape::Words(words) => words.push((word, doc)),
            Shape::Kinds(kinds) => {
                let fields = Vec::new();
                kinds.push(Kind { word, doc, fields });
            }
            Shape::Questions(questions) => {
                let (need, answer) = end.unwrap_or_default();
                questions.push(Question {
                    word,
                    doc,
                    fields: Vec::new(),
                    need,
                    answer,
                });
            }
            Shape::Struct(_) => {}
        }
    } else if let Some((name, of)) = line
        .strip_suffix(',')
        .and_then(|line| line.split_once(": "))
    {
        let name = name.strip_prefix("pub ").unwrap_or(name).to_owned();
        let field = Field {
            name,
            of: of.to_owned(),
            doc,
        };
        match &mut current.shape {
            Shape::Struct(fields) => fields.push(field),
            Shape::Kinds(kinds) => kinds.last_mut().unwrap().fields.push(field),
            Shape::Questions(questions) => questions.last_mut().unwrap().fields.push(field),
            Shape::Words(_) => {}
        }
    }
}

/// Doc links as plain code: ``[`crate::limits::X`]`` is `X`.
fn plain(doc: &str) -> String {
    let mut out = String::new();
    let mut rest = doc;
    while let Some((before, link)) = rest.split_once("[`") {
        let (path, after) = link.split_once("`]").unwrap();
        let name = path
            .rsplit_once("::")
            .filter(|(parent, _)| parent.starts_with("crate"))
            .map_or(path, |(_, name)| name);
        out.push_str(before);
        out.push_str(&format!("`{name}`"));
        rest = after;
    }
    out + rest
}
