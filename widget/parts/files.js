// What the browser does with files. In script: promises, bitmaps, canvases and requests
// through web-sys would cost several times that.
import { page } from "../../client/page.js";

// Carries a file to the relay; tells the answer's text, which is empty without one, and
// before how many bytes have left. Without progress for so many ms it has failed.
export const upload = (url, token, file, ms, moved, told) => {
  // The only way to see progress.
  const request = new XMLHttpRequest();
  const begun = performance.now();
  request.open("PUT", url);
  request.setRequestHeader("Authorization", "Bearer " + token);
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name.toWellFormed()));
  request.timeout = ms;
  request.upload.onprogress = (event) => {
    // Counted from the beginning, also when it is set later.
    request.timeout = performance.now() - begun + ms;
    moved(event.loaded);
  };
  request.onloadend = () => told(request.responseText);
  request.send(file);
  return request;
};

// Tells a file's bytes. The relay may call them anything; `type` is what it recognised.
export const bytes = (url, token, type, told) =>
  fetch(url, { headers: { Authorization: "Bearer " + token } })
    .then(async (answer) => answer.ok && new Blob([await answer.blob()], { type }))
    .then(told, () => told());

// Hands bytes to the browser's downloads, which may take so long to begin.
export const save = (blob, name) => {
  const link = page.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

// Pictures: their first bytes, drawn on a canvas, made smaller. A drawn one takes four
// bytes a point, whatever its file takes: so one at a time.
let turn = Promise.resolve();
const next = (act, told) => (turn = turn.then(act).then(told, () => told()));

// As its camera was held; `share` of its breadth and height.
const paint = (canvas, picture, share) => {
  canvas.width = Math.max(1, picture.width * share);
  canvas.height = Math.max(1, picture.height * share);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
};

// Tells the first bytes.
export const head = (blob, n, told) => next(async () => new Uint8Array(await blob.slice(0, n).arrayBuffer()), told);

// Draws with sides of at most so many points; tells `true` when it is done.
export const draw = (canvas, blob, side, told) =>
  next(async () => {
    const picture = await createImageBitmap(blob);
    paint(canvas, picture, Math.min(1, side / Math.max(picture.width, picture.height)));
    picture.close();
    return true;
  }, told);

// Tells a file of at most so many bytes, of the first of these shares that gives one.
export const shrink = (file, shares, type, bytes, told) =>
  next(async () => {
    const picture = await createImageBitmap(file);
    const canvas = page.createElement("canvas");
    let blob;
    for (const share of shares) {
      paint(canvas, picture, share);
      blob = await new Promise((done) => canvas.toBlob(done, type, 0.85));
      if (blob.size <= bytes) break;
    }
    picture.close();
    // A browser that can't write the type writes PNG.
    const name = file.name.replace(/\.\w+$/, "") + "." + blob.type.slice(6).replace("jpeg", "jpg");
    return new File([blob], blob.type == file.type ? file.name : name, { type: blob.type });
  }, told);

// Shows a picture that was pressed over the chat, as large as it fits: a press beside its
// buttons leads back, and so does Escape, to what was pressed.
export const view = (pressed, blob, name, close, save_) => {
  const link = pressed.currentTarget;
  const root = link.getRootNode();
  const button = (label, act, sign) => {
    const made = Object.assign(page.createElement("button"), { type: "button", ariaLabel: label, title: label });
    made.textContent = sign;
    made.onclick = (event) => {
      event.stopPropagation();
      act();
    };
    return made;
  };
  const leave = () => {
    shown.remove();
    link.focus();
  };
  const canvas = Object.assign(page.createElement("canvas"), { role: "img", ariaLabel: name });
  const buttons = [button(save_, () => save(blob, name), "↓"), button(close, leave, "×")];
  const shown = Object.assign(page.createElement("div"), { className: "viewer", role: "dialog", ariaModal: "true", ariaLabel: name });
  shown.append(canvas, ...buttons);
  shown.onclick = leave;
  shown.onkeydown = (event) => {
    // Neither the page nor the panel hears of it.
    event.stopPropagation();
    if (event.key == "Escape") leave();
    if (event.key != "Tab") return;
    event.preventDefault();
    buttons[root.activeElement == buttons[0] ? 1 : 0].focus();
  };
  root.querySelector("[lang]").append(shown);
  buttons[1].focus();
  draw(canvas, blob, Math.max(innerWidth, innerHeight) * devicePixelRatio, () => {});
};
