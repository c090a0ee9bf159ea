// How the page starts, and what it says when it cannot.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { openPage, until } from './support/page.mjs';
import { colours, pixel } from './support/pixels.mjs';
import { serveSite } from './support/server.mjs';
import { siteIn } from './support/site.mjs';

/** Waits for the failure panel and gives its text. */
function panelText(playground) {
  return until(
    () =>
      playground.evaluate(() => {
        const panel = document.getElementById('panel');
        return panel.classList.contains('failed') && !panel.hidden && panel.innerText;
      }),
    'a panel that says what is wrong',
  );
}

for (const name of browsers) {
  describe(`start in ${name}`, () => {
    const site = siteIn(name);

    it('draws without a complaint in the console', async () => {
      const playground = await site.open();
      await playground.frames(30);
      assert.ok(colours(await playground.picture('output.plane')) > 100);
      assert.ok(colours(await playground.picture()) > 500);
      assert.deepEqual(playground.complaints, []);
      assert.equal(await playground.evaluate(() => document.getElementById('panel').hidden), true);
      await playground.close();
    });

    it('keeps to a strict content security policy', async () => {
      const playground = await site.open({
        before: () => {
          window.violations = [];
          document.addEventListener('securitypolicyviolation', (event) => {
            window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
          });
        },
      });
      await playground.call('step', 1);
      await playground.frames();
      const { policy, inline, violations } = await playground.evaluate(() => ({
        policy: document.querySelector('meta[http-equiv=Content-Security-Policy]').content,
        inline: document.querySelectorAll('script:not([src]), style, [onclick], [onload]').length,
        violations: window.violations,
      }));
      assert.match(policy, /default-src 'self'/);
      assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      assert.doesNotMatch(policy, /'unsafe-(eval|inline)'/);
      assert.equal(inline, 0);
      assert.deepEqual(violations, []);
      // The policy is in force: what it forbids is refused.
      const refused = await playground.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.inlineRan = true';
        document.head.append(script);
        return window.inlineRan !== true;
      });
      assert.ok(refused);
      await playground.close();
    });

    it('asks only for its own files', async () => {
      const own = await serveSite();
      const playground = await openPage(site.browser, own.url);
      assert.ok(own.requests.includes('/playground.wasm'));
      const foreign = await playground.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map((entry) => entry.name)
          .filter((address) => !address.startsWith(location.origin)),
      );
      assert.deepEqual(foreign, []);
      await playground.close();
      await own.close();
    });

    it('shows how much of the program has arrived', async () => {
      const playground = await site.open({
        before: () => {
          window.seen = [];
          new MutationObserver(() => {
            const bar = document.getElementById('progress');
            if (bar?.position >= 0) window.seen.push([bar.value, bar.max]);
          }).observe(document, { subtree: true, childList: true, attributes: true });
        },
      });
      const { seen, size } = await playground.evaluate(async () => ({
        seen: window.seen,
        size: (await (await fetch(performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.wasm')).name)).arrayBuffer()).byteLength,
      }));
      assert.ok(seen.length > 0);
      assert.deepEqual(seen.at(-1), [size, size]);
      for (let i = 1; i < seen.length; ++i) assert.ok(seen[i][0] >= seen[i - 1][0]);
      await playground.close();
    });

    it('has words for those who cannot see the canvas', async () => {
      const playground = await site.open({ fragment: 'dataset=xor' });
      const words = await playground.evaluate(() => {
        const canvas = document.getElementById('canvas');
        return {
          role: canvas.getAttribute('role'),
          label: canvas.getAttribute('aria-label'),
          live: document.getElementById('summary').getAttribute('aria-live'),
          title: document.title,
          language: document.documentElement.lang,
          noscript: document.querySelector('noscript').textContent,
        };
      });
      assert.equal(words.role, 'application');
      assert.match(words.label, /canvas/);
      assert.equal(words.live, 'polite');
      assert.equal(words.title, 'Backprop Playground');
      assert.equal(words.language, 'en');
      assert.match(words.noscript, /JavaScript/);
      await playground.call('step', 25);
      const summary = () => playground.evaluate(() => document.getElementById('summary').textContent);
      await until(async () => /^Paused\. Step 25, epoch 1, training loss 0\.\d+/.test(await summary()), 'the summary');
      await playground.close();
    });

    it('offers the main controls as buttons of the page', async () => {
      const playground = await site.open({ fragment: 'dataset=xor' });
      // Backwards from the canvas: Reset, Next phase, Step, Play.
      await playground.page.keyboard.press('Escape');
      await playground.page.keyboard.down('Shift');
      for (let i = 0; i < 3; ++i) await playground.page.keyboard.press('Tab');
      await playground.page.keyboard.up('Shift');
      assert.equal(await playground.evaluate(() => document.activeElement.textContent), 'Step');
      await playground.page.keyboard.press('Enter');
      await until(async () => (await playground.metrics()).step === 1, 'one step');
      const box = await playground.evaluate(() => document.activeElement.getBoundingClientRect().toJSON());
      assert.ok(box.width > 30 && box.height > 30, 'seen while the keyboard is in it');
      await playground.close();
    });

    /** @type {[string, RegExp, () => void][]} */
    const brokenBrowsers = [
      ['WebAssembly', /WebAssembly is missing/, () => delete globalThis.WebAssembly],
      ['SIMD', /WebAssembly SIMD is missing/, () => (WebAssembly.validate = () => false)],
      [
        'WebGL 2',
        /WebGL 2 is missing/,
        () => {
          const original = HTMLCanvasElement.prototype.getContext;
          HTMLCanvasElement.prototype.getContext = /** @type {any} */ (
            /** @this {HTMLCanvasElement} */
            function (kind, ...rest) {
              return kind === 'webgl2' ? null : original.call(this, kind, ...rest);
            }
          );
        },
      ],
    ];
    for (const [what, expected, breakIt] of brokenBrowsers) {
      it(`says so when the browser has no ${what}`, async () => {
        const playground = await site.open({ before: breakIt, ready: false });
        const text = await panelText(playground);
        assert.match(text, expected);
        assert.ok(!text.includes('Loading'));
        assert.deepEqual(playground.complaints, []);
        await playground.close();
      });
    }

    /** @type {[string, object, RegExp][]} */
    const brokenSites = [
      ['the program cannot be had', { '/playground.wasm': { status: 404 } }, /could not start[^]*404/],
      ['the program is damaged', { '/playground.wasm': { body: 'not a program' } }, /could not start/],
      ['its script cannot be had', { '/playground.mjs': { status: 500 } }, /could not start/],
    ];
    for (const [what, files, expected] of brokenSites) {
      it(`says so when ${what}`, async () => {
        const broken = await serveSite({ override: (path) => files[path] });
        const playground = await openPage(site.browser, broken.url, { ready: false });
        assert.match(await panelText(playground), expected);
        assert.ok(await playground.evaluate(() => document.getElementById('reload').offsetWidth > 0));
        await playground.close();
        await broken.close();
      });
    }

    it('says so when its script cannot be had, and gets it at a reload', async () => {
      let gone = true;
      const broken = await serveSite({ override: (path) => (gone && path === '/boot.mjs' ? { status: 404 } : undefined) });
      const playground = await openPage(site.browser, broken.url, { ready: false, fragment: 'dataset=xor' });
      const text = await panelText(playground);
      assert.match(text, /could not be loaded[^]*connection/);
      assert.doesNotMatch(text, /browser from/);
      gone = false;
      await Promise.all([playground.page.waitForNavigation(), playground.page.click('#reload')]);
      await playground.ready();
      assert.match(await playground.call('link'), /dataset=xor/);
      await playground.close();
      await broken.close();
    });

    it('says so when it stops later, and offers the run as a file', async () => {
      const playground = await site.open({
        fragment: 'dataset=xor&layers=3&optimizer=adam&step=7',
        before: () => {
          // The next call into the program that the page makes by itself traps.
          const original = WebAssembly.instantiateStreaming;
          WebAssembly.instantiateStreaming = async (source, imports) => {
            const { instance, module } = await original(source, imports);
            const wrapped = Object.entries(/** @type {Record<string, any>} */ (instance.exports)).map(([name, one]) => {
              const call = (...inner) => {
                if (window.trap) {
                  window.trap = false;
                  throw new WebAssembly.RuntimeError('unreachable');
                }
                return one(...inner);
              };
              return [name, typeof one === 'function' ? Object.assign(call, { original: one }) : one];
            });
            return { instance: { exports: Object.fromEntries(wrapped) }, module };
          };
          const join = WebAssembly.Instance;
          /** @type {any} */ (WebAssembly).Instance = function (module, { first }) {
            const raw = Object.fromEntries(Object.entries(first).map(([name, one]) => [name, one.original ?? one]));
            return new join(module, { first: raw });
          };
          window.saved = null;
          URL.createObjectURL = (blob) => {
            window.saved = blob;
            return 'blob:nothing';
          };
        },
      });
      const hash = await playground.call('hash');
      await playground.evaluate(() => (window.trap = true));
      await playground.page.mouse.move(300, 300);
      assert.match(await panelText(playground), /has stopped[^]*unreachable/);
      await playground.page.click('#keep');
      const saved = await until(() => playground.evaluate(() => window.saved?.text()), 'the run as a file');
      const again = await site.open();
      await again.call('openFile', saved, 'run.json');
      assert.equal(await again.call('hash'), hash);
      await again.close();
      await playground.close();
    });

    it('does not take the errors of others for its own', async () => {
      const playground = await site.open({ fragment: 'dataset=xor' });
      await playground.evaluate(async () => {
        window.dispatchEvent(new ErrorEvent('error', { message: 'Script error.' }));
        window.dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop completed with undelivered notifications.' }));
        setTimeout(() => {
          throw new WebAssembly.RuntimeError('unreachable'); // of a program of somebody else
        });
        Promise.reject(new Error('of an extension'));
        window.playground.exportAs('nope'); // not awaited
        for (const call of [() => window.playground.set('colour', 'red'), () => window.playground.step(-1), () => window.playground.where('nowhere')]) {
          let thrown = null;
          try {
            call();
          } catch (error) {
            thrown = error;
          }
          if (!thrown) throw new Error(`nothing was thrown by ${call}`);
        }
        await new Promise((done) => setTimeout(done, 1500));
      });
      assert.equal(await playground.evaluate(() => document.getElementById('panel').hidden), true);
      await playground.call('step', 3);
      assert.equal((await playground.metrics()).step, 3);
      await playground.close();
    });

    if (name === 'chromium') {
      for (const [scheme, ground] of /** @type {['dark' | 'light', number[]][]} */ ([
        ['dark', [0x10, 0x12, 0x16]],
        ['light', [0xf4, 0xf4, 0xf1]],
      ])) {
        it(`wears the ${scheme} scheme before and after the program runs`, async () => {
          const waiting = await serveSite({ override: (path) => path === '/playground.wasm' && { status: 404 } });
          const failed = await openPage(site.browser, waiting.url, { scheme, ready: false });
          await panelText(failed);
          assert.deepEqual(pixel(await failed.picture(), 5, 5), ground);
          await failed.close();
          await waiting.close();

          const playground = await site.open({ scheme });
          const theme = await playground.evaluate(() => document.documentElement.dataset.theme);
          assert.equal(theme, scheme);
          const { x, y } = await playground.where('network.picture');
          assert.deepEqual(pixel(await playground.picture(), x + 2, y + 2), ground);
          await playground.close();
        });
      }
    }
  });
}
