// Worked examples on the page: each shows its printed numbers beside the engine's as the phases come
// to them, the gallery opens them with mouse, keys and finger, and the way back is found.
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';

import {readExample} from '../node/support/example.mjs';

import {browsers} from './support/browser.mjs';
import {pause, until} from './support/page.mjs';
import {colours} from './support/pixels.mjs';
import {siteIn} from './support/site.mjs';

const folder = new URL('../../assets/examples/', import.meta.url);
const shelf = readdirSync(folder).sort().map(
    (file) => readExample(readFileSync(new URL(file, folder), 'utf8')));
const places = (playground) => playground.call('places');
const has = async (playground, place) => (await places(playground)).includes(place);
const agreeing = async (playground) =>
    (await places(playground)).filter((place) => place.startsWith('example.agrees.')).length;

for (const name of browsers) {
  describe(`worked examples in ${name}`, () => {
    const site = siteIn(name);
    const open = (options) =>
        site.open({fragment: 'dataset=gauss', width: 1440, height: 900, ...options});
    const shown = (playground, place) => until(() => has(playground, place), `a widget ${place}`);
    // Rows below the fold are placed as well: lists are drawn whole.
    const agree = (playground, count) =>
        until(async () => (await agreeing(playground)) === count, `${count} numbers that agree`);

    it('is taken from the gallery, moment by moment, with clicks', async () => {
      const playground = await open();
      await playground.click('toolbar.lessons');
      await shown(playground, 'gallery.1');
      await playground.click('gallery.1');
      await shown(playground, 'examples.mazur');
      const cards = (await places(playground)).filter((place) => place.startsWith('examples.'));
      assert.equal(cards.length, shelf.length);
      await playground.click('examples.mazur');
      await shown(playground, 'example.card');
      const mazur = shelf.find(({id}) => id === 'mazur');
      assert.equal((await playground.metrics()).step, 0);
      assert.equal(await agreeing(playground), 0);
      await shown(playground, 'example.return');
      await playground.click('example.return');
      await agree(playground, mazur.moments[0].numbers.length);
      assert.equal((await playground.metrics()).step, 1);
      assert.match(await playground.call('link'), /example=mazur/);
      assert.ok(colours(await playground.picture('example.number.5')) > 4);

      await playground.click('example.next');
      await agree(playground, mazur.moments[1].numbers.length);
      assert.equal((await playground.metrics()).step, 1);
      await playground.click('example.moment.3');
      await agree(playground, 3);
      assert.equal((await playground.metrics()).step, 10000);
      // The run goes on, to the end of this step and beyond: the numbers of the moment stay, and one
      // can go back to where the canvas shows them.
      await playground.click('toolbar.step');
      await playground.click('toolbar.step');
      await agree(playground, 3);
      await playground.click('example.return');
      await agree(playground, 3);
      assert.equal((await playground.metrics()).step, 10000);
      await playground.click('example.back');
      await agree(playground, 1);

      await playground.page.reload();
      await playground.ready();
      await shown(playground, 'example.card');
      await agree(playground, 1);
      await playground.click('example.close');
      assert.ok(!(await has(playground, 'example.card')));
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    if (name !== 'chromium') return;

    it('fills in the numbers while P goes through the phases, and keeps them', async () => {
      const playground = await open({fragment: 'example=han'});
      const [{numbers}] = shelf.find(({id}) => id === 'han').moments;
      await shown(playground, 'example.number.1');
      const counts = [await agreeing(playground)];
      for (let phase = 1; phase <= 5; ++phase) {
        await playground.press('p');
        await until(
            async () => (await playground.metrics()).phase === phase, `phase ${phase}`);
        await playground.frames(3);
        counts.push(await agreeing(playground));
      }
      assert.equal(counts[0], 0);
      assert.ok(counts[1] > 0 && counts[1] < numbers.length);
      assert.deepEqual(counts, counts.toSorted((a, b) => a - b));
      assert.equal(counts[5], numbers.length);
      for (let more = 0; more < 3; ++more) await playground.press('p');
      await playground.frames(3);
      assert.equal(await agreeing(playground), numbers.length);
      // From the start again they come again.
      await playground.press('r');
      await until(async () => (await agreeing(playground)) === 0, 'no numbers');
      await playground.press('p');
      await agree(playground, counts[1]);
      // A number that is still to come is come to by choosing it.
      await playground.click(`example.number.${numbers.length}`);
      await until(async () => await has(playground, `example.agrees.${numbers.length}`), 'the last');
      await playground.close();
    });

    it('shows every number of every file of the shelf by its link', async () => {
      const playground = await open();
      for (const {id, moments} of shelf) {
        await playground.call('open', `example=${id}`);
        for (const [i, {numbers}] of moments.entries()) {
          await playground.click(i > 0 ? 'example.next' : 'example.return');
          await agree(playground, numbers.length);
          const rows =
              (await places(playground)).filter((place) => place.startsWith('example.number.'));
          assert.equal(rows.length, numbers.length, `${id}, ${i + 1}`);
        }
      }
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('opens with Enter, and a row leads the microscope to its number', async () => {
      const playground = await open();
      await playground.click('toolbar.lessons');
      await shown(playground, 'gallery.1');
      await playground.click('gallery.1');
      await shown(playground, 'examples.nielsen');
      await playground.press('Enter');
      await shown(playground, 'example.card');
      await playground.call('open', 'example=mazur');
      await shown(playground, 'example.number.13');
      await playground.click('example.number.13');
      const before = await playground.picture('network.picture');
      assert.ok(colours(before) > 20);
      // Of a weight's equations the first that one sees is its ∂L/∂w, behind z, a and φ′ of the
      // neuron it goes to.
      const seen = async () =>
          (await places(playground)).filter((place) => /^microscope\.equation\.\d$/.test(place))[0];
      await playground.frames(6);
      assert.equal(await seen(), 'microscope.equation.3');
      await playground.press('Escape');
      await playground.close();
    });

    it('leaves room for the network, with every word whole', async () => {
      for (const [width, height, least] of [[1440, 900, 320], [1024, 768, 228]]) {
        const playground = await open({fragment: 'example=mazur', width, height});
        await shown(playground, 'row.note');
        await playground.frames(4);
        const note = await playground.where('row.note');
        const tabs = await playground.where('inside.microscope');
        assert.ok(note.y + note.height <= tabs.y, `${width} px`);
        const picture = await playground.where('network.picture');
        assert.ok(picture.height > least, `${picture.height} px at ${width}`);
        await playground.close();
      }
    });

    it('keeps its words clear of each other', async () => {
      const playground = await open();
      await playground.click('toolbar.lessons');
      await shown(playground, 'gallery.byHand');
      // The words of a button that was pressed are gone, those of another stand clear of the next.
      await pause(900);
      await playground.frames(4);
      const before = await playground.picture('gallery.byHand');
      await playground.hover('lessons.close');
      await playground.frames(4);
      assert.deepEqual(await playground.picture('gallery.byHand'), before);
      await playground.click('gallery.byHand');
      await shown(playground, 'sheet.empty');
      await playground.frames(10);
      const empty = await playground.picture('sheet.empty');
      await playground.hover('sheet.make');
      await pause(900);
      await playground.frames(4);
      assert.deepEqual(await playground.picture('sheet.empty'), empty);
      await playground.close();

      const phone = await open({width: 390, height: 844});
      await shown(phone, 'toolbar.more');
      await phone.frames(10);
      await phone.tap('toolbar.more');
      await shown(phone, 'toolbar.lessons');
      await phone.tap('toolbar.lessons');
      await shown(phone, 'gallery.byHand');
      await phone.frames(10);
      const button = await phone.where('gallery.byHand'), tab = await phone.where('gallery.1');
      assert.ok(button.y >= tab.y + tab.height || button.x >= tab.x + tab.width);
      await phone.close();
    });

    it('names the nearest one where there is none of that name', async () => {
      const playground = await open({fragment: 'example=masur'});
      await until(async () => (await playground.call('messages')).length > 0, 'a message');
      assert.equal(
          (await playground.call('messages'))[0].text,
          'There is no worked example \'masur\': the nearest name is \'mazur\'.');
      await playground.close();
    });

    it('stands beside the panels, and is a sheet on a phone', async () => {
      for (const [width, height] of [[1440, 900], [1024, 768]]) {
        const playground = await open({fragment: 'example=han', width, height});
        await shown(playground, 'example.card');
        const card = await playground.where('example.card');
        const other = await playground.where('network.picture');
        assert.ok(other.x >= card.x + card.width);
        await playground.close();
      }
      const phone = await open({fragment: 'example=han', width: 390, height: 844});
      await shown(phone, 'example.card');
      const card = await phone.where('example.card');
      const picture = await phone.where('network.picture');
      // It may be higher than there is room for, and is scrolled then.
      assert.ok(picture.y + 100 < card.y);
      await phone.click('example.fold');
      assert.ok((await phone.where('example.card')).height < 60);
      await phone.close();
    });
  });
}
