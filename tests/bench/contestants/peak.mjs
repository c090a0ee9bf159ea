// What a core can do at most in WebAssembly: 128-bit vectors, multiplied, then added.
import { pathToFileURL } from 'node:url';

export const about = { name: 'peak, wasm' };

export async function create({ peakFile }) {
  const { default: createPeak } = await import(pathToFileURL(peakFile).href);
  const module = await createPeak();
  return { peak: (rounds) => module._peak(rounds) };
}
