// Reads cases from its input, verifies each by a library, and writes what the library has
// against it, or null: `NODE_PATH=… node verify.cjs LIBRARY`.

const { readFileSync } = require("node:fs");
const { Webhook } = require(process.argv[2]);

const now = Date.now;

function objection({ secret, id, timestamp, signature, body, clock_s }) {
  Date.now = () => now() + clock_s * 1000;
  try {
    new Webhook(secret).verify(body, {
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": signature,
    });
    return null;
  } catch (error) {
    return String(error);
  }
}

const cases = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(objection)));
