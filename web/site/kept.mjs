// The files that the service worker keeps, for the page's own scripts: a file that turns out to be
// something else is forgotten everywhere and fetched anew.

/** What the worker's caches are called, before the version: other pages of the origin have theirs. */
export const prefix = `backprop ${new URL('./', location.href).pathname} `;

const caches = async () => {
  const storage = globalThis.caches; // only where the connection is secure
  if (!storage) return [];
  const names = (await storage.keys()).filter((name) => name.startsWith(prefix));
  return Promise.all(names.map((name) => storage.open(name)));
};

/** Forgets one file, by its address. */
export async function forget(address) {
  for (const cache of await caches().catch(() => [])) await cache.delete(address).catch(() => {});
}

/** Forgets them all, and the worker with them: the next visit is as the first. */
export async function forgetAll() {
  const storage = globalThis.caches;
  try {
    for (const name of (await storage?.keys()) ?? []) if (name.startsWith(prefix)) await storage.delete(name);
    for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
      if (one.scope === new URL('./', location.href).href) await one.unregister();
    }
  } catch {
    // where nothing may be kept there is nothing to forget
  }
}

/**
 * Forgets everything and asks the host for the page's files once more, past the browser's own cache
 * too, for a reload that follows.
 */
export async function askAnew() {
  await forgetAll();
  const here = new URL('./', location.href).href;
  const linked = /** @type {NodeListOf<HTMLScriptElement & HTMLLinkElement>} */ (document.querySelectorAll('script[src], link[href]'));
  const named = [...linked].map((one) => one.src || one.href);
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  const files = [...new Set([...named, ...loaded])].filter((name) => name.startsWith(here));
  const all = Promise.all(files.map((name) => fetch(name, { cache: 'reload' }).catch(() => {})));
  await Promise.race([all, new Promise((done) => setTimeout(done, 5000))]);
}

/**
 * What `read` makes of the answer at an address. When that fails, whatever stood in its place (a
 * network's login page, half of the file) is forgotten and the address asked once more, past every
 * cache.
 * @template Content
 * @param {URL} address
 * @param {(answer: Promise<Response>) => Promise<Content>} read
 * @param {Promise<Response>} [answer] the first one, where it was asked for already
 * @returns {Promise<Content>}
 */
export async function readOrAskAgain(address, read, answer = fetch(address)) {
  try {
    return await read(answer);
  } catch {
    await forget(address);
    return read(fetch(address, { cache: 'reload' }));
  }
}

/** The answer, or an error that says what came in place of a program. */
export function asProgram(answer) {
  const name = new URL(answer.url || location.href).pathname.split('/').at(-1);
  if (!answer.ok) throw new Error(`${name} answered ${answer.status}.`);
  if (/^text\/html\b/.test(answer.headers.get('Content-Type') ?? '')) {
    throw new Error(`A page came in place of ${name}. Does this network want you to log in first?`);
  }
  return answer;
}
