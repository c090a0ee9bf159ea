// Pictures of the application for home screens and for previews of links, drawn from our own icon
// and the picture in assets: as PNG, by resvg.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('..', import.meta.url));
const iconFile = join(top, 'web/site/icon.svg');
const canvasFile = join(top, 'assets/pictures/canvas-dark.png');
const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  join(top, 'node_modules/@expo-google-fonts/inter', file),
);

// The tile fills its picture where the system cuts corners itself; `safe` is the share of the width
// that it leaves the sign.
const whole = (icon, safe) =>
  icon
    .replace(/rx="\d+"/, '')
    .replace('<path ', `<path transform="translate(32 32) scale(${safe}) translate(-32 -32)" `);

function socialPicture(icon) {
  const canvas = readFileSync(canvasFile).toString('base64');
  const inner = icon.replace(/<svg[^>]*>/, '<svg x="60" y="52" width="76" height="76" viewBox="0 0 64 64">');
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1200 630">
    <defs><clipPath id="frame"><rect x="60" y="172" width="1080" height="675" rx="14"/></clipPath></defs>
    <rect width="1200" height="630" fill="#101216"/>
    ${inner}
    <g font-family="Inter">
      <text x="160" y="86" font-size="44" font-weight="600" fill="#e7e9ee">Backprop Playground</text>
      <text x="161" y="124" font-size="25" fill="#98a1b0">Watch a neural network learn, and open every number of backpropagation</text>
    </g>
    <image clip-path="url(#frame)" x="60" y="172" width="1080" height="675" xlink:href="data:image/png;base64,${canvas}"/>
    <rect x="60.5" y="172.5" width="1079" height="674" rx="14" fill="none" stroke="#2b303a"/>
  </svg>`;
}

/** @type {Record<string, [number, (icon: string) => string]>} width, and what is drawn of the icon */
const pictures = {
  'icon-192.png': [192, (icon) => icon],
  'icon-512.png': [512, (icon) => icon],
  'icon-maskable.png': [512, (icon) => whole(icon, 0.8)],
  'apple-touch-icon.png': [180, (icon) => whole(icon, 0.95)],
  'social.png': [1200, socialPicture],
};

/** Draws them into a folder, unless they are newer than what they are made from; gives their names. */
export async function drawPictures(folder) {
  const madeFrom = [iconFile, canvasFile, fileURLToPath(import.meta.url)];
  const newest = Math.max(...madeFrom.map((file) => statSync(file).mtimeMs));
  const names = Object.keys(pictures);
  const fresh = (file) => existsSync(file) && statSync(file).mtimeMs >= newest;
  if (names.every((name) => fresh(join(folder, name)))) return names;
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const icon = readFileSync(iconFile, 'utf8');
  const font = { fontBuffers: fontFiles.map((file) => readFileSync(file)), defaultFontFamily: 'Inter' };
  mkdirSync(folder, { recursive: true });
  for (const [name, [width, draw]] of Object.entries(pictures)) {
    const drawn = new Resvg(draw(icon), { fitTo: { mode: 'width', value: width }, font }).render();
    writeFileSync(join(folder, name), drawn.asPng());
  }
  return names;
}
