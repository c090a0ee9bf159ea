// Links that people have: those of the README, the documents, the lessons, the tests and pictures
// of this program, and those of TensorFlow Playground. Each leads to the bits it led to when this
// list was made, and what it says when it is written again is the same text.
//
// BACKPROP_PRINT_HASHES=1 in the environment prints the table, for rows that are added; a row that
// is there keeps its numbers.
#include <catch2/catch_test_macros.hpp>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"

namespace backprop {
namespace {

// For links that name no step of their own.
constexpr int kSteps = 100;

struct FrozenLink {
  const char* link;
  std::uint64_t parameters;  // Trainer::parameter_hash() after its steps
  std::uint64_t rewritten;   // FNV-1a of what make_link() says of it
};

constexpr FrozenLink kFrozen[] = {
#include "tests/engine/link_hashes.inc"
};

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

TEST_CASE("links written before keep their bits") {
  const bool print = std::getenv("BACKPROP_PRINT_HASHES") != nullptr;
  for (const FrozenLink& frozen : kFrozen) {
    INFO(frozen.link);
    const ParsedLink link = parse_link(frozen.link);
    Trainer trainer = make_trainer(link);
    const int steps = link.names_step ? static_cast<int>(link.step) : kSteps;
    REQUIRE(trainer.steps(steps) == steps);
    const std::string again = make_link(link.experiment, link.step, link.weights);
    if (print) {
      std::printf("    {\"%s\",\n     0x%016" PRIx64 ", 0x%016" PRIx64 "},\n", frozen.link,
                  trainer.parameter_hash(), hash_of(again));
      continue;
    }
    CHECK(trainer.parameter_hash() == frozen.parameters);
    INFO(again);
    CHECK(hash_of(again) == frozen.rewritten);
  }
}

}  // namespace
}  // namespace backprop
