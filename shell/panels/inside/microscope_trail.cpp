#include "shell/panels/inside/microscope_trail.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/insight/notation.h"
#include "shell/canvas/formula.h"
#include "shell/canvas/item.h"
#include "shell/canvas/math_box.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/inside/microscope_pointing.h"
#include "shell/panels/inside/microscope_selection.h"
#include "shell/session/session.h"

namespace backprop {

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

namespace {

void choose_target(View& view, const ExplainTarget& target) {
  if (target.kind == ExplainTarget::Kind::kParameter)
    return choose_parameter(view, target.parameter);
  choose_neuron(view, {target.layer, target.neuron});
}

bool can_go_back(Session& session, const ExplainTarget& now) {
  std::vector<ExplainTarget>& trail = session.microscope().trail;
  if (!trail.empty() && !(trail.back() == now)) trail.clear();
  return trail.size() > 1;
}

}  // namespace

void follow_term(Session& session, const ExplainTarget& from, const TermTarget& term) {
  const bool parameter = is_parameter_term(term);
  if (!parameter && (term.layer < 0 || term.neuron < 0)) return;  // an input, a loss: its end
  ExplainTarget to{ExplainTarget::Kind::kNeuron, term.layer, term.neuron};
  if (parameter) to = {ExplainTarget::Kind::kParameter, 0, 0, term.parameter};
  if (to == from) return;
  std::vector<ExplainTarget>& trail = session.microscope().trail;
  if (!can_go_back(session, from)) trail = {from};
  trail.push_back(to);
  choose_target(session.view(), to);
}

float draw_way_back(Canvas& canvas, Session& session, const ExplainTarget& now, ImVec2 left_top,
                    float height) {
  constexpr float kWidth = 52;
  if (!can_go_back(session, now)) return left_top.x;
  ImGui::SetCursorScreenPos({left_top.x + kUnit, left_top.y});
  if (text_button(canvas, "microscope.back", "Back", {kWidth, height},
                  "To the formula you came from")) {
    std::vector<ExplainTarget>& trail = session.microscope().trail;
    trail.pop_back();
    choose_target(session.view(), trail.back());
  }
  return left_top.x + kUnit + kWidth;
}

}  // namespace backprop
