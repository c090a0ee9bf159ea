// What the export formats have in common.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/run/trainer.h"

namespace backprop::exports {

std::string points_csv(const Trainer& trainer);
std::string weights_json(const Trainer& trainer);
std::string weights_csv(const Trainer& trainer);
std::string onnx_model(const Trainer& trainer);
std::string c_header(const Trainer& trainer);
// For a run with training points.
std::string numpy_script(const Trainer& trainer);
std::string pytorch_script(const Trainer& trainer);

// Exported networks take the numbers of the table that the data came from, and give values in them.
struct NetworkScale {
  std::vector<Scale> inputs;  // of every number that the network is given
  std::vector<Scale> outputs;  // of values; empty where outputs stand for classes
};
// Where there is one.
std::optional<NetworkScale> scale_of(const Experiment& experiment);
// What the inputs and outputs are, in plain ASCII that can stand in any comment.
std::string input_meaning(const Experiment& experiment);
std::string output_meaning(const Experiment& experiment);
// The link to where the run stands; empty when it is so long that it holds points or weights.
std::string short_link(const Trainer& trainer);

struct Slot {
  std::string_view name;
  std::string value;
};
// The pattern with every $NAME replaced by its value. A line of nothing but a name whose value is
// empty is left out.
std::string filled(std::string_view pattern, std::span<const Slot> slots);

// "1, 0.5, -2", broken into lines of at most 100 characters that begin with `indent`, none at the
// end of the last. Rows of `row` numbers stay together, in brackets when there are any.
struct NumberStyle {
  std::string_view indent;
  std::string_view open{}, close{};  // around a row
  std::string_view suffix{};  // after a number, which then has a decimal point
};
std::string number_lines(std::span<const float> values, std::size_t row, const NumberStyle& style);
std::string number_lines(std::span<const double> values, std::size_t row, const NumberStyle& style);

}  // namespace backprop::exports
