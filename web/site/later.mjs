// The later part of the program: lessons, the tabs that look inside the run, files and whatever else
// people open, in a file of its own (tools/later.txt says what). Those who only watch do not load it:
// it comes when something is first pressed, or when the application wants it. From then on it is part
// of the program like any other.
import { asProgram, forget, readOrAskAgain } from './kept.mjs';
import file from './later.wasm';

const address = new URL(file, import.meta.url);
const state = { notYet: 0, here: 1, lost: 2 }; // as platform::LaterPart

let first; // what the first part exports
let here = false;
let arriving = null;
let lost = false;
let tell = (_state) => {};

function join(module) {
  if (!here) new WebAssembly.Instance(module, { first }); // puts its functions into the table of both
  here = true;
}

/** At once, while everything waits: for what cannot wait. Returns whether it is there. */
export function loadLaterPartNow() {
  if (here) return true;
  try {
    const request = new XMLHttpRequest();
    request.open('GET', address, false);
    request.overrideMimeType('text/plain; charset=x-user-defined'); // one character a byte
    request.send();
    if (request.status === 200) join(new WebAssembly.Module(Uint8Array.from(request.responseText, (byte) => byte.charCodeAt(0))));
  } catch {
    forget(address); // lost, for now
  }
  return here;
}

/** What the first part imports: where a call comes too early, it waits for the later part. */
export const placeholders = new Proxy(
  {},
  {
    get: (_, slot) =>
      (...values) => {
        if (!loadLaterPartNow()) throw new Error('A part of the page could not be loaded. Is there a connection?');
        const table = Object.values(first).find((one) => one instanceof WebAssembly.Table);
        return table.get(Number(slot))(...values);
      },
  },
);

/** @param {WebAssembly.Instance} instance of the first part */
export function beginWith(instance) {
  first = instance.exports;
}

/** The application, or somebody's press, will need it soon. */
export function wantLaterPart() {
  loadLaterPart().catch(() => {}); // the application has been told
}

/** A promise that the later part is there. After a failure the next call tries again. */
export function loadLaterPart() {
  if (arriving) return arriving;
  const load = async () => {
    tell(here ? state.here : state.notYet);
    try {
      const compile = async (answer) => WebAssembly.compileStreaming(asProgram(await answer));
      if (!here) join(await readOrAskAgain(address, compile));
    } catch {
      arriving = null;
      lost = true;
      tell(state.lost);
      throw new Error('A part of the page could not be loaded. Is there a connection?');
    }
    lost = false;
    tell(state.here);
  };
  return (arriving = load());
}

/**
 * Loads it for the running application whenever somebody does something and it is not there: the first
 * time, and again while it is lost.
 */
export function loadWhenNeeded(module) {
  tell = (now) => module.setLaterPart(now);
  if (here) tell(state.here); // wanted by the first picture
  const load = () => !here && wantLaterPart();
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, load, { capture: true });
  addEventListener('online', () => lost && load());
}
