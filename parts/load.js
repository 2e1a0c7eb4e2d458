// Parts that are loaded when they are first used: their code, which the build has cut out
// of the module that runs, and style, script and texts of theirs, if they have any. Code belongs
// to this very build: it is linked to the module by its memory and its table.
//
// The build puts in the place of __PARTS__ which files a part has. Texts, one file a
// language, go to those of the root, `root.words`; its first element knows the language.
const parts = __PARTS__;
const files = {};
const at = (name) => new URL(name, import.meta.url);

const get = async (name, read) => {
  const answer = await fetch(at(name));
  if (!answer.ok) throw answer.status;
  return answer[read]();
};

// Once, unless it fails.
const once = (name, load) => {
  files[name] ||= load(name);
  files[name].catch(() => (files[name] = null));
  return files[name];
};

// A browser may remember for ever that a module could not be loaded, under its name.
let again = "";
const run = (name) => {
  const script = import(at(name + again));
  script.catch(() => (again += "?"));
  return script;
};

// Gives a part to `root`'s elements, and tells its script, or `true` if it has none, or
// nothing if it can't be loaded. `wasm`: what the module that runs exports; `waits`: until
// the browser has nothing else to do, and not at all for a user who wants to save data.
export const load = (wasm, root, part, told, waits) => {
  const shared = {
    memory: wasm.memory,
    __indirect_function_table: wasm.__indirect_function_table,
    // The stack's pointer.
    __wasm_split_shared0: wasm.__wasm_split_shared0,
  };
  const link = async (name) => WebAssembly.instantiate(await get(name, "arrayBuffer"), { __wasm_split: shared });
  const dress = async (name) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await get(name, "text"));
    root.adoptedStyleSheets.push(sheet);
  };
  const learn = async (name) => Object.assign(root.words, await get(name, "json"));
  const { code, style, script, texts } = parts[part];
  const begin = () =>
    Promise.all([
      script && once(script, run),
      style && once(style, dress),
      texts && once(texts[root.querySelector("[lang]").lang], learn),
      ...code.map((name) => once(name, link)),
    ]).then(
      ([script]) => told(script || true),
      () => told(),
    );
  if (!waits) begin();
  // Safari has no such callback, and only Chromium tells of saving.
  else if (!navigator.connection?.saveData) (window.requestIdleCallback || setTimeout)(begin);
};
