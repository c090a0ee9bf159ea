// TensorFlow.js with its WebAssembly backend: the layers API, one trainOnBatch an update.
import * as tf from '@tensorflow/tfjs-core';
import * as layersApi from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-wasm';

export const about = { name: 'tfjs wasm' };

export async function create({ sizes, activation, layers: parameters, rate, batch, train, test, cells }) {
  await tf.setBackend('wasm');
  await tf.ready();
  const input = layersApi.input({ shape: [sizes[0]] });
  const outputs = [];
  parameters.forEach(({ biases }, index) => {
    const last = index === parameters.length - 1;
    const dense = layersApi.layers.dense({ units: biases.length, activation: last ? 'tanh' : activation });
    outputs.push(dense.apply(outputs.at(-1) ?? input));
  });
  const model = layersApi.model({ inputs: input, outputs: outputs.at(-1) });
  const everything = layersApi.model({ inputs: input, outputs });
  model.setWeights(
    parameters.flatMap(({ weights, biases }) => [
      tf.tidy(() => tf.transpose(tf.tensor2d(weights))),
      tf.tensor1d(biases),
    ]),
  );
  const halfSquare = (target, output) => tf.mul(0.5, tf.mean(tf.square(tf.sub(output, target))));
  model.compile({ optimizer: tf.train.sgd(rate), loss: halfSquare });

  const tensors = (set) => [tf.tensor2d(set.inputs), tf.tensor2d(set.targets.map((target) => [target]))];
  const [trainInputs, trainTargets] = tensors(train);
  const [testInputs, testTargets] = tensors(test);
  const cellInputs = tf.tensor2d(cells);
  const loss = (inputs, targets) => tf.tidy(() => halfSquare(targets, model.predict(inputs)).dataSync()[0]);
  return {
    async epoch(order) {
      for (let begin = 0; begin < order.length; begin += batch) {
        const [x, y] = tf.tidy(() => {
          const chosen = tf.tensor1d(order.slice(begin, begin + batch), 'int32');
          return [tf.gather(trainInputs, chosen), tf.gather(trainTargets, chosen)];
        });
        await model.trainOnBatch(x, y);
        x.dispose();
        y.dispose();
      }
    },
    trainLoss: () => loss(trainInputs, trainTargets),
    testLoss: () => loss(testInputs, testTargets),
    maps() {
      // Neurons side by side in a cell, as it has them
      const results = everything.predict(cellInputs, { batchSize: cells.length });
      return results.map((result) => {
        const values = result.dataSync();
        result.dispose();
        return values;
      });
    },
  };
}
