// What the loader imports: the module's glue, and a beginning in place of the glue's own,
// which is ready for whatever it may be given.
import { __wbg_finalize_init as begin, __wbg_get_imports as imports } from "glue";
export { start } from "glue";

let running;

// `answer`: a Response with the module. It may have gone through a proxy that does not
// know its type.
export default async (answer) => {
  if (running) return;
  const made = await WebAssembly.instantiateStreaming(answer, imports()).catch(async () =>
    WebAssembly.instantiate(await answer.arrayBuffer(), imports()),
  );
  running = begin(made.instance, made.module);
};
