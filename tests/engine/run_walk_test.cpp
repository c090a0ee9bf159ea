// Random walks over everything that can be done to a run: whatever came before, going back and on
// again gives the same bits, and so do a document and a link of it. Seeded; BACKPROP_WALK_SECONDS
// makes it go on for so long, with other seeds.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/run/document.h"
#include "engine/run/history.h"
#include "engine/run/trainer_link.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

std::uint32_t below(Random& random, std::size_t count) {
  return random.below(static_cast<std::uint32_t>(count));
}

// A run, its history, and what they are expected to be at every step that can be gone back to.
class Walk {
 public:
  explicit Walk(std::uint32_t seed)
      : random_(seed, Random::Stream::kData), trainer_(first_experiment()) {
    begin();
  }
  bool can_train() const { return trainer_.data().train_count > 0; }

  void act() {
    using Action = void (Walk::*)();
    static constexpr Action kActions[] = {
        &Walk::phase, &Walk::phase,   &Walk::phase,    &Walk::phase,    &Walk::step,
        &Walk::step,  &Walk::set,     &Walk::set,      &Walk::set,      &Walk::toggle,
        &Walk::edit,  &Walk::restore, &Walk::restore,  &Walk::document, &Walk::document,
        &Walk::link,  &Walk::copy,    &Walk::over_all, &Walk::nothing,
    };
    (this->*kActions[below(random_, std::size(kActions))])();
    INFO(log_);
    require_known();
  }
  // Every step again, from the first.
  void over_all() {
    log_ += "\nover all";
    INFO(log_);
    const std::int64_t last = history_.last_step();
    const std::int64_t at = trainer_.step_count();
    REQUIRE(history_.restore(trainer_, history_.first_step()));
    require_known();
    while (trainer_.step_count() < last) {
      if (below(random_, 2) == 0) {
        REQUIRE(trainer_.step());
      } else {
        do {
          REQUIRE(trainer_.advance_phase());
        } while (trainer_.phases_done() < kPhaseCount);
      }
      history_.follow(trainer_);
      require_known();
    }
    REQUIRE(history_.last_step() == last);
    REQUIRE(history_.restore(trainer_, at));
    require_known();
  }

 private:
  struct Known {
    std::uint64_t hash;
    std::string document;
  };

  Experiment first_experiment() {
    Experiment experiment = random_experiment(random_);
    const auto set = [&](std::string_view name, std::string_view value) {
      static_cast<void>(set_property(experiment, name, value));
    };
    set("learningRate", number_text(static_cast<float>(random_.uniform(0.001, 0.3))));
    set("initializerScale", "1");
    set("samples", "40");
    if (below(random_, 2) == 0) set("batchSize", "5");
    return experiment;
  }

  // What belongs to the run between two steps, in words: whatever differs later shows here.
  static std::string text_of(const Trainer& trainer) {
    Trainer between = trainer;
    return make_document(between);
  }
  bool between_steps() const {
    return trainer_.phases_done() == 0 || trainer_.phases_done() == kPhaseCount;
  }
  void remember() {
    known_[trainer_.step_count()] = {trainer_.parameter_hash(), text_of(trainer_)};
  }
  void forget_ahead() { known_.erase(known_.upper_bound(trainer_.step_count()), known_.end()); }
  void begin() {
    log_ += "\nbegins " + make_link(trainer_.experiment());
    history_ = History(below(random_, 2) == 0 ? std::size_t{1} << 16 : std::size_t{16} << 20);
    history_.observe(trainer_);
    known_.clear();
    remember();
  }
  // At a step that was here before, all is as it was.
  void require_known() {
    if (!between_steps()) return;
    const auto at = known_.find(trainer_.step_count());
    if (at == known_.end()) return remember();
    REQUIRE(trainer_.parameter_hash() == at->second.hash);
    if (trainer_.phases_done() == 0) REQUIRE(text_of(trainer_) == at->second.document);
  }
  // A change: between two steps it is a new state of this one, within one only what comes is new.
  void changed(bool restarted) {
    if (restarted) return begin();
    history_.changed(trainer_);
    forget_ahead();
    Trainer back = trainer_;
    REQUIRE(history_.restore(back, trainer_.step_count()));
    known_[trainer_.step_count()] = {back.parameter_hash(), text_of(back)};
  }

