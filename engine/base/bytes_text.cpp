#include "engine/base/bytes_text.h"

namespace backprop {

std::string bytes_text(std::size_t bytes) {
  constexpr std::size_t kKilo = 1024, kMega = kKilo * kKilo;
  if (bytes < kKilo) return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
  const bool mega = bytes > kMega - kKilo;
  const std::size_t unit = mega ? kMega : kKilo;
  return std::to_string((bytes + unit - 1) / unit) + (mega ? " MB" : " kB");
}

}  // namespace backprop
