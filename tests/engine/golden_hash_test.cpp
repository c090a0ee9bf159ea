// The same bits everywhere: hashes of all parameters after 200 steps, the same constants for
// GCC and Clang, Debug and Release, and WebAssembly with and without SIMD instructions.
//
// A change that is meant to give other bits needs new constants: run this test with
// BACKPROP_PRINT_HASHES=1 in the environment and put what it prints in place of the table.
#include <catch2/catch_test_macros.hpp>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/run/trainer.h"

namespace backprop {
namespace {

constexpr int kSteps = 200;

struct Golden {
  const char* link;
  std::uint64_t hash;
};

constexpr Golden kGolden[] = {
#include "tests/engine/golden_hashes.inc"
};

TEST_CASE("golden hash of every experiment after 200 steps") {
  const bool print = std::getenv("BACKPROP_PRINT_HASHES") != nullptr;
  for (const Golden& golden : kGolden) {
    const ParsedLink link = parse_link(golden.link);
    INFO(golden.link);
    REQUIRE(link.messages.empty());
    Trainer trainer(link.experiment);
    REQUIRE(trainer.steps(kSteps) == kSteps);
    if (print) {
      std::printf("    {\"%s\",\n     0x%016" PRIx64 "},\n", golden.link, trainer.parameter_hash());
    } else {
      CHECK(trainer.parameter_hash() == golden.hash);
    }
  }
}

// A new ingredient belongs into the table above.
TEST_CASE("golden hash covers every ingredient") {
  std::vector<Experiment> experiments;
  for (const Golden& golden : kGolden) experiments.push_back(parse_link(golden.link).experiment);
  for (const Property& property : properties()) {
    for (const Choice& choice : property.choices) {
      if (choice.name == "custom") continue;  // points by hand use nothing of their own
      bool covered = false;
      for (const Experiment& experiment : experiments) {
        const std::string value = property.get(experiment);
        for (const std::string_view name : split(value, ',', 99)) {
          covered = covered || name == choice.name;
        }
      }
      INFO(property.name << " " << choice.name);
      CHECK(covered);
    }
  }
}

}  // namespace
}  // namespace backprop
