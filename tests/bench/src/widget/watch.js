// Before each page's own scripts: what the page was made to wait for, and how to find what
// lies in open shadow roots.
{
  const seen = { tasks: [], shift: 0, lcp: 0, pressed: 0, sockets: 0, wasm: null };
  const watch = (type, hear, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(hear)).observe({ type, buffered: true, ...more });
  watch("longtask", (entry) => seen.tasks.push({ at: entry.startTime, ms: entry.duration }));
  watch("layout-shift", (entry) => entry.hadRecentInput || (seen.shift += entry.value));
  watch("largest-contentful-paint", (entry) => (seen.lcp = entry.startTime));
  watch("event", (entry) => entry.interactionId && (seen.pressed = Math.max(seen.pressed, entry.duration)), {
    durationThreshold: 16,
  });
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const make = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await make.apply(WebAssembly, given);
      const exports = Object.values((made.instance ?? made).exports);
      seen.wasm = exports.find((each) => each instanceof WebAssembly.Memory) ?? seen.wasm;
      return made;
    };
  }
  const Socket = WebSocket;
  globalThis.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      seen.sockets += 1;
    }
  };

  // `host >>> .inside`, and `:text(One|Another)` at the end: that shows one of these words.
  const find = (selector) => {
    const [, path, words] = /^(.*?)(?::text\((.*)\))?$/.exec(selector);
    const within = (roots, step) => roots.flatMap((root) => [...(root.shadowRoot ?? root).querySelectorAll(step)]);
    const says = (one) => !words || words.split("|").some((word) => one.textContent.includes(word));
    return path.split(" >>> ").reduce(within, [document]).find((one) => one.checkVisibility() && says(one));
  };
  const painted = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(null);
    });
  // Until the frame is on the screen that has it.
  const shown = async (selector, ms = 30_000) => {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      await new Promise(requestAnimationFrame);
      if (find(selector)) return await painted();
    }
    return null;
  };
  // From a trusted event of this kind on, by the time at which the browser had it.
  const after = (kind, selectors) =>
    new Promise((done) => {
      const hear = async (event) => {
        if (kind === "keydown" && event.key !== "Enter") return;
        removeEventListener(kind, hear, true);
        const at = event.timeStamp;
        const from = (when) => when && when - at;
        done(await Promise.all(selectors.map((one) => shown(one).then(from))));
      };
      addEventListener(kind, hear, true);
    });
  globalThis[Symbol.for("bench")] = { seen, find, shown, after, waits: {} };
}
