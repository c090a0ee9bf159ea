// clang-tidy over what the web build compiles of ours. What was found clean is remembered by a hash of
// all that went into it (the checks, the command, the file and all it includes of ours), in a folder
// outside of the build; with CI=true nothing is taken from there.
//   node tools/tidy.mjs BUILD_DIR JOBS MEMORY_DIR [FILE...]
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const [build, jobs, memory, ...named] = process.argv.slice(2);
const top = resolve('.');
const run = promisify(execFile);

const commands = JSON.parse(readFileSync(join(build, 'compile_commands.json'), 'utf8'));
// As Emscripten's compiler would call Clang, and reading every header itself, so that a file that
// forgets to include what it uses is found
const flags = execFileSync('em++', ['--cflags'], { encoding: 'utf8' }).replaceAll(/-mllvm +\S+|-fignore-exceptions/g, '').trim();
const without = (command) => command.replaceAll(/-Xclang -include(-pch)? -Xclang \S+|-Winvalid-pch|-fpch-instantiate-templates/g, '');
const plain = (command) => without(command).replace(/^\S+/, `clang++ ${flags}`);
const units = new Map();
const alone = new Map(); // as it is compiled, with nothing made of it
for (const { directory, command, file } of commands) {
  const name = relative(top, file);
  if (/^(engine|shell|web)\//.test(name) && !units.has(name) && !command.includes('numbers_nosimd')) {
    units.set(name, { directory, file, command: plain(command) });
    alone.set(name, { directory, command: without(command).replace(/ -o \S+ -c /, ' -fsyntax-only -w ') });
  }
}
const wanted = named.length > 0 ? named.filter((name) => units.has(name)) : [...units.keys()].sort();
const folder = join(build, '../tidy');
mkdirSync(folder, { recursive: true });
mkdirSync(memory, { recursive: true });

// --- what a file is made of -----------------------------------------------------------------------
const included = new Map(); // header → the headers of ours it names
function includesOf(file) {
  if (!included.has(file)) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    included.set(file, [...text.matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)].map((match) => [match[1], join(dirname(file), match[1])].find(existsSync)).filter(Boolean));
  }
  return included.get(file);
}
const version = execFileSync('clang-tidy-21', ['--version'], { encoding: 'utf8' });
const checks = readFileSync('.clang-tidy');
function stateOf(name) {
  const seen = new Set([name]);
  for (const file of seen) for (const other of includesOf(file)) seen.add(other);
  const hash = createHash('sha256').update(version).update(checks).update(units.get(name).command.replaceAll(top, ''));
  for (const file of [...seen].sort()) hash.update(file).update(readFileSync(file));
  return join(memory, hash.digest('hex').slice(0, 32));
}

// --- looking ----------------------------------------------------------------------------------------
// Most of the time goes into the headers of the standard library, so files that are compiled alike are
// looked at a dozen at a time, as one that includes them. Where there is something wrong, or two of them
// call something the same, it is each half, and so on down to each alone. And since one may live on what
// another includes, each is compiled alone as well.
const most = 12;
const states = new Map(wanted.map((name) => [name, stateOf(name)]));
const waiting = process.env.CI === 'true' ? wanted : wanted.filter((name) => !existsSync(states.get(name)));
console.log(`${waiting.length} files to look at of ${wanted.length}`);

const alike = Object.groupBy(waiting, (name) => units.get(name).command.replace(/ -o \S+ -c \S+$/, ''));
const groups = Object.values(alike).flatMap((names) => {
  const parts = Math.ceil(names.length / most); // of much the same size
  return Array.from({ length: parts }, (_, part) => names.slice((part * names.length) / parts, ((part + 1) * names.length) / parts));
});
writeFileSync(join(folder, 'compile_commands.json'), JSON.stringify([...units.values()]));

let failed = 0;
const look = (file, database) => run('clang-tidy-21', ['-quiet', '-p', database, file], { maxBuffer: 2 ** 26 });
async function lookAlone(name) {
  try {
    await look(name, folder);
    writeFileSync(states.get(name), '');
  } catch (error) {
    failed += 1;
    console.log(`${error.stdout}`.trim() || `${name}: ${error.stderr || error}`);
  }
}
function compileAlone(name) {
  const { directory, command } = alone.get(name);
  return run('bash', ['-c', command], { cwd: directory });
}

let count = 0;
async function lookTogether(group) {
  if (group.length === 1) return lookAlone(group[0]);
  const { directory, command, file } = units.get(group[0]);
  const own = join(folder, `together_${count++}`);
  const all = join(own, 'all.cpp');
  mkdirSync(own, { recursive: true });
  writeFileSync(all, group.map((name) => `#include "${units.get(name).file}"  // NOLINT(bugprone-suspicious-include)\n`).join(''));
  writeFileSync(join(own, 'compile_commands.json'), JSON.stringify([{ directory, file: all, command: command.replaceAll(file, all) }]));
  const fine = await look(all, own).then(() => true, () => false);
  if (!fine) {
    const half = group.length >> 1;
    await lookTogether(group.slice(0, half));
    return lookTogether(group.slice(half));
  }
  for (const name of group) {
    const included = await compileAlone(name).then(() => true, () => false);
    if (included) writeFileSync(states.get(name), '');
    else await lookAlone(name);
  }
}

async function work() {
  for (let group = groups.pop(); group; group = groups.pop()) await lookTogether(group);
}
await Promise.all(Array.from({ length: Number(jobs) }, work));
if (failed > 0) console.log(`${failed} files with complaints`);
process.exitCode = failed > 0 ? 1 : 0;
