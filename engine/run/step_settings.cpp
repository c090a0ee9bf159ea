#include "engine/run/step_settings.h"

#include <algorithm>
#include <utility>

namespace backprop {

void StepSettings::change(const Experiment& before, SettingsAt after) {
  after.experiment.custom_points.clear();
  if (entries_.empty()) {
    entries_.push_back({0, before});
    entries_.front().experiment.custom_points.clear();
  }
  std::erase_if(entries_,
                [&](const SettingsAt& entry) { return entry.phases_done > after.phases_done; });
  SettingsAt& last = entries_.back();
  if (last.phases_done < after.phases_done) {
    entries_.push_back(std::move(after));
    return;
  }
  // Several changes at one place come to one, which begins afresh what any of them did.
  last.experiment = std::move(after.experiment);
  last.fresh_memory = last.fresh_memory || after.fresh_memory;
  last.fresh_cuts = last.fresh_cuts || after.fresh_cuts;
  last.matters = last.matters || after.matters;
}

const SettingsAt* StepSettings::planned_at(int phases_done) const {
  const auto found = std::ranges::find(entries_, phases_done, &SettingsAt::phases_done);
  return found == entries_.end() ? nullptr : &*found;
}

const Experiment* StepSettings::used_by(int phase) const {
  const Experiment* used = nullptr;
  for (const SettingsAt& entry : entries_) {
    if (entry.phases_done <= phase) used = &entry.experiment;
  }
  return used;
}

}  // namespace backprop
