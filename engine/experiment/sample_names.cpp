#include "engine/experiment/sample_names.h"

namespace backprop {

int sample_number(const Data& data, int index) {
  return data.origins[static_cast<std::size_t>(index)] + 1;
}

std::string sample_name(const Data& data, int index) {
  return "sample " + std::to_string(sample_number(data, index));
}

std::string class_name(const Experiment& experiment, int label) {
  const Columns* columns = experiment.shown_columns();
  const std::vector<std::string>* names = experiment.uses_table ? &experiment.table->classes
                                          : columns != nullptr  ? &columns->classes
                                                                : nullptr;
  const auto index = static_cast<std::size_t>(label);
  if (names != nullptr && index < names->size()) return (*names)[index];
  return std::to_string(label);
}

std::string class_mark(const Experiment& experiment, int label) {
  constexpr std::size_t kMostBytes = 2;
  std::string name = class_name(experiment, label);
  return name.size() <= kMostBytes ? name : std::to_string(label);
}

std::string short_name(const Column* column, std::string_view otherwise, std::size_t most) {
  if (column == nullptr || column->name.empty()) return std::string(otherwise);
  std::size_t characters = 0;
  for (std::size_t i = 0; i < column->name.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(column->name[i]) & 0xC0) != 0x80;
    if (begins && characters++ == most) return column->name.substr(0, i) + "…";
  }
  return column->name;
}

}  // namespace backprop
