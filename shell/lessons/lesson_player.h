// What is open beside the network, a lesson or a worked example, and the gallery of both. Of a
// lesson: which step, what was answered and done, and how far each one got.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shell/lessons/example_player.h"
#include "shell/lessons/lesson.h"
#include "shell/lessons/series.h"
#include "shell/lessons/typed_question.h"

namespace backprop {

class Session;

// Where the student stands in one step.
struct LessonProgress {
  std::optional<std::size_t> answer;  // the choice
  TypedWork typed;  // where the question asks for a number
  bool answered() const { return answer.has_value() || typed.done; }
  bool running = false;
  bool done = false;       // its question answered, its actions carried out
  std::int64_t begin = 0;  // the step its run began at
  std::int64_t entered_step = 0;  // where the run was when it came on the card
  int entered_phases = 0;
  // As they were when it was done; before, texts are made anew while the run moves.
  std::vector<std::string> text, reveal;
  std::string question;
  std::vector<double> values;  // of its checks
};

class LessonPlayer {
 public:
  // What becomes of the run that is there when a lesson opens.
  enum class Opening {
    kAside,  // it comes back when the lesson is closed
    kGone,   // a link's: there was none before it
    kStays,  // it is where the lesson was left
  };

  // The shipped lessons; none while their text is still on its way.
  const std::vector<Lesson>& lessons() const;
  bool failed() const { return failed_; }  // it did not come

  // --- the gallery ---
  bool gallery_open() const { return gallery_; }
  void open_gallery() {
    if (failed_) loaded_ = failed_ = false;  // once more
    gallery_ = true;
  }
  void close_gallery() { gallery_ = false; }
  void load_marks();  // what is kept on this machine, before it is asked for
  bool finished(std::string_view id) const;
  std::size_t reached(std::string_view id) const;  // the step to go on from
  bool shows_examples = false;  // the gallery, rather than lessons

  // --- the lesson ---
  // The one that is open, or nullptr.
  const Lesson* lesson() const;
  std::size_t number() const;  // among the shipped ones, from 0; their number for another
  std::optional<LessonSeries> series() const;  // of a shipped one
  std::size_t step_index() const;
  const LessonStep& step() const;
  const LessonProgress& progress(std::size_t step) const;
  const LessonProgress& progress() const { return progress(step_index()); }

  // By its key in links, "lesson=zero-init" or "example=mazur", once the texts are there (see
  // update); a lesson at the step reached before.
  void open(std::string key, Opening opening = Opening::kAside) {
    pending_ = std::move(key);
    opening_ = opening;
  }
  // That key of what is open or waits to be; empty for what is not shipped, and for nothing.
  const std::string& key() const { return pending_.empty() ? key_ : pending_; }
  // One that is not shipped comes with its text.
  void open(Session& session, const Lesson& lesson, std::size_t from = 0,
            std::string own_text = {});
  void open(Session& session, const Example& example, bool keeps_run, std::string own_text = {});
  const std::string& own_text() const { return own_text_; }
  // The run that is there, with its undo and its speed, and where one looks: kept until what opens
  // now is closed. Not while something is open already.
  void put_aside(Session& session);
  void close_and_return(Session& session);  // to what was put aside, before the next picture
  void close() {  // for another run, which is there or comes
    if (has_card()) leave();
    pending_.clear();
    returns_ = false;
  }
  // Whether something is open, which has a card beside the panels.
  bool has_card() const { return lesson_open_ || examples_.is_open(); }
  ExamplePlayer& examples() { return examples_; }
  const ExamplePlayer& examples() const { return examples_; }
  // What a card's button does to it, before the next picture: while one is drawn, the run stays as
  // it is. Forgotten if the card goes first.
  void ask(Session& session, std::function<void(LessonPlayer&, Session&)> what);
  void answer(Session& session, std::size_t choice);
  // Of the number that is typed: what the field has, and its answer.
  std::string& typed_field();
  void answer_typed(Session& session);
  void act(Session& session);  // the step's button; while its run is paused, goes on
  void back(Session& session);
  void next(Session& session);  // does what the step was to do first, if the student skips it
  void next_lesson(Session& session);

  // Whether the step's run has come to its end: the application asks after every update.
  bool stops(const Trainer& trainer) const { return lesson_open_ && run_ends(trainer); }
  // Once a frame while asked_for(): lessons that arrived, a run that ended.
  void update(Session& session);
  // Whether the run is where a lesson has led, or will be taken on from.
  bool has_run() const { return has_card() || (!pending_.empty() && opening_ == Opening::kStays); }
  bool asked_for() const { return gallery_ || has_card() || !pending_.empty() || returns_; }

  bool folded = false;  // on phones: only the head of the card is there

 private:
  void load();
  void open_pending(Session& session);
  void leave(bool forget_aside = true);
  void bring_back(Session& session);
  bool run_ends(const Trainer& trainer) const;
  void enter(Session& session, std::size_t index);
  bool ready(const LessonStep& step) const;  // nothing left to answer
  void finish(Session& session);
  void carry_out(Session& session, bool at_once);
  void freeze(Session& session);
  void train_to_end(Session& session);  // to where the step's run ends, where that takes no time
  void remember(std::size_t reached);

  struct State;  // comes with the later part of the program
  State& state() const;

  mutable std::shared_ptr<State> state_;
  bool loaded_ = false, failed_ = false, gallery_ = false;
  std::string pending_;  // a key: asked for before the texts were there
  Opening opening_ = Opening::kAside;  // the same
  bool returns_ = false;  // what was put aside is to come back
  std::string key_;  // of what is open
  bool lesson_open_ = false;
  ExamplePlayer examples_;
  std::string own_text_;
};

}  // namespace backprop
