// The microscope, with a real mouse: it opens what is clicked, its numbers are the engine's, pointing
// at a term lights what it is about, and a result can be covered until it is asked for.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { copied, letCopy } from './support/clipboard.mjs';
import { pause, until } from './support/page.mjs';
import { has } from './support/places.mjs';
import { siteFolder } from './support/server.mjs';
import { siteIn } from './support/site.mjs';

const fragment = 'dataset=xor&layers=4,3&optimizer=momentum&batchSize=7&seed=5';

describe('microscope in chromium', () => {
  const site = siteIn('chromium');
  let engine;
  before(async () => {
    const module = await import(pathToFileURL(`${siteFolder}/engine.mjs`).href);
    engine = await module.default();
  });

  const away = async (playground) => {
    await playground.page.mouse.move(2, 2);
    await pause(300);
    await playground.frames(6);
  };

  async function open() {
    const playground = await site.open({ fragment, width: 1440, height: 1000 });
    await letCopy(playground);
    await playground.call('step', 30);
    await until(() => has(playground, 'microscope.copy'), 'the microscope');
    return playground;
  }

  it('opens what is clicked, as one sample or the mean, and its worked solution has the numbers used', async () => {
    const playground = await open();
    const trainer = new engine.Trainer(fragment);
    trainer.step(30);
    assert.equal(trainer.hash(), await playground.call('hash'));
    const check = async (target) => {
      assert.ok(await has(playground, `microscope.target.${target}`), target);
      assert.equal(await copied(playground), trainer.explain(target).markdown);
    };

    await playground.click('network.neuron.1.2');
    await check('neuron:1.2');
    // The kinds stay with the neuron, and the arrows go to the next.
    await playground.click('microscope.next');
    await check('neuron:1.3');
    await playground.click('network.bias.2.1');
    await playground.press('Escape');
    await check('bias:2.1');

    // One sample of the batch: other numbers, those of the engine for it.
    await playground.click('microscope.kind.0');
    await playground.click('microscope.sample.next');
    const text = await copied(playground);
    assert.match(text, /the \d+\w\w of 7 in this batch/);
    const sample = Number(/the (\d+)\w\w of 7 in this batch/.exec(text)[1]);
    assert.equal(text, trainer.explain(`neuron:2.1@${sample}`).markdown);
    assert.deepEqual(playground.complaints, []);
    trainer.delete();
    await playground.close();
  });

  it('lights what a term is about, and what is under the mouse among the terms', async () => {
    const playground = await open();
    await playground.click('network.neuron.2.1');
    await away(playground);
    const shot = (area) => playground.picture(area);
    const plain = await shot('network.picture');
    const terms = (await playground.call('places')).filter((place) => /^microscope\.equation\.0\.term\.\d+$/.test(place));
    assert.ok(terms.length > 3, 'z is a sum over the layer before');
    for (const term of terms.slice(0, 3)) {
      await playground.hover(term);
      await playground.differs('network.picture', plain, 0.00005, `${term} lights something`);
    }
    await away(playground);
    await playground.isAgain('network.picture', plain);
    // And the other way round.
    const before = await shot('microscope.equation.0');
    await playground.hover('network.neuron.1.1');
    await playground.differs('microscope.equation.0', before, 0.0005, 'the term of the neuron is lit');
    await playground.close();
  });

  it('covers results until they are asked for, and says how good a guess was', async () => {
    const playground = await open();
    await playground.click('network.neuron.2.1');
    await away(playground);
    const shown = await playground.picture('microscope.equation.0.result');
    await playground.click('microscope.predict');
    await away(playground);
    const covered = await playground.picture('microscope.equation.0.result');
    assert.notEqual(covered.width, shown.width, 'the result is covered');
    // What is covered is not handed out by copying.
    const trainer = new engine.Trainer(fragment);
    trainer.step(30);
    const z = trainer.explain('neuron:2.1').equations[0].result.value;
    trainer.delete();
    assert.ok(!(await copied(playground)).includes(z.toPrecision(5)));
    await playground.click('microscope.guess');
    await playground.page.keyboard.type(z.toFixed(2), { delay: 30 });
    await playground.press('Enter');
    await away(playground);
    await playground.isAgain('microscope.equation.0.result', shown, 'it is shown now');
    await playground.click('microscope.reveal');
    await playground.click('microscope.predict');
    await away(playground);
    assert.ok(!(await has(playground, 'microscope.reveal')));
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('shows a long sum in full when asked', async () => {
    const playground = await site.open({
      fragment: 'dataset=circle&layers=16&seed=2',
      width: 1440,
      height: 1000,
    });
    await playground.call('step', 3);
    await playground.click('network.neuron.2.1');
    await until(() => has(playground, 'microscope.equation.0.more'), 'a sum whose middle is left out');
    const { height } = await playground.where('microscope.equation.0');
    assert.ok(!(await has(playground, 'microscope.equation.0.term.16')));
    await playground.click('microscope.equation.0.more');
    assert.ok((await playground.where('microscope.equation.0')).height > height);
    assert.ok(await has(playground, 'microscope.equation.0.term.16'));
    await playground.close();
  });
});
