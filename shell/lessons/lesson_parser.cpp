#include "shell/lessons/lesson_parser.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <utility>

#include "engine/base/bytes_text.h"
#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "shell/lessons/action_text.h"
#include "shell/lessons/arithmetic.h"
#include "shell/lessons/lesson_keys.h"
#include "shell/lessons/lesson_run.h"
#include "shell/lessons/series.h"
#include "shell/lessons/typed_question.h"

namespace backprop {

namespace {

constexpr std::size_t kMostParagraphs = 8, kMostChoices = 5, kMostActions = 12;
constexpr std::size_t kMostWatched = 4, kMostChecks = 6;
constexpr std::size_t kLongestLine = 600, kLongestText = 1200, kLongestTitle = 80;

std::unexpected<Error> fail_at(int line, const std::string& message) {
  return fail("line " + std::to_string(line) + ": " + message);
}

// "key: value" of a line that begins with a word in small letters and a colon.
struct Pair {
  std::string_view key, value;
};
std::optional<Pair> read_pair(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() && line[end] >= 'a' && line[end] <= 'z') ++end;
  if (end == 0 || end == line.size() || line[end] != ':') return std::nullopt;
  return Pair{line.substr(0, end), trimmed(line.substr(end + 1))};
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  Result<Lesson> parse() {
    if (rest_.size() > kMaxLessonBytes) {
      return fail("a lesson has at most " + bytes_text(kMaxLessonBytes));
    }
    while (next_line()) {
      if (Result<void> done = read_line(); !done) return std::unexpected(done.error());
    }
    if (Result<void> done = finish_step(); !done) return std::unexpected(done.error());
    if (lesson_.id.empty()) return fail_at(1, "a lesson begins with lesson: and its short name");
    if (lesson_.title.empty()) return fail_at(1, "the lesson needs a title:");
    if (lesson_.summary.empty()) return fail_at(1, "the lesson needs a summary:");
    if (lesson_.link.empty()) return fail_at(1, "the lesson needs a link: to its experiment");
    if (lesson_.steps.empty()) return fail_at(line_, "the lesson needs a step: a line # Title");
    return std::move(lesson_);
  }

 private:
  struct Told {
    int line;
    QuantityRef quantity;
  };

  // What a line of prose goes on with.
  enum class Into { kNothing, kText, kReveal, kFeedback, kAttempt, kQuestion, kHint };

  bool next_line() {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    raw_ = rest_.substr(0, end);
    rest_ = end == rest_.npos ? std::string_view() : rest_.substr(end + 1);
    if (!raw_.empty() && raw_.back() == '\r') raw_.remove_suffix(1);
    ++line_;
    return true;
  }

  Result<void> read_line() {
    if (raw_.size() > kLongestLine) return fail_at(line_, "lines have at most 600 letters");
    if (!is_plain_text(raw_)) {
      return fail_at(line_, "there are letters that do not show: write UTF-8 without tabs");
    }
    const std::string_view line = trimmed(raw_);
    if (line.empty()) {
      new_paragraph_ = true;
      return {};
    }
    if (line.starts_with("//")) return {};
    if (line.starts_with("# ")) return begin_step(trimmed(line.substr(2)));
    const bool indented = raw_.front() == ' ';
    if (!indented && (line.starts_with("- ") || line.starts_with("+ "))) {
      return add_choice(trimmed(line.substr(2)), line.front() == '+');
    }
    if (!indented) {
      if (const std::optional<Pair> pair = read_pair(line)) return read_key(*pair);
    }
    // A choice's feedback is what stands indented below it.
    if (into_ == Into::kFeedback && !indented) into_ = Into::kText;
    return add_prose(line);
  }

  // --- prose -----------------------------------------------------------------------------------

