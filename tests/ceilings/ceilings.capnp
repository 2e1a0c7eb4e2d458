using Workerd = import "/workerd/workerd.capnp";

# The socket's address and the folder are given on the command line.
const config :Workerd.Config = (
  # As the relay has them (host/src/config.rs).
  v8Flags = ["--max-semi-space-size=1", "--initial-old-space-size=8"],
  services = [
    (name = "ceilings", worker = .ceilings),
    (name = "objects", disk = (writable = true)),
  ],
  sockets = [(name = "http", http = (), service = "ceilings")],
);

const ceilings :Workerd.Worker = (
  compatibilityDate = "2026-05-03",
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  bindings = [
    (name = "ECHO", durableObjectNamespace = "Echo"),
    (name = "EACH", durableObjectNamespace = "Each"),
    (name = "GROUP", durableObjectNamespace = "Group"),
    (name = "PRICE", durableObjectNamespace = "Price"),
  ],
  durableObjectNamespaces = [
    (className = "Echo", uniqueKey = "echo", enableSql = true),
    (className = "Each", uniqueKey = "each", enableSql = true),
    (className = "Group", uniqueKey = "group", enableSql = true),
    (className = "Price", uniqueKey = "price", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
);
