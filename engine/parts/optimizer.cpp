// The table of optimizers. Each has a file in optimizers/, with its functions and its entry.
#include "engine/parts/optimizer.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/math/simd.h"
#include "engine/parts/optimizers/adagrad.h"
#include "engine/parts/optimizers/adam.h"
#include "engine/parts/optimizers/adamw.h"
#include "engine/parts/optimizers/momentum.h"
#include "engine/parts/optimizers/nadam.h"
#include "engine/parts/optimizers/nesterov.h"
#include "engine/parts/optimizers/rmsprop.h"
#include "engine/parts/optimizers/sgd.h"

namespace backprop {
namespace {

using namespace optimizer_entries;

// In the order in which they are offered.
// clang-format off: a line each
constexpr Optimizer kOptimizers[] = {
    kSgd,
    kMomentum,
    kNesterov,
    kAdagrad,
    kRmsprop,
    kAdam,
    kAdamw,
    kNadam,
};
// clang-format on

}  // namespace

std::span<const Optimizer> optimizers() { return kOptimizers; }

const Optimizer& optimizer(std::string_view name) {
  const Optimizer* entry = find_entry(optimizers(), name);
  assert(entry);
  return *entry;
}

OptimizerState make_state(const Optimizer& optimizer, int count) {
  const auto size = static_cast<std::size_t>(padded(count));
  OptimizerState state;
  if (optimizer.uses_first) state.first.assign(size, 0.0f);
  if (optimizer.uses_second) state.second.assign(size, 0.0f);
  return state;
}

}  // namespace backprop
