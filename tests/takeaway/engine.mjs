// The engine as the page has it.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const site = process.env.BACKPROP_SITE ?? fileURLToPath(new URL('../../build/site', import.meta.url));
const { default: createEngine } = await import(pathToFileURL(join(site, 'engine.mjs')).href);
export const engine = await createEngine();

/** Trains a link and hands it on, then frees it. */
export function train({ link, steps }, use) {
  const trainer = new engine.Trainer(link);
  try {
    if (trainer.step(steps) !== steps) throw new Error(`${link}: ${trainer.divergence()}`);
    return use(trainer);
  } finally {
    trainer.delete();
  }
}

/**
 * Where a trainer takes points: on the plane, or at the numbers of a table, as 32-bit floats, which is what
 * the exports take. Of a table that is taken whole they are its rows, and what lies between them.
 */
export function inputs(trainer, points) {
  const rows = trainer.points().map((point) => point.inputs);
  if (rows[0]) {
    const between = rows.map((row, i) => row.map((number, k) => Math.fround((number + rows[(i + 1) % rows.length][k]) / 2)));
    return [...rows, ...between];
  }
  const columns = trainer.columns();
  if (!columns) return points;
  const number = (column, value) => Math.fround(column.centre + value * column.spread);
  return points.map(([x1, x2]) => [number(columns.x1, x1), number(columns.x2, x2)]);
}

/** Points all over the plane, as 32-bit floats: pairs of x1 and x2. Its middle and the axes among them. */
export function grid(size) {
  const points = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      points.push([row, column].map((i) => Math.fround(-6 + (12 * i) / (size - 1)) + 0));
    }
  }
  return points;
}
