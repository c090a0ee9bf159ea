#include <catch2/catch_test_macros.hpp>

#include "shell/cli/command.h"
#include "tests/cli/command.h"

namespace backprop {
namespace {

TEST_CASE("help lists every command, and every command has help of its own") {
  const Outcome help = run({"help"});
  CHECK(help.code == 0);
  CHECK(help.err.empty());
  CHECK(run({"--help"}).out == help.out);
  for (const Command& command : commands()) {
    const std::string name(command.name);
    INFO(name);
    CHECK(help.out.find("  " + name + " ") != std::string::npos);
    const Outcome outcome = run({name, "--help"});
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    CHECK(outcome.out.find("backprop " + name) != std::string::npos);
    CHECK(run({"help", name}).out == outcome.out);
  }
}

}  // namespace
}  // namespace backprop
