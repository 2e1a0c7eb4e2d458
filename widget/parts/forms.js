// What the visitor is asked besides his messages, and what he may do with the conversation: what
// he is asked, and has to agree to, before he writes; a menu, by which he ends it; and how it was.
//
// The relay is asked by HTTP, as it is for files; what it makes of it comes over the line.
import { page } from "../../client/page.js";

const make = (name, traits, ...children) => {
  const element = Object.assign(page.createElement(name), traits);
  element.append(...children);
  return element;
};
const press = (label, onclick, traits) => make("button", { type: "button", onclick, ...traits }, label);

const SILENCE_MS = 15000;

// A relay that has not told by then does not keep anybody from writing.
const KNOWN_MS = 5000;

let root, at, address, name, token, say, end, place, stood, thanked;

// Where he writes.
const field = () => root.querySelector(".composer textarea");

// Tells the relay. Fails with what it says, or nothing.
const ask = async (what, body) => {
  const headers = { Authorization: "Bearer " + token };
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(at + what, {
    method: "POST",
    headers,
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(SILENCE_MS),
  });
  if (!answer.ok) throw await answer.json();
};

// In the menu of the panel's head (`menu.js`), which comes with another part, maybe later.
const drawEnd = (menu) => {
  const fault = make("p", { role: "alert" });
  let busy;
  const end = press(say("end_now"), async () => {
    if (busy) return;
    busy = true;
    fault.textContent = "";
    try {
      await ask("end");
      menu.hidden || root.querySelector(".more").click();
      field().focus();
    } catch {
      fault.textContent = say("end_failed");
    }
    busy = false;
  });
  menu.append(end, fault);
  return (on) => {
    end.hidden = !on;
    fault.textContent = "";
  };
};

// How the conversation of this dialog was: one press, and a word to it if he likes.
const question = (dialog) => {
  const fault = make("p", { role: "alert" });
  const why = make("textarea", { rows: 3, maxLength: 1000, dir: "auto", ariaLabel: say("rate_why"), placeholder: say("rate_why") });
  const send = make("button", { className: "send-rating" }, say("send"));
  const more = make("div", { hidden: true }, why, send);
  let rating, busy;
  const faces = [["good", "👍"], ["bad", "👎"]].map(([word, face]) => {
    const picture = make("span", { ariaHidden: "true" }, face);
    const button = press(picture, () => {
      rating = word;
      for (const other of faces) other.ariaPressed = other == button;
      more.hidden = false;
      why.focus();
    });
    button.append(say("rate_" + word));
    button.ariaPressed = false;
    return button;
  });
  const skip = press(say("rate_skip"), () => answer());
  const answer = async (rating) => {
    if (busy) return;
    busy = true;
    fault.textContent = "";
    try {
      await ask("rate", { dialog, rating, comment: rating ? why.value : "" });
      settled(rating);
    } catch (refusal) {
      // What it says by a code, it would say again.
      fault.textContent = say(refusal.code ? "rate_over" : "end_failed");
    }
    busy = false;
  };
  const form = make(
    "form",
    { className: "rate", ariaLabel: say("rate_ask"), noValidate: true },
    make("p", {}, say("rate_ask")),
    make("div", { className: "rates" }, ...faces),
    more,
    skip,
    fault,
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    answer(rating);
  };
  // He has answered: the line tells the same, a moment earlier or later.
  const settled = (rating) => {
    const inside = form.contains(root.activeElement);
    form.remove();
    if (rating) {
      thanked = make("p", { role: "status" });
      place.append(thanked);
      // Once it is there, so that it is heard.
      thanked.textContent = say("rate_thanks");
    }
    if (inside) field().focus();
  };
  return form;
};

const tell = (name) => {
  const event = page.createEvent("Event");
  event.initEvent(name, false, false);
  root.dispatchEvent(event);
};

// What the site asks before a message goes; nothing, before that is known. The version to which
// he has agreed, what he has answered; whether the relay wants answers though he has written.
let reception, version, answered, wanted, sheet;
const typed = {};

const asksConsent = () => reception.consent && reception.consent.version != version;
const asksFields = () => reception.fields?.length && (wanted || !(answered || stood?.[0] || root.asked));
const asks = () => asksConsent() || asksFields();

// What waits in the field goes, or is asked about.
const go = () => {
  if (!root.held) return;
  root.held = false;
  tell("send");
};

// Learns what it asks; `anew`: what was learned is out of date. Tells whether it could.
const learn = async (anew) => {
  reception = undefined;
  const ask = () =>
    fetch(address, { cache: anew ? "reload" : "default" })
      .then((answer) => answer.ok && answer.json())
      .catch(() => {});
  if (anew || !root.reception) root.reception = ask();
  const told = await Promise.race([root.reception, new Promise((done) => setTimeout(done, KNOWN_MS))]);
  reception = told || {};
  return !!told;
};

// Called before anything is sent. `false`: it is not known yet; `true`: it is asked now.
const hold = () => {
  if (reception && !asks()) return;
  root.held = true;
  if (!reception) return false;
  show();
  return true;
};

const TRAITS = {
  name: { autocomplete: "name", maxLength: 120 },
  email: { type: "email", autocomplete: "email", maxLength: 200 },
  phone: { type: "tel", autocomplete: "tel", maxLength: 40 },
  text: { maxLength: 200, dir: "auto" },
};

