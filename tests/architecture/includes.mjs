// Holds every #include of the rooms to tests/architecture/rooms.txt. Run by hand or by ./run test:
//   node tests/architecture/includes.mjs
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const isInside = (path, room) => unitOf(path) === room || path.startsWith(room + '/');
const matches = (header, pattern) =>
  pattern.endsWith('*') ? header.startsWith(pattern.slice(0, -1)) : header === pattern;
const unitOf = (file) => file.replace(/\.(h|cpp|inc)$/, '');

/** The table as { rooms: Map(room → allowed), outside: Map(header → rooms), exceptions: Set('a -> b') }. */
export function parseRules(text) {
  const rules = { rooms: new Map(), outside: new Map(), exceptions: new Set() };
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.replace(/#.*/, '').trim().split(/\s+/);
    if (words[0] === '') continue;
    if (words[0] === 'except' && words.length === 4 && words[2] === '->') {
      rules.exceptions.add(`${words[1]} -> ${words[3]}`);
    } else if (/^<.*>$/.test(words[0])) {
      rules.outside.set(words[0].slice(1, -1), words.slice(1));
    } else if (words[0].endsWith(':')) {
      rules.rooms.set(words[0].slice(0, -1), words.slice(1));
    } else {
      throw new Error(`rooms.txt, line ${index + 1}: "${line}" is none of the three forms`);
    }
  }
  return rules;
}

/** The includes of a C++ text: [{ header, own }], own where it stands in quotes. */
export function includesOf(text) {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)/gm)].map(
    ([, quoted, angled]) => ({ header: quoted ?? angled, own: quoted !== undefined }),
  );
}

function roomOf(file, rules) {
  const found = [...rules.rooms.keys()].filter((room) => isInside(file, room));
  return found.sort((a, b) => b.length - a.length)[0];
}

function brokenRule(file, room, { header, own }, rules) {
  const allowed = rules.rooms.get(room);
  if (own) {
    if ([room, ...allowed].some((name) => isInside(header, name))) return undefined;
    const names = allowed.map((name) => name.replace(new RegExp(`^${room.split('/')[0]}/`), ''));
    return `${room} may include ${names.join(', ') || 'nothing but itself'}`;
  }
  for (const [pattern, rooms] of rules.outside) {
    if (!matches(header, pattern) || rooms.some((name) => isInside(room, name))) continue;
    return `<${header}> is for ${rooms.join(', ') || 'none of the rooms'}`;
  }
  return undefined;
}

/**
 * What is wrong with `files`, a Map from path to text: sentences that name the file and the edge;
 * none where all is well.
 */
export function check(files, rules) {
  const problems = [];
  const unused = new Set(rules.exceptions);
  const complain = (from, to, why) => {
    const edge = `${from} -> ${to}`;
    if (rules.exceptions.has(edge)) unused.delete(edge);
    else problems.push(`${from} includes ${to}: ${why}`);
  };
  const edges = new Map();  // unit → Map(unit → [file, header])
  for (const [file, text] of files) {
    const room = roomOf(file, rules);
    if (room === undefined) {
      problems.push(`${file} is in none of the rooms of rooms.txt`);
      continue;
    }
    for (const include of includesOf(text)) {
      const why = brokenRule(file, room, include, rules);
      if (why !== undefined) complain(file, include.header, why);
      if (!include.own || unitOf(file) === unitOf(include.header)) continue;
      const unit = unitOf(file);
      if (!edges.has(unit)) edges.set(unit, new Map());
      edges.get(unit).set(unitOf(include.header), [file, include.header]);
    }
  }
  for (const [unit, targets] of edges) {
    for (const [target, [file, header]] of targets) {
      const back = edges.get(target)?.get(unit);
      if (back === undefined || unit > target) continue;
      complain(file, header, `${back[0]} includes ${back[1]} in turn`);
    }
  }
  for (const edge of unused) {
    problems.push(`"except ${edge}" in rooms.txt is not needed any more: take it out`);
  }
  return problems.sort();
}

/** Every C++ file of the rooms, as check() takes them. */
export function readFiles(root) {
  const files = new Map();
  for (const top of ['engine', 'shell', 'web']) {
    for (const entry of readdirSync(join(root, top), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(h|cpp|inc)$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(path.slice(root.length + 1), readFileSync(path, 'utf8'));
    }
  }
  return files;
}

const here = dirname(fileURLToPath(import.meta.url));

/** The project itself against its table. */
export function checkProject() {
  const files = readFiles(join(here, '../..'));
  return check(files, parseRules(readFileSync(join(here, 'rooms.txt'), 'utf8')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = checkProject();
  console.log(problems.join('\n') || 'Every include goes where it may.');
  process.exitCode = problems.length > 0 ? 1 : 0;
}
