// Shipped lessons as their files have them, and what playing one needs.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

import { has } from './places.mjs';

const folder = new URL('../../../assets/lessons/', import.meta.url);

export const lessonFiles = () => readdirSync(folder);

/** The short name of the lesson in a file. */
export const idOf = (file) => readFileSync(new URL(file, folder), 'utf8').match(/^lesson: (.+)$/m)?.[1] ?? '';

/**
 * The steps of a lesson: which choice is right (from 1; 0 where nothing is chosen), whether something
 * runs, how many signs it must show afterwards.
 * @returns {{ title: string, right: number, runs: boolean, checks: number }[]}
 */
export function stepsOf(id) {
  const file = lessonFiles().find((name) => idOf(name) === id);
  assert.ok(file, `a lesson ${id}`);
  const [, ...steps] = readFileSync(new URL(file, folder), 'utf8').split(/^# /m);
  return steps.map((text) => {
    const choices = [...text.matchAll(/^[-+] /gm)].map(([mark]) => mark);
    return {
      title: text.slice(0, text.indexOf('\n')),
      right: choices.indexOf('+ ') + 1,
      runs: /^(run|set|edit|restart|open): ?/m.test(text),
      checks: (text.match(/^check:/gm) ?? []).length,
    };
  });
}

/** What the page remembers of lessons. */
export const kept = (playground) => playground.evaluate(() => localStorage.getItem('backprop.lessons') ?? '');

/** Scrolls the card until a widget is on the screen above the card's foot. */
export async function bring(playground, place) {
  for (let tries = 0; tries < 20; ++tries) {
    const { y, height } = await playground.where(place);
    const foot = await playground.where((await has(playground, 'lesson.next')) ? 'lesson.next' : 'lesson.nextLesson');
    if (y + height <= foot.y - 4) return;
    const [x, middle] = await playground.centre('lesson.card');
    await playground.page.mouse.move(x, middle);
    await playground.page.mouse.wheel({ deltaY: 120 });
    await playground.frames(6);
  }
}
