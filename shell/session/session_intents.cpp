// Intents carried out.
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "engine/insight/notation.h"
#include "shell/platform/platform.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

// How long a replay may keep a frame waiting, in seconds; then it goes on over the next ones.
constexpr double kPatience = 1.5, kScrubPatience = 0.03;

template <class... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};

template <class... Kinds>
bool is_one_of(const Intent& intent) {
  return (std::holds_alternative<Kinds>(intent) || ...);
}

// What an intent changes that a person may want to take back; empty for the others.
std::string change_of(const Intent& intent, const Trainer& trainer, bool comparing) {
  if (const auto* compare = std::get_if<intent::Compare>(&intent)) {
    return compare->on == comparing ? "" : comparing ? "Stop comparing" : "Compare";
  }
  if (std::holds_alternative<intent::SwapRuns>(intent)) return comparing ? "Swap" : "";
  if (std::holds_alternative<intent::Restart>(intent)) {
    const bool at_start = trainer.step_count() == 0 && trainer.phases_done() == 0;
    return at_start ? "" : "Start over";
  }
  if (std::holds_alternative<intent::NewWeights>(intent)) return "New weights";
  if (std::holds_alternative<intent::NewData>(intent)) return "New data";
  if (const auto* points = std::get_if<intent::EditPoints>(&intent)) {
    constexpr const char* kKinds[] = {"Painted points", "Moved points", "Changed classes",
                                      "Erased points", "Typed numbers"};  // as PointEdit::Kind
    return points->edits.empty() ? "" : kKinds[static_cast<int>(points->edits.front().kind)];
  }
  if (std::holds_alternative<intent::ClearPoints>(intent)) return "Clear";
  if (std::holds_alternative<intent::TakeRun>(intent)) return "New network";
  if (const auto* edit = std::get_if<intent::EditParameter>(&intent)) {
    const bool exists = edit->index < trainer.network().parameter_count();
    return exists ? parameter_label(trainer, edit->index) : std::string();
  }
  const auto* set = std::get_if<intent::SetProperty>(&intent);
  const Property* property = set != nullptr ? find_property(set->name) : nullptr;
  return property != nullptr ? std::string(property->label) : std::string();
}

}  // namespace

Result<void> Session::carry_out(const Intent& intent) {
  // Another way to play a run is no change of it, and another run has nothing to be undone.
  if (is_one_of<intent::SetSpeed, intent::SetStopRule, intent::OpenRun, intent::ReturnTo>(intent)) {
    return perform(intent, false);
  }
  std::string change = change_of(intent, trainer(), other_ != nullptr);
  if (is_one_of<intent::TakeTable>(intent) && table_) change = "Points from " + table_->name();
  const std::uint64_t revision = trainer().revision();
  const auto* edit = std::get_if<intent::EditParameter>(&intent);
  const bool remembered =
      !change.empty() &&
      undo_.remember(change, platform::seconds(), edit != nullptr ? edit->joins : Joins::kSoon,
                     [&] { return edit != nullptr ? runs_in_phase() : copy_runs(); });
  const bool was_awaiting = playback_.awaited_step > 0;
  end_awaiting();
  ++intents_done_;
  if (!is_one_of<intent::Scrub>(intent)) run_.end_seek();
  Result<void> done = perform(intent, was_awaiting);
  const bool changed = trainer().revision() != revision;
  if (remembered && !changed && !is_one_of<intent::Compare, intent::SwapRuns>(intent)) {
    undo_.forget_last();
  }
  if (other_ && changed) {
    other_->share(trainer());
    const bool at_once = !is_one_of<intent::Scrub, intent::EditPoints>(intent);
    other_->follow(trainer().step_count(), at_once ? kPatience : kScrubPatience);
  }
  keep_to_budget();
  answer_memory_alarm();
  return done;
}

