// The slider of a weight or bias, with a real mouse, keys and a finger: the weight and the loss follow it,
// the curve and its tangent are drawn, the step stays where it was, and undo takes one movement back.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { browsers } from './support/browser.mjs';
import { chord, type } from './support/keyboard.mjs';
import { pause, until } from './support/page.mjs';
import { difference } from './support/pixels.mjs';
import { gone, has, there } from './support/places.mjs';
import { siteFolder } from './support/server.mjs';
import { siteIn } from './support/site.mjs';

const rows = '0,0,0;0,1,1;1,0,1;1,1,0';
const network = (weight) =>
  `table=x1,x2;y;${rows}&layers=2&activation=sigmoid&outputActivation=sigmoid&order=listed&batchSize=2&learningRate=0.5` +
  `&weights=${weight},0.2,0.3;0.4,0.5,0.6|0.7,0.8,0.9`;
const start = network(0.1);
const parts = ['slider', 'curve', 'slope', 'predicted', 'actual'].map((part) => `network.editor.${part}`);

/** The weights in the address, as they are written there. */
const weights = async (playground) => /weights=([^&]*)/.exec(decodeURIComponent(await playground.call('link')))?.[1];
const firstWeight = async (playground) => Number((await weights(playground)).split(',')[0]);

async function openEditor(playground, place = 'network.weight.1.1.1', press = 'click') {
  await playground[press](place);
  await there(playground, 'network.editor.actual');
  await playground.frames(6);
}

/** Takes hold of the slider's knob in the middle and moves it by so many pixels. */
async function drag(playground, way, { steps = 8, rest = 0 } = {}) {
  const { mouse } = playground.page;
  const [x, y] = await playground.resting('network.editor.slider');
  await mouse.move(x, y);
  await playground.frames(2);
  await mouse.down();
  await playground.frames(2);
  for (let k = 1; k <= steps; ++k) {
    await mouse.move(x + (way * k) / steps, y);
    await playground.frames(2);
    if (rest > 0) await pause(rest);
  }
  await mouse.up();
  await playground.frames(6);
}

