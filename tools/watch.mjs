// Builds the page, the one that ships, again whenever a file of the project changes, serves it, and reloads it where it is
// open: its address has the experiment, so that it comes back in the state it was in. What this adds to
// the page is not in the page that ships.
//   node tools/watch.mjs BUILD_DIR SITE_DIR JOBS [PORT]
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';

import { serve } from './serve.mjs';

const [build, site, jobs, port = '8080'] = process.argv.slice(2);
const folders = ['engine', 'shell', 'web', 'assets', 'tools'];
const settling = 60; // milliseconds in which an editor finishes what it writes

// --- who has the page open ------------------------------------------------------------------------
let version = Date.now();
let complaint = '';
const open = new Set();
const state = () => `data: ${JSON.stringify({ version, complaint })}\n\n`;
const tell = () => open.forEach((response) => response.write(state()));

const client = `
let shown;
new EventSource('/.watch').onmessage = ({ data }) => {
  const { version, complaint } = JSON.parse(data);
  if (complaint) console.error(complaint);
  else if (shown && shown !== version) location.reload();
  else shown = version;
};`;
// Offline use would keep the page from changing; one that came with another server goes.
const worker = `
addEventListener('install', () => skipWaiting());
addEventListener('activate', () => registration.unregister());`;

serve(site, Number(port), (path, file, response) => {
  const send = (type, text) => {
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' }).end(text);
    return true;
  };
  if (path === '/.watch') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(state());
    open.add(response);
    response.on('close', () => open.delete(response));
    return true;
  }
  if (path === '/.watch.mjs') return send('text/javascript', client);
  if (path === '/sw.js') return send('text/javascript', worker);
  if (!file.endsWith('.html') || !existsSync(file)) return false;
  return send('text/html', readFileSync(file, 'utf8').replace('</head>', '<script type="module" src="/.watch.mjs"></script></head>'));
});

// --- building ---------------------------------------------------------------------------------------
let building = false;
let changed = false;
function rebuild() {
  changed = true;
  if (building) return;
  building = true;
  changed = false;
  const begin = performance.now();
  let output = '';
  const job = spawn('cmake', ['--build', build, '-j', jobs, '--target', 'site'], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [job.stdout, job.stderr]) stream.on('data', (text) => (output += text));
  job.on('close', (code) => {
    building = false;
    if (changed) return rebuild();
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    complaint = code === 0 ? '' : output;
    console.log(code === 0 ? `built in ${seconds} s` : `${output}\nnot built, after ${seconds} s`);
    if (code === 0) version = Date.now();
    return tell();
  });
}

let timer;
for (const folder of folders) {
  watch(join('.', folder), { recursive: true }, (_, name) => {
    if (/(^|\/)(node_modules|\.#|#)|~$|\.sw.$/.test(String(name))) return;
    clearTimeout(timer);
    timer = setTimeout(rebuild, settling);
  });
}
