// The console's settings tell what is typed in the form of a site's look, and the widget
// of this page looks so at once: by the same rules as on a site, in the same place among
// the widget's own, behind the loader's and before those that come with the rest.
(() => {
  const sheet = new CSSStyleSheet();
  const draw = () => {
    const root = document.querySelector("beseda-chat")?.shadowRoot;
    if (root && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.splice(1, 0, sheet);
  };
  // The loader waits until the page has nothing to do.
  new MutationObserver(draw).observe(document.documentElement, { childList: true });
  addEventListener("message", ({ origin, data }) => {
    if (origin != location.origin) return;
    if (data.css != null) sheet.replaceSync(data.css);
    if (data.isDark != null) document.documentElement.classList.toggle("dark", data.isDark);
    if (data.call) window.beseda?.(data.call);
    draw();
  });
})();
