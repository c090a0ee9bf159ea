// The examples of the README do what it says. Those that need a browser: tests/browser/readme.test.mjs.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { blocks, promises } from './support/readme.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const site = process.env.BACKPROP_SITE ?? join(root, 'build/site');
const program = process.env.BACKPROP_CLI ?? join(root, 'build/native-release/backprop');

describe('README.md', () => {
  let examples;
  before(async () => {
    examples = await blocks();
  });

  const noProgram = existsSync(program) ? false : `${program} is not built`;
  it('shows what the command line prints', { skip: noProgram }, async () => {
    const consoles = examples.filter(({ language }) => language === 'console');
    assert.ok(consoles.length > 0);
    for (const { text } of consoles) {
      const [, command, expected] = text.match(/^\$ \.\/run cli (.*)\n([^]*)$/);
      const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
      const { stdout } = await run(program, words);
      assert.equal(stdout, expected);
    }
  });

  it('shows the C++ project that the install test builds, and what it prints', async () => {
    for (const [language, file] of [
      ['cmake', 'CMakeLists.txt'],
      ['cpp', 'consumer.cpp'],
      ['text', 'expected.txt'],
    ]) {
      const shown = examples.filter((block) => block.language === language);
      assert.equal(shown.length, 1, language);
      assert.equal(shown[0].text, await readFile(join(root, 'tests/install', file), 'utf8'));
    }
  });

  it('shows what engine.mjs does in Node', async () => {
    const [{ text }] = examples.filter((block) => block.text.includes("from './engine.mjs'") && block.language === 'js');
    const folder = await mkdtemp(join(tmpdir(), 'backprop-readme-'));
    try {
      await copyFile(join(site, 'engine.mjs'), join(folder, 'engine.mjs'));
      await writeFile(join(folder, 'example.mjs'), text);
      const { stdout } = await run(process.execPath, [join(folder, 'example.mjs')]);
      assert.equal(stdout, promises(text).join('\n') + '\n');
      assert.ok(promises(text).length >= 4);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
