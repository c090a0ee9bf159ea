// Training by mouse and keyboard, as a person does it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { pause, until } from './support/page.mjs';
import { difference } from './support/pixels.mjs';
import { siteIn } from './support/site.mjs';

for (const name of browsers) {
  describe(`training in ${name}`, () => {
    const site = siteIn(name);
    const open = (fragment, options) => site.open({ fragment, ...options });

    it('does exactly one step for a click on step, and the decision boundary moves', async () => {
      const playground = await open('dataset=circle&layers=4,2&learningRate=0.3');
      const start = await playground.metrics();
      assert.equal(start.step, 0);
      assert.equal(start.playing, false);
      const parameters = await playground.call('hash');
      const plane = await playground.picture('output.plane');

      await playground.click('toolbar.step');
      assert.equal((await playground.metrics()).step, 1);
      assert.equal((await playground.metrics()).playing, false);
      assert.notEqual(await playground.call('hash'), parameters);
      const moved = await playground.picture('output.plane');
      assert.ok(difference(plane, moved, 0) > 0.05, 'pixels of the plane change');

      await playground.click('toolbar.step');
      assert.equal((await playground.metrics()).step, 2);
      await pause(300); // and no more by itself
      assert.equal((await playground.metrics()).step, 2);
      await playground.close();
    });

    it('trains after a click on play until the next', async () => {
      const playground = await open('dataset=gauss&layers=3');
      const start = await playground.metrics();
      await playground.click('toolbar.play');
      await until(async () => (await playground.metrics()).step > 60, 'sixty steps');
      assert.equal((await playground.metrics()).playing, true);
      await playground.click('toolbar.play');
      await until(async () => !(await playground.metrics()).playing, 'a pause');
      const end = await playground.metrics();
      assert.ok(end.trainLoss < 0.5 * start.trainLoss, `${end.trainLoss} of ${start.trainLoss}`);
      assert.ok(end.testAccuracy > 0.9);
      await pause(300);
      assert.equal((await playground.metrics()).step, end.step);
      await playground.close();
    });

    it('starts over with the same weights after a click on reset', async () => {
      const playground = await open('dataset=xor&layers=4');
      const hash = await playground.call('hash');
      const plane = await playground.picture('output.plane');
      await playground.call('step', 50);
      await playground.click('toolbar.reset');
      assert.equal((await playground.metrics()).step, 0);
      assert.equal(await playground.call('hash'), hash);
      await playground.page.mouse.move(2, 700);
      await playground.frames();
      await playground.isAgain('output.plane', plane, undefined, 0.001);
      await playground.close();
    });

    it('restarts with the data that a click on another dataset chooses', async () => {
      const playground = await open('dataset=circle&layers=4');
      await playground.call('step', 30);
      const plane = await playground.picture('output.plane');
      await playground.click('data.dataset.xor');
      assert.equal(await playground.call('get', 'dataset'), 'xor');
      assert.equal((await playground.metrics()).step, 0);
      await playground.differs('output.plane', plane, 0.1);
      await playground.close();
    });

    it('moves through the five phases one by one', async () => {
      const playground = await open('dataset=circle&layers=4');
      for (const [done, step] of [
        [1, 0],
        [2, 0],
        [3, 0],
        [4, 0],
        [5, 1],
        [1, 1],
      ]) {
        await playground.click('toolbar.phase');
        const metrics = await playground.metrics();
        assert.deepEqual([metrics.phase, metrics.step], [done, step]);
      }
      await playground.close();
    });

    it('obeys Space, the right arrow, P and R while the canvas has the focus', async () => {
      const playground = await open('dataset=circle&layers=4');
      assert.equal(await playground.evaluate(() => document.activeElement.id), 'canvas');
      await playground.press('ArrowRight');
      assert.equal((await playground.metrics()).step, 1);
      await playground.press('p');
      assert.deepEqual([(await playground.metrics()).phase, (await playground.metrics()).step], [1, 1]);
      await playground.press(' ');
      await until(async () => (await playground.metrics()).step > 10, 'training');
      await playground.press(' ');
      assert.equal((await playground.metrics()).playing, false);
      await playground.press('r');
      assert.equal((await playground.metrics()).step, 0);
      await playground.close();
    });

    it('leaves the keys of the browser alone', async () => {
      const playground = await open('dataset=circle&layers=4', {
        before: () => {
          window.kept = [];
          // After everyone else: what was prevented is kept from the browser.
          window.addEventListener('keydown', (event) => {
            setTimeout(() => window.kept.push([event.code, event.defaultPrevented]));
            if (event.ctrlKey) event.preventDefault(); // no reload in the middle of a test
          });
        },
      });
      await playground.call('step', 3);
      await playground.page.keyboard.down('Control');
      await playground.press('r');
      await playground.page.keyboard.up('Control');
      assert.equal((await playground.metrics()).step, 3, 'Ctrl+R is not R');
      await playground.press('F1');
      await playground.press('ArrowDown');
      await pause(50);
      const kept = Object.fromEntries(await playground.evaluate(() => window.kept));
      assert.equal(kept.F1, false);
      assert.equal(kept.ArrowDown, true, 'the page does not scroll');

      // Another element has the focus: every key is its own.
      await playground.evaluate(() => {
        const input = document.createElement('input');
        input.id = 'foreign';
        input.style.position = 'fixed';
        document.body.append(input);
        input.focus();
      });
      await playground.page.keyboard.type('ab r');
      await playground.press('Backspace');
      assert.equal(await playground.evaluate(() => document.getElementById('foreign').value), 'ab ');
      await playground.press('ArrowRight');
      assert.equal((await playground.metrics()).step, 3);
      await playground.press('Tab');
      assert.notEqual(await playground.evaluate(() => document.activeElement.id), 'foreign');
      await playground.close();
    });

    it('is left by Escape and Tab', async () => {
      const playground = await open('dataset=circle&layers=4');
      await playground.press('Tab'); // the canvas's own
      assert.equal(await playground.evaluate(() => document.activeElement.id), 'canvas');
      await playground.press('Escape');
      await playground.press('Tab');
      assert.notEqual(await playground.evaluate(() => document.activeElement.id), 'canvas');
      await playground.close();
    });

    it('takes the experiment from the address, also when it changes', async () => {
      const playground = await open('dataset=spiral&layers=8,8&activation=relu&batchSize=5&seed=7&speed=max');
      const settings = async (...names) => Promise.all(names.map((one) => playground.call('get', one)));
      assert.deepEqual(await settings('dataset', 'layers', 'activation', 'batchSize', 'seed', 'speed'), [
        'spiral',
        '8,8',
        'relu',
        '5',
        '7',
        'max',
      ]);
      await playground.evaluate(() => {
        location.hash = 'dataset=xor&layers=3';
      });
      await until(async () => (await playground.call('get', 'dataset')) === 'xor', 'the new experiment');
      assert.deepEqual(await settings('layers', 'seed'), ['3', '1']);
      await playground.close();
    });

    it('reads the address as it was copied, and hides what it hides', async () => {
      const playground = await open('dataset=xor&amp;layers=3&amp;hide=learningRate,step&amp;stopAt=step:50).');
      assert.equal(await playground.call('get', 'dataset'), 'xor');
      assert.equal(await playground.call('get', 'layers'), '3');
      assert.deepEqual(await playground.call('messages'), []);
      const places = await playground.call('places');
      assert.ok(places.includes('toolbar.play'));
      assert.ok(!places.includes('toolbar.step'));
      assert.ok(!places.includes('settings.learningRate'));
      assert.match(await playground.call('link'), /&hide=learningRate,step$/);
      await playground.close();
    });

    it('opens what asks for too much as near as it can, and every message can be reached', async () => {
      const playground = await open(
        'layers=8,8,8,8,8,8,8,8,8,8&learningRate=1000&regularization=l1&regularizationRate=500&a=1&b=2&c=3&noise=7',
      );
      assert.equal(await playground.call('get', 'layers'), '8,8,8,8,8,8,8,8');
      assert.equal(await playground.call('get', 'learningRate'), '100');
      assert.equal(await playground.call('get', 'noise'), '0.5');
      const messages = await playground.call('messages');
      assert.equal(messages.length, 7);
      assert.match(messages[0].text, /^noise cannot be '7'/);
      assert.match(messages[6].text, /'c'/);
      const shown = async () => (await playground.call('places')).filter((place) => /^message\.\d+$/.test(place)).length;
      assert.equal(await shown(), 4);
      await playground.click('message.more');
      assert.equal(await shown(), 3);
      await playground.close();
    });

    it('does one epoch where Shift is held', async () => {
      const playground = await open('dataset=xor&samples=100&batchSize=10&trainFraction=0.5');
      await playground.page.keyboard.down('Shift');
      await playground.click('toolbar.step');
      await playground.page.keyboard.up('Shift');
      assert.equal((await playground.call('metrics')).step, 5);
      await playground.close();
    });

    it('names a value of the address that cannot be used, and keeps the default', async () => {
      const playground = await open('dataset=circle&learningRate=fast&layers=4');
      const [message] = await playground.call('messages');
      assert.match(message.text, /learningRate/);
      assert.match(message.text, /fast/);
      assert.equal(await playground.call('get', 'learningRate'), '0.03');
      assert.equal(await playground.call('get', 'layers'), '4');
      const places = await playground.call('places');
      assert.ok(
        places.some((place) => place.startsWith('message')),
        'it is seen on the canvas',
      );
      await playground.close();
    });
  });
}
