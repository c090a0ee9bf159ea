// Cuts the fonts named in fonts.json to the characters listed there and writes them as a C++ source:
// fonts_data.h and fonts_data.cpp, with the fonts' licences beside them, and as web fonts for the
// page's dialogs. Does nothing when they are newer than what they are made from.
//   node tools/fonts.mjs OUT_DIR
import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withUnits } from './truetype.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, '..', 'node_modules');
const out = process.argv[2];
if (!out) {
  console.error('usage: node tools/fonts.mjs OUT_DIR');
  process.exit(2);
}

const header = join(out, 'fonts_data.h');
const source = join(out, 'fonts_data.cpp');
const madeFrom = ['fonts.json', 'fonts.mjs', 'truetype.mjs', '../package-lock.json'].map((file) => join(here, file));
const newest = Math.max(...madeFrom.map((file) => statSync(file).mtimeMs));
const { fonts } = JSON.parse(readFileSync(join(here, 'fonts.json'), 'utf8'));
const webFonts = fonts.filter(({ dialogs }) => dialogs).map(({ name }) => join(out, `${name}.woff2`));
if ([header, source, ...webFonts].every((file) => existsSync(file) && statSync(file).mtimeMs >= newest)) process.exit(0);

// A tenth of a pixel in type of 50 pixels
const unitsPerEm = 512;

const subsetFont = createRequire(import.meta.url)('subset-font');

function charactersOf(font) {
  let text = font.characters;
  for (const range of font.ranges.split(' ')) {
    const [first, last] = range.split('-').map((code) => parseInt(code, 16));
    for (let code = first; code <= last; ++code) text += String.fromCodePoint(code);
  }
  return text;
}

function asArray(bytes) {
  const lines = [];
  for (let i = 0; i < bytes.length; i += 32) lines.push([...bytes.subarray(i, i + 32)].join(','));
  return lines.join(',\n');
}

const note = '// Made by tools/fonts.mjs from tools/fonts.json; do not edit.\n';
let declarations = '';
let definitions = '';
for (const font of fonts) {
  const whole = readFileSync(join(packages, font.file));
  const exact = await subsetFont(whole, charactersOf(font), {
    targetFormat: 'truetype',
    noHinting: true,
    noLayoutClosure: true,
    dropTables: ['GSUB', 'GPOS', 'GDEF', 'kern', 'MATH', 'STAT', 'gasp', 'name', 'OS/2', 'post'],
  });
  if (font.dialogs) {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, `${font.name}.woff2`), await subsetFont(whole, charactersOf(font), { targetFormat: 'woff2', noHinting: true }));
  }
  const cut = withUnits(exact, unitsPerEm);
  declarations += `extern const unsigned char ${font.name}[];\nextern const unsigned ${font.name}_size;\n`;
  definitions += `const unsigned char ${font.name}[] = {\n${asArray(cut)}};\nconst unsigned ${font.name}_size = ${cut.length};\n`;
  console.log(`font ${font.name}: ${Math.round(cut.length / 1024)} kB of ${Math.round(whole.length / 1024)} kB`);
}

function write(file, text) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  else utimesSync(file, new Date(), new Date());
}

mkdirSync(out, { recursive: true });
write(join(out, 'inter-licence.txt'), readFileSync(join(packages, '@expo-google-fonts/inter/LICENSE_FONT'), 'utf8'));
write(join(out, 'dejavu-licence.txt'), readFileSync(join(packages, 'dejavu-fonts-ttf/LICENSE'), 'utf8'));
write(header, `${note}#pragma once\n\nnamespace backprop::fonts {\n${declarations}}  // namespace backprop::fonts\n`);
write(source, `${note}#include "fonts_data.h"\n\nnamespace backprop::fonts {\n${definitions}}  // namespace backprop::fonts\n`);
