// The loader: draws the launcher, and nothing else before somebody wants to
// write. No storage, cookie, socket or wasm until then; pointing at the launcher
// fetches ahead. A failure of ours leaves the page as it was.
//
// The relay puts the site's WidgetSettings in the place of __BESEDA__, the build
// the style sheet in the place of __CSS__.
//
// Between loader and widget: the elements below (the widget fills `header`, `.log`
// and `footer`, and reads the textarea), and the events "open", "close" and
// "send" on the shadow root.
((site) => {
  const page = document;
  const tag = "beseda-chat";
  if (page.querySelector(tag)) return;

  const make = (name, attributes, ...children) => {
    const kind = /svg|path/.test(name) ? "2000/svg" : "1999/xhtml";
    const element = page.createElementNS("http://www.w3.org/" + kind, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const icon = (d) => make("svg", { viewBox: "0 0 24 24" }, make("path", { d }));

  let locale = site.look.locale;
  if (locale == "auto") locale = page.documentElement.lang || navigator.language;
  locale = /^ru/i.test(locale) ? "ru" : "en";
  const [open, message, close, again] = {
    en: ["Open chat", "Message", "Close chat", "Try again"],
    ru: ["Открыть чат", "Сообщение", "Закрыть чат", "Повторить"],
  }[locale];

  const launcher = make("button", { class: "launcher", "aria-label": open }, icon("M7.9 20A9 9 0 1 0 4 16.1L2 22Z"));
  const closer = make("button", { class: "close", "aria-label": close }, icon("M18 6 6 18M6 6l12 12"));
  const text = make("textarea", { "aria-label": message, placeholder: message, enterkeyhint: "send" });
  const log = make("div", { class: "log" });
  const panel = make(
    "section",
    { class: "panel", role: "dialog", "aria-label": site.title, hidden: "" },
    make("header", {}, make("h2", {}, site.title), closer),
    log,
    make("div", { class: "composer" }, text, make("footer", {})),
  );
  const host = make(tag, {});
  const root = host.attachShadow({ mode: "open" });
  const dress = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets.push(sheet);
  };
  const tell = (name) => root.dispatchEvent(new Event(name));

  const part = (name, then) => {
    const { path, integrity } = site.assets.find((asset) => asset.name == name);
    return then(site.relay + path, { integrity });
  };
  let parts, running, early;
  const prefetch = () => {
    parts ||= Promise.all([
      part("widget.js", (url) => import(url)),
      part("widget.wasm", fetch),
      part("widget.css", fetch).then((answer) => answer.text()),
      part(locale + ".json", fetch).then((answer) => answer.json()),
    ]);
    parts.catch(() => (parts = null));
    return parts;
  };
  const run = () =>
    (running ||= prefetch()
      .then(async ([glue, wasm, css, words]) => {
        await glue.default({ module_or_path: wasm });
        log.replaceChildren();
        dress(css);
        glue.start(root, site, words, locale);
        if (early) tell("send");
      })
      .catch(() => {
        parts = running = null;
        const retry = make("button", {}, again);
        retry.onclick = run;
        log.replaceChildren(retry);
      }));

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
  launcher.onpointerenter = launcher.onfocus = prefetch;

  panel.onkeydown = (event) => {
    // The page's own shortcuts must not hear what is typed here.
    event.stopPropagation();
    if (event.key == "Escape") show(false);
    // 229: Enter that ends a composition, in Safari.
    if (event.key != "Enter" || event.target != text || event.shiftKey || event.isComposing || event.keyCode == 229) return;
    event.preventDefault();
    // Nothing, if the field is empty: what the widget restores was not sent.
    early = text.value;
    tell("send");
  };

  dress(__CSS__ + `.beseda{--accent:${site.look.accent}}`);
  root.append(make("div", { class: "beseda", lang: locale }, panel, launcher));
  (page.body || page.documentElement).append(host);

  // The only name that we take, unless the page has it.
  const calls = window.beseda ? window.beseda.q : [];
  if (calls) {
    const call = (verb) => show(verb == "toggle" ? panel.hidden : verb == "open");
    window.beseda = call;
    for (const words of calls) call(...words);
  }

  // A returning visitor has a token: one small question, when the page is idle.
  // An unread answer is worth the rest: the widget shows how many. So is a message
  // of his that an earlier page could not send: the widget sends it.
  const welcome = async () => {
    try {
      const name = "beseda:" + site.key;
      const headers = { Authorization: "Bearer " + localStorage[name] };
      const ask = () => fetch(site.relay + "/v1/visitor/unread", { headers });
      if (
        localStorage[name + ":outbox"] ||
        (localStorage[name] && (await (await ask()).json()).unread_count)
      )
        run();
    } catch {}
  };
  (window.requestIdleCallback || setTimeout)(welcome);
})(__BESEDA__);