  Result<void> begin_step(std::string_view title) {
    if (Result<void> done = finish_step(); !done) return done;
    if (lesson_.link.empty()) return fail_at(line_, "the lesson's link: stands before its steps");
    if (lesson_.steps.size() == kMaxLessonSteps)
      return fail_at(line_, "a lesson has at most 20 steps");
    if (title.size() > kLongestTitle) return fail_at(line_, "a title has at most 80 letters");
    LessonStep& step = lesson_.steps.emplace_back();
    step.line = line_;
    step.title = title;
    into_ = Into::kText;
    new_paragraph_ = true;
    return {};
  }

  Result<void> add_prose(std::string_view line) {
    if (Result<void> right = check_numbers(line); !right) return right;
    switch (into_) {
      case Into::kNothing:
        return fail_at(line_, "text stands in a step, after a line # Title");
      case Into::kText:
        return add_to(step().text, line);
      case Into::kReveal:
        return add_to(step().reveal, line);
      case Into::kFeedback:
        return append(step().choices.back().feedback, line);
      case Into::kAttempt:
        return append(step().attempt, line);
      case Into::kQuestion:
        return append(step().question, line);
      case Into::kHint:
        return append(step().hint, line);
    }
    return {};
  }

  Result<void> add_to(std::vector<std::string>& paragraphs, std::string_view line) {
    if (new_paragraph_ || paragraphs.empty()) {
      if (paragraphs.size() == kMostParagraphs)
        return fail_at(line_, "a step has at most 8 paragraphs");
      paragraphs.emplace_back();
    }
    return append(paragraphs.back(), line);
  }

  Result<void> append(std::string& text, std::string_view line) {
    if (!text.empty()) text += ' ';
    text += line;
    new_paragraph_ = false;
    if (text.size() > kLongestText) return fail_at(line_, "a paragraph has at most 1200 letters");
    return {};
  }

  // Every {quantity} must be one, and {= arithmetic} have a value.
  Result<void> check_numbers(std::string_view line) {
    for (std::size_t at = line.find('{'); at != line.npos; at = line.find('{', at + 1)) {
      const std::size_t end = line.find('}', at);
      if (end == line.npos) return fail_at(line_, "a { is not closed with }");
      const std::string_view inside = line.substr(at + 1, end - at - 1);
      if (inside.starts_with('=')) {
        const Result<double> value = work_out(inside.substr(1));
        if (!value) return fail_at(line_, value.error().message);
        continue;
      }
      const auto quantity = parse_quantity(inside, network());
      if (!quantity) {
        if (trainer_ && number_in_step(inside, *trainer_)) {
          if (into_ == Into::kText || into_ == Into::kQuestion) step().given.emplace_back(inside);
          continue;
        }
        return fail_at(line_, quantity.error().message + ", nor such a number in a step");
      }
      (into_ == Into::kReveal ? told_ : live_).push_back({line_, *quantity});
    }
    return {};
  }

  // What a step reveals and checks is computed once, while somebody waits; other numbers for every
  // picture. On the run as the step leaves it.
  Result<void> check_work() {
    std::vector<Told> told = std::exchange(told_, {}), live = std::exchange(live_, {});
    for (const LessonCheck& check : step().checks) {
      told.push_back({check.line, check.condition.quantity});
    }
    for (const QuantityRef& quantity : step().watch) live.push_back({step().line, quantity});
    const LessonAction* run = run_of(step());
    if (run != nullptr && run->until) live.push_back({run->line, run->until->quantity});
    if (Result<void> done = check_work(told, kMaxQuantityWork); !done) return done;
    return check_work(live, kMaxWatchedWork);
  }
  Result<void> check_work(std::span<const Told> numbers, double most) {
    double work = 0;
    for (const auto& [line, quantity] : numbers) {
      work += quantity.work(*trainer_);
      if (work <= most) continue;
      return fail_at(line, quantity.text() +
                               " takes too much computing with this network and so many points: "
                               "use fewer of them, or fewer steps");
    }
    return {};
  }

