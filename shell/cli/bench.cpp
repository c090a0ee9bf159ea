#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <ostream>
#include <vector>

#include "engine/base/json.h"
#include "engine/experiment/link.h"
#include "shell/cli/arguments.h"
#include "shell/cli/command.h"
#include "shell/cli/run.h"
#include "shell/cli/text_table.h"

namespace backprop {

namespace {

using Clock = std::chrono::steady_clock;

// From a network that a link shows first to one that fills the vector units.
constexpr const char* kDefaultLinks[] = {
    "dataset=circle&layers=4,2",
    "dataset=spiral&layers=8,8,8,8,8,8",
    "dataset=spiral&layers=8,8,8,8,8,8&batchSize=30",
    "dataset=spiral&layers=8,8,8,8,8,8&activation=relu&features=x1,x2,x1sq,x2sq,x1x2,sinx1,sinx2",
    "dataset=spiral&layers=64,64&batchSize=64",
};
constexpr std::array<const char*, kPhaseCount> kPhaseNames = {"forward", "loss", "backward",
                                                              "gradients", "update"};
constexpr int kRounds = 5;  // the median counts

struct BenchArguments {
  std::vector<std::string> links;
  std::vector<std::string> settings;
  double seconds = 1;
  bool json = false;
};

struct Timing {
  std::string link;
  int batch;
  double step;                             // nanoseconds, whole steps
  std::array<double, kPhaseCount> phases;  // nanoseconds, timed one by one
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double nanoseconds(Clock::duration time) {
  return std::chrono::duration<double, std::nano>(time).count();
}

// What reading the clock itself takes: the least of many tries.
double clock_cost() {
  Clock::duration least = Clock::duration::max();
  for (int i = 0; i < 1000; ++i) {
    const Clock::time_point start = Clock::now();
    least = std::min(least, Clock::now() - start);
  }
  return nanoseconds(least);
}

// Runs that diverge, or that reach the end of what they can learn, start over.
void keep_training(Trainer& trainer) {
  if (trainer.divergence()) trainer.restart();
}

double time_steps(Trainer& trainer, double seconds) {
  constexpr int kChunk = 64;
  std::int64_t steps = 0;
  const Clock::time_point start = Clock::now();
  const Clock::time_point end =
      start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  Clock::time_point now = start;
  do {
    keep_training(trainer);
    steps += trainer.steps(kChunk);
    now = Clock::now();
  } while (now < end);
  return nanoseconds(now - start) / static_cast<double>(std::max<std::int64_t>(1, steps));
}

std::array<double, kPhaseCount> time_phases(Trainer& trainer, double seconds, double overhead) {
  std::array<double, kPhaseCount> sums{};
  std::int64_t steps = 0;
  const double budget = seconds * 1e9;
  for (double spent = 0; spent < budget; ++steps) {
    keep_training(trainer);
    for (double& sum : sums) {
      const Clock::time_point start = Clock::now();
      trainer.advance_phase();
      const double time = nanoseconds(Clock::now() - start);
      sum += std::max(0.0, time - overhead);
      spent += time;
    }
  }
  for (double& sum : sums) sum /= static_cast<double>(steps);
  return sums;
}

Timing time_run(Trainer& trainer, double seconds) {
  const double overhead = clock_cost();
  const double slice = seconds / (2 * kRounds + 1);
  time_steps(trainer, slice);  // caches and clock rate settle
  std::vector<double> steps;
  std::array<std::vector<double>, kPhaseCount> phases;
  for (int round = 0; round < kRounds; ++round) {
    steps.push_back(time_steps(trainer, slice));
    const auto times = time_phases(trainer, slice, overhead);
    for (std::size_t i = 0; i < times.size(); ++i) phases[i].push_back(times[i]);
  }
  Timing timing{
      make_link(trainer.experiment()), static_cast<int>(trainer.batch().size()), median(steps), {}};
  for (std::size_t i = 0; i < phases.size(); ++i) timing.phases[i] = median(phases[i]);
  return timing;
}

std::string bench_json(const std::vector<Timing>& timings) {
  Json json;
  const Json::Value list = json.array();
  for (const Timing& timing : timings) {
    const Json::Value object = json.object();
    json.add(object, "link", json.text(timing.link));
    json.add(object, "batch", json.integer(timing.batch));
    json.add(object, "updatesPerSecond", json.number(1e9 / timing.step));
    json.add(object, "nanosecondsPerStep", json.number(timing.step));
    const Json::Value phases = json.object();
    for (std::size_t i = 0; i < timing.phases.size(); ++i) {
      json.add(phases, kPhaseNames[i], json.number(timing.phases[i]));
    }
    json.add(object, "nanosecondsPerPhase", phases);
    json.append(list, object);
  }
  return json.write(list);
}

std::string whole(double value) { return with_separators(static_cast<std::int64_t>(value + 0.5)); }

void print_table(const std::vector<Timing>& timings, std::ostream& out) {
  std::vector<TextTable::Align> columns(4 + kPhaseCount, TextTable::kRight);
  columns[0] = TextTable::kLeft;
  TextTable table(columns);
  std::vector<std::string> head = {"link", "batch", "updates/s", "ns/step"};
  head.insert(head.end(), kPhaseNames.begin(), kPhaseNames.end());
  table.add(std::move(head));
  for (const Timing& timing : timings) {
    std::vector<std::string> row = {timing.link.empty() ? "(default)" : timing.link,
                                    std::to_string(timing.batch), whole(1e9 / timing.step),
                                    whole(timing.step)};
    for (const double phase : timing.phases) row.push_back(whole(phase));
    table.add(std::move(row));
  }
  table.print(out);
  out << "\nNanoseconds; medians of " << kRounds
      << " rounds; phases are timed one by one, without what reading the clock takes.\n";
}

Result<int> bench(const BenchArguments& arguments, Console& console) {
  std::vector<std::string> links = arguments.links;
  if (links.empty()) links.assign(std::begin(kDefaultLinks), std::end(kDefaultLinks));
  std::vector<Trainer> trainers;
  for (const std::string& link : links) {
    Result<Trainer> trainer = open_at_target({link, arguments.settings, {}}, 0, console);
    if (!trainer) return std::unexpected(trainer.error());
    trainers.push_back(std::move(*trainer));
  }
  std::vector<Timing> timings;
  for (Trainer& trainer : trainers) timings.push_back(time_run(trainer, arguments.seconds));
  if (arguments.json) {
    console.out << bench_json(timings) << '\n';
  } else {
    print_table(timings, console.out);
  }
  return 0;
}

}  // namespace

RunCommand declare_bench(CLI::App& app) {
  const auto arguments = std::make_shared<BenchArguments>();
  app.add_option("LINK|FILE", arguments->links, "The experiments to time (default: five of them)")
      ->option_text(" ...");
  app.add_option("--set", arguments->settings, "Set a property of all of them")
      ->option_text("NAME=VALUE")
      ->allow_extra_args(false);
  app.add_option("--seconds", arguments->seconds, "Time to spend on each")
      ->option_text("S (1)")
      ->check(number_in(0.01, 3600));
  app.add_flag("--json", arguments->json, "Print a JSON list");
  return [arguments](Console& console) { return bench(*arguments, console); };
}

}  // namespace backprop
