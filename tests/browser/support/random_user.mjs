// A user who does anything at all: mouse, keyboard and fingers, on whatever is there, by a seed.
// A run with the same seed does much the same; not exactly, for what is there depends on the time.
import { openPage, pause, until } from './page.mjs';

/** Numbers in [0, 1) by a seed (mulberry32). */
export function randomBy(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Experiments to begin with: small, usual, wild, and the largest there are. */
export const largest =
  'layers=64,64,64,64,64,64,64,64&samples=10000&trainFraction=1&batchSize=10000&optimizer=adam&speed=max&compare=optimizer%3Dsgd';
const links = [
  '',
  'dataset=xor&layers=4,3&optimizer=momentum&batchSize=7&seed=5&speed=max',
  'dataset=rings&classes=3&loss=cross_entropy&layers=8,8,8,8,8,8&optimizer=adam&compare=optimizer%3Dsgd',
  'problem=regression&dataset=plane&activation=relu&learningRate=10&layers=4&optimizer=sgd&speed=max',
  'dataset=custom',
  largest,
];

const kMostLeft = 5;

const keys = [
  'Space', 'ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'KeyP', 'KeyR', 'KeyC', 'KeyS', 'Escape', 'Tab', 'Enter',
  'Backspace', 'Delete', 'Home', 'End', 'PageUp', 'PageDown', 'Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit0',
  'Period', 'Minus', 'KeyE', 'Slash', 'F2',
];
const texts = ['0.3', '-1', '1e9', 'nan', '8,8', '64', '10000', '3', 'x1'];
// What leaves the page, or asks the browser's user something.
const leavesAlone = /^toolbar\.(export|open|playground)|^data\.(open|save)/;

export class RandomUser {
  /**
   * @param {import('./page.mjs').PlaygroundPage} playground
   * @param {number} seed
   * @param {string[]} opens links that are opened now and then
   */
  constructor(playground, seed, opens = links) {
    this.playground = playground;
    this.opens = opens;
    this.page = playground.page;
    this.random = randomBy(seed);
    /** What was done last, for whoever looks for a fault. */
    this.done = [];
    /** How often the page was left by what was done, beside reloads. */
    this.left = 0;
    this.page.on('dialog', (dialog) => dialog.dismiss().catch(() => {}));
    this.page.on('popup', (other) => other?.close().catch(() => {}));
  }

  below(count) {
    return Math.floor(this.random() * count);
  }
  one(list) {
    return list[this.below(list.length)];
  }

  /** Somewhere on the page, mostly on something. */
  async spot() {
    const { width, height } = this.page.viewport();
    if (this.random() < 0.15) return { name: 'anywhere', x: this.random() * width, y: this.random() * height };
    const found = await this.playground.evaluate((share, alone) => {
      const { playground } = window;
      const names = playground.places().filter((name) => !new RegExp(alone).test(name));
      // Kinds of things first, or the many neurons and edges would have all the clicks.
      const kinds = [...new Set(names.map((name) => name.split('.').slice(0, 2).join('.')))];
      const kind = kinds[Math.floor(share[0] * kinds.length)];
      const those = names.filter((name) => name === kind || name.startsWith(`${kind}.`));
      const name = those[Math.floor(share[1] * those.length)];
      try {
        return { name, ...playground.where(name) };
      } catch {
        return null; // gone between the two calls
      }
    }, [this.random(), this.random()], leavesAlone.source);
    if (!found) return { name: 'nothing', x: width / 2, y: height / 2 };
    const inside = (at, size, most) => Math.min(Math.max(at + this.random() * size, 0), most - 1);
    return { name: found.name, x: inside(found.x, found.width, width), y: inside(found.y, found.height, height) };
  }

  async press(key) {
    const held = [];
    for (const [modifier, share] of /** @type {[string, number][]} */ ([['Shift', 0.15], ['Control', 0.1]])) if (this.random() < share) held.push(modifier);
    if (held.includes('Control') && !['KeyP', 'KeyR', 'KeyC', 'KeyS'].every((other) => other !== key)) held.length = 0; // the browser's own
    for (const one of held) await this.page.keyboard.down(one);
    await this.page.keyboard.press(key);
    for (const one of held) await this.page.keyboard.up(one);
    return `${held.join('+')} ${key}`;
  }

  /** How often, and what.
   * @type {[number, () => Promise<string>][]}
   */
  actions = [
    [6, async () => {
      const { name, x, y } = await this.spot();
      await this.page.mouse.move(x, y);
      return `over ${name}`;
    }],
    [24, async () => {
      const { name, x, y } = await this.spot();
      await this.page.mouse.move(x, y);
      const button = this.random() < 0.1 ? 'right' : 'left';
      await this.page.mouse.click(x, y, { button, count: this.random() < 0.1 ? 2 : 1, delay: this.random() < 0.5 ? 0 : 30 });
      return `${button} on ${name}`;
    }],
    [8, async () => {
      const from = await this.spot();
      const to = this.random() < 0.5 ? await this.spot() : { name: 'near', x: from.x + 80 * (this.random() - 0.5), y: from.y + 40 * (this.random() - 0.5) };
      await this.page.mouse.move(from.x, from.y);
      await this.page.mouse.down();
      await this.page.mouse.move(to.x, to.y, { steps: 1 + this.below(6) });
      await this.page.mouse.up();
      return `drag ${from.name} to ${to.name}`;
    }],
    [4, async () => {
      const deltaY = 400 * (this.random() - 0.5);
      await this.page.mouse.wheel({ deltaY, deltaX: this.random() < 0.2 ? deltaY : 0 });
      return 'wheel';
    }],
    [16, async () => this.press(this.one(keys))],
    [2, async () => {
      await this.page.keyboard.down('Control');
      await this.page.keyboard.press(this.random() < 0.6 ? 'KeyZ' : 'KeyY');
      await this.page.keyboard.up('Control');
      return 'undo or redo';
    }],
    [3, async () => {
      const text = this.one(texts);
      await this.page.keyboard.type(text);
      if (this.random() < 0.7) await this.page.keyboard.press('Enter');
      return `types ${text}`;
    }],
    [8, async () => {
      const { name, x, y } = await this.spot();
      await this.page.touchscreen.tap(x, y);
      return `tap ${name}`;
    }],
    [4, async () => {
      const from = await this.spot();
      const to = await this.spot();
      const finger = await this.page.touchscreen.touchStart(from.x, from.y);
      const second = this.random() < 0.3 ? await this.page.touchscreen.touchStart(to.x, to.y) : null;
      for (let i = 1; i <= 4; ++i) await finger.move(from.x + ((to.x - from.x) * i) / 4, from.y + ((to.y - from.y) * i) / 4);
      await finger.end();
      await second?.end();
      return `${second ? 'fingers' : 'finger'} ${from.name} to ${to.name}`;
    }],
    [0.4, async () => {
      // Without a graphics card a picture costs by its pixels: only a phone is sharp.
      const [width, height, sharpest] = this.one([[1440, 900, 1], [1024, 768, 1], [390, 844, 2], [700, 400, 2]]);
      await this.page.setViewport({ width, height, deviceScaleFactor: this.one([1, sharpest]), hasTouch: true });
      return `window ${width}×${height}`;
    }],
    [0.5, async () => {
      const link = this.one(this.opens);
      await this.playground.evaluate((text) => window.playground.open(text), link);
      return `opens ${link}`;
    }],
    [0.4, async () => {
      await this.page.reload();
      await this.playground.ready();
      return 'reload';
    }],
    [0.3, async () => {
      // Not back out of the page, to the empty one before it.
      await this.playground.evaluate((way) => {
        const { navigation } = /** @type {any} */ (window);
        const entry = navigation.entries()[navigation.currentEntry.index + way];
        if (entry?.url.startsWith(location.origin)) history.go(way);
      }, this.random() < 0.5 ? -1 : 1);
      // Behind a reload it is another document.
      await pause(300);
      const there = async () => this.playground.ready().then(() => true, () => false);
      await until(there, 'the page, back or forward');
      return 'back or forward';
    }],
    [0.3, async () => {
      await this.playground.evaluate(() => {
        for (const value of [true, false]) {
          Object.defineProperty(document, 'hidden', { configurable: true, value });
          document.dispatchEvent(new Event('visibilitychange'));
        }
      });
      return 'another tab and back';
    }],
    [0.2, async () => {
      await this.playground.evaluate(async () => {
        const loss = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
        loss.loseContext();
        await new Promise((done) => setTimeout(done, 50));
        loss.restoreContext();
      });
      return 'graphics lost and back';
    }],
  ];

  async act() {
    const sum = this.actions.reduce((total, [weight]) => total + weight, 0);
    let at = this.random() * sum;
    const [, action] = this.actions.find(([weight]) => (at -= weight) < 0) ?? this.actions[0];
    // Dialogs of the page lie over everything: now and then they are closed.
    this.done.push(await action());
    if (this.done.length > 40) this.done.shift();
  }

  /**
   * Weights can be so large that the loss overflows, though they are numbers still. Then there is no
   * other step: it diverges, and changes nothing.
   */
  async isAtItsEnd() {
    return this.playground.evaluate(() => {
      const { playground } = window;
      const before = [playground.hash(), playground.other()?.hash];
      playground.step(1);
      const runs = [playground.metrics(), playground.other()].filter(Boolean);
      const ended = runs.every(({ trainLoss, diverged }) => Number.isFinite(trainLoss) || diverged);
      const kept = runs.every(({ diverged }, i) => !diverged || before[i] === [playground.hash(), playground.other()?.hash][i]);
      return ended && kept;
    });
  }

  /** What must hold at any time. Throws what does not; gives the memory that is used. */
  async check() {
    const state = await Promise.race([
      this.playground.evaluate(() => {
        const { playground } = window;
        return {
          panel: document.getElementById('panel').hidden ? '' : document.getElementById('panel').innerText,
          metrics: playground.metrics(),
          other: playground.other(),
          memory: playground.memory(),
          hash: playground.hash(),
          link: playground.link(),
          points: playground.get('dataset'),
        };
      }),
      // Patient, for the largest experiment beside a compiler; tests of memory say how long a call may take.
      new Promise((_, refuse) => setTimeout(() => refuse(new Error('The page does not answer within 90 s')), 90000).unref()),
    ]);
    const fail = (what) => {
      throw new Error(`${what}\n${state.link.slice(0, 300)}\nafter\n  ${this.done.join('\n  ')}`);
    };
    if (/stopped|could not/.test(state.panel)) fail(state.panel);
    const lost = [state.metrics, state.other].some((metrics) => metrics && !Number.isFinite(metrics.trainLoss));
    if (lost && state.points !== 'custom' && !(await this.isAtItsEnd())) {
      fail(`The training loss is ${state.metrics.trainLoss} at step ${state.metrics.step}`);
    }
    const { memory } = state;
    if (memory.remembered > memory.budget) fail(`${memory.remembered} bytes are remembered of ${memory.budget}`);
    return memory;
  }

  /**
   * Does so many things, or as many as come to the end of the time, and looks after every few of them whether all is well.
   * @param {number} events
   * @param {(done: number, most: any, left?: string) => void} [told]
   * @param {number} [end] when it ends at the latest, by performance.now()
   */
  async play(events, told = () => {}, end = Infinity) {
    const most = { used: 0, heap: 0, remembered: 0 };
    for (let i = 1; i <= events && performance.now() < end; ++i) {
      try {
        await this.act();
      } catch (error) {
        // The page went elsewhere and is loaded again, as by a reload: it has to come back whole.
        const left = /context was destroyed|reading 'filter'/.test(error.message) && ++this.left <= kMostLeft;
        if (!left) throw new Error(`${error.message}\nafter\n  ${this.done.join('\n  ')}`, { cause: error });
        let why = '';
        const there = () => this.playground.ready().then(() => true, (/** @type {Error} */ refused) => ((why = refused.message), false));
        await until(there, 'the page, loaded again', 120000).catch(({ message }) => {
          throw new Error(`${message}: ${why}\nat ${this.page.url()}\nafter\n  ${this.done.join('\n  ')}`);
        });
        const how = await this.playground.evaluate(() => {
          const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
          return `${entry.type} ${location.href.slice(0, 120)}`;
        });
        told(i, most, `left after ${this.done.at(-1)}: ${how}`);
      }
      if (i % 20 !== 0 && i !== events) continue;
      const memory = await this.check();
      for (const name of Object.keys(most)) most[name] = Math.max(most[name], memory[name]);
      await this.playground.evaluate(() => document.querySelector('dialog[open]')?.close());
      told(i, most);
    }
    return most;
  }
}

/** Opens the page for such a user: nothing is downloaded, no other page opened. */
export async function openForAnything(browser, url, fragment = '') {
  const playground = await openPage(browser, url, {
    fragment,
    width: 1024,
    height: 768,
    before: () => {
      HTMLAnchorElement.prototype.click = () => {};
      HTMLInputElement.prototype.click = () => {};
      window.open = () => null;
    },
  });
  await playground.page.setViewport({ width: 1024, height: 768, hasTouch: true }); // which loads it again
  await playground.ready();
  return playground;
}
