// Splits the page's program in two: what a first picture and training need, and the later part, which is
// the rooms of tools/later.txt. A first visit loads a quarter less for it; the last lines of `./run build` say
// how much each part is.
//   node tools/split.mjs PROGRAM.wasm OBJECTS.txt OUT_DIR NM WASM_DIS WASM_SPLIT
// Beside the program lies the map of its symbols (--emit-symbol-map); OBJECTS.txt lists the objects
// it was linked from. Writes playground.wasm, later.wasm, and split.txt, which says what is where.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

import { laterRegions, moveData, possibleAddresses, readOnlyRegions, segmentsOf } from './split_data.mjs';

const [program, objectList, out, nm, disassembler, splitter] = process.argv.slice(2);
const run = (tool, ...options) => execFileSync(tool, options, { encoding: 'utf8', maxBuffer: 2 ** 30 });
const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);
mkdirSync(out, { recursive: true });

// --- the rules ------------------------------------------------------------------------------------
const rules = lines(readFileSync(fileURLToPath(new URL('later.txt', import.meta.url)), 'utf8')).filter((line) => !line.startsWith('#'));
const ofLibraries = rules.filter((line) => line.endsWith('()')).map((line) => line.slice(0, -1));
const rooms = rules.filter((line) => !line.endsWith('()'));
const patterns = rooms.map((room) => new RegExp(`(^|/)${room.replaceAll('*', '[^/]*')}(/.*)?\\.c(pp)?$`));
const used = new Set();
const isLater = (source) => patterns.some((pattern, i) => pattern.test(source) && used.add(rooms[i]));

