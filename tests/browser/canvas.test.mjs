// The canvas on the page: sharp and aligned at every size, fed with every event, at rest when idle.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { letCopy } from './support/clipboard.mjs';
import { browsers } from './support/browser.mjs';
import { pause, until } from './support/page.mjs';
import { colours, difference, sharpness, stretched } from './support/pixels.mjs';
import { siteIn } from './support/site.mjs';

const fragment = 'dataset=circle&layers=4,2';

/** The canvas fills its stage with whole device pixels. */
async function assertFits(playground) {
  const sizes = await playground.evaluate(() => {
    const canvas = document.getElementById('canvas');
    const box = canvas.getBoundingClientRect();
    return {
      backing: [canvas.width, canvas.height],
      shown: [box.width * devicePixelRatio, box.height * devicePixelRatio],
      stage: [innerWidth * devicePixelRatio, innerHeight * devicePixelRatio],
    };
  });
  for (const axis of [0, 1]) {
    assert.ok(Math.abs(sizes.shown[axis] - sizes.backing[axis]) < 0.05, JSON.stringify(sizes));
    const gap = sizes.stage[axis] - sizes.backing[axis];
    assert.ok(gap >= -0.05 && gap < 1.05, JSON.stringify(sizes));
  }
}

async function assertClickHits(playground) {
  const { step } = await playground.metrics();
  await playground.click('toolbar.step');
  assert.equal((await playground.metrics()).step, step + 1);
}

