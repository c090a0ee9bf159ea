// What the browser must be able to do, found out before anything is loaded.

// The smallest module with a vector instruction: a function that returns i8x16.splat(0).
const simdModule = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version
  0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b, // type: () -> v128
  0x03, 0x02, 0x01, 0x00, // one function of that type
  0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b, // i32.const 0, i8x16.splat, end
]);

function hasWebGl2() {
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) return false;
  context.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow only so many
  return true;
}

/** What is missing, as { title, text } for the panel, or null when the page can run. */
export function missing() {
  if (typeof WebAssembly !== 'object' || !WebAssembly.instantiateStreaming) {
    return {
      title: 'WebAssembly is missing',
      text:
        'The networks are trained by a WebAssembly program, which this browser does not run. Any current Chrome, Edge, Firefox or Safari does, unless a setting or an extension turns it off.',
    };
  }
  if (!WebAssembly.validate(simdModule)) {
    return {
      title: 'WebAssembly SIMD is missing',
      text:
        'The networks are trained with vector instructions that this browser does not have. Chrome and Edge have them from version 91, Firefox from 89, Safari from 16.4.',
    };
  }
  if (!hasWebGl2()) {
    return {
      title: 'WebGL 2 is missing',
      text:
        'The playground draws with WebGL 2, which this browser does not offer here. Check that hardware acceleration is on in its settings, or try another current browser.',
    };
  }
  return null;
}
