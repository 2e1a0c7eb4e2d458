// Asks the relay at ORIGIN, by its HOST_SECRET, to create its center; prints the
// answer. Node is there for wrangler and speaks TLS, which nothing else here needs.
const { ORIGIN, HOST_SECRET } = process.env;
try {
  const answer = await fetch(`${ORIGIN}/host/create`, {
    method: "POST",
    headers: { authorization: `Bearer ${HOST_SECRET}`, "content-type": "application/json" },
    body: "{}",
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`it answers ${answer.status}`);
  console.log(await answer.text());
} catch (error) {
  console.error(error.cause?.message || error.message);
  process.exitCode = 1;
}
