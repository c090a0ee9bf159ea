// The command line trains the links of the golden list to the same bits as every browser does.
#include <catch2/catch_test_macros.hpp>
#include <cinttypes>
#include <cstdio>

#include "tests/cli/command.h"

namespace backprop {
namespace {

struct Golden {
  const char* link;
  std::uint64_t hash;
};

constexpr Golden kGolden[] = {
#include "tests/engine/golden_hashes.inc"
};

TEST_CASE("golden hash: `train` comes to the same bits as the pages do") {
  for (const Golden& golden : kGolden) {
    INFO(golden.link);
    const Outcome outcome = run({"train", golden.link, "--steps", "200"});
    REQUIRE(outcome.code == 0);
    char hash[24];
    std::snprintf(hash, sizeof hash, "hash %016" PRIx64 "\n", golden.hash);
    INFO(outcome.out);
    CHECK(outcome.out.find(hash) != std::string::npos);
  }
}

}  // namespace
}  // namespace backprop
