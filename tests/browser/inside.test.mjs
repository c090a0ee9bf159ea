// The tabs that look inside the run, with a real mouse.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { pause, until } from './support/page.mjs';
import { colours, difference } from './support/pixels.mjs';
import { siteIn } from './support/site.mjs';

const fragment = 'dataset=xor&layers=4,3&optimizer=momentum&batchSize=7&seed=5';

for (const name of browsers) {
  describe(`inside the run, in ${name}`, () => {
    const site = siteIn(name);
    const open = (options) => site.open({ fragment, width: 1440, height: 900, ...options });
    const has = async (playground, place) => (await playground.call('places')).includes(place);

    it('goes to any step of the run by dragging, with the bits it had', async () => {
      const playground = await open();
      const hashes = [await playground.call('hash')];
      for (let i = 0; i < 30; ++i) {
        await playground.call('step', 1);
        hashes.push(await playground.call('hash'));
      }
      await playground.click('inside.history');
      const plot = await playground.where('history.plot');
      const at = (step) => [plot.x + (plot.width * step) / 30, plot.y + plot.height / 2];
      const { mouse } = playground.page;
      await mouse.move(...at(30));
      await playground.frames();
      await mouse.down();
      for (const step of [12, 3, 25, 17]) {
        await mouse.move(...at(step), { steps: 4 });
        await playground.frames(4);
        assert.equal((await playground.metrics()).step, step);
        assert.equal(await playground.call('hash'), hashes[step]);
      }
      await mouse.up();
      await playground.frames(4);
      assert.equal((await playground.metrics()).step, 17);
      // Training goes on from there, the same way again.
      await playground.click('toolbar.step');
      assert.equal(await playground.call('hash'), hashes[18]);
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    if (name !== 'chromium') return; // the rest is the same code in every browser

    it('keeps the numbers of a moment beside those of another', async () => {
      const playground = await open();
      await playground.call('step', 40);
      await playground.click('inside.history');
      await playground.click('history.pin');
      const pinned = await playground.picture('history.moments');
      const { x, y, width, height } = await playground.where('history.plot');
      await playground.page.mouse.click(x + width / 4, y + height / 2, { delay: 60 });
      await playground.frames(6);
      assert.equal((await playground.metrics()).step, 10);
      await playground.differs('history.moments', pinned, 0.002);
      await playground.close();
    });

    it('draws each layer, and pointing at one lights its neurons', async () => {
      const playground = await open();
      await playground.click('inside.flow');
      const before = await playground.picture('flow.norms');
      for (let i = 0; i < 12; ++i) {
        await playground.call('step', 1);
        await playground.frames(2);
      }
      await playground.differs('flow.norms', before, 0.01);
      await playground.page.mouse.move(5, 5);
      await playground.frames();
      const tiles = () =>
        Promise.all(['network.neuron.1.1', 'network.neuron.2.1'].map((place) => playground.picture(place)));
      const [plainFirst, plainSecond] = await tiles();
      await playground.hover('flow.layer.0');
      await playground.differs('network.neuron.1.1', plainFirst, 0.01, 'the first layer is lit');
      assert.equal(difference(plainSecond, (await tiles())[1]), 0, 'the second is not');
      await playground.close();
    });

    it('slices the loss, and other directions give another picture', async () => {
      const playground = await open();
      await playground.call('step', 60);
      await playground.click('inside.landscape');
      await until(() => has(playground, 'landscape.done'), 'the slice');
      await playground.frames();
      const first = await playground.picture('landscape.picture');
      assert.ok(colours(first) > 500, `${colours(first)} colours`);
      await playground.click('landscape.reroll');
      await until(() => has(playground, 'landscape.done'), 'the next slice');
      await playground.page.mouse.move(5, 5);
      await playground.frames();
      await playground.differs('landscape.picture', first, 0.2);
      // A step moves the network, and standing still it is sliced again around it.
      const second = await playground.picture('landscape.picture');
      await playground.call('step', 30);
      await playground.frames(4);
      await until(() => has(playground, 'landscape.done'), 'the slice of the new weights');
      await playground.frames();
      await playground.differs('landscape.picture', second, 0.05);
      await playground.close();
    });

    it('checks every gradient, and pointing at one lights its edge', async () => {
      const playground = await open();
      await playground.call('step', 5);
      await playground.page.mouse.move(5, 5);
      await playground.click('inside.check');
      await playground.page.mouse.move(5, 5);
      await until(() => has(playground, 'check.row.3'), 'the table');
      await playground.frames();
      const plain = await playground.picture('network.picture');
      await playground.hover('check.row.0');
      await playground.differs('network.picture', plain, 0.00005, 'an edge or the dot of a bias is lit');
      await playground.page.mouse.move(5, 5);
      await playground.isAgain('network.picture', plain);
      await playground.close();
    });

    it('has more room where its edge is dragged to, and all of it by M', async () => {
      const playground = await open({ width: 1440, height: 900 });
      await playground.click('inside.microscope');
      await playground.click('inside.microscope'); // closed and open: its edge is there from now on
      const edge = () => playground.where('inside.divider');
      const before = await edge();
      const { mouse } = playground.page;
      const x = before.x + before.width / 2;
      await mouse.move(x, before.y + 3);
      await playground.frames();
      await mouse.down();
      await mouse.move(x, before.y - 120, { steps: 4 });
      await playground.frames();
      await mouse.up();
      await playground.frames(4);
      const dragged = await edge();
      assert.ok(Math.abs(before.y - 123 - dragged.y) < 8, `${before.y} to ${dragged.y}`);
      await playground.press('m');
      await until(async () => (await edge()).y < 80, 'all of the column');
      assert.ok(!(await playground.call('places')).includes('network.picture'), 'nothing is left of the network');
      await playground.press('m');
      await until(async () => Math.abs((await edge()).y - dragged.y) < 2, 'as it was dragged');
      // A double click brings the usual height back.
      await mouse.click(x, dragged.y + 3, { count: 2, delay: 30 });
      await until(async () => Math.abs((await edge()).y - before.y) < 2, 'the usual height');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('draws nothing more once all is drawn', async () => {
      const playground = await open({
        before: () => {
          window.draws = 0;
          const draw = WebGL2RenderingContext.prototype.clear;
          WebGL2RenderingContext.prototype.clear = function (mask) {
            window.draws += 1;
            return draw.call(this, mask);
          };
        },
      });
      await playground.call('step', 20);
      const drawn = () => playground.evaluate(() => window.draws);
      for (const tab of ['routes', 'matrices', 'flow', 'landscape', 'history', 'check']) {
        await playground.click(`inside.${tab}`);
        await playground.page.mouse.move(5, 5);
        await until(
          async () => {
            const before = await drawn();
            await pause(500);
            return before === (await drawn());
          },
          `rest on the tab ${tab}`,
          10000,
        );
      }
      await playground.close();
    });
  });
}
