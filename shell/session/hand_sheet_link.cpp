#include "shell/session/hand_sheet_link.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/link_pairs.h"
#include "engine/experiment/sample_table.h"
#include "engine/experiment/weights_text.h"

namespace backprop {

namespace {

constexpr std::size_t kMostRows = 200;   // more than anybody mends by hand
constexpr std::size_t kMostInLink = 100;  // of a line

std::string value_of(const std::vector<LinkPair>& pairs, std::string_view key) {
  const auto found = std::ranges::find(pairs, key, &LinkPair::key);
  return found != pairs.end() ? found->value : std::string();
}

HandSheet::Row cells_in(std::string_view text) {
  HandSheet::Row cells;
  for (const std::string_view cell : split(text, ',', kMostInLink)) {
    cells.emplace_back(trimmed(cell));
  }
  return cells;
}

void take_weights(std::string_view text, HandSheet& sheet) {
  if (!is_written_out(text)) return;
  const std::vector<std::string_view> layers = split(text, '|', kMostInLink);
  for (std::size_t l = 0; l < std::min(layers.size(), sheet.weights.size()); ++l) {
    const std::vector<std::string_view> neurons = split(layers[l], ';', kMostInLink);
    for (std::size_t j = 0; j < std::min(neurons.size(), sheet.weights[l].size()); ++j) {
      HandSheet::Row& to = sheet.weights[l][j];
      const HandSheet::Row cells = cells_in(neurons[j]);
      for (std::size_t i = 0; i < std::min(cells.size(), to.size()); ++i) to[i] = cells[i];
    }
  }
}

}  // namespace

std::optional<HandSheet> sheet_of_link(std::string_view link, const Experiment& experiment) {
  LinkMessages ignored;
  const std::vector<LinkPair> pairs = read_pairs(link, ignored);
  const std::string table = value_of(pairs, "table");
  const std::vector<std::string_view> parts = split(table, ';', kMostRows + 3);
  if (parts.size() < 3 || parts.size() > kMostRows + 2) return std::nullopt;
  const HandSheet::Row inputs = cells_in(parts[0]), targets = cells_in(parts[1]);
  const bool classes = parts[1].find('~') != parts[1].npos;  // their sheet is a table's dialog
  if (classes || inputs.size() > kMaxTableInputs || targets.size() > kMaxTableTargets) {
    return std::nullopt;
  }

  HandSheet sheet;
  sheet.inputs = count_text(inputs.size());
  sheet.outputs = count_text(targets.size());
  sheet.take_settings(experiment);
  std::ranges::copy(inputs, sheet.names.begin());
  std::ranges::copy(targets, sheet.names.begin() + static_cast<std::ptrdiff_t>(inputs.size()));
  sheet.rows.clear();
  for (std::size_t r = 2; r < parts.size(); ++r) {
    sheet.rows.push_back(cells_in(parts[r]));
    sheet.rows.back().resize(sheet.names.size());
  }
  sheet.agree();
  take_weights(value_of(pairs, "weights"), sheet);
  if (sheet.make() || !sheet.trouble()) return std::nullopt;
  return sheet;
}

}  // namespace backprop
