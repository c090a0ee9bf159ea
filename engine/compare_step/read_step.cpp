#include "engine/compare_step/read_step.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/compare_step/step_json.h"

namespace backprop {
namespace {

// All tensors of the largest network, its batch, and what came of it.
constexpr std::size_t kMostStepValues = 800'000;

constexpr std::string_view kParts[] = {
    "format",  "version", "layers", "loss",          "optimizer", "inputs",     "targets",
    "outputs", "weights", "state",  "old_gradients", "gradients", "loss_value", "weights_after"};

Result<void> read_version(const JsonValue& root) {
  const JsonValue format = root.member("format"), version = root.member("version");
  const auto name = format.text();
  if (!name) return std::unexpected(name.error());
  if (*name != kStepFormat) return format.wrong("expected " + quoted(kStepFormat));
  const auto number = version.integer(1, 1'000'000);
  if (!number) return std::unexpected(number.error());
  if (*number == kStepVersion) return {};
  return version.wrong("this program reads version " + count_text(kStepVersion) + ", found " +
                       count_text(*number));
}

Result<void> read_inputs(const JsonValue& list, StepFile& file) {
  if (!list.is_list()) return list.expected("a list");
  if (list.size() == 0 || list.size() > std::size_t{kMaxStepSamples}) {
    return list.wrong("expected 1 to " + count_text(kMaxStepSamples) + " samples, found " +
                      count_text(list.size()));
  }
  file.samples = static_cast<int>(list.size());
  const auto width = static_cast<std::size_t>(file.network.input_count());
  file.inputs.resize(list.size() * width);
  return step_json::read_matrix(list, list.size(), width, file.inputs.data());
}

// A class, as the row of targets that it means.
Result<void> read_class(const JsonValue& value, float* row, StepFile& file) {
  const auto outputs = file.network.output_count();
  const Result<float> number = value.number();  // "2.0" is one as well
  if (!number) return std::unexpected(number.error());
  const auto index = static_cast<int>(std::clamp(*number, -1.0f, static_cast<float>(outputs)));
  if (static_cast<float>(index) != *number || index < 0 || index >= outputs) {
    return value.wrong("expected a class from 0 to " + count_text(outputs - 1) + ", found " +
                       number_text(*number));
  }
  row[index] = 1;
  file.classes.push_back(index);
  return {};
}

Result<void> read_flat_target(const JsonValue& value, float* row, StepFile& file) {
  if (file.loss->name == "cross_entropy") return read_class(value, row, file);
  if (file.network.output_count() != 1) {
    return value.expected("a list of " + count_text(file.network.output_count()) + " numbers");
  }
  file.flat_targets = true;
  const Result<float> number = value.number();
  if (!number) return std::unexpected(number.error());
  *row = *number;
  return {};
}

Result<void> read_targets(const JsonValue& list, StepFile& file) {
  const auto samples = static_cast<std::size_t>(file.samples);
  const auto width = static_cast<std::size_t>(file.network.output_count());
  file.targets.assign(samples * width, 0.0f);
  if (const auto sized = list.has_size(samples, "targets"); !sized) return sized;
  const auto read = list.each([&](const JsonValue& target, std::size_t s) -> Result<void> {
    float* row = file.targets.data() + s * width;
    if (!target.is_list()) return read_flat_target(target, row, file);
    return step_json::read_row(target, width, row);
  });
  if (read && !file.classes.empty() && file.classes.size() != samples) {
    return list.wrong("expected classes of all samples or of none");
  }
  return read;
}

Result<void> read_outputs(const JsonValue& list, StepFile& file) {
  if (const auto sized = list.has_size(file.modules.size(), "lists, one of each layer"); !sized) {
    return sized;
  }
  return list.each([&](const JsonValue& output, std::size_t i) -> Result<void> {
    const int layer = file.modules[i].layer;
    const auto rows = static_cast<std::size_t>(file.samples);
    const auto width = static_cast<std::size_t>(layer < 0 ? file.network.input_count()
                                                          : file.network.layer(layer).outputs);
    file.outputs.emplace_back(rows * width);
    return step_json::read_matrix(output, rows, width, file.outputs.back().data());
  });
}

// Gradients before the first step: {}.
bool is_none_yet(const JsonValue& object) { return object.has_only({}).has_value(); }

// What the file says that came of the step, where it says so.
Result<void> read_results(const JsonValue& root, StepFile& file) {
  if (root.has("outputs")) {
    if (const auto read = read_outputs(root.member("outputs"), file); !read) return read;
  }
  if (root.has("loss_value")) {
    const JsonValue value = root.member("loss_value");
    const Result<float> loss = value.number();
    if (!loss) return std::unexpected(loss.error());
    file.loss_value = *loss;
  }
  for (const auto& [name, numbers] : {std::pair{"old_gradients", &file.old_gradients},
                                      {"gradients", &file.gradients},
                                      {"weights_after", &file.after}}) {
    if (!root.has(name) || is_none_yet(root.member(name))) continue;
    Result<std::vector<float>> read = step_json::read_tensors(root.member(name), file);
    if (!read) return std::unexpected(read.error());
    *numbers = std::move(*read);
  }
  if (file.outputs.empty() && !file.loss_value && file.gradients.empty() && file.after.empty()) {
    return root.wrong(
        "there is nothing to compare: expected outputs, loss_value, gradients or weights_after");
  }
  return {};
}

// They also say which layers have biases.
Result<void> read_weights_before(const JsonValue& weights, StepFile& file) {
  for (int layer = 0; layer < file.network.layer_count(); ++layer) {
    const std::string bias = file.layer_name(layer) + ".bias";
    file.has_bias.push_back(weights.has(bias));
  }
  const Result<std::vector<float>> read = step_json::read_tensors(weights, file);
  if (!read) return std::unexpected(read.error());
  std::ranges::copy(*read, file.network.data());
  return {};
}

Result<StepFile> read_parts(const JsonValue& root) {
  StepFile file;
  Result<void> done = root.has_only(kParts);
  if (done) done = read_version(root);
  if (done) done = step_json::read_modules(root.member("layers"), file);
  if (done) done = read_inputs(root.member("inputs"), file);
  if (done) done = step_json::read_loss(root.member("loss"), file);
  if (done) done = read_targets(root.member("targets"), file);
  if (done) done = read_weights_before(root.member("weights"), file);
  if (done) done = step_json::read_optimizer(root, file);
  if (done) done = read_results(root, file);
  if (!done) return std::unexpected(done.error());
  return file;
}

}  // namespace

bool is_step_file(std::string_view text) {
  if (text.find(kStepFormat) == text.npos) return false;
  const Result<JsonDocument> document = JsonDocument::parse(text, kMostStepValues);
  if (!document) return text.find("\"format\"") != text.npos;  // read_step_file says what is wrong
  const JsonValue root(*document), format = root.member("format");
  const auto name = format.text();
  return name && *name == kStepFormat;
}

Result<StepFile> read_step_file(std::string_view text) {
  const Result<JsonDocument> document = JsonDocument::parse(text, kMostStepValues);
  if (!document) {
    const bool infinite = text.find("NaN") != text.npos || text.find("Infinity") != text.npos;
    return fail(
        document.error().message +
        (infinite ? "; a number of this step is NaN or infinite: take an earlier one" : ""));
  }
  return read_parts(JsonValue(*document));
}

}  // namespace backprop
