// Where one looks is in the address: whoever opens it sees the same δ of the same sample. With it what
// else explains a step: the chain on one line, what it costs, what an edit moves, and room to see it.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { browsers } from './support/browser.mjs';
import { until } from './support/page.mjs';
import { colours, difference } from './support/pixels.mjs';
import { gone, placesBelow, there } from './support/places.mjs';
import { siteFolder } from './support/server.mjs';
import { siteIn } from './support/site.mjs';

const fragment = 'dataset=xor&layers=4,3&optimizer=momentum&batchSize=7&seed=5&step=12';
const address = (playground) => playground.evaluate(() => decodeURIComponent(window.location.hash));
const target = async (playground) => (await placesBelow(playground, 'microscope.target.'))[0];
/** A picture of the network, of a page that is not always the one in front. */
const inFront = async (playground) => {
  await playground.page.bringToFront();
  await playground.frames();
  return playground.picture('network.picture');
};
const rest = async (playground) => {
  await playground.page.mouse.move(2, 2);
  await playground.frames(12);
};

for (const name of browsers) {
  describe(`where one looks in ${name}`, () => {
    const site = siteIn(name);
    let engine;
    before(async () => {
      const module = await import(pathToFileURL(`${siteFolder}/engine.mjs`).href);
      engine = await module.default();
    });
    const open = (options) => site.open({ fragment, width: 1440, height: 900, scale: 1, ...options });

    it('is in the address, which leads others to the same number', async () => {
      const playground = await open();
      for (let phase = 0; phase < 3; ++phase) await playground.press('p');
      await playground.click('network.neuron.1.2');
      await until(async () => (await target(playground)) === 'microscope.target.neuron:1.2', 'the neuron');
      await until(async () => /look=phase:3,neuron:1\.2,sample:\d+/.test(await address(playground)), 'the address');
      const shared = (await address(playground)).slice(1);
      const hash = await playground.call('hash');
      let seen = 1;
      await rest(playground);

      const other = await open({ fragment: shared });
      await until(async () => (await target(other)) === 'microscope.target.neuron:1.2', 'the same neuron');
      assert.equal(await other.call('hash'), hash);
      await rest(other);
      // Maps are drawn finer once nothing moves.
      await until(async () => {
        const share = difference(await inFront(playground), await inFront(other));
        seen = Math.min(seen, share);
        return share < 0.002;
      }, 'the same picture', 20000).catch((error) => assert.fail(`${error.message}: ${seen} differs`));
      assert.deepEqual(other.complaints, []);
      // Whole steps again: nothing of it is left in the address but the neuron.
      await other.press('ArrowRight');
      await until(async () => !(await address(other)).includes('phase:'), 'no phase');
      await other.close();
      await playground.close();
    });

    it('opens the tab, the edges and the mean that a link asks for, and says what there is not', async () => {
      const playground = await open({ fragment: `${fragment}&look=tab:matrices,edges:gradient,sample:mean,phase:4` });
      await there(playground, 'matrices.layer');
      assert.match(await playground.call('link'), /look=phase:4,sample:mean,tab:matrices,edges:gradient$/);
      await playground.call('open', `${fragment}&look=neuron:9.1`);
      await until(async () => (await playground.call('messages')).some((text) => /there is no layer 9/.test(JSON.stringify(text))), 'a message');
      await playground.close();
    });

    it('has the chain of a weight on one line, with the engine\'s numbers', async () => {
      const playground = await open({ fragment: `${fragment}&look=phase:4,weight:1.2.1,sample:40` });
      await until(async () => (await target(playground)) === 'microscope.target.weight:1.2.1', 'the weight');
      const trainer = new engine.Trainer(fragment);
      trainer.step(12);
      for (let phase = 0; phase < 4; ++phase) trainer.phase();
      const { equations } = trainer.explain('weight:1.2.1@1');
      trainer.delete();
      const chain = equations.find(({ note }) => note.startsWith('The chain on one line'));
      const index = equations.indexOf(chain);
      assert.ok(chain.outer.length >= 2 && chain.terms.length === 3, 'input, slope, and a sum over three neurons');
      await there(playground, `microscope.equation.${index}`);
      assert.ok(colours(await playground.picture(`microscope.equation.${index}`)) > 4);
      await playground.close();
    });

    it('says what a gradient costs, for the network that is there', async () => {
      const playground = await open();
      await playground.click('inside.cost');
      // x₁, x₂ to 4, to 3, to 1: multiplications of a forward pass.
      await there(playground, `cost.forward.${2 * 4 + 4 * 3 + 3}`);
      const parameters = 3 * 4 + 5 * 3 + 4;
      await there(playground, `cost.nudging.${2 * parameters * 23}`);
      const picture = await playground.picture('inside.cost');
      assert.ok(colours(picture) > 2);
      await playground.click('network.layers.remove');
      await there(playground, `cost.forward.${2 * 4 + 4}`);
      await playground.close();
    });

    it('shows what an edit moved, from the neuron to the loss', async () => {
      const playground = await open({ fragment: `${fragment}&look=phase:3,sample:40` });
      await there(playground, 'microscope.slope');
      await playground.click('network.weight.1.1.1');
      await there(playground, 'network.editor.actual');
      assert.deepEqual(await placesBelow(playground, 'network.editor.moved.'), []);
      const [x, y] = await playground.resting('network.editor.slider');
      const { mouse } = playground.page;
      await mouse.move(x, y);
      await mouse.down();
      await mouse.move(x + 40, y, { steps: 6 });
      await mouse.up();
      // z and a of the neuron, an a of hidden layer 2, the output, the loss.
      await there(playground, 'network.editor.moved.5');
      assert.equal((await placesBelow(playground, 'network.editor.moved.')).length, 5);
      await playground.close();
    });

    it('has more room without the settings, which come back', async () => {
      const playground = await open();
      const before = await playground.where('network.picture');
      await there(playground, 'settings.optimizer');
      await playground.click('toolbar.menu');
      await gone(playground, 'settings.optimizer');
      const wide = await playground.where('network.picture');
      assert.ok(wide.width > before.width + 200, `${before.width} px, then ${wide.width} px`);
      await playground.click('toolbar.menu');
      await there(playground, 'settings.optimizer');
      await playground.close();
    });

    it('draws the curves of the activations one chooses from', async () => {
      const playground = await open();
      await playground.click('settings.activation');
      await there(playground, 'settings.activation.0');
      await rest(playground);
      const [one, other] = [await playground.picture('settings.activation.0'), await playground.picture('settings.activation.1')];
      const right = ({ width, height, data }) => {
        const part = [];
        for (let y = 0; y < height; ++y) part.push(...data.slice(4 * (y * width + width - 60), 4 * (y + 1) * width));
        return Buffer.from(part);
      };
      assert.ok(!right(one).equals(right(other)), 'two activations, two curves');
      await playground.close();
    });
  });
}
