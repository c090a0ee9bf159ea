// Steps of PyTorch (tests/steps, written by tests/takeaway/steps.py) read, replayed and compared.
#include <catch2/catch_test_macros.hpp>

#include <yyjson.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "engine/compare_step/compare_step.h"
#include "engine/compare_step/read_step.h"
#include "engine/compare_step/step_mistake.h"
#include "engine/compare_step/step_trainer.h"
#include "engine/math/random.h"

namespace backprop {
namespace {

struct ExpectedStep {
  std::string file, first, mistake;  // first is empty of a right one
};

std::string step_text(const std::string& name) {
  std::ifstream stream(std::string(BACKPROP_GOLDEN_DEFAULT_DIR) + "/../steps/" + name,
                       std::ios::binary);
  INFO(name);
  REQUIRE(stream.good());
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string text_or_empty(yyjson_val* value) {
  const char* text = yyjson_get_str(value);
  return text != nullptr ? text : "";
}

std::vector<ExpectedStep> expected_steps() {
  const std::string text = step_text("expected.json");
  const std::unique_ptr<yyjson_doc, void (*)(yyjson_doc*)> doc(
      yyjson_read(text.data(), text.size(), YYJSON_READ_NOFLAG), yyjson_doc_free);
  std::vector<ExpectedStep> steps;
  std::size_t index = 0, count = 0;
  yyjson_val *key = nullptr, *value = nullptr;
  yyjson_obj_foreach(yyjson_doc_get_root(doc.get()), index, count, key, value) {
    steps.push_back({yyjson_get_str(key), text_or_empty(yyjson_obj_get(value, "first")),
                     text_or_empty(yyjson_obj_get(value, "mistake"))});
  }
  REQUIRE(steps.size() >= 20);
  return steps;
}

StepFile step_named(const std::string& name) {
  Result<StepFile> step = read_step_file(step_text(name));
  INFO((step ? "" : step.error().message));
  REQUIRE(step);
  return std::move(*step);
}

std::vector<StepFile> right_steps() {
  std::vector<StepFile> steps;
  for (const ExpectedStep& expected : expected_steps()) {
    if (expected.first.empty()) steps.push_back(step_named(expected.file));
  }
  return steps;
}

TEST_CASE("steps of PyTorch agree, and of others number and mistake are named") {
  for (const auto& [file, first, mistake] : expected_steps()) {
    INFO(file);
    const StepFile step = step_named(file);
    const StepComparison comparison = compare_step(step);
    const std::vector<std::string> said = step_sentences(step, comparison);
    REQUIRE_FALSE(said.empty());
    INFO(said.back());
    REQUIRE((comparison.first ? comparison.first->name() : "") == first);
    if (first.empty()) CHECK(comparison.numbers > 10);
    if (mistake.empty()) continue;
    CHECK(std::ranges::find(comparison.first->mistakes, mistake, &NamedMistake::label) !=
          comparison.first->mistakes.end());
  }
}

// Where the numbers of a file are, in the order in which they are compared.
struct Cell {
  std::string name;
  float* number;
  float right, allowed, largest;
};

std::vector<Cell> cells_of(StepFile& file) {
  std::vector<Cell> cells;
  const StepReplay replay = replay_step(file);
  for (const StepTensor& tensor : step_tensors(replay)) {
    float largest = 0;
    for (std::size_t i = 0; i < tensor.right.size(); ++i) {
      // Of weights what the step changed of them.
      const float size = tensor.kind == HandPlace::Kind::kNew
                             ? tensor.right[i] - file.network.parameters()[tensor.begin + i]
                             : tensor.right[i];
      largest = std::max(largest, std::fabs(size));
    }
    for (std::size_t i = 0; i < tensor.given.size(); ++i) {
      float* number = nullptr;
      switch (tensor.kind) {
        case HandPlace::Kind::kLoss:
          number = &*file.loss_value;
          break;
        case HandPlace::Kind::kGradient:
          number = &file.gradients[tensor.begin + i];
          break;
        case HandPlace::Kind::kNew:
          number = &file.after[tensor.begin + i];
          break;
        default:
          number = &file.outputs[static_cast<std::size_t>(tensor.name[8] - '0')][i];
      }
      cells.push_back(
          {tensor.name + tensor.cell_text(i), number, tensor.right[i], tensor.allowed[i], largest});
    }
  }
  return cells;
}

TEST_CASE("every number that is changed is found where it is, and none that is rounded") {
  Random random(1, Random::Stream::kData);
  std::size_t changed = 0;
  for (StepFile& file : right_steps()) {
    const std::vector<Cell> cells = cells_of(file);
    for (int i = 0; i < 10; ++i) {
      const Cell& cell = cells[random.below(static_cast<std::uint32_t>(cells.size()))];
      INFO(cell.name);
      const float given = *cell.number;
      *cell.number = given + std::max(0.01f * cell.largest, 4 * cell.allowed);
      const StepComparison comparison = compare_step(file);
      // Of a gradient its weight is worked out from it, and follows.
      *cell.number = cell.right + 0.9f * cell.allowed;
      const StepComparison rounded = compare_step(file);
      *cell.number = given;
      REQUIRE(comparison.first);
      CHECK(comparison.first->name() == cell.name);
      CHECK(comparison.first->differing == 1);
      if (rounded.first) CHECK(rounded.first->name() != cell.name);
      ++changed;
    }
    CHECK_FALSE(compare_step(file).first);
  }
  CHECK(changed > 100);
}

TEST_CASE("a step opens as an experiment whose next step is the file's") {
  std::size_t opened = 0;
  for (const StepFile& file : right_steps()) {
    Result<StepTrainer> made = make_step_trainer(file);
    if (!made) {
      CHECK(made.error().message == "some of its layers have biases, and some have none");
      continue;
    }
    Trainer& trainer = made->trainer;
    CHECK(std::ranges::equal(trainer.network().parameters(), file.network.parameters()));
    REQUIRE(trainer.step());
    ++opened;
    if (!made->notes.empty()) continue;  // the loss is another multiple, or biases decay
    for (std::size_t i = 0; i < file.after.size(); ++i) {
      const float moved = file.after[i] - file.network.parameters()[i];
      const float off = trainer.network().parameters()[i] - file.after[i];
      CHECK(std::fabs(off) <= 1e-5f + 1e-3f * std::fabs(moved));
    }
  }
  CHECK(opened >= 8);
}

// --- files that cannot be used
// --------------------------------------------------------------------

constexpr std::string_view kSmall = R"({"format": "backprop-step", "version": 1,
 "layers": [{"type": "Linear", "in_features": 2, "out_features": 1}, {"type": "Sigmoid"}],
 "loss": {"type": "MSELoss", "reduction": "mean"}, "optimizer": {"type": "SGD", "lr": 0.5},
 "inputs": [[1, 0], [0, 1]], "targets": [[1], [0]],
 "weights": {"0.weight": [[0.5, -0.5]], "0.bias": [0]}, "loss_value": 0.1425369})";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string changed(text);
  const std::size_t at = changed.find(from);
  REQUIRE(at != changed.npos);
  return changed.replace(at, from.size(), to);
}

