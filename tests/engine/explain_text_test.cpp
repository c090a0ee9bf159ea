#include <algorithm>
#include <string>
#include <vector>

#include "engine/insight/explain.h"
#include "engine/insight/notation.h"
#include "tests/engine/inside_view.h"

namespace backprop {
namespace {

using testing::run_phases;
using testing::Settings;
using testing::trainer_with;

Explanation explained(const Trainer& trainer, std::string_view target) {
  const Result<ExplainTarget> parsed = parse_target(trainer, target);
  REQUIRE(parsed.has_value());
  const Result<Explanation> result = explain(trainer, *parsed);
  REQUIRE(result.has_value());
  return *result;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

// Display columns at which a sign stands between spaces.
std::vector<int> columns_of(const std::string& line, std::string_view sign) {
  std::vector<int> columns;
  const std::string wanted = " " + std::string(sign) + " ";
  for (std::size_t at = line.find(wanted); at != std::string::npos;
       at = line.find(wanted, at + 1)) {
    columns.push_back(display_width(line.substr(0, at)));
  }
  return columns;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

const Settings kExample = {{"layers", "3,2"}, {"batchSize", "4"}};

TEST_CASE("explain as text: numbers stand under their symbols") {
  Trainer trainer = trainer_with(kExample);
  trainer.steps(30);
  run_phases(trainer, 5);
  for (const char* target : {"neuron:1.1@1", "neuron:2.2@3", "neuron:3.1@2", "weight:2.1.3"}) {
    const std::string text = to_text(explained(trainer, target));
    INFO(text);
    const auto lines = lines_of(text);
    int compared = 0;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
      // A row of symbols has indices; the row under it begins with spaces and the equals sign.
      if (lines[i].find("⁾") == std::string::npos || lines[i].find(" = ") == std::string::npos) {
        continue;
      }
      for (const char* sign : {"=", "·", "+"}) {
        if (std::string_view(sign) == "+" && columns_of(lines[i], sign).empty()) continue;
        const auto above = columns_of(lines[i], sign), below = columns_of(lines[i + 1], sign);
        if (above.empty()) continue;
        CHECK(above == below);
        ++compared;
      }
    }
    CHECK(compared >= 3);
    for (const std::string& line : lines) CHECK(display_width(line) <= 120);
  }
}

TEST_CASE("explain as text: says what, of which sample, and every result") {
  Trainer trainer = trainer_with(kExample);
  run_phases(trainer, 5);
  const Explanation explanation = explained(trainer, "neuron:2.1@2");
  const std::string text = to_text(explanation);
  INFO(text);
  CHECK(text.starts_with(
      "Hidden layer 2, neuron 1: how the loss changes with its weighted sum z\nSample "));
  for (const Equation& equation : explanation.equations) {
    CHECK(text.find("= " + significant(static_cast<double>(equation.result.value), 6)) !=
          std::string::npos);
  }
}

// A letter stands for one thing: m is a dropout mask and Adam's moment, L the loss, not its slope.
TEST_CASE(
    "explain as text: the slope of a loss is called that, and softmax's constant is no mask") {
  Trainer halves = trainer_with({{"loss", "mse"}, {"layers", "3"}});
  run_phases(halves, 3);
  const std::string text = to_text(explained(halves, "neuron:2.1@1"));
  INFO(text);
  CHECK(text.find("The derivative of L = ½") != std::string::npos);
  CHECK(text.find("the ½ is there to cancel the 2") != std::string::npos);
  Trainer whole = trainer_with({{"loss", "squared_error"}, {"layers", "3"}});
  run_phases(whole, 3);
  const std::string of_whole = to_text(explained(whole, "neuron:2.1@1"));
  CHECK(of_whole.find("The derivative of L = ") != std::string::npos);
  CHECK(of_whole.find("cancel") == std::string::npos);
  Trainer shares = trainer_with({{"loss", "cross_entropy"}, {"layers", "3"}});
  run_phases(shares, 3);
  const std::string softmax = to_text(explained(shares, "neuron:2.1@1"));
  CHECK(softmax.find("−c)") != std::string::npos);
  CHECK(softmax.find("−m)") == std::string::npos);
}

TEST_CASE("explain as text: the widest network stays within its lines") {
  Trainer trainer = trainer_with({{"layers", "64,64"}, {"batchSize", "100"}});
  run_phases(trainer, 5);
  for (const char* target : {"neuron:2.64@100", "neuron:1.1@1", "weight:2.64.64"}) {
    for (const std::string& line : lines_of(to_text(explained(trainer, target)))) {
      INFO(line);
      CHECK(display_width(line) <= 130);
    }
  }
}

TEST_CASE("explain as Markdown: LaTeX that closes what it opens, complete and without Unicode") {
  for (const char* loss : {"mse", "bce", "huber", "cross_entropy"}) {
    Settings settings = {{"dataset", "blobs"},
                         {"loss", loss},
                         {"layers", "6,5"},
                         {"optimizer", "adamw"},
                         {"dropout", "0.2"},
                         {"regularization", "l1"},
                         {"regularizationRate", "0.01"},
                         {"clipping", "norm"},
                         {"features", "x1,x2,x1sq,sinx2,radius,angle"}};
    Trainer trainer = trainer_with(settings);
    trainer.steps(3);
    run_phases(trainer, 5);
    for (const char* target : {"neuron:1.2@1", "neuron:3.1@2", "neuron:2.1", "weight:1.2.4@3",
                               "weight:2.1.1", "bias:1.1"}) {
      const std::string text = to_markdown(explained(trainer, target));
      INFO(text);
      CHECK(text.starts_with("## "));
      CHECK(count(text, "$$\n") % 2 == 0);
      CHECK(count(text, "$") % 2 == 0);
      CHECK(count(text, "\\begin{aligned}") == count(text, "\\end{aligned}"));
      CHECK(count(text, "{") == count(text, "}"));
      CHECK(count(text, "\\left(") == count(text, "\\right)"));
      CHECK(count(text, "\\bigl(") == count(text, "\\bigr)"));
      CHECK(count(text, "nan") == 0);
      // Inside $$ … $$ stands only what every LaTeX reads.
      bool math = false;
      for (const std::string& line : lines_of(text)) {
        if (line == "$$") {
          math = !math;
        } else if (math) {
          INFO(line);
          CHECK(std::ranges::all_of(line,
                                    [](char c) { return static_cast<unsigned char>(c) < 128; }));
        }
      }
      CHECK_FALSE(math);
    }
  }
}

TEST_CASE("explain as Markdown: a worked solution to the letter") {
  // One neuron, one weight: z = 0.25 + 0.5·2 for the point (2, 0) in the class of target 1.
  Experiment experiment = testing::experiment_with(
      {{"layers", ""}, {"features", "x1"}, {"loss", "bce"}, {"trainFraction", "0.5"}});
  experiment.dataset = nullptr;
  experiment.custom_points = {{2, 0, 1}, {2, 0, 1}};
  Trainer trainer(experiment);
  trainer.set_parameter(0, 0.5F);
  trainer.set_parameter(1, 0.25F);
  run_phases(trainer, 3);
  const std::string text = to_markdown(explained(trainer, "neuron:1.1@1"));
  INFO(text);
  CHECK(text.find("z^{(1)}_{1} &= b^{(1)}_{1} + w^{(1)}_{11} \\cdot x_{1} \\\\\n"
                  "  &= 0.25 + 0.5 \\cdot 2 \\\\\n  &= 1.25\n") != std::string::npos);
  // σ(1.25) = 0.777299861…, −ln of it 0.251929…, and it lacks 0.222700 to 1.
  CHECK(text.find("\\varphi(1.25) \\\\\n  &= 0.777300\n") != std::string::npos);
  CHECK(text.find("-\\ln(0.777300) \\\\\n  &= 0.251929\n") != std::string::npos);
  CHECK(text.find("a^{(1)}_{1} - y_{1} \\\\\n  &= 0.777300 - 1 \\\\\n  &= -0.222700\n") !=
        std::string::npos);
}

TEST_CASE("explain as text: long batches list what weighs most") {
  Trainer trainer = trainer_with({{"layers", "2"}, {"batchSize", "200"}});
  run_phases(trainer, 4);
  const Explanation explanation = explained(trainer, "bias:1.1");
  REQUIRE(explanation.contributions.size() == 200);
  const std::string text = to_text(explanation);
  CHECK(text.find("32 of 200 samples: no other one has a larger δ·input.") != std::string::npos);
  const auto largest = std::ranges::max_element(
      explanation.contributions, {},
      [](const auto& part) { return part.value < 0 ? -part.value : part.value; });
  CHECK(text.find(significant(static_cast<double>(largest->value), 6)) != std::string::npos);
}

}  // namespace
}  // namespace backprop
