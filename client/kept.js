// The outbox in the browser's own database: one database a name, one record a
// message. Nothing is opened before something is kept, or was.
//
// Tabs share the database out: each record belongs to the tab that wrote it, and
// a tab holds a lock of its own for as long as it has any. A record whose tab
// holds no lock has lost it: whoever looks next takes it over. Every use of the
// database is made under one lock, so that no two tabs take the same.
//
// The mark in localStorage says that there may be records: a page that comes
// looks for it alone, and another tab's `storage` event makes it look again.
// Without Web Locks (a page over plain http) a new tab takes all.
const locks = navigator.locks;
// Not Math.random, which a page may have made repeat itself: two tabs of one name
// would wait for each other's lock for ever.
const tab = "beseda:tab:" + crypto.getRandomValues(new Uint32Array(4));
const mine = new Set();
const awaited = new Set();
let database, mark, tell, release;
let turn = Promise.resolve();

// One at a time, here and between tabs.
const next = (act, failed = () => {}) =>
  (turn = turn.then(() => (locks ? locks.request(mark, act) : act())).catch(failed));

const open = () =>
  new Promise((done, fail) => {
    const request = indexedDB.open(mark, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "cid" });
    request.onsuccess = () => {
      // The site's data was cleared: what follows begins anew.
      request.result.onclose = () => (database = null);
      done(request.result);
    };
    request.onerror = fail;
  });

// Done is what is on the disk: a full one is told at the end only.
const work = async (act) => {
  database ||= await open();
  const deal = database.transaction("outbox", "readwrite", { durability: "strict" });
  return new Promise((done, fail) => {
    const request = act(deal.objectStore("outbox"));
    deal.oncomplete = () => done(request.result);
    deal.onabort = fail;
  });
};

const hold = (cid) => {
  mine.add(cid);
  if (locks && !release)
    return new Promise((held) =>
      locks.request(tab, () => {
        held();
        return new Promise((done) => (release = done));
      }),
    );
};

const letGo = (cid) => {
  mine.delete(cid);
  if (!mine.size && release) release = release();
};

const look = () =>
  mark &&
  localStorage[mark] &&
  next(async () => {
    const all = await work((store) => store.getAll());
    const held = locks ? (await locks.query()).held.map((lock) => lock.name) : [];
    for (const item of all) {
      if (mine.has(item.cid)) continue;
      if (held.includes(item.tab)) {
        // Lives: its end is waited for.
        if (awaited.has(item.tab)) continue;
        awaited.add(item.tab);
        locks.request(item.tab, () => {
          awaited.delete(item.tab);
          look();
        });
        continue;
      }
      await hold(item.cid);
      item.tab = tab;
      // A full disk does not take the change: then another tab may send it too.
      await work((store) => store.put(item)).catch(() => {});
      tell(item.cid, item.at, item.to, item.body);
    }
    if (!all.length) delete localStorage[mark];
  });

const again = () => {
  try {
    look();
  } catch {}
};

// `told(cid, at, to, body)` hears of each message that was left and is ours now;
// without a body, of one that could not be kept.
export const begin = (name, told) => {
  // Somebody else may have been here before, on the same page: what was his, is
  // let go.
  turn = turn.then(() => {
    mine.clear();
    release = release && release();
    database = null;
    mark = name;
    tell = told;
    again();
  });
  addEventListener("storage", (event) => event.key == mark && again());
  addEventListener("pageshow", again);
};

// `draft`: where in localStorage the same text may lie as one that is being typed.
export const keep = (cid, at, to, body, draft) => {
  next(
    async () => {
      localStorage[mark] = cid;
      await hold(cid);
      await work((store) => store.put({ cid, tab, at, to, body }));
      if (localStorage[draft]?.trim() == body) localStorage[draft] = "";
    },
    () => {
      letGo(cid);
      tell(cid, at, to);
    },
  );
};

export const forget = (cid) => {
  next(async () => {
    letGo(cid);
    const left = await work((store) => {
      store.delete(cid);
      return store.count();
    });
    if (!left) delete localStorage[mark];
  });
};
