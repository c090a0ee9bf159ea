// What a teacher sends as a link and a student works through by hand: rows that are all trained on,
// a weight after the other typed, a row changed after a step, and what is wrong made plain.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { copied, letCopy } from './support/clipboard.mjs';
import { browsers } from './support/browser.mjs';
import { chord, type } from './support/keyboard.mjs';
import { pause, until } from './support/page.mjs';
import { gone, has, runOf, there } from './support/places.mjs';
import { siteFolder } from './support/server.mjs';
import { siteIn } from './support/site.mjs';

const rows = '0,0,0;0,1,1;1,0,1;1,1,0';
const homework = `table=x1,x2;y;${rows}&layers=2&activation=sigmoid&outputActivation=sigmoid`;
const online = `${homework}&order=listed&batchSize=1&learningRate=0.5&weights=0.1,0.2,0.3;0.4,0.5,0.6|0.7,0.8,0.9`;

const says = async (playground, text) => {
  let link = '';
  const said = until(async () => (link = decodeURIComponent(await playground.call('link'))).includes(text), text, 20000);
  await said.catch((error) => assert.fail(`${error.message} in ${link}`));
};

for (const name of browsers) {
  describe(`homework in ${name}`, () => {
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

    it('trains on all rows of a link that has few', async () => {
      const playground = await open(homework);
      assert.equal(await playground.call('get', 'trainFraction'), '1');
      assert.doesNotMatch(await playground.call('link'), /trainFraction/);
      await playground.close();
    });

    it('goes from weight to weight with Tab, applies, and refuses a word', async () => {
      const playground = await open(online);
      const start = await runOf(playground);
      await playground.click('network.weight.1.1.1');
      await there(playground, 'network.editor');
      await playground.frames(4);
      await type(playground, '0.75');
      await playground.press('Tab');
      await type(playground, '0,95');
      await playground.press('Tab');
      await says(playground, 'weights=0.75,0.95,0.3;');
      // The bias is the third; back to the second and over it.
      await chord(playground, 'Shift', 'Tab');
      await type(playground, '-0.25');
      await playground.press('Tab');
      await says(playground, 'weights=0.75,-0.25,0.3;');
      await type(playground, 'hello');
      await playground.press('Enter');
      await there(playground, 'network.editor.trouble');
      await playground.frames(6);
      await type(playground, '0.35');
      await gone(playground, 'network.editor.trouble');
      await playground.press('Enter');
      await gone(playground, 'network.editor');
      await says(playground, 'weights=0.75,-0.25,0.35;');
      // Each is one change.
      for (const left of ['0.75,-0.25,0.3;', '0.75,0.95,0.3;', '0.75,0.2,0.3;']) {
        await chord(playground, 'Control', 'z');
        await says(playground, `weights=${left}`);
      }
      await chord(playground, 'Control', 'z');
      await until(async () => (await runOf(playground)) === start, 'the start');

      await playground.click('network.weight.1.1.1');
      await there(playground, 'network.editor');
      await playground.frames(4);
      await type(playground, '5');
      await playground.press('Escape');
      await gone(playground, 'network.editor');
      assert.equal(await runOf(playground), start);
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('takes a step anew when its row is typed over, and undo brings both back', async () => {
      for (const phases of [4, 5]) {
        const playground = await open(online);
        for (let phase = 0; phase < phases; ++phase) await playground.press('p');
        const before = await playground.call('hash');
        const { step } = await playground.metrics();
        await playground.click('row.input.1');
        await chord(playground, 'Control', 'a');
        await type(playground, '0.5');
        await playground.press('Enter');
        await says(playground, 'y;0.5,0,0;');
        const now = await playground.metrics();
        assert.equal(now.phase, phases, `phases done after an edit behind phase ${phases}`);
        assert.equal(now.step, step);
        const trainer = new engine.Trainer(online.replace(`y;${rows}`, `y;0.5,0,0;${rows.slice(6)}`));
        if (phases === 5) trainer.step();
        assert.equal(await playground.call('hash'), trainer.hash());
        trainer.delete();
        await chord(playground, 'Control', 'z');
        await says(playground, `y;${rows}`);
        assert.equal(await playground.call('hash'), before);
        assert.equal((await playground.metrics()).phase, phases, 'phases after undo');
        assert.deepEqual(playground.complaints, []);
        await playground.close();
      }
    });

    it('explains the sample that stands on paper, and no mean of one sample', async () => {
      const playground = await open(online);
      assert.ok(!(await has(playground, 'microscope.mean')), 'no mean of one sample');
      await playground.press('p');
      assert.ok(!(await has(playground, 'microscope.mean')));
      await playground.close();

      const batch = await open(`${homework}&order=listed`);
      await there(batch, 'microscope.mean');
      if (name === 'chromium') {
        await letCopy(batch);
        const trainer = new engine.Trainer(`${homework}&order=listed`);
        for (let phase = 0; phase < 3; ++phase) await batch.press('p');
        while (trainer.phase() !== 'backward');
        assert.equal(await copied(batch), trainer.explain('neuron:1.1@1').markdown, 'row 1');
        await batch.click('row.next');
        assert.equal(await copied(batch), trainer.explain('neuron:1.1@2').markdown, 'row 2');
        await batch.click('microscope.mean');
        assert.equal(await copied(batch), trainer.explain('neuron:1.1').markdown, 'the mean');
        trainer.delete();
      }
      assert.deepEqual(batch.complaints, []);
      await batch.close();
    });

    it('opens a table with a wrong cell as a sheet on which it can be mended', async () => {
      const wrong = online.replace('0,1,1', '0,one,1');
      const playground = await site.open({ fragment: wrong, width: 1440, height: 900 });
      await there(playground, 'sheet.trouble');
      await playground.frames(10);
      await type(playground, '1'); // the cell has the keyboard
      await playground.click('sheet.make');
      await gone(playground, 'sheet.make');
      await there(playground, 'paper.loss');
      const trainer = new engine.Trainer(online);
      assert.equal(await playground.call('hash'), trainer.hash());
      trainer.delete();
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('stands still while a sheet is written, and goes on behind it', async () => {
      const playground = await open(online);
      await playground.press(' ');
      await until(async () => (await playground.metrics()).step > 0, 'it plays');
      await playground.click('toolbar.lessons');
      await there(playground, 'gallery.byHand');
      await playground.frames(10);
      await playground.click('gallery.byHand');
      await there(playground, 'sheet.make');
      await playground.frames(4);
      const { step } = await playground.metrics();
      await pause(300);
      assert.equal((await playground.metrics()).step, step, 'it stands still');
      await playground.click('sheet.cancel');
      await until(async () => (await playground.metrics()).step > step, 'it goes on');
      await playground.close();
    });

    it('shows test points after a network is made only where they were shown before', async () => {
      const playground = await site.open({ fragment: 'dataset=xor&layers=4', width: 1440, height: 900 });
      await playground.click('toolbar.lessons');
      await there(playground, 'gallery.byHand');
      await playground.frames(10);
      await playground.click('gallery.byHand');
      await there(playground, 'sheet.make');
      await playground.frames(4);
      for (const number of ['0.5', '0.25', '1']) {
        await playground.click(`sheet.row.1.${['0.5', '0.25', '1'].indexOf(number) + 1}`);
        await type(playground, number);
      }
      await playground.click('sheet.make');
      await gone(playground, 'sheet.make');
      await playground.click('network.undo');
      await until(async () => (await playground.call('get', 'dataset')) === 'xor', 'the run before');
      assert.doesNotMatch(await playground.call('link'), /showTestData/);
      await playground.close();
    });
  });
}