for (const name of browsers) {
  describe(`canvas in ${name}`, () => {
    const site = siteIn(name);
    const open = (options) => site.open({ fragment, ...options });

    it('is crisp at device scale 2', async () => {
      const plain = await open({ scale: 1 });
      const coarse = await plain.picture('toolbar.counters');
      await plain.close();
      const playground = await open({ scale: 2 });
      await assertFits(playground);
      const fine = await playground.picture('toolbar.counters');
      assert.deepEqual([fine.width, fine.height], [2 * coarse.width, 2 * coarse.height]);
      const [blurred, crisp] = [sharpness(stretched(coarse, 2)), sharpness(fine)];
      assert.ok(crisp > 1.25 * blurred, `${crisp} against ${blurred} of a stretched picture`);
      await assertClickHits(playground);
      await playground.close();
    });

    it('follows the window, and clicks still hit', async () => {
      const playground = await open();
      await assertFits(playground);
      for (const [width, height] of [
        [1440, 900],
        [1191, 703],
        [1024, 768],
        [1200, 720],
      ]) {
        await playground.page.setViewport({ width, height, deviceScaleFactor: 1 });
        await playground.frames();
        await assertFits(playground);
        await assertClickHits(playground);
      }
      await playground.close();
    });

    it('follows every change of the device scale', async () => {
      const playground = await open();
      for (const scale of [2, 1.25, 3, 1]) {
        await playground.page.setViewport({ width: 1200, height: 720, deviceScaleFactor: scale });
        assert.equal(await playground.evaluate(() => devicePixelRatio), scale);
        const fits = () => assertFits(playground).then(() => true, () => false);
        await until(fits, `a canvas for ${scale} device pixels`, 3000);
        await playground.frames();
        await assertClickHits(playground);
      }
      await playground.close();
    });

    it('lets go of a slider when the button is released outside the canvas', async () => {
      const playground = await open({ width: 1300, height: 800 });
      await playground.evaluate(() => {
        const stage = document.getElementById('stage');
        stage.style.inset = '0 40px 60px 0';
      });
      await playground.frames();
      const { x, y, width, height } = await playground.where('settings.noise');
      const { mouse } = playground.page;
      await mouse.move(x + width * 0.3, y + height / 2);
      await playground.frames();
      await mouse.down();
      await playground.frames();
      await mouse.move(x + width / 2, y + height / 2, { steps: 3 });
      await playground.frames();
      await mouse.move(1290, 790, { steps: 3 });
      await playground.frames();
      const dragged = await playground.call('get', 'noise');
      assert.notEqual(dragged, '0');
      await mouse.up();
      await playground.frames();
      await mouse.move(x + width * 0.1, y + height / 2, { steps: 3 });
      await playground.frames();
      assert.equal(await playground.call('get', 'noise'), dragged);
      await playground.close();
    });

    it('shows the cursor of what is under the mouse', async () => {
      const playground = await open();
      const cursor = () => playground.evaluate(() => document.getElementById('canvas').style.cursor);
      await playground.hover('toolbar.step');
      assert.equal(await cursor(), 'pointer');
      await playground.page.mouse.move(5, 5); // where nothing lights up
      await playground.frames();
      assert.equal(await cursor(), 'default');
      await playground.close();
    });

    it('hears the wheel in fractions, and leaves zooming to the browser', async () => {
      const playground = await open();
      const prevented = (init) =>
        playground.evaluate((options) => {
          const event = new WheelEvent('wheel', { bubbles: true, cancelable: true, ...options });
          document.getElementById('canvas').dispatchEvent(event);
          return event.defaultPrevented;
        }, init);
      assert.equal(await prevented({ deltaY: 3 }), true);
      assert.equal(await prevented({ deltaY: 3, ctrlKey: true }), false);

      await playground.page.setViewport({ width: 1280, height: 500, deviceScaleFactor: 1 });
      await playground.frames();
      const top = async () => (await playground.where('settings.noise')).y;
      const start = await top();
      await playground.page.mouse.move(120, 450);
      await playground.frames();
      await playground.page.mouse.wheel({ deltaY: 10 });
      await playground.frames(10);
      const nudged = await top();
      assert.ok(nudged < start && nudged > start - 30, `${start} to ${nudged}`);
      await playground.page.mouse.wheel({ deltaY: 200 });
      await playground.frames(10);
      assert.ok((await top()) < nudged - 60);
      await playground.close();
    });

    it('draws nothing while nothing moves', async () => {
      const playground = await open({
        before: () => {
          window.draws = 0;
          const draw = WebGL2RenderingContext.prototype.clear;
          let time; // the same for all of a picture
          WebGL2RenderingContext.prototype.clear = function (mask) {
            if (time !== document.timeline.currentTime) window.draws += 1;
            time = document.timeline.currentTime;
            return draw.call(this, mask);
          };
        },
      });
      const drawn = () => playground.evaluate(() => window.draws);
      await pause(1500);
      const idle = await drawn();
      await pause(700);
      assert.equal(await drawn(), idle);
      await playground.hover('toolbar.play');
      assert.ok((await drawn()) > idle, 'the mouse wakes it');
      // A caret that blinks is drawn a few times a second, and not with every picture of the screen.
      await playground.click('settings.noise.value');
      await until(async () => {
        const [before, from] = [await drawn(), Date.now()];
        await pause(1000);
        const each = (1000 * ((await drawn()) - before)) / (Date.now() - from);
        return each > 0 && each < 25;
      }, 'a blinking caret is drawn some times a second');
      await playground.press('Escape');
      await playground.call('play');
      const playing = await drawn();
      await until(async () => (await drawn()) > playing + 5, 'frames while it trains');
      await playground.close();
    });

    it('takes one press of a key as one however long it is held, and repeats it when the system does', async () => {
      const playground = await open();
      const steps = async () => (await playground.metrics()).step;
      await playground.page.keyboard.press('ArrowRight', { delay: 900 });
      await playground.frames(6);
      assert.equal(await steps(), 1);
      await playground.page.keyboard.down('ArrowRight');
      await playground.page.keyboard.down('ArrowRight'); // as a system that repeats it
      await until(async () => (await steps()) > 4, 'a held key goes on');
      await playground.page.keyboard.up('ArrowRight');
      await playground.close();
    });

    it('pauses in a hidden tab, says so, and goes on afterwards', async () => {
      const playground = await open();
      // Headless browsers keep every tab visible: what the page sees is told to it.
      const hide = (hidden) =>
        playground.evaluate((value) => {
          Object.defineProperty(document, 'hidden', { configurable: true, value });
          document.dispatchEvent(new Event('visibilitychange'));
        }, hidden);
      await playground.call('play');
      await until(async () => (await playground.metrics()).step > 5, 'training');
      await hide(true);
      const before = await playground.metrics();
      assert.equal(before.playing, false);
      assert.match(await playground.page.title(), /Paused/);
      await pause(3000);
      assert.equal((await playground.metrics()).step, before.step);
      await hide(false);
      assert.equal((await playground.metrics()).playing, true);
      assert.equal(await playground.page.title(), 'Backprop Playground');
      await playground.frames(2);
      const back = await playground.metrics();
      assert.ok(back.step - before.step < 100, 'the time away is not made up for');
      await until(async () => (await playground.metrics()).step > before.step + 5, 'training again');

      await playground.call('pause');
      await hide(true);
      await hide(false);
      assert.equal((await playground.metrics()).playing, false, 'what was paused stays paused');

      // Something else was opened meanwhile: it does not play because what was there before did.
      await playground.call('play');
      await until(async () => (await playground.metrics()).playing, 'training');
      await hide(true);
      await playground.call('open', 'dataset=xor&layers=3');
      await hide(false);
      assert.equal((await playground.metrics()).playing, false);
      assert.equal(await playground.page.title(), 'Backprop Playground');
      await playground.close();
    });

    it('comes back after the graphics context was lost', async () => {
      const playground = await open();
      await playground.call('step', 40);
      await playground.page.mouse.move(5, 5); // where nothing lights up
      await pause(300);
      const parts = ['output.plane', 'network.picture', 'toolbar.counters'];
      const pictures = {};
      for (const part of parts) pictures[part] = await playground.picture(part);
      await playground.evaluate(() => {
        const gl = document.getElementById('canvas').getContext('webgl2');
        window.loss = gl.getExtension('WEBGL_lose_context');
        window.loss.loseContext();
      });
      await until(
        () => playground.evaluate(() => document.getElementById('canvas').getContext('webgl2').isContextLost()),
        'the loss',
      );
      await playground.frames();
      assert.equal((await playground.metrics()).step, 40, 'scripts still get answers');
      await playground.evaluate(() => window.loss.restoreContext());
      await until(
        () => playground.evaluate(() => !document.getElementById('canvas').getContext('webgl2').isContextLost()),
        'the context',
      );
      await playground.frames(10);
      for (const part of parts) {
        const now = await playground.picture(part);
        assert.ok(colours(now) > 20, part);
        assert.ok(difference(pictures[part], now) < 0.001, `${part} is the same picture again`);
      }
      await assertClickHits(playground);
      const ours = playground.complaints.filter((text) => !/context (was )?lost|loseContext/i.test(text));
      assert.deepEqual(ours, []);
      await playground.close();
    });

    it('says so when the graphics do not come back', async () => {
      const playground = await open();
      await playground.evaluate(() => {
        const gl = document.getElementById('canvas').getContext('webgl2');
        gl.getExtension('WEBGL_lose_context').loseContext();
      });
      const text = () =>
        playground.evaluate(() => {
          const panel = document.getElementById('panel');
          return panel.hidden ? '' : panel.innerText;
        });
      await until(async () => /graphics/i.test(await text()), 'a panel');
      assert.match(await text(), /Reload/);
      await playground.close();
    });

    if (name === 'chromium') {
      it('is touched: a tap clicks, a long press is the right button, two fingers scroll', async () => {
        const playground = await open();
        const { touchscreen } = playground.page;
        const [x, y] = await playground.centre('toolbar.step');
        await touchscreen.tap(x, y);
        await playground.frames(5);
        assert.equal((await playground.metrics()).step, 1);

        // Held and released elsewhere, a button is not clicked.
        const touch = await touchscreen.touchStart(x, y);
        await playground.frames(5);
        await touch.move(x + 300, y + 300);
        await playground.frames(5);
        await touch.end();
        await playground.frames(5);
        assert.equal((await playground.metrics()).step, 1);

        // A long press does not click either.
        const press = await touchscreen.touchStart(x, y);
        await pause(700);
        await press.end();
        await playground.frames(5);
        assert.equal((await playground.metrics()).step, 1);
        await touchscreen.tap(x, y);
        await playground.frames(5);
        assert.equal((await playground.metrics()).step, 2);

        await playground.page.setViewport({ width: 1280, height: 500, deviceScaleFactor: 1 });
        await playground.frames();
        const top = async () => (await playground.where('settings.noise')).y;
        const start = await top();
        const first = await touchscreen.touchStart(100, 400);
        const second = await touchscreen.touchStart(160, 400);
        for (let step = 1; step <= 5; ++step) {
          await first.move(100, 400 - 20 * step);
          await second.move(160, 400 - 20 * step);
          await playground.frames(1);
        }
        await first.end();
        await second.end();
        await playground.frames(10);
        assert.ok((await top()) < start - 50, `${start} to ${await top()}`);
        await playground.close();
      });

      it('brings up the keyboard of touch screens for text, and takes what that types', async () => {
        const playground = await open();
        const { page } = playground;
        const focus = (id) => until(() => playground.evaluate((wanted) => document.activeElement.id === wanted, id), `${id} has the focus`);
        const tap = async (place) => {
          await page.touchscreen.tap(...(await playground.centre(place)));
          await playground.frames(8);
        };
        await tap('settings.noise.value');
        await focus('typing');
        // Such keyboards name no keys: they insert texts, and delete what is there.
        await page.keyboard.sendCharacter('25');
        await playground.frames(4);
        await page.keyboard.press('Backspace');
        await playground.frames(4);
        await page.keyboard.sendCharacter('1');
        await playground.frames(4);
        await page.keyboard.press('Enter');
        await playground.frames(8);
        assert.equal(await playground.call('get', 'noise'), '0.21');
        await focus('canvas');

        // Given up by a tap elsewhere, it goes away as well; the mouse never brings it.
        await tap('settings.noise.value');
        await focus('typing');
        await tap('output.legend');
        await focus('canvas');
        await playground.click('settings.noise.value');
        await playground.frames(8);
        await focus('canvas');
        assert.deepEqual(playground.complaints, []);
        await playground.close();
      });

      it('copies and pastes with the clipboard of the system', async () => {
        const playground = await open();
        await letCopy(playground);
        const { keyboard, mouse } = playground.page;
        const chord = async (key, options) => {
          await keyboard.down('Control');
          await keyboard.press(key, { delay: 40, ...options });
          await keyboard.up('Control');
          await playground.frames();
        };
        const edit = async () => {
          const [x, y] = await playground.centre('settings.noise.value');
          await mouse.move(x, y);
          await mouse.click(x, y, { count: 2, delay: 30 });
          await playground.frames(5);
          await chord('a');
        };
        await edit();
        await keyboard.type('30', { delay: 30 });
        await chord('a');
        await chord('c');
        await playground.press('Enter');
        assert.equal(await playground.call('get', 'noise'), '0.3');
        assert.equal(await playground.evaluate(() => navigator.clipboard.readText()), '30');

        await playground.evaluate(() => navigator.clipboard.writeText('20'));
        await edit();
        await chord('v', { commands: ['paste'] });
        await playground.press('Enter');
        assert.equal(await playground.call('get', 'noise'), '0.2');
        await playground.close();
      });
    }
  });
}
