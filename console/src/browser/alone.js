// The tab that gets the lock acts, and holds it for a second. Without Web Locks
// (the console over plain http) each tab acts.
export const alone = (name, act) => {
  if (!navigator.locks) return act();
  navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    if (!lock) return;
    act();
    return new Promise((done) => setTimeout(done, 1000));
  });
};
