// convnetjs sums the gradients of a batch and divides by its size: the same work as ours.
import convnetjs from 'convnetjs';

export const about = { name: 'convnetjs' };

const activations = { tanh: convnetjs.TanhLayer, relu: convnetjs.ReluLayer };

export function create({ sizes, activation, layers: parameters, rate, batch, train, test, cells }) {
  // Its own way to build networks puts a linear layer in front of the loss: built by hand, the output is tanh.
  const net = new convnetjs.Net();
  const shape = (depth) => ({ in_sx: 1, in_sy: 1, in_depth: depth });
  net.layers = [new convnetjs.InputLayer({ out_sx: 1, out_sy: 1, out_depth: sizes[0] })];
  parameters.forEach(({ weights, biases }, index) => {
    const dense = new convnetjs.FullyConnLayer({ ...shape(sizes[index]), num_neurons: biases.length });
    dense.filters.forEach((filter, neuron) => filter.w.set(weights[neuron]));
    dense.biases.w.set(biases);
    const last = index === parameters.length - 1;
    net.layers.push(dense, new activations[last ? 'tanh' : activation](shape(biases.length)));
  });
  net.layers.push(new convnetjs.RegressionLayer(shape(sizes.at(-1))));
  const trainer = new convnetjs.SGDTrainer(net, { learning_rate: rate, momentum: 0, l1_decay: 0, l2_decay: 0 });

  const volume = (values) => {
    const result = new convnetjs.Vol(1, 1, values.length, 0);
    result.w.set(values);
    return result;
  };
  const volumes = (set) => set.inputs.map(volume);
  const trainVolumes = volumes(train);
  const targets = train.targets.map((target) => [target]);
  const testVolumes = volumes(test);
  const loss = (inputs, wanted) =>
    inputs.reduce((sum, input, i) => sum + 0.5 * (net.forward(input, false).w[0] - wanted[i]) ** 2, 0) / inputs.length;

  const cellVolumes = cells.map(volume);
  const maps = parameters.map(({ biases }) => biases.map(() => new Float32Array(cells.length)));
  return {
    epoch(order) {
      for (let begin = 0; begin < order.length; begin += batch) {
        const end = Math.min(begin + batch, order.length);
        trainer.batch_size = end - begin; // the last batch of an epoch may be smaller
        trainer.k = 0;
        for (let i = begin; i < end; ++i) trainer.train(trainVolumes[order[i]], targets[order[i]]);
      }
    },
    trainLoss: () => loss(trainVolumes, train.targets),
    testLoss: () => loss(testVolumes, test.targets),
    maps() {
      for (let cell = 0; cell < cellVolumes.length; ++cell) {
        net.forward(cellVolumes[cell], false);
        for (let layer = 0; layer < maps.length; ++layer) {
          const { w } = net.layers[2 * layer + 2].out_act;
          for (let neuron = 0; neuron < w.length; ++neuron) maps[layer][neuron][cell] = w[neuron];
        }
      }
      return maps;
    },
  };
}
