// Starts the application on the page, and shows what is in the way when it cannot.
import { keepSummary, makeApi } from './api.mjs';
import { openOnDrop, openOnPaste } from './files.mjs';
import { beginWith, loadLaterPart, loadLaterPartNow, loadWhenNeeded, placeholders, wantLaterPart } from './later.mjs';
import { asProgram, readOrAskAgain } from './kept.mjs';
import { hidePanel, offerRun, showFailure, showInterruption, showProgress } from './panel.mjs';
import program from './playground.wasm';
import { missing } from './support.mjs';
import { watchCalls, watchExports } from './watch.mjs';

const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('canvas'));
// Inside another page: that one has the focus, and scrolls. It shows from the first moment on.
const embedded = new URLSearchParams(location.search).has('embed');
if (embedded) document.documentElement.dataset.embed = 'true';

function detailsOf(error) {
  const what = String(error);
  const stack = String(error?.stack ?? '');
  return stack.includes(what) ? stack : `${what}\n${stack}`;
}

// The ring around the canvas is for those who come by keyboard.
addEventListener('keydown', (event) => {
  if (event.key === 'Tab') document.documentElement.dataset.movedBy = 'tab';
});
addEventListener('pointerdown', () => delete document.documentElement.dataset.movedBy);

/**
 * The program stopped: by an abort of its own or a trap of the machine. What others do on the page,
 * extensions and whoever scripts the playground, does not end it, and is not for this panel.
 */
function stopped(error, module) {
  const why = module.noMemory
    ? 'The browser has no more memory for it. Reloading starts it again.'
    : 'A mistake of ours made it stop. Reloading starts it again.';
  showFailure('The playground has stopped', why, detailsOf(error));
  try {
    const run = module.rescue();
    JSON.parse(run); // whole, then
    offerRun(run);
  } catch {
    // not even that: the address has the experiment
  }
}

/** The program, counted as it arrives and compiled meanwhile. */
async function instantiate(answer, imports) {
  const response = asProgram(await answer);
  // What arrives is counted unpacked; a packed length says nothing about that.
  const packed = response.headers.has('Content-Encoding');
  const total = packed ? 0 : Number(response.headers.get('Content-Length'));
  let loaded = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      loaded += chunk.byteLength;
      showProgress(loaded, total);
      controller.enqueue(chunk);
    },
  });
  const counted = new Response(response.body.pipeThrough(counter), {
    headers: { 'Content-Type': 'application/wasm' },
  });
  const program = await WebAssembly.instantiateStreaming(counted, { ...imports, 'later.deferred': placeholders });
  beginWith(program.instance);
  return program;
}

function watchContext() {
  let patience;
  canvas.addEventListener('playground-context', (event) => {
    clearTimeout(patience);
    if (event.detail === 'restored') {
      hidePanel();
      return;
    }
    patience = setTimeout(() => {
      showInterruption(
        'The graphics went away',
        'The browser took the graphics from this page and has not given them back yet. Training waits; nothing is lost until you reload.',
      );
    }, 1000);
  });
}

async function openDialog(name, playground) {
  if (name === 'playground') {
    open(`${location.pathname}#${playground.link()}`, '_blank', 'noopener');
    return;
  }
  const dialogs = await import('./dialogs.mjs').catch(() => null);
  if (dialogs) dialogs[name](playground, canvas);
  else alert('This part of the page could not be loaded. Is there a connection?');
}

/** After a reload: where the page was when it went, which its address may not say yet. */
function returnToWhereItWas() {
  try {
    const left = JSON.parse(sessionStorage.getItem('backprop.left'));
    sessionStorage.removeItem('backprop.left');
    const [{ type }] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
    // Not the hash: the browser loads the one from before the reload was asked for.
    const here = type === 'reload' && left?.page === location.pathname + location.search;
    if (here && !embedded) history.replaceState(left.state, '', left.hash || location.href);
  } catch {
    // nothing was kept
  }
}

async function start() {
  const lack = missing();
  if (lack) {
    showFailure(lack.title, lack.text);
    return;
  }
  returnToWhereItWas();
  showProgress(0, 0);
  const address = new URL(program, import.meta.url);
  const arriving = fetch(address);
  arriving.catch(() => {}); // reported where it is awaited
  const { default: createPlayground } = await import('./playground.mjs');
  watchContext();
  let loadingFailed;
  const failure = new Promise((_, reject) => (loadingFailed = reject));
  let whole = null; // the module, once it is there
  const stop = (error) => (whole ? stopped(error, whole) : loadingFailed(error));
  whole = await Promise.race([
    failure,
    createPlayground({
      canvas,
      arguments: [location.hash, location.search.replace(/^$/, '?')],
      instantiateWasm(imports, done) {
        readOrAskAgain(address, (answer) => instantiate(answer, imports), arriving)
          .then(({ instance, module }) => done(watchExports(instance, stop), module))
          .catch(loadingFailed);
        return {}; // asynchronous
      },
      loadLaterPart: loadLaterPartNow,
      wantLaterPart,
    }),
  ]);
  const module = watchCalls(whole, stop);
  if (!module.running()) throw new Error('The window could not be opened on the canvas.');
  loadWhenNeeded(module);
  hidePanel();
  requestAnimationFrame(() =>
    setTimeout(() => {
      performance.mark('playground-first-picture');
      // From now on the page works offline as well; where that is not to be had, it works all the same.
      navigator.serviceWorker?.register('sw.js', { updateViaCache: 'none' }).catch(() => {});
    }),
  );
  const playground = makeApi(module, canvas, loadLaterPart);
  Object.defineProperty(window, 'playground', { value: playground });
  keepSummary(playground, canvas, document.getElementById('summary'), document.getElementById('controls'));
  // The address is the experiment: a reload, back and forward come to what it says.
  const nothing = { document: '', other: '', lesson: '', phases: 0, in_lesson: false, ahead: false };
  const follow = () => module.openAddress(location.hash, { ...nothing, ...history.state });
  if (history.state) follow();
  // Not `hashchange`: two entries may for a moment have the same address, and differ beside it.
  addEventListener('popstate', follow);
  openOnDrop(playground);
  openOnPaste(playground, canvas);
  canvas.addEventListener('playground-dialog', (event) => {
    event.preventDefault();
    openDialog(event.detail, playground).catch(reportError);
  });
  if (!embedded) canvas.focus({ preventScroll: true });
  dispatchEvent(new Event('playground-ready'));
}

start().catch((error) => showFailure('The playground could not start', 'Reloading may help.', detailsOf(error)));
