// Keeps the page for offline use. One cache holds one version's whole set of files; files with a hash
// in their name never change, and the HTML, which names them, comes from the network when there is
// one. So a page is always of one version: old ones keep their files until the last of them is closed.
//
// Only what the build wrote is kept: FILES has the digest of every file, and whatever else answers in
// its place, such as the login page of a network, is asked for once more and then not taken.
import { prefix } from './kept.mjs';

/* global VERSION, FILES */
const scope = new URL('./', location.href).pathname;
const cacheName = prefix + VERSION;

// By their path below the scope: what changes under the same name, and what it is kept as.
const pages = new Map([
  ['', './'],
  ['index.html', './'],
  ['course.html', 'course.html'],
  ['embed.mjs', 'embed.mjs'],
]);
const patience = 4000; // milliseconds for a network that does not answer

// What a host may have called something else: the digest says what the bytes are.
const types = {
  css: 'text/css; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
};

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...hash));
}

/** A file of this version, from the network, byte for byte as it was built. */
async function fetchFile(name) {
  // The second time past every cache: what answers wrongly may have been kept on the way.
  for (const cache of /** @type {RequestCache[]} */ (['no-cache', 'reload'])) {
    const response = await fetch(name, { cache });
    if (!response.ok) continue;
    const bytes = await response.arrayBuffer();
    if ((await digest(bytes)) !== FILES[name]) continue;
    const headers = new Headers(response.headers);
    headers.delete('Content-Encoding');
    headers.set('Content-Length', String(bytes.byteLength));
    headers.set('Content-Type', types[name.split('.').at(-1)]);
    return new Response(bytes, { headers });
  }
  throw new Error(`${name} is not what it should be`);
}

/** A page of this version: its digest may differ where a host writes something into it. */
async function fetchPage(name) {
  const response = await fetch(name, { cache: 'no-cache' });
  const text = await response.clone().text();
  // The host may have gone on to the next version meanwhile: then that one's worker follows.
  if (!response.ok || !text.includes(`data-version="${VERSION}"`)) throw new Error(`${name} is of another version`);
  // As the cache takes it: what a host redirected to must not look redirected.
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
}

async function keep() {
  const cache = await caches.open(cacheName);
  try {
    await Promise.all(Object.keys(FILES).map(async (name) => cache.put(name, await fetchFile(name))));
    // The main page last: a cache that has it has everything.
    for (const name of ['course.html', './']) await cache.put(name, await fetchPage(name));
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

/** From the newest whole version: its worker may still wait for old pages to be closed. */
async function kept(name) {
  for (const key of (await caches.keys()).reverse()) {
    if (!key.startsWith(prefix)) continue;
    const cache = await caches.open(key);
    if (await cache.match('./')) return cache.match(name);
  }
  return undefined;
}

async function fromNetworkFirst(request, name) {
  const late = new Promise((_, reject) => setTimeout(reject, patience));
  // People see what stands in a page's place, and may log in there; a script's they do not.
  const isRight = ({ ok, type, headers }) =>
    type === 'opaqueredirect' || (ok && (request.mode === 'navigate' || !/^text\/html/.test(headers.get('Content-Type'))));
  try {
    const response = await Promise.race([fetch(request), late]);
    if (isRight(response)) return response;
    return (await kept(name)) ?? response;
  } catch {
    return (await kept(name)) ?? fetch(request);
  }
}

/** A file of this version, of another one that is kept, or as the network has it. */
async function fromKeptFirst(request, name) {
  const cache = await caches.open(cacheName);
  const found = (await cache.match(name)) ?? (await caches.match(request, { ignoreSearch: true }));
  if (found && request.cache !== 'reload') return found;
  if (!Object.hasOwn(FILES, name)) return fetch(request);
  const response = await fetchFile(name).catch(() => null);
  if (!response) return fetch(request); // which shows what is there instead
  await cache.put(name, response.clone()).catch(() => {}); // no room: it is had all the same
  return response;
}

addEventListener('install', (event) => event.waitUntil(keep()));

addEventListener('activate', (event) => {
  const clear = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(prefix) && name !== cacheName) await caches.delete(name);
    }
    await clients.claim();
  };
  event.waitUntil(clear());
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !pathname.startsWith(scope)) return;
  const name = pathname.slice(scope.length);
  if (pages.has(name)) {
    event.respondWith(fromNetworkFirst(request, pages.get(name)));
  } else if (/^[\w-]+-[0-9A-Z]{8}\.\w+$/.test(name)) {
    event.respondWith(fromKeptFirst(request, name));
  }
});
