// The table of datasets. Each has a file in datasets/, with its generator and its entry.
#include "engine/parts/dataset.h"

#include <cassert>

#include "engine/base/table.h"
#include "engine/parts/datasets/blobs.h"
#include "engine/parts/datasets/checkerboard.h"
#include "engine/parts/datasets/circle.h"
#include "engine/parts/datasets/gauss.h"
#include "engine/parts/datasets/hills.h"
#include "engine/parts/datasets/moons.h"
#include "engine/parts/datasets/plane.h"
#include "engine/parts/datasets/rings.h"
#include "engine/parts/datasets/spiral.h"
#include "engine/parts/datasets/swiss_roll.h"
#include "engine/parts/datasets/waves.h"
#include "engine/parts/datasets/xor.h"

namespace backprop {
namespace {

using namespace dataset_entries;

// In the order in which they are offered.
// clang-format off: a line each
constexpr Dataset kDatasets[] = {
    kCircle,
    kXor,
    kGauss,
    kSpiral,
    kMoons,
    kRings,
    kBlobs,
    kCheckerboard,
    kPlane,
    kHills,
    kWaves,
    kSwissRoll,
};
// clang-format on

}  // namespace

std::span<const Dataset> datasets() { return kDatasets; }

const Dataset& dataset(std::string_view name) {
  const Dataset* entry = find_entry(datasets(), name);
  assert(entry != nullptr);
  return *entry;
}

}  // namespace backprop
