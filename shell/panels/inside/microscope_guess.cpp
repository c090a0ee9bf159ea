#include "shell/panels/inside/microscope_guess.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exercise/answer_text.h"
#include "engine/exercise/judge.h"
#include "engine/exercise/worked_line.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

// More takes longer than somebody waits for a verdict; by hand nobody works it out.
constexpr std::size_t kMostPlaces = 2000;

// Whose numbers are shown, as a column of the batch; nothing of a point beside it.
std::optional<ExplainTarget> target_in_batch(Session& session) {
  const Microscope::Key& key = session.microscope().key;
  ExplainTarget target = key.target;
  if (key.point < 0) return target;
  const std::span<const int> batch = session.trainer().batch();
  const auto found = std::ranges::find(batch, key.point);
  if (found == batch.end()) return std::nullopt;
  target.sample = static_cast<int>(found - batch.begin());
  return target;
}

// Where the result is one of the numbers that are worked out by hand: what an exercise would say.
std::optional<Judgement> judged(Session& session, const Equation& equation, double guess) {
  if (session.trainer().batch().empty()) return std::nullopt;
  const std::optional<ExplainTarget> target = target_in_batch(session);
  const Result<HandStep> step = HandStep::of(session.trainer());
  if (!target || !step || step->place_count() > kMostPlaces) return std::nullopt;
  const std::optional<HandPlace> place = told_place(*step, *target, equation);
  if (!place) return std::nullopt;
  // The results that are uncovered already are given.
  const Microscope& microscope = session.microscope();
  std::vector<HandAnswer> given;
  for (int i = 0; i < microscope.revealed; ++i) {
    const Equation& shown = microscope.explanation.equations[static_cast<std::size_t>(i)];
    const std::optional<HandPlace> told = told_place(*step, *target, shown);
    if (told) given.push_back({*told, step->right(*told)});
  }
  return judge(*step, *place, guess, given);
}

// How near it is, where no known mistake gives it.
std::string distance_text(double guess, double value) {
  if (significant(guess, 2) == significant(value, 2)) return "Right to two digits.";
  const double off = std::fabs(guess - value) / std::fabs(value);
  if (value != 0 && guess != 0 && (guess < 0) != (value < 0)) return "The sign is the other one.";
  if (value != 0 && off < 0.1) return "Close: off by " + significant(100 * off, 2) + " %.";
  if (value != 0 && off < 10) {
    return "The sign is right, the size is off by " + significant(100 * off, 2) + " %.";
  }
  return "It is off by " + significant(std::fabs(guess - value), 2) + ".";
}

std::string verdict_on(Session& session, const Equation& equation, std::string_view text) {
  const Result<double> guess = read_answer(text);
  if (!guess) return {};
  const std::string yours = "Your guess: " + significant(*guess) + ". ";
  const std::optional<Judgement> judgement = judged(session, equation, *guess);
  const bool said = judgement && judgement->verdict != Judgement::Verdict::kUnknown;
  return yours + (said ? judgement->sentence
                       : distance_text(*guess, static_cast<double>(equation.result.value)));
}

}  // namespace

void draw_guess(Canvas& canvas, Session& session, const Equation& equation, ImVec2 at,
                float width) {
  Microscope& microscope = session.microscope();
  const Theme& theme = canvas.theme;
  const float height = touch_layout() ? 40.0f : 28.0f;
  ImGui::SetCursorScreenPos(at);
  ImGui::SetNextItemWidth(std::min(150.0f, width / 2));
  ImGui::PushStyleColor(ImGuiCol_FrameBg, theme.palette.raised);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {10, (height - kTextSize) / 2});
  const bool entered =
      can_type() &&
      ImGui::InputTextWithHint("##guess", "your guess", microscope.guess, sizeof microscope.guess,
                               ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  canvas.note_place("microscope.guess");
  ImGui::SetCursorScreenPos({ImGui::GetItemRectMax().x + 2 * kUnit, at.y});
  if (text_button(canvas, "microscope.reveal", "Reveal", {0, height}, "Shows the result") ||
      entered) {
    microscope.verdict = verdict_on(session, equation, microscope.guess);
    microscope.guess[0] = '\0';
    ++microscope.revealed;
  }
}

}  // namespace backprop
