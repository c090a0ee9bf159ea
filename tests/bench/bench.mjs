// `./run bench`: the engine, native and as WebAssembly, beside engines from npm on the same work.
// Every engine is checked, then rounds go through all of them in turn; the median round counts.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { checkedEpochs, checkedPoints, differences } from './check.mjs';
import { NativeContestant, NodeContestant } from './driver.mjs';
import { report } from './report.mjs';
import { online, pairsPerEpoch, problemOf, recordEpochs, workloads } from './workloads.mjs';

const help = `./run bench [options]
  --only ab       workloads, by letter (all of a to f)
  --seconds 0.4   of computing, for each engine in each round
  --rounds 7      the median of them counts
  --no-peers      only ours, native and WebAssembly
  --json          one object instead of the tables`;

const built = (path) => fileURLToPath(new URL(`../../build/${path}`, import.meta.url));
const peers = ['convnetjs', 'brain.js', 'synaptic', 'tfjs'];

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', default: 'abcdef' },
        seconds: { type: 'string', default: '0.4' },
        rounds: { type: 'string', default: '7' },
        peers: { type: 'boolean', default: true },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        site: { type: 'string', default: built('site') },
        native: { type: 'string', default: built('native-release/bench_native') },
        peak: { type: 'string', default: built('web-release/bench_peak.mjs') },
      },
      allowNegative: true,
    });
    if (values.help) {
      console.log(help);
      process.exit(0);
    }
    const number = (name, most) => {
      const value = Number(values[name]);
      if (!(value > 0 && value <= most)) throw new Error(`--${name} takes a number up to ${most}, not ${values[name]}`);
      return value;
    };
    if (!/^[a-f]+$/.test(values.only)) throw new Error(`--only takes letters from a to f, not ${values.only}`);
    return { ...values, seconds: number('seconds', 60), rounds: Math.ceil(number('rounds', 1000)) };
  } catch (error) {
    console.error(`${error.message}\n${help}`);
    process.exit(2);
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/** The same problem for everyone, and what ours makes of it: with the batch, and point by point. */
function prepare(engine, workload, files) {
  const reference = (link, epochs, updates) => {
    const trainer = new engine.Trainer(link);
    const problem = { ...problemOf(trainer), ...files, link };
    problem.updatesPerEpoch = Math.ceil(problem.train.inputs.length / problem.batch);
    const before = trainer.metrics().trainLoss;
    const orders = recordEpochs(trainer, epochs, updates ?? problem.updatesPerEpoch);
    const after = trainer.metrics().trainLoss;
    const output = workload.frame ? [...trainer.maps(100).at(-1)[0]] : undefined;
    const expected = { before, after, hash: trainer.hash(), output };
    trainer.delete();
    return { problem, orders, expected };
  };
  return {
    batches: reference(workload.link, checkedEpochs),
    online: reference(online(workload.link), 1, checkedPoints),
  };
}

async function start(contestant, workload, references) {
  const entry = { contestant, about: { name: contestant.name } };
  try {
    // Which reference it takes is known when it is loaded: an engine without batches says so.
    const { about, maps } = await contestant.open(references.batches.problem);
    entry.about = about;
    if (workload.frame && !maps) throw new Error('its compiled form shows the output only');
    const { orders, expected } = about.online ? references.online : references.batches;
    const answer = await contestant.ask('check', { orders });
    entry.loss = { before: answer.before, after: answer.after };
    if (!workload.frame) answer.output = undefined;
    entry.wrong = differences(about, answer, expected);
    if (about.online && !(await contestant.ask('stays'))) throw new Error('its weights become NaN within two epochs');
    entry.action = workload.frame ? 'frames' : 'updates';
  } catch (error) {
    entry.cannot = error.message;
  }
  return entry;
}

/** Entries that take turns; each gets how much it did a second in the median round. */
async function measure(entries, { seconds, rounds }) {
  for (const entry of entries) {
    await entry.contestant.ask(entry.action, { seconds: 2 * seconds }); // compilers and caches settle
    entry.rates = [];
  }
  for (let round = 0; round < rounds; ++round) {
    for (const entry of entries) {
      const { count, seconds: time } = await entry.contestant.ask(entry.action, { seconds });
      entry.rates.push(count / time);
    }
  }
  for (const entry of entries) entry.rate = median(entry.rates);
}

async function run(workload, engine, options, names) {
  const files = { engineFile: `${options.site}/engine.mjs`, peakFile: options.peak };
  const references = prepare(engine, workload, files);
  const { problem } = references.batches;
  const contestants = [];
  if (existsSync(options.native)) contestants.push(new NativeContestant(options.native));
  contestants.push(...names.map((name) => new NodeContestant(name)));
  const peaks = [];
  try {
    const entries = [];
    for (const contestant of contestants) entries.push(await start(contestant, workload, references));
    const running = entries.filter(({ cannot }) => !cannot);
    if (workload.peak) peaks.push(...(await openPeaks(contestants, problem, options)));
    await measure([...running, ...peaks], options);
    for (const entry of running) {
      entry.pairs = (entry.rate * pairsPerEpoch(problem)) / problem.updatesPerEpoch;
    }
    return { workload, entries, peaks };
  } finally {
    for (const { contestant } of peaks) contestant.close();
    for (const contestant of contestants) contestant.close();
  }
}

async function openPeaks(contestants, problem, { peak }) {
  const peaks = [];
  const native = contestants.find((contestant) => contestant instanceof NativeContestant);
  if (native) {
    for (const bits of native.bits === 256 ? [128, 256] : [128]) {
      peaks.push({ contestant: native, action: `peak${bits}`, about: { name: `native peak, ${bits} bits` }, of: 'native' });
    }
  }
  if (existsSync(peak)) {
    const contestant = new NodeContestant('peak');
    await contestant.open({ peakFile: problem.peakFile });
    peaks.push({ contestant, action: 'peak', about: { name: 'WebAssembly peak' }, of: 'wasm' });
  }
  return peaks;
}

const options = readArguments();
const { default: createEngine } = await import(pathToFileURL(`${options.site}/engine.mjs`).href);
const engine = await createEngine();
const names = ['wasm', ...(options.peers ? peers : [])];
const results = [];
for (const workload of workloads.filter(({ name }) => options.only.includes(name))) {
  if (!options.json) console.error(`measuring (${workload.name}) …`);
  results.push(await run(workload, engine, options, names));
}
process.exitCode = report(results, options) ? 0 : 1;
