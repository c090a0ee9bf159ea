// The runs in time: training on within a frame's budget, back through the history, to a link's
// step.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>

#include "shell/platform/platform.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

// Of a frame at 60 a second, what training may take at full speed; drawing needs the rest. Where
// pictures come more slowly the processor waits for the graphics, and training takes this share of
// the time, as far as input can wait.
constexpr double kTrainingBudget = 0.008;
constexpr double kTrainingShare = 0.4, kMostTraining = 0.03;
// A hidden tab or a slow frame is not made up for.
constexpr double kLongestFrame = 0.1;
// A link's step comes at once within this time, in seconds; else over frames of the next one.
constexpr double kGoPatience = 1.5, kPatienceInFrame = 0.2;
// The history's replay to a step that was asked for goes on this long in every frame.
constexpr double kPatienceSeeking = 0.03;
constexpr double kAnyTime = 1e9;

std::string awaiting_text(std::int64_t step) {
  return "The link asks for step " + std::to_string(step) +
         " and the network is being trained to it. Any control ends that.";
}

}  // namespace

// --- one update, one phase -----------------------------------------------------------------------

bool Session::run_step() {
  playback_.by_phase = false;
  answer_memory_alarm();
  if (!has_memory()) return false;
  const bool done = run_.step();
  if (done && other_) other_->follow(trainer().step_count(), kAnyTime);
  return done;
}

bool Session::run_phase() {
  playback_.by_phase = true;
  if (!has_memory()) return false;
  const bool done = run_.advance_phase();
  const bool updated = done && trainer().phases_done() == kPhaseCount;
  if (updated && other_) other_->follow(trainer().step_count(), kAnyTime);
  return done;
}

// --- many ----------------------------------------------------------------------------------------

void Session::note() {
  run_.note();
  if (other_) other_->run.note();
}

