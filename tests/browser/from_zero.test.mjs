// "Backpropagation from zero" as a learner goes through it, with real clicks and typing: every number
// that is asked for worked out here once more, without the engine.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { chord, type } from './support/keyboard.mjs';
import { bring, kept, lessonFiles, stepsOf } from './support/lesson.mjs';
import { until } from './support/page.mjs';
import { gone, has, there } from './support/places.mjs';
import { siteIn } from './support/site.mjs';

// --- by hand -------------------------------------------------------------------------------------

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const sum = (row, inputs) => row.reduce((total, weight, i) => total + weight * (inputs[i] ?? 1), 0);

/**
 * A network with one hidden layer of sigmoids at one sample.
 * @param {number[][][]} layers rows of weights, the bias last
 * @param {number[]} x inputs
 * @param {number[]} y targets
 */
function worked(layers, x, y) {
  const [hidden, output] = layers;
  const z1 = hidden.map((row) => sum(row, x));
  const a1 = z1.map(sigmoid);
  const a2 = output.map((row) => sigmoid(sum(row, a1)));
  const delta2 = a2.map((a, k) => (a - y[k]) * a * (1 - a));
  const delta1 = a1.map((a, j) => a * (1 - a) * output.reduce((total, row, k) => total + row[j] * delta2[k], 0));
  return { z1, a1, a2, delta1, delta2 };
}

const textbook = [[[1.3, -1.2, 0.2], [0.7, -1.4, 0.5]], [[-1.5, 1.1, 1.7]]];
const one = worked(textbook, [1.5, 1], [0]);
const two = worked(textbook, [-1, 1], [1]);
const forked = [[[-0.7, -1.3, -0.7]], [[0.8, 1], [-1.2, 0.6]]];
const cut = [forked[0], [[0, 1], forked[1][1]]];
const wide = [[[0.5, -0.4, 0.3, 0.1], [-0.6, 0.2, 0.4, -0.9]], [[0.8, 1, 0.1], [-1.2, 0.6, 0.4]]];
const slope = one.delta2[0] * one.a1[0];

/** What is answered in each lesson, in order: the number of a choice, or a number that is typed. */
const lessons = {
  forward: [{ typed: one.z1[0] }, { typed: one.a1[0] }, { choice: 3 }],
  loss: [{ typed: 0.5 * 0.3 ** 2 }, { choice: 3 }, { choice: 2 }],
  nudge: [{ choice: 1 }, { typed: '0.0062/0.01' }, { choice: 1 }],
  chain: [{ choice: 4 }, { typed: one.delta2[0] }, { choice: 2 }],
  gradient: [{ typed: slope }, { typed: one.delta1[0] * 1.5 }, { choice: 2 }],
  'hidden-delta': [
    { typed: worked(forked, [-1.5, 1], [1, 0]).delta1[0] },
    { choice: 2 },
    { typed: worked(cut, [-1.5, 1], [1, 0]).delta1[0] },
  ],
  'kept-activations': [{ choice: 1 }, { typed: 4 }],
  'update-and-batch': [
    { typed: -1.5 - 2 * slope },
    { typed: (slope + two.delta2[0] * two.a1[0]) / 2 },
    { choice: 2 },
  ],
  matrices: [{ choice: 1 }, { choice: 2 }, { typed: worked(wide, [1, -1, 2], [0, 0]).delta1[1] }, { choice: 1 }],
  cost: [{ typed: 18 }, { choice: 2 }],
};

const files = lessonFiles().filter((name) => name.startsWith('00-'));

// --- on the page ---------------------------------------------------------------------------------

const text = (answer) => (typeof answer === 'number' ? answer.toPrecision(3) : answer);

async function typeAnswer(playground, answer, press, tries) {
  await bring(playground, 'lesson.judge');
  await playground[press]('lesson.answer');
  await chord(playground, 'Control', 'a');
  await type(playground, text(answer));
  if (press === 'tap') {
    await playground.tap('lesson.judge');
  } else {
    await playground.press('Enter');
  }
  await there(playground, `lesson.typed.${tries}`);
}

