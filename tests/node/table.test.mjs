// Tables in engine.mjs: read, asked about, taken, and spoken of in their own numbers.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const site = process.env.BACKPROP_SITE ?? fileURLToPath(new URL('../../build/site', import.meta.url));
const { default: createEngine } = await import(pathToFileURL(join(site, 'engine.mjs')).href);
const engine = await createEngine();
const bytes = (name) => readFile(new URL(`../tables/${name}`, import.meta.url));

describe('readTable', () => {
  it('says what columns are, in any encoding', async () => {
    for (const name of ['excel-german.csv', 'excel-german-1252.csv', 'excel-unicode.txt']) {
      const table = engine.readTable(await bytes(name));
      assert.equal(table.rows, 40);
      assert.equal(table.certain, true);
      assert.equal(table.roles, 'x1=Größe (cm),x2=Gewicht (kg),label=Geschlecht');
      assert.equal(table.scale, 'standardise');
      assert.deepEqual(table.columns.map((column) => column.role), ['x1', 'x2', 'class']);
      assert.equal(table.preview[0][2], 'weiblich');
    }
  });
  it('asks where it is not certain', async () => {
    const table = engine.readTable(await bytes('pandas-iris.csv'));
    assert.equal(table.certain, false);
    assert.match(table.doubt, /4 columns of numbers/);
    assert.equal(table.columns[0].role, 'ignore');
  });
  it('says what is no table', () => {
    assert.throws(() => engine.readTable('1\n2\n3\n'), /one column/);
    assert.throws(() => engine.readTable(new Uint8Array([80, 75, 3, 4])), /CSV/);
    assert.throws(() => engine.readTable(7), /text or bytes/);
  });
});

