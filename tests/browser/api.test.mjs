// window.playground, call by call.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { until } from './support/page.mjs';
import { siteIn } from './support/site.mjs';

for (const name of browsers) {
  describe(`window.playground in ${name}`, () => {
    const site = siteIn(name);
    let playground;
    before(async () => {
      playground = await site.open({
        fragment: 'dataset=xor&layers=4&learningRate=0.1',
        before: () => {
          window.announced = 0;
          addEventListener('playground-ready', () => {
            window.announced += window.playground ? 1 : 100;
          });
        },
      });
    });
    const call = (method, ...args) => playground.call(method, ...args);

    it('is announced once, when it is there', async () => {
      assert.equal(await playground.evaluate(() => window.announced), 1);
    });

    it('step(n) does n steps, step() one, and metrics() counts them', async () => {
      await call('reset');
      await call('step');
      assert.equal((await call('metrics')).step, 1);
      await call('step', 24);
      const metrics = await call('metrics');
      assert.equal(metrics.step, 25);
      assert.equal(metrics.epoch, 1);
      assert.equal(metrics.phase, 5);
      assert.equal(metrics.playing, false);
      assert.equal(metrics.diverged, false);
      for (const loss of ['trainLoss', 'testLoss']) assert.ok(metrics[loss] > 0 && metrics[loss] < 10);
      for (const share of ['trainAccuracy', 'testAccuracy']) assert.ok(metrics[share] >= 0 && metrics[share] <= 1);
      for (const wrong of [-1, 0.5, 'two']) await assert.rejects(call('step', wrong), /whole number/);
      assert.equal((await call('metrics')).step, 25);
    });

    it('no call holds up the page for longer than some seconds', async () => {
      await call('open', 'dataset=xor&layers=32,32&learningRate=0.001');
      const timed = (method, ...args) =>
        playground.evaluate((what, values) => {
          const begin = performance.now();
          let said = '';
          try {
            window.playground[what](...values);
          } catch (error) {
            said = error.message;
          }
          return { took: performance.now() - begin, said };
        }, method, args);
      for (const [method, ...args] of [['step', 2147483647], ['step', Number.MAX_SAFE_INTEGER], ['set', 'step', 9000000]]) {
        const before = (await call('metrics')).step;
        const { took, said } = await timed(method, ...args);
        assert.ok(took > 2000 && took < 10000, `${method}: ${took} ms`);
        assert.match(said, /seconds/);
        const { step } = await call('metrics');
        assert.ok(step > before + 1000);
        if (method === 'step') assert.ok(said.includes(` ${step - before} of ${args[0]} steps`), said);
      }
      await call('open', 'dataset=xor&layers=4&learningRate=0.1');
    });

    it('train(n) does n steps while the page goes on, until it is told to stop', async () => {
      await call('reset');
      await call('step', 3000);
      const hash = await call('hash');
      await call('reset');
      const { done, told, pictures } = await playground.evaluate(async () => {
        const told = [];
        let pictures = 0;
        const count = () => {
          pictures += 1;
          requestAnimationFrame(count);
        };
        requestAnimationFrame(count);
        const done = await window.playground.train(3000, { progress: (steps) => told.push(steps) });
        return { done, told, pictures };
      });
      assert.equal(done, 3000);
      assert.equal(await call('hash'), hash);
      assert.equal(told.at(-1), 3000);
      assert.ok(pictures > 0 || told.length < 3, `${pictures} pictures in ${told.length} parts`);
      const said = await playground.evaluate(async () => {
        const stop = new AbortController();
        setTimeout(() => stop.abort(new Error('enough')), 300);
        return window.playground.train(2 ** 40, { signal: stop.signal }).catch((error) => error.message);
      });
      assert.equal(said, 'enough');
      const { step } = await call('metrics');
      assert.ok(step > 3000);
      assert.equal(await call('train', 0), 0);
      for (const wrong of [-1, 0.5, 'two']) await assert.rejects(call('train', wrong), /whole number/);
      // One that cannot go on ends by itself.
      await call('open', 'dataset=reg-plane&layers=4,4&activation=linear&learningRate=100');
      assert.ok((await call('train', 100000)) < 100000);
      assert.equal((await call('metrics')).diverged, true);
      assert.equal(await call('train', 10), 0);
      assert.equal(await call('step', 10), 0);
      await call('open', 'dataset=xor&layers=4&learningRate=0.1');
    });

    it('phase() does one phase and names it', async () => {
      await call('reset');
      const names = [];
      for (let i = 0; i < 5; ++i) names.push(await call('phase'));
      assert.deepEqual(names, ['forward', 'loss', 'backward', 'gradients', 'update']);
      assert.equal((await call('metrics')).step, 1);
      const stepped = await call('hash');
      await call('reset');
      await call('step');
      assert.equal(await call('hash'), stepped, 'five phases are one step');
    });

    it('play() trains until pause()', async () => {
      await call('reset');
      await call('play');
      assert.equal((await call('metrics')).playing, true);
      await until(async () => (await call('metrics')).step > 5, 'steps');
      await call('pause');
      const { step, playing } = await call('metrics');
      assert.equal(playing, false);
      await playground.frames(10);
      assert.equal((await call('metrics')).step, step);
    });

    it('reset() gives the same run again', async () => {
      await call('reset');
      const start = await call('hash');
      await call('step', 10);
      const end = await call('hash');
      assert.notEqual(start, end);
      await call('reset');
      assert.equal((await call('metrics')).step, 0);
      assert.equal(await call('hash'), start);
      await call('step', 10);
      assert.equal(await call('hash'), end);
      assert.match(end, /^[0-9a-f]{16}$/);
    });

    it('set() and get() speak the language of links', async () => {
      await call('set', 'learningRate', 0.3);
      assert.equal(await call('get', 'learningRate'), '0.3');
      await call('set', 'layers', '5,3');
      assert.equal(await call('get', 'layers'), '5,3');
      assert.equal((await call('metrics')).step, 0, 'a new network starts over');
      await call('set', 'speed', 'max');
      assert.equal(await call('get', 'speed'), 'max');
      await call('set', 'speed', '60');
    });

    it('set() and get() throw what the engine says', async () => {
      const before = await call('link');
      await assert.rejects(call('set', 'learningRate', 'fast'), /learningRate.*fast/);
      await assert.rejects(call('set', 'dataset', 'moon'), /dataset.*moon/);
      await assert.rejects(call('set', 'colour', 'red'), /colour/);
      await assert.rejects(call('set', 'speed', 'warp'), /warp.*60/);
      await assert.rejects(call('get', 'colour'), /colour/);
      assert.equal(await call('link'), before);
    });

    it('link() is what open() takes', async () => {
      await call('open', 'dataset=xor&layers=3&seed=9');
      await call('step', 7);
      const link = await call('link');
      const hash = await call('hash');
      for (const part of ['dataset=xor', 'layers=3', 'seed=9', 'step=7']) assert.ok(link.includes(part), link);
      await call('open', 'dataset=gauss');
      assert.notEqual(await call('hash'), hash);
      await call('open', `#${link}`);
      assert.equal((await call('metrics')).step, 7);
      assert.equal(await call('hash'), hash);
    });

    it('goes to a step by its name in links, back or forward', async () => {
      await call('open', 'dataset=xor&layers=3&seed=9&step=7');
      const hash = await call('hash');
      await call('set', 'step', 40);
      assert.equal(await call('get', 'step'), '40');
      await call('set', 'step', 7);
      assert.equal(await call('hash'), hash);
      await assert.rejects(call('set', 'step', -1), /step cannot be/);
    });

    it('settings() lists every property with its range and choices', async () => {
      await call('open', 'dataset=circle&noise=0.2');
      const settings = await call('settings');
      const named = Object.fromEntries(settings.map((setting) => [setting.name, setting]));
      assert.equal(named.noise.value, '0.2');
      assert.equal(named.noise.defaultValue, '0');
      assert.ok(named.noise.max > named.noise.min);
      assert.ok(named.dataset.choices.includes('spiral'));
      for (const setting of settings) {
        assert.ok(setting.label && setting.help && setting.group && setting.kind, setting.name);
        assert.equal(await call('get', setting.name), setting.value);
        await call('set', setting.name, setting.value);
      }
    });

    it('messages() are those on the canvas', async () => {
      await call('open', 'dataset=circle');
      assert.deepEqual(await call('messages'), []);
      await call('open', 'dataset=circle&seed=many');
      const messages = await call('messages');
      assert.equal(messages.length, 1);
      assert.equal(messages[0].kind, 'warning');
      assert.match(messages[0].text, /seed.*many/);
    });

    it('exportAs() writes the files that exportFormats() lists', async () => {
      const files = await playground.evaluate(async () => {
        const { playground } = window;
        const formats = await playground.exportFormats();
        return Promise.all(formats.map(async (format) => {
          const { name, mime, bytes } = await playground.exportAs(format.name);
          if (!(bytes instanceof Uint8Array)) throw new Error(format.name);
          return { format, name, mime, text: new TextDecoder().decode(bytes) };
        }));
      });
      assert.ok(files.length >= 9);
      for (const { format, name, mime, text } of files) {
        assert.equal(name, format.file);
        assert.equal(mime, format.mime);
        assert.ok(text.length > 30 && format.help.length > 0, name);
      }
      const text = (format) => files.find(({ name }) => name === format).text;
      const [, ...rows] = text('history.csv').trim().split('\n');
      const { step, trainLoss } = await call('metrics');
      const [last, loss] = rows.at(-1).split(',').map(Number);
      assert.equal(last, step);
      assert.ok(Math.abs(loss - trainLoss) < 1e-6, `${loss} and ${trainLoss}`);
      assert.ok(text('weights.json').includes(await call('link')));
      assert.ok(text('network.onnx').includes('backprop-playground'));
      await assert.rejects(call('exportAs', 'keras'), /keras.*onnx/);
    });

    it('where() and places() find widgets, in pixels of the page', async () => {
      assert.ok((await call('places')).includes('toolbar.step'));
      const place = await call('where', 'toolbar.step');
      assert.ok(place.x > 0 && place.y > 0 && place.width > 10 && place.height > 10);
      await assert.rejects(call('where', 'toolbar.warp'), /toolbar\.warp/);
    });

    it('is described by types', async () => {
      const types = await (await fetch(`${site.server.url}playground.d.ts`)).text();
      for (const method of ['play', 'pause', 'step', 'phase', 'reset', 'set', 'get', 'metrics', 'hash', 'link']) {
        assert.match(types, new RegExp(`\\b${method}\\(`), method);
      }
      for (const field of ['trainLoss', 'testAccuracy', 'epoch', 'phase']) assert.ok(types.includes(field));
    });
  });
}
