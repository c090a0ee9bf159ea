// A lesson: a short guided path through an experiment, written as a plain text file by hand (the
// format is described in docs/lessons.md). Knows the engine, and nothing of the canvas but names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/experiment/link.h"
#include "engine/insight/quantity.h"

namespace backprop {

struct LessonChoice {
  std::string text, feedback;
  bool right = false;
};

// What a step's button does, in this order.
struct LessonAction {
  enum class Kind {
    kOpen,     // another experiment: `value` is a link
    kSet,      // a property: name, value
    kRestart,  // from the same initial weights; `name` is "new" for the next seed's
    kEdit,     // one parameter: name is "bias:1.2", value a number
    kPhase,    // one phase of a step
    kRun,      // `steps`, or until a condition holds and `steps` at most
  };
  Kind kind;
  int line = 0;
  std::string name = {}, value = {};
  std::int64_t steps = 0;
  std::optional<Condition> until = {};
};

struct LessonCheck {
  int line;
  Condition condition;
};

struct LessonStep {
  int line = 0;
  std::string title;
  std::vector<std::string>
      text;  // paragraphs; {quantity} stands for its number, **words** for bold
  std::string question;
  std::vector<LessonChoice> choices;  // where a number is typed: wrong ones, and what is said then
  // The number to be typed, as it is written, its symbol, and a hint of the lesson's own.
  std::string typed, symbol, hint;
  std::vector<std::string> given;  // places whose numbers its text and its question tell
  std::string button;  // empty: made from the actions
  std::vector<LessonAction> actions;
  std::vector<std::string> reveal;  // shown once the question is answered and the actions are done
  std::vector<QuantityRef> watch;  // shown with their present numbers
  std::vector<LessonCheck> checks;  // the signs: true when the step is done
  std::string attempt;  // one thing to try
  std::vector<std::string> look;  // names of places on the canvas
  std::vector<std::string> cover;  // those that are covered until the question is answered
  // What the canvas shows; empty: as it is.
  std::string inside, edges, pin, sample, phase, nudge, large, speed, phone;
};

struct Lesson {
  std::string id, title, summary;
  std::string series;  // the course it belongs to; empty: none
  int minutes = 3;
  std::string picture;  // a dataset's name, or a network's sizes, "2-2-1"
  std::string link;
  int link_line = 0;
  double scale_x1 = 1, scale_x2 = 1;  // multiplies the points' coordinates
  int seeds = 1;  // on how many its signs appear: those of its links, and as many next ones
  int further = 0;  // added to the seeds of its links
  std::vector<LessonStep> steps;
};

// The LaTeX between the $ signs of a choice that is a formula; empty of one in words.
inline std::string_view formula_in(std::string_view choice) {
  const bool formula = choice.size() > 2 && choice.front() == '$' && choice.back() == '$';
  return formula ? choice.substr(1, choice.size() - 2) : std::string_view();
}

inline constexpr std::size_t kMaxLessonBytes = 64 * 1024;
inline constexpr std::size_t kMaxLessonSteps = 20;
inline constexpr std::int64_t kMaxLessonRun = 100'000;
inline constexpr int kMaxLessonSeeds = 50;

}  // namespace backprop
