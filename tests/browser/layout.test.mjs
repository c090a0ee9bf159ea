// What is set and edited by hand: painted points, typed numbers, preferences, help, the phone's menu.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { until } from './support/page.mjs';
import { difference } from './support/pixels.mjs';
import { siteIn } from './support/site.mjs';

const fragment = 'dataset=moons&layers=4,4';
const places = (playground) => playground.call('places');
const has = async (playground, place) => (await places(playground)).includes(place);

describe('controls in chromium', () => {
  const site = siteIn('chromium');
  const open = (options) => site.open({ fragment, width: 1440, height: 900, ...options });
  // A place in the output plane, as shares of its size from the left top corner.
  const spot = async (playground, right, down) => {
    const plane = await playground.where('output.plane');
    return [plane.x + right * plane.width, plane.y + down * plane.height];
  };
  const press = async (playground, right, down, options) => {
    const [x, y] = await spot(playground, right, down);
    await playground.page.mouse.move(x, y);
    await playground.frames();
    await playground.page.mouse.click(x, y, { delay: 40, ...options });
    await playground.frames(6);
  };

  it('paints, moves and erases points, and takes it back', async () => {
    const playground = await open();
    const start = await playground.call('link');
    await playground.click('data.paint');
    await playground.click('paint.class.2');
    const before = await playground.picture('output.plane');
    await press(playground, 0.1, 0.06);
    assert.equal(await playground.call('get', 'dataset'), 'custom');
    const painted = await playground.call('link');
    await playground.differs('output.plane', before, 0);
    assert.ok(await has(playground, 'data.dataset.custom'));

    // Held and moved, a point follows.
    const [x, y] = await spot(playground, 0.1, 0.06);
    await playground.page.mouse.move(x, y);
    await playground.page.mouse.down();
    await playground.frames();
    await playground.page.mouse.move(x + 60, y + 10, { steps: 6 });
    await playground.frames();
    await playground.page.mouse.up();
    await playground.frames(6);
    const moved = await playground.call('link');
    assert.notEqual(moved, painted);

    // The right button removes it; what is left are the points there were.
    await playground.page.mouse.click(x + 60, y + 10, { button: 'right', delay: 40 });
    await playground.frames(6);
    const removed = await playground.call('link');
    assert.ok(removed.length < moved.length);
    for (let i = 0; i < 3; ++i) await playground.click('network.undo');
    // The points are as before; that all of them are shown, painted ones for testing too, is no change of the run.
    assert.equal((await playground.call('link')).replace('&showTestData=true', ''), start);
    await playground.click('network.redo');
    assert.equal(await playground.call('link'), painted);

    await playground.click('paint.clear');
    assert.equal(await has(playground, 'paint.clear'), true);
    await press(playground, 0.3, 0.3);
    await playground.click('paint.class.1');
    await press(playground, 0.7, 0.7);
    await playground.click('paint.done');
    await playground.click('toolbar.step');
    assert.equal((await playground.metrics()).step, 1);
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('paints with a finger', async () => {
    const playground = await open({ width: 390, height: 844 });
    await playground.click('tabs.data');
    await playground.click('data.paint');
    if (!(await has(playground, 'output.plane'))) await playground.click('tabs.output');
    const [x, y] = await spot(playground, 0.1, 0.08);
    await playground.page.touchscreen.tap(x, y);
    await until(async () => (await playground.call('get', 'dataset')) === 'custom', 'a painted point');
    await playground.close();
  });

  it('takes typed numbers, and says what cannot be used', async () => {
    const playground = await open();
    const row = (await places(playground)).find((place) => /learningRate\.value$/.test(place));
    const type = async (text) => {
      await playground.click(row);
      await playground.page.keyboard.down('Control');
      await playground.page.keyboard.press('a');
      await playground.page.keyboard.up('Control');
      await playground.page.keyboard.type(text, { delay: 10 });
      await playground.press('Enter');
    };
    await type('1e-3');
    assert.equal(Number(await playground.call('get', 'learningRate')), 0.001);
    await type('0,25');
    assert.equal(Number(await playground.call('get', 'learningRate')), 0.25);
    await type('nonsense');
    assert.equal(Number(await playground.call('get', 'learningRate')), 0.25);
    await playground.close();
  });

  it('turns to regression and back, each with its own datasets', async () => {
    const playground = await open();
    await playground.click('data.problem.regression');
    assert.equal(await playground.call('get', 'problem'), 'regression');
    const surface = (await places(playground)).find((place) => /^data\.dataset\.reg-/.test(place));
    await playground.click(surface);
    assert.equal(`data.dataset.${await playground.call('get', 'dataset')}`, surface);
    await playground.click('data.problem.classification');
    assert.equal(await playground.call('get', 'problem'), 'classification');
    await playground.close();
  });

  it('keeps what is preferred', async () => {
    const playground = await open({ scheme: 'light' });
    const light = await playground.picture();
    await playground.click('toolbar.settings');
    await playground.click('preferences.theme.1');
    await playground.press('Escape');
    assert.ok(!(await has(playground, 'preferences.theme.1')));
    const dark = await playground.picture();
    assert.ok(difference(light, dark) > 0.5);
    const play = await playground.where('toolbar.play');
    await playground.click('toolbar.settings');
    await playground.click('preferences.size.3');
    await playground.press('Escape');
    const larger = await playground.where('toolbar.play');
    assert.ok(Math.abs(larger.width / play.width - 1.25) < 0.03);
    await playground.page.reload();
    await playground.ready();
    assert.equal((await playground.where('toolbar.play')).width, larger.width);
    await playground.evaluate(() => localStorage.clear());
    await playground.close();
  });

  it('helps, by key and by button', async () => {
    const playground = await open();
    await playground.page.keyboard.type('?');
    await playground.frames(6);
    assert.ok(await has(playground, 'help'));
    await playground.press('Escape');
    assert.ok(!(await has(playground, 'help')));
    await playground.click('toolbar.help');
    assert.ok(await has(playground, 'help'));
    await playground.click('help.close');
    assert.ok(!(await has(playground, 'help')));
    await playground.close();
  });

  it('is walked through by keyboard alone', async () => {
    const playground = await open();
    // From control to control, with a ring around the one that has the focus.
    const before = await playground.picture();
    await playground.press('Tab');
    await playground.press('Tab');
    assert.ok(difference(before, await playground.picture()) > 0);
    assert.equal((await playground.metrics()).playing, false);
    // The first controls are the toolbar's: one of the next few starts and stops training by Space.
    let started = false;
    for (let i = 0; i < 6 && !started; ++i) {
      await playground.press('Space');
      started = (await playground.metrics()).playing;
      if (!started) await playground.press('Tab');
    }
    assert.ok(started);
    await playground.press('Space');
    assert.equal((await playground.metrics()).playing, false);
    // Escape gives the keys back: Space is the playground's own again.
    await playground.press('Escape');
    const { step } = await playground.metrics();
    await playground.press('ArrowRight');
    assert.equal((await playground.metrics()).step, step + 1);
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('reaches every action of the toolbar on a phone', async () => {
    const playground = await open({ width: 390, height: 844 });
    const names = ['toolbar.epoch', 'toolbar.lessons', 'toolbar.share', 'toolbar.export', 'toolbar.settings', 'toolbar.help'];
    await playground.click('toolbar.more');
    for (const place of names) {
      const { x, width } = await playground.where(place);
      assert.ok(x >= 0 && x + width <= 390, place);
    }
    await playground.click('toolbar.share');
    await until(() => playground.evaluate(() => document.querySelector('dialog[open]') !== null), 'the dialog');
    await playground.page.keyboard.press('Escape');
    await playground.click('toolbar.more');
    await playground.click('toolbar.help');
    assert.ok(await has(playground, 'help'));
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('shows a tooltip beside what it explains, not over it', async () => {
    for (const size of [{ width: 1440, height: 900 }, { width: 1024, height: 768 }]) {
      const playground = await open({ ...size, fragment: 'dataset=circle&layers=6&initializer=zero' });
      await playground.click('toolbar.step'); // Health comes with the later part
      for (const place of ['output.health.0', 'output.trainLoss', 'output.compare', 'toolbar.step', 'network.undo']) {
        if (place === 'output.health.0') await until(() => has(playground, place), 'a finding');
        if (!(await has(playground, place))) continue;
        await playground.page.mouse.move(2, 2);
        await playground.frames();
        await playground.hover(place);
        await until(() => has(playground, 'tooltip'), `the tooltip of ${place}`);
        const item = await playground.where(place), tip = await playground.where('tooltip');
        const apart = tip.x >= item.x + item.width || item.x >= tip.x + tip.width || tip.y >= item.y + item.height || item.y >= tip.y + tip.height;
        assert.ok(apart, `${place} is free of its tooltip`);
        assert.ok(tip.x >= 0 && tip.y >= 0 && tip.x + tip.width <= size.width && tip.y + tip.height <= size.height, `the tooltip of ${place} is on the screen`);
      }
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    }
  });
});