Result<void> Session::perform(const Intent& intent, bool was_awaiting) {
  return std::visit(
      Overload{
          [this](intent::Play) -> Result<void> { return start_playing(), Result<void>(); },
          [this](intent::Pause) -> Result<void> {
            return playback_.playing = false, Result<void>();
          },
          [&](intent::TogglePlay) -> Result<void> {
            if (playing() || was_awaiting) {
              playback_.playing = false;
            } else {
              start_playing();
            }
            return {};
          },
          [this](intent::Step step) -> Result<void> {
            playback_.playing = false;
            train(step);
            return {};
          },
          [this](intent::Epoch) -> Result<void> {
            playback_.playing = false;
            train({.count = trainer().steps_left_in_epoch()});
            return {};
          },
          [this](intent::AdvancePhase) -> Result<void> {
            playback_.playing = false;
            run_phase();
            return {};
          },
          [this](intent::ToPhase to) -> Result<void> {
            playback_.playing = false;
            const int done = trainer().phases_done();
            const int ahead = to.phase + 1 - done;
            for (int i = ahead > 0 ? ahead : ahead + kPhaseCount; i > 0; --i) run_phase();
            return {};
          },
          [this](intent::LookAtOne) -> Result<void> { return look_at_one(), Result<void>(); },
          [this](const intent::TrainUntil& until) -> Result<void> {
            return train_until(until), Result<void>();
          },
          [this](intent::Back) -> Result<void> {
            const int done = trainer().phases_done();
            const bool inside = done > 0 && done < kPhaseCount;
            return go_to(trainer().step_count() - (inside ? 0 : 1), kPatience);
          },
          [this](intent::BackPhase) { return back_phase(); },
          [this](intent::GoTo target) { return go_to(target.step, kPatience); },
          [this](intent::Scrub target) { return go_to(target.step, kScrubPatience); },
          [this](intent::Restart) -> Result<void> {
            run_.restart();
            begun();
            return {};
          },
          [this](intent::NewWeights) -> Result<void> {
            const Experiment& now = trainer().experiment();
            const std::string next = std::to_string(now.seed + 1u);
            if (now.data_seed < 0) {  // the points stay
              if (Result<void> kept = set("dataSeed", std::to_string(now.seed)); !kept) return kept;
            }
            return set("seed", next);
          },
          [this](intent::NewData) -> Result<void> {
            return set("dataSeed", std::to_string(trainer().experiment().points_seed() + 1u));
          },
          [this](const intent::SetProperty& property) -> Result<void> {
            return set(property.name, property.value);
          },
          [this](const intent::EditPoints& edit) { return edit_points(edit); },
          [this](intent::ClearPoints) -> Result<void> { return take_no_points(), Result<void>(); },
          [this](intent::TakeTable) { return take_table(); },
          [this](const intent::TakeRun& take) { return take_run(take); },
          [this](intent::LeaveTable) -> Result<void> { return table_.reset(), Result<void>(); },
          [this](intent::EditParameter edit) { return edit_parameter(edit); },
          [this](intent::Undo) -> Result<void> {
            return bring_back(undo_.undo(runs_in_phase())), Result<void>();
          },
          [this](intent::Redo) -> Result<void> {
            return bring_back(undo_.redo(runs_in_phase())), Result<void>();
          },
          [this](intent::Compare wanted) -> Result<void> {
            // A page loads what compares when something is first pressed.
            if (!platform::await_later_part()) return fail(std::string(kNotLoaded));
            return compare(wanted.on), Result<void>();
          },
          [this](intent::SwapRuns) -> Result<void> { return swap_runs(), Result<void>(); },
          [this](intent::SetSpeed set) -> Result<void> {
            return playback_.speed = set.speed, Result<void>();
          },
          [this](const intent::SetStopRule& set) -> Result<void> {
            return set_stop_rule(set.rule), Result<void>();
          },
          [this](const intent::OpenRun& open) -> Result<void> {
            return open_run(open), Result<void>();
          },
          [this](const intent::ReturnTo& to) -> Result<void> {
            return return_to(*to.standing), Result<void>();
          },
      },
      intent);
}

// --- changes -------------------------------------------------------------------------------------

Result<void> Session::set(std::string_view name, std::string_view value) {
  std::vector<std::string> notes;
  const std::uint64_t revision = trainer().revision();
  Result<void> done = run_.set(name, value, &notes);
  for (std::string& note : notes) say(Message::Kind::kNote, std::move(note));
  if (!done || trainer().revision() == revision) return done;
  // Two runs are compared over all their steps: they start over together.
  if (other_ && trainer().step_count() > 0) run_.restart();
  if (trainer().step_count() == 0) begun();
  return done;
}

}  // namespace backprop
