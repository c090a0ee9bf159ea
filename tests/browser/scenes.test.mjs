// What the canvas looks like: scenes against pictures that somebody has looked at.
//
// BACKPROP_UPDATE_SCENES=1 takes the pictures anew: look at every one of them before it is committed.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch } from './support/browser.mjs';
import { openPage, until } from './support/page.mjs';
import { serveSite } from './support/server.mjs';

const folder = fileURLToPath(new URL('scenes/', import.meta.url));
const failures = fileURLToPath(new URL('../../build/scenes/', import.meta.url));
const update = process.env.BACKPROP_UPDATE_SCENES === '1';

const spiral =
  'dataset=spiral&layers=6,5,4&features=x1,x2,sinx1,sinx2&optimizer=momentum&initializer=xavier_normal&noise=0.05&seed=1971';

// What leads to a scene after its link is open: clicks and keys of a user, or steps by script.
const step = (count) => async (playground) => {
  // In parts, with a frame after each, so that what is recorded by the frame has its lines.
  for (let part = 0; part < 20; ++part) {
    await playground.call('step', count / 20);
    await playground.frames(1);
  }
};
const click = (...places) => async (playground) => {
  for (const place of places) await playground.click(place);
};
const press = (key) => (playground) => playground.press(key);
/** Moves the slider of the weight whose editor is open by so many pixels. */
const slide = (way) => async (playground) => {
  const [x, y] = await playground.resting('network.editor.slider');
  const { mouse } = playground.page;
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + way, y, { steps: 6 });
  await mouse.up();
  await playground.frames(4);
};

const scenes = {
  spiral: { link: spiral, steps: [step(900)] },
  'phase-backward': { link: 'dataset=xor&layers=4,3&seed=3', steps: [step(40), click('toolbar.phase.3')] },
  'phase-gradients': { link: 'dataset=circle&layers=4,4&seed=5', steps: [step(40), click('toolbar.phase.4', 'network.edges.1')] },
  classes: { link: 'dataset=blobs&classes=5&loss=cross_entropy&layers=8,6&learningRate=0.1', steps: [step(600)] },
  regression: { link: 'dataset=reg-gauss&layers=6,4', steps: [step(800)] },
  vanishing: {
    link: 'dataset=circle&layers=8,8,8,8,8,8&activation=sigmoid&loss=bce&seed=2',
    steps: [step(60), click('inside.flow')],
  },
  landscape: { link: 'dataset=moons&layers=4,4&seed=4', steps: [step(300), click('inside.landscape')] },
  history: { link: 'dataset=xor&layers=4&seed=9', steps: [step(500), click('inside.history')] },
  check: { link: 'dataset=gauss&layers=3&seed=2', steps: [step(20), click('inside.check')] },
  adam: { link: 'dataset=moons&layers=4&optimizer=adam&clipping=norm&seed=6', steps: [step(40), click('network.weight.1.1.1')] },
  lessons: { link: 'lesson=zero-init', steps: [] },
  // M. Mazur's 2-2-2 example, as on paper.
  paper: {
    link: 'table=x1,x2;o1,o2;0.05,0.1,0.01,0.99&layers=2&activation=sigmoid&outputActivation=sigmoid&trainFraction=1&batchSize=1&learningRate=0.5&biases=fixed&weights=.15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6',
    steps: [press('p'), press('p'), press('p'), press('p')],
  },
  help: { link: 'dataset=moons&layers=4', steps: [press('?')] },
};

const views = /** @type {{ name: string, scene: string, width: number, height: number, scale: number, scheme: 'dark' | 'light' }[]} */ ([
  ...Object.keys(scenes).map((name) => ({ name, scene: name, width: 1440, height: 900, scale: 1, scheme: 'dark' })),
  ...['spiral', 'classes', 'vanishing', 'lessons'].flatMap((scene) => [
    { name: `${scene}-light`, scene, width: 1440, height: 900, scale: 1, scheme: 'light' },
    { name: `${scene}-tablet`, scene, width: 1024, height: 768, scale: 1, scheme: 'dark' },
    { name: `${scene}-phone`, scene, width: 390, height: 844, scale: 1, scheme: 'light' },
    { name: `${scene}-sharp`, scene, width: 1200, height: 760, scale: 2, scheme: 'dark' },
  ]),
  { name: 'paper-phone', scene: 'paper', width: 390, height: 844, scale: 1, scheme: 'light' },
]);

// One page, a picture after each of its moments: the five phases of one sample, and what looks into them.
const phases = { forward: [press('p')], loss: [press('p')], backward: [press('p')], gradients: [press('p')], update: [press('p')] };
const twoTwoOne =
  'table=x1,x2;y;0,0,0;0,1,1;1,0,1;1,1,0&layers=2&activation=sigmoid&outputActivation=sigmoid&trainFraction=1&batchSize=1' +
  '&learningRate=0.5&order=listed&weights=.6,-.4,.1;.2,.9,-.3|1.1,-.8,.25&step=1';
const series = /** @type {Record<string, { link: string, moments: Record<string, ((playground: any) => Promise<unknown>)[]>, sizes: number[][] }>} */ ({
  paper: { link: twoTwoOne, moments: phases, sizes: [[1440, 900], [1024, 768]] },
  step: { link: `${spiral}&step=300`, moments: phases, sizes: [[1440, 900], [1024, 768]] },
  inside: {
    link: `${spiral}&step=300&look=phase:4,weight:2.2.3`,
    moments: {
      chain: [],
      routes: [click('inside.routes')],
      matrices: [click('inside.matrices')],
      cost: [click('inside.cost')],
      nudge: [click('network.weight.2.2.3'), slide(40)],
    },
    sizes: [[1440, 900], [1024, 768]],
  },
  phone: { link: `${twoTwoOne}&look=phase:3`, moments: { backward: [] }, sizes: [[390, 844]] },
});