TEST_CASE("a step written by hand is read, and what is wrong with one says where") {
  const Result<StepFile> small = read_step_file(kSmall);
  REQUIRE(small);
  CHECK_FALSE(compare_step(*small).first);
  struct Case {
    std::string_view from, to, said;
  };
  const Case cases[] = {
      {"\"version\": 1", "\"version\": 2", "version: this program reads version 1, found 2"},
      {"\"Sigmoid\"", "\"Dropout\"", "layers[1]: 'Dropout' cannot be computed here"},
      {"\"in_features\": 2", "\"in_features\": 3", "inputs[0]: expected 3 numbers, found 2"},
      {"[0.5, -0.5]", "[0.5]", "weights.0.weight[0]: expected 2 numbers, found 1"},
      {"\"0.bias\": [0]", "\"0.bias\": [0, 1]", "weights.0.bias: expected 1 numbers, found 2"},
      {"\"0.bias\": [0]", "\"1.bias\": [0]", "weights: '1.bias' means nothing here"},
      {"\"MSELoss\"", "\"CTCLoss\"", "loss: 'CTCLoss' cannot be computed here"},
      {"\"mean\"", "\"none\"", "loss.reduction: expected mean or sum, found 'none'"},
      {"\"SGD\"", "\"LBFGS\"", "optimizer: 'LBFGS' cannot be computed here"},
      {"\"lr\": 0.5", "\"lr\": 0.5, \"dampening\": 0.1", "optimizer.dampening: SGD is computed"},
      {"\"lr\": 0.5", "\"lr\": -1", "optimizer.lr: expected a number from 0"},
      {"[[1], [0]]", "[[1]]", "targets: expected 2 targets, found 1"},
      {"[[1, 0], [0, 1]]", "[]", "inputs: expected 1 to 1024 samples, found 0"},
      {", \"loss_value\": 0.1425369", "", "there is nothing to compare"},
      {"0.1425369", "NaN", "a number of this step is NaN or infinite"},
      {"\"inputs\"", "\"input\"", "'input' means nothing here"},
  };
  for (const auto& [from, to, said] : cases) {
    const Result<StepFile> step = read_step_file(replaced(kSmall, from, to));
    INFO(said);
    REQUIRE_FALSE(step);
    INFO(step.error().message);
    CHECK(step.error().message.find(said) != std::string::npos);
  }
}

