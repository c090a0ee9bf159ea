// Small networks as on paper, with real mouse, keys and fingers: every number at its place, the
// sample's row edited by typing, and a network written down on an empty sheet.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { runs } from '../takeaway/cases.mjs';
import { browsers } from './support/browser.mjs';
import { letCopy } from './support/clipboard.mjs';
import { chord, pasted, type } from './support/keyboard.mjs';
import { until } from './support/page.mjs';
import { runOf } from './support/places.mjs';
import { siteFolder } from './support/server.mjs';
import { siteIn } from './support/site.mjs';

// The 2-2-2 example that most courses begin with: M. Mazur, "A Step by Step Backpropagation Example", 2015.
const mazur =
  'table=x1,x2;o1,o2;0.05,0.1,0.01,0.99&layers=2&activation=sigmoid&outputActivation=sigmoid&trainFraction=1' +
  '&batchSize=1&learningRate=0.5&biases=fixed&weights=.15,.2,.35;.25,.3,.35|.4,.45,.6;.5,.55,.6';
// One of a teacher's own: 3-4-2, sigmoid, targets 0.1 and 0.9, fixed biases.
const rows = [
  [0.2, 0.7, 0.4, 0.1, 0.9],
  [0.9, 0.1, 0.5, 0.9, 0.1],
];
const weights = [
  [[0.1, -0.2, 0.3, 0.05], [0.4, 0.5, -0.6, 0.05], [-0.7, 0.8, 0.9, 0.05], [0.15, 0.25, -0.35, 0.05]],
  [[0.45, -0.55, 0.65, 0.75, -0.1], [-0.85, 0.95, 0.12, -0.22, -0.1]],
];
const written = weights.map((layer) => layer.map((neuron) => neuron.join()).join(';')).join('|');
const teachers =
  `table=x1,x2,x3;y1,y2;${rows.map((row) => row.join()).join(';')}&layers=4&activation=sigmoid&outputActivation=sigmoid` +
  `&trainFraction=1&order=listed&batchSize=1&learningRate=0.5&biases=fixed&weights=${written}`;
const steps = 25;
const books = [
  { fragment: mazur, sizes: [2, 2, 2] },
  { fragment: teachers, sizes: [3, 4, 2] },
  { fragment: 'table=xor&layers=2&activation=sigmoid&outputActivation=sigmoid', sizes: [2, 2, 1] },
];

const has = async (playground, place) => (await playground.call('places')).includes(place);
const there = (playground, place) => until(() => has(playground, place), place);
const gone = (playground, place) => until(async () => !(await has(playground, place)), `no ${place}`);

/** The same from field to field. */
async function tabThrough(playground, texts) {
  for (const text of texts) {
    await type(playground, text);
    await playground.page.keyboard.press('Tab', { delay: 20 });
    await playground.frames(6);
  }
}

async function fill(playground, place, text) {
  await playground.click(place);
  await chord(playground, 'Control', 'a');
  await type(playground, text);
}

async function openSheet(playground, press = 'click') {
  if (await has(playground, 'toolbar.more')) await playground[press]('toolbar.more');
  await playground[press]('toolbar.lessons');
  await there(playground, 'gallery.byHand');
  await playground.frames(10);
  await playground[press]('gallery.byHand');
  await there(playground, 'sheet.make');
  await playground.frames(4);
}

async function choose(playground, place, entry) {
  await playground.click(place);
  await playground.click(`${place}.${entry}`);
}

