//! The Cloudflare Worker: routes, gate, sockets, Durable Objects, alarms.
