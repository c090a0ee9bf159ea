// The peak of WebAssembly's 128-bit vectors, to be called from JavaScript.
#include <emscripten/emscripten.h>

#include "engine/math/simd.h"
#include "tests/bench/peak.h"

extern "C" EMSCRIPTEN_KEEPALIVE double peak(int rounds) {
  static volatile float result;
  return backprop::bench::run_peak<backprop::f32x4>(rounds, &result);
}
