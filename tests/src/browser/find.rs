//! Finding elements as people and screen readers do: by role and accessible
//! name, also inside shadow roots.

use std::sync::Arc;

use serde_json::Value;
use thirtyfour::WebElement;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::error::WebDriverResult;
use thirtyfour::session::scriptret::ScriptRet;

use super::{Browser, Element};

impl Browser {
    /// Waits for the element with this role and accessible name.
    pub async fn find(&self, role: &str, name: &str) -> Element {
        let what = format!("{role} {name:?}");
        let found = self.wait(&what, || async {
            self.look_for(role, &Name::Is(name)).await
        });
        found.await
    }

    /// Waits for an element whose name begins so.
    pub async fn find_beginning(&self, role: &str, name: &str) -> Element {
        let what = format!("{role} {name:?}…");
        let begins = Name::Begins(name);
        self.wait(&what, || async { self.look_for(role, &begins).await })
            .await
    }

    /// Waits for an element whose name contains this.
    pub async fn find_containing(&self, role: &str, name: &str) -> Element {
        let what = format!("{role} …{name:?}…");
        let contains = Name::Contains(name);
        self.wait(&what, || async { self.look_for(role, &contains).await })
            .await
    }

    /// Whether there is such an element now.
    pub async fn has(&self, role: &str, name: &str) -> bool {
        self.look_for(role, &Name::Is(name)).await.is_some()
    }

    /// Whether there is an element now whose name contains this.
    pub async fn has_containing(&self, role: &str, name: &str) -> bool {
        self.look_for(role, &Name::Contains(name)).await.is_some()
    }

    /// Waits until there is no such element.
    pub async fn gone(&self, role: &str, name: &str) {
        let what = format!("no {role} {name:?}");
        self.wait(&what, || async {
            (!self.has(role, name).await).then_some(())
        })
        .await;
    }

    /// Presses what has this role and name.
    pub async fn press(&self, role: &str, name: &str) {
        self.find(role, name).await.press().await;
    }

    /// Names of all elements with a role, in the order of the page.
    pub async fn names(&self, role: &str) -> Vec<String> {
        let mut names = Vec::new();
        for element in self.candidates(role).await {
            names.extend(label(&element).await.ok());
        }
        names
    }

    /// Names of all elements with a role inside another one.
    pub async fn names_in(&self, outer: (&str, &str), role: &str) -> Vec<String> {
        let mut names = Vec::new();
        for element in self.inside(outer, role).await {
            names.extend(label(&element).await.ok());
        }
        names
    }

    /// Waits for an element inside another one whose name contains this.
    pub async fn find_in(&self, outer: (&str, &str), role: &str, name: &str) -> Element {
        let what = format!("{role} …{name:?}… in {outer:?}");
        self.wait(&what, || async {
            for element in self.inside(outer, role).await {
                if label(&element)
                    .await
                    .is_ok_and(|label| label.contains(name))
                {
                    return Some(Element(element));
                }
            }
            None
        })
        .await
    }

    async fn inside(&self, (outer, name): (&str, &str), role: &str) -> Vec<WebElement> {
        let outer = self.find(outer, name).await;
        let arguments = vec![outer.as_argument(), selector(role).into()];
        let inside = self.driver.execute(INSIDE, arguments).await;
        inside.and_then(ScriptRet::elements).unwrap_or_default()
    }

    /// The field behind "Attach a file", which nobody sees.
    pub async fn file_field(&self) -> Element {
        self.wait("a field for files", || async {
            let found = self.driver.execute(FILE_FIELD, Vec::new()).await.ok()?;
            found.element().ok().map(Element)
        })
        .await
    }

    async fn look_for(&self, role: &str, name: &Name<'_>) -> Option<Element> {
        for element in self.candidates(role).await {
            // An element may go away while we ask: then it is not the one.
            let fits = label(&element).await.is_ok_and(|label| name.fits(&label));
            if fits && has_role(&element, role).await {
                return Some(Element(element));
            }
        }
        None
    }

    async fn candidates(&self, role: &str) -> Vec<WebElement> {
        let arguments = vec![Value::from(selector(role))];
        match self.driver.execute(CANDIDATES, arguments).await {
            Ok(found) => found.elements().unwrap_or_default(),
            Err(_) => Vec::new(),
        }
    }
}

/// How a name is compared.
enum Name<'a> {
    Is(&'a str),
    Begins(&'a str),
    Contains(&'a str),
}

impl Name<'_> {
    fn fits(&self, label: &str) -> bool {
        match self {
            Self::Is(name) => label == *name,
            Self::Begins(name) => label.starts_with(name),
            Self::Contains(name) => label.contains(name),
        }
    }
}

/// Everything visible that a selector takes, also inside open shadow roots.
const CANDIDATES: &str = "
    const found = [];
    const walk = root => {
        for (const element of root.querySelectorAll('*')) {
            if (element.matches(arguments[0]) && element.checkVisibility({visibilityProperty: true})) {
                found.push(element);
            }
            if (element.shadowRoot) walk(element.shadowRoot);
        }
    };
    walk(document);
    return found;
";

/// What a selector takes inside an element.
const INSIDE: &str = "return [...arguments[0].querySelectorAll(arguments[1])];";

/// The first field for files, visible or not.
const FILE_FIELD: &str = "
    const walk = root => {
        for (const element of root.querySelectorAll('*')) {
            if (element.matches('input[type=file]')) return element;
            const inside = element.shadowRoot && walk(element.shadowRoot);
            if (inside) return inside;
        }
        return null;
    };
    return walk(document);
";

/// What may have a role, by the rules of HTML; a password field has none, so
/// that it is asked for under a name of our own.
fn selector(role: &str) -> String {
    let natural = match role {
        "button" => "button, summary, input[type=submit]",
        "link" => "a[href]",
        "textbox" => {
            "textarea, input:not([type]), input[type=text], input[type=email], input[type=url], \
             [contenteditable]"
        }
        "password" => "input[type=password]",
        "searchbox" => "input[type=search]",
        "checkbox" => "input[type=checkbox]",
        "radio" => "input[type=radio]",
        "form" => "form",
        "region" => "section",
        "combobox" => "input[list], select",
        "article" => "article",
        "list" => "ul, ol",
        "listitem" => "li",
        "img" => "img",
        "dialog" => "dialog",
        "heading" => "h1, h2, h3, h4",
        _ => "[role=none-of-these]",
    };
    format!("{natural}, [role={role}]")
}

/// The accessible name, as the browser computes it.
pub(super) async fn label(element: &WebElement) -> WebDriverResult<String> {
    computed(element, "label").await
}

/// Whether the browser agrees that the element has a role. A password has none.
async fn has_role(element: &WebElement, role: &str) -> bool {
    match computed(element, "role").await.as_deref() {
        Ok("image") => role == "img",
        Ok(computed) => role == computed || role == "password",
        Err(_) => false,
    }
}

async fn computed(element: &WebElement, what: &str) -> WebDriverResult<String> {
    let endpoint = format!("/element/{}/computed{what}", element.element_id()).into();
    let command = Command::ExtensionCommand(Box::new(Computed { endpoint }));
    element.handle().cmd(command).await?.value()
}

/// A question of WebDriver that the client library does not know.
#[derive(Debug)]
struct Computed {
    endpoint: Arc<str>,
}

impl ExtensionCommand for Computed {
    fn parameters_json(&self) -> Option<Value> {
        None
    }
    fn method(&self) -> reqwest::Method {
        reqwest::Method::GET
    }
    fn endpoint(&self) -> Arc<str> {
        Arc::clone(&self.endpoint)
    }
}
