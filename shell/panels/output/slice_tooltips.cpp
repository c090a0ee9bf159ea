// What is said of a sample of a table, and of any place of a slice through it.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/insight/probe.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/output/slice_parts.h"
#include "shell/session/session.h"

namespace backprop {
namespace {

constexpr float kLabelWidth = 96;

std::string number(float value) {
  char buffer[32];
  return format_number(static_cast<double>(value), buffer);
}

void line(const Theme& theme, const std::string& label, const std::string& value) {
  tooltip_line(theme, label.c_str(), value.c_str(), theme.palette.text, kLabelWidth);
}

void input_lines(const Theme& theme, const SampleTable& table, std::span<const float> inputs) {
  for (std::size_t i = 0; i < inputs.size(); ++i) line(theme, table.inputs[i], number(inputs[i]));
}

// What one run makes of these inputs; `which` of two it is stands after each label.
void output_lines(const Theme& theme, const Trainer& trainer, std::span<const float> inputs,
                  const std::string& which) {
  const SampleTable& table = *trainer.experiment().table;
  const std::vector<float> outputs = activations_of(trainer.network(), inputs).back();
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    const bool per_class = table.has_classes() && outputs.size() > 1;
    const std::string& name = per_class             ? table.classes[k]
                              : table.has_classes() ? table.targets.front()
                                                    : table.targets[k];
    const ImU32 color = per_class ? theme.palette.classes[k] : theme.palette.text;
    tooltip_line(theme, ("output " + name + which).c_str(), number(outputs[k]).c_str(), color,
                 kLabelWidth);
  }
}

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
  if (!begin_tooltip(theme)) return;
  line(theme, "row", std::to_string(row + 1) + (index < data.train_count ? " train" : " test"));
  const std::span<const float> inputs = inputs_of(table, row);
  input_lines(theme, table, inputs);
  for (std::size_t k = 0; k < table.targets.size(); ++k) {
    const float target = table.number(static_cast<std::size_t>(row), table.inputs.size() + k);
    line(theme, table.targets[k],
         table.has_classes() ? table.classes[static_cast<std::size_t>(target)] : number(target));
  }
  for_both(session, [&](const Trainer& trainer, const char* which) {
    output_lines(theme, trainer, inputs, which);
    const std::span<const float> losses = trainer.point_losses();
    if (place < losses.size()) line(theme, std::string("loss") + which, number(losses[place]));
  });
  end_tooltip();
}

void slice_tooltip(const Theme& theme, const Session& session, ImVec2 at) {
  const TableSlice& slice = session.shown().slice->slice;
  const std::vector<float> inputs =
      slice.inputs_at(static_cast<double>(at.x), static_cast<double>(at.y));
  if (!begin_tooltip(theme)) return;
  input_lines(theme, *session.trainer().experiment().table, inputs);
  for_both(session, [&](const Trainer& trainer, const char* which) {
    output_lines(theme, trainer, inputs, which);
  });
  end_tooltip();
}

}  // namespace backprop
