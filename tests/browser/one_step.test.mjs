// One step, phase by phase, as a student takes it: one sample and one hidden neuron are the subject,
// each phase says what it does, terms lead to where they come from, and routes add up.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { copied, letCopy } from './support/clipboard.mjs';
import { pause, until } from './support/page.mjs';
import { difference } from './support/pixels.mjs';
import { has } from './support/places.mjs';
import { siteFolder } from './support/server.mjs';
import { siteIn } from './support/site.mjs';

const fragment = 'dataset=xor&layers=3,2&activation=sigmoid&batchSize=7&seed=5';

describe('one step in chromium', () => {
  const site = siteIn('chromium');
  /** @type {any} */
  let engine;
  before(async () => {
    const module = await import(pathToFileURL(`${siteFolder}/engine.mjs`).href);
    engine = await module.default();
  });

  const target = async (playground) => (await playground.call('places')).find((place) => place.startsWith('microscope.target.'))?.slice('microscope.target.'.length);
  const looksAt = (playground, what) => until(async () => (await target(playground)) === what, what);

  async function open() {
    const playground = await site.open({ fragment, width: 1440, height: 1000 });
    await letCopy(playground);
    return playground;
  }

  it('keeps the equations of earlier phases in sight where there is room', async () => {
    const inSight = async (playground) => (await playground.call('places')).filter((place) => /^microscope\.equation\.\d+$/.test(place));
    for (const [width, height, all] of /** @type {[number, number, boolean][]} */ ([[2560, 1440, true], [1440, 760, false]])) {
      const playground = await site.open({ fragment, width, height });
      for (let phase = 1; phase <= 3; ++phase) await playground.press('p');
      const there = (shown) => shown.includes('microscope.equation.0') === all && shown.includes('microscope.equation.3');
      await until(async () => there(await inSight(playground)), `${width}: z ${all ? 'beside δ' : 'above the edge'}`);
      const tools = await playground.where('microscope.predict');
      for (const name of await inSight(playground)) {
        const { y } = await playground.where(name);
        assert.ok(y > tools.y + tools.height, `${name} is not cut at the upper edge`);
      }
      await playground.close();
    }
  });

  it('follows the batch where that is one sample', async () => {
    const one = 'dataset=xor&layers=2&activation=sigmoid&outputActivation=sigmoid&batchSize=1&learningRate=0.5';
    const playground = await site.open({ fragment: one, width: 1440, height: 1000 });
    await letCopy(playground);
    const trainer = new engine.Trainer(one);
    for (let phase = 0; phase < 9; ++phase) {
      await playground.press('p');
      trainer.phase();
    }
    await until(() => has(playground, 'microscope.phase'), 'what the phase does');
    assert.doesNotMatch(await playground.call('link'), /sample:/);
    assert.equal(await copied(playground), trainer.explain('neuron:1.1@1').markdown);
    trainer.delete();
    await playground.close();
  });

  it('takes a sample and a hidden neuron as its subject, and keeps them over the next steps', async () => {
    const playground = await open();
    for (let phase = 0; phase < 3; ++phase) await playground.press('p');
    await looksAt(playground, 'neuron:1.1');
    await until(() => has(playground, 'microscope.phase'), 'what the phase does');
    await until(() => has(playground, 'microscope.slope'), 'the slope');
    const first = await copied(playground);
    const point = /Sample \d+/.exec(first)?.[0];
    assert.match(first, /Sample \d+ of \d+ .*of 7 in this batch/);
    assert.ok(point, 'a sample is named');
    // The microscope's numbers are the engine's for that sample.
    const trainer = new engine.Trainer(fragment);
    for (let phase = 0; phase < 3; ++phase) trainer.phase();
    const column = /the (\d+)\w\w of 7/.exec(first)?.[1];
    assert.equal(first, trainer.explain(`neuron:1.1@${column}`).markdown);
    trainer.delete();
    // To the next step, whose batch has other samples.
    for (let phase = 0; phase < 5; ++phase) await playground.press('p');
    const next = await copied(playground);
    assert.ok(next.includes(`${point} of `), 'it is the same sample');
    // The mean is a click away, and stays when it was asked for.
    await playground.click('microscope.mean');
    await playground.press('p');
    assert.match(await copied(playground), /Mean over the 7 samples/);
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('has a sample before the first step, too', async () => {
    const playground = await open();
    await until(() => has(playground, 'microscope.sample'), 'the microscope');
    await playground.click('microscope.sample');
    await playground.press('p');
    await until(async () => /of 7 in this batch|not in the batch/.test(await copied(playground)), 'one sample');
    await playground.close();
  });

  it('leads from a term to where it comes from, and back', async () => {
    const playground = await open();
    for (let phase = 0; phase < 3; ++phase) await playground.press('p');
    await looksAt(playground, 'neuron:1.1');
    // δ of the neuron is its slope times w·δ of the next ones: the last equation's terms.
    const places = await playground.call('places');
    const equations = places.filter((place) => /^microscope\.equation\.\d+$/.test(place)).map((place) => Number(place.split('.')[2]));
    const last = Math.max(...equations);
    const terms = places.filter((place) => place.startsWith(`microscope.equation.${last}.term.`)).map((place) => Number(place.split('.')[4]));
    await playground.click(`microscope.equation.${last}.term.${Math.max(...terms)}`);
    await until(async () => (await target(playground)) !== 'neuron:1.1', 'another subject');
    assert.match(String(await target(playground)), /^(neuron|weight):2\.\d/);
    await playground.click('microscope.back');
    await looksAt(playground, 'neuron:1.1');
    assert.ok(!(await has(playground, 'microscope.back')), 'the trail has ended');
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('shows what leads to the neuron while gradients and updates come', async () => {
    const playground = await open();
    for (let phase = 0; phase < 4; ++phase) await playground.press('p');
    await until(() => has(playground, 'microscope.incoming.weight:1.1.2'), 'the table');
    await playground.press('p');
    await until(() => has(playground, 'microscope.incoming.bias:1.1'), 'the table after the update');
    await playground.page.mouse.move(2, 2);
    await pause(300);
    await playground.frames(6);
    const plain = await playground.picture('network.picture');
    await playground.hover('microscope.incoming.weight:1.1.2');
    await playground.frames(6);
    await playground.differs('network.picture', plain, 0.00005, 'its edge is lit');
    await playground.click('microscope.incoming.weight:1.1.2');
    await looksAt(playground, 'weight:1.1.2');
    await playground.click('microscope.back');
    await looksAt(playground, 'neuron:1.1');
    await playground.close();
  });

  it('lists every route to the loss and lights the one that is pointed at', async () => {
    const playground = await open();
    for (let phase = 0; phase < 3; ++phase) await playground.press('p');
    await playground.click('inside.routes');
    await until(() => has(playground, 'routes.row.0'), 'routes');
    const rows = async () => (await playground.call('places')).filter((place) => /^routes\.row\.\d+$/.test(place)).length;
    assert.equal(await rows(), 2, 'from a neuron of the first layer there is one through each of the second');
    assert.ok(await has(playground, 'routes.sum'));
    await playground.page.mouse.move(2, 2);
    await pause(300);
    await playground.frames(6);
    const plain = await playground.picture('network.picture');
    const shots = [];
    for (const row of [0, 1]) {
      await playground.hover(`routes.row.${row}`);
      await playground.differs('network.picture', plain, 0.00005, `route ${row} is lit`);
      shots.push(await playground.picture('network.picture'));
    }
    assert.ok(difference(shots[0], shots[1]) > 0.00005, 'each its own way');
    // One by one by itself.
    await playground.page.mouse.move(2, 2);
    await pause(300);
    await playground.frames(6);
    await playground.click('routes.walk');
    await playground.page.mouse.move(2, 2);
    await until(async () => difference(plain, await playground.picture('network.picture')) > 0.00005, 'a walk lights');
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });
});
