// The constants of the page's program that only its later part uses: texts and tables, which would
// otherwise all come with a first visit.
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Read-only data by the linker's map: one region for every constant, and one for every text of those that the
 * linker has put together.
 * @param {string} map text of the linker's map
 * @param {(address: number) => number} byteAt of the program's data
 * @returns {{ begin: number, end: number }[]} by address
 */
export function readOnlyRegions(map, byteAt) {
  const regions = [];
  let within = false;
  for (const line of map.split('\n')) {
    const output = line.match(/^ *([0-9a-f-]+) +[0-9a-f]+ +([0-9a-f]+) (\.[\w.]+)$/);
    if (output) within = output[3] === '.rodata';
    const input = line.match(/^ *([0-9a-f]+) +[0-9a-f]+ +([0-9a-f]+) {9}(\S.*):\((\.\S+)\)$/);
    if (!within || !input) continue;
    const begin = Number.parseInt(input[1], 16);
    const end = begin + Number.parseInt(input[2], 16);
    if (input[3] !== '<internal>') {
      regions.push({ begin, end });
      continue;
    }
    for (let from = begin, at = begin; at < end; ++at) {
      if (byteAt(at) !== 0) continue;
      regions.push({ begin: from, end: at + 1 });
      from = at + 1;
    }
  }
  if (regions.length === 0) throw new Error("The linker's map has no .rodata as it is expected to look.");
  return regions.sort((a, b) => a.begin - b.begin);
}

/** Numbers in the text of an instruction that may be addresses, packed ones too. */
export function possibleAddresses(line) {
  const found = [];
  for (const [, kind, text] of line.matchAll(/\((i32|i64)\.const (-?\d+)\)/g)) {
    const value = BigInt.asUintN(64, BigInt(text));
    found.push(Number(value & 0xffffffffn));
    if (kind === 'i64') found.push(Number(value >> 32n));
  }
  for (const [, text] of line.matchAll(/ offset=(\d+)/g)) found.push(Number(text));
  for (const [, lanes] of line.matchAll(/v128\.const i32x4 ((?:0x[0-9a-f]+ ?){4})/g)) {
    found.push(...lanes.trim().split(' ').map(Number));
  }
  return found;
}

/**
 * The regions that nothing of the first part can come to, but something of the later part.
 * @param {{ begin: number, end: number }[]} regions
 * @param {Iterable<number>} fromFirst numbers in the code of the first part
 * @param {Iterable<number>} fromLater and of the later
 * @param {(address: number) => number} byteAt
 * @param {{ begin: number, end: number }} data all of the program's
 */
export function laterRegions(regions, fromFirst, fromLater, byteAt, data) {
  const regionOf = (address) => {
    let low = 0;
    let high = regions.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (address < regions[middle].begin) high = middle - 1;
      else if (address >= regions[middle].end) low = middle + 1;
      else return regions[middle];
    }
    return null;
  };
  const wordAt = (at) => (byteAt(at) | (byteAt(at + 1) << 8) | (byteAt(at + 2) << 16) | (byteAt(at + 3) << 24)) >>> 0;
  const reach = (numbers, /** @type {number[]} */ pointers = []) => {
    const reached = new Set();
    const queue = [];
    const come = (address) => {
      const region = regionOf(address);
      if (!region || reached.has(region)) return;
      reached.add(region);
      queue.push(region);
    };
    for (const number of numbers) {
      come(number);
      come(number - 1); // a loop may know a table by its end alone
    }
    pointers.forEach(come);
    while (queue.length > 0) {
      const { begin, end } = queue.pop();
      for (let at = (begin + 3) & ~3; at + 4 <= end; at += 4) come(wordAt(at));
    }
    return reached;
  };
  // What can be written may point anywhere: it counts as the first part's.
  const written = [];
  for (let at = data.begin & ~3; at + 4 <= data.end; at += 4) if (!regionOf(at)) written.push(wordAt(at));
  const first = reach(fromFirst, written);
  const later = reach(fromLater);
  return regions.filter((region) => later.has(region) && !first.has(region));
}

// --- the files ------------------------------------------------------------------------------------
function readNumber(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, at };
  }
}

function unsigned(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return bytes;
}

/** As i32.const has it: the sign is bit 6 of the last byte. */
function signed(value) {
  const bytes = unsigned(value);
  if (bytes.at(-1) & 64) {
    bytes[bytes.length - 1] |= 128;
    bytes.push(0);
  }
  return bytes;
}

/** Sections of a program: { id, begin, end } of their contents, and where the whole begins. */
function sectionsOf(bytes) {
  const sections = [];
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const size = readNumber(bytes, at + 1);
    sections.push({ id, start: at, begin: size.at, end: size.at + size.value });
    at = size.at + size.value;
  }
  return sections;
}

/** The active segments of a program: { address, begin, end } of their bytes in the file. */
export function segmentsOf(bytes) {
  const section = sectionsOf(bytes).find(({ id }) => id === 11);
  const segments = [];
  const count = readNumber(bytes, section.begin);
  for (let i = 0, at = count.at; i < count.value; ++i) {
    if (bytes[at] !== 0 || bytes[at + 1] !== 0x41) throw new Error('Only segments at a fixed address are understood.');
    const address = readNumber(bytes, at + 2);
    if (bytes[address.at] !== 0x0b) throw new Error('Only segments at a fixed address are understood.');
    const size = readNumber(bytes, address.at + 1);
    segments.push({ address: address.value, begin: size.at, end: size.at + size.value });
    at = size.at + size.value;
  }
  return segments;
}

/** Moves regions from the first file, where zeros stay, to the later one, which has no data of its own. */
export function moveData(firstFile, laterFile, regions) {
  const first = readFileSync(firstFile);
  const later = readFileSync(laterFile);
  const segments = segmentsOf(first);
  const pieces = [];
  for (const { begin, end } of regions) {
    const segment = segments.find(({ address, begin: from, end: to }) => begin >= address && end <= address + (to - from));
    if (!segment) continue; // zeros, which no segment has
    const from = segment.begin + (begin - segment.address);
    const last = pieces.at(-1);
    const text = first.subarray(from, from + (end - begin));
    if (last && last.address + last.bytes.length === begin) last.bytes = Buffer.concat([last.bytes, text]);
    else pieces.push({ address: begin, bytes: Buffer.from(text) });
    text.fill(0);
  }
  const contents = [...unsigned(pieces.length)];
  const chunks = [Buffer.from(contents)];
  for (const { address, bytes } of pieces) {
    chunks.push(Buffer.from([0, 0x41, ...signed(address), 0x0b, ...unsigned(bytes.length)]), bytes);
  }
  const section = Buffer.concat(chunks);
  const sections = sectionsOf(later);
  if (sections.some(({ id }) => id === 11)) throw new Error('The later part has data of its own.');
  const code = sections.find(({ id }) => id === 10);
  writeFileSync(firstFile, first);
  writeFileSync(laterFile, Buffer.concat([later.subarray(0, code.end), Buffer.from([11, ...unsigned(section.length)]), section, later.subarray(code.end)]));
  return pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