TEST_CASE("no text is too strange for the reader of steps") {
  const std::string text = step_text("right-005.json");
  Random random(3, Random::Stream::kData);
  for (int i = 0; i < 1000; ++i) {
    std::string changed = text;
    if (i % 3 == 0) {
      changed.resize(random.below(static_cast<std::uint32_t>(text.size())));
    } else {
      const auto at = random.below(static_cast<std::uint32_t>(text.size()));
      changed[at] = " 0123456789-.e[]{},:\"nt"[random.below(23)];
    }
    const Result<StepFile> step = read_step_file(changed);
    if (step) CHECK(step_sentences(*step, compare_step(*step)).size() <= 2);
    if (!step) CHECK_FALSE(step.error().message.empty());
  }
  CHECK_FALSE(is_step_file("{\"experiment\": {}}"));
  CHECK_FALSE(is_step_file("backprop-step"));
  CHECK(is_step_file(kSmall));
}

// --- mistakes
// --------------------------------------------------------------------------------------

TEST_CASE("mistakes of exercises are named in steps, too") {
  // A hidden δ without φ′: tests the engine's own numbers against a formula of this test.
  const std::string text = R"({"format": "backprop-step", "version": 1,
 "layers": [{"type": "Linear", "in_features": 1, "out_features": 2}, {"type": "Tanh"},
            {"type": "Linear", "in_features": 2, "out_features": 1}],
 "loss": {"type": "mse"}, "inputs": [[0.5]], "targets": [[1]],
 "weights": {"0.weight": [[0.8], [-0.6]], "0.bias": [0.1, 0.2], "2.weight": [[0.7, 0.9]], "2.bias": [0.3]},
 "loss_value": 0})";
  Result<StepFile> file = read_step_file(text);
  REQUIRE(file);
  const float a1 = std::tanh(0.5f), a2 = std::tanh(-0.1f);
  const float delta = 0.7f * a1 + 0.9f * a2 + 0.3f - 1;
  file->loss_value = delta * delta / 2;
  file->gradients = {0.7f * delta * 0.5f, 0.9f * delta * 0.5f, 0.7f * delta, 0.9f * delta,
                     delta * a1,          delta * a2,          delta};
  const StepComparison comparison = compare_step(*file);
  REQUIRE(comparison.first);
  CHECK(comparison.first->name() == "gradients.0.weight[0][0]");
  REQUIRE_FALSE(comparison.first->mistakes.empty());
  CHECK(comparison.first->mistakes.front().name == "slope_forgotten");
  CHECK(comparison.first->mistakes.front().scope == StepScope::kTensor);
}

// What a mistake makes, put where the file has the right numbers; false where it cannot be made.
bool make_mistake(const StepMistake& mistake, int variant, StepFile& file) {
  const StepReplay replay = replay_step(file);
  for (const StepTensor& tensor : step_tensors(replay)) {
    if (tensor.kind != mistake.kind || tensor.logarithms) continue;
    const MistakenStep made = mistake.make(replay, tensor, variant);
    if (!made) return false;
    switch (tensor.kind) {
      case HandPlace::Kind::kLoss:
        file.loss_value = made->front();
        return true;
      case HandPlace::Kind::kGradient:
        file.gradients = *made;
        return true;
      case HandPlace::Kind::kNew:
        file.after = *made;
        return true;
      default:
        file.outputs[static_cast<std::size_t>(tensor.name[8] - '0')] = *made;
        return true;
    }
  }
  return false;
}

TEST_CASE("what a mistake makes of a step is called by its name") {
  std::vector<StepFile> steps = right_steps();
  steps.push_back(*read_step_file(replaced(kSmall, "MSELoss", "mse")));
  // These ask for a network or targets of another kind, or fit a rate to another step:
  // tests/takeaway/steps.py has them.
  std::vector<std::string_view> unseen = {"output_twice", "log_forgotten", "targets_spread",
                                          "other_rate"};
  for (const StepMistake& mistake : step_mistakes()) {
    bool seen = false;
    for (const StepFile& right : steps) {
      for (int variant = 0; variant < mistake.variants; ++variant) {
        StepFile file = right;
        if (!make_mistake(mistake, variant, file)) continue;
        const StepComparison comparison = compare_step(file);
        if (!comparison.first) continue;  // it comes to the same
        INFO(mistake.name << ": " << step_sentences(file, comparison).front());
        REQUIRE_FALSE(comparison.first->mistakes.empty());
        const auto& named = comparison.first->mistakes;
        const std::string_view wanted = mistake.name;
        CHECK(std::ranges::find(named, wanted, &NamedMistake::name) != named.end());
        seen = true;
      }
    }
    INFO(mistake.name);
    CHECK(seen == (std::ranges::find(unseen, mistake.name) == unseen.end()));
  }
}

}  // namespace
}  // namespace backprop
