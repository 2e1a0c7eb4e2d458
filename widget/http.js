// Asks the relay what is no frame: posts a body, if there is one, as JSON. Tells the text
// of the answer, whatever its status; nothing, without one for so many ms.
export const ask = (url, body, ms, told) =>
  fetch(url, {
    method: body ? "POST" : "GET",
    headers: body && { "Content-Type": "application/json" },
    body,
    signal: AbortSignal.timeout(ms),
  })
    .then((answer) => answer.text())
    .then(told, () => told());
