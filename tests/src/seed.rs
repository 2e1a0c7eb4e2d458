//! What a testing relay is filled with.

use serde_json::{Value, json};

use crate::artifacts::workspace;
use crate::stack::SignIn;

/// The center that most tests begin with: an owner, two operators, one site.
pub(crate) fn small(origins: &[&str]) -> Value {
    let employee = |name: &str, role: &str| {
        json!({
            "name": name,
            "email": format!("{}@example.com", name.to_lowercase()),
            "password": format!("{name} likes lamps"),
            "role": role,
        })
    };
    json!({
        "name": "Lamps",
        "locale": "en",
        "time_zone": "Europe/Belgrade",
        "employees": [
            employee("Olga", "owner"),
            employee("Anna", "operator"),
            employee("Boris", "operator"),
        ],
        "site": "Lamp shop",
        "site_id": "shop",
        "origins": origins,
        "dialogs": [],
    })
}

/// The small center with so many dialogs that await a reply, by who is responsible:
/// an employee, or nobody.
pub(crate) fn crowded(origins: &[&str], whose: &[(&str, usize)]) -> Value {
    let mut seed = small(origins);
    let place = |name: &str| {
        let employees = seed["employees"].as_array();
        let mut names = employees.into_iter().flatten().map(|one| &one["name"]);
        names.position(|known| known == name)
    };
    let mut dialogs = Vec::new();
    for (name, n) in whose {
        let operator = place(name);
        for i in 0..*n {
            let said = |minutes_ago: usize| json!({"minutes_ago": minutes_ago, "from": "visitor", "text": "Hello?"});
            let mut messages = vec![said(900 + i)];
            if let Some(operator) = operator {
                messages.push(json!({
                    "minutes_ago": 600, "from": {"operator": operator}, "text": "Yes?",
                }));
            }
            messages.push(said(500 - i));
            dialogs.push(json!({
                "client": format!("Maria Magdalena of the {i}th lamp"),
                "locale": "en", "page": ["/", "Lamps"], "closed": null, "opened": false, "read": true,
                "messages": messages,
            }));
        }
    }
    seed["dialogs"] = dialogs.into();
    seed
}

/// So many dialogs at most are seeded in one turn.
const PART: usize = 5_000;

/// What [`large`] says once, in the midst of all.
pub const SAID_ONCE: &str = "Есть ли у вас жирандоль на семь свечей?";
/// The client who says it.
pub const SAID_BY: &str = "Ксения Необыкновенная";
/// The tag of one dialog in a hundred.
pub const RARE_TAG: &str = "wholesale";

/// Dialogs to add to the small center, in parts, the oldest first: a minute between two.
/// The first half is closed, and every fifth of the other one is answered by the owner.
pub(crate) fn large(n: usize) -> impl Iterator<Item = Value> {
    (0..n).step_by(PART).map(move |from| {
        let dialogs: Vec<Value> = (from..n.min(from + PART)).map(|i| one_of(n, i)).collect();
        let mut part = small(&[]);
        part["employees"] = json!([]);
        part["dialogs"] = dialogs.into();
        part["goes_on"] = true.into();
        part
    })
}

fn one_of(n: usize, i: usize) -> Value {
    let is_once = i == n / 2 + n / 4;
    let minutes_ago = n - i + 10;
    let said = match is_once {
        true => SAID_ONCE.to_owned(),
        false => format!("Is the lamp in stock that I saw as number {i}?"),
    };
    let mut messages = vec![json!({"minutes_ago": minutes_ago, "from": "visitor", "text": said})];
    if i.is_multiple_of(5) {
        messages.push(json!({
            "minutes_ago": minutes_ago - 1, "from": {"operator": 0}, "text": "It is.",
        }));
    }
    let client = match is_once {
        true => SAID_BY.to_owned(),
        false => format!("Client {i}"),
    };
    let tags: &[&str] = if i.is_multiple_of(100) {
        &[RARE_TAG]
    } else {
        &[]
    };
    json!({
        "client": client,
        "locale": "en", "page": ["/", "Lamps"], "opened": false, "read": true,
        "closed": (i < n / 2).then_some((minutes_ago - 2, 0)),
        "messages": messages,
        "card": {"tags": tags},
    })
}

/// The demo center, with its forty dialogs.
pub(crate) fn demo(origin: &str) -> Value {
    let path = workspace().join("demo-site/seed.json");
    let text = std::fs::read_to_string(path).expect("the demo has a seed");
    let text = text.replace("{{demo_origin}}", origin);
    serde_json::from_str(&text).expect("the demo's seed is JSON")
}

/// The sign-in of the employee whose name begins so.
pub(crate) fn account(seed: &Value, name: &str) -> SignIn {
    let employees = seed["employees"]
        .as_array()
        .expect("a center has employees");
    let text =
        |employee: &Value, field: &str| employee[field].as_str().unwrap_or_default().to_owned();
    let employee = employees.iter().find(|e| text(e, "name").starts_with(name));
    let employee = employee.unwrap_or_else(|| panic!("there is no {name}"));
    SignIn {
        email: text(employee, "email"),
        password: text(employee, "password"),
    }
}
