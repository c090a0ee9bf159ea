#include "shell/panels/inside/microscope_phase.h"

#include <algorithm>
#include <iterator>

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

void add_loss(const Trainer& trainer, const ExplainTarget& target, int point,
              Explanation& explanation) {
  constexpr int kLoss = static_cast<int>(Phase::kLoss);
  if (std::ranges::any_of(explanation.equations,
                          [](const Equation& equation) { return equation.phase == kLoss; })) {
    return;
  }
  ExplainTarget output = target;
  output.kind = ExplainTarget::Kind::kNeuron;
  output.layer = trainer.network().layer_count() - 1;
  output.neuron = 0;
  const Result<Explanation> all =
      point >= 0 ? explain_point(trainer, output, point) : explain(trainer, output);
  if (!all) return;
  std::ranges::copy_if(all->equations, std::back_inserter(explanation.equations),
                       [](const Equation& equation) { return equation.phase == kLoss; });
}

float draw_phase_words(Canvas& canvas, const std::string& words, ImVec2 at, float width) {
  const Paragraph lines(canvas.theme.fonts.regular, kTextSize, words, width);
  lines.draw(ImGui::GetWindowDrawList(), at, canvas.theme.palette.text);
  canvas.note_place("microscope.phase", at.x, at.y, lines.size().x, lines.size().y);
  return lines.size().y + kUnit;
}

}  // namespace backprop
