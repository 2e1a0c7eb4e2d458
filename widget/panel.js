// The panel among somebody else's things. What is done in it is not done to the page;
// and where it covers the page, on a phone, it is a page of its own: the way back leads
// out of it and not off the site, and the focus stays in it.
//
// In script, as it is nothing but calls to the browser.

// The loader keeps "keydown" from the page. These a page takes, too, if it scrolls by
// itself, has shortcuts, or forbids to select and copy.
const ours =
  "keyup keypress wheel touchstart touchmove pointerdown mousedown selectstart contextmenu copy cut paste dragstart";
const stops = "a[href], button, input, textarea, [tabindex]";
// Tells our entry in the history from one of an earlier load.
const mark = Date.now();
let entered, leaving;

// `root`: the shadow root, whose "open" and "close" tell of its panel; `phone`: the
// screens on which the panel covers the page.
export const guard = (root, phone) => {
  const panel = root.querySelector(".panel");
  for (const name of ours.split(" "))
    panel.addEventListener(name, (event) => event.stopPropagation(), { passive: true });
  // Or the browser would open a file in place of the page.
  for (const name of ["dragover", "drop"])
    panel.addEventListener(name, (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());

  const small = matchMedia(phone);
  const covers = () => small.matches && !panel.hidden;
  const fit = () => {
    if (covers()) panel.setAttribute("aria-modal", "true");
    else panel.removeAttribute("aria-modal");
  };
  const enter = () => {
    fit();
    if (!covers()) return;
    try {
      // The page's own state stays in it, for its router to find.
      history.pushState({ ...history.state, beseda: mark }, "");
      entered = true;
    } catch {
      // Some frames may not: then the way back is theirs.
    }
  };
  const leave = () => {
    fit();
    // Unless the page has gone on by itself meanwhile.
    leaving = entered && history.state?.beseda == mark;
    entered = false;
    if (leaving) history.back();
  };
  small.addEventListener("change", fit);
  root.addEventListener("open", enter);
  root.addEventListener("close", leave);
  enter();

  // Before all that listen for it: to the page nothing has happened.
  const back = (event) => {
    if (event.state?.beseda == mark || !(entered || leaving)) return;
    event.stopImmediatePropagation();
    leaving = false;
    if (!entered) return;
    entered = false;
    root.querySelector(".close").click();
  };
  addEventListener("popstate", back, true);

  panel.addEventListener("keydown", (event) => {
    if (event.key != "Tab" || !covers()) return;
    const all = [...panel.querySelectorAll(stops)].filter((stop) => stop.getClientRects().length);
    const [end, next] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    if (root.activeElement != end) return;
    event.preventDefault();
    next.focus();
  });
};
