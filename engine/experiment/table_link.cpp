#include "engine/experiment/table_link.h"

#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/sample_table.h"
#include "engine/experiment/table.h"

namespace backprop {

Result<void> apply_link_table(Experiment& experiment, std::string_view text) {
  Result<SampleTable> table = read_sample_table(text);
  if (!table) return std::unexpected(table.error());
  experiment.table = std::move(*table);
  return set_property(experiment, "dataset", "table");
}

void train_on_all_of_few(Experiment& experiment) {
  if (experiment.table && experiment.table->rows() > kSmallTable) return;
  experiment.train_fraction = 1;
}

std::string no_such_dataset(std::string_view name, std::string choices) {
  for (const ShippedTable& table : shipped_tables()) {
    if (table.name == name) {
      return quoted(name) + " is a table: write table=" + std::string(name) +
             " in its place; else " + choices;
    }
  }
  return choices;
}

}  // namespace backprop
