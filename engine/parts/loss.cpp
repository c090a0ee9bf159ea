// The table of losses. Each has a file in losses/, with its functions and its entry.
#include "engine/parts/loss.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/parts/losses/bce.h"
#include "engine/parts/losses/cross_entropy.h"
#include "engine/parts/losses/huber.h"
#include "engine/parts/losses/mse.h"

namespace backprop {
namespace {

using namespace loss_entries;

// In the order in which they are offered.
// clang-format off: a line each
constexpr Loss kLosses[] = {
    kMse,
    kBce,
    kCrossEntropy,
    kHuber,
};
// clang-format on

}  // namespace

std::span<const Loss> losses() { return kLosses; }

const Loss& loss(std::string_view name) {
  const Loss* entry = find_entry(losses(), name);
  assert(entry);
  return *entry;
}

}  // namespace backprop
