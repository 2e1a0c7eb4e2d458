// How much is unread, in the title of a page that is out of sight; what the page is called
// in sight, and what it calls itself meanwhile, stays.
import { page } from "../../client/page.js";

let unread = 0;
let mark = "";

const entitle = () => {
  const now = page.hidden && unread ? `(${unread > 99 ? "99+" : unread}) ` : "";
  if (now == mark) return;
  const { title } = page;
  const own = mark && title.startsWith(mark) ? title.slice(mark.length) : title;
  mark = now;
  // The page may have covered the name.
  Reflect.set(Document.prototype, "title", mark + own, document);
};
page.addEventListener("visibilitychange", entitle);

export const count = (n) => {
  unread = n;
  entitle();
};
