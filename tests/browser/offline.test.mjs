// Without a network after the first visit; a new version under an open page; what makes it an app.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { browsers, launch } from './support/browser.mjs';
import { openPage, until } from './support/page.mjs';
import { decode } from './support/pixels.mjs';
import { plain, serveSite, siteFolder } from './support/server.mjs';

/** Another version of the site: other names for its scripts, and a mark that shows which it is. */
async function nextVersion() {
  const folder = await mkdtemp(join(tmpdir(), 'backprop-site-'));
  const names = await readdir(siteFolder);
  const renamed = (text) => text.replace(/\b((?:boot|dialogs|chunk|export)-)[0-9A-Z]{8}(?=\.mjs)/g, (_, start) => `${start}NEXTNEXT`);
  const chunks = names.filter((name) => name.startsWith('chunk-'));
  assert.ok(chunks.length <= 1, 'renaming takes one shared chunk for granted');
  const [, version] = (await readFile(join(siteFolder, 'index.html'), 'utf8')).match(/data-version="(\w+)"/);
  for (const name of names) {
    let content = /** @type {string | Buffer} */ (await readFile(join(siteFolder, name)));
    if (/\.(mjs|html|js)$/.test(name) && !name.startsWith('engine')) {
      content = renamed(content.toString()).replaceAll(version, 'VERSION2');
      if (name.startsWith('boot-')) content += ';window.second=true;';
    }
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
