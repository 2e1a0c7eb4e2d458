// Follows all that happens, and writes a note where a client says a word:
//
//     node answer.mjs refund "Ask for the order's number first."
//
// What happens between two looks is not missed: the log has no gap. A note that is sent twice,
// because its answer was lost, is stored once, by its Idempotency-Key.
const { BESEDA, TOKEN } = process.env;
const [word, note] = process.argv.slice(2);

async function api(method, path, body, key) {
  const headers = { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" };
  if (key) headers["Idempotency-Key"] = key;
  const answer = await fetch(BESEDA + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (answer.ok) return text ? JSON.parse(text) : {};
  throw new Error(`${method} ${path}: ${text}`);
}

const center = await api("GET", "/v1/center");
console.log(`Listening to ${center.center.general.value.name}`);
let after = center.seq;
for (;;) {
  const page = await api("GET", `/v1/events?after=${after}&epoch=${center.epoch}`);
  for (const event of page.events) {
    const said = event.t === "message" && event.message.content;
    const text = said && said.t === "visitor" && said.body.t === "text" ? said.body.text : "";
    if (text.toLowerCase().includes(word.toLowerCase())) {
      const { id, dialog } = event.message;
      await api("POST", `/v1/dialogs/${dialog}/notes`, { text: note }, `about message ${id}`);
      console.log(`Noted in dialog ${dialog}`);
    }
  }
  after = page.seq;
  if (!page.more) await new Promise((resolve) => setTimeout(resolve, 1000));
}
