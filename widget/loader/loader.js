// The loader: draws the launcher, and nothing else before somebody wants to
// write. No storage, cookie, socket or wasm until then; pointing at the launcher
// fetches ahead. A failure of ours leaves the page as it was.
//
// The relay puts the site's WidgetSettings in the place of __BESEDA__; the build puts
// in theirs __CSS__, the style sheet, __PARTS__, where the rest is, and __WORDS__, the
// few texts that are needed before it has come.
//
// Between loader and widget: the elements below (the widget fills `.head`, `.log`
// and `.foot`, and reads the textarea), and on the shadow root the events "open",
// "close" and "send", and the texts, to which parts that are loaded later add theirs.
import { page } from "../../client/page.js";

((site) => {
  // When the page has been read and has nothing to do: by then, more often than
  // not, a framework that takes the whole document over has compared it with its own.
  const idle = window.requestIdleCallback || setTimeout;
  const begin = () => idle(draw, { timeout: 1000 });

  const draw = () => {
    const tag = "beseda-chat";
    for (const old of page.querySelectorAll(tag)) {
      if (old.beseda) return;
      // Without us in it: saved with the page by whoever rendered it ahead.
      old.remove();
    }

    const make = (name, traits, ...children) => {
      const element = Object.assign(page.createElement(name), traits);
      element.append(...children);
      return element;
    };

    const html = page.documentElement;
    let { locale } = site;
    if (locale == "auto") locale = html.lang || navigator.language;
    locale = /^ru/i.test(locale) ? "ru" : "en";
    const [open, message, close, again, offline, failed, greeting] = __WORDS__[locale];

    const launcher = make("button", { className: "launcher", ariaLabel: open });
    const closer = make("button", { className: "close", ariaLabel: close }, "×");
    const text = make("textarea", { ariaLabel: message, placeholder: message, enterKeyHint: "send", dir: "auto" });
    const log = make("div", { className: "log" });
    const panel = make(
      "section",
      { className: "panel", role: "dialog", ariaLabel: site.title, hidden: true },
      make("div", { className: "head" }, make("h2", { dir: "auto", title: site.title }, site.title), closer),
      log,
      make("div", { className: "composer" }, text, make("div", { className: "foot" })),
    );
    const host = make(tag);
    host.beseda = true;
    const root = host.attachShadow({ mode: "open" });
    const dress = (css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets.push(sheet);
    };
    // Not by `new Event`: libraries of an earlier age have put theirs in its place.
    const tell = (name) => {
      const event = page.createEvent("Event");
      event.initEvent(name, false, false);
      root.dispatchEvent(event);
    };
    const say = (...what) => log.replaceChildren(make("div", { className: "word", role: "status" }, ...what));

    const at = __PARTS__;
    const get = (name) => fetch(site.relay + at[name]);
    let parts, running, early;
    // A browser may remember for ever that a module could not be loaded, under its name.
    let anew = "";
    // How the site meets whoever has said nothing yet: the widget tells it when it has come.
    const meet = () =>
      (root.reception ||= fetch(`${site.relay}/w/${site.key}.json`)
        .then((answer) => answer.ok && answer.json())
        .catch(() => {}));
    const prefetch = () => {
      if (!token) meet();
      parts ||= Promise.all([
        import(site.relay + at.js + anew),
        get("wasm"),
        get("css").then((answer) => answer.text()),
        get(locale).then((answer) => answer.json()),
      ]);
      parts.catch(() => (parts = null, anew += "?"));
      return parts;
    };
    // What has been drawn is painted first, and the page has its turn.
    const rest = () => new Promise((done) => (panel.hidden ? done() : requestAnimationFrame(() => setTimeout(done))));
    const start = async () => {
      try {
        await rest();
        const [glue, wasm, css, words] = await prefetch();
        await glue.default(wasm);
        await rest();
        dress(css);
        log.replaceChildren();
        root.words = words;
        if (!glue.start(root, site, words, locale)) throw "another build";
        if (early) tell("send");
        if (__SPEAKS__) tell("start");
      } catch (error) {
        parts = running = null;
        console.error("beseda:", error);
        const retry = make("button", {}, again);
        retry.onclick = run;
        addEventListener("online", run, { once: true });
        say(make("p", {}, navigator.onLine ? failed : offline), retry);
      }
    };
    const run = () => (running ||= start());

    const show = (on) => {
      if (on != panel.hidden) return;
      const inside = root.activeElement;
      panel.hidden = !on;
      launcher.hidden = on;
      tell(on ? "open" : "close");
      if (on) {
        text.focus();
        run();
      } else if (inside) launcher.focus();
    };
    launcher.onclick = () => show(true);
    closer.onclick = () => show(false);
    launcher.onpointerenter = prefetch;
    // The page may have forbidden the press to do it.
    text.onclick = () => text.focus();

    panel.onkeydown = (event) => {
      // The page's own shortcuts must not hear what is typed here.
      event.stopPropagation();
      // 229: a key that ends a composition, in Safari.
      if (event.isComposing || event.keyCode == 229) return;
      if (event.key == "Escape") show(false);
      if (event.key != "Enter" || event.target != text || event.shiftKey) return;
      event.preventDefault();
      // Nothing, if the field is empty: what the widget restores was not sent.
      early = text.value;
      run();
      tell("send");
    };
    // Nor, at the very door, that the focus is here: a dialog of the page that holds
    // it would take it back.
    for (const name of ["focus", "focusin"])
      addEventListener(
        name,
        (event) => {
          if (event.target != host) return;
          event.stopImmediatePropagation();
          if (root.activeElement == launcher) prefetch();
        },
        true,
      );

    // A returning visitor has a token, and maybe what waits to be sent.
    const name = "beseda:" + site.key;
    let token, waits;
    try {
      // Hidden by its visitor, as long as his tab is open.
      launcher.hidden = sessionStorage[name];
      token = localStorage[name];
      waits = localStorage[name + ":outbox"];
    } catch {}

    dress(__CSS__ + site.css);
    if (!token) say(make("p", {}, greeting));
    root.append(make("div", { className: "beseda", lang: locale, dir: getComputedStyle(page.body || html).direction }, panel, launcher));

    // Beside the body: whatever makes the body anew, and whatever the body does to
    // what is in it, leaves us alone. A whole new document takes us along.
    const stay = () => {
      const html = page.documentElement;
      if (html && host.parentNode != html) html.append(host);
      for (const place of [document, html || document]) watch.observe(place, { childList: true });
    };
    // Not at once: whoever takes us out each time would stand still with us.
    const watch = new MutationObserver(() => setTimeout(stay, 50));
    stay();

    // The only name that we take, unless the page has it.
    const calls = window.beseda ? window.beseda.q : [];
    if (calls) {
      const call = (verb) => {
        const on = verb == "toggle" ? +panel.hidden : ["close", "open"].indexOf(verb);
        on < 0 ? console.warn("beseda: unknown", verb) : show(!!on);
      };
      window.beseda = call;
      for (const [verb] of calls) call(verb);
    }

    // Only of a site that speaks first, or asks by a form when nobody is there: what draws
    // that is loaded when it is to be seen.
    if (__SPEAKS__) {
      const send = () => {
        early = text.value;
        run();
        tell("send");
      };
      const draw = async (what, id) => {
        const [reception, drawn] = await Promise.all([meet(), import(site.relay + at.invite)]);
        if (reception) drawn[what]({ root, locale, reception, name, show, send, id });
      };
      const fits = (pages) =>
        !pages ||
        new RegExp(`^${pages.replace(/[^*\w]/g, "\\$&").replace(/\*/g, ".*")}$`).test(location.pathname + location.search);
      const told = () => {
        try {
          return localStorage[name + ":told"] || "";
        } catch {
          return "";
        }
      };
      const spoken = {};
      let href, seconds;
      const look = (leaves) => {
        if (href != location.href) (href = location.href), (seconds = 0);
        seconds++;
        if (launcher.hidden || page.hidden || root.said) return;
        const cue = site.cues.find(
          ({ id, after, pages, returning }) =>
            !spoken[id] &&
            (after == null ? leaves : seconds > after) &&
            (!returning || token) &&
            fits(pages) &&
            !told().includes(`,${id},`),
        );
        if (!cue) return;
        spoken[cue.id] = root.said = true;
        draw("speak", cue.id).catch(() => (root.said = false));
      };
      if (site.cues[0]) {
        setInterval(look, 1000);
        html.addEventListener("mouseleave", (event) => event.clientY < 1 && look(true));
      }
      if (!token) root.addEventListener("open", () => draw("form").catch(() => {}), { once: true });
    }

    // A message that an earlier page could not send is worth the rest: the widget sends
    // it. So is an unread answer: the widget shows how many.
    if (waits) run();
    else if (token)
      // POST: a service worker of the page may answer GET from its cache.
      fetch(site.relay + "/v1/visitor/unread", { method: "POST", headers: { Authorization: "Bearer " + token } })
        .then((answer) => answer.json())
        .then((unread) => unread.unread_count && run())
        .catch(() => {});
  };

  if (page.readyState == "loading") page.addEventListener("DOMContentLoaded", begin);
  else begin();
})(__BESEDA__);
