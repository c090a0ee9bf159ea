// From whatever state a random walk reaches, by a seed, a reload comes back to the same bits. By hand
// as long as one likes: BACKPROP_SEEDS=1,2,3 BACKPROP_WALK=200 node --test tests/browser/reload_walk.test.mjs
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { until } from './support/page.mjs';
import { randomBy } from './support/random_user.mjs';
import { siteIn } from './support/site.mjs';

const seeds = (process.env.BACKPROP_SEEDS ?? '1,2').split(',').map(Number);
const length = Number(process.env.BACKPROP_WALK ?? 10);
const start = 'dataset=xor&layers=4,3&optimizer=momentum&batchSize=7&seed=5';

const ownLesson = (number) =>
  `lesson: mine-${number}\ntitle: Mine\nsummary: A test.\nlink: dataset=xor&layers=3&optimizer=adam\n# One\nText.\nrun: 5 steps\n# Two\nMore.\nset: learningRate=0.3\nrun: 3 steps\n`;

/** What must be the same afterwards. */
const stateOf = (playground) =>
  playground.evaluate(() => {
    const { playground } = window;
    const { step, phase } = playground.metrics();
    const other = playground.other();
    return {
      hash: playground.hash(),
      step,
      phase: phase % 5,
      other: other && [other.hash, other.step],
      settings: playground.settings().map(({ name, value }) => `${name}=${value}`).join('&'),
      speed: playground.get('speed'),
      lesson: playground.places().includes('lesson.close') || playground.places().some((name) => name.startsWith('lesson.')),
    };
  });

describe('a reload in chromium', () => {
  const site = siteIn('chromium');

  const walk = async (seed) => {
    const random = randomBy(seed);
    const below = (count) => Math.floor(random() * count);
    const one = (list) => list[below(list.length)];
    const playground = await site.open({ fragment: start, width: 1440, height: 900 });
    const actions = {
      step: () => playground.call('step', 1 + below(40)),
      phase: () => playground.call('phase'),
      rate: () => playground.call('set', 'learningRate', one([0.01, 0.1, 0.3, 1])),
      optimizer: () => playground.call('set', 'optimizer', one(['sgd', 'momentum', 'adam'])),
      layers: () => playground.call('set', 'layers', one(['', '4', '4,3', '6,5,4'])),
      dropout: () => playground.call('set', 'dropout', one([0, 0.2])),
      data: () => playground.call('set', 'dataset', one(['xor', 'moons', 'spiral', 'rings'])),
      speed: () => playground.call('set', 'speed', one(['60', 'max', 'phase'])),
      back: async () => playground.call('set', 'step', below((await playground.metrics()).step + 1)).catch(() => {}),
      undo: () => press('z', true),
      redo: () => press('y', true),
      compare: async () => playground.call('compare', (await playground.call('other')) === null),
      swap: async () => ((await playground.call('places')).includes('compare.swap') ? playground.click('compare.swap') : undefined),
      reset: () => playground.call('reset'),
      play: async () => {
        await playground.call('play');
        await playground.frames(4 + below(20));
        if (random() < 0.7) await playground.call('pause');
      },
      far: async () => {
        // Past what a link may ask for
        await playground.call('set', 'layers', '8,8,8,8,8,8,8,8');
        await playground.call('set', 'samples', 5000);
        await playground.call('set', 'batchSize', 5000);
        await playground.call('step', 3);
      },
      points: () =>
        playground.call('openFile', Array.from({ length: 8 + below(20) }, () => [4 * random() - 2, 4 * random() - 2, below(2)].map((x) => x.toFixed(2)).join()).join('\n'), 'points.csv').catch(() => {}),
      document: async () => {
        const bytes = await playground.evaluate(async () => new TextDecoder().decode((await window.playground.exportAs('json')).bytes));
        await playground.call('openFile', bytes, 'run.json');
      },
      paint: async () => {
        const plane = await playground.where('output.plane');
        await playground.click('data.paint').catch(() => {});
        await playground.page.mouse.click(plane.x + (0.1 + 0.8 * random()) * plane.width, plane.y + (0.1 + 0.8 * random()) * plane.height, { delay: 40 });
        await playground.frames(6);
      },
      edit: async () => {
        const places = (await playground.call('places')).filter((name) => /^network\.(edge|bias)\./.test(name));
        if (places.length === 0) return;
        await playground.click(one(places), { count: 2 });
        await playground.page.keyboard.type(one(['0.5', '-1', '2']));
        await playground.page.keyboard.press('Enter');
        await playground.frames(6);
        await playground.press('Escape');
      },
      lesson: async () => {
        await playground.call('open', `lesson=${one(['zero-init', 'linear-depth', 'momentum', 'rate-too-high'])}`);
        await playground.where('lesson.close'); // it comes with the later part
      },
      own: () => playground.call('openFile', ownLesson(below(3)), 'mine.txt'),
      act: async () => {
        for (const name of ['lesson.run', 'lesson.next']) {
          if (random() < 0.6 && (await playground.call('places')).includes(name)) await playground.click(name).catch(() => {});
        }
      },
    };
    const press = async (key, control) => {
      await playground.page.focus('#canvas');
      if (control) await playground.page.keyboard.down('Control');
      await playground.page.keyboard.press(key, { delay: 40 });
      if (control) await playground.page.keyboard.up('Control');
      await playground.frames(6);
    };
    const names = Object.keys(actions);
    const done = [];
    for (let i = 0; i < length; ++i) {
      const count = 1 + below(4);
      for (let j = 0; j < count; ++j) {
        const name = one(names);
        done.push(name);
        await actions[name]();
      }
      if (random() < 0.5) await playground.call('pause');
      const training = (await playground.metrics()).playing;
      await until(() => playground.evaluate(() => window.playground.messages().every(({ text }) => !/being trained to/.test(text))), 'the step to be reached', 60000);
      // While it trains the state is that of the moment the page goes: it says so itself.
      await playground.evaluate(() => {
        addEventListener('pagehide', () => {
          const other = window.playground.other();
          const { step } = window.playground.metrics();
          sessionStorage.setItem('walk', JSON.stringify({ hash: window.playground.hash(), step, other: other && [other.hash, other.step] }));
        });
      });
      await playground.frames(4); // what was opened is drawn
      const before = await stateOf(playground);
      await playground.page.reload();
      await playground.ready();
      const left = await playground.evaluate(() => JSON.parse(sessionStorage.getItem('walk')));
      const expected = { ...before, ...left };
      if (training) expected.phase = undefined;
      let after;
      await until(
        async () => {
          after = await stateOf(playground);
          if (training) after.phase = undefined;
          return JSON.stringify(after) === JSON.stringify(expected);
        },
        'the same state',
        15000,
      ).catch(() => {});
      assert.deepEqual(after, expected, `seed ${seed}, reload ${i + 1}, after ${done.join(' ')}: ${await playground.evaluate(() => location.hash)}`);
      done.push('RELOAD');
    }
    await playground.close();
  };

  for (const seed of seeds) it(`comes back to the same bits, by seed ${seed}`, () => walk(seed));
});
