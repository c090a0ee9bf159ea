#include "shell/lessons/action_text.h"

#include <cstdint>
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "shell/lessons/lesson_run.h"

namespace backprop {

using Kind = LessonAction::Kind;

Result<LessonAction> parse_assignment(std::string_view text, Kind kind) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos) return fail("this takes name=value");
  return LessonAction{.kind = kind,
                      .name = std::string(trimmed(text.substr(0, equals))),
                      .value = std::string(trimmed(text.substr(equals + 1)))};
}

Result<LessonAction> parse_restart(std::string_view text) {
  if (text != "same" && text != "new") return fail("restart: is with the same or new weights");
  return LessonAction{.kind = Kind::kRestart, .name = std::string(text)};
}

Result<std::vector<LessonAction>> parse_run(std::string_view text, const Trainer& trainer) {
  LessonAction run{.kind = Kind::kRun};
  std::string_view length = text;
  if (text.starts_with("until ")) {
    const std::size_t comma = text.find(", at most ");
    if (comma == text.npos) {
      return fail("until … needs a bound: until accuracy >= 0.95, at most 500 steps");
    }
    const auto condition = parse_condition(text.substr(6, comma - 6), &trainer.network());
    if (!condition) return std::unexpected(condition.error());
    run.until = *condition;
    length = text.substr(comma + 10);
  }
  const std::size_t space = length.find(' ');
  const auto count = parse_number<std::int64_t>(length.substr(0, space));
  const std::string_view unit =
      space == length.npos ? std::string_view() : trimmed(length.substr(space));
  if (!count || *count < 1 || *count > kMaxLessonRun) {
    return fail("run: takes a number of steps, epochs or phases, as in 300 epochs");
  }
  if (unit.starts_with("phase") && !run.until && *count <= kPhaseCount) {
    return std::vector<LessonAction>(static_cast<std::size_t>(*count), {.kind = Kind::kPhase});
  }
  if (unit.starts_with("epoch")) {
    run.steps = *count * steps_per_epoch(trainer);
  } else if (unit.starts_with("step")) {
    run.steps = *count;
  } else {
    return fail("run: counts steps, epochs or up to 5 phases, not " + quoted(unit));
  }
  if (run.steps > kMaxLessonRun) return fail("a run has at most 100000 steps");
  return std::vector<LessonAction>{std::move(run)};
}

}  // namespace backprop
