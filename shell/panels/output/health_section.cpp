#include "shell/panels/output/health_section.h"

#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kHeading = 26, kDot = 4.5f, kIndent = 18, kBetween = 8;
constexpr float kFirstLine = 7;  // from the top of a finding to the middle of its first line

ImU32 severity_color(const Palette& palette, Severity severity) {
  switch (severity) {
    case Severity::kGood:
      return palette.good;
    case Severity::kNote:
      return palette.dim;
    case Severity::kWarning:
      return palette.warning;
    case Severity::kProblem:
      return palette.error;
  }
  return palette.dim;
}

// The neurons it names, else the layer it is about.
void point_at(const Trainer& trainer, View& view, const Finding& finding) {
  const Network& network = trainer.network();
  if (finding.layer < 0 || finding.layer >= network.layer_count()) return;
  std::vector<NeuronId>& lit = view.pointed_at.neurons;
  for (const int neuron : finding.neurons) lit.push_back({finding.layer, neuron});
  if (!finding.neurons.empty()) return;
  for (int i = 0; i < network.layer(finding.layer).outputs; ++i) lit.push_back({finding.layer, i});
}

void draw_finding(Canvas& canvas, const Trainer& trainer, View& view, const Finding& finding,
                  const Paragraph& text, ImVec2 at, float width, std::size_t index) {
  const Palette& palette = canvas.theme.palette;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float height = text.size().y + kBetween;
  ImGui::SetCursorScreenPos({at.x, at.y - kBetween / 2});
  ImGui::Dummy({width, height});
  canvas.note_place("output.health." + std::to_string(index));
  if (ImGui::IsItemHovered()) {
    list->AddRectFilled({at.x - 6, at.y - kBetween / 2}, {at.x + width + 6, at.y + height - 4},
                        palette.raised, 6);
    point_at(trainer, view, finding);
  }
  tooltip(canvas, finding.advice.c_str());
  list->AddCircleFilled({at.x + kDot, at.y + kFirstLine}, kDot,
                        severity_color(palette, finding.severity));
  text.draw(list, {at.x + kIndent, at.y}, palette.text);
}

}  // namespace

float draw_health(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  float y = area.min.y;
  for (std::size_t i = 0; i < session.shown().findings.size(); ++i) {
    const Finding& finding = session.shown().findings[i];
    const Paragraph text(theme.fonts.regular, kTextSize, finding.text, area.width() - kIndent);
    const float height = text.size().y;
    const float heading_height = i == 0 ? kHeading : 0;
    if (y + heading_height + height > area.max.y) break;
    if (i == 0) {
      draw_text(list, theme.fonts.semibold, kHeadingSize, {area.min.x, y + 6}, theme.palette.text,
                "Health");
      y += kHeading;
    }
    draw_finding(canvas, session.trainer(), session.view(), finding, text, {area.min.x, y},
                 area.width(), i);
    y += height + kBetween;
  }
  return y - area.min.y;
}

}  // namespace backprop
