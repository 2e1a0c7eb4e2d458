// What a visitor may set: behind a button in the panel's head.
import { page } from "../../client/page.js";

const make = (name, traits, ...children) => {
  const element = Object.assign(page.createElement(name), traits);
  element.append(...children);
  return element;
};

// Where storage is forbidden it holds for the page.
const held = {};
const nameOf = (key) => `beseda:${key}:muted`;

export const isMuted = (key) => {
  try {
    return localStorage[nameOf(key)] || held[key];
  } catch {
    return held[key];
  }
};

const mute = (key, on) => {
  held[key] = on;
  try {
    if (on) localStorage[nameOf(key)] = 1;
    else delete localStorage[nameOf(key)];
  } catch {
    // It holds for the page.
  }
};

// Hides the launcher as long as the tab is open: the loader looks for it on each page. Whoever
// opens the chat all the same, by an answer's preview or by a call of the page's, has it back.
const hide = (root, key) => {
  root.querySelector(".close").click();
  root.querySelector(".launcher").hidden = true;
  try {
    sessionStorage[`beseda:${key}`] = 1;
  } catch {
    // It is hidden on this page.
  }
};
const unhide = (key) => {
  try {
    delete sessionStorage[`beseda:${key}`];
  } catch {
    // Nor was it kept.
  }
};

// What has been said, as text: `place` has an element for each message.
const written = (place, lang, word, withdrawn) => {
  const time = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" });
  const lines = [...place.children].map((message) => {
    const [who, text] = [...message.children].map((part) => part.textContent);
    return `${who || word("you")}, ${time.format(+message.title)}\n${text || withdrawn}\n`;
  });
  return lines.join("\n");
};

const save = (name, text) => {
  const href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  make("a", { href, download: name }).click();
  // The download may take so long to begin.
  setTimeout(() => URL.revokeObjectURL(href), 60000);
};

let opener;

// `key`: the site's; `place`: an element that is about to be put into the panel.
export const begin = async (key, place) => {
  if (opener) return;
  opener = make("button", { type: "button", className: "more", ariaExpanded: "false" }, "\u22ef");
  await null;
  const root = place.getRootNode();
  const family = "widget.menu_";
  const word = (what) => root.words[family + what];
  const panel = root.querySelector(".panel");
  opener.ariaLabel = word("open");
  const list = make("div", { className: "menu", hidden: true });
  const show = (on) => {
    list.hidden = !on;
    opener.ariaExpanded = `${on}`;
  };
  const act = (text, run) => {
    const item = make("button", { type: "button" }, text());
    item.onclick = () => {
      show(false);
      opener.focus();
      run();
      item.textContent = text();
    };
    return item;
  };
  // Asked for where what is older can be loaded, which may take a while.
  const download = act(
    () => word("save"),
    () => {
      const wish = page.createEvent("Event");
      wish.initEvent("transcript", false, false);
      root.dispatchEvent(wish);
    },
  );
  const transcript = root.querySelector(".transcript");
  transcript.oninput = () => {
    const { lang } = root.querySelector("[lang]");
    const said = written(transcript, lang, word, root.words["widget.withdrawn"]);
    transcript.replaceChildren();
    save(`${panel.ariaLabel}.txt`, said);
  };
  list.append(
    act(
      () => word(isMuted(key) ? "unmute" : "mute"),
      () => mute(key, !isMuted(key)),
    ),
    download,
    act(
      () => word("hide"),
      () => hide(root, key),
    ),
  );
  opener.onclick = () => {
    download.hidden = !root.querySelector(".rows .row");
    show(list.hidden);
    if (!list.hidden) list.firstChild.focus();
  };
  const menu = make("div", { className: "menu-of" }, opener, list);
  menu.onkeydown = (event) => {
    if (event.key != "Escape" || list.hidden) return;
    // The panel stays.
    event.stopPropagation();
    show(false);
    opener.focus();
  };
  menu.addEventListener("focusout", (event) => menu.contains(event.relatedTarget) || show(false));
  panel.addEventListener("pointerdown", (event) => menu.contains(event.target) || show(false));
  root.querySelector(".close").before(menu);
  if (!panel.hidden) unhide(key);
  root.addEventListener("open", () => unhide(key));
};
