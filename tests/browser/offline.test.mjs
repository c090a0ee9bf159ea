// Without a network after the first visit; a new version under an open page; what makes it an app.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { browsers, launch } from './support/browser.mjs';
import { openPage, until } from './support/page.mjs';
import { decode } from './support/pixels.mjs';
import { plain, serveSite, siteFolder } from './support/server.mjs';

const digestOf = (content) => createHash('sha256').update(content).digest('base64');

/** Another version of the site: other names for its scripts, and a mark that shows which it is. */
async function nextVersion() {
  const folder = await mkdtemp(join(tmpdir(), 'backprop-site-'));
  const names = await readdir(siteFolder);
  const renamed = (text) => text.replace(/\b((?:boot|dialogs|chunk|export)-)[0-9A-Z]{8}(?=\.mjs)/g, (_, start) => `${start}NEXTNEXT`);
  const digests = []; // before and after
  const chunks = names.filter((name) => name.startsWith('chunk-'));
  assert.ok(chunks.length <= 1, 'renaming takes one shared chunk for granted');
  const [, version] = (await readFile(join(siteFolder, 'index.html'), 'utf8')).match(/data-version="(\w+)"/);
  // The worker last: it has the others' digests.
  for (const name of names.sort((a, b) => Number(a === 'sw.js') - Number(b === 'sw.js'))) {
    const before = await readFile(join(siteFolder, name));
    let content = /** @type {string | Buffer} */ (before);
    if (/\.(mjs|html|js)$/.test(name) && !name.startsWith('engine')) {
      content = renamed(content.toString()).replaceAll(version, 'VERSION2');
      if (name.startsWith('boot-')) content += ';window.second=true;';
      if (name === 'sw.js') for (const [old, now] of digests) content = content.toString().replaceAll(old, now);
    }
    digests.push([digestOf(before), digestOf(content)]);
    await writeFile(join(folder, renamed(name)), content);
  }
  return folder;
}

const installed = (playground) =>
  until(
    () =>
      playground.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        return registration?.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
      }),
    'the service worker',
    60000,
  );

