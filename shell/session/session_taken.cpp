// What somebody brings or does to the data by hand: points painted, numbers typed, a table that was
// read, a network written down.
#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/points.h"
#include "shell/session/session.h"
#include "shell/session/step_again.h"

namespace backprop {

namespace {

Result<void> do_edit(Experiment& experiment, const PointEdit& edit) {
  switch (edit.kind) {
    case PointEdit::Kind::kAdd:
      return add_point(experiment, edit.point);
    case PointEdit::Kind::kMove:
      return move_point(experiment, edit.index, edit.point.x1, edit.point.x2);
    case PointEdit::Kind::kRelabel:
      return relabel_point(experiment, edit.index, edit.point.label);
    case PointEdit::Kind::kRemove:
      return remove_point(experiment, edit.index);
    case PointEdit::Kind::kNumber:
      return set_number(experiment, edit.index, edit.column, edit.number);
  }
  return {};
}

}  // namespace

void Session::take_points(Experiment edited) {
  const int outputs = trainer().network().output_count();
  const std::size_t count = trainer().data().points.size();
  run_.take_points(std::move(edited));
  const int outputs_now = trainer().network().output_count();
  if (outputs_now != outputs) {
    say(Message::Kind::kNote, "The network has " +
                                  number_text(static_cast<std::int64_t>(outputs_now)) +
                                  " outputs now, as these classes need, and starts over.");
  }
  if (trainer().data().points.size() != count) view_.selected_point.reset();
  if (trainer().step_count() == 0) begun();
}

Result<void> Session::edit_points(const intent::EditPoints& edit) {
  const bool typed = !edit.edits.empty() && edit.edits.front().kind == PointEdit::Kind::kNumber;
  if (!typed) view_.show_test_data = true;  // those that fall into the test set do not vanish
  Experiment edited = trainer().experiment();
  make_points_custom(edited);
  Result<void> result;
  for (const PointEdit& one : edit.edits) {
    if (Result<void> done = do_edit(edited, one); !done && result) result = done;
  }
  if (typed && !result) return result;  // a row is taken as a whole
  // What was possible is done, also when something of it was not.
  const bool by_phase = playback_.by_phase;
  const int phases = typed && !playing() ? phases_to_take_again(run_) : 0;
  if (phases > 0) undo_.note_phases(phases, by_phase);
  if (typed && phases == 0 && trainer().phases_done() == kPhaseCount && !playing()) {
    say(Message::Kind::kNote, "Step " + number_text(trainer().step_count()) +
                                  " was taken with the numbers as they were: there is no way back "
                                  "to where it began.");
  }
  take_points(std::move(edited));
  for (int phase = 0; phase < phases; ++phase) run_phase();
  if (phases > 0) playback_.by_phase = by_phase;
  return result;
}

// The step in progress comes to where it was with the other weight. One that is done has its update
// behind it, and what is set is what the next one begins with: of that all but the update, which
// would change it.
Result<void> Session::edit_parameter(const intent::EditParameter& edit) {
  constexpr int kMost = kPhaseCount - 1;
  const bool by_phase = playback_.by_phase;
  const int phases = playing() || trainer().divergence() ? 0 : trainer().phases_done();
  const std::uint64_t revision = trainer().revision();
  Result<void> done = run_.set_parameter(edit.index, static_cast<double>(edit.value));
  if (phases == 0 || trainer().revision() == revision) return done;
  for (int phase = 0; phase < std::min(phases, kMost); ++phase) run_phase();
  playback_.by_phase = by_phase;
  return done;
}

void Session::take_no_points() {
  Experiment empty = trainer().experiment();
  clear_points(empty);
  take_points(std::move(empty));
}

// The points take the place of the data; the network and the other settings stay, and so does the
// way back.
Result<void> Session::take_table() {
  if (!table_) return {};
  Result<TableImport::Taken> taken = table_->take(trainer().experiment());
  if (!taken) return std::unexpected(taken.error());
  table_.reset();
  begin_with(Trainer(taken->experiment));
  view_.show_test_data = true;  // what was brought is all there to be seen
  say(Message::Kind::kNote, std::move(taken->note));
  return {};
}

Result<void> Session::take_run(const intent::TakeRun& take) {
  begin_with(std::move(*take.trainer));
  return {};
}

void Session::begin_with(Trainer trainer) {
  playback_.playing = playback_.by_phase = false;
  run_ = Run(std::move(trainer));
  other_.reset();
  forget_selection();
  view_.selected_point.reset();
  view_.slice_axes = {0, 1};
  shown_.statistics.clear();
  run_.note();
  canvas_.messages.clear();
  replaced();
}

}  // namespace backprop
