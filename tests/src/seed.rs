//! The center that most tests begin with: an owner, two operators, one site.

use serde_json::{Value, json};

use crate::stack::SignIn;

/// What the testing relay is filled with.
pub(crate) fn center(origin: &str) -> Value {
    let employee = |name: &str, role: &str| {
        let SignIn { email, password } = account(name);
        json!({"name": name, "email": email, "password": password, "role": role})
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
        "origins": [origin],
        "dialogs": [],
    })
}

/// The sign-in of one of them.
pub(crate) fn account(name: &str) -> SignIn {
    SignIn {
        email: format!("{}@example.com", name.to_lowercase()),
        password: format!("{name} likes lamps"),
    }
}
