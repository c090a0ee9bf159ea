// window.playground: the application for scripts, and the words for those who cannot see the canvas.

const longestText = 8 * 2 ** 20 + 1; // one more than can be opened: the application says so itself
const patience = 3; // seconds that a call may take
const slice = 0.03; // and a part of one that lets the page go on
const roomy = 2 ** 16; // what there is always room for

/**
 * @param {import('./playground.d.ts').MainModule} module
 * @param {HTMLCanvasElement} canvas
 * @param {() => Promise<void>} laterPart loads it (later.mjs)
 */
export function makeApi(module, canvas, laterPart) {
  const check = (message) => {
    if (message) throw new Error(message);
  };
  const whole = (n, call) => {
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`${call} takes a whole number of steps, not ${n}.`);
    return n;
  };
  const goesOn = () => module.canGoOn(); // neither diverged nor without points or memory
  // Texts go through the program's memory: not more of them than anything can be made of there, and
  // nothing at all where that has no room.
  const bounded = (text) => {
    const part = String(text).slice(0, longestText);
    if (part.length > roomy && !module.canHave(3 * part.length)) throw new Error('There is not enough memory for a text of that length.');
    return part;
  };
  return Object.freeze({
    play: () => module.play(),
    pause: () => module.pause(),
    /**
     * Does n whole steps and pauses; a step begun phase by phase is finished first. Everything waits
     * meanwhile: what takes longer than three seconds is not done to its end, and says so.
     */
    step(n = 1) {
      const done = module.step(whole(n, 'step(n)'), patience);
      if (done < n && goesOn()) {
        throw new Error(`After ${patience} seconds ${done} of ${n} steps are done: await train(${n - done}) does the others while the page goes on.`);
      }
      return done;
    },
    /** Does n whole steps, a little in every picture; a promise of how many were done. */
    async train(n, { signal, progress } = {}) {
      whole(n, 'train(n)');
      let done = 0;
      for (;;) {
        signal?.throwIfAborted();
        const now = done < n ? module.step(n - done, slice) : 0;
        done += now;
        progress?.(done);
        if (now === 0 || done >= n || !goesOn()) return done;
        await new Promise((next) => setTimeout(next));
      }
    },
    /** Does one phase and pauses; returns its name: forward, loss, backward, gradients or update. */
    phase: () => module.phase(),
    /** The same experiment from step 0, with the same weights as before. */
    reset: () => module.reset(),
    /**
     * Sets a property by its name in links, the speed, or the step (back through the run, or on by
     * training). Throws when the value cannot be used.
     */
    set: (name, value) => check(module.set(bounded(name), bounded(value))),
    /** A property as text, as links hold it. */
    get(name) {
      const answer = module.get(bounded(name));
      if (!answer.ok) throw new Error(answer.text);
      return answer.text;
    },
    /** Step, epoch, phases done of the current step, losses and accuracies. */
    metrics: () => ({ ...module.metrics(), playing: module.playing() }),
    /** Keeps the run as it is beside the one that is changed from now on, or lets it go. */
    compare: (on = true) => check(module.compare(Boolean(on))),
    /** The run compared with: its metrics, hash and link. null without one. */
    other() {
      const other = module.other();
      return other ? { ...other.metrics, hash: other.hash, link: other.link } : null;
    },
    /** A hash over the bits of all parameters, 16 hexadecimal digits: equal on every machine. */
    hash: () => module.hash(),
    /** The experiment at this step, as the part of an address after the #. */
    link: () => module.link(),
    /** Replaces the experiment by that of a link. */
    open: (link) => module.open(bounded(link)),
    /** The links to it: at this step ('' where none leads here), from its start, with its weights. */
    links: () => module.links(),
    /** Whether a text is a link to an experiment, and what of it differs here or cannot be used. */
    linkNotes: (link) => module.linkNotes(bounded(link)),
    /** The canvas as it is now: a promise of a PNG. */
    picture: () =>
      new Promise((done, refuse) => {
        if (!module.draw()) refuse(new Error('The canvas is not drawn now.'));
        canvas.toBlob((blob) => (blob ? done(blob) : refuse(new Error('No picture could be made.'))));
      }),
    /** Opens a saved run, a table of points or a link, by its content; throws what is wrong. */
    openFile: (text, name = '') => check(module.openFile(bounded(name), text instanceof Uint8Array ? text : bounded(text))),
    /** Every property with its value, default, range and choices. */
    settings: () => module.settings(),
    /** The messages on the canvas: { kind: 'note' | 'warning' | 'error', text }. */
    messages: () => module.messages(),
    /** What the run can be taken away as: a promise of [{ name, label, file, mime, help }, …]. */
    exportFormats: async () => (await import('./export.mjs')).exportFormats(),
    /** The run in one of those formats: a promise of { name, mime, bytes }, with the usual file name. */
    exportAs: async (format) => {
      await laterPart();
      return (await import('./export.mjs')).exportAs(module, String(format));
    },
    /** What is used of the memory, in bytes, and what may be remembered of the runs: see api.d.mts. */
    memory: () => module.memory(),
    /** Where the time of the last frames went: start in seconds, step, and parts in milliseconds. */
    frameTimes: () => module.frameTimes(),
    /** The names of the widgets of the last frame. */
    places: () => module.places(),
    /** Where a widget is, in CSS pixels of the page. */
    where(name) {
      const place = module.where(bounded(name));
      if (!place) throw new Error(`There is no ${name} on the canvas now.`);
      const box = canvas.getBoundingClientRect();
      return { ...place, x: place.x + box.x, y: place.y + box.y };
    },
  });
}