  void phase() {
    log_ += "\nphase";
    if (trainer_.advance_phase() && trainer_.phases_done() == kPhaseCount) follow();
  }
  void step() {
    log_ += "\nstep";
    if (trainer_.step()) follow();
  }
  void follow() { history_.follow(trainer_); }
  void set(const Property& property, const std::string& value) {
    log_ += "\nset " + std::string(property.name) + " " + value;
    const std::uint64_t revision = trainer_.revision();
    const bool live = property.effect == Effect::kLive;
    if (trainer_.set(property.name, value) && trainer_.revision() != revision) changed(!live);
  }
  void set() {
    const Property& property = properties()[below(random_, properties().size())];
    if (property.effect != Effect::kLive && below(random_, 8) != 0) return;  // rarely begin anew
    set(property, random_text(property, random_));
  }
  // Those that change more than a number, there and back.
  void toggle() {
    static constexpr std::pair<const char*, const char*> kToggles[] = {
        {"optimizer", "momentum"}, {"optimizer", "adam"},    {"optimizer", "sgd"},
        {"regularization", "l1"},  {"l1Cut", "true"},        {"l1Cut", "false"},
        {"dropout", "0.5"},        {"dropout", "0"},         {"batchSize", "3"},
        {"batchSize", "20"},       {"regularization", "l2"}, {"regularizationRate", "0.1"},
    };
    const auto& [name, value] = kToggles[below(random_, std::size(kToggles))];
    set(*find_property(name), value);
  }
  void edit() {
    const std::size_t index = below(random_, trainer_.network().parameter_count());
    const double value = below(random_, 4) == 0 ? 0 : random_.uniform(-2, 2);
    log_ += "\nedit " + std::to_string(index) + " " + number_text(value);
    const std::uint64_t revision = trainer_.revision();
    const bool missing =
        trainer_.experiment().biases == Biases::kNone && !trainer_.network().is_weight(index);
    REQUIRE((trainer_.set_parameter(index, value) || missing));
    if (trainer_.revision() != revision) changed(false);
  }
  // Neither of these is a change.
  void nothing() {
    log_ += "\nnothing";
    const std::string before = text_of(trainer_);
    const int phases = trainer_.phases_done();
    const std::size_t index = below(random_, trainer_.network().parameter_count());
    const std::uint64_t revision = trainer_.revision();
    REQUIRE(trainer_.set_parameter(index, double{trainer_.network().parameters()[index]}));
    REQUIRE_FALSE(trainer_.set_parameter(index, 1e39));
    REQUIRE_FALSE(trainer_.set_parameter(index, std::numeric_limits<double>::quiet_NaN()));
    for (const Property& property : properties()) {
      const std::string value = property.get(trainer_.experiment());
      static_cast<void>(trainer_.set(property.name, value));
      INFO(log_ << ": " << property.name << " = " << value);
      REQUIRE(trainer_.revision() == revision);
    }
    REQUIRE(trainer_.revision() == revision);
    REQUIRE(trainer_.phases_done() == phases);
    REQUIRE(text_of(trainer_) == before);
  }
  void restore() {
    const std::int64_t first = history_.first_step();
    const std::int64_t step =
        first + below(random_, static_cast<std::size_t>(history_.last_step() - first + 1));
    log_ += "\nrestore " + number_text(step);
    REQUIRE(history_.restore(trainer_, step));
    REQUIRE(trainer_.step_count() == step);
  }
  // The document goes on as the run does, phase by phase; the history is the original's.
  void document() {
    log_ += "\ndocument";
    INFO(log_);
    const std::string text = make_document(trainer_);
    const Result<Trainer> read = parse_document(text);
    INFO((read ? std::string() : read.error().message) << "\n" << text.substr(0, 3000));
    REQUIRE(read);
    Trainer again = *read;
    REQUIRE(make_document(again) == text);
    REQUIRE(again.experiment() == trainer_.experiment());
    if (trainer_.phases_done() < kPhaseCount) {
      REQUIRE(again.phases_done() == trainer_.phases_done());
    }
    require_same_future(std::move(again));
    if (below(random_, 2) == 0) {
      trainer_ = *read;
      if (between_steps()) return;
      // Its step goes on here.
    }
  }
  void link() {
    if (!trainer_.can_be_replayed() || trainer_.divergence()) return;
    log_ += "\nlink";
    INFO(log_);
    const ParsedLink parsed = parse_link(make_link(trainer_));
    REQUIRE(parsed.messages.empty());
    Trainer again = make_trainer(parsed);
    while (again.step_count() < parsed.step && again.step()) {
    }
    REQUIRE(again.step_count() == trainer_.step_count());
    if (between_steps()) REQUIRE(again.parameter_hash() == trainer_.parameter_hash());
    Trainer here = trainer_;
    REQUIRE(history_.restore(here, trainer_.step_count()));
    if (!here.state().settings.empty()) return;  // a plan that no link holds
    REQUIRE(again.steps(2) == here.steps(2));
    REQUIRE(again.parameter_hash() == here.parameter_hash());
  }
  void copy() {
    log_ += "\ncopy";
    INFO(log_);
    require_same_future(Trainer(trainer_));
  }
  void require_same_future(Trainer other) {
    Trainer here = trainer_;
    if (here.phases_done() == kPhaseCount && other.phases_done() == 0) {
      REQUIRE(here.parameter_hash() == other.parameter_hash());
    }
    for (int i = 0; i < 7; ++i) {
      REQUIRE(here.advance_phase() == other.advance_phase());
      REQUIRE(here.phases_done() == other.phases_done());
      REQUIRE(here.parameter_hash() == other.parameter_hash());
      REQUIRE(here.experiment() == other.experiment());
    }
  }

