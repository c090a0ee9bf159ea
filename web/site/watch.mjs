// Watches the calls into the program. An error that comes out of one, whoever made it, has ended the
// program in the middle of something: nothing in it is to be relied on any more. Errors elsewhere on
// the page, of extensions, of scripts or of the browser, are not the program's.

let state = 'running'; // 'ending' while what can be saved is, then 'over'

const ended = (error) =>
  error instanceof WebAssembly.RuntimeError || // its own abort, or a trap
  error instanceof RangeError || // too deep: in Firefox an InternalError
  error?.name === 'InternalError';

/** @param {(error: Error) => boolean} ends which errors are the program's */
function watched(call, ends, stop) {
  return (...values) => {
    if (state === 'over') return undefined;
    try {
      return call(...values);
    } catch (error) {
      if (state === 'running' && ends(error)) {
        state = 'ending';
        stop(error);
        state = 'over';
      }
      throw error;
    }
  };
}

/**
 * The instance as the page's events and frames call it: whatever comes out of those ends it.
 * @param {WebAssembly.Instance} instance
 * @param {(error: Error) => void} stop
 */
export function watchExports(instance, stop) {
  const exports = Object.entries(instance.exports).map(([name, one]) => [
    name,
    typeof one === 'function' ? watched(one, () => true, stop) : one,
  ]);
  return { exports: Object.fromEntries(exports) };
}

/**
 * The module as its scripts call it. Values that a call does not take are theirs.
 * @template Module
 * @param {Module} module
 * @returns {Module}
 */
export function watchCalls(module, stop) {
  const calls = Object.entries(module).filter(([, one]) => typeof one === 'function');
  return { ...module, ...Object.fromEntries(calls.map(([name, call]) => [name, watched(call, ended, stop)])) };
}
