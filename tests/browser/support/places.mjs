// What is on the canvas, by the names of its places.
import { until } from './page.mjs';

/**
 * @param {import('./page.mjs').PlaygroundPage} playground
 * @param {string} place
 */
export const has = async (playground, place) => (await playground.call('places')).includes(place);

/** The places whose names begin so. */
export const placesBelow = async (playground, prefix) =>
  (await playground.call('places')).filter((place) => place.startsWith(prefix));

export const there = (playground, place) => until(() => has(playground, place), place);
export const gone = (playground, place) => until(async () => !(await has(playground, place)), `no ${place}`);

/** The link to the run, without where one looks. */
export const runOf = async (playground) => (await playground.call('link')).replace(/&look=[^&]*/, '');
