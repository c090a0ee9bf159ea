// The run in time: training on within a frame's budget, back through the history, to a link's step.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>

#include "shell/app/app.h"
#include "shell/platform/platform.h"

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
constexpr double kPatience = 1.5, kPatienceInFrame = 0.2;
// The history's replay to a step that was asked for goes on this long in every frame.
constexpr double kPatienceSeeking = 0.03;
constexpr double kAnyTime = 1e9;

std::string awaiting_text(std::int64_t step) {
  return "The link asks for step " + std::to_string(step) +
         " and the network is being trained to it. Any control ends that.";
}

}  // namespace

void App::begun() {
  statistics_.clear();
  if (other_) other_->run.restart();
}

bool App::run_phase() {
  by_phase_ = true;
  const bool done = run_.advance_phase();
  const bool updated = done && trainer().phases_done() == kPhaseCount;
  if (updated && other_) other_->follow(trainer().step_count(), kAnyTime);
  return done;
}

void App::start_playing() {
  std::erase_if(canvas_.messages, [](const Message& message) { return message.stopped; });
  stop_armed_ = !stop_.reached(trainer().metrics());
  playing_ = true;
}

void App::set_stop_rule(const StopRule& rule) {
  stop_ = rule;
  stop_armed_ = !stop_.reached(trainer().metrics());
}

// While it trains, that is: whoever asks for steps gets them.
bool App::stop_if_reached(const Metrics& metrics) {
  const bool reached = stop_.reached(metrics);
  if (!reached) stop_armed_ = true;
  if (!playing_ || !reached || !stop_armed_) return false;
  playing_ = false;
  canvas_.messages.push_back({Message::Kind::kNote, stop_.message(metrics), true});
  return true;
}

bool App::run_step() {
  by_phase_ = false;
  const bool done = run_.step();
  if (done && other_) other_->follow(trainer().step_count(), kAnyTime);
  return done;
}

Result<void> App::back_phase() {
  playing_ = false;
  by_phase_ = trainer().phases_done() != 1;  // from the first one: back to a whole step
  return run_.back_phase();
}

void App::await_step(std::int64_t step) {
  awaited_step_ = step;
  approach_step(kPatience);
  if (awaited_step_ > 0) canvas_.say(Message::Kind::kNote, awaiting_text(awaited_step_));
}

void App::train(std::int64_t steps) {
  constexpr std::int64_t kTraced = 200;  // points of the loss chart that many steps leave behind
  const std::int64_t end = trainer().step_count() + steps;
  const std::int64_t chunk = std::clamp<std::int64_t>(steps / kTraced, 1, 1'000'000);
  log_metrics();
  while (trainer().step_count() < end) {
    const std::int64_t next = std::min(chunk, end - trainer().step_count());
    std::int64_t count = 0;
    while (count < next && run_step()) ++count;
    if (count < next) break;
    log_metrics();
  }
}

void App::train_to_stop() {
  while (!lessons_.stops(trainer()) && run_step()) {
    if (trainer().step_count() % 50 == 0) log_metrics();
  }
  playing_ = false;
}

void App::approach_step(double seconds) {
  if (awaited_step_ == 0) return;
  constexpr std::int64_t kTraced = 200;
  const std::int64_t stride = std::max<std::int64_t>(awaited_step_ / kTraced, 1);
  const double end = platform::seconds() + seconds;
  while (awaited_step_ > 0 && platform::seconds() <= end) {
    if (trainer().step_count() % stride == 0) log_metrics();
    if (!run_step() || trainer().step_count() >= awaited_step_) end_awaiting();
  }
}

void App::end_awaiting() {
  if (awaited_step_ == 0) return;
  const std::string waiting = awaiting_text(std::exchange(awaited_step_, 0));
  std::erase_if(canvas_.messages, [&](const Message& message) { return message.text == waiting; });
  log_metrics();
}

void App::advance_training() {
  seek(kPatienceSeeking);
  if (other_waits()) other_->follow(trainer().step_count(), kPatienceSeeking);
  approach_step(kPatienceInFrame);
  const double now = platform::seconds();
  const double elapsed = std::min(now - last_frame_, kLongestFrame);
  last_frame_ = now;
  if (!playing_ || other_waits()) {
    owed_ = 0;
    return;
  }
  const bool flat_out = std::isinf(speed_->per_second);
  owed_ = flat_out ? std::numeric_limits<double>::infinity() : owed_ + elapsed * speed_->per_second;
  const auto advance = [this] { return speed_->phases ? run_phase() : run_step(); };
  // Where a button goes down or up, what that asks for comes first.
  const ImGuiIO& io = ImGui::GetIO();
  const bool clicks = std::ranges::any_of(io.MouseClicked, std::identity()) ||
                      std::ranges::any_of(io.MouseReleased, std::identity());
  const double budget =
      clicks ? 0 : std::clamp(elapsed * kTrainingShare, kTrainingBudget, kMostTraining);
  while (owed_ >= 1) {
    if (!advance() || lessons_.stops(trainer())) {
      playing_ = false;
      return;
    }
    owed_ -= 1;
    // Steps are counted here, the rest is looked at with every refresh.
    if (stop_.counts_steps() && stop_if_reached({.step = trainer().step_count()})) return;
    if (platform::seconds() - now > budget) break;
  }
  // What the budget did not allow is not owed: the speed asked for is then out of reach.
  if (owed_ >= 1) owed_ = 0;
}

}  // namespace backprop
