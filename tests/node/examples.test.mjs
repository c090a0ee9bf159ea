// Every number of every worked example, computed again in doubles without the engine: what is
// printed rounds from it, what a file calls wrong does not.
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {it} from 'node:test';

import {readExample, Run64} from './support/example.mjs';

const folder = new URL('../../assets/examples/', import.meta.url);

// To half a unit of the last printed digit; where digits were cut off, to a whole one. Where all of
// a double is printed, the order of a sum decides its last bit.
const rounds = (value, {value: printed, unit}, cut) => cut ?
    Math.abs(value) >= Math.abs(printed) - unit * 1e-9 &&
        Math.abs(value) < Math.abs(printed) + unit :
    Math.abs(value - printed) <= (unit / 2) * (1 + 1e-9) + Number.EPSILON * Math.abs(printed);

for (const file of readdirSync(folder).sort()) {
  it(`${file} holds in doubles`, () => {
    const example = readExample(readFileSync(new URL(file, folder), 'utf8'));
    const run = new Run64(example.link);
    let count = 0;
    for (const moment of example.moments) {
      run.goTo(moment.step);
      for (const number of moment.numbers) {
        const value = run.value(number.quantity, moment.sample);
        const what =
            `${moment.title}: ${number.quantity} is ${value}, printed ${number.printed.text}`;
        assert.equal(rounds(value, number.printed, number.cut), !number.right, what);
        if (number.right)
          assert.ok(rounds(value, number.right, false), `${what}, said to be ${number.right.text}`);
        ++count;
      }
    }
    assert.ok(count > 0, 'there are numbers');
  });
}
