// Every setting there is has a control on the canvas, and a real mouse changes it, and a finger on a
// phone: in the engine, and in what is seen. The settings come from the engine's table, so that a new
// one is tested as well.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { until } from './support/page.mjs';
import { difference } from './support/pixels.mjs';
import { siteIn } from './support/site.mjs';

// Between them, links in which every setting counts.
const links = [
  'dataset=rings&classes=3&loss=cross_entropy&optimizer=adam&schedule=step&regularization=l1&clipping=norm&layers=4',
  'dataset=xor&optimizer=momentum&layers=4',
  'dataset=xor&optimizer=rmsprop&layers=4',
  'dataset=xor&optimizer=adamw&layers=4',
];

// Settings that are changed elsewhere than in a row of their own.
const elsewhere = {
  problem: ['data.problem.regression'],
  dataset: ['data.dataset.moons'],
  features: ['network.features.more', 'network.feature.sinx1'],
  layers: ['network.layer.1.add'],
};

// High windows, so that nothing has to be scrolled to.
const hands = {
  mouse: {
    window: { width: 1440, height: 1500 },
    press: (playground, place) => playground.click(place),
    async pressAt(playground, x, y) {
      await playground.page.mouse.move(x, y);
      await playground.frames();
      await playground.page.mouse.click(x, y, { delay: 40 });
    },
    rest: ({ page }) => page.mouse.move(1430, 1490),
    async takeBack(playground) {
      await playground.page.keyboard.down('Control');
      await playground.press('z');
      await playground.page.keyboard.up('Control');
    },
    tabOf: () => null,
  },
  finger: {
    window: { width: 390, height: 2400 },
    press: (playground, place) => playground.tap(place),
    pressAt: ({ page }, x, y) => page.touchscreen.tap(x, y),
    rest: async () => {},
    async takeBack(playground) {
      await playground.tap('tabs.network');
      await playground.tap('network.undo');
    },
    tabOf: (name) => (['features', 'layers'].includes(name) ? 'tabs.network' : 'tabs.data'),
  },
};

for (const [kind, hand] of Object.entries(hands)) describe(`settings in chromium by ${kind}`, () => {
  const site = siteIn('chromium');
  const open = (fragment) => site.open({ fragment, ...hand.window });

  /** Whether a setting is another soon: on a busy machine a frame may take its time. */
  const changes = (playground, name, value, patience) =>
    until(async () => (await playground.call('get', name)) !== value, name, patience).catch(() => false);

  /** Presses what changes a setting, whatever kind it is of. */
  async function change(playground, { name, kind, value, choices }) {
    if (elsewhere[name]) {
      for (const place of elsewhere[name]) await hand.press(playground, place);
      return;
    }
    const places = await playground.call('places');
    const place = `settings.${name}`;
    if (places.includes(`${place}.plus`)) {
      await hand.press(playground, `${place}.plus`);
    } else if (choices.length > 0) {
      await hand.press(playground, place);
      // Not every choice goes with the others: the list has those that do.
      const other = await until(async () => {
        const offered = (await playground.call('places')).filter((entry) => new RegExp(`^${place}\\.\\d+$`).test(entry));
        return offered.find((entry) => choices[Number(entry.split('.').at(-1))] !== value);
      }, `${name} offers something else than ${value}`);
      await hand.press(playground, other);
    } else if (kind === 'switch') {
      await hand.press(playground, place);
    } else {
      const { x, y, width, height } = await playground.where(place);
      for (const share of [0.75, 0.3]) {
        await hand.pressAt(playground, x + width * share, y + height / 2);
        if (await changes(playground, name, value, 1000)) break;
      }
    }
  }

  const changed = new Set();
  for (const link of links) {
    it(`changes all that counts in ${link}`, async () => {
      const playground = await open(link);
      const settings = (await playground.call('settings')).filter((setting) => setting.relevant);
      for (const setting of settings) {
        if (changed.has(setting.name)) continue;
        await playground.call('open', link);
        await playground.frames(6);
        const tab = hand.tabOf(setting.name);
        if (tab) await hand.press(playground, tab);
        const row = `settings.${setting.name}`;
        const places = await playground.call('places');
        const seldom = !elsewhere[setting.name] && !places.includes(row) && !places.includes(`${row}.plus`);
        if (seldom && places.includes('settings.more')) await hand.press(playground, 'settings.more');
        const pictured = (await playground.call('places')).includes(row) ? row : 'data.dataset.circle';
        await hand.rest(playground);
        await playground.frames(4);
        const before = elsewhere[setting.name] ? await playground.picture() : await playground.picture(pictured);
        await change(playground, setting);
        assert.ok(await changes(playground, setting.name, setting.value, 20000), setting.name);
        await hand.rest(playground);
        await until(async () => {
          await playground.frames(4);
          const now = elsewhere[setting.name] ? await playground.picture() : await playground.picture(pictured);
          return difference(before, now) > 0;
        }, `${setting.name} looks other than before`);
        await hand.takeBack(playground);
        await until(async () => (await playground.call('get', setting.name)) === setting.value, `${setting.name} is taken back`);
        changed.add(setting.name);
      }
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });
  }

  it('has left none out', async () => {
    const playground = await open('');
    const all = (await playground.call('settings')).map(({ name }) => name);
    assert.deepEqual(all.filter((name) => !changed.has(name)), []);
    await playground.close();
  });
});
