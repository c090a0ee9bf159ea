// brain.js knows no batches: it updates after every point, as ours does with batchSize=1.
import brain from 'brain.js';

export const about = { name: 'brain.js', online: true };

export function create({ sizes, activation, layers: parameters, rate, train, test, cells }) {
  if (activation !== 'tanh') throw new Error('one activation for all layers: the output cannot be tanh');
  const net = new brain.NeuralNetwork({ activation, hiddenLayers: sizes.slice(1, -1) });
  net.trainOpts = { ...net.trainOpts, learningRate: rate, momentum: 0 };
  net.sizes = sizes;
  net.initialize();
  parameters.forEach(({ weights, biases }, index) => {
    weights.forEach((row, neuron) => {
      row.forEach((weight, input) => (net.weights[index + 1][neuron][input] = weight));
    });
    biases.forEach((bias, neuron) => (net.biases[index + 1][neuron] = bias));
  });

  const patterns = train.inputs.map((input, i) => ({
    input: Float32Array.from(input),
    output: Float32Array.of(train.targets[i]),
  }));
  const typed = (set) => set.map((input) => Float32Array.from(input));
  const inputs = { train: typed(train.inputs), test: typed(test.inputs), cells: typed(cells) };
  const loss = (points, wanted) =>
    points.reduce((sum, input, i) => sum + 0.5 * (net.runInput(input)[0] - wanted[i]) ** 2, 0) / points.length;
  const maps = parameters.map(({ biases }) => biases.map(() => new Float32Array(cells.length)));
  return {
    epoch(order) {
      for (const point of order) net.trainPattern(patterns[point]);
    },
    trainLoss: () => loss(inputs.train, train.targets),
    testLoss: () => loss(inputs.test, test.targets),
    maps() {
      for (let cell = 0; cell < inputs.cells.length; ++cell) {
        net.runInput(inputs.cells[cell]);
        for (let layer = 0; layer < maps.length; ++layer) {
          const outputs = net.outputs[layer + 1];
          for (let neuron = 0; neuron < outputs.length; ++neuron) maps[layer][neuron][cell] = outputs[neuron];
        }
      }
      return maps;
    },
  };
}
