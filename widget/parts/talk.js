// One sound for a message, whatever the number of tabs: they queue for a lock, and
// the number of the last message that was heard or seen lies in localStorage. Who
// rings keeps the lock for a second, until all tabs can read it there; so what is
// said in one breath is heard once, too.
//
// A browser lets a page sound once it has been touched; a tab that was not, does not
// queue. Until it rings, the audio device sleeps.
import { begin as drawMenu, isMuted } from "./menu.js";
import { waiting } from "./reach.js";
import { count } from "./title.js";

const locks = navigator.locks;
let name, context, may, newest = 0;

const allow = async () => {
  if (may) return;
  try {
    context ||= new AudioContext();
    // Waits for a touch that counts.
    await context.resume();
    may = true;
    context.suspend();
  } catch {
    // That a browser makes no sound is no news to the page.
  }
};

// True if no tab has: then this one has.
const take = () => {
  try {
    if (localStorage[name] >= newest) return;
    localStorage[name] = newest;
  } catch {
    // Without storage each tab is a visitor of its own.
  }
  return true;
};

const ring = async () => {
  if (!take() || isMuted(key())) return;
  await context.resume();
  const at = context.currentTime;
  const tone = new OscillatorNode(context, { frequency: 784 });
  const volume = new GainNode(context, { gain: 0 });
  tone.connect(volume).connect(context.destination);
  volume.gain.setTargetAtTime(0.1, at, 0.01);
  volume.gain.setTargetAtTime(0, at + 0.05, 0.1);
  tone.start();
  return new Promise((done) => {
    setTimeout(() => {
      tone.stop();
      context.suspend();
      done();
    }, 1000);
  });
};

// The site's.
const key = () => name.split(":")[1];

// `of`: what the number is called.
export const begin = (of) => {
  name = of;
  // The touch by which the chat was opened may be over.
  if (navigator.userActivation?.hasBeenActive) allow();
  for (const touch of ["click", "keydown"]) addEventListener(touch, allow, true);
};

// The newest message of an operator, each time that it may be another; `unread`: so many,
// none if the visitor's eyes have seen it, or nobody need hear of it any more.
export const arrived = (id, unread) => {
  count(unread);
  const seen = !unread;
  const isNew = id > newest;
  if (isNew) newest = id;
  if (seen) take();
  // Time for the tab in which it is seen to say so.
  else if (isNew && may) setTimeout(() => (locks ? locks.request(name, ring) : ring()).catch(() => {}), 300);
};

// The visitor waits for an answer since then (`reach.js`).
export const waits = (place, since, isFirst) => {
  waiting(key(), place, since, isFirst);
  drawMenu(key(), place);
};
