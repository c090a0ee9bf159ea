// Serves a folder of static files for development: node tools/serve.mjs DIR [PORT]
// Prints the address; takes the next free port when PORT (8080) is taken.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';

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

const root = resolve(process.argv[2] ?? '.');
const firstPort = Number(process.argv[3] ?? 8080);

// The file a request's path names, or nothing when it leads out of the folder.
function fileOf(url) {
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

const server = createServer(async (request, response) => {
  const refuse = (status, headers = {}) => {
    response.writeHead(status, { 'Content-Type': 'text/plain', ...headers });
    response.end(`${status}\n`);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, { Allow: 'GET, HEAD' });
  const file = fileOf(request.url);
  if (!file) return refuse(400);
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) return refuse(404);
  response.writeHead(200, {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Length': info.size,
    'Cache-Control': 'no-cache, no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  if (request.method === 'HEAD') return response.end();
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
});

server.on('error', (error) => {
  if (error.code !== 'EADDRINUSE' || error.port >= firstPort + 100) throw error;
  server.listen(error.port + 1, 'localhost');
});
server.on('listening', () => console.log(`http://localhost:${server.address().port}`));
server.listen(firstPort, 'localhost');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
