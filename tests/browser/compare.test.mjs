// Two runs side by side, by mouse and keyboard.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { openPage, pause, until } from './support/page.mjs';
import { difference } from './support/pixels.mjs';
import { siteIn } from './support/site.mjs';

const link = 'dataset=circle&layers=4,3&learningRate=0.1&seed=3';

for (const name of browsers) {
  describe(`comparing in ${name}`, () => {
    const site = siteIn(name);
    const full = name === 'chromium';
    const open = (fragment, options) =>
      site.open({ fragment, width: 1280, height: 800, ...options });
    const places = (playground) => playground.call('places');
    const other = (playground) => playground.call('other');

    /** Chooses the optimizer by mouse, by the place of its entry in the list. */
    async function choose(playground, label) {
      const settings = await playground.call('settings');
      const { choices } = settings.find(({ name }) => name === 'optimizer');
      await playground.click('settings.optimizer');
      await playground.click(`settings.optimizer.${choices.indexOf(label)}`);
    }

    it('keeps a run beside the one that is changed, step by step, over a reload, until it is stopped', async () => {
      const playground = await open(link);
      await playground.click('toolbar.step');
      assert.equal(await other(playground), null);
      await playground.click('output.compare');
      assert.equal((await other(playground)).hash, await playground.call('hash'));
      assert.ok((await places(playground)).includes('output.otherPlane'));

      await choose(playground, 'adam');
      assert.equal(await playground.call('get', 'optimizer'), 'adam');
      assert.equal((await playground.metrics()).step, 0, 'both start over');
      assert.equal((await other(playground)).step, 0);

      await playground.click('toolbar.play');
      await until(async () => (await playground.metrics()).step > 60, 'sixty steps');
      await playground.click('toolbar.play');
      await until(async () => !(await playground.metrics()).playing, 'a pause');
      await playground.click('toolbar.step');
      const { step } = await playground.metrics();
      const kept = await other(playground);
      assert.equal(kept.step, step);
      assert.equal(kept.link, `v=1&layers=4,3&learningRate=0.1&seed=3&step=${step}`);
      assert.notEqual(kept.hash, await playground.call('hash'));

      await playground.page.mouse.move(5, 790);
      await playground.frames();
      const planes = [await playground.picture('output.plane'), await playground.picture('output.otherPlane')];
      assert.ok(difference(...planes) > 0.05, 'the boundaries differ');

      const hash = await playground.call('hash');
      await until(
        async () => playground.evaluate((s) => location.hash.includes(`step=${s}&`) && location.hash.includes('compare='), step),
        'an address with both',
      );
      await playground.page.reload();
      await playground.ready();
      await until(async () => (await playground.metrics()).step === step, 'the step of the link');
      assert.equal(await playground.call('hash'), hash);
      assert.deepEqual(await other(playground), kept);
      assert.deepEqual(await playground.call('messages'), []);

      await playground.click('compare.stop');
      assert.equal(await other(playground), null);
      assert.ok(!(await places(playground)).includes('output.otherPlane'));
      await until(async () => playground.evaluate(() => !location.hash.includes('compare')), 'a plain address');
      assert.equal(await playground.call('hash'), hash, 'the run goes on');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    if (!full) return;

    it('swaps the runs, undoes that, and goes back with both', async () => {
      const playground = await open(`${link}&optimizer=adam&compare=optimizer%3Dsgd`);
      await playground.call('step', 20);
      const hashes = async () => [await playground.call('hash'), (await other(playground)).hash];
      const before = await hashes();
      await playground.click('compare.swap');
      assert.deepEqual(await hashes(), [...before].reverse());
      assert.equal(await playground.call('get', 'optimizer'), 'sgd');
      await playground.page.keyboard.down('Control');
      await playground.press('z');
      await playground.page.keyboard.up('Control');
      assert.deepEqual(await hashes(), before);
      await playground.click('toolbar.back');
      assert.equal((await playground.metrics()).step, 19);
      assert.equal((await other(playground)).step, 19);
      await playground.press('ArrowRight');
      assert.deepEqual(await hashes(), before);
      await playground.close();
    });

    it('shows both losses in one chart, and their values where the mouse is', async () => {
      const playground = await open(`${link}&optimizer=adam`, { scheme: 'dark' });
      await playground.call('step', 200);
      // The colour of the other run is in no other line, badge or number.
      const purple = (picture) => {
        let count = 0;
        for (let i = 0; i < picture.data.length; i += 4) {
          const [r, g, b] = picture.data.subarray(i, i + 3);
          if (b > 200 && r > 140 && g < 190 && b - g > 60) count += 1;
        }
        return count;
      };
      assert.equal(purple(await playground.picture('output.chart')), 0);
      await playground.press('c');
      await playground.call('set', 'optimizer', 'sgd');
      await playground.call('step', 200);
      await playground.frames(6);
      assert.ok(purple(await playground.picture('output.chart')) > 60);
      const chart = await playground.where('output.chart');
      const plain = await playground.page.screenshot();
      await playground.page.mouse.move(chart.x + chart.width * 0.6, chart.y + chart.height * 0.5);
      await pause(700);
      assert.ok(!Buffer.from(plain).equals(Buffer.from(await playground.page.screenshot())));
      await playground.press('c');
      assert.equal(await other(playground), null);
      await playground.close();
    });

    it('gives new data to both runs', async () => {
      const playground = await open(`${link}&compare=learningRate%3D0.3`);
      await playground.call('step', 10);
      await playground.click('data.dataset.xor');
      assert.match((await other(playground)).link, /dataset=xor/);
      await playground.click('toolbar.step');
      assert.equal((await other(playground)).step, 1);
      await playground.close();
    });

    it('has points painted in either plane, for both runs', async () => {
      const playground = await open(`${link}&compare=learningRate%3D0.3`, { width: 1440, height: 900 });
      await playground.click('data.paint');
      const points = (address) => new URLSearchParams(address).get('points')?.length ?? 0;
      const press = async (plane, options) => {
        const { x, y, width, height } = await playground.where(plane);
        await playground.page.mouse.move(x + width * 0.08, y + height * 0.08);
        await playground.frames();
        await playground.page.mouse.click(x + width * 0.08, y + height * 0.08, { delay: 40, ...options });
        await playground.frames(6);
      };
      await press('output.plane');
      const first = points(await playground.call('link'));
      assert.ok(first > 0);
      await press('output.plane', { button: 'right' });
      const none = points(await playground.call('link'));
      assert.ok(none < first);
      await press('output.otherPlane');
      assert.equal(points(await playground.call('link')), first, 'the other plane takes it as well');
      assert.equal(points((await other(playground)).link), first);
      await press('output.otherPlane', { button: 'right' });
      assert.equal(points((await other(playground)).link), none);
      await playground.close();
    });

    it('fits a tablet, a phone and a page it is embedded in', async () => {
      for (const [width, height, embed] of /** @type {[number, number, string?][]} */ ([
        [1024, 768],
        [390, 844],
        [640, 420, '?embed'],
      ])) {
        const playground = await openPage(site.browser, `${site.server.url}${embed ?? ''}`, {
          fragment: `${link}&compare=optimizer%3Dadam`,
          width,
          height,
        });
        if (width < 700 && !embed) await playground.click('tabs.output');
        const planes = [await playground.where('output.plane'), await playground.where('output.otherPlane')];
        for (const plane of planes) {
          assert.ok(plane.width >= 90 && plane.x >= 0 && plane.x + plane.width <= width, JSON.stringify(plane));
          assert.equal(plane.width, planes[0].width);
          assert.ok(plane.y + plane.height <= height);
        }
        assert.ok(planes[1].x >= planes[0].x + planes[0].width);
        await playground.click('toolbar.step');
        assert.equal((await other(playground)).step, 1);
        await playground.close();
      }
    });

    it('says what of a compared run in a link cannot be used', async () => {
      const playground = await open(`${link}&compare=optimizer%3Dfast`);
      const [message] = await playground.call('messages');
      assert.match(message.text, /compared with.*'fast'/);
      assert.ok((await places(playground)).includes('message.0'));
      assert.notEqual(await other(playground), null);
      await playground.close();
    });

    it('rests when nothing trains', async () => {
      const playground = await open(`${link}&compare=optimizer%3Dadam`);
      await playground.call('step', 30);
      await pause(1500); // the address is told, a moment later
      const frames = () => playground.evaluate(() => window.playground.frameTimes().length);
      const count = await frames();
      await pause(500);
      assert.equal(await frames(), count);
      await playground.close();
    });
  });
}
