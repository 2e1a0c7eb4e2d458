// The shop's own script: fills grids, the product page and the cart. It knows
// nothing of the chat, and the chat nothing of it.

import { PRODUCTS, find } from "./products.js";

const language = document.documentElement.lang === "ru" ? "ru" : "en";
const money = new Intl.NumberFormat(language, { style: "currency", currency: "EUR" });

const WORDS = {
  en: { add: "Add to cart", added: "In your cart", empty: "Nothing here yet.", look: "Look around", remove: "Remove", product: "Product", amount: "Amount", price: "Price", total: "Total", pay: "Check out" },
  ru: { add: "В корзину", added: "Уже в корзине", empty: "Здесь пока пусто.", look: "К чаю", remove: "Убрать", product: "Товар", amount: "Кол-во", price: "Цена", total: "Итого", pay: "Оформить" },
}[language];

/** An element with properties and children. */
function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

const picture = (product) =>
  make("div", { className: `picture ${product.tone}` },
    make("img", { src: `pictures/${product.picture}.svg`, width: 480, height: 480, alt: "", loading: "lazy" }));

const card = (product) =>
  make("li", {}, make("a", { className: "product", href: `product.html?p=${product.id}` },
    picture(product),
    make("h3", { textContent: product.name[language] }),
    make("p", { className: "origin", textContent: product.origin[language] }),
    make("p", { className: "price", textContent: money.format(product.price) })));

function fillGrid(grid, kind = "") {
  const wanted = grid.dataset.products;
  const list = wanted === "*" ? PRODUCTS : wanted.split(",").map(find);
  grid.replaceChildren(...list.filter((product) => !kind || product.kind === kind).map(card));
}

const cart = {
  read: () => JSON.parse(localStorage.getItem("northleaf-cart") ?? "{}"),
  write(content) {
    localStorage.setItem("northleaf-cart", JSON.stringify(content));
    showCount();
  },
  add(id) {
    const content = cart.read();
    content[id] = (content[id] ?? 0) + 1;
    cart.write(content);
  },
  remove(id) {
    const content = cart.read();
    delete content[id];
    cart.write(content);
  },
};

function showCount() {
  const count = Object.values(cart.read()).reduce((sum, amount) => sum + amount, 0);
  for (const badge of document.querySelectorAll("[data-cart-count]")) {
    badge.textContent = count ? ` (${count})` : "";
  }
}

function fillProduct(place) {
  const product = find(new URLSearchParams(location.search).get("p")) ?? PRODUCTS[0];
  document.title = `${product.name[language]} · Northleaf`;
  const facts = Object.entries(product.facts[language]).flatMap(([name, value]) =>
    [make("dt", { textContent: name }), make("dd", { textContent: value })]);
  const add = make("button", { className: "button", type: "button", textContent: WORDS.add });
  add.addEventListener("click", () => {
    cart.add(product.id);
    add.textContent = WORDS.added;
  });
  place.replaceChildren(
    picture(product),
    make("div", {},
      make("h1", { textContent: product.name[language] }),
      make("p", { className: "origin", textContent: product.origin[language] }),
      make("p", { textContent: product.about[language] }),
      make("p", { className: "price", textContent: money.format(product.price) }),
      add,
      make("dl", {}, ...facts)));
}

function fillCart(place) {
  const lines = Object.entries(cart.read()).filter(([id]) => find(id));
  if (lines.length === 0) {
    place.replaceChildren(
      make("p", { textContent: WORDS.empty }),
      make("a", { className: "button", href: "catalogue.html", textContent: WORDS.look }));
    return;
  }
  const rows = lines.map(([id, amount]) => {
    const product = find(id);
    const remove = make("button", { className: "link", type: "button", textContent: WORDS.remove });
    remove.addEventListener("click", () => {
      cart.remove(id);
      fillCart(place);
    });
    return make("tr", {},
      make("td", {}, make("a", { href: `product.html?p=${id}`, textContent: product.name[language] }), " ", remove),
      make("td", { textContent: String(amount) }),
      make("td", { textContent: money.format(product.price * amount) }));
  });
  const total = lines.reduce((sum, [id, amount]) => sum + find(id).price * amount, 0);
  const head = [WORDS.product, WORDS.amount, WORDS.price].map((text) => make("th", { scope: "col", textContent: text }));
  place.replaceChildren(
    make("table", {},
      make("thead", {}, make("tr", {}, ...head)),
      make("tbody", {}, ...rows),
      make("tfoot", {}, make("tr", {},
        make("th", { scope: "row", colSpan: 2, textContent: WORDS.total }),
        make("td", { textContent: money.format(total) })))),
    make("button", { className: "button", type: "button", textContent: WORDS.pay }));
}

for (const grid of document.querySelectorAll("[data-products]")) fillGrid(grid);
for (const place of document.querySelectorAll("[data-product]")) fillProduct(place);
for (const place of document.querySelectorAll("[data-cart]")) fillCart(place);

const kinds = document.querySelector("[data-kinds]");
kinds?.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  for (const button of kinds.children) button.setAttribute("aria-pressed", String(button === pressed));
  fillGrid(document.querySelector("[data-products]"), pressed.value);
});

for (const link of document.querySelectorAll(".top nav a")) {
  const here = link.pathname === location.pathname && !link.hash;
  if (here) link.setAttribute("aria-current", "page");
}
showCount();
