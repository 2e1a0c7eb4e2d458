// What a site says first (a trigger), and the form that stands in the chat's place while
// nobody is there. Loaded by the loader when one of them is to be seen; needs nothing of the
// widget until the visitor answers.
//
// The build puts in the place of __CSS__ the style sheet, of __WORDS__ the texts.
import { page } from "../../client/page.js";

const make = (name, traits, ...children) => {
  const element = Object.assign(page.createElement(name), traits);
  element.append(...children);
  return element;
};

const dressed = new WeakSet();
const dress = (root) => {
  if (dressed.has(root)) return;
  dressed.add(root);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(__CSS__);
  root.adoptedStyleSheets.push(sheet);
};

// Trigger `id` speaks: over the launcher, and in the open chat as a message that waits for
// an answer. `name`: under which the browser keeps the visitor's things.
export const speak = ({ root, locale, reception, name, show, id }) => {
  const said = reception.says.find((one) => one.id == id);
  if (!said) return;
  dress(root);
  const [dismiss] = __WORDS__[locale];
  const text = said[locale];

  const bubble = make(
    "div",
    { className: "said", role: "status" },
    make("button", { type: "button", dir: "auto", onclick: () => show(true) }, text),
    make("button", { type: "button", ariaLabel: dismiss, onclick: () => seen() }, "×"),
  );
  // Whoever has answered, or has waved it away, hears it no more.
  const seen = () => {
    bubble.remove();
    root.said = false;
    try {
      const told = localStorage[name + ":told"] || ",";
      localStorage[name + ":told"] = told + id + ",";
    } catch {}
  };
  root.querySelector("[lang]").append(bubble);

  const body = make("div", { className: "text", dir: "auto" }, text);
  const message = make(
    "div",
    { className: "row first last" },
    make("div", { className: "bubbles" }, make("div", { className: "bubble" }, body)),
  );
  message.style.margin = "0 12px 12px";
  const log = root.querySelector(".log");
  // Until the relay has told it with the answer.
  const replaced = () => [...log.querySelectorAll(".rows .text")].some((other) => other.textContent == text);
  const watch = new MutationObserver(() => {
    if (!replaced()) return;
    message.remove();
    watch.disconnect();
  });
  const stand = () => {
    if (!log.querySelector(".rows")) return root.addEventListener("start", stand, { once: true });
    log.append(message);
    root.take = () => {
      root.take = null;
      watch.observe(log, { childList: true, subtree: true });
      return { trigger: id };
    };
  };
  root.addEventListener(
    "open",
    () => {
      seen();
      stand();
    },
    { once: true },
  );
};

// The form, unless somebody is there, or the visitor is writing already.
export const form = ({ root, locale, reception, name: kept, send }) => {
  const text = root.querySelector("textarea");
  if (!reception.form || text.value) return;
  dress(root);
  const panel = root.querySelector(".panel");
  const [, intro, nameOf, email, phone, message, missing, submit] = __WORDS__[locale];
  let count = 0;
  const field = (kind, label, traits) => {
    const input = make(kind, { id: "ask" + count++, ...traits });
    return [make("label", { htmlFor: input.id }, label), input];
  };
  const [name, nameField] = field("input", nameOf, { autocomplete: "name", maxLength: 60 });
  const [mail, mailField] = field("input", email, { type: "email", autocomplete: "email" });
  const [tel, telField] = field("input", phone, { type: "tel", autocomplete: "tel" });
  const [words, wordsField] = field("textarea", message, { rows: 4, required: true, maxLength: 5000, dir: "auto" });
  const ask = make(
    "form",
    { className: "ask" },
    make("p", {}, intro),
    name,
    nameField,
    mail,
    mailField,
    tel,
    telField,
    words,
    wordsField,
    make("button", {}, submit),
  );
  ask.oninput = () => mailField.setCustomValidity("");
  ask.noValidate = true;
  ask.onsubmit = (event) => {
    event.preventDefault();
    const reach = { name: nameField.value.trim(), email: mailField.value.trim(), phone: telField.value.trim() };
    if (!reach.email && !reach.phone) mailField.setCustomValidity(missing);
    if (!ask.reportValidity()) return;
    root.take = () => {
      root.take = null;
      return { reach };
    };
    // It need not be asked again, neither before the message goes nor by who is slow to answer.
    root.asked = true;
    try {
      localStorage[kept + ":reach"] = "-";
    } catch {}
    panel.classList.remove("asking");
    ask.remove();
    const told = Object.values(reach).filter(Boolean);
    text.value = [wordsField.value.trim(), told.join("\n")].join("\n\n");
    send();
  };
  panel.append(ask);
  panel.classList.add("asking");
  (root.activeElement == text || !root.activeElement) && nameField.focus();
};
