// compare-step: what is said of steps and with which exit code, and the page about them.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>

#include "engine/compare_step/step_mistake.h"
#include "tests/cli/command.h"

namespace backprop {
namespace {

std::string shipped(const std::string& name) {
  return std::string(BACKPROP_GOLDEN_DEFAULT_DIR) + "/../../" + name;
}

bool says(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("compare-step says whether a step is right, and else where it is not") {
  const Outcome right = run({"compare-step", shipped("tests/steps/right-003.json")});
  CHECK(right.code == 0);
  CHECK(says(right.out, " tensors agree with the engine's"));
  const Outcome wrong = run({"compare-step", shipped("tests/steps/wrong-008.json")});
  CHECK(wrong.code == 1);
  CHECK(says(wrong.out,
             "The first number that differs is gradients.2.weight[0][1] (∂L/∂w⁽²⁾₁₂, "
             "phase 4, gradients): "));
  CHECK(says(wrong.out, "weights transposed. "));
  CHECK(wrong.err.empty());
}

TEST_CASE("what compare-step cannot use is said in a sentence") {
  const Folder folder;
  for (const std::string& file :
       {folder / "none.json", folder.write("empty.json", ""), folder.write("other.json", "{}"),
        folder.write("cut.json", R"({"format": "backprop-step", "version": 1)"),
        folder.write("old.json", R"({"format": "backprop-step", "version": 7})")}) {
    const Outcome outcome = run({"compare-step", file});
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(is_one_sentence(outcome.err));
  }
  CHECK(run({"compare-step"}).code == 2);
}

TEST_CASE("the snippet is the shipped Python, short, and stands whole on the page about steps") {
  const Outcome snippet = run({"compare-step", "--snippet"});
  CHECK(snippet.code == 0);
  CHECK(snippet.out == contents(shipped("assets/dump_step.py")));
  CHECK(std::ranges::count(snippet.out, '\n') <= 30);
  CHECK(says(contents(shipped("docs/compare-step.md")), "```python\n" + snippet.out + "```\n"));
}

TEST_CASE("the page about steps names every mistake of steps") {
  const std::string page = contents(shipped("docs/compare-step.md"));
  for (const StepMistake& mistake : step_mistakes()) {
    INFO(mistake.label);
    CHECK(says(page, "\n| " + std::string(mistake.label) + " | "));
  }
}

}  // namespace
}  // namespace backprop
