//! What a testing relay is filled with.

use serde_json::{Value, json};

use crate::stack::{SignIn, workspace};

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
