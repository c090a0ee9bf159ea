// The fifteen experiments as a learner goes through them, with real clicks, from the first step to the
// last; one with a finger on a phone.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { bring, idOf, kept, lessonFiles, stepsOf } from './support/lesson.mjs';
import { until } from './support/page.mjs';
import { gone, has, there } from './support/places.mjs';
import { siteIn } from './support/site.mjs';

const experiments = lessonFiles().filter((name) => !name.startsWith('00-')).sort().map(idOf);

/**
 * @param {import('./support/page.mjs').PlaygroundPage} playground
 * @param {string} id
 * @param {'click' | 'tap'} press
 */
async function play(playground, id, press) {
  const steps = stepsOf(id);
  for (const [i, step] of steps.entries()) {
    const where = `${id}, ${step.title}`;
    if (step.right) {
      assert.ok(!(await has(playground, 'lesson.run')), `${where}: predict first`);
      await bring(playground, `lesson.choice.${step.right}`);
      await playground[press](`lesson.choice.${step.right}`);
    }
    if (step.runs) {
      await there(playground, 'lesson.run');
      await bring(playground, 'lesson.run');
      await playground[press]('lesson.run');
      await gone(playground, 'lesson.run');
    }
    for (let check = 1; check <= step.checks; ++check) {
      await until(() => has(playground, `lesson.check.${check}`), `${where}: sign ${check}`, 60000);
    }
    if (i + 1 < steps.length) await playground[press]('lesson.next');
    await playground.frames(4);
  }
  await there(playground, 'lesson.nextLesson');
  await until(async () => (await kept(playground)).split(';').includes(`${id} 0 done`), `${id} is remembered as done`);
}

describe('the experiments in chromium', () => {
  const site = siteIn('chromium');

  it('are played through from one to the next, and each is remembered', async () => {
    assert.equal(experiments.length, 15);
    const playground = await site.open({ fragment: `lesson=${experiments[0]}`, width: 1440, height: 900 });
    await there(playground, 'lesson.card');
    for (const id of experiments) {
      await until(async () => (await playground.call('link')).includes(`lesson=${id}`), `the lesson ${id}`);
      await play(playground, id, 'click');
      if (id !== experiments.at(-1)) await playground.click('lesson.nextLesson');
    }
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('are played on a phone with a finger', async () => {
    const playground = await site.open({ fragment: 'lesson=bce-mse', width: 390, height: 844 });
    await there(playground, 'lesson.card');
    await play(playground, 'bce-mse', 'tap');
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });
});
