#include "shell/session/table_import.h"

#include "engine/insight/slice.h"

namespace backprop {

void TableImport::set_role(std::size_t column, ColumnRole role) {
  const auto is_label = [](ColumnRole one) {
    return one == ColumnRole::kClass || one == ColumnRole::kValue;
  };
  const auto excludes = [&](ColumnRole one, ColumnRole other) {
    if (one == ColumnRole::kInput || one == ColumnRole::kIgnore) return false;
    if (one == ColumnRole::kTarget) return other == ColumnRole::kClass;
    const bool class_and_target = one == ColumnRole::kClass && other == ColumnRole::kTarget;
    return one == other || (is_label(one) && is_label(other)) || class_and_target;
  };
  for (ColumnRole& other : roles_) {
    if (excludes(role, other)) other = ColumnRole::kIgnore;
  }
  roles_[column] = role;
  renew();
}

void TableImport::take_samples(bool samples) {
  if (samples == takes_samples()) return;
  roles_ = samples ? sample_roles(table_) : point_roles(table_);
  renew();
}

void TableImport::set_scale(TableScale scale) {
  scale_ = scale;
  scale_chosen_ = true;
  renew();
}

Result<TableImport::Taken> TableImport::take(const Experiment& experiment) const {
  Taken taken{experiment, name_ + ':'};
  const Result<std::vector<std::string>> said =
      place_table(taken.experiment, table_, roles_, scale_);
  if (!said) return fail(name_ + " cannot be used: " + said.error().message + '.');
  for (const std::string& sentence : *said) taken.note += ' ' + sentence;
  return taken;
}

void TableImport::renew() {
  if (!scale_chosen_ || (scale_ == TableScale::kTold && !has_told())) {
    scale_ = wanted_scale(table_, roles_);
  }
  Experiment tried;
  says_ = place_table(tried, table_, roles_, scale_);
  points_.clear();
  if (!says_) return;
  problem_ = tried.problem;
  if (tried.uses_table) {
    points_ = slice_points(tried, make_data(tried), slice_of(tried, {0, 1}, 0));
  } else {
    points_ = std::move(tried.custom_points);
  }
}

}  // namespace backprop
