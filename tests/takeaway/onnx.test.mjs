// ONNX files, run by ONNX Runtime: the outputs are the engine's. Both count in 32-bit floats, but their
// elementary functions differ in the last bits.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import * as ort from 'onnxruntime-web';

import { networks } from './cases.mjs';
import { engine, grid, inputs, train } from './engine.mjs';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';
const plane = grid(41);

/** The largest difference between the runtime's outputs and the engine's, and the largest output. */
async function compare(trainer) {
  const points = inputs(trainer, plane);
  const session = await ort.InferenceSession.create(trainer.export('onnx'));
  const x = new ort.Tensor('float32', Float32Array.from(points.flat()), [points.length, points[0].length]);
  const { output } = await session.run({ x });
  const outputs = trainer.predict(...points[0]).length;
  assert.deepEqual(output.dims, [points.length, outputs]);
  let difference = 0;
  let size = 0;
  points.forEach((point, i) =>
    trainer.predict(...point).forEach((value, k) => {
      difference = Math.max(difference, Math.abs(output.data[i * outputs + k] - value));
      size = Math.max(size, Math.abs(value));
    }));
  await session.release();
  return { difference, size };
}

describe('ONNX files in ONNX Runtime', () => {
  for (const network of networks) {
    it(network.name, async () => {
      const trainer = new engine.Trainer(network.link);
      trainer.step(network.steps);
      const { difference, size } = await compare(trainer);
      trainer.delete();
      if (process.env.BACKPROP_VERBOSE) console.log(network.name, difference, size);
      assert.ok(difference <= network.tolerance, `differs by ${difference} where outputs reach ${size}`);
    });
  }
  it('knows what it came from', () => {
    train({ link: 'dataset=xor&layers=3', steps: 7 }, (trainer) => {
      const text = Buffer.from(trainer.export('onnx')).toString('latin1');
      assert.ok(text.includes(trainer.link()));
    });
  });
});
