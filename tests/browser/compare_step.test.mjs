// A training step of PyTorch dropped on the page: compared, opened, and looked at where it differs.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { letCopy } from './support/clipboard.mjs';
import { until } from './support/page.mjs';
import { siteIn } from './support/site.mjs';

const stepFile = (name) => readFile(new URL(`../steps/${name}`, import.meta.url), 'utf8');

async function drop(playground, name, content) {
  await playground.evaluate(
    (file, text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], file, { type: 'application/json' }));
      const canvas = document.getElementById('canvas');
      for (const type of ['dragover', 'drop']) {
        canvas.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      }
    },
    name,
    content,
  );
}

const texts = async (playground) => (await playground.call('messages')).map(({ text }) => text).join('\n');
const says = (playground, words) => until(async () => words.test(await texts(playground)), String(words));

for (const name of browsers) {
  describe(`a step of one's own in ${name}`, () => {
    const site = siteIn(name);
    const open = (fragment) => site.open({ fragment, width: 1440, height: 900 });

    it('opens where its first wrong number is, and says which mistake it looks like', async () => {
      const playground = await open('dataset=spiral&layers=4');
      const content = await stepFile('wrong-006.json');
      await drop(playground, 'step.json', content);
      await says(playground, /first number that differs is gradients\.2\.weight\[0\]\[0\].*phase 4.*\n.*wrong sign/);
      const { weights, inputs } = JSON.parse(content);
      // The weight is pinned and its gradient on the edges, after the phase that gives it.
      await until(async () => /look=phase:4,weight:2\.1\.1.*edges:gradient/.test(await playground.call('link')), 'the look');
      assert.equal(await playground.call('get', 'batchSize'), String(inputs.length));
      assert.equal(await playground.call('get', 'dataset'), 'table');
      assert.equal(await playground.call('get', 'layers'), String(weights['0.weight'].length));
      // A right one says so, and the way back leads to the one before.
      await drop(playground, 'right.json', await stepFile('right-005.json'));
      await says(playground, /^All \d+ numbers of \d+ tensors agree with the engine's/);
      await playground.evaluate(() => history.back());
      await until(async () => (await playground.call('link')).includes('weight:2.1.1'), 'the step before');
      await playground.close();
    });

    it('says what is wrong with a file that is no step, and leaves the run', async () => {
      const playground = await open('dataset=xor&layers=4&step=5');
      const hash = await playground.call('hash');
      const content = (await stepFile('right-005.json')).replace('"version": 1', '"version": 9');
      await drop(playground, 'step.json', content);
      await says(playground, /^'step\.json' cannot be used as a step: version: this program reads version 1, found 9\.$/);
      assert.equal(await playground.call('hash'), hash);
      await playground.close();
    });

    it('offers the Python that writes a step', async () => {
      const playground = await open('dataset=xor&layers=4');
      await playground.click('toolbar.export');
      await playground.page.waitForSelector('dialog#export[open]');
      const python = await readFile(new URL('../../assets/dump_step.py', import.meta.url), 'utf8');
      assert.equal(await playground.evaluate(() => /** @type {HTMLTextAreaElement} */ (document.getElementById('export-snippet')).value), python);
      if (name === 'chromium') {
        await letCopy(playground);
        await playground.page.click('#export-snippet-copy');
        await until(async () => (await playground.evaluate(() => navigator.clipboard.readText())) === python, 'the copy');
      }
      await playground.close();
    });
  });
}
