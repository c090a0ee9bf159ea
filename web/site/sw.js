// Keeps the page for offline use. One cache holds one version's whole set of files; files with a hash
// in their name never change, and the HTML, which names them, comes from the network when there is
// one. So a page is always of one version: old ones keep their files until the last of them is closed.
/* global VERSION, FILES */
const scope = new URL('./', location.href).pathname;
const prefix = `backprop ${scope} `;
const cacheName = prefix + VERSION;

// By their path below the scope: what changes under the same name, and what it is kept as.
const pages = new Map([
  ['', './'],
  ['index.html', './'],
  ['course.html', 'course.html'],
  ['embed.mjs', 'embed.mjs'],
]);
const patience = 4000; // milliseconds for a network that does not answer

/** As the cache takes it: what a host redirected to must not look redirected. */
const plain = (response) =>
  response.redirected ? new Response(response.body, { headers: response.headers }) : response;

async function keep() {
  const cache = await caches.open(cacheName);
  const get = async (name) => {
    const response = await fetch(name, { cache: 'no-cache' });
    if (!response.ok) throw new Error(`${name} answered ${response.status}`);
    return plain(response);
  };
  await Promise.all(FILES.map(async (name) => cache.put(name, await get(name))));
  // The main page last: a cache that has it has everything.
  for (const name of ['course.html', 'embed.mjs', './']) {
    const response = await get(name);
    // The host may have gone on to the next version meanwhile: then that one's worker follows.
    if (name !== 'embed.mjs' && !(await response.clone().text()).includes(`data-version="${VERSION}"`)) {
      await caches.delete(cacheName);
      throw new Error('The page is of another version');
    }
    await cache.put(name, response);
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
  try {
    const response = await Promise.race([fetch(request), late]);
    if (response.ok || response.type === 'opaqueredirect') return response;
    return (await kept(name)) ?? response;
  } catch {
    return (await kept(name)) ?? fetch(request);
  }
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
    event.respondWith(caches.match(request, { ignoreSearch: true }).then((kept) => kept ?? fetch(request)));
  }
});
