// Serves the built page as any static host does, inside the test's own process.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.html': 'text/html; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

export const siteFolder =
  process.env.BACKPROP_SITE ?? fileURLToPath(new URL('../../../build/site', import.meta.url));

/** The name of a file without the hash that the build gives it. */
export const plain = (path) => path.replace(/-[0-9A-Z]{8}(\.\w+)$/, '$1');

/** @typedef {{ status?: number, body?: string | Buffer, headers?: Record<string, string> } | false | undefined} Answer */
/**
 * @param {object} [options]
 * @param {string} [options.folder] the site
 * @param {(path: string) => Answer | Promise<Answer>} [options.override]
 *   answers instead of the file, at once or as a promise, for tests of what goes wrong; paths are without hashes
 * @returns {Promise<{ url: string, requests: string[], replace: (folder: string) => void, close: () => Promise<void> }>}
 */
export async function serveSite({ folder = siteFolder, override = () => undefined } = {}) {
  let root = folder;
  const requests = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    requests.push(plain(path));
    const name = normalize(path.endsWith('/') ? `${path}index.html` : path);
    const instead = (await override(plain(path))) || undefined;
    const headers = { 'Content-Type': types[extname(name)] ?? 'application/octet-stream' };
    const body = instead?.body ?? (await readFile(join(root, name)).catch(() => undefined));
    if (body === undefined || (instead?.status ?? 200) !== 200) {
      response.writeHead(instead?.status ?? 404, { 'Content-Type': 'text/plain' }).end('none');
      return;
    }
    response.writeHead(200, { ...headers, 'Content-Length': Buffer.byteLength(body), ...instead?.headers });
    response.end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  server.unref(); // a test that failed before close() must not keep the process
  return {
    url: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/`,
    requests,
    /** Another version of the site takes the place of this one. */
    replace(other) {
      root = other;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
