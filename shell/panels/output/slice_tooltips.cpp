// What is said of a sample of a table, and of any place of a slice through it.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/insight/notation.h"
#include "engine/insight/probe.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/output/slice_parts.h"
#include "shell/session/session.h"

namespace backprop {
namespace {

std::string number(float value) {
  char buffer[32];
  return format_number(static_cast<double>(value), buffer);
}

// Lines of names and values, in two columns as wide as they need to be.
class Lines {
 public:
  explicit Lines(const Theme& theme) : theme_(theme) {}

  void add(std::string label, std::string value, ImU32 color) {
    constexpr float kMostLabel = 200;
    label = fitted_text(theme_.fonts.regular, kTextSize, std::move(label), kMostLabel);
    width_ = std::max(width_, text_size(theme_.fonts.regular, kTextSize, label).x + 10);
    lines_.push_back({std::move(label), std::move(value), color});
  }
  void add(std::string label, std::string value) {
    add(std::move(label), std::move(value), theme_.palette.text);
  }
  void add_inputs(const SampleTable& table, std::span<const float> inputs) {
    for (std::size_t i = 0; i < inputs.size(); ++i) add(table.inputs[i], number(inputs[i]));
  }
  // What one run makes of these inputs; `which` of two it is stands after each label.
  void add_outputs(const Trainer& trainer, std::span<const float> inputs,
                   const std::string& which) {
    const SampleTable& table = *trainer.experiment().table;
    const std::vector<float> outputs =
        activations_of(trainer.network(), table.seen_inputs(inputs)).back();
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      const bool per_class = table.has_classes() && outputs.size() > 1;
      const int last = trainer.network().layer_count() - 1;
      const int output = static_cast<int>(k);
      add(neuron_label(trainer, last, output) + which,
          number(static_cast<float>(table.told_output(output, outputs[k]))),
          per_class ? theme_.palette.classes[k] : theme_.palette.text);
    }
  }

  void draw() const {
    if (!begin_tooltip(theme_)) return;
    for (const Line& line : lines_) {
      tooltip_line(theme_, line.label.c_str(), line.value.c_str(), line.color, width_);
    }
    end_tooltip();
  }

 private:
  struct Line {
    std::string label, value;
    ImU32 color;
  };
  const Theme& theme_;
  std::vector<Line> lines_;
  float width_ = 84;
};

template <typename Each>
void for_both(const Session& session, const Each& each) {
  each(session.trainer(), session.other() != nullptr ? " A" : "");
  if (session.other() != nullptr) each(session.other()->trainer(), " B");
}

}  // namespace

void sample_tooltip(const Theme& theme, const Session& session, int index) {
  const Data& data = session.trainer().data();
  const SampleTable& table = *session.trainer().experiment().table;
  const auto place = static_cast<std::size_t>(index);
  const int row = data.origins[place];
  const std::span<const float> inputs = inputs_of(table, row);
  Lines lines(theme);
  lines.add("sample", std::to_string(row + 1) + (index < data.train_count ? " train" : " test"));
  lines.add_inputs(table, inputs);
  for (std::size_t k = 0; k < table.targets.size(); ++k) {
    const float target = table.number(static_cast<std::size_t>(row), table.inputs.size() + k);
    lines.add(table.targets[k], table.has_classes()
                                    ? table.classes[static_cast<std::size_t>(target)]
                                    : number(target));
  }
  for_both(session, [&](const Trainer& trainer, const char* which) {
    lines.add_outputs(trainer, inputs, which);
    const std::span<const float> losses = trainer.point_losses();
    if (place < losses.size()) lines.add(std::string("loss") + which, number(losses[place]));
  });
  lines.draw();
}

void slice_tooltip(const Theme& theme, const Session& session, ImVec2 at) {
  const TableSlice& slice = session.shown().slice->slice;
  const std::vector<float> inputs =
      slice.inputs_at(static_cast<double>(at.x), static_cast<double>(at.y));
  Lines lines(theme);
  lines.add_inputs(*session.trainer().experiment().table, inputs);
  for_both(session, [&](const Trainer& trainer, const char* which) {
    lines.add_outputs(trainer, inputs, which);
  });
  lines.draw();
}

}  // namespace backprop
