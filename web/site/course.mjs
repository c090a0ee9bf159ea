// What the course page does with its networks: listens to them, and steps one.
/** @returns {any} of whatever kind course.html gives it */
const element = (id) => document.getElementById(id);
const percent = (share) => `${(100 * share).toFixed(0)}\u00a0%`;

const line = element('line');
line.addEventListener('metrics', ({ detail }) => {
  if (detail.step > 0) {
    element('line-says').textContent = `after ${detail.step} steps it gets ${percent(detail.testAccuracy)} of the test points right.`;
  }
});

const bend = element('bend');
for (const [id, count] of [
  ['bend-step', 1],
  ['bend-many', 500],
]) {
  element(id).addEventListener('click', async () => {
    bend.load();
    await bend.ready;
    bend.step(count);
  });
}
bend.addEventListener('metrics', ({ detail }) => {
  element('bend-says').textContent = `step ${detail.step}, ${percent(detail.testAccuracy)} of the test points right`;
});
