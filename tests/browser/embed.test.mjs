// Playgrounds inside other pages: the query, the element, and the example course page.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { openPage, until } from './support/page.mjs';
import { colours, decode, pixel } from './support/pixels.mjs';
import { siteIn } from './support/site.mjs';

for (const name of browsers) {
  describe(`embedding in ${name}`, () => {
    const site = siteIn(name);

    async function openCourse() {
      const page = await site.browser.newPage();
      const complaints = [];
      page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.setViewport({ width: 1000, height: 700 });
      await page.goto(`${site.server.url}course.html`);
      return { page, complaints };
    }
    const show = (page, id) =>
      page.evaluate(async (which) => {
        const element = document.getElementById(which);
        element.scrollIntoView({ block: 'center' });
        await element.ready;
      }, id);

    it('runs the networks of the course page as they come into view', async () => {
      const { page, complaints } = await openCourse();
      const frames = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('backprop-playground')].map((one) => Boolean(one.shadowRoot.querySelector('iframe'))),
        );
      await show(page, 'line');
      assert.deepEqual((await frames()).at(-1), false, 'the last one is far away still');
      await show(page, 'bend');
      await show(page, 'wild');
      assert.deepEqual(await frames(), [true, true, true]);
      assert.equal(await page.evaluate(() => document.activeElement.localName), 'body', 'none takes the focus');
      const links = await page.evaluate(() => ['line', 'bend', 'wild'].map((id) => document.getElementById(id).link));
      assert.match(links[0], /dataset=xor/);
      assert.match(links[2], /learningRate=3/);
      await page.evaluate(() => document.getElementById('bend').scrollIntoView({ block: 'center' }));
      await page.click('#bend-many');
      await until(
        () => page.evaluate(() => /^step 500, \d+\s% of the test points/.test(document.getElementById('bend-says').textContent)),
        'what the page hears',
      );
      const picture = decode(await (await page.$('#bend')).screenshot());
      assert.ok(colours(picture) > 300, 'it is drawn');
      assert.deepEqual(complaints, []);
      await page.close();
    });

    if (name === 'firefox') return; // the rest is the same code in both

    it('plays, pauses, steps and tells its metrics through the element', async () => {
      const { page } = await openCourse();
      await show(page, 'bend');
      const early = await page.evaluate(() => {
        const unloaded = document.createElement('backprop-playground');
        try {
          unloaded.play();
        } catch (error) {
          return error.message;
        }
      });
      assert.match(early, /await its `ready`/);
      await page.evaluate(() => {
        window.heard = [];
        const element = document.getElementById('bend');
        element.addEventListener('metrics', (/** @type {any} */ { detail }) => window.heard.push(detail));
        element.step(3);
      });
      await until(() => page.evaluate(() => window.heard.at(-1)?.step === 3), 'the step');
      await page.evaluate(() => document.getElementById('bend').play());
      await until(() => page.evaluate(() => document.getElementById('bend').metrics().step > 20), 'training');
      await page.evaluate(() => document.getElementById('bend').pause());
      const step = await page.evaluate(() => document.getElementById('bend').metrics().step);
      await until(() => page.evaluate((n) => window.heard.at(-1).step === n, step), 'the last step');
      await page.evaluate(() => (document.getElementById('bend').link = 'dataset=circle&layers=3'));
      const link = await page.evaluate(() => document.getElementById('bend').link);
      assert.equal(link, 'v=1&layers=3');
      await page.close();
    });

    it('rests while it is out of view', async () => {
      const { page } = await openCourse();
      await show(page, 'line');
      await page.evaluate(() => document.getElementById('line').play());
      const playing = () => page.evaluate(() => document.getElementById('line').metrics().playing);
      assert.equal(await playing(), true);
      await page.evaluate(() => document.querySelector('.how').scrollIntoView());
      await until(async () => !(await playing()), 'rest');
      await page.evaluate(() => document.getElementById('line').scrollIntoView());
      await until(playing, 'work');
      await page.close();
    });

    it('is reached and left by keyboard', async () => {
      const { page } = await openCourse();
      await show(page, 'line');
      const inside = () =>
        page.evaluate(() => {
          const focused = document.activeElement;
          if (focused.localName !== 'backprop-playground') return focused.id || focused.localName;
          const frame = focused.shadowRoot.querySelector('iframe');
          return `${focused.id}: ${frame.contentDocument.activeElement.textContent || frame.contentDocument.activeElement.id}`;
        });
      for (let i = 0; i < 6 && (await inside()) !== 'line: canvas'; ++i) await page.keyboard.press('Tab');
      assert.equal(await inside(), 'line: canvas');
      await page.keyboard.press('ArrowRight', { delay: 50 });
      await until(() => page.evaluate(() => document.getElementById('line').metrics().step === 1), 'a step by keyboard');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      assert.notEqual(await inside(), 'line: canvas');
      await page.close();
    });

    it('shows what ?embed asks for, in the theme it asks for, and scrolls with its page', async () => {
      const url = `${site.server.url}?embed=output,play&theme=light`;
      const playground = await openPage(site.browser, url, { fragment: 'dataset=xor', width: 500, height: 460, scheme: 'dark' });
      const places = await playground.call('places');
      assert.ok(places.includes('output.plane') && places.includes('toolbar.play'));
      assert.ok(!places.includes('network.picture') && !places.includes('toolbar.share'));
      assert.deepEqual(pixel(await playground.picture(), 3, 3), [255, 255, 255]);
      await playground.click('toolbar.step');
      assert.equal((await playground.metrics()).step, 1);
      const taken = await playground.evaluate(() => {
        const event = new WheelEvent('wheel', { deltaY: 50, cancelable: true, bubbles: true });
        document.getElementById('canvas').dispatchEvent(event);
        return event.defaultPrevented;
      });
      assert.equal(taken, false);
      await playground.close();
    });

    it('opens the whole playground from an embedded one', async () => {
      const playground = await openPage(site.browser, `${site.server.url}?embed`, { fragment: 'dataset=xor&layers=4&step=5', width: 700, height: 460 });
      const opened = new Promise((done) => site.browser.once('targetcreated', done));
      // The new page takes the foreground, where alone pictures are drawn: nothing to wait for here.
      await playground.page.mouse.click(...(await playground.centre('toolbar.open')), { delay: 40 });
      const target = await opened;
      assert.equal(target.url() || (await target.page()).url(), `${site.server.url}#v=1&dataset=xor&layers=4&step=5`);
      await (await target.page()).close();
      await playground.close();
    });
  });
}
