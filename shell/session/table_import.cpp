#include "shell/session/table_import.h"

namespace backprop {

void TableImport::set_role(std::size_t column, ColumnRole role) {
  const auto is_label = [](ColumnRole one) {
    return one == ColumnRole::kClass || one == ColumnRole::kValue;
  };
  for (ColumnRole& other : roles_) {
    const bool same = other == role || (is_label(other) && is_label(role));
    if (same && role != ColumnRole::kIgnore) other = ColumnRole::kIgnore;
  }
  roles_[column] = role;
  renew();
}

void TableImport::set_scale(TableScale scale) {
  scale_ = scale;
  scale_chosen_ = true;
  renew();
}

Result<TableImport::Taken> TableImport::take(const Experiment& experiment) const {
  if (!points_) return fail(name_ + " cannot be used: " + points_.error().message + '.');
  Taken taken{experiment, name_ + ':'};
  const Result<std::vector<std::string>> said = place_points(taken.experiment, *points_);
  if (!said) return fail(name_ + " cannot be used: " + said.error().message + '.');
  for (const std::string& sentence : *said) taken.note += ' ' + sentence;
  return taken;
}

void TableImport::renew() {
  if (!scale_chosen_ || (scale_ == TableScale::kTold && !has_told())) {
    scale_ = wanted_scale(table_, roles_);
  }
  points_ = take_points(table_, roles_, scale_);
}

}  // namespace backprop
