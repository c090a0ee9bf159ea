// The built page, served, and a browser, for the tests of one describe().
import { after, before } from 'node:test';

import { launch } from './browser.mjs';
import { openPage } from './page.mjs';
import { serveSite } from './server.mjs';

/**
 * Starts both before the tests, and stops them afterwards.
 * @param {'chromium' | 'firefox'} name
 * @returns what tests use: `browser`, `server`, and open(options), which opens the page in it
 */
export function siteIn(name) {
  const site = {
    browser: undefined,
    server: undefined,
    open: (options) => openPage(site.browser, site.server.url, options),
  };
  before(async () => {
    site.server = await serveSite();
    site.browser = await launch(name);
  });
  after(async () => {
    await site.browser?.close();
    await site.server?.close();
  });
  return site;
}
