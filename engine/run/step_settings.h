// Which live settings the phases of one step run under, where they changed between its phases.
//
// A run between two steps is its state and its settings. In the middle of a step that is not
// enough: a batch size set after the forward pass is the next step's, a rate set there is this
// one's. So the changes are kept with the phase they came after, and a replay of the step, from a
// history or a document, makes them where they were made.
#pragma once

#include <vector>

#include "engine/experiment/experiment.h"

namespace backprop {

// Settings from after `phases_done` phases of the step on.
struct SettingsAt {
  int phases_done;  // 0: those the step began with
  Experiment experiment;  // but for points placed by hand: they do not change here
  bool fresh_memory = false;  // another optimizer: its memory begins at zero
  bool fresh_cuts = false;    // L1 begins to cut: no weight is cut yet
  bool matters = false;       // to the run: not a setting that the others leave without effect

  friend bool operator==(const SettingsAt&, const SettingsAt&) = default;
};

class StepSettings {
 public:
  bool empty() const { return entries_.empty(); }
  void clear() { entries_.clear(); }
  // In order of their phases, the first at 0; empty when nothing changed. Those after the phase a
  // trainer is at are planned.
  const std::vector<SettingsAt>& entries() const { return entries_; }
  void plan(std::vector<SettingsAt> entries) { entries_ = std::move(entries); }

  // After `phases_done` phases `after` replaces `before`; what was planned for later is forgotten.
  void change(const Experiment& before, SettingsAt after);
  // What changes after exactly so many phases, or nullptr.
  const SettingsAt* planned_at(int phases_done) const;
  // What phase `phase` (from 0) ran under, or nullptr: nothing changed.
  const Experiment* used_by(int phase) const;

 private:
  std::vector<SettingsAt> entries_;
};

}  // namespace backprop
