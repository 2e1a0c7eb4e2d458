// What the visitor is asked besides his messages, and what he may do with the conversation: what
// he has to agree to before he writes; a menu, by which he ends it; and how it was.
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

let root, at, address, name, token, say, menu, place, stood, thanked;

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

// In the menu of the panel's head (`menu.js`, which comes with the part before this one).
const drawMenu = () => {
  const menu = root.querySelector(".menu");
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
    { className: "rate", role: "group", ariaLabel: say("rate_ask"), noValidate: true },
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

// What the site asks before a message goes; nothing, before that is known.
let reception, version, sheet;

const asks = () => reception.consent && reception.consent.version != version;

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

// Over the field, in which the text stays until he has agreed.
const show = () => {
  sheet?.remove();
  const { consent } = reception;
  const text = make("p", { dir: "auto" }, consent[root.querySelector("[lang]").lang] || consent.en || consent.ru);
  if (consent.link) {
    const link = { href: consent.link, target: "_blank", rel: "noopener noreferrer" };
    text.append(" ", make("a", link, say("form_link")));
  }
  const close = () => {
    sheet.remove();
    sheet = undefined;
    field().focus();
  };
  const agree = make("button", { className: "agree" }, say("form_agree"));
  const later = press(say("rate_skip"), () => {
    root.held = false;
    close();
  });
  sheet = make(
    "form",
    { className: "sheet", role: "group", ariaLabel: say("form_title") },
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
    version = consent.version;
    try {
      localStorage[name + ":agreed"] = version;
    } catch {}
    close();
    tell("agreed");
    go();
  };
  root.querySelector(".composer").before(sheet);
  agree.focus();
};

// A message was refused for want of his consent: to a text that is newer than the one that he
// has agreed to, or that was not known when he wrote.
const askAnew = async () => {
  version = 0;
  if (!(await learn(true))) return;
  if (asks()) show();
  else tell("agreed");
};

// The version to which he has agreed.
export const agreed = () => version || 0;

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
  menu = drawMenu();
  // Between the messages and who types.
  place = make("div", { className: "ending" });
  root.querySelector(".log").append(place);
  root.hold = hold;
  learn().then(go);
};

// So many messages; whether he has ended it; the dialog that he is asked to rate, or 0; whether
// a message lacks his consent.
export const stand = (n, ended, rate, lacks, bearer) => {
  token = bearer;
  menu(n && !ended);
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
  if (lacks && !lacked) askAnew();
};
