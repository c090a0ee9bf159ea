#include "engine/base/order.h"

#include <algorithm>
#include <numeric>

namespace backprop::internal {

// Merges runs of 1, 2, 4, … from one list into the other.
std::vector<std::uint32_t> order_of(std::size_t count,
                                    bool (*before)(const void* context, std::uint32_t,
                                                   std::uint32_t),
                                    const void* context) {
  std::vector<std::uint32_t> from(count), to(count);
  std::iota(from.begin(), from.end(), 0u);
  for (std::size_t run = 1; run < count; run *= 2) {
    for (std::size_t start = 0; start < count; start += 2 * run) {
      const std::size_t middle = std::min(start + run, count),
                        end = std::min(start + 2 * run, count);
      std::size_t left = start, right = middle;
      for (std::size_t at = start; at < end; ++at) {
        const bool take_right =
            right < end && (left == middle || before(context, from[right], from[left]));
        to[at] = from[take_right ? right++ : left++];
      }
    }
    from.swap(to);
  }
  return from;
}

}  // namespace backprop::internal