/** One lesson from its first step to its last, which is then remembered as done. */
async function play(playground, id, press) {
  const answers = [...lessons[id]];
  const steps = stepsOf(id).length;
  for (let step = 0; step < steps; ++step) {
    const where = `${id}, step ${step + 1}`;
    const shown = await playground.call('places');
    if (shown.includes('lesson.judge')) {
      const { typed } = answers.shift();
      assert.ok(typed !== undefined, `${where} asks for a number`);
      await typeAnswer(playground, typed, press, 1);
      assert.ok(!(await has(playground, 'lesson.judge')), `${where}: ${text(typed)} is right`);
      assert.ok(!(await has(playground, 'lesson.solution')), where);
    } else if (shown.includes('lesson.choice.1')) {
      const { choice } = answers.shift();
      assert.ok(choice !== undefined, `${where} asks for a choice`);
      await bring(playground, `lesson.choice.${choice}`);
      await playground[press](`lesson.choice.${choice}`);
    }
    if (await has(playground, 'lesson.run')) {
      await bring(playground, 'lesson.run');
      await playground[press]('lesson.run');
      await gone(playground, 'lesson.run');
    }
    if (step + 1 < steps) await playground[press]('lesson.next');
    await playground.frames(4);
  }
  assert.equal(answers.length, 0, `${id} has asked for everything`);
  await there(playground, 'lesson.nextLesson');
  await until(async () => (await kept(playground)).split(';').includes(`${id} 0 done`), `${id} is remembered as done`);
}

for (const name of browsers) {
  if (name !== 'chromium') continue;
  describe(`backpropagation from zero in ${name}`, () => {
    const site = siteIn(name);

    it('is a course of ten lessons with a heading of its own, the first in the gallery', async () => {
      assert.equal(files.length, 10);
      const playground = await site.open({ fragment: 'dataset=gauss', width: 1440, height: 900 });
      await playground.click('toolbar.lessons');
      await there(playground, 'lessons.forward');
      const course = await playground.where('gallery.series.1');
      const others = await playground.where('gallery.series.2');
      for (const id of Object.keys(lessons)) {
        const { y } = await playground.where(`lessons.${id}`);
        assert.ok(y > course.y && y < others.y, `${id} is in the course`);
      }
      assert.ok((await playground.where('lessons.linear-depth')).y > others.y);
      await playground.close();
    });

    it('is played through from lesson to lesson, and each is remembered', async () => {
      const playground = await site.open({ fragment: 'lesson=forward', width: 1440, height: 900 });
      await there(playground, 'lesson.card');
      for (const id of Object.keys(lessons)) {
        await until(async () => (await playground.call('link')).includes(`lesson=${id}`), `the lesson ${id}`);
        await play(playground, id, 'click');
        await playground.click('lesson.nextLesson');
      }
      // Behind the last of them come the experiments.
      await until(async () => (await playground.call('link')).includes('lesson=linear-depth'), 'the lesson after it');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('is played on a phone with fingers', async () => {
      const playground = await site.open({ fragment: 'lesson=hidden-delta', width: 390, height: 844 });
      await there(playground, 'lesson.card');
      await play(playground, 'hidden-delta', 'tap');
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });

    it('takes three tries, then gives a hint and the worked line, and goes on with the own number', async () => {
      const playground = await site.open({ fragment: 'lesson=forward', width: 1440, height: 900 });
      await there(playground, 'lesson.card');
      await playground.click('lesson.next');
      // What is no number costs no try.
      await playground.click('lesson.answer');
      await type(playground, 'two');
      await playground.press('Enter');
      assert.ok(!(await has(playground, 'lesson.typed.1')));
      await typeAnswer(playground, 0.75, 'click', 1);  // the bias left out
      assert.ok(!(await has(playground, 'lesson.hint')));
      await typeAnswer(playground, '-0,75', 'click', 2);
      await there(playground, 'lesson.hint');
      await typeAnswer(playground, '3/4', 'click', 3);
      await there(playground, 'lesson.solution');
      assert.ok(!(await has(playground, 'lesson.judge')));
      await playground.click('lesson.next');
      // Right from the wrong z, and that is said.
      await typeAnswer(playground, sigmoid(0.75), 'click', 1);
      assert.ok(!(await has(playground, 'lesson.judge')), 'it counts');
      await there(playground, 'lesson.run');
      await playground.close();
    });
  });
}
