// What is asked of the application, carried out.
#include <cmath>
#include <string>
#include <utility>

#include "engine/insight/notation.h"
#include "shell/app/app.h"
#include "shell/app/later_part.h"
#include "shell/panels/network/parameter_editor.h"
#include "shell/platform/platform.h"

namespace backprop {

// Not inline: GCC 12 takes the parts of a moved variant that are not there for uninitialized ones.
void App::post(Intent intent) { intents_.push_back(std::move(intent)); }

Result<void> App::carry_out() {
  // Intents posted while one is carried out wait for the next frame.
  const std::vector<Intent> intents = std::exchange(intents_, {});
  Result<void> result;
  for (const Intent& intent : intents) {
    if (Result<void> done = apply(intent); !done && result) result = done;
  }
  return result;
}

namespace {

// How long a replay may keep a frame waiting.
constexpr double kAnyTime = 1e9, kScrubPatience = 0.03;

template <class... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};

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
                                      "Erased points"};  // as PointEdit::Kind
    return points->edits.empty() ? "" : kKinds[static_cast<int>(points->edits.front().kind)];
  }
  if (std::holds_alternative<intent::ClearPoints>(intent)) return "Clear";
  if (const auto* edit = std::get_if<intent::EditParameter>(&intent)) {
    const bool exists = edit->index < trainer.network().parameter_count();
    return exists ? parameter_label(trainer, edit->index) : std::string();
  }
  const auto* set = std::get_if<intent::SetProperty>(&intent);
  const Property* property = set != nullptr ? find_property(set->name) : nullptr;
  return property != nullptr ? std::string(property->label) : std::string();
}

}  // namespace

// The runs take the place of the present ones, which the other direction keeps. What was said of a
// change that is taken back is no longer so.
bool App::bring_back(std::optional<RunCopies> runs) {
  if (!runs) return false;
  std::erase_if(canvas_.messages,
                [](const Message& message) { return message.kind == Message::Kind::kNote; });
  playing_ = by_phase_ = false;
  run_.take(runs->run);
  statistics_.clear();
  other_ = runs->other ? std::make_unique<OtherRun>(*runs->other) : nullptr;
  note_change();
  return true;
}

Result<void> App::apply(const Intent& intent) {
  const bool about_two = std::holds_alternative<intent::Compare>(intent) ||
                         std::holds_alternative<intent::SwapRuns>(intent);
  const std::string change = change_of(intent, trainer(), other_ != nullptr);
  const std::uint64_t revision = trainer().revision();
  const bool remembered =
      !change.empty() && undo_.remember(change, platform::seconds(), [&] { return copy_runs(); });
  Result<void> done = carry_out(intent);
  const bool changed = trainer().revision() != revision;
  if (remembered && !changed && !about_two) undo_.forget_last();
  if (other_ && changed) {
    other_->share(trainer());
    const bool at_once = !std::holds_alternative<intent::Scrub>(intent) &&
                         !std::holds_alternative<intent::EditPoints>(intent);
    other_->follow(trainer().step_count(), at_once ? kAnyTime : kScrubPatience);
  }
  return done;
}

Result<void> App::carry_out(const Intent& intent) {
  const bool was_awaiting = awaited_step_ > 0;
  end_awaiting();
  if (was_awaiting || address_given_) note_change();
  if (!std::holds_alternative<intent::Scrub>(intent)) run_.end_seek();
  const auto set = [this](std::string_view name, std::string_view value) -> Result<void> {
    std::vector<std::string> notes;
    const std::uint64_t revision = trainer().revision();
    Result<void> done = run_.set(name, value, &notes);
    for (std::string& note : notes) canvas_.say(Message::Kind::kNote, std::move(note));
    if (!done || trainer().revision() == revision) return done;
    // Two runs are compared over all their steps: they start over together.
    if (other_ && trainer().step_count() > 0) run_.restart();
    if (trainer().step_count() == 0) begun();
    return done;
  };
  return std::visit(
      Overload{
          [this](intent::Play) -> Result<void> { return start_playing(), Result<void>(); },
          [this](intent::Pause) -> Result<void> { return playing_ = false, Result<void>(); },
          [&](intent::TogglePlay) -> Result<void> {
            if (playing_ || was_awaiting) {
              playing_ = false;
            } else {
              start_playing();
            }
            return {};
          },
          [this](intent::Step step) -> Result<void> {
            playing_ = false;
            train(step.count);
            return {};
          },
          [this](intent::AdvancePhase) -> Result<void> {
            playing_ = false;
            run_phase();
            return {};
          },
          [this](intent::ToPhase to) -> Result<void> {
            playing_ = false;
            const int done = trainer().phases_done();
            const int ahead = to.phase + 1 - done;
            for (int i = ahead > 0 ? ahead : ahead + kPhaseCount; i > 0; --i) run_phase();
            return {};
          },
          [this](intent::Back) -> Result<void> {
            const int done = trainer().phases_done();
            const bool inside = done > 0 && done < kPhaseCount;
            return go_to(trainer().step_count() - (inside ? 0 : 1), kAnyTime);
          },
          [this](intent::BackPhase) { return back_phase(); },
          [this](intent::GoTo target) { return go_to(target.step, kAnyTime); },
          [this](intent::Scrub target) { return go_to(target.step, kScrubPatience); },
          [this](intent::Restart) -> Result<void> {
            run_.restart();
            begun();
            return {};
          },
          [&](intent::NewWeights) -> Result<void> {
            const Experiment& now = trainer().experiment();
            const std::string next = std::to_string(now.seed + 1u);
            if (now.data_seed < 0) {  // the points stay
              if (Result<void> kept = set("dataSeed", std::to_string(now.seed)); !kept) return kept;
            }
            return set("seed", next);
          },
          [&](intent::NewData) -> Result<void> {
            return set("dataSeed", std::to_string(trainer().experiment().points_seed() + 1u));
          },
          [&](const intent::SetProperty& property) -> Result<void> {
            return set(property.name, property.value);
          },
          [this](const intent::EditPoints& edit) { return edit_points(edit); },
          [this](intent::ClearPoints) -> Result<void> {
            Experiment empty = trainer().experiment();
            empty.dataset = nullptr;
            empty.custom_points.clear();
            return take_points(std::move(empty)), Result<void>();
          },
          [this](intent::EditParameter edit) -> Result<void> {
            if (edit.index >= trainer().network().parameter_count()) {
              return fail("There is no parameter " + std::to_string(edit.index) + ".");
            }
            if (!std::isfinite(edit.value)) return fail("A weight must be a finite number.");
            run_.set_parameter(edit.index, edit.value);
            return {};
          },
          [this](intent::Undo) -> Result<void> {
            bring_back(undo_.undo(copy_runs()));
            return {};
          },
          [this](intent::Redo) -> Result<void> {
            bring_back(undo_.redo(copy_runs()));
            return {};
          },
          [this](intent::Compare wanted) -> Result<void> {
            return compare(wanted.on), Result<void>();
          },
          [this](intent::SwapRuns) -> Result<void> { return swap_runs(), Result<void>(); },
          [this](const intent::OpenFile& file) -> Result<void> {
            if (!platform::await_later_part()) return fail(std::string(kLaterPartLost));
            return open_file(file);
          },
      },
      intent);
}

}  // namespace backprop
