// Ours: engine.mjs as it ships, called as anyone would. It makes its own data and order, which are what
// the others get.
import { pathToFileURL } from 'node:url';

export const about = { name: 'ours, wasm' };

export async function create({ engineFile, link, updatesPerEpoch }) {
  const { default: createEngine } = await import(pathToFileURL(engineFile).href);
  const engine = await createEngine();
  const trainer = new engine.Trainer(link);
  let metrics;
  return {
    updates: (count) => trainer.step(count),
    epoch: () => trainer.step(updatesPerEpoch),
    trainLoss: () => (metrics = trainer.metrics()).trainLoss,
    testLoss: () => metrics.testLoss, // one call gives both
    maps: () => trainer.maps(100),
    hash: () => trainer.hash(),
  };
}
