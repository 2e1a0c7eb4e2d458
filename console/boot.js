// Starts the console. The page forbids inline scripts, so the address of the
// wasm is read from the preload link that has already begun to fetch it.
// `console-glue` is the module that wasm-bindgen made (`--target web`); the
// build bundles it in here, and this beginning takes the place of its own.
import { __wbg_finalize_init as begin, __wbg_get_imports as imports } from "console-glue";

const wasm = document.getElementById("wasm").href;

const start = async () => {
  const answer = await fetch(wasm);
  // It may have gone through a proxy that does not know its type.
  const made = await WebAssembly.instantiateStreaming(answer, imports()).catch(async () =>
    WebAssembly.instantiate(await answer.arrayBuffer(), imports()),
  );
  begin(made.instance, made.module);
};

start().catch((reason) => {
  console.error(reason);
  document.getElementById("shape")?.remove();
  const notice = document.createElement("p");
  notice.className = "boot-failure";
  notice.setAttribute("role", "alert");
  notice.textContent = navigator.language.startsWith("ru")
    ? "Чат-центр не запустился. Обновите страницу; если не поможет, обновите браузер."
    : "The chat center did not start. Reload the page; if that does not help, update the browser.";
  document.body.append(notice);
});
