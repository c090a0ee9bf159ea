// The table of rooms: the project keeps to it, and whoever breaks it is told which edge does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, checkProject, includesOf, parseRules } from '../architecture/includes.mjs';

const rules = (more = '') =>
  parseRules(`
    engine/base:             # the ground
    engine/parts: engine/base
    engine/network: engine/base engine/parts
    shell/app: engine shell/platform
    shell/platform: engine
    shell/platform/platform_web: engine shell
    <imgui.h> shell
    <emscripten*> shell/platform/platform_web
    <random>
    ${more}`);
const problems = (files, more) => check(new Map(Object.entries(files)), rules(more));

test('the project keeps to its table of rooms', () => {
  assert.deepEqual(checkProject(), []);
});

test('an arrow up is named with its file, its edge and what would be right', () => {
  const files = { 'engine/parts/regularizer.h': '#include "engine/network/network.h"\n' };
  assert.deepEqual(problems(files), [
    'engine/parts/regularizer.h includes engine/network/network.h: engine/parts may include base',
  ]);
  assert.deepEqual(problems({ 'engine/base/text.cpp': '#  include "engine/parts/loss.h"' }), [
    'engine/base/text.cpp includes engine/parts/loss.h: engine/base may include nothing but itself',
  ]);
});

test('arrows down, within a room and to the standard library are fine', () => {
  const files = {
    'engine/network/network.h': '#include <vector>\n#include "engine/parts/activation.h"\n',
    'engine/network/network.cpp': '#include "engine/network/network.h"\n#include "engine/base/text.h"\n',
    'shell/app/app.cpp': '#include <imgui.h>\n#include "engine/network/network.h"\n',
    'shell/platform/platform_web.cpp': '#include <emscripten/html5.h>\n#include "shell/app/app.h"\n',
  };
  assert.deepEqual(problems(files), []);
});

test('a file may have rules of its own, and a library rooms', () => {
  const files = {
    'shell/platform/platform_native.cpp': '#include "shell/app/app.h"\n#include <emscripten.h>',
    'engine/base/text.cpp': '#include <imgui.h>\n#include <random>\n',
  };
  assert.deepEqual(problems(files), [
    'engine/base/text.cpp includes imgui.h: <imgui.h> is for shell',
    'engine/base/text.cpp includes random: <random> is for none of the rooms',
    'shell/platform/platform_native.cpp includes emscripten.h: <emscripten.h> is for shell/platform/platform_web',
    'shell/platform/platform_native.cpp includes shell/app/app.h: shell/platform may include engine',
  ]);
});

test('two files that include each other are named, once', () => {
  const files = {
    'engine/base/a.h': '#include "engine/base/b.h"',
    'engine/base/b.h': '',
    'engine/base/b.cpp': '#include "engine/base/b.h"\n#include "engine/base/a.h"',
  };
  const [pair, ...others] = problems(files);
  assert.match(pair, /^engine\/base\/a\.h includes engine\/base\/b\.h: engine\/base\/b\.cpp includes .*a\.h in turn$/);
  assert.deepEqual(others, []);
});

test('an exception holds its edge alone, and goes when it is not needed', () => {
  const files = { 'engine/base/a.h': '#include "engine/parts/p.h"\n#include "engine/network/n.h"' };
  const except = 'except engine/base/a.h -> engine/parts/p.h';
  assert.equal(problems(files, except).length, 1);
  assert.match(problems(files, except)[0], /network\/n\.h/);
  assert.deepEqual(problems({ 'engine/base/a.h': '' }, except), [
    '"except engine/base/a.h -> engine/parts/p.h" in rooms.txt is not needed any more: take it out',
  ]);
});

test('files outside all rooms and lines of no form are named', () => {
  assert.deepEqual(problems({ 'engine/more/x.h': '' }), [
    'engine/more/x.h is in none of the rooms of rooms.txt',
  ]);
  assert.throws(() => parseRules('engine/base\n'), /line 1: "engine\/base" is none of the three forms/);
});

test('includes are read as the preprocessor reads them', () => {
  assert.deepEqual(includesOf('#include "a.h"\n # include <b>\n// #include "c.h"\nint include;'), [
    { header: 'a.h', own: true },
    { header: 'b', own: false },
  ]);
});
