// Lessons on the page: the gallery, a lesson from end to end, its link, what is remembered, phones.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { openPage, until } from './support/page.mjs';
import { colours } from './support/pixels.mjs';
import { serveSite } from './support/server.mjs';
import { siteIn } from './support/site.mjs';

const lessonFiles = readdirSync(new URL('../../assets/lessons', import.meta.url));
const has = (playground, place) => playground.call('places').then((places) => places.includes(place));

for (const name of browsers) {
  describe(`lessons in ${name}`, () => {
    const site = siteIn(name);
    const open = (options) => site.open({ fragment: 'dataset=gauss', ...options });
    const shown = (playground, place) => until(() => has(playground, place), `a widget ${place}`);

    it('is taken from the gallery to its end with clicks, and remembered', async () => {
      const playground = await open({ width: 1440, height: 900 });
      await playground.click('toolbar.lessons');
      await shown(playground, 'lessons.zero-init');
      const cards = (await playground.call('places')).filter((place) => /^lessons\.(?!close)/.test(place));
      assert.equal(cards.length, lessonFiles.length);
      assert.ok(colours(await playground.picture('lessons.zero-init')) > 20);

      await playground.click('lessons.zero-init');
      await shown(playground, 'lesson.card');
      assert.equal(await playground.call('get', 'initializer'), 'zero');
      await playground.click('lesson.next');
      // Predict first: there is no button to run before an answer.
      assert.ok(!(await has(playground, 'lesson.run')));
      // Nor is what the question asks for on the canvas.
      await shown(playground, 'lesson.cover.layer:1 gradient');
      await playground.click('lesson.choice.2');
      await until(async () => !(await has(playground, 'lesson.cover.layer:1 gradient')), 'the cover to go');
      await playground.click('lesson.run');
      await until(() => has(playground, 'lesson.check.2'), 'the end of the run');
      const { step, trainAccuracy } = await playground.metrics();
      assert.equal(step, 6000);
      assert.ok(trainAccuracy <= 0.6);
      assert.equal((await playground.metrics()).playing, false);

      await playground.click('lesson.next');
      await playground.click('lesson.next');
      await playground.click('lesson.choice.1');
      await playground.click('lesson.run');
      await until(() => has(playground, 'lesson.check.3'), 'the second run');
      assert.equal(await playground.call('get', 'activation'), 'sigmoid');
      await playground.click('lesson.next');
      await playground.click('lesson.run');
      await until(() => has(playground, 'lesson.try'), 'the last run');
      assert.ok((await playground.metrics()).trainAccuracy >= 0.95);
      assert.match(await playground.call('link'), /lesson=zero-init/);

      await playground.page.reload();
      await playground.ready();
      assert.match(await playground.evaluate(() => localStorage.getItem('backprop.lessons')), /zero-init 0 done/);
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    if (name !== 'chromium') return;

    it('opens by its link, beside the panels and not over them', async () => {
      for (const [width, height] of [[1440, 900], [1200, 760], [1024, 768]]) {
        const playground = await open({ fragment: 'lesson=vanishing', width, height });
        await shown(playground, 'lesson.card');
        const card = await playground.where('lesson.card');
        for (const place of ['network.picture', 'output.plane']) {
          const other = await playground.where(place);
          assert.ok(other.x >= card.x + card.width, `${place} at ${width}`);
        }
        assert.equal(await playground.call('get', 'activation'), 'sigmoid');
        await playground.close();
      }
    });

    it('says so when there is no such lesson, or none can be had', async () => {
      const playground = await open({ fragment: 'lesson=none' });
      await until(async () => (await playground.call('messages')).length > 0, 'a message');
      assert.match((await playground.call('messages'))[0].text, /none/);
      await playground.close();
      const lost = await serveSite({ override: (path) => (path === '/lessons.txt' ? { status: 404 } : undefined) });
      const alone = await openPage(site.browser, lost.url, { fragment: 'lesson=vanishing' });
      await until(async () => (await alone.call('messages')).length > 0, 'a message');
      assert.match((await alone.call('messages'))[0].text, /could not be loaded/);
      await alone.close();
      await lost.close();
    });

    it('closes with Escape, and rests when nothing moves', async () => {
      const playground = await open({ width: 1440, height: 900 });
      await playground.click('toolbar.lessons');
      await shown(playground, 'lessons.vanishing');
      await playground.press('Escape');
      assert.ok(!(await has(playground, 'lessons.vanishing')));
      // By keyboard alone: into the gallery, to a card, and in.
      await playground.click('toolbar.lessons');
      await shown(playground, 'lessons.linear-depth');
      await playground.press('Enter');
      await shown(playground, 'lesson.card');
      await playground.click('lesson.close');
      assert.ok(!(await has(playground, 'lesson.card')));
      await until(async () => (await playground.call('get', 'dataset')) === 'gauss', 'the run that was there before');
      await playground.close();
    });

    it('is a sheet at the bottom of a phone, and shows the panel it speaks of', async () => {
      const playground = await open({ fragment: 'lesson=zero-init', width: 390, height: 844 });
      await shown(playground, 'lesson.card');
      const card = await playground.where('lesson.card');
      const picture = await playground.where('network.picture');
      assert.ok(picture.y + picture.height <= card.y + 1);
      await playground.click('lesson.next');
      const plane = await playground.where('output.plane');
      assert.ok(plane.y < card.y);
      await playground.click('lesson.fold');
      assert.ok((await playground.where('lesson.card')).height < 60);
      await playground.close();
    });
  });
}
