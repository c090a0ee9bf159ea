#include "shell/panels/inside/microscope_incoming.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/formula.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/inside/microscope_trail.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kIncomingRow = 22, kIncomingTitle = 26, kIncomingName = 46, kIncomingNumber = 72;
constexpr float kIncomingWidth = kIncomingName + 7 * kIncomingNumber;

// A column: what it is called, and its value for a parameter, if it has one.
struct IncomingColumn {
  const char* name;
  bool of_sample;  // not of the mean of a batch
};
constexpr IncomingColumn kIncomingColumns[] = {
    {"δ", true},       {"input", true}, {"δ·input", true}, {"∂L/∂w", false},
    {"before", false}, {"Δw", false},   {"after", false},
};
enum IncomingValue { kOwnDelta, kOwnInput, kOwnGradient, kMeanGradient, kBefore, kDelta, kAfter };
// Where there is little room the first of these are shown: what the phase is about.
constexpr IncomingValue kOfGradients[] = {kOwnDelta, kOwnInput, kMeanGradient, kOwnGradient};
constexpr IncomingValue kOfUpdate[] = {kMeanGradient, kDelta,    kBefore,     kAfter,
                                       kOwnDelta,     kOwnInput, kOwnGradient};

std::vector<std::size_t> incoming_parameters(const Trainer& trainer, const ExplainTarget& target) {
  const Network& network = trainer.network();
  std::vector<std::size_t> parameters;
  for (int i = 0; i < network.layer(target.layer).inputs; ++i) {
    parameters.push_back(network.weight_index(target.layer, target.neuron, i));
  }
  if (trainer.experiment().biases != Biases::kNone) {
    parameters.push_back(network.bias_index(target.layer, target.neuron));
  }
  return parameters;
}

std::vector<IncomingValue> columns_shown(const Session& session, float width) {
  const bool sample = session.shown().sample.point >= 0;
  const bool updated = session.trainer().phases_done() == kPhaseCount;
  std::vector<IncomingValue> shown;
  const auto room = static_cast<std::size_t>((width - kIncomingName) / kIncomingNumber);
  for (const IncomingValue which : updated ? std::span<const IncomingValue>(kOfUpdate)
                                           : std::span<const IncomingValue>(kOfGradients)) {
    if (kIncomingColumns[which].of_sample && !sample) continue;
    if (shown.size() < room) shown.push_back(which);
  }
  std::ranges::sort(shown);
  return shown;
}

float incoming_value(const Session& session, std::size_t parameter, IncomingValue which) {
  const Trainer& trainer = session.trainer();
  const Workspace& batch = trainer.workspace();
  const ParameterPlace place = trainer.network().place(parameter);
  const auto [workspace, column] = values_of(trainer, session.shown().sample);
  switch (which) {
    case kOwnDelta:
      return workspace.delta(place.layer, place.output, column);
    case kOwnInput:
      if (place.is_bias()) return 1;
      return place.layer == 0 ? workspace.input(place.input, column)
                              : workspace.a(place.layer - 1, place.input, column);
    case kOwnGradient:
      return session.shown().sample.gradients[parameter];
    case kMeanGradient:
      return batch.data_gradients[parameter];
    case kBefore:
      return batch.parameters_used[parameter];
    case kDelta:
      return batch.updates[parameter];
    case kAfter:
      return trainer.network().parameters()[parameter];
  }
  return 0;
}

// w before and after in as many digits as show that it moved.
std::string incoming_number(const Session& session, std::size_t parameter, IncomingValue which) {
  const float value = incoming_value(session, parameter, which);
  int digits = 3;
  if (which == kBefore || which == kAfter) {
    const float before = incoming_value(session, parameter, kBefore);
    const float after = incoming_value(session, parameter, kAfter);
    const auto text = [&](float number) {
      return significant(static_cast<double>(number), digits);
    };
    while (digits < 6 && before != after && text(before) == text(after)) ++digits;
  }
  return significant(static_cast<double>(value), digits);
}

}  // namespace

bool has_incoming_table(const Trainer& trainer, const ExplainTarget& target) {
  return target.kind == ExplainTarget::Kind::kNeuron && trainer.phases_done() >= 4;
}

ImVec2 incoming_table_size(const Trainer& trainer, const ExplainTarget& target, float width) {
  const auto rows = static_cast<float>(incoming_parameters(trainer, target).size() + 1);
  return {std::min(width, kIncomingWidth), kIncomingTitle + kIncomingRow * rows};
}

void draw_incoming_table(Canvas& canvas, Session& session, const ExplainTarget& target, ImVec2 at,
                         float width) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  const Trainer& trainer = session.trainer();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool sample = session.shown().sample.point >= 0;
  const int samples = trainer.workspace().samples;
  std::string title = "What leads here";
  if (sample && samples > 1) {
    title += ": δ and input of one sample, ∂L/∂w the mean over " + std::to_string(samples);
  }
  draw_text_fitted(list, theme.fonts.semibold, kHeadingSize, {at.x, at.y + 8}, palette.text, title,
                   width);
  const std::vector<IncomingValue> columns = columns_shown(session, width);
  const auto right_of = [&](std::size_t column) {
    return at.x + kIncomingName + kIncomingNumber * static_cast<float>(column + 1);
  };
  float y = at.y + kIncomingTitle + kIncomingRow / 2;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    draw_text(list, theme.fonts.regular, kHeadingSize, {right_of(c), y}, palette.dim,
              kIncomingColumns[columns[c]].name, Align::kRight);
  }
  for (const std::size_t parameter : incoming_parameters(trainer, target)) {
    y += kIncomingRow;
    ImGui::SetCursorScreenPos({at.x - kUnit, y - kIncomingRow / 2});
    const Item item =
        add_item(canvas, "microscope.incoming." + target_text(trainer.network(), parameter),
                 {width + 2 * kUnit, kIncomingRow}, true, 4, false);
    if (item.hovered) {
      list->AddRectFilled(item.min, item.max, palette.raised, 4);
      session.view().pointed_at.parameters.push_back(parameter);
    }
    tooltip(canvas, (parameter_label(trainer, parameter) + ". Click to look into it.").c_str());
    if (item.clicked) {
      follow_term(session, target,
                  {TermTarget::Kind::kWeight, target.layer, target.neuron, parameter});
    }
    const Symbol symbol = parameter_symbol(trainer.network().place(parameter));
    draw_text(list, theme.fonts.regular, kHeadingSize, {at.x, y}, palette.text, symbol.text);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const float value = incoming_value(session, parameter, columns[c]);
      draw_text(list, columns[c] == kDelta ? theme.fonts.semibold : theme.fonts.regular,
                kHeadingSize, {right_of(c), y}, ink_color(palette, ink_of(value)),
                incoming_number(session, parameter, columns[c]), Align::kRight);
    }
  }
}

}  // namespace backprop
