// How the site meets whoever has said nothing yet: who answers, its greeting, when an
// answer comes, and what is often asked, which a press sends.
//
// In script, as it is nothing but elements made once.
import { page } from "page";

const make = (name, className, ...children) => {
  const element = page.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
};

const MINUTE_MS = 60000;

// A relay that has not told by then does not keep anybody from writing.
const KNOWN_MS = 5000;

// Its first and its last word's, as beside messages.
const initials = (name) => {
  const words = name.match(/[\p{L}\p{N}]+[^\s]*/gu) || [];
  return [words[0], words.length > 1 && words.at(-1)].map((word) => word && [...word][0]).filter(Boolean).join("");
};

const face = ({ id, name }) => {
  const avatar = make("span", "avatar hue" + (id % 6), initials(name));
  avatar.ariaHidden = "true";
  return avatar;
};

// What the next message carries besides: the trigger that it answers, or where its writer
// is reached; or whether it waits for something that is asked first. Nothing, more often than
// not. `name`: by what whoever gives it has left it on the root.
export const opening = (root, name) => root[name]?.();

// Fills an element with what the relay tells of the site (`root.reception`); until that
// has come, and without it, the widget greets in words of its own. Its texts are of this
// family.
export const greet = async (place, root, family) => {
  const { words } = root;
  const text = root.querySelector("textarea");
  const { lang } = root.querySelector("[lang]");
  const say = (key, name, value) => words[family + key].replace(`{${name}}`, value);
  const count = (key, n) => {
    const forms = words[family + key];
    return (forms[new Intl.PluralRules(lang).select(n)] || forms.other).replace("{n}", n);
  };
  const own = navigator.language;
  const tongue = own.startsWith(lang) && !own.includes("@") ? own : lang;

  const back = (at) => {
    const date = new Date(at);
    const midnight = new Date().setHours(0, 0, 0, 0);
    const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - midnight) / (1440 * MINUTE_MS));
    const day = date.toLocaleDateString(tongue, { day: "numeric", month: "long" });
    const time = date.toLocaleTimeString(tongue, { timeStyle: "short" });
    const when = say(["opens_today", "opens_tomorrow"][days] || "opens_later", "time", time);
    return say("opens_at", "when", when.replace("{day}", day));
  };
  const soon = (ms) => {
    const minutes = Math.ceil(ms / MINUTE_MS);
    if (minutes > 60) return minutes <= 1440 && count("soon_hours", Math.ceil(minutes / 60));
    return count("soon_minutes", minutes > 10 ? Math.ceil(minutes / 5) * 5 : minutes);
  };

  const send = () => {
    const event = page.createEvent("Event");
    event.initEvent("send", false, false);
    root.dispatchEvent(event);
  };
  // Whether the site asks something before the first message: what is sent before that is
  // known waits in the field, and then for the part that asks, which has a hold of its own.
  let asks = false;
  const wait = () => {
    root.held = true;
    return asks;
  };
  const know = (told) => {
    asks = !!(told?.consent || told?.fields.length);
    if (root.hold != wait) return;
    if (!asks) root.hold = undefined;
    if (root.held) send((root.held = false));
  };
  root.hold ||= wait;
  setTimeout(() => root.hold == wait && !asks && know(), KNOWN_MS);

  const ask = (question) => {
    const button = make("button", "", question);
    button.type = "button";
    button.onclick = () => {
      // What was typed stays.
      const typed = text.value;
      text.value = question;
      send();
      // If it waits, it does so in the field.
      text.value = [text.value, typed].filter(Boolean).join("\n");
    };
    return button;
  };

  place.append(make("p", "", words[family + "greeting"]));
  const told = await root.reception;
  know(told);
  if (!told) return;
  const { [lang]: greeting, team, reply_ms, opens_at } = told;
  const shown = [];
  if (team.length) {
    const names = team.map(({ name }) => name.split(" ")[0]);
    shown.push(make("div", "faces", ...team.map(face)), make("p", "names", new Intl.ListFormat(tongue).format(names)));
  }
  const first = make("p", greeting.text && "bubble text", greeting.text || words[family + "greeting"]);
  first.dir = "auto";
  shown.push(first);
  const when = opens_at > Date.now() ? back(opens_at) : reply_ms && soon(reply_ms);
  if (when) shown.push(make("p", "names", when));
  if (greeting.questions.length) {
    const questions = make("div", "questions", ...greeting.questions.map(ask));
    questions.role = "group";
    questions.ariaLabel = words[family + "questions"];
    shown.push(questions);
  }
  place.replaceChildren(...shown);
};