for (const name of browsers) {
  describe(`networks by hand in ${name}`, () => {
    const site = siteIn(name);
    let engine;
    before(async () => {
      const module = await import(pathToFileURL(`${siteFolder}/engine.mjs`).href);
      engine = await module.default();
    });
    const open = async (fragment, options) => {
      const playground = await site.open({ fragment, width: 1440, height: 900, ...options });
      return playground;
    };
    const paper = async (fragment, options) => {
      const playground = await open(fragment, options);
      await there(playground, 'paper.loss');
      return playground;
    };

    it('writes every number of a small network, none over another, on every screen', async () => {
      for (const [width, height] of [[1440, 900], [390, 844]]) {
        for (const { fragment, sizes } of books) {
          const playground = await paper(fragment, { width, height });
          const names = [];
          for (let layer = 1; layer < sizes.length; ++layer) {
            for (let to = 1; to <= sizes[layer]; ++to) {
              for (let from = 1; from <= sizes[layer - 1]; ++from) names.push(`network.weight.${layer}.${to}.${from}`);
              names.push(`network.bias.${layer}.${to}`, `network.neuron.${layer}.${to}`);
            }
          }
          for (let input = 1; input <= sizes[0]; ++input) names.push(`paper.input.${input}`);
          names.push('paper.loss');
          // On a phone the row of a larger one is below, where a finger moves it up.
          if (width > 700 || fragment !== teachers) names.push('row.input.1', 'row.target.1');
          /** @type {{ place: string, x: number, y: number, width: number, height: number }[]} */
          const places = [];
          for (const place of names) {
            const { x, y, width: wide, height: high } = await playground.where(place);
            places.push({ place, x, y, width: wide, height: high });
          }
          for (const one of places) {
            const inside = one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height;
            assert.ok(inside, `${one.place} is on a screen of ${width} × ${height}`);
            for (const other of places) {
              if (other === one) break;
              const apart = one.x + one.width <= other.x + 5 || other.x + other.width <= one.x + 5 ||
                one.y + one.height <= other.y + 0.5 || other.y + other.height <= one.y + 0.5;
              assert.ok(apart, `${one.place} is not over ${other.place} at ${width} × ${height}`);
            }
          }
          assert.deepEqual(playground.complaints, []);
          await playground.close();
        }
      }
    });

    it('has the three formulas of backpropagation on screen, phase by phase', async () => {
      const playground = await paper(mazur, { height: 1000 });
      if (name === 'chromium') await letCopy(playground);
      const trainer = new engine.Trainer(mazur);
      assert.equal(await playground.call('hash'), trainer.hash());
      // Forward, loss, backward: by key, by click, by key. The other numbers are the engine's of that phase.
      await playground.press('p');
      await playground.click('toolbar.phase.2');
      await playground.press('p');
      assert.equal((await playground.metrics()).phase, 3);
      while (trainer.phase() !== 'backward');
      await playground.click('microscope.sample.next'); // one sample, not the mean
      const shown = async (place, target) => {
        await playground.click(place);
        await playground.press('Escape');
        await there(playground, `microscope.target.${target.replace('@1', '')}`);
        if (name === 'chromium') {
          await playground.click('microscope.copy');
          const text = await playground.evaluate(() => navigator.clipboard.readText());
          assert.equal(text, trainer.explain(target).markdown, `what is shown of ${target}`);
        }
        const { equations } = trainer.explain(target);
        return (symbol) => equations.find(({ result }) => result.symbol === symbol)?.result.value;
      };
      const near = (value, expected, what) => assert.ok(Math.abs(value - expected) < 3e-7, `${what}: ${value}, not ${expected}`);

      // δ at an output = ∂L/∂a · φ′(z), with L = ½ Σ (a − y)² and φ′ = a·(1 − a).
      const { layers, target } = trainer.activations(0);
      const [hidden, output] = layers;
      const delta = output.a.map((a, k) => (a - target[k]) * a * (1 - a));
      const value = await shown('network.neuron.2.1', 'neuron:2.1@1');
      near(value('δ⁽²⁾₁'), delta[0], 'δ of output 1');
      near(value('δ⁽²⁾₁'), 0.1384985616, 'δ of output 1 as it is printed');
      // At a hidden neuron φ′(z)·Σₖ wₖδₖ.
      const out = weightsOf(mazur)[1];
      const back = hidden.a.map((a, i) => a * (1 - a) * delta.reduce((sum, d, k) => sum + out[k][i] * d, 0));
      const inner = await shown('network.neuron.1.1', 'neuron:1.1@1');
      near(inner('δ⁽¹⁾₁'), back[0], 'δ of hidden neuron 1');
      near(inner('δ⁽¹⁾₁'), 0.0087713547, 'δ of hidden neuron 1 as it is printed');

      // ∂L/∂w = δ·input, ∂L/∂b = δ.
      await playground.click('toolbar.phase.4');
      while (trainer.phase() !== 'gradients');
      const weight = await shown('network.weight.2.1.1', 'weight:2.1.1@1');
      near(weight('∂L/∂w⁽²⁾₁₁'), delta[0] * hidden.a[0], '∂L/∂w');
      near(weight('∂L/∂w⁽²⁾₁₁'), 0.0821670406, '∂L/∂w as it is printed');
      const first = await shown('network.weight.1.1.2', 'weight:1.1.2@1');
      near(first('∂L/∂w⁽¹⁾₁₂'), back[0] * 0.1, '∂L/∂w of the first layer');
      const bias = await shown('network.bias.1.1', 'bias:1.1@1');
      near(bias('∂L/∂b⁽¹⁾₁'), back[0], '∂L/∂b');
      trainer.delete();
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('edits the row of the sample: Tab goes on, Enter applies, undo takes it back, nonsense is said', async () => {
      const playground = await paper(mazur);
      for (let phase = 0; phase < 3; ++phase) await playground.press('p');
      const start = await runOf(playground);
      const hash = await playground.call('hash');
      await fill(playground, 'row.input.1', '0.5');
      await playground.press('Tab');
      await type(playground, '0,25');
      await playground.press('Tab');
      await type(playground, '0.2');
      assert.equal(await runOf(playground), start, 'nothing is applied before Enter');
      await playground.press('Enter');
      await until(async () => /0\.5,0\.25,0\.2,0\.99/.test(await playground.call('link')), 'the row in the link');
      // Weights stay, and the step has come to where it was.
      assert.equal(await playground.call('hash'), hash);
      assert.equal((await playground.metrics()).phase, 3);

      await fill(playground, 'row.target.2', 'lots');
      await playground.press('Enter');
      await there(playground, 'row.trouble');
      assert.match(await playground.call('link'), /0\.5,0\.25,0\.2,0\.99/);
      await fill(playground, 'row.target.2', '0.75');
      await playground.press('Enter');
      await until(async () => /0\.5,0\.25,0\.2,0\.75/.test(await playground.call('link')), 'the target');
      await gone(playground, 'row.trouble');

      await playground.click('network.undo');
      await until(async () => /0\.5,0\.25,0\.2,0\.99/.test(await playground.call('link')), 'the target before');
      await playground.click('network.undo');
      await until(async () => (await runOf(playground)) === start, 'the row before');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('edits a point of the plane and goes through the samples', async () => {
      const playground = await paper('points=0.5,0.25,1;-1,2,0;3,-1,1&layers=2&trainFraction=1&order=listed&batchSize=1');
      await fill(playground, 'row.input.2', '-0.75');
      await playground.press('Enter');
      await until(async () => /points=0\.5,-0\.75,1;/.test(await playground.call('link')), 'the point');
      await playground.click('row.next');
      await fill(playground, 'row.target.1', '1');
      await playground.press('Enter');
      await until(async () => /-1,2,1/.test(await playground.call('link')), 'the class');
      await playground.press('p');
      await there(playground, 'row.note');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('has the numbers and classes of the table in the row of a sample', async () => {
      const columns = 'columns=height,170,10;weight,65,4;kind,0,1,cat,dog';
      const playground = await paper(`points=0.5,-1,0;1,0,1;-1,1,0&${columns}&layers=2&trainFraction=1&order=listed`);
      await fill(playground, 'row.input.1', '190');
      await playground.press('Tab');
      await type(playground, '67');
      await playground.press('Tab');
      await type(playground, 'dog');
      await playground.press('Enter');
      await until(async () => /points=2,0\.5,1;/.test(await playground.call('link')), 'the point, as the network takes it');
      await fill(playground, 'row.target.1', 'cow');
      await playground.press('Enter');
      await there(playground, 'row.trouble');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('makes a 3-4-2 network by hand: the same bits as by link and by document, and its exports run', async () => {
      const byLink = await open(teachers);
      await byLink.call('step', steps);
      const expected = await byLink.call('hash');
      await byLink.close();

      const document = {
        experiment: {
          dataset: 'table',
          table: { inputs: ['x1', 'x2', 'x3'], targets: ['y1', 'y2'], rows },
          layers: [4], activation: ['sigmoid'], outputActivation: 'sigmoid', trainFraction: 1, order: 'listed',
          batchSize: 1, learningRate: 0.5, biases: 'fixed',
        },
        weights,
      };
      const byDocument = await open('dataset=xor&layers=4');
      await byDocument.evaluate((text) => window.playground.openFile(text, 'network.json'), JSON.stringify(document));
      await byDocument.call('step', steps);
      assert.equal(await byDocument.call('hash'), expected, 'by document');
      await byDocument.close();

      // By hand: sizes, then Tab through samples and weights, on an empty sheet.
      const playground = await open('dataset=xor&layers=4');
      await openSheet(playground);
      await tabThrough(playground, [3, 4, 2]);
      await choose(playground, 'sheet.biases', 1);
      await playground.click('sheet.row.1.1');
      await tabThrough(playground, rows.flat());
      await playground.click('sheet.weight.1.1.1');
      await tabThrough(playground, weights.flat(2));
      await playground.click('sheet.make');
      await gone(playground, 'sheet.make');
      await there(playground, 'paper.loss');
      assert.equal(await playground.call('get', 'biases'), 'fixed');
      const link = await playground.call('link');
      assert.match(link, /dataset=table|table=/);
      assert.match(link, /weights=0\.1,-0\.2,0\.3,0\.05;/);
      await playground.call('step', steps);
      assert.equal(await playground.call('hash'), expected, 'by hand');
      await playground.click('network.undo');
      await until(async () => (await playground.call('get', 'dataset')) === 'xor', 'the run before');
      assert.deepEqual(playground.complaints, []);
      await playground.close();

      // It is the one whose exports tests/takeaway runs in NumPy and PyTorch.
      const taken = runs.filter((run) => run.link.includes('weights=0.1,-0.2,0.3,0.05;'));
      assert.equal(taken.length, 1);
      for (const each of [link, taken[0].link]) {
        const trainer = new engine.Trainer(each);
        trainer.step(steps);
        assert.equal(trainer.hash(), expected);
        trainer.delete();
      }
    });

    it('takes what is pasted from a spreadsheet, by keys alone, and says where something is missing', async () => {
      const playground = await open('dataset=xor&layers=4');
      await openSheet(playground);
      await fill(playground, 'sheet.row.1.1', '7');
      await paste(playground, 'mass\tspeed\tpower\n0,5\t0.25\t1\n-1\t2\t0\n');
      await there(playground, 'sheet.row.3.1');
      await playground.click('sheet.weight.1.1.1');
      await paste(playground, '0.1;0.2;0.3\n0.4;0.5;0.6');
      await playground.click('sheet.make');
      await there(playground, 'sheet.trouble'); // the output has no weights yet
      assert.equal(await playground.call('get', 'dataset'), 'xor');
      // The gap has the keyboard.
      await playground.frames(8);
      await tabThrough(playground, [1, -1, 0.5]);
      await playground.click('sheet.make');
      await gone(playground, 'sheet.make');
      const link = decodeURIComponent(await playground.call('link'));
      assert.match(link, /table=mass,speed;power;0\.5,0\.25,1;-1,2,0/);
      assert.match(link, /weights=0\.1,0\.2,0\.3;0\.4,0\.5,0\.6\|1,-1,0\.5/);
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('is written with a finger on a phone, and keeps what was typed when it is closed', async () => {
      const playground = await open('dataset=xor&layers=4', { width: 390, height: 844 });
      await openSheet(playground, 'tap');
      for (const [column, number] of ['0.5', '0.25', '1'].entries()) {
        await scrollTo(playground, `sheet.row.1.${column + 1}`);
        await playground.tap(`sheet.row.1.${column + 1}`);
        await playground.page.keyboard.type(number, { delay: 8 });
        await playground.frames(4);
      }
      await playground.tap('sheet.cancel');
      await gone(playground, 'sheet.make');
      await there(playground, 'gallery.byHand');
      await playground.tap('gallery.byHand');
      await there(playground, 'sheet.make');
      await playground.tap('sheet.make');
      await gone(playground, 'sheet.make');
      assert.match(await playground.call('link'), /x1,x2;y;0\.5,0\.25,1/);
      await there(playground, 'paper.loss');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });
  });
}

const weightsOf = (link) =>
  /weights=([^&]+)/.exec(link)[1].split('|').map((layer) => layer.split(';').map((neuron) => neuron.split(',').map(Number)));

/** As the browser pastes: its event comes with the keys. */
async function paste(playground, text) {
  if (/chrom/i.test(await playground.page.browser().version())) {
    // There the keys bring an event of their own, with what was copied last.
    await letCopy(playground);
    await playground.evaluate((content) => navigator.clipboard.writeText(content), text);
  }
  await pasted(playground, text);
  await chord(playground, 'Control', 'v');
}

/** Moves the sheet with a finger until a field is between its title and its buttons. */
async function scrollTo(playground, place) {
  for (let tries = 0; tries < 12; ++tries) {
    const [, y] = await playground.centre(place);
    const buttons = await playground.where('sheet.make');
    if (y > 170 && y < buttons.y - 50) return;
    const finger = await playground.page.touchscreen.touchStart(60, 500);
    for (let k = 1; k <= 8; ++k) {
      await finger.move(60, 500 + (y < 170 ? 12 : -12) * k);
      await playground.frames(1);
    }
    await finger.end();
    await playground.frames(8);
  }
}
