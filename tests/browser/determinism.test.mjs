// A link replays the same bits in every browser and in Node.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { browsers, launch } from './support/browser.mjs';
import { openPage } from './support/page.mjs';
import { serveSite, siteFolder } from './support/server.mjs';

const links = [
  'dataset=circle',
  'dataset=xor&layers=8,8,8&activation=relu&initializer=he_normal&batchSize=1&seed=3',
  'dataset=spiral&layers=8,8&features=x1,x2,sinx1,sinx2&noise=0.1&learningRate=0.1&loss=bce&seed=12345',
  'dataset=gauss&layers=3&activation=sigmoid&loss=mse&batchSize=30&trainFraction=0.7&noise=0.5',
];
const steps = 200;

describe('the same bits everywhere', () => {
  let expected;
  before(async () => {
    const { default: createEngine } = await import(pathToFileURL(join(siteFolder, 'engine.mjs')));
    const engine = await createEngine();
    expected = links.map((link) => {
      const trainer = new engine.Trainer(link);
      assert.deepEqual(trainer.messages(), [], link);
      const done = trainer.step(steps);
      assert.equal(done, steps);
      const result = { hash: trainer.hash(), metrics: trainer.metrics() };
      trainer.delete();
      return result;
    });
    assert.equal(new Set(expected.map(({ hash }) => hash)).size, links.length);
  });

  for (const name of browsers) {
    describe(`in ${name}`, () => {
      let browser;
      let server;
      before(async () => {
        server = await serveSite();
        browser = await launch(name);
      });
      after(async () => {
        await browser?.close();
        await server?.close();
      });

      it('in the application on the page', async () => {
        const playground = await openPage(browser, server.url);
        for (const [i, link] of links.entries()) {
          await playground.call('open', link);
          await playground.call('step', steps);
          assert.equal(await playground.call('hash'), expected[i].hash, link);
          const { playing, ...metrics } = await playground.metrics();
          assert.equal(playing, false);
          assert.deepEqual(metrics, expected[i].metrics, link);
        }
        await playground.close();
      });

      it('in the engine alone, as a module of a page', async () => {
        const page = await browser.newPage();
        await page.goto(`${server.url}engine.d.ts`); // any address of the site
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
          `${server.url}engine.mjs`,
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
