#include "shell/lessons/find_example.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/text.h"

namespace backprop {

namespace {

// Letters to put in, take out or replace (V. I. Levenshtein, "Binary codes capable of correcting
// deletions, insertions, and reversals", 1966).
std::size_t letters_apart(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = i;
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

Result<const Example*> find_example(std::span<const Example> examples, std::string_view id) {
  constexpr std::size_t kLongest = 40;  // of a short name
  if (examples.empty()) return fail("there are no worked examples");
  const std::string_view name = id.substr(0, kLongest);
  const auto found = std::ranges::find(examples, id, &Example::id);
  if (found != examples.end()) return &*found;
  const Example& nearest = *std::ranges::min_element(
      examples, {}, [name](const Example& each) { return letters_apart(name, each.id); });
  return fail("there is no worked example " + quoted(id) + ": the nearest name is " +
              quoted(nearest.id));
}

}  // namespace backprop
