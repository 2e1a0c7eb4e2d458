// A single-page app in miniature: every view has an address and a title, and
// the document is never loaded again.

const VIEWS = {
  green: {
    title: "Green tea",
    text: [
      "Seventy degrees, one minute. Boil the water, then pour it once from the kettle into a cold jug and from the jug into the pot: that alone takes twenty degrees off.",
      "If it tastes bitter, the water was too hot. If it tastes of nothing, use more leaf rather than more time.",
    ],
  },
  oolong: {
    title: "Oolong",
    text: [
      "Five grams to a small gaiwan, water just off the boil, twenty seconds. Pour it all out; wet leaves left in water go sour.",
      "A good oolong gives seven cups. The third is the one to invite somebody for.",
    ],
  },
  matcha: {
    title: "Matcha",
    text: [
      "Sift two scoops into a warm bowl. Eighty degrees, seventy millilitres. Whisk from the wrist, in the shape of a W, until the bubbles are too small to see.",
    ],
  },
};

const view = document.querySelector("[data-view]");
const guide = document.querySelector("[data-guide]");

function show() {
  const name = new URLSearchParams(location.search).get("view") ?? "green";
  const { title, text } = VIEWS[name] ?? VIEWS.green;
  document.title = `${title} · Brewing guide · Northleaf`;
  const section = document.createElement("section");
  const heading = document.createElement("h1");
  heading.textContent = title;
  section.append(heading);
  for (const words of text) {
    const paragraph = document.createElement("p");
    paragraph.textContent = words;
    section.append(paragraph);
  }
  view.replaceChildren(section);
  for (const link of guide.children) {
    link.toggleAttribute("aria-current", link.dataset.view === name);
  }
}

for (const [name, { title }] of Object.entries(VIEWS)) {
  const link = document.createElement("a");
  link.href = `?view=${name}`;
  link.dataset.view = name;
  link.textContent = title;
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    show();
  });
  guide.append(link);
}
addEventListener("popstate", show);
show();
