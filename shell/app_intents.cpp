// What is asked of the application, carried out.
#include <cmath>
#include <string>
#include <utility>

#include "shell/app.h"

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

template <class... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};

}  // namespace

Result<void> App::apply(const Intent& intent) {
  const bool was_awaiting = awaited_step_ > 0;
  end_awaiting();
  const auto set = [this](std::string_view name, std::string_view value) -> Result<void> {
    std::vector<std::string> notes;
    Result<void> done = trainer_.set(name, value, &notes);
    for (std::string& note : notes) messages_.push_back({Message::Kind::kNote, std::move(note)});
    if (!done) return done;
    // Whatever restarts the run begins a new one; a live setting changes what comes next.
    if (trainer_.step_count() == 0) {
      begin_run();
    } else {
      changed_run();
    }
    return done;
  };
  return std::visit(
      Overload{
          [this](intent::Play) -> Result<void> { return playing_ = true, Result<void>(); },
          [this](intent::Pause) -> Result<void> { return playing_ = false, Result<void>(); },
          [&](intent::TogglePlay) -> Result<void> {
            playing_ = !playing_ && !was_awaiting;
            return {};
          },
          [this](intent::Step step) -> Result<void> {
            playing_ = false;
            train(step.count);
            return {};
          },
          [this](intent::AdvancePhase) -> Result<void> {
            playing_ = false;
            if (trainer_.advance_phase()) follow_history();
            return {};
          },
          [this](intent::Back) -> Result<void> {
            const int done = trainer_.phases_done();
            const bool inside = done > 0 && done < kPhaseCount;
            return go_to(trainer_.step_count() - (inside ? 0 : 1));
          },
          [this](intent::BackPhase) { return back_phase(); },
          [this](intent::GoTo target) { return go_to(target.step); },
          [this](intent::Restart) -> Result<void> {
            trainer_.restart();
            begin_run();
            return {};
          },
          [&](intent::NewWeights) -> Result<void> {
            const Experiment& now = trainer_.experiment();
            const std::string next = std::to_string(now.seed + 1u);
            if (now.data_seed < 0) {  // the points stay
              if (Result<void> kept = set("dataSeed", std::to_string(now.seed)); !kept) return kept;
            }
            return set("seed", next);
          },
          [&](intent::NewData) -> Result<void> {
            return set("dataSeed", std::to_string(trainer_.experiment().points_seed() + 1u));
          },
          [&](const intent::SetProperty& property) -> Result<void> {
            return set(property.name, property.value);
          },
          [this](intent::EditParameter edit) -> Result<void> {
            if (edit.index >= trainer_.network().parameter_count()) {
              return fail("There is no parameter " + std::to_string(edit.index) + ".");
            }
            if (!std::isfinite(edit.value)) return fail("A weight must be a finite number.");
            trainer_.set_parameter(edit.index, edit.value);
            changed_run();
            return {};
          },
      },
      intent);
}

}  // namespace backprop
