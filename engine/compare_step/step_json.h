// What the readers of a step's parts have in common.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/json_reader.h"
#include "engine/compare_step/step_file.h"

namespace backprop::step_json {

// A setting that a part of PyTorch may have.
struct Setting {
  std::string_view name;
  // What it has to be, several between bars: "1|-1"; empty where anything will do, since it changes
  // nothing or is read elsewhere.
  std::string_view must = {};
};

// Whether the object has "type" and these settings only, with values that can be computed here.
Result<void> check_settings(const JsonValue& object, std::span<const Setting> settings,
                            std::string_view type);

Result<std::string_view> type_of(const JsonValue& object);

// [rows][columns] numbers, one after the other, into `out`.
Result<void> read_matrix(const JsonValue& value, std::size_t rows, std::size_t columns, float* out);
Result<void> read_row(const JsonValue& value, std::size_t count, float* out);

// Reads tensors named "0.weight" and "0.bias" of every layer into a list laid out as the
// parameters.
Result<std::vector<float>> read_tensors(const JsonValue& object, const StepFile& file);

// "layers": modules, and the network's shape.
Result<void> read_modules(const JsonValue& list, StepFile& file);
// "loss", once the batch's size is known: it may change the output's activation.
Result<void> read_loss(const JsonValue& loss, StepFile& file);
// "optimizer" and "state", once weights are known.
Result<void> read_optimizer(const JsonValue& root, StepFile& file);

}  // namespace backprop::step_json
