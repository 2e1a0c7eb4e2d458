// A chat as a page would write it for itself, over the same relay: what one costs that keeps
// nothing, brings no style of its own and says a message once. `talk` is what deep-chat is
// given too.
globalThis.talk = (() => {
  const { relay, key, version } = document.currentScript.dataset;
  const waiting = new Map();

  // As soon as somebody means to chat; a message waits for it.
  const connect = async () => {
    const answer = await fetch(`${relay}/v1/visitor/start`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key }),
    });
    const { token } = await answer.json();
    const address = `${relay.replace("http", "ws")}/v1/visitor/socket`;
    const socket = new WebSocket(address, ["beseda.v1", token]);
    socket.onmessage = ({ data }) => {
      // One, or several of a turn.
      for (const frame of [JSON.parse(data)].flat()) if (frame.t === "ack") waiting.get(frame.cid)();
    };
    await new Promise((done) => (socket.onopen = done));
    const page = { url: location.href, title: document.title };
    socket.send(JSON.stringify({ t: "hello", v: Number(version), locale: "en", page }));
    return socket;
  };

  let line;
  const begin = () => (line ||= connect());
  // Kept for good when it is fulfilled.
  const say = async (text) => {
    const cid = crypto.randomUUID();
    const kept = new Promise((done) => waiting.set(cid, done));
    (await begin()).send(JSON.stringify({ t: "say", cid, body: { t: "text", text } }));
    await kept;
  };
  return { begin, say };
})();

(() => {
  const launcher = document.querySelector("#floor-launcher");
  if (!launcher) return;
  const panel = document.querySelector("#floor");
  const [log, field] = panel.children;
  launcher.onclick = () => {
    panel.hidden = false;
    field.focus();
    talk.begin();
  };
  field.onkeydown = async (event) => {
    if (event.key !== "Enter" || !field.value) return;
    event.preventDefault();
    const row = document.createElement("p");
    row.textContent = field.value;
    log.append(row);
    field.value = "";
    await talk.say(row.textContent);
    row.append(" · Sent");
  };
})();