const number = (value, digits) =>
  Number.isFinite(value) ? Number(value.toPrecision(digits)).toString() : 'none';

/** One sentence or two about the state of the training. */
export function describe(metrics, other = null) {
  const parts = [`Step ${metrics.step}`, `epoch ${number(metrics.epoch, 3)}`];
  parts.push(`training loss ${number(metrics.trainLoss, 3)}`);
  parts.push(`test loss ${number(metrics.testLoss, 3)}`);
  if (Number.isFinite(metrics.testAccuracy)) {
    parts.push(`test accuracy ${number(100 * metrics.testAccuracy, 3)} %`);
  }
  if (other) parts.push(`compared with training loss ${number(other.trainLoss, 3)}`);
  const state = metrics.diverged ? 'Training has diverged.' : metrics.playing ? 'Training.' : 'Paused.';
  return `${state} ${parts.join(', ')}.`;
}

/** Keeps the summary and the real controls in step with the canvas, without chattering. */
export function keepSummary(playground, canvas, summary, controls) {
  const toggle = controls.querySelector('[data-action=toggle]');
  const act = {
    toggle: () => (playground.metrics().playing ? playground.pause() : playground.play()),
    step: () => playground.step(),
    phase: () => playground.phase(),
    reset: () => playground.reset(),
  };
  let spoken = '';
  let spokenAt = 0;
  let timer = null;
  const refresh = (now) => {
    const metrics = playground.metrics();
    toggle.textContent = metrics.playing ? 'Pause' : 'Play';
    const text = describe(metrics, playground.other());
    const changed = text !== spoken;
    // While it trains every sentence is new: one in fifteen seconds is enough to listen to.
    if (changed && (now || !metrics.playing || spoken === '' || performance.now() - spokenAt >= 15000)) {
      summary.textContent = spoken = text;
      spokenAt = performance.now();
    }
  };
  controls.addEventListener('click', (event) => {
    act[event.target.dataset.action]?.();
    refresh(true);
  });
  controls.hidden = false;
  refresh(true);
  canvas.addEventListener('playground-change', () => {
    timer ??= setTimeout(() => {
      timer = null;
      refresh(false);
    }, 1000);
  });
}
