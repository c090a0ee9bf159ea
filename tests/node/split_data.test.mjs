// Which constants go with the page's later part: those that nothing of the first part can come to.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { laterRegions, moveData, possibleAddresses, readOnlyRegions, segmentsOf } from '../../tools/split_data.mjs';

// "one\0two\0" at 1024, a table at 1032 that points to "two", one at 1040 that points nowhere, and a
// variable at 1048 that points to the latter.
const bytes = Buffer.alloc(28);
bytes.write('one\0two\0');
bytes.writeUInt32LE(1028, 8);
bytes.writeUInt32LE(7, 16);
bytes.writeUInt32LE(1040, 24);
const byteAt = (address) => bytes[address - 1024] ?? 0;
const map = [
  '    Addr      Off     Size Out     In      Symbol',
  '     400        0       18 .rodata',
  '     400        0        8         <internal>:(.rodata)',
  '     408        8        8         a.cpp.o:(.rodata.table)',
  '     408        8        8                 table',
  '     410       10        8         b.cpp.o:(.rodata.other)',
  '     418       18        4 .data',
  '     418       18        4         b.cpp.o:(.data.variable)',
].join('\n');
const regions = readOnlyRegions(map, byteAt);
const data = { begin: 1024, end: 1052 };
const later = (first, after) => laterRegions(regions, first, after, byteAt, data).map(({ begin }) => begin);

describe('constants of the later part', () => {
  it('are whole texts and whole tables, as the map has them', () => {
    assert.deepEqual(regions.map(({ begin, end }) => [begin, end]), [[1024, 1028], [1028, 1032], [1032, 1040], [1040, 1048]]);
  });

  it('are what the first part cannot come to, by itself or by what it points to', () => {
    assert.deepEqual(later([], [1024, 1032]), [1024, 1028, 1032]);
    assert.deepEqual(later([1024], [1024, 1032]), [1028, 1032]);
    assert.deepEqual(later([1033], [1024, 1032]), [1024], 'the table leads to its text, from within');
    assert.deepEqual(later([1030], [1032]), [1032], 'an end of a text leads to all of it');
    assert.deepEqual(later([1040], [1024, 1032]), [1024], 'and the end of a table to the table');
    assert.deepEqual(later([], []), [], 'what nobody names stays');
    assert.deepEqual(later([], [1044]), [], 'what can be written may lead anywhere');
  });

  it('are named in code by numbers, packed ones and distances', () => {
    assert.deepEqual(possibleAddresses('(i32.load8_u offset=1033 (i32.const 12))'), [12, 1033]);
    assert.deepEqual(possibleAddresses(`(i64.const ${(5n << 32n) | 1028n})`), [1028, 5]);
    assert.deepEqual(possibleAddresses('(i32.const -4)'), [0xfffffffc]);
    assert.deepEqual(possibleAddresses('(v128.const i32x4 0x00000404 0x00000000 0x00000001 0x00000408)'), [1028, 0, 1, 1032]);
  });

  it('are moved byte for byte: both programs together have the memory of the whole', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'split'));
    try {
      const section = (id, contents) => [id, contents.length, ...contents];
      const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
      const memory = section(5, [1, 0, 1]);
      const exported = section(7, [1, 1, 0x6d, 2, 0]);
      const stored = section(11, [1, 0, 0x41, 0x80, 0x08, 0x0b, bytes.length, ...bytes]);
      writeFileSync(join(folder, 'first.wasm'), Buffer.from([...head, ...memory, ...exported, ...stored]));
      const imported = section(2, [1, 1, 0x66, 1, 0x6d, 2, 0, 1]);
      const type = section(1, [1, 0x60, 0, 0]);
      const code = [...section(3, [1, 0]), ...section(10, [1, 2, 0, 0x0b])];
      writeFileSync(join(folder, 'later.wasm'), Buffer.from([...head, ...type, ...imported, ...code]));
      const moved = moveData(join(folder, 'first.wasm'), join(folder, 'later.wasm'), [regions[0], regions[2]]);
      assert.equal(moved, 12);
      const first = readFileSync(join(folder, 'first.wasm'));
      assert.equal(segmentsOf(first).length, 1);
      const one = await WebAssembly.instantiate(first);
      const { m } = /** @type {{ m: WebAssembly.Memory }} */ (one.instance.exports);
      const seen = () => Buffer.from(m.buffer, 1024, bytes.length);
      assert.deepEqual([...seen().subarray(0, 8)], [...Buffer.from('\0\0\0\0two\0')]);
      await WebAssembly.instantiate(readFileSync(join(folder, 'later.wasm')), { f: { m } });
      assert.deepEqual(seen(), bytes);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
