// Serves a folder of static files for development: node tools/serve.mjs DIR [PORT]
// Prints the address; takes the next free port when PORT (8080) is taken. tools/watch.mjs serves with it
// as well, and adds answers of its own.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

// The file a request's path names, or nothing when it leads out of the folder.
function fileOf(root, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  const file = normalize(join(root, path));
  if (path.includes('\0') || !(file === root || file.startsWith(root + sep) || file === root + sep)) return undefined;
  return path.endsWith('/') ? join(file, 'index.html') : file;
}

/**
 * Serves a folder, on the first free port from `firstPort` on, and prints the address.
 * @param {string} folder
 * @param {number} firstPort
 * @param {(path: string, file: string, response: import('node:http').ServerResponse) => boolean} [answered]
 *   whether it has answered in place of the file
 */
export function serve(folder, firstPort, answered = () => false) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    const refuse = (status, headers = {}) => {
      response.writeHead(status, { 'Content-Type': 'text/plain', ...headers });
      response.end(`${status}\n`);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, { Allow: 'GET, HEAD' });
    const file = fileOf(root, request.url);
    if (!file) return refuse(400);
    if (answered(file.slice(root.length), file, response)) return undefined;
    const info = await stat(file).catch(() => undefined);
    if (!info?.isFile()) return refuse(404);
    response.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Length': info.size,
      'Cache-Control': 'no-cache, no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    if (request.method === 'HEAD') return response.end();
    return createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  });
  server.on('error', (/** @type {any} */ error) => {
    if (error.code !== 'EADDRINUSE' || error.port >= firstPort + 100) throw error;
    server.listen(error.port + 1, 'localhost');
  });
  server.on('listening', () => console.log(`http://localhost:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`));
  server.listen(firstPort, 'localhost');
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(process.argv[2] ?? '.', Number(process.argv[3] ?? 8080));
