// The page's memory: one budget for all that is remembered, words where something cannot be had.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { until } from './support/page.mjs';
import { largest } from './support/random_user.mjs';
import { siteIn } from './support/site.mjs';

const hidden = (playground) => playground.evaluate(() => document.getElementById('panel').hidden);

describe('memory in chromium', () => {
  const site = siteIn('chromium');
  const large = 'layers=64,64,64,64,64,64,64,64&speed=max';

  it('is measured', async () => {
    const playground = await site.open({ fragment: 'dataset=xor&layers=4' });
    const before = await playground.call('memory');
    assert.ok(before.used > 2 ** 20 && before.used < before.heap && before.heap <= before.most, JSON.stringify(before));
    assert.ok(before.heap <= 64 * 2 ** 20, 'a usual experiment takes no more than there is at the start');
    await playground.call('step', 500);
    const after = await playground.call('memory');
    assert.ok(after.remembered > before.remembered && after.history > before.history);
    assert.ok(after.remembered <= after.budget);
    await playground.close();
  });

  it('holds the largest experiment, compared, opened by its link and by its document', async () => {
    const playground = await site.open({ fragment: largest });
    await playground.call('play');
    await until(async () => (await playground.metrics()).step >= 2, 'two steps of both', 120000);
    await playground.call('pause');
    assert.ok((await playground.call('other')).step >= 1);
    const { bytes } = await playground.evaluate(async () => {
      const { bytes } = await window.playground.exportAs('json');
      return { bytes: new TextDecoder().decode(bytes) };
    });
    const hash = await playground.call('hash');
    await playground.call('openFile', bytes, 'run.json');
    assert.equal(await playground.call('hash'), hash);
    await playground.call('step', 1);
    const memory = await playground.call('memory');
    assert.ok(memory.heap < memory.most && memory.remembered <= memory.budget, JSON.stringify(memory));
    assert.ok(await hidden(playground));
    await playground.close();
  });

  it('keeps to its budget while comparing is turned on and off, and a rate is moved', async () => {
    for (const optimizer of ['adam', 'sgd']) {
      const playground = await site.open({ fragment: `${large}&optimizer=${optimizer}`, width: 1440, height: 900 });
      await playground.call('play');
      for (let i = 0; i < 10; ++i) {
        await until(async () => (await playground.metrics()).step > 20, 'some steps', 60000);
        if (optimizer === 'adam') await playground.call('compare', i % 2 === 0);
        else await playground.call('set', 'learningRate', 0.01 + 0.001 * i);
        await playground.call('play');
        const memory = await playground.call('memory');
        assert.ok(memory.remembered <= memory.budget, JSON.stringify(memory));
        assert.ok(await hidden(playground));
      }
      await playground.close();
    }
  });

  it('does not take texts that are larger than anything that opens', async () => {
    const playground = await site.open({ fragment: 'dataset=xor&layers=4&step=5' });
    const hash = await playground.call('hash');
    await playground.evaluate(() => {
      const text = 'x1,x2,label\n'.padEnd(100 * 2 ** 20, '1,1,0\n');
      const transfer = new DataTransfer();
      transfer.setData('text/plain', text);
      const canvas = document.getElementById('canvas');
      canvas.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
      for (const call of ['open', 'linkNotes', 'get']) {
        try {
          window.playground[call](text);
        } catch {
          // said so
        }
      }
      window.playground.open('dataset=xor&layers=4&step=5');
    });
    assert.equal(await playground.call('hash'), hash);
    const memory = await playground.call('memory');
    assert.ok(memory.heap < memory.most / 2, JSON.stringify(memory));
    assert.ok(await hidden(playground));
    await playground.evaluate(() => {
      try {
        window.playground.openFile('x'.repeat(2 ** 24), 'long.txt');
      } catch (error) {
        window.said = error.message;
      }
    });
    assert.match(await playground.evaluate(() => window.said), /'long.txt' is larger than the 8 MB/);
    await playground.close();
  });

  it('says so where the browser gives no more of it, and the run goes on', async () => {
    const playground = await site.open({
      fragment: 'dataset=xor&layers=4&step=5',
      before: () => {
        WebAssembly.Memory.prototype.grow = () => {
          throw new RangeError('no more memory');
        };
      },
    });
    await playground.call('set', 'layers', '64,64,64,64,64,64,64,64');
    await playground.call('set', 'samples', 10000);
    await playground.call('set', 'trainFraction', 1);
    await playground.call('set', 'batchSize', 10000);
    await playground.call('step', 1);
    const texts = (await playground.call('messages')).map(({ text }) => text).join('\n');
    assert.match(texts, /more memory than this browser gives/);
    assert.equal((await playground.metrics()).step, 0);
    await playground.call('set', 'batchSize', 10);
    await playground.call('step', 3);
    assert.equal((await playground.metrics()).step, 3);
    // Everything that is remembered grows until it does not: the reserve helps out, and undo goes.
    await playground.call('set', 'optimizer', 'adam');
    await playground.call('play');
    for (let i = 0; i < 12; ++i) {
      await playground.call('step', 20);
      await playground.call('compare', i % 2 === 0);
      assert.ok(await hidden(playground), 'it goes on');
    }
    assert.ok((await playground.metrics()).step > 0);
    await playground.close();
  });
});
