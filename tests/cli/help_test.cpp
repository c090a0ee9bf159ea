#include <algorithm>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "engine/base/version.h"
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

TEST_CASE("the version is that of the documents and exports which this program writes") {
  const Outcome outcome = run({"--version"});
  CHECK(outcome.code == 0);
  const std::string version(backprop::version());
  CHECK(std::ranges::count(version, '.') == 2);
  CHECK(outcome.out == "backprop " + version + "\n");
  const auto exported = [](const char* format) {
    return run({"export", "dataset=xor", "--format", format, "-o", "-"}).out;
  };
  CHECK(exported("json").find("\"program\": \"" + version + '"') != std::string::npos);
  for (const char* format : {"onnx", "c", "numpy", "pytorch"}) {
    INFO(format);
    CHECK(exported(format).find(version) != std::string::npos);
  }
}

}  // namespace
}  // namespace backprop
