#include "shell/lessons/example_run.h"

#include <string>

#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"

namespace backprop {

Result<Trainer> open_example(std::string_view link) {
  Result<ParsedLink> parsed = parse_strict_link(link);
  if (!parsed) return std::unexpected(parsed.error());
  if (parsed->names_step) return fail("the link stands at the run's start: leave step out");
  if (!parsed->page.empty()) return fail("the link speaks of the experiment alone");
  Trainer trainer = make_trainer(*parsed);
  if (trainer.data().train_count == 0) return fail("the link has no samples to train on");
  return trainer;
}

std::int64_t steps_before(const ExampleMoment& moment) {
  return moment.phases < kPhaseCount ? moment.step - 1 : moment.step;
}

int phases_after(const ExampleMoment& moment) {
  return moment.phases < kPhaseCount ? moment.phases : 0;
}

Result<void> go_to(Trainer& trainer, const ExampleMoment& moment) {
  const std::int64_t before = steps_before(moment);
  const bool inside = trainer.phases_done() > 0 && trainer.phases_done() < kPhaseCount;
  if (trainer.step_count() > before || inside) trainer.restart();
  const auto diverged = [&] {
    return fail("training diverges before step " + std::to_string(moment.step));
  };
  while (trainer.step_count() < before) {
    if (!trainer.step()) return diverged();
  }
  for (int phase = 0; phase < phases_after(moment); ++phase) {
    if (!trainer.advance_phase()) return diverged();
  }
  return {};
}

bool stands_at(const Trainer& trainer, const ExampleMoment& moment) {
  const int phases = trainer.phases_done();
  if (phases < moment.phases) return false;
  return trainer.step_count() + (phases < kPhaseCount ? 1 : 0) == moment.step;
}

bool ComparedNumber::agrees() const {
  return value && backprop::agrees(number->right.value_or(number->printed), *value);
}

bool ComparedNumber::differs_as_told() const {
  return number->right && value && !backprop::agrees(number->printed, *value);
}

std::vector<ComparedNumber> compare(const ExampleMoment& moment, const Trainer& trainer) {
  const bool there = stands_at(trainer, moment);
  std::vector<ComparedNumber> numbers;
  for (const ExampleNumber& number : moment.numbers) {
    numbers.push_back({&number, there ? value_of(number.quantity, trainer) : std::nullopt});
  }
  return numbers;
}

}  // namespace backprop
