#include "shell/panels/inside/microscope_phase.h"

#include "engine/insight/phase_sentence.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/session/session.h"

namespace backprop {

std::string phase_words(const Session& session, const ExplainTarget& target, int point) {
  const PhaseShow& phases = session.phases();
  if (phases.phase() == 0 || !phases.readable()) return {};
  const Trainer& trainer = session.trainer();
  std::string words = phase_sentence(trainer, target, point < 0);
  if (phases.phase() == kPhaseCount) {
    const auto effect = step_effect(trainer, session.shown().sample.column);
    if (effect) words += ' ' + effect_sentence(*effect);
  }
  return words;
}

float draw_phase_words(Canvas& canvas, const std::string& words, ImVec2 at, float width) {
  const Paragraph lines(canvas.theme.fonts.regular, kTextSize, words, width);
  lines.draw(ImGui::GetWindowDrawList(), at, canvas.theme.palette.text);
  canvas.note_place("microscope.phase", at.x, at.y, lines.size().x, lines.size().y);
  return lines.size().y + kUnit;
}

}  // namespace backprop
