// The page's key "slice": which of a table's inputs its picture has across and up, and the row
// whose other inputs it holds. All count from 1.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace backprop {

struct SliceKey {
  std::array<int, 2> axes = {1, 2};
  std::optional<int> row;

  std::string text() const;  // "3,4" or "3,4,120"
};

// An error says what would be right.
Result<SliceKey> read_slice_key(std::string_view text);
Result<void> check_slice_key(std::string_view text);

}  // namespace backprop