describe('takeTable', () => {
  it('takes points, and speaks in the numbers of the table from then on', async () => {
    const trainer = new engine.Trainer('layers=4&learningRate=0.1');
    const said = trainer.takeTable(await bytes('excel-german.csv'));
    assert.match(said.join(' '), /40 points/);
    const columns = trainer.columns();
    assert.equal(columns.x1.name, 'Größe (cm)');
    assert.deepEqual(columns.classes, ['weiblich', 'männlich']);
    const points = trainer.points();
    assert.equal(points.length, 40);
    assert.ok(points.some((point) => point.x1 === 149.9 && point.x2 === 60.1));
    trainer.step(500);
    assert.ok(trainer.metrics().trainAccuracy > 0.8);
    const right = points.filter(({ x1, x2, label }) => (trainer.predict(x1, x2)[0] > 0 ? 1 : 0) === label);
    assert.ok(right.length >= 32, `${right.length} of 40`);
    // A link and a document keep all of it.
    for (const source of [trainer.link(), trainer.json()]) {
      const again = new engine.Trainer(source);
      assert.deepEqual(again.columns(), columns);
      assert.equal(again.hash(), trainer.hash());
      assert.deepEqual(again.predict(180, 80), trainer.predict(180, 80));
      again.delete();
    }
    trainer.delete();
  });
  it('scales values as well', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i * 10},${1000 - i},${50000 + 2000 * i}`);
    const trainer = new engine.Trainer('layers=4&optimizer=adam&learningRate=0.03');
    trainer.takeTable(`area,year,price\n${rows.join('\n')}`, {
      columns: { x1: 'area', x2: 2, value: 'price' },
    });
    assert.equal(trainer.get('problem'), 'regression');
    trainer.step(3000);
    const [price] = trainer.predict(300, 970);
    assert.ok(Math.abs(price - 110000) < 6000, `${price}`);
    assert.equal(trainer.points().find((point) => point.x1 === 100).label, 70000);
    trainer.delete();
  });
  it('changes nothing where it cannot be certain or right', async () => {
    const trainer = new engine.Trainer('dataset=xor');
    const iris = await bytes('pandas-iris.csv');
    assert.throws(() => trainer.takeTable(iris), /which two are x1 and x2\?.*x1=sepal_length/);
    assert.throws(() => trainer.takeTable(iris, { columns: 'x1=height,x2=2' }), /'height'/);
    assert.throws(() => trainer.takeTable('5000,1,a\n2,3,b', { scale: 'none' }), /standardise or fit/);
    assert.throws(() => trainer.takeTable('5000,1,a\n2,3,b', { scale: 'large' }), /'large'/);
    assert.equal(trainer.get('dataset'), 'xor');
    assert.equal(trainer.columns(), null);
    trainer.takeTable(iris, { columns: { x1: 'petal_length', x2: 'petal_width', label: 6 } });
    assert.equal(trainer.columns().x2.name, 'petal_width');
    const table = trainer.export('points-csv');
    const other = new engine.Trainer();
    other.takeTable(table);
    assert.deepEqual(other.columns(), trainer.columns());
    assert.deepEqual(other.points(), trainer.points());
    other.delete();
    trainer.delete();
  });
});

describe('a table taken whole', () => {
  it('has as many inputs and targets as there are columns for them', async () => {
    const trainer = new engine.Trainer('layers=3&activation=sigmoid');
    const said = trainer.takeTable('a,b,c,p,q\n1,2,3,0.1,0.9\n4,5,6,0.9,0.1\n', { columns: { inputs: ['a', 'b', 3], targets: ['p', 'q'] } });
    assert.match(said[0], /the inputs are 'a', 'b', 'c', the targets are 'p', 'q'/);
    assert.deepEqual(trainer.points().map((point) => point.inputs).sort(), [[1, 2, 3], [4, 5, 6]]);
    trainer.step(20);
    const outputs = trainer.predict(1, 2, 3);
    assert.equal(outputs.length, 2);
    assert.throws(() => trainer.predict(1, 2), /3 inputs/);
    const again = new engine.Trainer(trainer.link());
    again.step(20 - again.metrics().step);
    assert.deepEqual(again.predict(1, 2, 3), outputs);
    trainer.delete();
    again.delete();
  });
  it('may be one input and a class', () => {
    const heights = 'height,class\n1.5,small\n2.5,large\n1.75,small\n3,large\n';
    const read = engine.readTable(heights);
    assert.equal(read.certain, true);
    assert.deepEqual(read.columns.map((column) => column.role), ['input', 'class']);
    for (const options of [{}, { columns: { inputs: ['height'], class: 'class' } }, { columns: read.roles }]) {
      const trainer = new engine.Trainer('layers=2');
      const said = trainer.takeTable(heights, options);
      assert.match(said[0], /4 samples: the input is 'height', the class is 'class' \('small', 'large'\)/);
      assert.deepEqual(trainer.points().map((point) => point.inputs[0]).sort(), [1.5, 1.75, 2.5, 3]);
      assert.equal(trainer.predict(2).length, 1);
      trainer.delete();
    }
  });
  it('is scaled as points are, and speaks in its own numbers', () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i * 10, 1900 + ((i * 7) % 40), 50000 + 2000 * i + 100 * ((i * 7) % 40)]);
    const text = `area,year,price\n${rows.map((row) => row.join()).join('\n')}`;
    const columns = { inputs: ['area', 'year'], targets: ['price'] };
    for (const scale of ['standardise', 'fit']) {
      const trainer = new engine.Trainer('layers=4&optimizer=adam&learningRate=0.03');
      trainer.takeTable(text, { columns, scale });
      trainer.step(2000);
      const [price] = trainer.predict(...rows[20]);
      assert.ok(Math.abs(price - rows[20][2]) < 3000, `${scale}: ${price}`);
      assert.ok(trainer.points().some((point) => point.inputs[0] === 390 && point.targets[0] === rows[39][2]));
      for (const source of [trainer.link(), trainer.json()]) {
        const again = new engine.Trainer(source);
        assert.equal(again.hash(), trainer.hash());
        assert.deepEqual(again.predict(...rows[20]), [price]);
        again.delete();
      }
      const other = new engine.Trainer();
      other.takeTable(trainer.export('points-csv'));
      assert.deepEqual(other.predict(...rows[3]).length, 1);
      assert.match(other.link(), /table=area%7C|table=area\|/);
      other.delete();
      trainer.delete();
    }
  });
  it('is shown as a slice through a row', () => {
    const trainer = new engine.Trainer('dataset=table&table=iris&layers=4&step=50');
    const [first] = trainer.points();
    assert.equal(first.inputs.length, 4);
    const plain = Float32Array.from(trainer.maps(9)[1][0]);
    const other = Float32Array.from(trainer.maps(9, { axes: [2, 3], row: 120 })[1][0]);
    assert.notDeepEqual(plain, other);
    trainer.delete();
  });
});
