// Pictures as pixels, and what tests ask about them.
import { PNG } from 'pngjs';

/** @returns {{ width: number, height: number, data: Uint8Array }} RGBA */
export function decode(png) {
  return PNG.sync.read(Buffer.from(png));
}

export function pixel(picture, x, y) {
  const at = 4 * (Math.floor(y) * picture.width + Math.floor(x));
  return [...picture.data.subarray(at, at + 3)];
}

/** The share of pixels in which two pictures of the same size differ by more than `tolerance`. */
export function difference(a, b, tolerance = 8) {
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(`Sizes differ: ${a.width}×${a.height} and ${b.width}×${b.height}`);
  }
  let changed = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    const distance = Math.max(
      Math.abs(a.data[i] - b.data[i]),
      Math.abs(a.data[i + 1] - b.data[i + 1]),
      Math.abs(a.data[i + 2] - b.data[i + 2]),
    );
    if (distance > tolerance) changed += 1;
  }
  return changed / (a.width * a.height);
}

/** How many different colours there are: a blank picture has one. */
export function colours(picture) {
  const seen = new Set();
  for (let i = 0; i < picture.data.length; i += 4) {
    seen.add((picture.data[i] << 16) | (picture.data[i + 1] << 8) | picture.data[i + 2]);
  }
  return seen.size;
}

/** The picture at `factor` times its size, as a browser stretches what has too few pixels. */
export function stretched({ width, height, data }, factor) {
  const result = { width: width * factor, height: height * factor };
  result.data = new Uint8Array(4 * result.width * result.height);
  const clamp = (value, size) => Math.min(Math.max(value, 0), size - 1);
  for (let y = 0; y < result.height; ++y) {
    const v = clamp((y + 0.5) / factor - 0.5, height);
    const [top, bottom] = [Math.floor(v), clamp(Math.floor(v) + 1, height)];
    for (let x = 0; x < result.width; ++x) {
      const u = clamp((x + 0.5) / factor - 0.5, width);
      const [left, right] = [Math.floor(u), clamp(Math.floor(u) + 1, width)];
      for (let channel = 0; channel < 4; ++channel) {
        const at = (row, column) => data[4 * (row * width + column) + channel];
        const upper = at(top, left) + (at(top, right) - at(top, left)) * (u - left);
        const lower = at(bottom, left) + (at(bottom, right) - at(bottom, left)) * (u - left);
        result.data[4 * (y * result.width + x) + channel] = Math.round(upper + (lower - upper) * (v - top));
      }
    }
  }
  return result;
}

/** How steep edges are: the mean of the largest step between neighbours over the rows with any. */
export function sharpness(picture) {
  let sum = 0;
  let rows = 0;
  for (let y = 0; y < picture.height; ++y) {
    let largest = 0;
    for (let x = 1; x < picture.width; ++x) {
      const at = 4 * (y * picture.width + x);
      largest = Math.max(largest, Math.abs(picture.data[at + 1] - picture.data[at - 3]));
    }
    if (largest > 16) {
      sum += largest;
      rows += 1;
    }
  }
  return rows === 0 ? 0 : sum / rows;
}
