// Runs of what somebody brings: a table that was read, a network written down by hand.
#include <utility>

#include "shell/session/session.h"

namespace backprop {

// The points take the place of the data; the network and the other settings stay, and so does the
// way back.
Result<void> Session::take_table() {
  if (!table_) return {};
  Result<TableImport::Taken> taken = table_->take(trainer().experiment());
  if (!taken) return std::unexpected(taken.error());
  table_.reset();
  begin_with(Trainer(taken->experiment));
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
  view_.show_test_data = true;  // what was brought is all there to be seen
  shown_.statistics.clear();
  run_.note();
  canvas_.messages.clear();
  replaced();
}

}  // namespace backprop
