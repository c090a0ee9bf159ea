// Tables dropped on the page: taken, asked about, answered by mouse, finger and keyboard, taken back.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { pasted } from './support/keyboard.mjs';
import { until } from './support/page.mjs';
import { colours } from './support/pixels.mjs';
import { has, there } from './support/places.mjs';
import { siteIn } from './support/site.mjs';

const bytes = (name) => readFile(new URL(`../tables/${name}`, import.meta.url));

async function drop(playground, name) {
  const content = (await bytes(name)).toString('base64');
  await playground.evaluate(
    (file, base64) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], file));
      const canvas = document.getElementById('canvas');
      for (const type of ['dragover', 'drop']) {
        canvas.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      }
    },
    name,
    content,
  );
}

const asked = async (playground) => {
  await until(() => has(playground, 'table.take'), 'the question');
  await playground.frames(); // it takes a picture to find its height
};
const answered = (playground) => until(async () => !(await has(playground, 'table.take')), 'an answer');
const note = async (playground) => (await playground.call('messages'))[0]?.text ?? '';

for (const name of browsers) {
  describe(`tables in ${name}`, () => {
    const site = siteIn(name);
    const open = (fragment, options) => site.open({ fragment, width: 1440, height: 900, ...options });

    it('asks which columns are meant, and takes what is chosen by mouse', async () => {
      const playground = await open('dataset=xor&layers=4&step=20');
      const before = await playground.call('hash');
      await drop(playground, 'pandas-iris.csv');
      await asked(playground);
      assert.equal(await playground.call('hash'), before);
      // petal_width in place of sepal_width: the fifth column, from the list.
      await playground.click('table.column.5');
      await playground.click('table.column.5.2');
      await playground.click('table.scale.2');
      assert.ok(colours(await playground.picture('table.plane')) > 20);
      await playground.click('table.take');
      await answered(playground);
      assert.equal(await playground.call('get', 'dataset'), 'custom');
      assert.equal(await playground.call('get', 'classes'), '3');
      assert.match(await note(playground), /45 points: x1 is 'sepal_length', x2 is 'petal_width', the class is 'species'/);
      assert.match(await note(playground), /Fitted into the plane/);
      const link = await playground.call('link');
      assert.match(link, /columns=sepal_length,/);
      assert.match(link, /;petal_width,/);
      // Undo takes it back to the very bits.
      await playground.click('network.undo');
      await until(async () => (await playground.call('hash')) === before, 'the run before');
      assert.equal(await playground.call('get', 'dataset'), 'xor');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('takes a table whole: every column of numbers an input', async () => {
      const playground = await open('dataset=xor&layers=4');
      const before = await playground.call('hash');
      await drop(playground, 'pandas-iris.csv');
      await asked(playground);
      await playground.click('table.kind.1');
      await playground.click('table.take');
      await answered(playground);
      assert.equal(await playground.call('get', 'dataset'), 'table');
      assert.match(await note(playground), /the inputs are 'sepal_length', 'sepal_width', 'petal_length', 'petal_width', the class is/);
      assert.ok(await has(playground, 'network.feature.x4'));
      await playground.click('network.undo');
      await until(async () => (await playground.call('hash')) === before, 'the run before');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('shows the network scaled numbers, and the reader those of the table', async () => {
      const playground = await open('dataset=xor&layers=4&optimizer=adam');
      await drop(playground, 'pandas-iris.csv');
      await asked(playground);
      await playground.click('table.kind.1');
      await playground.click('table.scale.1');
      await playground.click('table.take');
      await answered(playground);
      assert.match(await note(playground), /The network sees the numbers of every column with mean 0 and deviation 1/);
      const link = await playground.call('link');
      assert.match(decodeURIComponent(link), /table=sepal_length\|5\.\d+\|0\.\d+,/);
      await playground.click('network.undo');
      await until(async () => (await playground.call('get', 'dataset')) === 'xor', 'the run before');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('takes one column of numbers and a class at once', async () => {
      const playground = await open('dataset=xor&layers=4');
      await pasted(playground, 'height,class\n1.5,small\n2.5,large\n1.75,small\n3,large\n');
      await until(async () => (await playground.call('get', 'dataset')) === 'table', 'the table');
      assert.match(await note(playground), /4 samples: the input is 'height', the class is 'class'/);
      await there(playground, 'paper.input.1');
      assert.ok(!(await has(playground, 'paper.input.2')));
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('takes what is pasted on the canvas', async () => {
      const playground = await open('dataset=xor&layers=4');
      await pasted(playground, (await bytes('pandas-numbered.csv')).toString());
      await until(async () => (await playground.call('get', 'dataset')) === 'custom', 'the points');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('is answered by keyboard: Escape loses nothing, Enter takes', async () => {
      const playground = await open('dataset=xor&layers=4&step=20');
      const before = await playground.call('hash');
      await drop(playground, 'pandas-iris.csv');
      await asked(playground);
      await playground.press('Escape');
      await answered(playground);
      assert.equal(await playground.call('hash'), before);
      await drop(playground, 'pandas-iris.csv');
      await asked(playground);
      await playground.press('Enter');
      await answered(playground);
      assert.equal(await playground.call('get', 'dataset'), 'custom');
      await playground.close();
    });

    it('takes certain tables at once, and offers a scale to points off the plane', async () => {
      const playground = await open('dataset=xor&layers=4');
      await drop(playground, 'pandas-numbered.csv');
      await until(async () => (await playground.call('get', 'dataset')) === 'custom', 'the points');
      assert.match(await note(playground), /24 points/);
      for (const file of ['excel-german-1252.csv', 'excel-unicode.txt']) {
        await drop(playground, file);
        await asked(playground);
        await playground.click('table.take');
        await answered(playground);
        assert.match(await note(playground), /40 points: x1 is 'Größe \(cm\)'.*0 is 'weiblich', 1 is 'männlich'/);
        assert.match(await note(playground), /Standardised/);
      }
      // All of them are on the plane: points, and the axes' words.
      assert.ok(colours(await playground.picture('output.plane')) > 100);
      await playground.close();
    });

    it('is answered by finger on a phone', async () => {
      const playground = await open('dataset=xor&layers=4', { width: 390, height: 844 });
      await drop(playground, 'customers.csv');
      await asked(playground);
      const { x, width } = await playground.where('table');
      assert.ok(x >= 0 && x + width <= 390);
      await playground.tap('table.column.3');
      await playground.tap('table.column.3.1');
      await playground.tap('table.take');
      await answered(playground);
      assert.match(await note(playground), /x1 is 'children', x2 is 'income'/);
      await playground.close();
    });
  });
}
