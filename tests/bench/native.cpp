// Ours, native: takes a line, does it, answers with a line; what bench.mjs alternates with the
// engines in Node. "open LINK", "check EPOCHS", "updates SECONDS", "frames SECONDS", "peak
// SECONDS".
#include <cstdio>
#include <ctime>
#include <functional>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

#include "engine/experiment/link.h"
#include "engine/insight/probe.h"
#include "engine/math/simd.h"
#include "engine/run/trainer.h"
#include "tests/bench/peak.h"

namespace backprop::bench {
namespace {

using f32x8 = float __attribute__((vector_size(32)));

// What this process has computed, not what has passed: others may share the machine.
double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Repeats `work`, which returns how much it did, for at least `seconds`; "AMOUNT SECONDS".
void repeat(double seconds, const std::function<double()>& work) {
  double amount = 0, passed = 0;
  const double begin = cpu_seconds();
  do {
    amount += work();
    passed = cpu_seconds() - begin;
  } while (passed < seconds);
  std::printf("%.17g %.17g\n", amount, passed);
}

int updates_per_epoch(const Trainer& trainer) {
  const int batch = trainer.experiment().batch_size;
  return (trainer.data().train_count + batch - 1) / batch;
}

double peak_of_128_bits(long rounds) {
  static volatile float result;
  return run_peak<f32x4>(rounds, &result);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) double peak_of_256_bits(long rounds) {
  static volatile float result;
  return run_peak<f32x8>(rounds, &result);
}
bool has_256_bits() { return __builtin_cpu_supports("avx2"); }
#else
double peak_of_256_bits(long) { return 0; }
bool has_256_bits() { return false; }
#endif

class Contestant {
 public:
  bool answer(const std::string& line) {
    std::istringstream words(line);
    std::string action, argument;
    words >> action >> argument;
    if (action == "open") {
      run_.emplace(parse_link(argument).experiment);
      std::printf("%d\n", has_256_bits() ? 256 : 128);
    } else if (action == "check" && run_) {
      check(std::stoi(argument));
    } else if (action == "updates" && run_) {
      const int chunk = updates_per_epoch(*run_) * 20;
      repeat(std::stod(argument), [&] { return run_->steps(chunk); });
    } else if (action == "frames" && run_) {
      repeat(std::stod(argument), [this] {
        frame();
        return 1;
      });
    } else if (action == "peak128") {
      repeat(std::stod(argument), [] { return peak_of_128_bits(20000); });
    } else if (action == "peak256") {
      repeat(std::stod(argument), [] { return peak_of_256_bits(20000); });
    } else {
      return false;
    }
    std::fflush(stdout);
    return true;
  }

 private:
  void check(int epochs) {
    const double before = run_->metrics().train_loss;
    run_->steps(updates_per_epoch(*run_) * epochs);
    std::printf("%.17g %.17g %016llx\n", before, run_->metrics().train_loss,
                static_cast<unsigned long long>(run_->parameter_hash()));
  }

  // What the canvas shows after an epoch.
  void frame() {
    run_->steps(updates_per_epoch(*run_));
    kept_ = run_->metrics().test_loss;
    probe_.configure(run_->experiment().features, 100);
    probe_.evaluate(run_->network());
  }

  std::optional<Trainer> run_;
  Probe probe_;
  volatile double kept_ = 0;
};

}  // namespace
}  // namespace backprop::bench

int main() {
  backprop::bench::Contestant contestant;
  for (std::string line; std::getline(std::cin, line);) {
    if (contestant.answer(line)) continue;
    std::fprintf(stderr, "What is \"%s\"?\n", line.c_str());
    return 2;
  }
}
