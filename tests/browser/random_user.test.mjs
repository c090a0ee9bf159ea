// A thousand random things, by a seed: nothing stops, no number is lost, no memory runs out. By hand
// as many as one likes, from a folder that has the browsers (tools/browsers.sh):
//   BACKPROP_SEEDS=1,2,3,4,5 BACKPROP_EVENTS=5000 node --test tests/browser/random_user.test.mjs
// and as many minutes of the largest experiment there is, with BACKPROP_MINUTES=10.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { largest, openForAnything, RandomUser } from './support/random_user.mjs';
import { siteIn } from './support/site.mjs';

const seeds = (process.env.BACKPROP_SEEDS ?? '1').split(',').map(Number);
const events = Number(process.env.BACKPROP_EVENTS ?? 1000);
const minutes = Number(process.env.BACKPROP_MINUTES ?? 0);
const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

describe('a random user in chromium', () => {
  const site = siteIn('chromium');

  /**
   * @param {import('node:test').TestContext} context
   * @param {RandomUser} user
   * @param {number} most things to do
   * @param {number} [end]
   */
  async function plays(context, user, most, end) {
    let told = 0;
    const used = await user.play(most, (done, now, left) => {
      if (left) context.diagnostic(`${done}: ${left}`);
      if (done < told + 500) return;
      told = done;
      context.diagnostic(`${done}: used ${megabytes(now.used)}, heap ${megabytes(now.heap)}, remembered ${megabytes(now.remembered)}`);
    }, end);
    assert.ok(used.used > 0);
    const own = user.playground.complaints.filter((text) => !/WebGL|GPU stall|CONTEXT_LOST|net::ERR_ABORTED/.test(text));
    assert.deepEqual(own, []);
    await user.playground.close();
  }

  for (const seed of seeds) {
    it(`does ${events} things by seed ${seed}`, async (context) => {
      const playground = await openForAnything(site.browser, site.server.url, seed % 5 === 2 ? largest : '');
      await plays(context, new RandomUser(playground, seed), events);
    });
  }

  // By hand: in CI the memory's own tests hold the largest experiment.
  if (minutes > 0) {
    it(`plays with the largest experiment for ${minutes} minutes`, async (context) => {
      const playground = await openForAnything(site.browser, site.server.url, largest);
      await plays(context, new RandomUser(playground, 7, [largest]), Infinity, performance.now() + minutes * 60000);
    });
  }
});
