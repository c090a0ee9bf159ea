// What is measured: six experiments, each a link, all of 250 training points, learning rate 0.03, half
// the squared error and a tanh output; and the same problem as plain numbers, for other engines.

const deep = 'layers=8,8,8,8,8,8';

export const workloads = [
  { name: 'a', title: 'circle, 2-4-2-1, tanh, batch 10', link: 'dataset=circle&layers=4,2' },
  { name: 'b', title: 'spiral, 2-8×6-1, tanh, batch 10', link: `dataset=spiral&${deep}` },
  { name: 'c', title: 'spiral, 2-8×6-1, tanh, batch 30', link: `dataset=spiral&${deep}&batchSize=30` },
  {
    name: 'd',
    title: 'spiral, seven features, 7-8×6-1, ReLU, batch 10',
    link: `dataset=spiral&${deep}&activation=relu&features=x1,x2,x1sq,x2sq,x1x2,sinx1,sinx2`,
  },
  { name: 'e', title: 'spiral, 2-64-64-1, tanh, batch 64', link: 'dataset=spiral&layers=64,64&batchSize=64', peak: true },
  {
    name: 'f',
    title: 'a frame of b: an epoch, train and test loss, all 49 maps on 100×100',
    link: `dataset=spiral&${deep}`,
    frame: true,
  },
];

/** The same experiment with an update after every point, for engines that know no batches. */
export const online = (link) => `${link.replace(/&batchSize=\d+/, '')}&batchSize=1`;

const features = {
  x1: (x1) => x1,
  x2: (x1, x2) => x2,
  x1sq: (x1) => x1 * x1,
  x2sq: (x1, x2) => x2 * x2,
  x1x2: (x1, x2) => x1 * x2,
  sinx1: (x1) => Math.sin(x1),
  sinx2: (x1, x2) => Math.sin(x2),
};

const resolution = 100;
const extent = 6;

/** Everything an engine needs to do what `trainer`, at step 0, will do. */
export function problemOf(trainer) {
  const names = trainer.get('features').split(',');
  const inputs = ({ x1, x2 }) => names.map((name) => Math.fround(features[name](x1, x2)));
  const layers = trainer.parameters();
  const points = trainer.points();
  const set = (chosen) => ({
    inputs: chosen.map(inputs),
    targets: chosen.map(({ label }) => (label === 1 ? 1 : -1)),
  });
  const cells = [];
  for (let row = 0; row < resolution; ++row) {
    for (let column = 0; column < resolution; ++column) {
      const x1 = ((column + 0.5) * 2 * extent) / resolution - extent;
      cells.push(inputs({ x1, x2: extent - ((row + 0.5) * 2 * extent) / resolution }));
    }
  }
  return {
    sizes: [names.length, ...layers.map(({ biases }) => biases.length)],
    activation: trainer.get('activation').split(',')[0],
    rate: Number(trainer.get('learningRate')),
    batch: Number(trainer.get('batchSize')),
    layers,
    train: set(points.filter(({ test }) => !test)),
    test: set(points.filter(({ test }) => test)),
    cells,
  };
}

/** Trains through whole epochs and says in which order their points came. */
export function recordEpochs(trainer, epochs, updatesPerEpoch) {
  return Array.from({ length: epochs }, () => {
    const order = [];
    for (let update = 0; update < updatesPerEpoch; ++update) {
      trainer.phase();
      for (let sample = 0; ; ++sample) {
        try {
          order.push(trainer.activations(sample).point);
        } catch {
          break; // that was the batch
        }
      }
      trainer.step();
    }
    return order;
  });
}

/** Multiply-add pairs of an epoch: forward, what reaches the layers below, and the gradients. */
export function pairsPerEpoch({ sizes, train }) {
  let pairs = 0;
  for (let layer = 1; layer < sizes.length; ++layer) {
    pairs += (layer === 1 ? 2 : 3) * sizes[layer - 1] * sizes[layer];
  }
  return pairs * train.inputs.length;
}