  Result<void> add_choice(std::string_view text, bool right) {
    if (lesson_.steps.empty() || step().question.empty()) {
      return fail_at(line_, "choices stand after ask: and its question");
    }
    if (step().choices.size() == kMostChoices)
      return fail_at(line_, "a question has at most 5 choices");
    if (text.size() > kLongestTitle) return fail_at(line_, "a choice has at most 80 letters");
    step().choices.push_back({std::string(text), {}, right});
    into_ = Into::kFeedback;
    return {};
  }

  Result<void> finish_step() {
    if (lesson_.steps.empty()) return {};
    const LessonStep& last = step();
    const bool asks = !last.question.empty();
    if (asks && last.typed.empty()) {
      if (last.choices.size() < 2) return fail_at(last.line, "a question needs choices, or type:");
      const auto right = std::ranges::count_if(last.choices, &LessonChoice::right);
      if (right != 1) return fail_at(last.line, "one choice, and only one, begins with +");
    }
    if (!last.typed.empty()) {
      const Result<void> fits = check_typed(last, *asked_);
      if (!fits) return fail_at(last.line, fits.error().message);
    } else if (!last.hint.empty()) {
      return fail_at(last.line, "hint: is for a step that asks for a number, with type:");
    }
    if (!asks && !last.cover.empty()) {
      return fail_at(last.line, "cover: is for a step that asks: what it covers is answered there");
    }
    if (last.text.empty() && !asks) {
      return fail_at(last.line, "the step needs a text or a question");
    }
    return check_work();
  }

  // --- keys ------------------------------------------------------------------------------------

  using Read = Result<void> (Parser::*)(std::string_view value);
  struct Key {
    std::string_view name;
    Read read;
  };
  static const std::array<Key, 9> kHeader;
  static const std::array<Key, 13> kStep;

  Result<void> read_key(const Pair& pair) {
    const bool in_step = !lesson_.steps.empty();
    const std::span<const Key> keys =
        in_step ? std::span<const Key>(kStep) : std::span<const Key>(kHeader);
    const Key* key = find_entry(keys, pair.key);
    const LessonShowKey* shows = in_step ? find_entry(lesson_show_keys(), pair.key) : nullptr;
    if (shows != nullptr && !pair.value.empty()) {
      const Result<void> done = shows->read(step(), pair.value, *trainer_);
      return done ? done : fail_at(line_, done.error().message);
    }
    if (shows != nullptr) return fail_at(line_, std::string(pair.key) + ": needs a value");
    if (key == nullptr) {
      std::vector<std::string_view> names;
      for (const Key& each : keys) names.push_back(each.name);
      for (const LessonShowKey& each : lesson_show_keys()) {
        if (in_step) names.push_back(each.name);
      }
      return fail_at(line_,
                     "there is no key " + quoted(pair.key) +
                         (in_step ? " in a step: it has " : " before the steps: there are ") +
                         join(names));
    }
    const bool may_be_empty = key->read == &Parser::read_reveal;
    if (pair.value.empty() && !may_be_empty) {
      return fail_at(line_, std::string(key->name) + ": needs a value");
    }
    return (this->*key->read)(pair.value);
  }

  Result<void> once(std::string& to, std::string_view value, std::size_t most = kLongestText) {
    if (!to.empty()) return fail_at(line_, "this stands here twice");
    if (value.size() > most)
      return fail_at(line_, "this has at most " + std::to_string(most) + " letters");
    to = value;
    return {};
  }

