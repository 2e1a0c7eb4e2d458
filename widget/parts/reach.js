// What is said to who waits for an answer: that his message is here, and, when nobody has
// answered for a while, where he can be reached if he leaves. Asked once: what was answered
// or skipped is not asked again in this browser, nor once somebody has answered.
import { page } from "../../client/page.js";

const make = (name, traits, ...children) => {
  const element = Object.assign(page.createElement(name), traits);
  element.append(...children);
  return element;
};

const isEmail = (text) => /^\S+@[\p{L}\p{N}.-]+\.[\p{L}\p{N}-]{2,}$/u.test(text);
const isPhone = (text) => /^\+?[\d ()./-]{3,39}$/.test(text) && /^\D*(\d\D*){3,15}$/.test(text);

let key, place, root, told;
let timer, since, done;

// What is kept: since when he waited who was asked, or that he is to be asked no more.
const asked = () => {
  try {
    return localStorage[`beseda:${key}:reach`] || done;
  } catch {
    return done;
  }
};
const keep = (what) => {
  done = what;
  try {
    localStorage[`beseda:${key}:reach`] = what;
  } catch {
    // Without storage a page is as long as a visitor's memory.
  }
};

const word = (what) => {
  const family = "widget.reach_";
  return root.words[family + what];
};

const leave = () => {
  const had = place.contains(root.activeElement);
  place.replaceChildren(told);
  told.textContent = "";
  if (had) root.querySelector(".composer textarea").focus();
};

const ask = () => {
  if (place.querySelector("form")) return;
  keep(`${since}`);
  told.textContent = word("ask");
  told.id = "reach";
  const field = make("input", {
    ariaLabel: word("field"),
    placeholder: word("field"),
    inputMode: "email",
    autocomplete: "email",
    maxLength: 254,
    dir: "auto",
  });
  const fault = make("p", { id: "reach-fault", className: "fault", role: "alert" });
  const skip = make("button", { type: "button", className: "skip" }, word("skip"));
  const form = make("form", { noValidate: true }, field, fault, make("button", {}, word("save")), skip);
  form.setAttribute("aria-labelledby", "reach");
  field.setAttribute("aria-describedby", "reach-fault");
  const blame = (text) => {
    fault.textContent = text;
    field.ariaInvalid = text ? "true" : null;
  };
  field.oninput = () => blame("");
  skip.onclick = () => {
    keep("-");
    leave();
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const given = field.value.trim();
    const reach = { name: "", email: "", phone: "" };
    if (isEmail(given)) reach.email = given;
    else if (isPhone(given)) reach.phone = given;
    else {
      blame(word("wrong"));
      return field.focus();
    }
    keep("-");
    // What the site has said first may still wait for its answer.
    const { take } = root;
    root.take = () => {
      root.take = take;
      return { reach };
    };
    const said = page.createEvent("Event");
    said.initEvent("reach", false, false);
    root.dispatchEvent(said);
    leave();
  };
  place.append(form);
};

// The visitor waits since then, in ms; 0: he does not. `isFirst`: nobody has answered him
// ever. It is told in the element `where`; `of`: the site's key.
export const waiting = async (of, where, from, isFirst) => {
  since = from;
  // The element is about to be put into its place.
  await null;
  if (since != from) return;
  clearTimeout(timer);
  [key, place, root] = [of, where, where.getRootNode()];
  told ||= make("p", { role: "status" });
  if (!place.contains(told)) place.append(told);
  if (!from) return leave();
  const before = root.asked ? "-" : asked();
  if (isFirst && !before) told.textContent = word("got");
  // Who waited before and was answered, was asked then.
  if (before && before != from) return;
  root.reception ||= fetch(new URL(`/w/${key}.json`, import.meta.url))
    .then((answer) => answer.ok && answer.json())
    .catch(() => {});
  const after = (await root.reception)?.asks_contact_after_ms;
  if (!after || since != from) return;
  clearTimeout(timer);
  timer = setTimeout(ask, Math.min(after, Math.max(0, from + after - Date.now())));
};
