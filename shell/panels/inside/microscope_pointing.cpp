#include "shell/panels/inside/microscope_pointing.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/insight/notation.h"
#include "shell/canvas/formula.h"
#include "shell/canvas/item.h"
#include "shell/canvas/math_box.h"
#include "shell/canvas/tooltip.h"
#include "shell/session/view.h"

namespace backprop {

namespace {

bool is_parameter_term(const TermTarget& target) {
  return target.kind == TermTarget::Kind::kWeight || target.kind == TermTarget::Kind::kBias;
}

bool points_into_network(const TermTarget& target) {
  return is_parameter_term(target) ||
         (target.kind != TermTarget::Kind::kNone && target.neuron >= 0);
}

}  // namespace

bool under_mouse(const Lights& lights, const TermTarget& target) {
  if (is_parameter_term(target)) {
    return std::ranges::find(lights.parameters, target.parameter) != lights.parameters.end();
  }
  return points_into_network(target) &&
         std::ranges::find(lights.neurons, NeuronId{target.layer, target.neuron}) !=
             lights.neurons.end();
}

void light(View& view, const TermTarget& target) {
  if (is_parameter_term(target)) {
    view.pointed_at.parameters.push_back(target.parameter);
  } else if (points_into_network(target)) {
    view.pointed_at.neurons.push_back({target.layer, target.neuron});
  }
}

void term_tooltip(const Theme& theme, const Trainer& trainer, const Factor& factor) {
  if (!begin_tooltip(theme)) return;
  ImGui::PushFont(theme.fonts.semibold, kTextSize);
  const std::string value = significant(static_cast<double>(factor.value), 9);
  const MathBox name = set_math(theme.fonts.regular, kTextSize + 1, factor.latex + " =");
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float line = std::max(18.0f, std::ceil(name.height()) + 2);
  draw_math(ImGui::GetWindowDrawList(), theme.fonts.regular, {at.x, at.y + name.ascent},
            theme.palette.text, name);
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.semibold, kTextSize,
            {at.x + name.width + 6, at.y + name.ascent - 0.3635f * kTextSize},
            ink_color(theme.palette, ink_of(factor.value)), value);
  ImGui::Dummy({name.width + 6 + text_size(theme.fonts.semibold, kTextSize, value).x, line});
  ImGui::PopFont();
  std::string where;
  if (is_parameter_term(factor.target)) {
    where = parameter_label(trainer, factor.target.parameter);
  } else if (points_into_network(factor.target)) {
    where = neuron_label(trainer, factor.target.layer, factor.target.neuron);
  }
  if (!where.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, theme.palette.dim);
    ImGui::TextUnformatted(where.c_str());
    ImGui::PopStyleColor();
  }
  end_tooltip();
}

}  // namespace backprop
