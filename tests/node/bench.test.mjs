// `./run bench` without engines of others: what it measures is the same work, native and as WebAssembly.
// That needs no time; nothing is asserted about speed.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { differences } from '../bench/check.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const site = process.env.BACKPROP_SITE ?? path('../../build/site');
const run = promisify(execFile);
const bench = (...options) =>
  run(process.execPath, [path('../bench/bench.mjs'), '--site', site, ...options], { timeout: 300_000 });

describe('the benchmark', () => {
  it('runs all workloads, each engine doing the same work', async () => {
    const { stdout } = await bench('--seconds', '0.001', '--rounds', '1', '--no-peers', '--json');
    const { workloads } = JSON.parse(stdout);
    assert.deepEqual(workloads.map(({ name }) => name), [...'abcdef']);
    const native = existsSync(path('../../build/native-release/bench_native'));
    for (const { name, rows } of workloads) {
      assert.deepEqual(rows.map((row) => row.name), native ? ['ours, native', 'ours, wasm'] : ['ours, wasm']);
      for (const row of rows) {
        assert.equal(row.cannot, undefined, name);
        assert.equal(row.wrong, undefined, name);
        assert.ok((name === 'f' ? row.milliseconds : row.updatesPerSecond) > 0, name);
        assert.ok(row.loss.after < row.loss.before, name);
      }
    }
  });

  it('prints a table of the workloads asked for', async () => {
    const { stdout } = await bench('--seconds', '0.001', '--rounds', '1', '--no-peers', '--only', 'af');
    assert.match(stdout, /^\(a\) circle, 2-4-2-1, tanh, batch 10$/m);
    assert.match(stdout, /ours, wasm +[\d,]+ +0\.5073 → 0\.4907/);
    assert.match(stdout, /^\(f\) a frame of b/m);
    assert.doesNotMatch(stdout, /^\(b\)/m);
  });

  it('says what is wrong with its arguments', async () => {
    for (const wrong of [['--only', 'xy'], ['--seconds', '0'], ['--rounds', 'many'], ['--fast']]) {
      await assert.rejects(bench(...wrong), ({ code, stderr }) => code === 2 && /--only ab/.test(stderr));
    }
  });

  it('notices an engine that does other work', () => {
    const ours = { before: 0.5, after: 0.4, hash: '1', output: [0.25, 0.5] };
    assert.deepEqual(differences({}, { ...ours, after: 0.40001, hash: undefined }, ours), []);
    assert.match(differences({}, { ...ours, before: 0.51 }, ours)[0], /before the first step/);
    assert.match(differences({}, { ...ours, after: 0.41 }, ours)[0], /when trained/);
    assert.match(differences({}, { ...ours, after: NaN }, ours)[0], /when trained/);
    assert.match(differences({}, { ...ours, hash: '2' }, ours)[0], /hash 2/);
    assert.match(differences({}, { ...ours, output: [0.25, 0.51] }, ours)[0], /map of the output/);
  });
});
