// The program's later part: when it comes, and what happens while it does not.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { browsers, launch } from './support/browser.mjs';
import { openPage, until } from './support/page.mjs';
import { colours } from './support/pixels.mjs';
import { serveSite, siteFolder } from './support/server.mjs';

const file = '/later.wasm';
const has = (playground, place) => playground.call('places').then((places) => places.includes(place));
const shown = (playground, place) => until(() => has(playground, place), `a widget ${place}`);
const texts = async (playground) => (await playground.call('messages')).map(({ text }) => text);
const lost = /could not be loaded. Is there a connection/;

/** A site whose later part comes when it is let go. */
async function slowSite() {
  let letGo;
  const gone = new Promise((done) => (letGo = done));
  const server = await serveSite({ override: (path) => (path === file ? gone : undefined) });
  return { ...server, letGo };
}

for (const name of browsers) {
  describe(`later part in ${name}`, () => {
    let browser;
    before(async () => {
      browser = await launch(name);
    });
    after(async () => {
      await browser?.close();
    });

    it('is loaded when something is pressed, and not before', async () => {
      const server = await serveSite();
      const playground = await openPage(browser, server.url, { fragment: 'dataset=xor', width: 1440, height: 900 });
      const asked = () =>
        playground.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /later-\w+\.wasm$/.test(name)).length);
      await playground.call('step', 100);
      await playground.hover('output.plane'); // what is said of a neuron comes with the later part
      await playground.frames(20);
      assert.equal(await asked(), 0, 'a visit that only watches does without');
      await playground.click('toolbar.step');
      await until(asked, 'the later part');
      await playground.click('inside.history');
      await shown(playground, 'history.scrubber');
      await playground.close();
      await server.close();
    });

    it('may be slow: what is there works, and what was clicked opens when it comes', async () => {
      const server = await slowSite();
      const playground = await openPage(browser, server.url, { fragment: 'dataset=xor', width: 1440, height: 900 });
      await playground.click('toolbar.lessons');
      await playground.click('toolbar.step');
      await playground.call('step', 50);
      await playground.call('set', 'layers', '5,3');
      await playground.click('inside.history');
      await playground.click('inside.microscope');
      await playground.frames(20);
      assert.ok(await has(playground, 'microscope.copy'));
      await playground.click('microscope.kind.1'); // a weight is explained when it can be
      await playground.frames(20);
      assert.ok(!(await has(playground, 'microscope.copy')));
      assert.ok(!(await has(playground, 'lessons.zero-init')));
      assert.ok(server.requests.includes(file));
      server.letGo();
      await shown(playground, 'lessons.zero-init');
      await shown(playground, 'microscope.copy');
      assert.deepEqual(await texts(playground), []);
      assert.deepEqual(playground.complaints, []);
      await playground.close();
      await server.close();
    });

    it('is waited for by a script that cannot do without it', async () => {
      const server = await slowSite();
      setTimeout(server.letGo, 1500);
      const playground = await openPage(browser, server.url, { fragment: 'dataset=xor' });
      await playground.call('openFile', 'x1,x2,label\n1,1,0\n-1,-1,1\n1,-1,0\n-1,1,1\n', 'four.csv');
      assert.equal(await playground.call('get', 'dataset'), 'custom');
      assert.match((await texts(playground))[0], /4 points: x1 is 'x1'/);
      await playground.close();
      await server.close();
    });

    it('may be lost: it is said, the rest works, and the next click tries again', async () => {
      let fails = true;
      const server = await serveSite({ override: (path) => (path === file && fails ? { status: 404 } : undefined) });
      const playground = await openPage(browser, server.url, { fragment: 'dataset=xor', width: 1440, height: 900 });
      await playground.click('toolbar.lessons');
      await until(async () => lost.test((await texts(playground))[0]), 'a message');
      await playground.click('toolbar.step');
      await playground.call('step', 300);
      const hash = await playground.call('hash');
      await playground.click('inside.history');
      assert.ok(colours(await playground.picture()) > 500);
      await assert.rejects(playground.call('openFile', 'x1,x2,label\n1,1,0\n', 'one.csv'), lost);
      await assert.rejects(playground.call('exportAs', 'json'), lost);
      assert.equal(await playground.call('hash'), hash, 'the run is untouched');
      assert.equal(await playground.evaluate(() => document.getElementById('panel').hidden), true);

      fails = false;
      await playground.click('toolbar.help');
      await shown(playground, 'help');
      await playground.close();
      await server.close();
    });

    if (name !== 'chromium') return;

    it('is the smaller file, and what a first visit needs is within its limit', async () => {
      const names = await readdir(siteFolder);
      const size = async (pattern) => (await readFile(join(siteFolder, names.find((one) => pattern.test(one))))).length;
      const later = await size(/^later-\w+\.wasm$/);
      assert.ok(later > 100_000, 'a program in two files');
      assert.ok(later < (await size(/^playground-\w+\.wasm$/)));
    });

    it('opens a link of TensorFlow Playground and a lesson at the start', async () => {
      const server = await serveSite();
      const peer = await openPage(browser, server.url, { fragment: 'activation=tanh&batchSize=10&dataset=spiral&networkShape=4,2&showTestData=false&noise=0' });
      assert.equal(await peer.call('get', 'layers'), '4,2');
      await peer.close();
      const lesson = await openPage(browser, server.url, { fragment: 'lesson=vanishing', width: 1440, height: 900 });
      await shown(lesson, 'lesson.card');
      await lesson.close();
      await server.close();
    });
  });
}
