#include "shell/session/hand_sheet_run.h"

#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/experiment/sample_table.h"

namespace backprop {

namespace {

constexpr std::size_t kMostSheetRows = 200;  // more than anybody mends by hand

}  // namespace

std::optional<HandSheet> sheet_of_run(const Trainer& trainer) {
  const Experiment& experiment = trainer.experiment();
  if (!experiment.uses_table || experiment.activations.size() > 1) return std::nullopt;
  const SampleTable& table = *experiment.table;
  const bool scaled = std::ranges::any_of(table.scales, &Scale::scaled);
  if (table.has_classes() || scaled || table.rows() > kMostSheetRows) return std::nullopt;
  const Network& network = trainer.network();
  const std::span<const float> parameters = network.parameters();
  if (!std::ranges::all_of(parameters, [](float value) { return std::isfinite(value); })) {
    return std::nullopt;
  }

  HandSheet sheet;
  sheet.inputs = count_text(table.inputs.size());
  sheet.outputs = count_text(table.targets.size());
  sheet.take_settings(experiment);
  sheet.names.assign(table.inputs.begin(), table.inputs.end());
  sheet.names.insert(sheet.names.end(), table.targets.begin(), table.targets.end());
  sheet.rows.clear();
  for (std::size_t r = 0; r < table.rows(); ++r) {
    HandSheet::Row& row = sheet.rows.emplace_back();
    for (std::size_t c = 0; c < table.width(); ++c) row.push_back(number_text(table.number(r, c)));
  }
  sheet.agree();
  for (std::size_t l = 0; l < sheet.weights.size(); ++l) {
    for (std::size_t j = 0; j < sheet.weights[l].size(); ++j) {
      HandSheet::Row& cells = sheet.weights[l][j];
      const int layer = static_cast<int>(l), neuron = static_cast<int>(j);
      for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
        cells[i] =
            number_text(parameters[network.weight_index(layer, neuron, static_cast<int>(i))]);
      }
      cells.back() = number_text(parameters[network.bias_index(layer, neuron)]);
    }
  }
  return sheet;
}

}  // namespace backprop
