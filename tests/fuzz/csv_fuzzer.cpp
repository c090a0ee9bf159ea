// Any text as a table of points: refused with a sentence, or columns with roles, of which every
// scale makes points that a run can be made of, that links and documents keep, and that are written
// and read again without change.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/experiment/points.h"
#include "engine/experiment/points_csv.h"
#include "engine/experiment/table.h"
#include "engine/experiment/table_samples.h"
#include "tests/fuzz/require.h"

using namespace backprop;

namespace {

void require_sentences(const std::vector<std::string>& sentences) {
  for (const std::string& sentence : sentences) require(is_plain_text(sentence));
}

// Whether names have letters, digits, spaces and the like. That tables with any other names are
// read back as they were written is not so yet: the tests of tables hold it for those of real
// programs.
bool is_ordinary(const std::string& name) {
  constexpr std::string_view kMarks = ",;|\t\"'#%=\\";
  return name.find_first_of(kMarks) == name.npos;
}
bool are_ordinary(const std::vector<std::string>& names) {
  return std::ranges::all_of(names, is_ordinary);
}

void require_linked(const Experiment& experiment) {
  const ParsedLink link = parse_link(make_link(experiment));
  require(link.experiment.columns == experiment.columns);
  require(link.experiment.custom_points == experiment.custom_points);
  if (experiment.columns) {
    const Columns& columns = *experiment.columns;
    if (!are_ordinary({columns.inputs[0].name, columns.inputs[1].name, columns.label.name}) ||
        !are_ordinary(columns.classes)) {
      return;
    }
  }
  require(read_table(write_points_csv(experiment)).has_value());
}

// The whole table, where there is room for it.
void require_samples(const Table& table, std::optional<TableScale> scale) {
  const std::vector<ColumnRole> roles = sample_roles(table);
  if (!check_roles(table, roles) || !are_samples(roles)) return;
  Experiment experiment;
  const auto said = place_table(experiment, table, roles, scale);
  if (!said) return require(is_plain_text(said.error().message));
  require_sentences(*said);
  require(check_table(*experiment.table).has_value());
  require(parse_link(make_link(experiment)).experiment == experiment);
  const SampleTable& samples = *experiment.table;
  if (!are_ordinary(samples.inputs) || !are_ordinary(samples.targets) ||
      !are_ordinary(samples.classes)) {
    return;
  }
  const Result<Table> again = read_table(write_points_csv(experiment));
  require(again.has_value());
  Experiment read;
  require(place_table(read, *again, again->roles, std::nullopt).has_value());
  require(read.table->scales == samples.scales);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<Table> table = read_table(text);
  if (!table) {
    require(is_plain_text(table.error().message));
    return 0;
  }
  require(table->roles.size() == table->columns.size() && table->rows > 0);
  require(table->certain == table->doubt.empty());
  require(is_plain_text(table->doubt));
  require_sentences(table->says);
  if (!check_roles(*table, table->roles)) return 0;
  const Result<std::vector<ColumnRole>> named =
      read_roles(*table, roles_text(*table, table->roles));
  if (!named) require(is_plain_text(named.error().message));
  for (const auto scale : {std::optional<TableScale>(), std::optional(TableScale::kStandardise),
                           std::optional(TableScale::kFit)}) {
    require_samples(*table, scale);
  }
  if (are_samples(table->roles)) return 0;
  for (const TableScale scale : {wanted_scale(*table, table->roles), TableScale::kNone,
                                 TableScale::kStandardise, TableScale::kFit}) {
    const Result<TablePoints> points = take_points(*table, table->roles, scale);
    if (!points) {
      require(is_plain_text(points.error().message));
      continue;
    }
    require(!points->points.empty() && points->points.size() <= kMaxPoints);
    require_sentences(points->says);
    for (const Point& point : points->points) {
      require(is_coordinate(point.x1) && is_coordinate(point.x2) && is_coordinate(point.label));
      if (points->problem == Problem::kClassification) require(is_class_label(point.label));
    }
    Experiment experiment;
    const auto placed = place_points(experiment, *points);
    require(placed.has_value());
    require_linked(experiment);
  }
  return 0;
}
