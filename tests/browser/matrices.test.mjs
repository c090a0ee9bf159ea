// A layer as matrices, with a real mouse: equations come with their phases, a cell tells the sum it is
// in the engine's numbers, and pointing at one lights what it was made from, here and in the network.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { until } from './support/page.mjs';
import { has, placesBelow as places } from './support/places.mjs';
import { siteFolder } from './support/server.mjs';
import { siteIn } from './support/site.mjs';

// Two sigmoids and one, on the four rows of exclusive or.
const xor =
  'table=x1,x2;y;0,0,0;0,1,1;1,0,1;1,1,0&layers=2&activation=sigmoid&outputActivation=sigmoid&trainFraction=1' +
  '&batchSize=4&learningRate=0.5&order=listed&weights=.6,-.4,.1;.2,.9,-.3|1.1,-.8,.25';

describe('matrices in chromium', () => {
  const site = siteIn('chromium');
  let engine;
  before(async () => {
    const module = await import(pathToFileURL(`${siteFolder}/engine.mjs`).href);
    engine = await module.default();
  });

  const open = (options) => site.open({ fragment: xor, width: 1440, height: 900, scale: 1, ...options });
  const away = async (playground) => {
    await playground.page.mouse.move(5, 5);
    await playground.frames(4);
  };
  // Scrolls the equations until a cell is in view.
  const reveal = async (playground, name) => {
    const header = await playground.where('matrices.layer');
    const { width, height } = playground.page.viewport();
    const top = header.y + header.height + 8;
    for (let tries = 0; tries < 60; ++tries) {
      const place = (await has(playground, name)) ? await playground.where(name) : null;
      if (place && place.y > top && place.y + place.height < height) return;
      await playground.page.mouse.move(Math.min(header.x + 40, width - 20), (top + height) / 2);
      await playground.page.mouse.wheel({ deltaY: place && place.y <= top ? -40 : tries < 30 || place ? 40 : -40 });
      await playground.frames(3);
    }
    assert.fail(`${name} does not come into view`);
  };
  // What a cell says it is the sum of.
  const told = async (playground, name) => {
    await reveal(playground, name);
    await playground.hover(name);
    const [sum] = await until(async () => {
      const found = await places(playground, 'matrices.sum.');
      return found.length > 0 && found;
    }, `the sum of ${name}`);
    return sum.slice('matrices.sum.'.length);
  };
  const number = (text) => Number(text.slice(text.lastIndexOf('= ') + 2).replace('−', '-'));
  const near = (text, value) =>
    assert.ok(Math.abs(number(text) - value) <= 6e-4 * Math.abs(value), `${text} is not ${value}`);

  it('has the equations whose phase has run, in the numbers of the engine', async () => {
    const playground = await open();
    const trainer = new engine.Trainer(xor);
    await playground.click('inside.matrices');
    assert.deepEqual(await places(playground, 'matrices.z'), []);
    const phase = async () => {
      await playground.press('p');
      trainer.phase();
      await until(async () => !(await playground.call('metrics')).playing, 'rest');
    };
    await phase();
    assert.ok(await has(playground, 'matrices.z'));
    assert.ok(!(await has(playground, 'matrices.delta')));
    for (let sample = 1; sample <= 4; ++sample) {
      const [z, a] = trainer.explain(`neuron:1.2@${sample}`).equations;
      near(await told(playground, `matrices.z.2.${sample}`), z.result.value);
      near(await told(playground, `matrices.a.2.${sample}`), a.result.value);
    }
    // The third listed row is 1, 0.
    assert.equal(await told(playground, 'matrices.z.1.3'), 'z⁽¹⁾₁[3] = 0.6·1 − 0.4·0 + 0.1 = 0.7000');
    await phase();
    await phase();
    // On one line there is room for three of the four.
    for (let sample = 1; sample <= 3; ++sample) {
      const delta = trainer.explain(`neuron:1.1@${sample}`).equations.at(-1);
      near(await told(playground, `matrices.delta.1.${sample}`), delta.result.value);
    }
    assert.ok(!(await has(playground, 'matrices.dw')));
    await phase();
    const slope = trainer.explain('weight:1.1.2').equations.find((equation) => equation.phase === 'gradients');
    const text = await told(playground, 'matrices.dw.1.2');
    near(text, slope.result.value);
    assert.ok(text.startsWith('∂L/∂w⁽¹⁾₁₂ = (') && text.includes(')/4 = '), text);
    near(await told(playground, 'matrices.db.1.1'), trainer.gradients()[0].biases[0]);
    // The output by its choice.
    await playground.click('matrices.layer.1');
    near(await told(playground, 'matrices.delta.1.2'), trainer.explain('neuron:2.1@2').equations.at(-1).result.value);
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('lights a row, a column and the neuron of a cell, and a weight before and after it is transposed', async () => {
    const playground = await open();
    await playground.click('inside.matrices');
    for (let phase = 0; phase < 3; ++phase) await playground.press('p');
    await until(() => has(playground, 'matrices.delta.w'), 'the transposed weights');
    await reveal(playground, 'matrices.delta.1.1');
    await away(playground);
    const watched = ['network.picture', 'matrices.delta.w', 'matrices.delta.delta', 'matrices.delta.slope'];
    const look = () => Promise.all(watched.map((place) => playground.picture(place)));
    const plain = await look();
    await playground.hover('matrices.delta.1.1');
    for (const [i, place] of watched.entries()) await playground.differs(place, plain[i], 0.0002, 'is lit');
    await away(playground);
    await playground.isAgain(watched[1], plain[1]);
    // w₁₂ of the output stands in the second row of Wᵀ, and in the second column of W beside it.
    const before = await playground.picture('matrices.delta.w.before');
    await playground.hover('matrices.delta.w.2.1');
    await playground.differs('matrices.delta.w.before', before, 0.01);
    await playground.close();
  });

  it('marks the sample that is looked at, and a click on a number chooses its sample', async () => {
    const playground = await open({ fragment: 'dataset=xor&layers=4,3&batchSize=32&seed=5' });
    await playground.call('step', 3);
    await playground.click('inside.matrices');
    await reveal(playground, 'matrices.z.1.1');
    assert.ok(!(await has(playground, 'matrices.z.1.32')), 'not all of 32 samples fit');
    await away(playground);
    const plain = await playground.picture('matrices.z');
    await playground.click('matrices.z.1.2');
    await away(playground);
    await playground.differs('matrices.z', plain, 0.002, 'a column is marked');
    await playground.click('matrices.z.1.2');
    await away(playground);
    await playground.isAgain('matrices.z', plain, 'the mean again');
    await playground.click('matrices.next');
    assert.ok(!(await has(playground, 'matrices.z.1.1')), 'other samples');
    await playground.click('matrices.previous');
    assert.ok(await has(playground, 'matrices.z.1.1'));
    await playground.close();
  });

  it('has all tabs within a phone', async () => {
    const playground = await open({ width: 390, height: 844 });
    await playground.click('tabs.inside');
    const tabs = (await places(playground, 'inside.')).filter((place) => /^inside\.[a-z]+$/.test(place));
    assert.ok(tabs.length >= 6);
    for (const tab of tabs) {
      const { x, width } = await playground.where(tab);
      assert.ok(x >= 0 && x + width <= 390, `${tab}: ${x} … ${x + width}`);
    }
    await playground.click('inside.matrices');
    await playground.call('phase');
    await until(() => has(playground, 'matrices.z.2.1'), 'Z');
    await playground.close();
  });
});