// What is wrong with an answer, if anything is.
const wrong = ({ kind, is_required }, input) => {
  const value = input.value.trim();
  if (!value) return is_required && "form_missing";
  if (kind == "email") return !/^[^\s@]+@[^\s@]+$/.test(value) && "form_email_wrong";
  const digits = value.replace(/\D/g, "").length;
  if (kind == "phone") return !(/^\+?[\d\s().\/-]*$/.test(value) && digits > 2 && digits < 16) && "form_phone_wrong";
};

// A field with its label, and what is wrong with it.
const draw = (field, n) => {
  const { kind, is_required, en, ru } = field;
  const key = kind + en + ru;
  const input = make("input", { id: "form" + n, value: typed[key] || "", ...TRAITS[kind], ariaRequired: is_required });
  const fault = make("span", { id: input.id + "fault", className: "fault" });
  input.setAttribute("aria-describedby", fault.id);
  input.oninput = () => {
    typed[key] = input.value;
    input.ariaInvalid = null;
    fault.textContent = "";
  };
  const { lang } = root.querySelector("[lang]");
  const name = kind == "text" ? field[lang] || en || ru : say("form_" + kind);
  const label = make("label", { htmlFor: input.id }, is_required ? name : say("form_optional").replace("{name}", name));
  const check = () => {
    const key = wrong(field, input);
    if (!key) return true;
    input.ariaInvalid = true;
    fault.textContent = say(key);
  };
  return { field, input, check, parts: [label, input, fault] };
};

// Over the field, in which the text stays until he has answered and agreed.
const show = () => {
  sheet?.remove();
  const consent = asksConsent() && reception.consent;
  const fields = asksFields() ? reception.fields.map(draw) : [];
  const text = make("p", { dir: "auto" });
  if (consent) {
    text.append(consent[root.querySelector("[lang]").lang] || consent.en || consent.ru);
    const link = { href: consent.link, target: "_blank", rel: "noopener noreferrer" };
    if (consent.link) text.append(" ", make("a", link, say("form_link")));
  }
  const close = () => {
    sheet.remove();
    sheet = undefined;
    field().focus();
  };
  const agree = make("button", { className: "agree" }, say(consent ? "form_agree" : "send"));
  const later = press(say("rate_skip"), () => {
    root.held = false;
    close();
  });
  sheet = make(
    "form",
    { className: "sheet", ariaLabel: say("form_title"), noValidate: true },
    ...fields.flatMap(({ parts }) => parts),
    text,
    make("div", {}, agree, later),
  );
  sheet.onkeydown = (event) => {
    if (event.key != "Escape") return;
    // The chat stays open.
    event.stopPropagation();
    later.click();
  };
  sheet.onsubmit = (event) => {
    event.preventDefault();
    const bad = fields.filter(({ check }) => !check());
    if (bad.length) return bad[0].input.focus();
    if (fields.length) {
      const reach = { name: "", email: "", phone: "" };
      const texts = [];
      for (const { field, input } of fields) {
        const value = input.value.trim();
        if (field.kind != "text") reach[field.kind] = value;
        else if (value) texts.push({ name: field.en || field.ru, value });
      }
      answered = { reach, texts };
      wanted = false;
    }
    if (consent) {
      version = consent.version;
      try {
        localStorage[name + ":agreed"] = version;
      } catch {}
    }
    close();
    tell("answered");
    go();
  };
  root.querySelector(".composer").before(sheet);
  (fields[0]?.input || agree).focus();
};

// A message was refused for want of his answers, or of his consent: to a text that is newer than
// the one that he has agreed to, or that was not known when he wrote.
const askAnew = async (lacks) => {
  if (lacks == 2) version = 0;
  else wanted = true;
  if (!(await learn(true))) return;
  if (asks()) show();
  else tell("answered");
};

// The version to which he has agreed, and what he has answered.
export const agreed = () => version || 0;
export const answers = () => answered;

// Draws into `of`, for the site with this key on this relay; texts are of this family.
export const begin = (of, relay, key, family) => {
  root = of;
  at = relay + "/v1/visitor/";
  address = `${relay}/w/${key}.json`;
  name = "beseda:" + key;
  try {
    version = +localStorage[name + ":agreed"];
  } catch {}
  say = (key) => root.words[family + key];
  // Between the messages and who types.
  place = make("div", { className: "ending" });
  root.querySelector(".log").append(place);
  root.hold = hold;
  learn().then(go);
};

// So many messages; whether he has ended it; the dialog that he is asked to rate, or 0; whether
// a message lacks his answers (1) or his consent (2).
export const stand = (n, ended, rate, lacks, bearer) => {
  token = bearer;
  const menu = root.querySelector(".menu");
  if (menu) (end ||= drawEnd(menu))(n && !ended);
  const now = [n, ended, rate, lacks];
  const [had, was, asked, lacked] = stood || [];
  stood = now;
  // A word of thanks lasts until somebody writes.
  if (had != n && thanked) thanked = thanked.remove();
  if (was != ended) {
    place.querySelector(".ended")?.remove();
    if (ended) place.prepend(make("p", { className: "ended", role: "status" }, say("end_done")));
  }
  if (asked != rate) {
    place.querySelector(".rate")?.remove();
    if (rate) place.append(question(rate));
  }
  if (lacks && !lacked) askAnew(lacks);
};