  Result<void> read_id(std::string_view value) {
    const bool plain = std::ranges::all_of(
        value, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    if (!plain) return fail_at(line_, "the short name has small letters, digits and hyphens only");
    return once(lesson_.id, value, 40);
  }
  Result<void> read_title(std::string_view value) {
    return once(lesson_.title, value, kLongestTitle);
  }
  Result<void> read_summary(std::string_view value) { return once(lesson_.summary, value, 160); }
  Result<void> read_series(std::string_view value) { return once(lesson_.series, value, 40); }
  Result<void> read_minutes(std::string_view value) {
    const auto minutes = parse_number<int>(value);
    if (!minutes || *minutes < 1 || *minutes > 60)
      return fail_at(line_, "minutes are a number from 1 to 60");
    lesson_.minutes = *minutes;
    return {};
  }
  Result<void> read_seeds(std::string_view value) {
    const auto seeds = parse_number<int>(value);
    if (!seeds || *seeds < 1 || *seeds > kMaxLessonSeeds)
      return fail_at(line_, "seeds are a number from 1 to 50");
    lesson_.seeds = *seeds;
    return {};
  }
  Result<void> read_picture(std::string_view value) {
    if (picture_sizes(value).empty()) {
      const auto entry = require_entry(datasets(), "dataset", value);
      if (!entry) return fail_at(line_, entry.error().message);
    }
    return once(lesson_.picture, value);
  }
  Result<void> read_scale(std::string_view value) {
    const auto parts = split(value, ' ', 2);
    const auto x1 = parse_number<double>(parts.front()),
               x2 = parse_number<double>(trimmed(parts.back()));
    const auto fits = [](const std::optional<double>& scale) {
      return scale && *scale >= 0.01 && *scale <= 2;
    };
    if (!fits(x1) || !fits(x2))
      return fail_at(line_, "scale: takes one or two numbers from 0.01 to 2");
    if (!lesson_.link.empty()) return fail_at(line_, "scale: stands before link:");
    lesson_.scale_x1 = *x1;
    lesson_.scale_x2 = *x2;
    return {};
  }
  Result<void> read_link(std::string_view value) {
    lesson_.link_line = line_;
    if (Result<void> done = once(lesson_.link, value); !done) return done;
    return open(value);
  }

  // The run as it is so far: what later lines are checked against.
  Result<void> open(std::string_view link) {
    Result<Trainer> opened = open_experiment(lesson_, link);
    if (!opened) return fail_at(line_, opened.error().message);
    trainer_ = std::move(*opened);
    return {};
  }

  Result<void> read_ask(std::string_view value) {
    into_ = Into::kQuestion;
    if (Result<void> right = check_numbers(value); !right) return right;
    return once(step().question, value);
  }
  // On the run as the step finds it: what it does comes after the answer.
  Result<void> read_type(std::string_view value) {
    if (step().question.empty() || !step().choices.empty()) {
      return fail_at(line_, "type: stands after ask: and its question, before wrong numbers");
    }
    if (!step().actions.empty()) {
      return fail_at(line_, "type: stands before what the step does: it is answered before that");
    }
    Result<AskedNumber> asked = asked_number(value, *trainer_);
    if (!asked) return fail_at(line_, asked.error().message);
    step().symbol = asked_symbol(*asked);
    asked_ = std::move(*asked);
    into_ = Into::kText;
    return once(step().typed, value, kLongestTitle);
  }
  Result<void> read_hint(std::string_view value) {
    into_ = Into::kHint;
    return once(step().hint, value);
  }
  Result<void> read_reveal(std::string_view value) {
    into_ = Into::kReveal;
    new_paragraph_ = true;
    return value.empty() ? Result<void>() : add_prose(value);
  }
  Result<void> read_try(std::string_view value) {
    into_ = Into::kAttempt;
    if (Result<void> right = check_numbers(value); !right) return right;
    return once(step().attempt, value);
  }
  Result<void> read_button(std::string_view value) { return once(step().button, value, 40); }
  Result<void> read_watch(std::string_view value) {
    for (const std::string_view name : split(value, ',', 10)) {
      const auto quantity = parse_quantity(trimmed(name), network());
      if (!quantity) return fail_at(line_, quantity.error().message);
      if (step().watch.size() == kMostWatched)
        return fail_at(line_, "a step watches at most 4 quantities");
      step().watch.push_back(*quantity);
    }
    return {};
  }
  Result<void> read_check(std::string_view value) {
    const auto condition = parse_condition(value, network());
    if (!condition) return fail_at(line_, condition.error().message);
    if (step().checks.size() == kMostChecks) return fail_at(line_, "a step has at most 6 checks");
    step().checks.push_back({line_, *condition});
    return {};
  }
  // --- actions ---------------------------------------------------------------------------------

  Result<void> add_action(LessonAction action) {
    if (step().actions.size() == kMostActions)
      return fail_at(line_, "a step does at most 12 things");
    if (run_of(step()) != nullptr) return fail_at(line_, "run: is the last thing a step does");
    action.line = line_;
    // Tried at once on the run as it is so far, so that what cannot be done is named here.
    if (action.kind != LessonAction::Kind::kRun && action.kind != LessonAction::Kind::kPhase &&
        action.kind != LessonAction::Kind::kOpen) {
      if (Result<void> done = apply_action(*trainer_, action); !done) {
        return fail_at(line_, done.error().message);
      }
    }
    step().actions.push_back(std::move(action));
    return {};
  }
  Result<void> read_open(std::string_view value) {
    if (Result<void> done = open(value); !done) return done;
    return add_action({.kind = LessonAction::Kind::kOpen, .value = std::string(value)});
  }
  Result<void> add_parsed(Result<LessonAction> action) {
    if (!action) return fail_at(line_, action.error().message);
    return add_action(std::move(*action));
  }
  Result<void> read_set(std::string_view value) {
    return add_parsed(parse_assignment(value, LessonAction::Kind::kSet));
  }
  Result<void> read_edit(std::string_view value) {
    return add_parsed(parse_assignment(value, LessonAction::Kind::kEdit));
  }
  Result<void> read_restart(std::string_view value) { return add_parsed(parse_restart(value)); }
  Result<void> read_run(std::string_view value) {
    const Result<std::vector<LessonAction>> actions = parse_run(value, *trainer_);
    if (!actions) return fail_at(line_, actions.error().message);
    for (const LessonAction& action : *actions) {
      if (Result<void> done = add_action(action); !done) return done;
    }
    return {};
  }

  LessonStep& step() { return lesson_.steps.back(); }
  const Network* network() const { return trainer_ ? &trainer_->network() : nullptr; }

  std::string_view rest_, raw_;
  int line_ = 0;
  bool new_paragraph_ = true;
  Into into_ = Into::kNothing;
  Lesson lesson_;
  std::optional<Trainer> trainer_;
  std::optional<AskedNumber> asked_;  // of the step's question
  // The quantities in what the step reveals, and in its other texts
  std::vector<Told> told_, live_;
};

const std::array<Parser::Key, 9> Parser::kHeader = {{
    {"lesson", &Parser::read_id},
    {"title", &Parser::read_title},
    {"summary", &Parser::read_summary},
    {"series", &Parser::read_series},
    {"minutes", &Parser::read_minutes},
    {"seeds", &Parser::read_seeds},
    {"picture", &Parser::read_picture},
    {"scale", &Parser::read_scale},
    {"link", &Parser::read_link},
}};

const std::array<Parser::Key, 13> Parser::kStep = {{
    {"ask", &Parser::read_ask},
    {"type", &Parser::read_type},
    {"hint", &Parser::read_hint},
    {"open", &Parser::read_open},
    {"set", &Parser::read_set},
    {"restart", &Parser::read_restart},
    {"edit", &Parser::read_edit},
    {"run", &Parser::read_run},
    {"button", &Parser::read_button},
    {"reveal", &Parser::read_reveal},
    {"watch", &Parser::read_watch},
    {"check", &Parser::read_check},
    {"try", &Parser::read_try},
}};

}  // namespace

Result<Lesson> parse_lesson(std::string_view text) { return Parser(text).parse(); }

Result<std::vector<Lesson>> parse_lessons(std::string_view text) {
  std::vector<Lesson> lessons;
  while (!text.empty()) {
    const std::size_t next = text.find("\nlesson:");
    Result<Lesson> lesson = parse_lesson(text.substr(0, next));
    if (!lesson) return std::unexpected(lesson.error());
    lessons.push_back(std::move(*lesson));
    text = next == text.npos ? std::string_view() : text.substr(next + 1);
  }
  return lessons;
}

}  // namespace backprop
