// The demo's front: one port, two sites. `localhost` is the shop with the
// snippet, any other name is the relay, so that the widget crosses origins.

const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
  ico: "image/x-icon",
  woff2: "font/woff2",
};

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.hostname !== "localhost") return env.RELAY.fetch(request);
    if (url.pathname === "/" || url.pathname === "/demo") {
      return Response.redirect(`${url.origin}/demo/`, 302);
    }
    if (!url.pathname.startsWith("/demo/")) return missing();
    return page(env.SITE, url.pathname.slice("/demo/".length) || "index.html");
  },
};

async function page(site, name) {
  const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
  // Without a known ending it could be a folder, which would be listed.
  if (!type) return missing();
  const found = await site.fetch(`http://site/${name}`);
  if (!found.ok) return missing();
  const headers = new Headers({ "content-type": type, "cache-control": "no-cache" });
  const own = (await headersOf(site))[name] ?? {};
  for (const [header, value] of Object.entries(own)) headers.set(header, value);
  return new Response(found.body, { headers });
}

// Which pages are answered with which headers, such as a strict policy.
async function headersOf(site) {
  const found = await site.fetch("http://site/headers.json");
  return found.ok ? found.json() : {};
}

function missing() {
  return new Response("There is no such page in the demo.\n", { status: 404 });
}