// Both the references and what is compared with them went through the same lossy compression.
const shoot = (playground) => playground.page.screenshot({ type: 'webp', quality: 82 });

/**
 * How much of two pictures differs, compared by the browser, which reads the files: the share of
 * 4 × 4 blocks whose mean colours are further apart than `tolerance`.
 */
function compare(page, a, b, tolerance = 12) {
  return page.evaluate(
    async (sources, limit) => {
      const pictures = await Promise.all(
        sources.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/webp' }));
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          context.drawImage(bitmap, 0, 0);
          return context.getImageData(0, 0, bitmap.width, bitmap.height);
        }),
      );
      const [one, other] = pictures;
      if (one.width !== other.width || one.height !== other.height) return 1;
      const size = 4;
      let blocks = 0;
      let different = 0;
      for (let top = 0; top + size <= one.height; top += size) {
        for (let left = 0; left + size <= one.width; left += size) {
          const sums = [0, 0, 0];
          for (let y = top; y < top + size; ++y) {
            for (let x = left; x < left + size; ++x) {
              const at = 4 * (y * one.width + x);
              for (let c = 0; c < 3; ++c) sums[c] += one.data[at + c] - other.data[at + c];
            }
          }
          ++blocks;
          if (sums.some((sum) => Math.abs(sum) > limit * size * size)) ++different;
        }
      }
      return different / blocks;
    },
    [a, b].map((bytes) => Buffer.from(bytes).toString('base64')),
    tolerance,
  );
}

async function show(playground, { link, steps }) {
  if (link.startsWith('lesson=')) {
    await until(async () => (await playground.call('places')).includes('lesson.card'), 'the lesson');
  }
  // Any press has the later part come, and with it Health.
  await playground.press('Shift');
  const came = () => performance.getEntriesByType('resource').some(({ name }) => /later-\w+\.wasm$/.test(name));
  await until(() => playground.evaluate(came), 'the later part');
  await playground.frames(8);
  for (const lead of steps) await lead(playground).catch(async (error) => {
    // On a phone the panel may be behind its tab.
    if (!(await playground.call('places')).includes('tabs.inside')) throw error;
    await playground.click('tabs.inside');
    await lead(playground);
  });
  await playground.page.mouse.move(2, 2);
  await rest(playground);
}

/** Counts pictures from the first one on. */
function countPictures() {
  window.drawn = 0;
  const draw = WebGL2RenderingContext.prototype.clear;
  WebGL2RenderingContext.prototype.clear = function (mask) {
    window.drawn += 1;
    return draw.call(this, mask);
  };
}

/**
 * Waits until what is spread over frames and what moves by itself has come to rest: a page at rest draws
 * no more pictures.
 */
function rest(playground, quiet = 400, patience = 5000) {
  return playground.evaluate(
    (still, most) =>
      new Promise((/** @type {(_?: unknown) => void} */ done) => {
        const begin = performance.now();
        let drawn = -1;
        let since = begin;
        const look = () => {
          const now = performance.now();
          if (window.drawn !== drawn) [drawn, since] = [window.drawn, now];
          if (now - since > still || now - begin > most) done();
          else requestAnimationFrame(look);
        };
        look();
      }),
    quiet,
    patience,
  );
}

describe('scenes in chromium', () => {
  let browser;
  let server;
  before(async () => {
    mkdirSync(folder, { recursive: true });
    server = await serveSite();
    browser = await launch('chromium');
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Compares what is shown with the picture of that name, or takes it; returns what differs, in words. */
  async function differs(playground, name) {
    const file = join(folder, `${name}.webp`);
    const bytes = await shoot(playground);
    if (update) {
      writeFileSync(file, bytes);
      return [];
    }
    const share = await compare(playground.page, readFileSync(file), bytes);
    if (share <= 0.002) return [];
    mkdirSync(failures, { recursive: true });
    writeFileSync(join(failures, `${name}.webp`), bytes);
    return [`${(100 * share).toFixed(2)} % differs; it now looks like build/scenes/${name}.webp`];
  }

  for (const view of views) {
    it(`${view.name} looks as it did`, async () => {
      const playground = await openPage(browser, server.url, { fragment: scenes[view.scene].link, before: countPictures, ...view });
      await show(playground, scenes[view.scene]);
      assert.deepEqual(await differs(playground, view.name), []);
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });
  }

  for (const [name, { link, moments, sizes }] of Object.entries(series)) {
    for (const [width, height] of sizes) {
      it(`${name} looks as it did at ${width} × ${height}, moment by moment`, async () => {
        const playground = await openPage(browser, server.url, { fragment: link, before: countPictures, width, height, scale: 1, scheme: 'light' });
        const found = [];
        for (const [moment, steps] of Object.entries(moments)) {
          await show(playground, { link, steps });
          found.push(...(await differs(playground, `${name}-${moment}-${width}`)));
        }
        assert.deepEqual(found, []);
        assert.deepEqual(playground.complaints, []);
        await playground.close();
      });
    }
  }

  // The comparison itself: a changed label must be seen, or the tests above say nothing.
  it('sees a difference as small as a button', async () => {
    const playground = await openPage(browser, server.url, { fragment: spiral, before: countPictures, width: 1440, height: 900, scale: 1 });
    const before = await shoot(playground);
    assert.ok((await compare(playground.page, before, await shoot(playground))) <= 0.002);
    await playground.click('output.chart.log');
    await rest(playground);
    assert.ok((await compare(playground.page, before, await shoot(playground))) > 0.002);
    await playground.close();
  });
});
