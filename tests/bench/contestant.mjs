// A process of its own for one engine and one workload, so that nothing another engine did changes
// what the compiler knows. bench.mjs sends what to do, one thing at a time.

/** Points in another order, the same for every engine. */
function makeShuffle(count) {
  const order = Array.from({ length: count }, (_, i) => i);
  let state = 1;
  return () => {
    for (let i = count; i > 1; --i) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const other = Math.floor((state / 2 ** 32) * i);
      [order[i - 1], order[other]] = [order[other], order[i - 1]];
    }
    return order;
  };
}

// What this thread has computed, not what has passed: others may share the machine.
const cpu = () => {
  const { user, system } = (process.threadCpuUsage ?? process.cpuUsage)();
  return (user + system) / 1e6;
};

async function repeat(seconds, work) {
  let count = 0;
  let passed;
  const begin = cpu();
  do {
    count += await work();
    passed = cpu() - begin;
  } while (passed < seconds);
  return { count, seconds: passed };
}

let engine;
let problem;
let shuffle;
// eslint-disable-next-line no-unused-vars
let results; // kept, so that no compiler may leave out what leads to them

async function frame() {
  await engine.epoch(shuffle());
  results = [engine.trainLoss(), engine.testLoss(), engine.maps()];
}

const actions = {
  async open({ file, ...rest }) {
    problem = rest;
    const module = await import(file);
    engine = await module.create(problem);
    shuffle = makeShuffle(problem.train?.inputs.length ?? 0);
    return { about: module.about, maps: Boolean(engine.maps) };
  },
  /** Trains through the given orders: the losses before and after, and what the maps show then. */
  async check({ orders }) {
    const before = engine.trainLoss();
    for (const order of orders) await engine.epoch(order);
    const result = { before, after: engine.trainLoss(), hash: engine.hash?.() };
    // Others may have the neurons of a cell side by side: the output is one neuron, the same either way.
    if (engine.maps) result.output = Array.from([engine.maps().at(-1)].flat()[0]);
    return result;
  },
  /** Whether it goes on well: two more epochs give a number. */
  async stays() {
    for (let epoch = 0; epoch < 2; ++epoch) await engine.epoch(shuffle());
    return Number.isFinite(engine.trainLoss());
  },
  updates: ({ seconds }) =>
    repeat(seconds, async () => {
      if (engine.updates) return engine.updates(problem.updatesPerEpoch * 20);
      await engine.epoch(shuffle());
      return problem.updatesPerEpoch; // an engine without batches has done an update a point instead
    }),
  frames: ({ seconds }) =>
    repeat(seconds, async () => {
      await frame();
      return 1;
    }),
  peak: ({ seconds }) => repeat(seconds, () => engine.peak(20000)),
};

process.on('message', async (/** @type {any} */ { action, ...rest }) => {
  try {
    process.send({ result: await actions[action](rest) });
  } catch (error) {
    process.send({ error: error.message });
  }
});
