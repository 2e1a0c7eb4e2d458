// Pictures by the browser: their first bytes, drawn on a canvas, made smaller. A drawn
// one takes four bytes a point, whatever its file takes: so one at a time.
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
    const canvas = document.createElement("canvas");
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
