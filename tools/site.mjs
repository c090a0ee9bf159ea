// Makes the finished page: bundles its scripts and styles, gives every file that the page loads a
// name with a hash of its content, and writes the service worker that keeps them for offline use,
// with the SHA-256 digest of every file, so that it keeps nothing else.
// Only what others refer to keeps its name: the HTML files, sw.js, embed.mjs and the engine.
//   node tools/site.mjs MODULES_DIR OUT_DIR [ADDRESS]
// MODULES_DIR has the compiled modules, in split/ the page's program in two files (tools/split.mjs);
// ADDRESS, where the page will be, makes the addresses of its
// preview picture whole.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, transform } from 'esbuild';

import { drawPictures } from './pictures.mjs';

const top = fileURLToPath(new URL('..', import.meta.url));
const source = join(top, 'web/site');
const [modules, out, address = ''] = process.argv.slice(2);
if (!out) {
  console.error('usage: node tools/site.mjs MODULES_DIR OUT_DIR [ADDRESS]');
  process.exit(2);
}

const hashOf = (...contents) => {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex').slice(0, 8).toUpperCase();
};

const names = new Map(); // in the sources → in the page
const listed = []; // what the page needs

/** Puts a file into the page, under a name with its hash. */
function put(name, content) {
  const hashed = name.replace(/\.\w+$/, (end) => `-${hashOf(content)}${end}`);
  writeFileSync(join(out, hashed), content);
  names.set(name, hashed);
  listed.push(hashed);
  return hashed;
}

// The compiled modules lie elsewhere, and the engine's is one file as it is; a style sheet that a script imports is its text.
const plugin = {
  name: 'site',
  setup(builder) {
    builder.onResolve({ filter: /^\.\/playground\.mjs$/ }, ({ path }) => ({ path: join(modules, path) }));
    // A program in one piece has an empty module for its later part.
    const split = join(modules, 'split');
    builder.onResolve({ filter: /\.wasm$/ }, ({ path }) =>
      existsSync(split) ? { path: join(split, path) } : { path: join(modules, path), namespace: path.includes('later') ? 'empty' : 'file' },
    );
    builder.onLoad({ filter: /./, namespace: 'empty' }, () => ({ contents: Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), loader: 'file' }));
    builder.onResolve({ filter: /\.woff2$/ }, ({ path }) => ({ path: join(top, 'build/generated/fonts', path) }));
    builder.onResolve({ filter: /^\.\/engine\.mjs$/ }, () => ({ path: `./${names.get('engine.mjs')}`, external: true }));
    builder.onResolve({ filter: /\.css$/ }, ({ path, kind, resolveDir }) =>
      kind === 'import-statement' ? { path: join(resolveDir, path), namespace: 'text' } : undefined,
    );
    builder.onLoad({ filter: /./, namespace: 'text' }, async ({ path }) => ({
      contents: (await transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true })).code.trim(),
      loader: 'text',
    }));
  },
};

/** @satisfies {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  charset: 'utf8',
  outdir: out,
  outExtension: { '.js': '.mjs' },
  plugins: [plugin],
  logLevel: 'warning',
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
put('engine.mjs', readFileSync(join(modules, 'engine.mjs')));

// --- scripts and styles ---------------------------------------------------------------------------
const entries = readdirSync(source).filter((name) => ['boot.mjs', 'course.mjs', 'page.css', 'course.css'].includes(name));
const { metafile } = await build({
  ...common,
  entryPoints: entries.map((name) => join(source, name)),
  splitting: true,
  loader: { '.wasm': 'file', '.woff2': 'file', '.py': 'text' },
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  metafile: true,
});
// The first script is no module, and for browsers that are too old for the page as well.
const guard = await build({
  ...common,
  format: 'iife',
  target: 'es2017',
  entryPoints: [join(source, 'guard.js')],
  entryNames: '[name]-[hash]',
  outExtension: { '.js': '.js' },
  metafile: true,
});
let atStart = []; // what boot.mjs loads at once
for (const [path, output] of Object.entries({ ...metafile.outputs, ...guard.metafile.outputs })) {
  listed.push(basename(path));
  if (output.entryPoint) names.set(basename(output.entryPoint), basename(path));
  if (basename(output.entryPoint ?? '') === 'boot.mjs') {
    atStart = output.imports.filter(({ kind }) => kind === 'import-statement').map((one) => basename(one.path));
  }
}
if (names.has('playground.mjs')) atStart.push(names.get('playground.mjs'));
await build({ ...common, entryPoints: [join(source, 'embed.mjs')] });

put('lessons.txt', readFileSync(join(modules, 'lessons/lessons.txt')));

// --- pictures and the manifest ----------------------------------------------------------------------
const pictures = join(top, 'build/generated/pictures');
put('icon.svg', readFileSync(join(source, 'icon.svg')));
for (const name of await drawPictures(pictures)) {
  const content = readFileSync(join(pictures, name));
  // The preview is for others, who may come back to it much later: its name stays.
  if (name === 'social.png') writeFileSync(join(out, name), content);
  else put(name, content);
}
const manifest = readFileSync(join(source, 'app.webmanifest'), 'utf8');
put('app.webmanifest', manifest.replace(/"src": "([^"]+)"/g, (_, name) => `"src": "${names.get(name)}"`));

// --- pages ----------------------------------------------------------------------------------------------
const pages = readdirSync(source).filter((name) => extname(name) === '.html');
const texts = pages.map((name) => readFileSync(join(source, name), 'utf8'));
const embed = readFileSync(join(out, 'embed.mjs'));
const version = hashOf(listed.sort().join(), embed, ...texts);
const preloads = atStart.map((name) => `<link rel="modulepreload" href="${name}">`).join('\n    ');
for (const [i, page] of pages.entries()) {
  const text = texts[i]
    .replace(/(href|src)="([^"#:]+)"/g, (all, key, name) => (names.has(name) ? `${key}="${names.get(name)}"` : all))
    .replace(/(property="og:(?:image|url)" content=")([^"]*)"/g, (_, start, path) => `${start}${address}${path}"`)
    .replace('<script id="boot"', `${preloads}\n    <script id="boot"`)
    .replace('<html ', `<html data-version="${version}" `);
  writeFileSync(join(out, page), text);
}

// --- offline --------------------------------------------------------------------------------------------
const digestOf = (name) => createHash('sha256').update(readFileSync(join(out, name))).digest('base64');
const digests = Object.fromEntries([...listed, 'embed.mjs'].map((name) => [name, digestOf(name)]));
await build({
  ...common,
  format: 'iife',
  entryPoints: [join(source, 'sw.js')],
  outExtension: { '.js': '.js' },
  define: { VERSION: JSON.stringify(version), FILES: JSON.stringify(digests) },
});

// --- for others -------------------------------------------------------------------------------------------
for (const name of ['engine.mjs', 'playground.d.ts']) copyFileSync(join(modules, name), join(out, name));
copyFileSync(join(top, 'web/engine/engine.d.ts'), join(out, 'engine.d.ts'));
copyFileSync(join(source, 'api.d.mts'), join(out, 'api.d.mts'));
