#include "shell/lessons/lesson_player.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/table.h"
#include "engine/base/text.h"
#include "engine/insight/explain.h"
#include "shell/lessons/example.h"
#include "shell/lessons/lesson_parser.h"
#include "shell/lessons/lesson_run.h"
#include "shell/lessons/lesson_show.h"
#include "shell/lessons/shipped_texts.h"
#include "shell/platform/platform.h"
#include "shell/session/session.h"

namespace backprop {

struct LessonPlayer::State {
  std::vector<Lesson> lessons;
  std::optional<Lesson> open;
  std::size_t index = 0;
  std::vector<LessonProgress> progress;
  OwnNumbers own;  // that were typed in the lesson
  struct Mark {
    std::string id;
    std::size_t reached;
    bool finished;
  };
  std::vector<Mark> marks;  // kept on this machine
  bool marks_loaded = false;
  std::function<void(LessonPlayer&, Session&)> asked;
  // While something is open: what was there before.
  std::shared_ptr<const Standing> aside;
  std::optional<SeenBefore> seen;

  LessonProgress& now() { return progress[index]; }
};

namespace {

using Kind = LessonAction::Kind;

constexpr std::string_view kSetting = "lessons";
// A run without a speed of its own takes about this long.
constexpr double kSeconds = 5;

const Speed& speed_for(const LessonStep& step, std::int64_t steps) {
  if (!step.speed.empty()) return *find_speed(step.speed);
  const std::span<const Speed> all = speeds();
  for (const Speed& speed : all) {
    if (!speed.phases && static_cast<double>(steps) <= kSeconds * speed.per_second) return speed;
  }
  return all.back();
}

Intent intent_for(const LessonAction& action, const Trainer& trainer) {
  switch (action.kind) {
    case Kind::kSet:
      return intent::SetProperty{action.name, action.value};
    case Kind::kRestart:
      if (action.name == "new") {
        return intent::SetProperty{"seed", std::to_string(trainer.experiment().seed + 1U)};
      }
      return intent::Restart{};
    case Kind::kEdit: {
      const auto target = parse_target(trainer, action.name);
      return intent::EditParameter{target ? target->parameter : trainer.network().parameter_count(),
                                   parse_number<float>(action.value).value_or(0)};
    }
    case Kind::kPhase:
      return intent::AdvancePhase{};
    case Kind::kOpen:
    case Kind::kRun:
      break;
  }
  return intent::Pause{};
}

}  // namespace

LessonPlayer::State& LessonPlayer::state() const {
  if (!state_) state_ = std::make_shared<State>();
  return *state_;
}

const std::vector<Lesson>& LessonPlayer::lessons() const { return state().lessons; }

const Lesson* LessonPlayer::lesson() const { return lesson_open_ ? &*state().open : nullptr; }

std::size_t LessonPlayer::step_index() const { return state().index; }

const LessonStep& LessonPlayer::step() const { return state().open->steps[state().index]; }

const LessonProgress& LessonPlayer::progress(std::size_t step) const {
  return state().progress[step];
}

// --- the gallery -------------------------------------------------------------------------------

void LessonPlayer::load() {
  if (loaded_) return;
  const std::optional<std::string_view> text = platform::site_text("lessons");
  if (!text) return;
  loaded_ = true;
  const ShippedTexts texts = divide_texts(*text);
  Result<std::vector<Lesson>> lessons = parse_lessons(texts.lessons);
  failed_ = !lessons || lessons->empty() || !examples_.load(texts.examples);
  if (!failed_) state().lessons = std::move(*lessons);
  load_marks();
}

void LessonPlayer::load_marks() {
  if (std::exchange(state().marks_loaded, true)) return;
  // "zero-init 3;depth 6 done"
  const std::string kept = platform::load_setting(kSetting);
  for (const std::string_view entry : split(kept, ';', 200)) {
    const auto words = split(entry, ' ', 3);
    const auto reached = words.size() > 1 ? parse_number<std::uint32_t>(words[1]) : std::nullopt;
    if (reached) state().marks.push_back({std::string(words[0]), *reached, words.size() > 2});
  }
}

bool LessonPlayer::finished(std::string_view id) const {
  const auto mark = std::ranges::find(state().marks, id, &State::Mark::id);
  return mark != state().marks.end() && mark->finished;
}

std::size_t LessonPlayer::reached(std::string_view id) const {
  const auto mark = std::ranges::find(state().marks, id, &State::Mark::id);
  return mark == state().marks.end() ? 0 : mark->reached;
}

void LessonPlayer::remember(std::size_t reached) {
  load_marks();
  const bool last = reached >= state().open->steps.size();
  auto mark = std::ranges::find(state().marks, state().open->id, &State::Mark::id);
  if (mark == state().marks.end()) mark = state().marks.insert(mark, {state().open->id, 0, false});
  mark->reached = last ? 0 : reached;  // a finished lesson begins anew
  mark->finished = mark->finished || last;
  std::string text;
  for (const State::Mark& each : state().marks) {
    text += (text.empty() ? "" : ";") + each.id + " " + std::to_string(each.reached) +
            (each.finished ? " done" : "");
  }
  platform::save_setting(kSetting, text);
}

// --- the lesson --------------------------------------------------------------------------------

std::size_t LessonPlayer::number() const {
  const auto found = std::ranges::find(state().lessons, state().open->id, &Lesson::id);
  return static_cast<std::size_t>(found - state().lessons.begin());
}

std::optional<LessonSeries> LessonPlayer::series() const {
  const std::size_t index = number();
  if (index >= state().lessons.size()) return std::nullopt;
  return series_at(state().lessons, index);
}

void LessonPlayer::open_pending(Session& session) {
  const std::string key = std::exchange(pending_, {});
  const std::size_t equals = key.find('=');
  const std::string id = key.substr(equals + 1);
  shows_examples = key.starts_with("example");
  if (shows_examples && !failed_) {
    const Result<const Example*> example = examples_.find(id);
    if (example) {
      open(session, **example, opening_ == Opening::kStays);
    } else {
      session.say(Message::Kind::kWarning, "T" + example.error().message.substr(1) + ".");
      gallery_ = true;
    }
    return;
  }
  const auto found = std::ranges::find(state().lessons, id, &Lesson::id);
  if (found != state().lessons.end()) {
    if (!has_card()) state().aside.reset();
    if (opening_ == Opening::kAside) put_aside(session);
    const auto before = opening_ == Opening::kStays ? session.standing() : nullptr;
    open(session, Lesson(*found), reached(id));
    if (before) session.carry_out(intent::ReturnTo{before});
  } else {
    session.say(Message::Kind::kWarning,
                failed_ ? "The lessons could not be loaded. Try again when there is "
                          "a connection."
                        : "There is no lesson " + quoted(id) + ": choose another.");
    gallery_ = true;
  }
}

void LessonPlayer::open(Session& session, const Lesson& lesson, std::size_t from,
                        std::string own_text) {
  Result<Trainer> trainer = open_experiment(lesson, lesson.link);
  if (!trainer) return;  // parse_lesson has made sure of it
  if (!has_card()) state().seen = seen_before(session.view());
  leave(false);
  gallery_ = folded = false;
  pending_.clear();
  state().open = lesson;
  lesson_open_ = true;
  if (own_text.empty()) key_ = "lesson=" + lesson.id;
  own_text_ = std::move(own_text);
  state().progress.assign(lesson.steps.size(), {});
  state().own.clear();
  state().index = 0;
  session.carry_out(intent::OpenRun{std::make_shared<Trainer>(std::move(*trainer))});
  from = std::min(from, lesson.steps.size() - 1);
  for (; state().index < from; ++state().index) {
    finish(session);
    if (!state().now().done) break;  // it takes longer: it goes on before one's eyes
  }
  enter(session, state().index);
}

void LessonPlayer::open(Session& session, const Example& example, bool keeps_run,
                        std::string own_text) {
  if (!has_card()) state().seen = seen_before(session.view());
  leave(false);
  gallery_ = folded = false;
  session.view().settings_folded = true;
  pending_.clear();
  if (own_text.empty()) key_ = "example=" + example.id;
  own_text_ = std::move(own_text);
  examples_.open(session, example, keeps_run);
}

void LessonPlayer::ask(Session& session, std::function<void(LessonPlayer&, Session&)> what) {
  state().asked = std::move(what);
  session.forget_shown();  // another picture is wanted
}

void LessonPlayer::put_aside(Session& session) {
  if (!has_card() && !returns_) state().aside = session.standing();
}

void LessonPlayer::close_and_return(Session& session) {
  leave(false);
  pending_.clear();
  returns_ = true;
  session.forget_shown();  // another picture is wanted
}

void LessonPlayer::leave(bool forget_aside) {
  state().asked = nullptr;
  if (forget_aside) {
    state().aside.reset();
    state().seen.reset();
  }
  state().open.reset();
  lesson_open_ = false;
  examples_.close();
  key_.clear();
  own_text_.clear();
  state().progress.clear();
}

void LessonPlayer::bring_back(Session& session) {
  if (state().aside) (void)session.carry_out(intent::ReturnTo{state().aside});
  if (state().seen) see_again(session.view(), *state().seen, state().aside != nullptr);
  state().aside.reset();
  state().seen.reset();
}

void LessonPlayer::enter(Session& session, std::size_t index) {
  state().index = index;
  LessonProgress& now = state().progress[index];
  enter_step(session, step());
  now.entered_step = session.trainer().step_count();
  now.entered_phases = session.trainer().phases_done() % kPhaseCount;
  remember(index);
  // A step with nothing to answer or do is done by being read.
  if (!now.done && step().actions.empty() && ready(step())) freeze(session);
  if (index + 1 == state().open->steps.size() && now.done) remember(state().open->steps.size());
}

bool LessonPlayer::ready(const LessonStep& step) const {
  return step.question.empty() || state().now().answered();
}

void LessonPlayer::answer(Session& session, std::size_t choice) {
  LessonProgress& now = state().now();
  if (now.answer || choice >= step().choices.size()) return;
  now.answer = choice;
  if (step().actions.empty()) freeze(session);
}

std::string& LessonPlayer::typed_field() { return state().now().typed.field; }

void LessonPlayer::answer_typed(Session& session) {
  LessonProgress& now = state().now();
  take_answer(step(), session.trainer(), state().own, now.typed);
  if (now.typed.done && step().actions.empty()) freeze(session);
}

void LessonPlayer::act(Session& session) {
  LessonProgress& now = state().now();
  if (now.done || !ready(step())) return;
  if (now.running) {
    session.post(intent::TogglePlay{});
  } else {
    carry_out(session, false);
  }
}

void LessonPlayer::carry_out(Session& session, bool at_once) {
  LessonProgress& now = state().now();
  // Phases that somebody has gone through already are not gone through again.
  const Trainer& trainer = session.trainer();
  int ahead = trainer.step_count() == now.entered_step && trainer.phases_done() < kPhaseCount
                  ? trainer.phases_done() - now.entered_phases
                  : 0;
  for (const LessonAction& action : step().actions) {
    if (action.kind == Kind::kPhase && ahead-- > 0) continue;
    if (action.kind == Kind::kOpen) {
      if (Result<Trainer> opened = open_experiment(*state().open, action.value)) {
        session.carry_out(intent::OpenRun{std::make_shared<Trainer>(std::move(*opened))});
      }
    } else if (action.kind == Kind::kRun) {
      now.running = true;
      now.begin = session.trainer().step_count();
      session.post(intent::SetSpeed{&speed_for(step(), action.steps)});
      if (!at_once) session.post(intent::Play{});
    } else {
      session.post(intent_for(action, session.trainer()));
    }
    if (Result<void> done = session.carry_out_posted(); !done) {
      session.say(Message::Kind::kError, done.error().message);
    }
  }
  show_step(session, step());
  if (at_once && now.running) {
    train_to_end(session);
  } else if (!now.running) {
    freeze(session);
  }
}

// The numbers of this moment are those the step speaks of from now on.
void LessonPlayer::freeze(Session& session) {
  LessonProgress& now = state().now();
  if (now.done) return;  // passed over before it was answered
  now.running = false;
  now.done = true;
  for (const std::string& text : step().text)
    now.text.push_back(with_numbers(text, session.trainer()));
  now.question = with_numbers(step().question, session.trainer());
  for (const std::string& text : step().reveal) {
    now.reveal.push_back(with_numbers(text, session.trainer()));
  }
  for (const LessonCheck& check : step().checks) {
    now.values.push_back(check.condition.quantity.of(session.trainer()));
  }
  if (state().index + 1 == state().open->steps.size()) remember(state().open->steps.size());
}

// What takes longer than somebody waits goes on over the next frames, as fast as it can.
void LessonPlayer::train_to_end(Session& session) {
  session.post(intent::TrainUntil{[this](const Trainer& trainer) { return stops(trainer); }});
  (void)session.carry_out_posted();  // training cannot fail
  if (stops(session.trainer()) || !session.can_step()) {
    freeze(session);
    return;
  }
  session.post(intent::SetSpeed{&speeds().back()});
  session.post(intent::Play{});
  (void)session.carry_out_posted();  // nor playing
}

void LessonPlayer::finish(Session& session) {
  const LessonProgress& now = state().now();
  if (now.done) return;
  if (now.running) {
    train_to_end(session);
  } else {
    carry_out(session, true);
  }
}

void LessonPlayer::back(Session& session) {
  if (state().index > 0) enter(session, state().index - 1);
}

void LessonPlayer::next(Session& session) {
  session.post(intent::Pause{});
  (void)session.carry_out_posted();
  finish(session);
  if (state().now().done && state().index + 1 < state().open->steps.size())
    enter(session, state().index + 1);
}

void LessonPlayer::next_lesson(Session& session) {
  const std::size_t after = number() + 1;
  if (after < state().lessons.size()) {
    open(session, Lesson(state().lessons[after]));
  } else {
    close_and_return(session);
    open_gallery();
  }
}

bool LessonPlayer::run_ends(const Trainer& trainer) const {
  if (!state().now().running) return false;
  return run_is_done(trainer, *run_of(step()), state().now().begin);
}

void LessonPlayer::update(Session& session) {
  if (std::exchange(returns_, false)) bring_back(session);
  if (const auto asked = std::exchange(state().asked, nullptr)) asked(*this, session);
  if (gallery_ || !pending_.empty()) load();
  if (loaded_ && !pending_.empty()) open_pending(session);
  examples_.update(session);
  if (!state().open || !state().now().running) return;
  const Trainer& trainer = session.trainer();
  // Somebody started over, or went back behind the run's beginning.
  if (trainer.step_count() < state().now().begin) state().now().running = false;
  if (stops(trainer)) freeze(session);
}

}  // namespace backprop
