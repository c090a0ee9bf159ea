// Tables on the canvas: the plane is a slice through them, a curve over one input, and files with many
// columns are taken whole.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { until } from './support/page.mjs';
import { difference } from './support/pixels.mjs';
import { siteIn } from './support/site.mjs';

const iris = 'dataset=table&table=iris&layers=5&learningRate=0.1&step=100';

describe('tables in chromium', () => {
  const site = siteIn('chromium');

  it('are shown as a slice in two inputs that can be chosen', async () => {
    const playground = await site.open({ fragment: iris, width: 1440, height: 900 });
    await until(async () => (await playground.call('places')).includes('slice.held'), 'rows of the slice');
    const before = await playground.picture('output.plane');
    const hash = await playground.call('hash');
    await playground.click('slice.across');
    await playground.click('slice.across.2');
    await playground.page.mouse.move(5, 5);
    await playground.frames(6);
    const other = await playground.picture('output.plane');
    assert.ok(difference(before, other) > 0.02, 'another input is across');
    // What the other axis has is swapped.
    await playground.click('slice.up');
    await playground.click('slice.up.2');
    await playground.page.mouse.move(5, 5);
    await playground.frames(6);
    await playground.differs('output.plane', other, 0.02, 'the axes are swapped');
    assert.equal(await playground.call('hash'), hash, 'looking changes nothing');
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('hold the inputs of the sample that is picked', async () => {
    const playground = await site.open({ fragment: iris, width: 1440, height: 900 });
    await until(async () => (await playground.call('places')).includes('slice.held'), 'rows of the slice');
    const before = await playground.picture('slice.held');
    const { x, y, width, height } = await playground.where('output.plane');
    await playground.page.mouse.click(x + width * 0.25, y + height * 0.4, { delay: 40 });
    await playground.page.mouse.move(5, 5);
    await playground.frames(8);
    await playground.differs('slice.held', before, 0.002, 'another row is held');
    await playground.close();
  });

  it('come back as they were looked at: the slice is in the address', async () => {
    const playground = await site.open({ fragment: iris, width: 1440, height: 900 });
    await until(async () => (await playground.call('places')).includes('slice.held'), 'rows of the slice');
    await playground.click('slice.across');
    await playground.click('slice.across.2');
    const { x, y, width, height } = await playground.where('output.plane');
    await playground.page.mouse.click(x + width * 0.25, y + height * 0.4, { delay: 40 });
    await playground.page.mouse.move(5, 5);
    const hash = () => playground.evaluate(() => location.hash);
    await until(async () => /[&#]slice=3,\d,\d+/.test(await hash()), 'the slice in the address');
    await playground.frames(8);
    const [before, address] = [await playground.picture('slice.held'), await hash()];
    await playground.page.reload();
    await playground.ready();
    await until(async () => (await playground.call('places')).includes('slice.held'), 'rows of the slice again');
    await playground.page.mouse.move(5, 5);
    await playground.frames(8);
    await playground.isAgain('slice.held', before, 'the same row is held', 0.0005);
    assert.equal(await hash(), address);
    await playground.close();
  });

  it('have the names of their columns beside the tiles', async () => {
    for (const [width, height] of [[1440, 900], [390, 844]]) {
      const playground = await site.open({ fragment: iris, width, height });
      await until(async () => (await playground.call('places')).includes('network.outputName.3'), 'names');
      const [left, right] = [await playground.where('network.inputName.4'), await playground.where('network.outputName.1')];
      const [first, last] = [await playground.where('network.feature.x4'), await playground.where('network.neuron.2.1')];
      assert.ok(left.x >= 0 && left.x + left.width <= first.x, `${width}: left of its tile`);
      assert.ok(right.x >= last.x + last.width && right.x + right.width <= width, `${width}: right of its tile`);
      assert.ok(left.width > 20 && right.width > 20, `${width}: there is something to read`);
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    }
  });

  it('are a curve over a single input', async () => {
    const link = 'dataset=table&table=x;y;-2,0.5;-1,-0.8;0,0.1;1,0.9;2,-0.2;3,0.4&layers=5&learningRate=0.1';
    const playground = await site.open({ fragment: link, width: 1440, height: 900 });
    await playground.frames(10);
    assert.ok(!(await playground.call('places')).includes('slice.held'), 'nothing is held');
    const before = await playground.picture('output.plane');
    const tile = await playground.picture('network.neuron.1.1');
    await playground.call('step', 500);
    await playground.frames(10);
    await playground.differs('output.plane', before, 0.02, 'the curve bends');
    await playground.differs('network.neuron.1.1', tile, 0.002, 'and those of the neurons');
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });
});
