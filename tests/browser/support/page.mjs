// The playground on a page under test: opened, looked at, clicked.
import { decode, difference } from './pixels.mjs';

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Polls until `probe` gives something true, and gives that back. */
export async function until(probe, what, timeout = 60000) {
  const end = Date.now() + timeout;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${timeout} ms in vain: ${what}`);
    await pause(30);
  }
}

/**
 * Opens the page and waits until the playground is there.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url of the site
 * @param {object} [options]
 * @param {string} [options.fragment] experiment in the address, without #
 * @param {number} [options.width] in CSS pixels
 * @param {number} [options.height]
 * @param {number} [options.scale] device pixels per CSS pixel. A half, as most tests look at no pixels, and without a
 *   graphics card drawing them takes most of the time; who compares pictures wants 1.
 * @param {'dark' | 'light'} [options.scheme] Chromium only
 * @param {() => void} [options.before] runs in the page before any script of it
 * @param {boolean} [options.ready] false: does not wait for the playground
 */
export async function openPage(browser, url, options = {}) {
  const { fragment = '', width = 1200, height = 720, scale = 0.5, scheme, before, ready = true } = options;
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warn', 'assert'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (/** @type {any} */ error) => complaints.push(String(error?.stack ?? error)));
  await page.setViewport({ width, height, deviceScaleFactor: scale });
  if (scheme) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  if (before) await page.evaluateOnNewDocument(before);
  await page.goto(url + (fragment ? `#${fragment}` : ''));
  const playground = new PlaygroundPage(page, complaints);
  if (ready) await playground.ready();
  return playground;
}

export class PlaygroundPage {
  constructor(page, complaints) {
    this.page = page;
    /** Errors and warnings of the console, and uncaught ones. */
    this.complaints = complaints;
  }

  close() {
    return this.page.close();
  }

  evaluate(f, ...args) {
    return this.page.evaluate(f, ...args);
  }

  /** Calls window.playground[name](...args). */
  call(name, ...args) {
    return this.page.evaluate((method, values) => window.playground[method](...values), name, args);
  }

  metrics() {
    return this.call('metrics');
  }

  async ready() {
    await until(
      async () => {
        const failed = await this.evaluate(() => {
          const panel = document.getElementById('panel');
          return panel?.classList.contains('failed') && panel.innerText;
        });
        if (failed) throw new Error(`The page failed: ${failed}`);
        return this.evaluate(() => window.playground?.places().length > 0);
      },
      'window.playground and a first frame',
      60000,
    );
    await this.frames();
  }

  /** Waits for the browser's next pictures: events are handled and drawn by then. */
  frames(count = 3) {
    return this.page.evaluate(
      (n) =>
        new Promise((/** @type {(_?: unknown) => void} */ done) => {
          const next = () => (n-- > 0 ? requestAnimationFrame(next) : done());
          next();
        }),
      count,
    );
  }

  /** The place of a widget in CSS pixels of the page, once it is there. */
  where(name) {
    return until(
      () =>
        this.evaluate((place) => {
          try {
            return window.playground.where(place);
          } catch {
            return null;
          }
        }, name),
      `a widget ${name}`,
      20000,
    );
  }

  async centre(name) {
    const { x, y, width, height } = await this.where(name);
    return [x + width / 2, y + height / 2];
  }

  /**
   * The middle of a widget that has come to rest: what opened or grew beside it may still move it.
   * @param {string} name
   * @param {(x: number, y: number) => Promise<void>} [each] is done wherever it is seen, before it is looked at again
   */
  async resting(name, each) {
    for (let tries = 0; ; ++tries) {
      const [x, y] = await this.centre(name);
      await each?.(x, y);
      await this.frames();
      const now = await this.centre(name);
      if ((now[0] === x && now[1] === y) || tries === 20) return now;
    }
  }

  /** A real mouse click in the middle of a widget. */
  async click(name, options) {
    const [x, y] = await this.resting(name, (...at) => this.page.mouse.move(...at));
    await this.page.mouse.click(x, y, { delay: 40, ...options });
    // Press and release take a frame each, what they ask for is done in the next and then drawn.
    await this.frames(6);
  }

  /** A finger's tap in the middle of a widget. */
  async tap(name) {
    const [x, y] = await this.resting(name);
    await this.page.touchscreen.tap(x, y);
    await this.frames(8);
  }

  async hover(name) {
    await this.resting(name, (...at) => this.page.mouse.move(...at));
  }

  async press(key) {
    await this.page.keyboard.press(key, { delay: 40 });
    await this.frames(6);
  }

  /** Pixels of the page, or of a widget, as { width, height, data } in device pixels. */
  async picture(name) {
    const clip = name === undefined ? undefined : await this.where(name);
    return decode(await this.page.screenshot({ clip }));
  }

  /** Waits until a widget looks different from `before`, in more than a share of its pixels. */
  differs(name, before, share, what = 'another picture') {
    return until(async () => difference(before, await this.picture(name)) > share, `${name}: ${what}`, 20000);
  }

  /** Waits until a widget looks as it did `before`, but for a share of its pixels. */
  isAgain(name, before, what = 'the same picture', share = 0) {
    return until(async () => difference(before, await this.picture(name)) <= share, `${name}: ${what}`, 20000);
  }
}