/** shell/CMakeFiles/backprop_shell.dir/panels/overlays/help_panel.cpp.o → shell/panels/overlays/help_panel.cpp */
const sourceOf = (object) =>
  posix.normalize(object.replace(/CMakeFiles\/[^/]+\.dir\//, '').replaceAll('/__/', '/../').replace(/\.o(bj)?$/, ''));

// Names that only later rooms define. One that several define (an inline function, a template) is
// later when all of them are. Those with one place of their own can be doors: where the first part
// calls one, the program is cut.
const objects = lines(readFileSync(objectList, 'utf8')).filter((name) => !name.endsWith('.pch')); // precompiled headers
const inLater = new Set();
const inFirst = new Set();
const ownPlace = new Set();
for (const line of lines(run(nm, '--defined-only', '--print-file-name', '--demangle', ...objects))) {
  const found = line.match(/^(.*\.o(?:bj)?): *[0-9a-f-]* +([TtWw]) (.*)$/);
  if (!found) continue;
  const [, object, kind, name] = found;
  (isLater(sourceOf(object)) ? inLater : inFirst).add(name);
  if (kind === 'T') ownPlace.add(name);
}
for (const room of rooms) if (!used.has(room)) throw new Error(`tools/later.txt: there is no ${room}`);

// --- the program ----------------------------------------------------------------------------------
const names = new Map(
  lines(readFileSync(program.replace(/\.wasm$/, '.mjs.symbols'), 'utf8')).map((line) => {
    const at = line.indexOf(':');
    return [Number(line.slice(0, at)), line.slice(at + 1).replaceAll(/\\([0-9a-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)))];
  }),
);
// In Binaryen's text functions have numbers: those of the program itself count from 0.
const functions = []; // { name, size, calls: numbers, addresses: numbers that may be some }
const pointedAt = []; // functions whose address is taken
const roots = []; // and those that are called from outside
let imports = 0;
for (const line of run(disassembler, program).split('\n')) {
  if (line.startsWith(' (import')) imports += line.includes('(func ') ? 1 : 0;
  else if (line.startsWith(' (elem')) pointedAt.push(...line.matchAll(/ \$(\d+)/g).map((match) => Number(match[1])));
  else if (line.startsWith(' (export') || line.startsWith(' (start')) roots.push(...line.matchAll(/\$(\d+)\)/g).map((match) => Number(match[1])));
  else if (line.startsWith(' (func')) functions.push({ name: names.get(imports + functions.length) ?? '', calls: [], addresses: [], size: 0 });
  else if (functions.length > 0) {
    const { calls, addresses } = functions.at(-1);
    addresses.push(...possibleAddresses(line));
    calls.push(...line.matchAll(/\((?:return_)?(?:call|ref\.func) \$(\d+)/g).map((match) => Number(match[1])));
    functions.at(-1).size += line.trim().length;
  }
}
const isDoor = ({ name }) =>
  (inLater.has(name) && !inFirst.has(name) && ownPlace.has(name)) || ofLibraries.some((one) => name.startsWith(one));
for (const one of ofLibraries) {
  if (!functions.some(({ name }) => name.startsWith(one))) throw new Error(`tools/later.txt: there is no ${one}…)`);
}

// Into the first part goes what is called from outside, and by pointers unless a later room has it,
// and all that those call, up to the doors.
const first = new Set();
const queue = [...roots, ...pointedAt.filter((i) => !inLater.has(functions[i].name) || inFirst.has(functions[i].name))];
const via = new Map();
const doors = new Map(); // a door → who calls it first
while (queue.length > 0) {
  const i = queue.pop();
  if (first.has(i)) continue;
  first.add(i);
  for (const callee of functions[i].calls) {
    if (first.has(callee)) continue;
    if (isDoor(functions[callee])) {
      doors.set(callee, i);
      continue;
    }
    if (!via.has(callee)) via.set(callee, i);
    queue.push(callee);
  }
}
const later = functions.map((_, i) => i).filter((i) => !first.has(i));

// What of the later rooms had to go into the first part, for those who look for savings.
const named = (i) => `${functions[i].name}`.slice(0, 100);
const path = (i, steps = 4) => (via.has(i) && steps > 0 ? `${named(i)} ← ${path(via.get(i), steps - 1)}` : named(i));
const bySize = (some) => some.toSorted((a, b) => functions[b].size - functions[a].size).map((i) => `${functions[i].size} ${named(i)}`);
const pulled = [...first].filter((i) => inLater.has(functions[i].name) && !inFirst.has(functions[i].name));
writeFileSync(
  join(out, 'split.txt'),
  [
    '# doors, and who calls them:',
    ...[...doors].map(([door, caller]) => `${named(door)} ← ${named(caller)}`),
    '# later rooms have, but the first part calls:',
    ...pulled.map((i) => `${functions[i].size} ${path(i)}`),
    '# first:',
    ...bySize([...first]),
    '# later:',
    ...bySize(later),
  ].join('\n'),
);

// --- the two files --------------------------------------------------------------------------------
// Without reference types, which would give it a second table: later.mjs takes the only one.
const features = ['sign-ext', 'mutable-globals', 'nontrapping-float-to-int', 'bulk-memory', 'bulk-memory-opt', 'multivalue', 'simd'].map((one) => `--enable-${one}`);
const list = join(out, 'later-functions.txt');
writeFileSync(list, later.join('\n'));
run(
  splitter, program, `--split-funcs=@${list}`, '--import-namespace=first', '--placeholder-namespace=later',
  ...features,
  '-o1', join(out, 'playground.wasm'), '-o2', join(out, 'later.wasm'),
);

// --- their constants ------------------------------------------------------------------------------
const whole = readFileSync(program);
const segments = segmentsOf(whole);
const data = {
  begin: Math.min(...segments.map(({ address }) => address)),
  end: Math.max(...segments.map(({ address, begin, end }) => address + (end - begin))),
};
const memory = new Uint8Array(data.end);
for (const { address, begin, end } of segments) memory.set(whole.subarray(begin, end), address);
const byteAt = (address) => memory[address] ?? 0;
const regions = readOnlyRegions(readFileSync(program.replace(/\.wasm$/, '.map'), 'utf8'), byteAt);
const addressesOf = (some) => some.flatMap((i) => functions[i].addresses);
moveData(
  join(out, 'playground.wasm'), join(out, 'later.wasm'),
  laterRegions(regions, addressesOf([...first]), addressesOf(later), byteAt, data),
);
