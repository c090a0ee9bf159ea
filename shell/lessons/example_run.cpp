#include "shell/lessons/example_run.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"

namespace backprop {

Result<Trainer> open_example(std::string_view link) {
  Result<ParsedLink> parsed = parse_strict_link(link);
  if (!parsed) return std::unexpected(parsed.error());
  if (parsed->names_step || !parsed->page.empty()) {
    return fail("the link has an experiment and nothing else");
  }
  Trainer trainer = make_trainer(*parsed);
  if (trainer.data().train_count == 0) return fail("the link has no points to train on");
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
  bool goes_on = true;
  while (goes_on && trainer.step_count() < before) goes_on = trainer.step();
  for (int phase = 0; goes_on && phase < phases_after(moment); ++phase) {
    goes_on = trainer.advance_phase();
  }
  if (!goes_on) return fail("the link's run diverges before its step");
  return {};
}

bool stands_at(const Trainer& trainer, const ExampleMoment& moment) {
  const int phases = trainer.phases_done();
  if (phases < moment.phases) return false;
  return trainer.step_count() + (phases < kPhaseCount ? 1 : 0) == moment.step;
}

RunPlace place_of(const Trainer& trainer) {
  const int phases = trainer.phases_done();
  return {trainer.step_count() + (phases < kPhaseCount ? 1 : 0), phases};
}

RunPlace place_of(const ExampleMoment& moment, const ExampleNumber& number) {
  return {moment.step, phases_for(number.quantity)};
}

bool is_same_run(const Trainer& run, const Trainer& example) {
  return run.can_be_replayed() && run.experiment() == example.experiment() &&
         std::ranges::equal(run.start_parameters(), example.start_parameters());
}

bool ComparedNumber::agrees() const {
  return value && backprop::agrees(number->right.value_or(number->printed), *value);
}

bool ComparedNumber::differs_as_told() const {
  if (!number->right || !value) return false;
  return std::fabs(*value - number->right->value) < std::fabs(*value - number->printed.value);
}

ComparedNumber::Verdict ComparedNumber::verdict() const {
  if (!value) return Verdict::kUnknown;
  if (!agrees()) return Verdict::kOther;
  if (differs_as_told()) return Verdict::kSourceWrong;
  return looks_the_same(number->printed, *value) ? Verdict::kSame : Verdict::kNear;
}

std::string ComparedNumber::text() const {
  switch (verdict()) {
    case Verdict::kUnknown:
      return "–";
    case Verdict::kOther:
    case Verdict::kSourceWrong:
      return apart_from_printed(number->printed, *value);
    default:
      return like_printed(number->printed, *value) + (number->printed.cut ? "…" : "");
  }
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
