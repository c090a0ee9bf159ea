// A thousand random things, by a seed: nothing stops, no number is lost, no memory runs out. By hand
// as many as one likes, from a folder that has the browsers (tools/browsers.sh):
//   BACKPROP_SEEDS=1,2,3,4,5 BACKPROP_EVENTS=5000 node --test tests/browser/random_user.test.mjs
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { largest, openForAnything, RandomUser } from './support/random_user.mjs';
import { siteIn } from './support/site.mjs';

const seeds = (process.env.BACKPROP_SEEDS ?? '1').split(',').map(Number);
const events = Number(process.env.BACKPROP_EVENTS ?? 1000);
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

describe('a random user in chromium', () => {
  const site = siteIn('chromium');

  for (const seed of seeds) {
    it(`does ${events} things by seed ${seed}`, async (context) => {
      const playground = await openForAnything(site.browser, site.server.url, seed % 5 === 2 ? largest : '');
      const user = new RandomUser(playground, seed);
      const most = await user.play(events, (/** @type {number} */ done, /** @type {any} */ now, /** @type {string | undefined} */ left) => {
        if (left) context.diagnostic(`${done}: ${left}`);
        if (done % 500 === 0) context.diagnostic(`${done}: used ${megabytes(now.used)}, heap ${megabytes(now.heap)}, remembered ${megabytes(now.remembered)}`);
      });
      assert.ok(most.used > 0);
      const own = playground.complaints.filter((text) => !/WebGL|GPU stall|CONTEXT_LOST|net::ERR_ABORTED/.test(text));
      assert.deepEqual(own, []);
      await playground.close();
    });
  }
});
