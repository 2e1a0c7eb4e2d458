// The usual way without Workers: one Node process, `ws`, SQLite that flushes
// every commit. What sender N says is stored, acknowledged, and forwarded to
// receiver N.
"use strict";
const path = require("node:path");
const Database = require("better-sqlite3");
const { WebSocketServer } = require("ws");

const [port, folder] = process.argv.slice(2);
const database = new Database(path.join(folder, "messages.db"));
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec("CREATE TABLE messages (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
const insert = database.prepare("INSERT INTO messages (text) VALUES (?)");

const receivers = new Map();
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(port), perMessageDeflate: false });
server.on("connection", (socket, request) => {
  const [, , role, number] = request.url.split("/");
  if (role === "receiver") {
    receivers.set(number, socket);
    return;
  }
  socket.on("message", (data) => {
    const text = data.toString();
    insert.run(text);
    socket.send(text);
    receivers.get(number)?.send(text);
  });
});
