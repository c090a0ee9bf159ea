#include "shell/lessons/lesson_run.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/text.h"
#include "engine/exercise/answer_text.h"
#include "engine/experiment/link.h"
#include "engine/experiment/points.h"
#include "engine/insight/explain.h"
#include "engine/run/trainer_link.h"
#include "shell/lessons/arithmetic.h"
#include "shell/lessons/lesson_keys.h"
#include "shell/lessons/typed_question.h"

namespace backprop {

namespace {

using Kind = LessonAction::Kind;

// A lesson opens at once: about a second on a slow machine, where a link may take minutes.
constexpr std::int64_t kShorterThanLinks = 500;

std::string grouped_digits(std::int64_t number) {
  std::string digits = number_text(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

Result<void> edit(Trainer& trainer, const LessonAction& action) {
  const Result<ExplainTarget> target = parse_target(trainer, action.name);
  if (!target) return std::unexpected(target.error());
  const auto value = parse_number<float>(action.value);
  if (target->kind != ExplainTarget::Kind::kParameter || !value) {
    return fail("edit: takes a weight or a bias and a number, as in bias:1.2 = -20");
  }
  // As on the canvas, the step in progress comes to where it was; of one that is done, all but the
  // update.
  const int phases = trainer.divergence() ? 0 : std::min(trainer.phases_done(), kPhaseCount - 1);
  Result<void> done = trainer.set_parameter(target->parameter, static_cast<double>(*value));
  while (done && trainer.phases_done() < phases && trainer.advance_phase()) {
  }
  return done;
}

std::unexpected<Error> failed_at(int line, const Error& error) {
  return fail("line " + std::to_string(line) + ": " + error.message);
}

}  // namespace

Result<Trainer> open_experiment(const Lesson& lesson, std::string_view link) {
  Result<ParsedLink> parsed = parse_strict_link(link);
  if (!parsed) return std::unexpected(parsed.error());
  // Without a data seed of their own the points are others too.
  parsed->experiment.seed += static_cast<std::uint32_t>(lesson.further);
  const std::int64_t most = max_link_step(parsed->experiment) / kShorterThanLinks;
  if (parsed->step > most) {
    return fail("the link of a lesson stands at most at step " + number_text(most) +
                " of such a network, not at " + number_text(parsed->step));
  }
  if (lesson.scale_x1 != 1 || lesson.scale_x2 != 1) {
    scale_points(parsed->experiment, lesson.scale_x1, lesson.scale_x2);
  }
  Trainer trainer = make_trainer(*parsed);
  if (trainer.data().train_count == 0) return fail("the link has no points to train on");
  while (trainer.step_count() < parsed->step) {
    if (!trainer.step()) return fail("the link's run diverges before its step");
  }
  return trainer;
}

int steps_per_epoch(const Trainer& trainer) {
  const int points = std::max(trainer.data().train_count, 1);
  const int batch = std::clamp(trainer.experiment().batch_size, 1, points);
  return (points + batch - 1) / batch;
}

Result<void> apply_action(Trainer& trainer, const LessonAction& action) {
  switch (action.kind) {
    case Kind::kSet:
      return trainer.set(action.name, action.value);
    case Kind::kRestart:
      if (action.name == "new") {
        return trainer.set("seed", number_text(std::int64_t{trainer.experiment().seed} + 1));
      }
      trainer.restart();
      return {};
    case Kind::kEdit:
      return edit(trainer, action);
    case Kind::kPhase:
      trainer.advance_phase();
      return {};
    case Kind::kOpen:
    case Kind::kRun:
      break;
  }
  return {};
}

void begin_step(Trainer& trainer, const LessonStep& step) {
  const int phases = trainer.phases_done();
  for (int done = phases < kPhaseCount ? phases : 0; done < phases_for(step.phase); ++done) {
    trainer.advance_phase();
  }
}

Result<void> perform(Trainer& trainer, const Lesson& lesson, const LessonAction& action) {
  if (action.kind == Kind::kOpen) {
    Result<Trainer> opened = open_experiment(lesson, action.value);
    if (!opened) return std::unexpected(opened.error());
    trainer = std::move(*opened);
    return {};
  }
  if (action.kind != Kind::kRun) return apply_action(trainer, action);
  const std::int64_t begin = trainer.step_count();
  while (!run_is_done(trainer, action, begin) && trainer.step()) {
  }
  return {};
}

bool run_is_done(const Trainer& trainer, const LessonAction& run, std::int64_t begin) {
  const std::int64_t done = trainer.step_count() - begin;
  if (done >= run.steps || trainer.divergence()) return true;
  if (!run.until || done == 0 || done % steps_per_epoch(trainer) != 0) return false;
  return run.until->holds(run.until->quantity.of(trainer));
}

Result<double> number_in_step(std::string_view name, const Trainer& trainer) {
  constexpr std::size_t kMostParameters = 200;  // the step is worked out for every picture
  if (trainer.network().parameter_count() > kMostParameters) {
    return fail("numbers of a step are told of small networks");
  }
  const Result<AskedNumber> asked = asked_number(name, trainer);
  if (!asked) return std::unexpected(asked.error());
  return asked->value;
}

std::string with_numbers(std::string_view text, const Trainer& trainer, double most) {
  std::string result;
  while (true) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == text.npos ? text.npos : text.find('}', open);
    result += text.substr(0, close == text.npos ? text.npos : open);
    if (close == text.npos) return result;
    const std::string_view inside = text.substr(open + 1, close - open - 1);
    const bool arithmetic = inside.starts_with('=');
    if (arithmetic) result += worked_out_text(inside.substr(1)).value_or("–");
    const auto quantity = parse_quantity(inside);
    if (!quantity && !arithmetic) {
      const Result<double> number = number_in_step(inside, trainer);
      result += number ? "**" + answer_text(*number) + "**" : "–";
    } else if (!arithmetic) {
      result += "**" + quantity->value_text(quantity->of(trainer, most)) + "**";
      const double work = quantity->work(trainer);
      if (work <= most) most -= work;  // one that was too much took no time
    }
    text.remove_prefix(close + 1);
  }
}

const LessonAction* run_of(const LessonStep& step) {
  const auto run = std::ranges::find(step.actions, Kind::kRun, &LessonAction::kind);
  return run == step.actions.end() ? nullptr : &*run;
}

std::string button_text(const LessonStep& step, const Trainer& trainer) {
  if (!step.button.empty()) return step.button;
  const LessonAction* run = run_of(step);
  if (run == nullptr) {
    const bool phase = !step.actions.empty() && step.actions.back().kind == Kind::kPhase;
    return phase ? "Run the phases" : "Change it";
  }
  if (run->until) return "Run";
  const int epoch = steps_per_epoch(trainer);
  const bool whole = run->steps >= 10 * epoch && run->steps % epoch == 0 && epoch > 1;
  const std::int64_t count = whole ? run->steps / epoch : run->steps;
  return "Run " + grouped_digits(count) + (whole ? " epoch" : " step") + (count == 1 ? "" : "s");
}

Result<PlayedLesson> play_through(const Lesson& lesson) {
  Result<Trainer> trainer = open_experiment(lesson, lesson.link);
  if (!trainer) return std::unexpected(trainer.error());
  PlayedLesson played;
  std::vector<HandPlace> asked_before;
  for (const LessonStep& step : lesson.steps) {
    begin_step(*trainer, step);
    if (!step.typed.empty()) {
      const Result<AskedNumber> asked = asked_number(step.typed, *trainer);
      if (!asked) return failed_at(step.line, asked.error());
      played.answers.push_back(
          {&step, asked->value, trouble_with_asking(step, *asked, asked_before)});
      if (asked->step) asked_before.push_back(asked->place);
    }
    for (const LessonAction& action : step.actions) {
      if (Result<void> done = perform(*trainer, lesson, action); !done) {
        return failed_at(action.line, done.error());
      }
    }
    for (const LessonCheck& check : step.checks) {
      const double value = check.condition.quantity.of(*trainer);
      played.checks.push_back({&step, check, value, check.condition.holds(value)});
    }
  }
  return played;
}

}  // namespace backprop
