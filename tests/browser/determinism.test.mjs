// A link replays the same bits in every browser and in Node.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { browsers } from './support/browser.mjs';
import { until } from './support/page.mjs';
import { siteFolder } from './support/server.mjs';
import { siteIn } from './support/site.mjs';

// The list that the native tests, and the command line's, hold themselves to as well.
const list = new URL('../engine/golden_hashes.inc', import.meta.url);
const golden = [...(await readFile(list, 'utf8')).matchAll(/\{"([^"]*)",\s*0x([0-9a-f]{16})\}/g)];
const links = golden.map(([, link]) => link);
const steps = 200;
const plain = (value) => JSON.parse(JSON.stringify(value)); // as it comes from a page: NaN is null
const atStep = (link) => `${link}${link ? '&' : ''}step=${steps}`;

describe('the same bits everywhere', () => {
  let expected;
  before(async () => {
    const { default: createEngine } = await import(pathToFileURL(join(siteFolder, 'engine.mjs')).href);
    const engine = await createEngine();
    assert.ok(golden.length >= 30, `${golden.length} links`);
    expected = golden.map(([, link, hash]) => {
      const trainer = new engine.Trainer(atStep(link));
      assert.deepEqual(trainer.messages(), [], link);
      assert.equal(trainer.hash(), hash, `Node: ${link}`);
      const result = { hash, metrics: trainer.metrics() };
      trainer.delete();
      return result;
    });
    assert.equal(new Set(expected.map(({ hash }) => hash)).size, links.length);
  });

  for (const name of browsers) {
    describe(`in ${name}`, () => {
      const site = siteIn(name);

      it('in the application on the page', async () => {
        const playground = await site.open();
        for (const [i, link] of links.entries()) {
          await playground.call('open', atStep(link));
          await until(async () => (await playground.metrics()).step === steps, `step ${steps} of ${link}`);
          assert.equal(await playground.call('hash'), expected[i].hash, link);
          const { playing, ...metrics } = await playground.metrics();
          assert.equal(playing, false);
          assert.deepEqual(plain(metrics), plain(expected[i].metrics), link);
        }
        await playground.close();
      });

      it('in the engine alone, as a module of a page', async () => {
        const page = await site.browser.newPage();
        await page.goto(`${site.server.url}engine.d.ts`); // any address of the site
        const hashes = await page.evaluate(
          async (all, count, address) => {
            const { default: createEngine } = await import(address);
            const engine = await createEngine();
            return all.map((link) => {
              const trainer = new engine.Trainer(link);
              trainer.step(count);
              const hash = trainer.hash();
              trainer.delete();
              return hash;
            });
          },
          links,
          steps,
          `${site.server.url}engine.mjs`,
        );
        assert.deepEqual(
          hashes,
          expected.map(({ hash }) => hash),
        );
        await page.close();
      });
    });
  }
});
