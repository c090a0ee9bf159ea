// The network and its output: phases on the picture, edits and undo, marks, health, the stop rule.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { pause, until } from './support/page.mjs';
import { difference } from './support/pixels.mjs';
import { siteIn } from './support/site.mjs';

const fragment = 'dataset=circle&layers=4,3&seed=3';

/** Types into the editor of a weight or bias, which a click on it opens. */
async function edit(playground, place, text) {
  await playground.click(place);
  await playground.where('network.editor');
  await playground.page.keyboard.type(text, { delay: 10 });
  await playground.press('Enter');
}

async function chord(playground, ...keys) {
  const { keyboard } = playground.page;
  for (const key of keys.slice(0, -1)) await keyboard.down(key);
  await playground.frames(2);
  await playground.press(keys.at(-1));
  for (const key of keys.slice(0, -1).reverse()) await keyboard.up(key);
  await playground.frames(6);
}

const has = (playground, place) => playground.call('places').then((names) => names.includes(place));

/** Until the lights of a phase have arrived: the page draws no more by itself. */
const settle = async (playground) => {
  await pause(1150);
  await playground.frames(4);
};

for (const name of browsers) {
  describe(`network in ${name}`, () => {
    const site = siteIn(name);
    const open = (options) => site.open({ fragment, width: 1300, height: 800, ...options });

    it('edits a weight, and takes the edit back by key and by button', async () => {
      const playground = await open();
      const start = await playground.call('hash');
      await edit(playground, 'network.weight.1.1.1', '2.5');
      const edited = await playground.call('hash');
      assert.notEqual(edited, start);
      await chord(playground, 'Control', 'z');
      assert.equal(await playground.call('hash'), start);
      await chord(playground, 'Control', 'y');
      assert.equal(await playground.call('hash'), edited);
      await chord(playground, 'Control', 'Shift', 'z');
      assert.equal(await playground.call('hash'), edited);
      await playground.click('network.undo');
      assert.equal(await playground.call('hash'), start);
      await playground.click('network.redo');
      assert.equal(await playground.call('hash'), edited);
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('goes through the phases by button and key, forward and back, each with its own picture', async () => {
      const playground = await open();
      const pictures = [];
      for (let phase = 1; phase <= 5; ++phase) {
        await playground.click(`toolbar.phase.${phase}`);
        assert.equal((await playground.metrics()).phase, phase);
        await settle(playground);
        pictures.push(await playground.picture('network.picture'));
      }
      for (let phase = 1; phase < 5; ++phase) {
        const changed = difference(pictures[phase - 1], pictures[phase]);
        assert.ok(changed > 0.0005, `phases ${phase} and ${phase + 1} look alike: ${changed}`);
      }
      await chord(playground, 'Shift', 'P');
      assert.equal((await playground.metrics()).phase, 4);
      await settle(playground);
      await playground.isAgain('network.picture', pictures[3], 'phase 4 as it was', 0.0005);
      await playground.press('2');
      assert.deepEqual(
        await playground.metrics().then(({ step, phase }) => [step, phase]),
        [1, 2],
      );
      await playground.press('3');
      assert.equal((await playground.metrics()).phase, 3);
      await playground.close();
    });

    if (name !== 'chromium') return;

    it('comes to rest once the lights have arrived', async () => {
      const playground = await open();
      await playground.press('1');
      await settle(playground);
      const before = await playground.picture('network.picture');
      await pause(200);
      assert.equal(difference(before, await playground.picture('network.picture')), 0);
      await playground.close();
    });

    it('marks a dead neuron, says so, and lights it', async () => {
      const playground = await open({ fragment: 'dataset=circle&layers=4,3&activation=relu&seed=3' });
      assert.equal(await has(playground, 'network.mark.1.2'), false);
      await edit(playground, 'network.bias.1.2', '-60');
      await playground.where('network.mark.1.2');
      await playground.page.mouse.move(700, 60);
      await playground.frames();
      const plain = await playground.picture('network.neuron.1.2');
      // Whichever finding it is: pointing at it lights the neuron.
      const litByOne = async () => {
        for (const place of (await playground.call('places')).filter((at) => at.startsWith('output.health.'))) {
          await playground.hover(place);
          await playground.frames(4);
          if (difference(plain, await playground.picture('network.neuron.1.2')) > 0.001) return true;
        }
        return false;
      };
      await until(litByOne, 'a finding to light the dead neuron', 20000);
      await chord(playground, 'Control', 'z');
      await until(async () => !(await has(playground, 'network.mark.1.2')), 'the mark to go');
      await playground.close();
    });

    it('stops where it is told to', async () => {
      const playground = await open({ height: 1100 });
      await playground.click('settings.stopAt');
      await playground.click('settings.stopAt.1');
      assert.equal(await playground.call('get', 'stopAt'), 'step:1000');
      await playground.call('set', 'stopAt', 'step:333');
      await playground.call('set', 'speed', '1000');
      await playground.click('toolbar.play');
      await until(async () => !(await playground.metrics()).playing, 'the stop');
      assert.equal((await playground.metrics()).step, 333);
      assert.match((await playground.call('messages'))[0].text, /Stopped at step 333/);
      // It goes on when asked to, and the message goes.
      await playground.click('toolbar.play');
      await until(async () => (await playground.metrics()).step > 340, 'training to go on');
      assert.equal((await playground.call('messages')).length, 0);
      await playground.call('pause');

      await playground.call('open', 'dataset=gauss&layers=3&stopAt=trainLoss:0.02&speed=max');
      await playground.frames();
      await playground.call('play');
      await until(async () => !(await playground.metrics()).playing, 'the stop');
      const { trainLoss, step } = await playground.metrics();
      assert.ok(trainLoss <= 0.02 && step > 0, `loss ${trainLoss} at step ${step}`);
      await playground.close();
    });

    it('shows the values of a point that is picked in the plane', async () => {
      const playground = await open({ fragment: 'dataset=circle&layers=4,2&batchSize=250' });
      await playground.press('1');
      await playground.click('microscope.mean'); // instead of the sample that the phase takes
      await settle(playground);
      const mean = await playground.picture('network.picture');
      const { x, y, width } = await playground.where('output.plane');
      const { mouse } = playground.page;
      await mouse.move(x + width * 0.3, y + width * 0.3);
      await playground.frames();
      await mouse.click(x + width * 0.3, y + width * 0.3, { delay: 40 });
      await playground.frames(6);
      const picked = await playground.picture('network.picture');
      assert.ok(difference(mean, picked) > 0.0005, 'the numbers stay those of the mean');
      await mouse.click(x + width * 0.3, y + width * 0.3, { delay: 40 });
      await playground.frames(6);
      await playground.isAgain('network.picture', mean, undefined, 0.0002);
      await playground.close();
    });

    it('shows numbers on edges where there is room', async () => {
      const playground = await open({ width: 1440, height: 900 });
      const plain = await playground.picture('network.picture');
      await playground.click('network.numbers');
      const numbered = await playground.picture('network.picture');
      assert.ok(difference(plain, numbered) > 0.002);
      await playground.close();
    });

    it('draws new weights, and shows the chart both ways', async () => {
      const playground = await open({ width: 1440, height: 1000 });
      const start = await playground.call('hash');
      await playground.call('step', 200);
      await playground.frames();
      const loss = await playground.picture('output.chart');
      await playground.click('output.chart.log');
      await playground.differs('output.chart', loss, 0.002);
      await playground.click('output.chart.shown.1');
      await playground.differs('output.chart', loss, 0.002);
      await chord(playground, 'Shift', 'R');
      assert.equal((await playground.metrics()).step, 0);
      assert.notEqual(await playground.call('hash'), start);
      assert.equal(await playground.call('get', 'seed'), '4');
      await playground.close();
    });
  });
}