  Random random_;
  Trainer trainer_;
  History history_;
  std::map<std::int64_t, Known> known_;
  std::string log_;
};

TEST_CASE("any walk through a run can be gone back and on again, with the same bits") {
  const char* seconds = std::getenv("BACKPROP_WALK_SECONDS");
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::seconds(seconds == nullptr ? 0 : std::atoi(seconds));
  int walks = 0;
  for (std::uint32_t seed = 1; seed <= 40 || std::chrono::steady_clock::now() < end; ++seed) {
    INFO("seed " << seed);
    Walk walk(seed);
    if (!walk.can_train()) continue;
    for (int i = 0; i < 80; ++i) walk.act();
    walk.over_all();
    ++walks;
  }
  CHECK(walks > 20);
}

// The cases that led to this.
TEST_CASE("a setting changed between the phases of a step, the first one too, is so again") {
  struct Case {
    const char *link, *name, *value;
    int phases;
  };
  for (const Case& one :
       {Case{"", "batchSize", "3", 1}, Case{"", "dropout", "0.5", 1},
        Case{"regularizationRate=0.1", "regularization", "l2", 4},
        Case{"clipThreshold=0.01", "clipping", "norm", 4}, Case{"", "learningRate", "1", 4},
        Case{"", "optimizer", "adam", 4}, Case{"optimizer=momentum", "optimizer", "nesterov", 2}}) {
    for (const int at : {0, 1}) {
      INFO(one.name << " after phase " << one.phases << " of step " << at + 1);
      Trainer trainer(parse_link(one.link).experiment);
      History history;
      history.observe(trainer);
      for (int i = 0; i < at; ++i) {
        REQUIRE(trainer.step());
        history.follow(trainer);
      }
      for (int i = 0; i < one.phases; ++i) REQUIRE(trainer.advance_phase());
      REQUIRE(trainer.set(one.name, one.value));
      history.changed(trainer);
      const Result<Trainer> saved = parse_document(make_document(trainer));
      REQUIRE(saved);
      CHECK(saved->phases_done() == one.phases);
      Trainer reopened = *saved;
      REQUIRE(trainer.steps(2) == 2);
      REQUIRE(reopened.steps(2) == 2);
      CHECK(reopened.parameter_hash() == trainer.parameter_hash());
      const std::uint64_t hash = trainer.parameter_hash();
      history.observe(trainer);
      REQUIRE(history.restore(trainer, at));
      // The settings it begins with, which then change where they did.
      CHECK(get_property(trainer.experiment(), one.name).value() != one.value);
      REQUIRE(trainer.step());
      CHECK(get_property(trainer.experiment(), one.name).value() == one.value);
      REQUIRE(trainer.step());
      CHECK(trainer.parameter_hash() == hash);
    }
  }
}

}  // namespace
}  // namespace backprop
