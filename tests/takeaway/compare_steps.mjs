// Compares the steps that steps.py has written: compare_steps.mjs FOLDER PROGRAM, the command line.
// Right ones agree; of the others the number that differs first is named, and the mistake.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, program] = process.argv.slice(2);
const expected = Object.entries(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')));

let used = 0;

/** What is wrong with what is said of a step; nothing where all is right. */
function complaint(file, { first, mistake }) {
  const { status, stdout, stderr } = spawnSync(program, ['compare-step', join(folder, file)], { encoding: 'utf8' });
  const said = `${stdout}${stderr}`;
  if (status !== (first ? 1 : 0)) return said;
  used = Math.max(used, Number(/ is (\d+) % of what is allowed/.exec(said)?.[1] ?? 0));
  const found = /^The first number that differs is (\S+) \(/.exec(said)?.[1] ?? null;
  if (found !== first) return `${said}It is ${first}.`;
  if (mistake && !said.includes(`: ${mistake}. `)) return `${said}It is: ${mistake}.`;
  return null;
}

const kinds = { right: 0, wrong: 0 };
let failed = 0;
for (const [file, told] of expected) {
  const wrong = complaint(file, told);
  if (wrong) {
    console.log(`${file}: ${wrong}\n`);
    failed += 1;
  }
  kinds[told.first ? 'wrong' : 'right'] += 1;
}
if (!kinds.right || !kinds.wrong) throw new Error('No steps to compare.');
console.log(`steps of PyTorch: ${kinds.right} right and ${kinds.wrong} wrong ones, ${failed} not as expected; right ones differ by ${used} % of what is allowed`);
process.exit(failed ? 1 : 0);