for (const name of browsers) {
  describe(`offline in ${name}`, () => {
    let browser;
    before(async () => {
      browser = await launch(name);
    });
    after(async () => {
      await browser?.close();
    });

    it('works after the first visit when the network is gone', async () => {
      const server = await serveSite();
      const playground = await openPage(browser, server.url, { fragment: 'dataset=xor&layers=4&step=12' });
      const hash = await playground.call('hash');
      await installed(playground);
      await server.close();
      await playground.page.reload();
      await playground.ready();
      assert.equal(await playground.call('hash'), hash);
      // What is loaded only when asked for is there too, and the program's later part.
      await playground.click('toolbar.help');
      await until(async () => (await playground.call('places')).includes('help'), 'the help');
      await playground.press('Escape');
      await playground.click('toolbar.share');
      await playground.page.waitForSelector('dialog#share[open]');
      await playground.page.keyboard.press('Escape');
      assert.ok((await playground.call('exportFormats')).length > 3);
      await playground.page.goto(`${server.url}course.html`);
      await playground.page.waitForSelector('backprop-playground');
      await playground.evaluate(() => document.getElementById('line').ready);
      await playground.close();
    });

    if (name === 'firefox') return; // the rest is the same code in both

    it('comes to a new version at a reload, and an open page keeps its own until then', async () => {
      const second = await nextVersion();
      const server = await serveSite();
      try {
        const playground = await openPage(browser, server.url, { fragment: 'dataset=xor' });
        await installed(playground);
        const caches = () => playground.evaluate(() => window.caches.keys());
        assert.equal((await caches()).length, 1);

        server.replace(second);
        // The old page's own dialogs: no longer at the host, still in its cache.
        await playground.click('toolbar.share');
        await playground.page.waitForSelector('dialog#share[open]');
        await playground.page.keyboard.press('Escape');
        assert.equal(await playground.evaluate(() => window.second), undefined);

        await playground.page.reload();
        await playground.ready();
        assert.equal(await playground.evaluate(() => window.second), true, 'the new version at once');
        await playground.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
        await until(
          () => playground.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)),
          'the new worker, which waits',
          60000,
        );
        assert.equal((await caches()).length, 2, 'both versions are whole');

        await server.close();
        await playground.page.reload();
        await playground.ready();
        assert.equal(await playground.evaluate(() => window.second), true, 'the newest whole version');
        const asked = await playground.evaluate(() =>
          performance.getEntriesByType('resource').map((entry) => entry.name).filter((url) => /(boot|chunk)-/.test(url)),
        );
        assert.ok(asked.length > 0 && asked.every((url) => url.includes('-NEXTNEXT')), asked.join());

        // The last page of the old worker goes: the new one takes over and clears up.
        await playground.page.goto('about:blank');
        await until(async () => {
          await playground.page.goto(server.url).catch(() => {});
          const left = await caches().catch(() => []);
          if (left.length === 1 && left[0].includes('VERSION2')) return true;
          await playground.page.goto('about:blank');
          return false;
        }, 'one cache, of the new version');
        await playground.close();
      } finally {
        await server.close();
        await rm(second, { recursive: true });
      }
    });

    it('does not take half of a version for offline use', async () => {
      // The host is changed in the middle: its HTML is already of another version.
      const server = await serveSite();
      const html = (await readFile(join(siteFolder, 'index.html'), 'utf8')).replace(/data-version="\w+"/, 'data-version="OTHER"');
      let asked = 0;
      const mixed = await serveSite({
        override: (path) => (path === '/' && ++asked > 1 ? { body: html, headers: { 'Content-Type': 'text/html' } } : undefined),
      });
      const playground = await openPage(browser, mixed.url, { fragment: 'dataset=xor' });
      await until(() => asked > 1, 'the worker to fetch the page');
      await until(
        () =>
          playground.evaluate(async () => {
            const registration = await navigator.serviceWorker.getRegistration();
            return !registration?.installing && !registration?.active && (await caches.keys()).length === 0;
          }),
        'the worker to give up',
      );
      await playground.close();
      await mixed.close();
      await server.close();
    });

    // A network's login page, as it answers for everything until somebody logs in.
    const login = { body: '<!doctype html><title>Log in</title>', headers: { 'Content-Type': 'text/html', 'Cache-Control': 'max-age=31536000' } };
    const keptFiles = (playground) =>
      playground.evaluate(async () => {
        const texts = {};
        for (const key of await caches.keys()) {
          const cache = await caches.open(key);
          for (const request of await cache.keys()) {
            const name = new URL(request.url).pathname.replace(/-[0-9A-Z]{8}(\.\w+)$/, '$1');
            texts[name] = (await (await cache.match(request)).text()).slice(0, 40);
          }
        }
        return texts;
      });

    /** Presses a button that loads the page again, and waits for that. */
    const press = async (playground, button) => {
      await playground.evaluate(() => Object.assign(window, { theOldPage: true }));
      await playground.page.click(button);
      // Not waitForNavigation(), for which a new hash is one.
      await until(() => playground.evaluate(() => !('theOldPage' in window)).catch(() => false), 'another page');
    };

    it('keeps nothing that came in the place of a file, and takes the file once it is there', async () => {
      // It answers wrongly, for good as it says, the first times that each of these is asked for.
      const lies = { '/playground.wasm': 1, '/later.wasm': 1, '/engine.mjs': 1, '/lessons.txt': 1 };
      const told = [];
      const lying = await serveSite({
        override: (path) => {
          if (!(lies[path] > 0)) return undefined;
          lies[path] -= 1;
          told.push(path);
          return login;
        },
      });
      const playground = await openPage(browser, lying.url, { fragment: 'dataset=xor&layers=4&step=3' });
      await installed(playground);
      assert.equal(new Set(told).size, 4, told.join());
      const texts = await keptFiles(playground);
      assert.ok(texts['/playground.wasm'].startsWith('\0asm'));
      for (const [name, text] of Object.entries(texts)) {
        assert.ok(!text.includes('Log in'), `${name} is kept as ${text}`);
      }
      const hash = await playground.call('hash');
      await lying.close();
      await playground.page.reload();
      await playground.ready();
      assert.equal(await playground.call('hash'), hash);
      await playground.click('toolbar.lessons');
      await until(async () => (await playground.call('places')).some((place) => place.startsWith('lessons.')), 'the gallery, of the later part');
      await playground.close();
    });

    it('keeps nothing at all while something else answers, and says what that is', async () => {
      let portal = true;
      const lying = await serveSite({ override: (path) => (portal && path === '/playground.wasm' ? login : undefined) });
      const playground = await openPage(browser, lying.url, { ready: false, fragment: 'dataset=xor' });
      const panel = await until(
        () => playground.evaluate(() => document.querySelector('#panel.failed')?.innerText),
        'a panel that says what is wrong',
      );
      assert.match(panel, /could not start[^]*log in/);
      portal = false;
      await press(playground, '#reload');
      await playground.ready();
      assert.match(await playground.call('link'), /dataset=xor/);
      await playground.close();
      await lying.close();
    });

    it('mends what an earlier worker kept, and what is damaged: by itself, or when asked to start afresh', async () => {
      const server = await serveSite();
      const playground = await openPage(browser, server.url, { fragment: 'dataset=xor&layers=4&step=3' });
      await installed(playground);
      const spoil = (pattern) =>
        playground.evaluate(async (part) => {
          let spoilt = 0;
          for (const key of await caches.keys()) {
            const cache = await caches.open(key);
            for (const request of await cache.keys()) {
              if (!new RegExp(part).test(request.url)) continue;
              await cache.put(request, new Response('<title>Log in</title>', { headers: { 'Content-Type': 'text/html' } }));
              spoilt += 1;
            }
          }
          return spoilt;
        }, pattern);
      assert.equal(await spoil('(playground|later)-\\w+\\.wasm'), 2);
      await playground.page.reload();
      await playground.ready();
      await playground.click('toolbar.lessons');
      await until(async () => (await playground.call('places')).some((place) => place.startsWith('lessons.')), 'the gallery, of the later part');
      for (const [name, text] of Object.entries(await keptFiles(playground))) assert.ok(!text.includes('Log in'), name);

      // The script that would mend it is itself what is broken.
      assert.equal(await spoil('boot-'), 1);
      await playground.page.reload();
      await playground.page.waitForSelector('#panel.failed #fresh');
      assert.match(await playground.evaluate(() => document.getElementById('panel').innerText), /could not be loaded/);
      await press(playground, '#fresh');
      await playground.ready();
      await installed(playground);
      for (const [name, text] of Object.entries(await keptFiles(playground))) assert.ok(!text.includes('Log in'), name);
      await playground.close();
      await server.close();
    });

    it('can be installed: manifest, icons, preview picture, all its own', async () => {
      const server = await serveSite();
      const playground = await openPage(browser, server.url);
      const found = await playground.evaluate(async () => {
        const link = document.querySelector('link[rel=manifest]');
        const manifest = await (await fetch(link.href)).json();
        return {
          manifest,
          touch: document.querySelector('link[rel=apple-touch-icon]').href,
          social: document.querySelector('meta[property="og:image"]').content,
        };
      });
      const { manifest } = found;
      assert.equal(manifest.display, 'standalone');
      assert.ok(manifest.name && manifest.short_name && manifest.start_url);
      const sizes = {};
      for (const { src, type, purpose, sizes: stated } of manifest.icons) {
        if (type !== 'image/png') continue;
        const picture = decode(await readFile(join(siteFolder, src)));
        assert.equal(`${picture.width}x${picture.height}`, stated);
        sizes[purpose ?? 'any'] = [...(sizes[purpose ?? 'any'] ?? []), picture.width];
        // A maskable icon fills its corners, another has round ones.
        assert.equal(picture.data[3], purpose === 'maskable' ? 255 : 0, src);
      }
      assert.deepEqual(sizes, { any: [192, 512], maskable: [512] });
      const touch = decode(await readFile(join(siteFolder, new URL(found.touch).pathname)));
      assert.deepEqual([touch.width, touch.data[3]], [180, 255]);
      const social = decode(await readFile(join(siteFolder, found.social)));
      assert.deepEqual([social.width, social.height], [1200, 630]);
      await playground.close();
      await server.close();
    });

    it('names every file that the page loads by its content', async () => {
      const server = await serveSite();
      const playground = await openPage(browser, server.url);
      const files = await playground.evaluate(() =>
        performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname).filter((path) => path !== '/sw.js'),
      );
      assert.ok(files.length >= 4);
      for (const file of files) assert.notEqual(plain(file), file, `${file} has no hash`);
      await playground.close();
      await server.close();
    });
  });
}
