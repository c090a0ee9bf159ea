// The examples of the README that need a browser do what it says.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { blocks, promises } from '../node/support/readme.mjs';
import { browsers, launch } from './support/browser.mjs';
import { openPage, until } from './support/page.mjs';
import { serveSite } from './support/server.mjs';

for (const name of browsers) {
  describe(`README.md in ${name}`, () => {
    let browser;
    let server;
    let examples;
    before(async () => {
      examples = await blocks();
      const [example] = examples.filter(({ language, text }) => language === 'html' && text.includes('engine.mjs'));
      server = await serveSite({
        override: (path) =>
          path === '/example.html' ? { body: `<!doctype html><title>Example</title>${example.text}` } : undefined,
      });
      browser = await launch(name);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    it('shows what engine.mjs does in a page', async () => {
      const [{ text }] = examples.filter(({ language, text }) => language === 'html' && text.includes('engine.mjs'));
      const [expected] = promises(text);
      const page = await browser.newPage();
      await page.goto(`${server.url}example.html`);
      const shown = () => page.evaluate(() => document.querySelector('output').textContent);
      await until(shown, 'the output of the example');
      assert.equal(await shown(), expected);
      await page.close();
    });

    it('shows what window.playground does', async () => {
      const [{ text }] = examples.filter((block) => block.language === 'js' && block.text.includes('playground.'));
      const playground = await openPage(browser, server.url);
      const printed = [];
      playground.page.on('console', (message) => printed.push(message.text()));
      await playground.evaluate(text);
      await until(() => printed.length >= promises(text).length, 'what the example prints');
      assert.deepEqual(printed, promises(text));
      assert.equal((await playground.metrics()).playing, true);
      await playground.close();
    });
  });
}
