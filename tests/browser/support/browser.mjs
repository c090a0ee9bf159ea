// The browsers the tests run in: those whose program is named in the environment.
import puppeteer from 'puppeteer-core';

const programs = {
  chromium: process.env.BACKPROP_CHROMIUM,
  firefox: process.env.BACKPROP_FIREFOX,
};

const chromiumFlags = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // Without a graphics card: one process less to wait for, which halves the wait on a busy machine.
  '--in-process-gpu',
  // A finger drawn across a dialog is no wish to go back to the page before.
  '--overscroll-history-navigation=0',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

/** Names of the browsers to test in, for `for (const name of browsers) describe(name, …)`. */
export const browsers = /** @type {('chromium' | 'firefox')[]} */ (Object.keys(programs)).filter((name) => programs[name]);

if (browsers.length === 0) {
  throw new Error('Set BACKPROP_CHROMIUM or BACKPROP_FIREFOX to a browser, or use ./run test browser.');
}

/**
 * @param {'chromium' | 'firefox'} name
 * @param {{ flags?: string[], preferences?: object }} [options] for this launch alone
 */
export function launch(name, { flags = [], preferences = {} } = {}) {
  if (name === 'firefox') {
    return puppeteer.launch({
      browser: 'firefox',
      executablePath: programs.firefox,
      // Headless Firefox has no WebGL: it runs on the virtual display.
      headless: !process.env.DISPLAY,
      args: flags,
      extraPrefsFirefox: { 'webgl.force-enabled': true, ...preferences },
    });
  }
  return puppeteer.launch({
    executablePath: programs.chromium,
    headless: true,
    args: [...chromiumFlags, ...flags],
  });
}
