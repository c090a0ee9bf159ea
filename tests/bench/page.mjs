// `./run bench page`: the page itself in headless Chromium with software rendering, on a network of
// six layers of eight. Updates a second and the time of a frame by part, at the beginning and after
// 100,000 steps; the processor's time of our own parts; then what an idle page takes, how soon a click
// is answered while it trains flat out, and how long the first picture takes after the program's last
// byte.
import { parseArgs } from 'node:util';

import { launch } from '../browser/support/browser.mjs';
import { openPage, pause } from '../browser/support/page.mjs';
import { serveSite } from '../browser/support/server.mjs';

const { values: options } = parseArgs({
  options: {
    link: { type: 'string', default: 'dataset=spiral&layers=8,8,8,8,8,8&learningRate=0.01&seed=3' },
    seconds: { type: 'string', default: '6' },
    steps: { type: 'string', default: '100000' },
    clicks: { type: 'string', default: '12' },
  },
});
const seconds = Number(options.seconds);

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const parts = ['input', 'training', 'refresh', 'panels', 'drawing'];
const ours = ['input', 'refresh', 'panels'];

const row = (name, values) =>
  console.log(`${name.padEnd(26)}${quantile(values, 0.5).toFixed(2).padStart(9)}${quantile(values, 0.95).toFixed(2).padStart(9)}`);

const server = await serveSite();
const browser = await launch('chromium');
const system = await browser.target().createCDPSession();

/** Seconds that the processes which run and draw pages have run. */
async function processorTime() {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => ['renderer', 'GPU'].includes(type)).reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

async function training(playground, title) {
  await playground.call('play');
  await pause(1000);
  await pause(seconds * 1000);
  const frames = (await playground.call('frameTimes')).filter((frame, _, all) => frame.start > all.at(-1).start - seconds);
  const span = frames.at(-1).start - frames[0].start;
  const updates = (frames.at(-1).step - frames[0].step) / span;
  console.log(`\n${title}: ${Math.round(updates).toLocaleString('en')} updates/s, ${((frames.length - 1) / span).toFixed(1)} frames/s`);
  console.log(`${''.padEnd(26)}${'median'.padStart(9)}${'95 %'.padStart(9)}  ms`);
  for (const part of parts) row(`  ${part}`, frames.map((frame) => frame[part]));
  row(ours.join(' + '), frames.map((frame) => ours.reduce((sum, part) => sum + frame[part], 0)));
}

/**
 * The processor's time of the page's thread in our own parts of a frame. On the clock they take longer
 * where there are fewer cores than threads that draw in software. The program looks at the clock
 * between the parts; every look leaves a mark in a trace, which knows the thread's own time.
 */
async function processor(playground) {
  await playground.call('play');
  await pause(1000);
  await playground.page.tracing.start({ categories: ['devtools.timeline'] });
  await playground.evaluate(() => {
    const now = performance.now.bind(performance);
    performance.now = () => {
      const value = now();
      console.timeStamp(String(value));
      return value;
    };
  });
  await pause(seconds * 500);
  const frames = await playground.evaluate(() => {
    delete performance.now;
    return window.playground.frameTimes();
  });
  const trace = JSON.parse(Buffer.from(await playground.page.tracing.stop()).toString());
  const looks = trace.traceEvents
    .filter(({ name, tts }) => name === 'TimeStamp' && tts !== undefined)
    .map(({ args, ts, tts }) => ({ clock: Number(args.data.message), ts, own: tts / 1000 }))
    .sort((a, b) => a.ts - b.ts);
  // The thread's time at the last look at the clock that showed this, give or take its resolution.
  const ownAt = (clock) => {
    const at = looks.findLastIndex((look) => look.clock < clock + 0.05);
    return at >= 0 && looks[at].clock > clock - 0.05 ? looks[at].own : NaN;
  };
  const own = [];
  for (const frame of frames) {
    let clock = frame.start * 1000;
    const at = [ownAt(clock), ...parts.map((part) => ownAt((clock += frame[part])))];
    const spent = Object.fromEntries(parts.map((part, i) => [part, at[i + 1] - at[i]]));
    if (ours.every((part) => spent[part] >= 0)) own.push(spent);
  }
  console.log(`\nthe processor's own time, ${own.length} frames`);
  for (const part of ours) row(`  ${part}`, own.map((frame) => frame[part]));
  row(ours.join(' + '), own.map((frame) => ours.reduce((sum, part) => sum + frame[part], 0)));
}

/** Percent of a core that pages take while nobody does anything. */
async function idleShare() {
  await pause(2500); // hover delays and the last frames settle
  const before = await processorTime();
  await pause(seconds * 2000);
  return (100 * ((await processorTime()) - before)) / (2 * seconds);
}

/**
 * From a click's release until training has paused, as the event's time has it, which counts what it
 * waited; and until the next frame, which shows it.
 */
async function answers(playground) {
  const done = [];
  const shown = [];
  const [x, y] = await playground.centre('toolbar.play');
  await playground.page.mouse.move(x, y);
  await playground.call('play');
  await pause(500);
  await playground.evaluate(() => {
    addEventListener('mouseup', (event) => {
      const since = () => performance.now() - event.timeStamp;
      let done;
      const look = () => {
        if (!window.playground.metrics().playing) done ??= since();
        return done !== undefined;
      };
      look();
      const next = () => {
        if (look()) window.answered = { done, shown: since() };
        else requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    }); // after the canvas has heard of it
  });
  for (let i = 0; i < Number(options.clicks); ++i) {
    await playground.evaluate(() => { window.answered = undefined; });
    if (!(await playground.metrics()).playing) await playground.call('play');
    await pause(300);
    await playground.page.mouse.click(x, y, { delay: 50 });
    const answer = await playground.page.waitForFunction(() => window.answered, { polling: 50 });
    const times = await answer.jsonValue();
    done.push(times.done);
    shown.push(times.shown);
  }
  const words = (times) => `${quantile(times, 0.5).toFixed(0)} ms, at most ${Math.max(...times).toFixed(0)} ms`;
  console.log(`a click is done after ${words(done)}; shown after ${words(shown)}`);
}

async function firstPicture() {
  const times = [];
  for (let i = 0; i < 3; ++i) {
    const playground = await openPage(browser, server.url, { fragment: '', width: 1440, height: 900 });
    times.push(await playground.evaluate(async () => {
      const program = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType('resource')).find(({ name }) => name.includes('.wasm'));
      return performance.getEntriesByName('playground-first-picture')[0].startTime - program.responseEnd;
    }));
    await playground.close();
  }
  console.log(`first picture after the program's last byte: ${quantile(times, 0.5).toFixed(0)} ms, at most ${Math.max(...times).toFixed(0)} ms`);
}

const empty = await idleShare();
const playground = await openPage(browser, server.url, { fragment: `${options.link}&speed=max`, width: 1440, height: 900 });
await training(playground, 'from the start');
const step = (await playground.metrics()).step;
if (step < Number(options.steps)) await playground.call('step', Number(options.steps) - step);
await training(playground, `from step ${Number(options.steps).toLocaleString('en')}`);
await processor(playground);
await answers(playground);
await playground.call('pause');
const resting = await idleShare();
await playground.close();
console.log(`idle: ${resting.toFixed(2)} % of a core, an empty page ${empty.toFixed(2)} %`);
await firstPicture();
await browser.close();
await server.close();
