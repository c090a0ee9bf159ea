// synaptic knows no batches either. At the output it leaves out φ′ as if for cross-entropy: the target is
// moved so that its δ is ours. Its hidden δ already see the updated weights of the layer above.
import synaptic from 'synaptic';

export const about = { name: 'synaptic', online: true, tolerance: 0.02 };

const { Layer, Network, Neuron } = synaptic;

export function create({ sizes, activation, layers: parameters, rate, train, test }) {
  if (sizes.some((size) => size > 16)) throw new Error('writes out every weight as code: too much for a JavaScript engine');
  const layers = sizes.map((size) => new Layer(size));
  const squash = { tanh: Neuron.squash.TANH, relu: Neuron.squash.RELU };
  parameters.forEach(({ weights, biases }, index) => {
    const below = layers[index].neurons();
    const last = index === parameters.length - 1;
    layers[index + 1].set({ squash: squash[last ? 'tanh' : activation] });
    layers[index + 1].neurons().forEach((neuron, to) => {
      neuron.bias = biases[to];
      below.forEach((source, from) => source.project(neuron, weights[to][from]));
    });
  });
  const net = new Network({ input: layers[0], hidden: layers.slice(1, -1), output: layers.at(-1) });

  const moved = [0];
  const loss = (set) =>
    set.inputs.reduce((sum, input, i) => sum + 0.5 * (net.activate(input)[0] - set.targets[i]) ** 2, 0) /
    set.inputs.length;
  return {
    epoch(order) {
      for (const point of order) {
        const [a] = net.activate(train.inputs[point]);
        moved[0] = a + (train.targets[point] - a) * (1 - a * a);
        net.propagate(rate, moved);
      }
    },
    trainLoss: () => loss(train),
    testLoss: () => loss(test),
    // Its compiled form, the fast one, has no names for what lies between input and output.
    maps: null,
  };
}
