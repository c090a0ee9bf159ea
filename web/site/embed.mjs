// <backprop-playground link="dataset=spiral&layers=6,5"></backprop-playground>: a playground in a
// course page. Load this file as a module; it needs the page's folder around it, and nothing else.
//
// Attributes: link (an experiment, as in the page's address), show (what of "network,output,play";
// all by default), theme ("dark" or "light"; the reader's by default), label (what screen readers
// call it). It loads when it comes near the view, and rests while it is out of view.
//
// The element's own JavaScript (its file must be of the same origin as the page, as the browser then
// lets it reach inside): `ready` (a promise), `play()`, `pause()`, `step(n)`, `metrics()`, the `link`
// property, `playground` (everything, see api.d.mts), and the events `ready` and `metrics`, whose
// `detail` is what metrics() gives, at most ten times a second.
import css from './embed.css';

const page = new URL('./', import.meta.url);
const eventPause = 100; // milliseconds

/** @returns {BackpropPlayground} */
const playgroundOf = (/** @type {any} */ element) => element;
// Soon in view: they begin to load. In view or not: they run or rest.
const near = new IntersectionObserver(
  (entries) => entries.forEach(({ isIntersecting, target }) => isIntersecting && playgroundOf(target).load()),
  { rootMargin: '300px' },
);
const seen = new IntersectionObserver((entries) =>
  entries.forEach(({ isIntersecting, target }) => playgroundOf(target).rest(!isIntersecting)),
);

class BackpropPlayground extends HTMLElement {
  static observedAttributes = ['link', 'theme', 'show'];

  #frame = null;
  #note = document.createElement('p');
  #playground = null;
  #ready = withResolvers();
  #resting = false;
  #pause = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    root.append(this.#note);
    this.#ready.promise.catch(() => {}); // whoever asks hears of it
  }

  connectedCallback() {
    this.#note.textContent = 'Backprop Playground';
    near.observe(this);
    seen.observe(this);
  }

  disconnectedCallback() {
    near.unobserve(this);
    seen.unobserve(this);
    clearTimeout(this.#pause);
    this.#frame?.remove();
    if (this.#playground) this.#ready = withResolvers();
    this.#frame = this.#playground = null;
    this.#resting = false;
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#frame) return;
    if (name === 'link' && this.#playground) this.#playground.open(now ?? '');
    else this.reload();
  }

  /** Loads it now, wherever it is. */
  load() {
    near.unobserve(this);
    if (this.#frame || !this.isConnected) return;
    const frame = document.createElement('iframe');
    frame.title = this.getAttribute('label') ?? 'Backprop Playground';
    frame.allow = 'clipboard-write';
    frame.src = this.#address();
    frame.addEventListener('load', () => this.#watch(frame));
    this.#frame = frame;
    this.#note.textContent = 'Loading…';
    this.shadowRoot.append(frame);
  }

  reload() {
    this.#frame.remove();
    this.#frame = this.#playground = null;
    this.load();
  }

  /** While it is out of view it does not train. */
  rest(away) {
    if (!this.#playground) return;
    if (away && this.#playground.metrics().playing) {
      this.#resting = true;
      this.#playground.pause();
    } else if (!away && this.#resting) {
      this.#resting = false;
      this.#playground.play();
    }
  }

  /** A promise of the running playground. */
  get ready() {
    return this.#ready.promise;
  }

  /** window.playground of the embedded page, once it runs. */
  get playground() {
    return this.#playground;
  }

  get link() {
    return this.#playground?.link() ?? this.getAttribute('link') ?? '';
  }
  set link(link) {
    if (this.getAttribute('link') === link) this.#playground?.open(link);
    else this.setAttribute('link', link);
  }

  play() {
    this.#running().play();
  }
  pause() {
    this.#resting = false;
    this.#running().pause();
  }
  step(n = 1) {
    this.#running().step(n);
  }
  metrics() {
    return this.#running().metrics();
  }

  #running() {
    if (!this.#playground) throw new Error('This playground does not run yet: await its `ready`.');
    return this.#playground;
  }

  #address() {
    const query = new URLSearchParams({ embed: this.getAttribute('show') ?? '' });
    if (this.hasAttribute('theme')) query.set('theme', this.getAttribute('theme'));
    const link = (this.getAttribute('link') ?? '').replace(/^#/, '');
    return `${page}?${query}#${link}`;
  }

  #watch(frame) {
    let inside;
    try {
      inside = frame.contentWindow;
      inside.document; // throws where it is not ours to touch
    } catch {
      this.#ready.reject(new Error(`The playground is on another origin, ${page.origin}: it runs, but scripts cannot reach it.`));
      this.#note.textContent = '';
      return;
    }
    const begin = () => this.#begin(frame, inside);
    if (inside.playground) begin();
    else inside.addEventListener('playground-ready', begin, { once: true });
  }

  #begin(frame, inside) {
    if (frame !== this.#frame) return; // gone meanwhile
    this.#playground = inside.playground;
    this.#note.textContent = '';
    inside.document.getElementById('canvas').addEventListener('playground-change', () => this.#tell());
    this.#ready.resolve(this.#playground);
    this.dispatchEvent(new CustomEvent('ready'));
    this.#tell();
  }

  // One event for the changes of a moment.
  #tell() {
    if (this.#pause) return;
    this.#pause = window.setTimeout(() => {
      this.#pause = 0;
      if (this.#playground) this.dispatchEvent(new CustomEvent('metrics', { detail: this.metrics() }));
    }, eventPause);
  }
}

function withResolvers() {
  const result = {};
  result.promise = new Promise((resolve, reject) => Object.assign(result, { resolve, reject }));
  return result;
}

customElements.define('backprop-playground', BackpropPlayground);
