#include "engine/exercise/sheet_parts.h"

#include <array>

#include "engine/base/text.h"
#include "engine/exercise/answer_text.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

constexpr std::array<std::string_view, kPhaseCount> kPhaseTitles = {"Forward", "Loss", "Backward",
                                                                    "Gradients", "Update"};

std::string numbered(std::string_view letter, int index, int count) {
  return std::string(letter) + (count > 1 ? subscript(index + 1) : std::string());
}

}  // namespace

std::string sheet_title(const Exercise& exercise) {
  return "Exercise " + count_text(exercise.seed) + ", level " + count_text(exercise.level) + ": " +
         std::string(exercise.what().title);
}

std::string given_text(const Exercise& exercise) {
  return "The learning rate is η = " + answer_text(static_cast<double>(exercise.step.rate())) +
         ". w⁽ˡ⁾ⱼᵢ leads to neuron j of layer l from neuron or input i. Give three digits that "
         "count, as in −0.0213.";
}

std::string link_address(const Exercise& exercise, std::string_view page) {
  const std::size_t hash = page.find('#');
  return std::string(page.substr(0, hash)) + '#' + exercise.link;
}

std::string_view phase_title(Phase phase) { return kPhaseTitles[static_cast<std::size_t>(phase)]; }

SampleRows sample_rows(const HandStep& step) {
  const Workspace& batch = step.batch();
  const int inputs = step.network().input_count(), outputs = step.network().output_count();
  SampleRows table;
  table.names.emplace_back("sample");
  for (int i = 0; i < inputs; ++i) table.names.push_back(numbered("x", i, inputs));
  for (int k = 0; k < outputs; ++k) table.names.push_back(numbered("y", k, outputs));
  for (int s = 0; s < step.samples(); ++s) {
    std::vector<std::string>& row = table.rows.emplace_back();
    row.push_back('[' + count_text(s + 1) + ']');
    for (int i = 0; i < inputs; ++i) {
      row.push_back(answer_text(static_cast<double>(batch.input(i, s))));
    }
    for (int k = 0; k < outputs; ++k) {
      const auto at = static_cast<std::size_t>(k * batch.stride + s);
      row.push_back(answer_text(static_cast<double>(batch.targets[at])));
    }
  }
  return table;
}

std::vector<PhaseBlanks> blanks_by_phase(const Exercise& exercise) {
  std::vector<PhaseBlanks> groups;
  std::size_t number = 0;
  for (const HandPlace& place : exercise.blanks) {
    ++number;
    if (groups.empty() || groups.back().phase != phase_of(place)) {
      groups.push_back({phase_of(place), number, {}});
    }
    groups.back().places.push_back(place);
  }
  return groups;
}

}  // namespace backprop
