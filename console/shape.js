// Before the first paint: the colours and the shape of the screen that comes, by the
// address and by what this browser keeps of the operator's choices. It stands in the
// page as a plain script: a module would run after the page is drawn.
(() => {
  const root = document.documentElement;
  let prefs = {};
  try {
    prefs = JSON.parse(localStorage.getItem("beseda.prefs")) ?? {};
  } catch {
    // A browser that keeps nothing shows what everybody sees first.
  }
  root.dataset.theme = prefs.theme ?? "system";
  root.dataset.density = prefs.cards?.density ?? "comfortable";
  root.dataset.list = prefs.list_folded ? "folded" : "beside";
  const [first, second] = location.pathname.split("/").filter(Boolean);
  const shapes = { dialogs: second ? "dialog" : "list", settings: "settings" };
  root.dataset.shape = (prefs.signed_in && (first ? shapes[first] : "list")) || "gate";
})();