void Session::train(const intent::Step& step) {
  constexpr std::int64_t kTraced = 200;  // points of the loss chart that many steps leave behind
  const std::int64_t end = trainer().step_count() + step.count;
  const std::int64_t chunk = std::clamp<std::int64_t>(step.count / kTraced, 1, 100'000);
  const double late = platform::seconds() + step.seconds;
  note();
  std::int64_t noted = trainer().step_count();
  while (trainer().step_count() < end && platform::seconds() <= late && run_step()) {
    if (trainer().step_count() - noted < chunk) continue;
    note();
    noted = trainer().step_count();
  }
  note();
}

void Session::train_until(const intent::TrainUntil& until) {
  playback_.playing = false;
  const double late = platform::seconds() + kGoPatience;
  while (!until.done(trainer()) && platform::seconds() <= late && run_step()) {
    if (trainer().step_count() % 50 == 0) note();
  }
}

// --- playing -------------------------------------------------------------------------------------

void Session::start_playing() {
  std::erase_if(canvas_.messages, [](const Message& message) { return message.stopped; });
  set_stop_rule(playback_.stop);
  playback_.playing = true;
}

void Session::set_stop_rule(const StopRule& rule) {
  playback_.stop = rule;
  playback_.stop_armed = !rule.reached(trainer().metrics());
}

// While it trains, that is: whoever asks for steps gets them.
bool Session::stop_if_reached(const Metrics& metrics) {
  const bool reached = playback_.stop.reached(metrics);
  if (!reached) playback_.stop_armed = true;
  if (!playing() || !reached || !playback_.stop_armed) return false;
  playback_.playing = false;
  canvas_.messages.push_back({Message::Kind::kNote, playback_.stop.message(metrics), true});
  return true;
}

void Session::advance(const std::function<bool(const Trainer&)>& stops) {
  seek(kPatienceSeeking);
  if (other_waits()) other_->follow(trainer().step_count(), kPatienceSeeking);
  answer_memory_alarm();
  if (const double now = platform::seconds(); now >= next_budget_) {
    constexpr double kBetween = 1;  // seconds, in which a run remembers little
    keep_to_budget();
    next_budget_ = now + kBetween;
  }
  approach_step(kPatienceInFrame);
  Playback& play = playback_;
  const double now = platform::seconds();
  const double elapsed = std::min(now - play.last_frame, kLongestFrame);
  play.last_frame = now;
  if (!play.playing || other_waits()) {
    play.owed = 0;
    return;
  }
  const bool flat_out = std::isinf(play.speed->per_second);
  play.owed = flat_out ? std::numeric_limits<double>::infinity()
                       : play.owed + elapsed * play.speed->per_second;
  // Where a button goes down or up, what that asks for comes first.
  const ImGuiIO& io = ImGui::GetIO();
  const bool clicks = std::ranges::any_of(io.MouseClicked, std::identity()) ||
                      std::ranges::any_of(io.MouseReleased, std::identity());
  const double budget =
      clicks ? 0 : std::clamp(elapsed * kTrainingShare, kTrainingBudget, kMostTraining);
  while (play.owed >= 1) {
    const bool advanced = play.speed->phases ? run_phase() : run_step();
    if (!advanced || stops(trainer())) {
      play.playing = false;
      return;
    }
    play.owed -= 1;
    // Steps are counted here, the rest is looked at with every refresh.
    if (play.stop.counts_steps() && stop_if_reached({.step = trainer().step_count()})) return;
    if (platform::seconds() - now > budget) break;
  }
  // What the budget did not allow is not owed: the speed asked for is then out of reach.
  if (play.owed >= 1) play.owed = 0;
}

// --- to a step -----------------------------------------------------------------------------------

// What cannot be replayed within `seconds` is over the next frames.
Result<void> Session::go_to(std::int64_t step, double seconds) {
  playback_.playing = playback_.by_phase = false;
  Result<void> begun = run_.begin_seek(step);
  seek(seconds);
  return begun;
}

void Session::seek(double seconds) {
  const double end = platform::seconds() + seconds;
  while (run_.sought_step()) {
    run_.replay();
    if (platform::seconds() > end) return;
  }
}

Result<void> Session::back_phase() {
  const int done = trainer().phases_done();
  const std::int64_t step = trainer().step_count();
  if (done == 1) return go_to(step, kGoPatience);  // to a whole step
  const bool between = done == 0 || done == kPhaseCount;
  playback_.playing = false;
  playback_.by_phase = true;
  if (between && step <= run_.history().first_step()) return {};
  // To the beginning of the step, then into it; where that takes too long, to the beginning alone.
  if (Result<void> gone = go_to(between ? step - 1 : step, kGoPatience); !gone) return gone;
  playback_.by_phase = true;
  if (run_.sought_step()) return {};
  for (int phase = 0; phase < (between ? kPhaseCount : done) - 1; ++phase) run_.advance_phase();
  return {};
}

bool Session::other_waits() const { return other_ && !other_->is_at(trainer().step_count()); }

void Session::await_step(std::int64_t step) {
  playback_.awaited_step = step;
  approach_step(kGoPatience);
  if (playback_.awaited_step > 0) say(Message::Kind::kNote, awaiting_text(playback_.awaited_step));
}

void Session::approach_step(double seconds) {
  const std::int64_t& awaited = playback_.awaited_step;
  if (awaited == 0) return;
  constexpr std::int64_t kTraced = 200;
  const std::int64_t stride = std::max<std::int64_t>(awaited / kTraced, 1);
  const double end = platform::seconds() + seconds;
  while (awaited > 0 && platform::seconds() <= end) {
    if (trainer().step_count() % stride == 0) note();
    if (!run_step() || trainer().step_count() >= awaited) end_awaiting();
  }
}

void Session::end_awaiting() {
  if (playback_.awaited_step == 0) return;
  const std::string waiting = awaiting_text(std::exchange(playback_.awaited_step, 0));
  std::erase_if(canvas_.messages, [&](const Message& message) { return message.text == waiting; });
  note();
}

}  // namespace backprop