for (const name of browsers) {
  describe(`the slider of a weight in ${name}`, () => {
    const site = siteIn(name);
    let engine;
    before(async () => {
      const module = await import(pathToFileURL(`${siteFolder}/engine.mjs`).href);
      engine = await module.default();
    });
    const open = async (fragment, options) => {
      const playground = await site.open({ fragment, width: 1440, height: 900, ...options });
      await there(playground, 'paper.loss');
      return playground;
    };
    /** What the engine says of the network with another first weight: its loss, and its parameters. */
    const engineAt = (weight) => {
      const trainer = new engine.Trainer(network(weight));
      const said = { loss: trainer.metrics().trainLoss, hash: trainer.hash() };
      trainer.delete();
      return said;
    };

    it('moves the weight and the loss in every phase, which stays, and undo takes it back as one', async () => {
      for (const phases of [0, 1, 3, 4]) {
        const playground = await open(start);
        for (let phase = 0; phase < phases; ++phase) await playground.press('p');
        const before = await playground.metrics();
        assert.equal(before.trainLoss, engineAt(0.1).loss);
        await openEditor(playground);
        const picture = await playground.picture('network.editor.actual');
        const curve = await playground.picture('network.editor.curve');
        // Longer at rest than two changes must be apart to be two.
        await drag(playground, 70, { steps: 3, rest: 1200 });
        const weight = await firstWeight(playground);
        assert.ok(weight > 0.5, `the weight is ${weight}`);
        const now = await playground.metrics();
        const expected = engineAt(weight);
        assert.equal(await playground.call('hash'), expected.hash);
        assert.equal(now.trainLoss - before.trainLoss, expected.loss - engineAt(0.1).loss, 'the actual change');
        assert.equal(now.phase, phases, `phases done after an edit behind phase ${phases}`);
        assert.equal(now.step, 0);
        await playground.page.mouse.move(2, 2);
        await playground.frames(4);
        await playground.differs('network.editor.actual', picture, 0.01, 'another number');
        const moved = difference(curve, await playground.picture('network.editor.curve'));
        assert.ok(moved > 0.0005 && moved < 0.1, `the dot moved, the curve did not: ${moved}`);
        await chord(playground, 'Control', 'z');
        await until(async () => (await firstWeight(playground)) === 0.1, 'the weight before');
        assert.deepEqual(await playground.metrics(), before);
        assert.ok(await has(playground, 'network.editor'), 'the editor stays');
        await playground.isAgain('network.editor.actual', picture, 'the number before');
        assert.deepEqual(playground.complaints, []);
        await playground.close();
      }
    });

    it('after a whole step shows the edited network in all phases but the update, and undo the step', async () => {
      const playground = await open(start);
      for (let phase = 0; phase < 5; ++phase) await playground.press('p');
      const hash = await playground.call('hash');
      await openEditor(playground);
      await drag(playground, -60);
      assert.notEqual(await playground.call('hash'), hash);
      const { step, phase } = await playground.metrics();
      assert.deepEqual([step, phase], [1, 4]);
      await chord(playground, 'Control', 'z');
      await until(async () => (await playground.call('hash')) === hash, 'the weights before');
      assert.equal((await playground.metrics()).phase, 5);
      await playground.close();
    });

    it('follows while it is held, a double click takes it back, and the keys are those of the field', async () => {
      const playground = await open(start);
      await openEditor(playground, 'network.bias.1.1');
      const { mouse } = playground.page;
      const [x, y] = await playground.resting('network.editor.slider');
      await mouse.move(x, y);
      await mouse.down();
      const seen = new Set();
      for (const way of [20, 50, 90]) {
        await mouse.move(x + way, y);
        await playground.frames(4);
        seen.add(await weights(playground));
      }
      await mouse.up();
      assert.equal(seen.size, 3, 'in every picture another bias');
      await playground.frames(6);
      await mouse.click(x + 10, y, { count: 2, delay: 30 });
      await playground.frames(8);
      assert.equal(await weights(playground), '0.1,0.2,0.3;0.4,0.5,0.6|0.7,0.8,0.9');
      // The field has the keyboard again: Tab is the next weight's, and Enter closes.
      await type(playground, '0.35');
      await playground.press('Tab');
      await until(async () => (await weights(playground)).startsWith('0.1,0.2,0.35;0.4'), 'the bias typed');
      await drag(playground, 40);
      assert.match(await weights(playground), /^0\.1,0\.2,0\.35;(?!0\.4,)/, 'the weight after it');
      await type(playground, '-1.5');
      await playground.press('Enter');
      await gone(playground, 'network.editor');
      assert.equal(await weights(playground), '0.1,0.2,0.35;-1.5,0.5,0.6|0.7,0.8,0.9');
      // Down from the field the keyboard comes to the slider.
      await openEditor(playground);
      await playground.press('ArrowDown');
      for (let k = 0; k < 3; ++k) await playground.press('ArrowRight');
      assert.ok((await firstWeight(playground)) > 0.1);
      await playground.press('Escape');
      await gone(playground, 'network.editor');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('pauses the training that it takes hold of', async () => {
      const playground = await open(start);
      await playground.call('play');
      await until(async () => (await playground.metrics()).step > 3, 'it plays');
      await openEditor(playground);
      assert.ok((await playground.metrics()).playing);
      await drag(playground, 60);
      const { playing, step } = await playground.metrics();
      assert.equal(playing, false);
      await pause(200);
      assert.equal((await playground.metrics()).step, step);
      await playground.close();
    });

    it('is whole on every screen, beside its number, and moved by a finger', async () => {
      for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
        const finger = width < 700;
        const playground = await open(start, { width, height });
        for (const place of ['network.weight.1.1.1', 'network.bias.1.1', 'network.weight.2.1.2']) {
          await openEditor(playground, place, finger ? 'tap' : 'click');
          const number = await playground.where(place);
          for (const part of [...parts, 'network.editor', 'network.editor.apply']) {
            const at = await playground.where(part);
            const inside = at.x >= 0 && at.y >= 0 && at.x + at.width <= width && at.y + at.height <= height;
            assert.ok(inside, `${part} of ${place} is on a screen of ${width} × ${height}`);
            const apart = at.x + at.width <= number.x || number.x + number.width <= at.x ||
              at.y + at.height <= number.y || number.y + number.height <= at.y;
            assert.ok(apart, `${part} leaves ${place} free at ${width} × ${height}`);
            if (finger && /slider|editor$|apply/.test(part)) assert.ok(at.height >= 40, `${part} is for fingers`);
          }
          if (finger) {
            const before = await weights(playground);
            const [x, y] = await playground.centre('network.editor.slider');
            const touch = await playground.page.touchscreen.touchStart(x, y);
            for (let k = 1; k <= 5; ++k) {
              await touch.move(x + 12 * k, y);
              await playground.frames(2);
            }
            await touch.end();
            await playground.frames(8);
            assert.notEqual(await weights(playground), before, place);
          }
          await playground.press('Escape');
          await gone(playground, 'network.editor');
        }
        assert.deepEqual(playground.complaints, []);
        await playground.close();
      }
    });
  });
}
