// Every shipped lesson on all its seeds, in the command line as it ships: there they take a second,
// where the tests of the shell, with sanitizers, have time for two seeds.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = process.env.BACKPROP_CLI ?? fileURLToPath(new URL('../../build/native-release/backprop', import.meta.url));
const leastSeeds = 5;

describe('shipped lessons', { skip: !existsSync(program) && 'the command line is not built' }, () => {
  const run = (...args) => execFileSync(program, ['lesson', ...args], { encoding: 'utf8' });
  const names = existsSync(program) ? run('--list').trim().split('\n').map((line) => line.split(' ')[0]) : [];
  for (const name of names) {
    it(`${name} shows its signs on every seed, and has nothing to be warned of`, () => {
      const said = run(name);
      assert.match(said, /PASS\n$/);
      assert.doesNotMatch(said, /WARNING/);
      const seeds = Number(said.match(/ signs, (\d+) seeds\n/)?.[1]);
      assert.ok(seeds >= leastSeeds, `${seeds} seeds`);
    });
  }
});
