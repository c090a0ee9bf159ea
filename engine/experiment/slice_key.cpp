#include "engine/experiment/slice_key.h"

#include <cstdint>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/sample_table.h"

namespace backprop {

std::string SliceKey::text() const {
  std::string text = std::to_string(axes[0]) + ',' + std::to_string(axes[1]);
  if (row) text += ',' + std::to_string(*row);
  return text;
}

Result<SliceKey> read_slice_key(std::string_view text) {
  constexpr std::int64_t kInputs = kMaxTableInputs, kRows = kMaxTableRows;
  const std::vector<std::string_view> parts = split(text, ',', 4);
  std::vector<int> numbers;
  for (const std::string_view part : parts) {
    const std::optional<std::int64_t> number = parse_number<std::int64_t>(part);
    const std::int64_t most = numbers.size() < 2 ? kInputs : kRows;
    if (!number || *number < 1 || *number > most) break;
    numbers.push_back(static_cast<int>(*number));
  }
  const bool right = numbers.size() == parts.size() && (parts.size() == 2 || parts.size() == 3);
  if (!right || numbers[0] == numbers[1]) {
    return fail(
        "it is two different inputs of a table and a row, all counted from 1, as in 3,4 or "
        "3,4,120");
  }
  SliceKey key;
  key.axes = {numbers[0], numbers[1]};
  if (numbers.size() == 3) key.row = numbers[2];
  return key;
}

Result<void> check_slice_key(std::string_view text) {
  const Result<SliceKey> key = read_slice_key(text);
  if (!key) return std::unexpected(key.error());
  return {};
}

}  // namespace backprop
