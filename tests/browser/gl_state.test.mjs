// web/page/gl_state.cpp answers in WebGL's place what Dear ImGui's backend asks before it draws. Its
// answers are read from its source, and held to what the real context of the page says between frames.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { browsers } from './support/browser.mjs';
import { siteIn } from './support/site.mjs';

// What ImGui_ImplOpenGL3_RenderDrawData and its textures ask, for OpenGL ES 3
const asked = [
  'ACTIVE_TEXTURE', 'CURRENT_PROGRAM', 'TEXTURE_BINDING_2D', 'SAMPLER_BINDING', 'ARRAY_BUFFER_BINDING',
  'ELEMENT_ARRAY_BUFFER_BINDING', 'VERTEX_ARRAY_BINDING', 'VIEWPORT', 'SCISSOR_BOX', 'BLEND_SRC_RGB', 'BLEND_DST_RGB',
  'BLEND_SRC_ALPHA', 'BLEND_DST_ALPHA', 'BLEND_EQUATION_RGB', 'BLEND_EQUATION_ALPHA',
];
const switches = ['BLEND', 'CULL_FACE', 'DEPTH_TEST', 'STENCIL_TEST', 'SCISSOR_TEST'];

/** What glGetIntegerv answers there: the name or number by which a case sets *data. */
function answers() {
  const source = readFileSync(new URL('../../web/page/gl_state.cpp', import.meta.url), 'utf8');
  const found = new Map();
  for (const [, labels, value] of source.matchAll(/((?:case GL_\w+:\s*)+)[^;]*= (\w+);/g)) {
    for (const [, label] of labels.matchAll(/GL_(\w+)/g)) found.set(label, value.replace(/^GL_/, ''));
  }
  assert.match(source, /default:[^;]*\*data = 0;/);
  assert.match(source, /glIsEnabled\(GLenum\) \{ return GL_FALSE; \}/);
  return found;
}

for (const name of browsers) {
  describe(`state of WebGL in ${name}`, () => {
    const site = siteIn(name);

    it('is between frames what the page answers in its place, and nobody asks the real one', async () => {
      const known = answers();
      assert.ok(known.size >= 8, [...known.keys()].join());
      const playground = await site.open({
        fragment: 'dataset=spiral&layers=6,5&speed=60',
        before: () => {
          window.questions = 0;
          for (const method of ['getParameter', 'isEnabled']) {
            const real = WebGL2RenderingContext.prototype[method];
            window[method] = real;
            WebGL2RenderingContext.prototype[method] = function (what) {
              window.questions += 1;
              return real.call(this, what);
            };
          }
        },
      });
      const before = await playground.evaluate(() => window.questions);
      await playground.call('play');
      await playground.frames(10);
      assert.equal(await playground.evaluate(() => window.questions), before, 'a frame asks WebGL');
      const real = await playground.evaluate(
        (names, ways) => {
          const gl = document.getElementById('canvas').getContext('webgl2');
          const number = (value) => (typeof value === 'number' ? value : value === null ? 0 : value.length === 4 ? [...value].join() : 'an object');
          const state = names.map((one) => [one, number(window.getParameter.call(gl, gl[one]))]);
          return {
            state: Object.fromEntries(state),
            on: ways.filter((one) => window.isEnabled.call(gl, gl[one])),
            constants: Object.fromEntries(['TEXTURE0', 'FUNC_ADD', 'ONE'].map((one) => [one, gl[one]])),
            largest: window.getParameter.call(gl, gl.MAX_TEXTURE_SIZE),
          };
        },
        asked,
        switches,
      );
      for (const one of asked) {
        const value = known.get(one) ?? '0';
        const number = real.constants[value] ?? Number(value);
        const expected = ['VIEWPORT', 'SCISSOR_BOX'].includes(one) ? [number, number, number, number].join() : number;
        assert.equal(real.state[one], expected, one);
      }
      assert.deepEqual(real.on, []);
      assert.ok(real.largest >= Number(known.get('MAX_TEXTURE_SIZE')), `${real.largest}`);
      assert.deepEqual(playground.complaints, []);
      await playground.close();
    });
  });
}
