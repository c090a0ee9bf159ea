// Whether an engine does the same work: from the same weights, through the same points in the same
// order, to the same loss.

export const checkedEpochs = 2;
// Point by point, rounding makes runs part much sooner.
export const checkedPoints = 40;

const near = (actual, expected, tolerance) => Math.abs(actual - expected) <= tolerance * Math.abs(expected);

/** What is wrong with `answer`, or nothing; `expected` is ours after the same epochs. */
export function differences(about, answer, expected) {
  const tolerance = about.tolerance ?? 1e-4;
  const wrong = [];
  if (!near(answer.before, expected.before, 1e-5)) {
    wrong.push(`its loss is ${answer.before} before the first step, ours ${expected.before}`);
  }
  if (!near(answer.after, expected.after, tolerance)) {
    wrong.push(`its loss is ${answer.after} when trained, ours ${expected.after}`);
  }
  if (answer.hash !== undefined && answer.hash !== expected.hash) {
    wrong.push(`its weights have the hash ${answer.hash}, ours ${expected.hash}`);
  }
  if (answer.output && !about.tolerance) {
    const worst = answer.output.reduce((most, a, i) => Math.max(most, Math.abs(a - expected.output[i])), 0);
    if (answer.output.length !== expected.output.length || !(worst < 1e-3)) {
      wrong.push(`its map of the output is another, by up to ${worst}`);
    }
  }
  return wrong;
}
