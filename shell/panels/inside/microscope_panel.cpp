// The microscope: the chain rule of one neuron, weight or bias, set as mathematics with the numbers
// of this very step. Pointing at a term lights its place in the network, and the other way round.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/order.h"
#include "engine/base/text.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/door.h"
#include "shell/panels/inside/inside_panel.h"
#include "shell/panels/inside/microscope_equation.h"
#include "shell/panels/inside/microscope_guess.h"
#include "shell/panels/inside/microscope_incoming.h"
#include "shell/panels/inside/microscope_phase.h"
#include "shell/panels/inside/microscope_pointing.h"
#include "shell/panels/inside/microscope_selection.h"
#include "shell/panels/inside/microscope_slope.h"
#include "shell/panels/inside/microscope_tables.h"
#include "shell/panels/inside/microscope_trail.h"
#include "shell/platform/platform.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

using Block = Microscope::Block;

constexpr float kColumnGap = 10 * kUnit, kBlockGap = 5 * kUnit, kNoteGap = 2.5f * kUnit;
constexpr float kLeastNote = 320;  // a sentence is no narrower, if there is room
constexpr float kTableWidth = 392;
constexpr float kGuessRow = 44;  // below a covered result
constexpr float kVerdictGap = 8;  // above what is said of the guess that was made last
constexpr double kRefreshInterval = 1.0 / 15;  // while training

// --- what is explained ---------------------------------------------------------------------------

bool same_question(const Microscope::Key& a, const Microscope::Key& b) {
  Microscope::Key other = b;
  other.width = a.width;
  other.expanded = a.expanded;
  other.revealed = a.revealed;
  other.pictures = a.pictures;
  return a == other;
}

float note_height(const Theme& theme, const std::string& note, float width) {
  return Paragraph(theme.fonts.regular, kTextSize, note, width).size().y;
}

// Whether what was said of a guess stands below this equation.
bool has_verdict(const Microscope& microscope, int equation) {
  return microscope.predict && !microscope.verdict.empty() && equation == microscope.revealed - 1;
}

// Blocks side by side where they fit, else below each other.
void place_blocks(Microscope& microscope, float width) {
  float x = 0, y = 0, row = 0;
  for (Block& block : microscope.blocks) {
    if (x > 0 && x + block.size.x > width) {
      x = 0;
      y += row + kBlockGap;
      row = 0;
    }
    block.at = {x, y};
    x += block.size.x + kColumnGap;
    row = std::max(row, block.size.y);
  }
  microscope.height = y + row;
}

void set_blocks(const Theme& theme, Session& session, float width) {
  Microscope& microscope = session.microscope();
  const Explanation& explanation = microscope.explanation;
  microscope.blocks.clear();
  const int count = static_cast<int>(explanation.equations.size());
  const int shown = microscope.predict ? std::min(count, microscope.revealed + 1) : count;
  for (int i = 0; i < shown; ++i) {
    const Equation& equation = explanation.equations[static_cast<std::size_t>(i)];
    Block block{Block::Kind::kEquation};
    block.covered = microscope.predict && i == microscope.revealed;
    block.formula =
        set_formula(formula_of(equation, block.covered, block.factors),
                    {theme.fonts.regular, theme.fonts.semibold, width, microscope.expanded});
    const float note = text_size(theme.fonts.regular, kTextSize, equation.note).x;
    block.size.x = std::min(width, std::max(block.formula.size.x, std::min(note, kLeastNote)));
    block.size.y = note_height(theme, equation.note, block.size.x) + kNoteGap +
                   block.formula.size.y + (block.covered ? kGuessRow : 0);
    if (block.covered) block.size.x = std::max(block.size.x, std::min(width, 300.0f));
    if (has_verdict(microscope, i)) {
      const float verdict = text_size(theme.fonts.regular, kTextSize, microscope.verdict).x;
      block.size.x = std::max(block.size.x, std::min(verdict, kLeastNote));
      block.size.x = std::min(block.size.x, width);
      block.size.y += kVerdictGap + note_height(theme, microscope.verdict, block.size.x);
    }
    microscope.blocks.push_back(std::move(block));
  }
  const bool pictures = microscope.key.pictures && !microscope.predict;
  if (pictures && has_slope_picture(session, microscope.key.target)) {
    Block block{Block::Kind::kSlope};
    block.size = kSlopeSize;
    microscope.blocks.push_back(std::move(block));
  }
  if (pictures && has_incoming_table(session.trainer(), microscope.key.target)) {
    Block block{Block::Kind::kIncoming};
    block.size = incoming_table_size(session.trainer(), microscope.key.target, width);
    microscope.blocks.push_back(std::move(block));
  }
  microscope.samples = explanation.contributions;
  sort_stably(microscope.samples, [](const Contribution& a, const Contribution& b) {
    return std::fabs(a.value) > std::fabs(b.value);
  });
  if (shown == count && !(microscope.predict && microscope.revealed < count)) {
    const float table = std::min(width, kTableWidth);
    if (!microscope.samples.empty()) {
      Block block{Block::Kind::kSamples};
      block.size = {table, samples_table_height(microscope)};
      microscope.blocks.push_back(std::move(block));
    }
    if (explanation.update) {
      Block block{Block::Kind::kUpdate};
      block.size = {table, update_table_height(theme, *explanation.update, table)};
      microscope.blocks.push_back(std::move(block));
    }
  }
  place_blocks(microscope, width);
}

void refresh(const Theme& theme, Session& session, const ExplainTarget& target, float width) {
  Microscope& microscope = session.microscope();
  Microscope::Key key{session.trainer().revision(), target,
                      explained_sample(session),    width,
                      microscope.predict,           microscope.expanded,
                      microscope.revealed,          platform::later_part_here()};
  if (key == microscope.key) return;
  const double now = platform::seconds();
  Microscope::Key but_revision = key;
  but_revision.revision = microscope.key.revision;
  // Whole steps are too many to follow; of phases each is looked at.
  const bool steps = session.playing() && session.phases().phase() == 0;
  if (steps && but_revision == microscope.key && now < microscope.next_refresh) return;
  microscope.next_refresh = now + kRefreshInterval;
  if (!same_question(key, microscope.key)) {
    microscope.revealed = key.revealed = 0;
    microscope.guess[0] = '\0';
    microscope.verdict.clear();
    microscope.begin = 0;
  }
  microscope.key = key;
  const Result<Explanation> explanation = key.point >= 0
                                              ? explain_point(session.trainer(), target, key.point)
                                              : explain(session.trainer(), target);
  microscope.explanation = explanation ? *explanation : Explanation{};
  if (session.phases().phase() == 2 && key.pictures) {
    add_loss(session.trainer(), target, key.point, microscope.explanation);
  }
  microscope.sentence = key.pictures ? phase_words(session, target, key.point) : std::string();
  set_blocks(theme, session, width);
}

// --- drawing -------------------------------------------------------------------------------------

void draw_equation(Canvas& canvas, Session& session, std::size_t index, Block& block, ImVec2 at) {
  Microscope& microscope = session.microscope();
  const Theme& theme = canvas.theme;
  const Equation& equation = microscope.explanation.equations[index];
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Paragraph note(theme.fonts.regular, kTextSize, equation.note, block.size.x);
  note.draw(list, at, theme.palette.dim);
  const ImVec2 origin = {at.x, std::round(at.y + note.size().y + kNoteGap)};

  const int last = static_cast<int>(block.factors.size()) - 1;
  const auto factor_of = [&](int term) -> const Factor* {
    const int number = term == kResultTerm ? last : term;
    return number >= 0 && number <= last ? &block.factors[static_cast<std::size_t>(number)]
                                         : nullptr;
  };
  const ImVec2 mouse = ImGui::GetMousePos();
  const FormulaCell* pointed = ImGui::IsWindowHovered()
                                   ? block.formula.hit({mouse.x - origin.x, mouse.y - origin.y})
                                   : nullptr;
  const int pointed_term = pointed != nullptr ? pointed->term : -1;
  draw_formula(list, theme, block.formula, origin, [&](int term) {
    if (term == -1 || term == kMoreTerms) return false;
    const Factor* factor = factor_of(term);
    return term == pointed_term ||
           (factor != nullptr && under_mouse(session.view().under_mouse, factor->target));
  });

  const std::string place = "microscope.equation." + std::to_string(index);
  canvas.note_place(place, origin.x, origin.y, block.formula.size.x, block.formula.size.y);
  const ImVec2 min = block.formula.result_min, max = block.formula.result_max;
  canvas.note_place(place + ".result", origin.x + min.x, origin.y + min.y, max.x - min.x,
                    max.y - min.y);
  for (const FormulaCell& cell : block.formula.cells) {
    if (cell.term < 0) continue;
    canvas.note_place(place + ".term." + std::to_string(cell.term), origin.x + cell.min.x,
                      origin.y + cell.min.y, cell.max.x - cell.min.x, cell.max.y - cell.min.y);
  }
  if (block.formula.can_expand) {
    for (const FormulaCell& cell : block.formula.cells) {
      if (cell.term != kMoreTerms || cell.box.width < 12) continue;
      ImGui::SetCursorScreenPos({origin.x + cell.min.x, origin.y + cell.min.y});
      const Item item = add_item(canvas, place + ".more",
                                 {cell.max.x - cell.min.x, cell.max.y - cell.min.y}, true, 4);
      if (item.hovered) {
        list->AddRectFilled(item.min, item.max, with_alpha(theme.palette.text, 0.12f), 4);
      }
      tooltip(canvas, "Shows all terms of the sum");
      if (item.clicked) microscope.expanded = true;
    }
  }
  if (const Factor* factor = factor_of(pointed_term); factor != nullptr) {
    light(session.view(), factor->target);
    const bool secret = block.covered && pointed_term == kResultTerm;
    if (!secret && door::comes()) term_tooltip(canvas.theme, session.trainer(), *factor);
    const bool dragged = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left).y != 0;  // it scrolls
    if (!secret && !dragged && ImGui::IsMouseReleased(ImGuiMouseButton_Left)) {
      follow_term(session, microscope.key.target, factor->target);
    }
  }
  if (block.covered) {
    draw_guess(canvas, session, equation, {at.x, at.y + block.size.y - kGuessRow + 12},
               block.size.x);
  } else if (has_verdict(microscope, static_cast<int>(index))) {
    const Paragraph verdict(theme.fonts.regular, kTextSize, microscope.verdict, block.size.x);
    verdict.draw(list, {at.x, at.y + block.size.y - verdict.size().y}, theme.palette.selection);
  }
}

// What comes next, and what can be clicked, below the equations.
std::string invitation(const Trainer& trainer, const ExplainTarget& target) {
  const int done = trainer.phases_done();
  const bool neuron = target.kind == ExplainTarget::Kind::kNeuron;
  const char* press = touch_layout() ? "advance one phase." : "press P.";
  if (done < 1) {
    return std::string(
               "Nothing of this step is computed yet: z and a appear with phase 1, "
               "forward. To see it, ") +
           press;
  }
  if (done < 3) return std::string("δ appears with phase 3, backward: ") + press;
  if (!neuron && done < 4) return std::string("The gradient appears with phase 4: ") + press;
  if (!neuron && done < 5) return std::string("The update appears with phase 5: ") + press;
  return {};
}

// What stands below the equations: what comes next, whose numbers these are, what can be clicked.
std::string closing_words(const Session& session, const ExplainTarget& target) {
  std::string text = invitation(session.trainer(), target);
  const std::string& context = session.microscope().explanation.context;
  if (text.empty() && explained_sample(session) >= 0 && !context.empty()) text = context + ".";
  if (!session.view().pinned_neuron && !session.view().pinned_parameter) {
    if (!text.empty()) text += " ";
    text +=
        "Click any neuron, edge or bias dot in the network to look into it, or a point in "
        "the output for the numbers of one sample.";
  }
  return text;
}

Paragraph set_closing(const Theme& theme, const std::string& text, float width) {
  return Paragraph::balanced(theme.fonts.regular, kTextSize, text, std::min(width, 640.0f));
}

void copy(Canvas& canvas, Session& session) {
  if (!door::await(canvas)) return;
  Microscope& microscope = session.microscope();
  Explanation shown = microscope.explanation;
  // What is covered on the canvas is not handed out either.
  const auto revealed = static_cast<std::size_t>(microscope.revealed);
  if (microscope.predict && revealed < shown.equations.size()) {
    shown.equations.erase(shown.equations.begin() + microscope.revealed, shown.equations.end());
    shown.contributions.clear();
    shown.update.reset();
  }
  ImGui::SetClipboardText(to_markdown(shown).c_str());
  microscope.copied_at = platform::seconds();
}

float copy_width() { return touch_layout() ? 72 : 104; }

void draw_copy(Canvas& canvas, Session& session, ImVec2 right_top, float height) {
  Microscope& microscope = session.microscope();
  constexpr double kShown = 1.6;
  const bool copied =
      microscope.copied_at >= 0 && platform::seconds() - microscope.copied_at < kShown;
  ImGui::SetCursorScreenPos({right_top.x - copy_width(), right_top.y});
  if (text_button(canvas, "microscope.copy",
                  copied           ? "Copied"
                  : touch_layout() ? "LaTeX"
                                   : "Copy LaTeX",
                  {copy_width(), height}, "Copies this worked solution as Markdown with LaTeX")) {
    copy(canvas, session);
  }
}

// The row above the formulas; two rows and the samples where it is narrow. Returns its height.
float draw_header(Canvas& canvas, Session& session, Rect area, const ExplainTarget& target,
                  bool samples_here) {
  Microscope& microscope = session.microscope();
  const Theme& theme = canvas.theme;
  const float height = touch_layout() ? 40.0f : 28.0f;
  const bool wide = area.width() > 640;
  float y = area.min.y + 2.5f * kUnit;
  float selector =
      draw_target_selector(canvas, session.trainer(), session.view(), {area.min.x, y}, target);
  if (!microscope.trail.empty()) {
    selector = draw_way_back(canvas, session, target, {selector, y}, height);
  }
  const bool copy_below = samples_here && selector + 2 * kUnit > area.max.x - copy_width();
  if (!copy_below) draw_copy(canvas, session, {area.max.x, y}, height);

  const bool before = microscope.predict;
  const float predict =
      20 + std::ceil(text_size(theme.fonts.regular, kTextSize, "Predict first").x);
  const auto draw_predict = [&](float x, float top) {
    ImGui::SetCursorScreenPos({x, top + (height - control_height()) / 2});
    checkbox(canvas, "microscope.predict", "Predict first", &microscope.predict);
    tooltip(canvas, "Covers results until you ask for them, so that you can work them out first");
    if (before == microscope.predict) return;
    microscope.revealed = 0;
    microscope.wanted_block = 0;
  };
  const std::string& title = microscope.explanation.title;
  if (wide) {
    const float right = area.max.x - copy_width() - 4 * kUnit - predict;
    draw_predict(right, y);
    // "Output: how the loss changes with …", or only whose numbers these are.
    const float room = right - selector - 5 * kUnit;
    const auto fits = [&](const std::string& text) {
      return text_size(theme.fonts.regular, kTextSize, text).x <= room;
    };
    std::string whose = fits(title) ? title : title.substr(0, title.find(':'));
    if (!fits(whose) && target.kind == ExplainTarget::Kind::kParameter) {
      whose = parameter_symbol(session.trainer().network().place(target.parameter)).text;
    }
    draw_text_fitted(ImGui::GetWindowDrawList(), theme.fonts.regular, kTextSize,
                     {selector + 2 * kUnit, y + height / 2}, theme.palette.text, whose, room);
    y += height + 2 * kUnit;
    if (samples_here) {
      draw_sample_selector(canvas, session, {area.min.x, y + height / 2}, true);
      y += height + kUnit;
    }
    return y - area.min.y;
  }
  y += height + 2 * kUnit;
  if (samples_here) {
    const float room = area.width() - (copy_below ? copy_width() : 0);
    draw_sample_selector(canvas, session, {area.min.x, y + height / 2},
                         sample_selector_width(canvas.theme, session, true) < room);
    if (copy_below) draw_copy(canvas, session, {area.max.x, y}, height);
    y += height + kUnit;
  }
  const Paragraph lines(theme.fonts.regular, kTextSize, title, area.width() - predict - 4 * kUnit);
  lines.draw(ImGui::GetWindowDrawList(), {area.min.x, y + 4}, theme.palette.text);
  draw_predict(area.max.x - predict, y - 6);
  return y + std::max(lines.size().y + 4, height - 6) + 2 * kUnit - area.min.y;
}

// The first row from which on everything to the end fits into the height, if that is above y: room
// that is there is used, and nothing is cut.
float with_what_fits_above(const Microscope& microscope, float y, float end, float height) {
  for (const Block& block : microscope.blocks) {
    if (block.at.y < y && end - block.at.y <= height) return block.at.y;
  }
  return y;
}

// While one goes through the phases, the equation that came last is brought into view; else what
// somebody asked for. `end` is how far down everything reaches, `height` what can be seen of it.
void follow_phase(Session& session, float end, float height) {
  Microscope& microscope = session.microscope();
  const int done = session.trainer().phases_done();
  const std::optional<std::size_t> wanted = std::exchange(microscope.wanted_block, std::nullopt);
  ExplainTarget target = microscope.key.target;
  target.sample = -1;
  const bool other = std::exchange(microscope.seen_target, target) != target;
  const bool moved = std::exchange(microscope.seen_phases, done) != done || other;
  const bool steps = session.phases().phase() == 0;
  if (!wanted && other && steps) {  // whole steps lead nowhere: a new subject is read from its top
    microscope.begin = 0;
    return ImGui::SetScrollY(0);
  }
  if (!wanted && (!moved || done == 0 || (steps && session.playing()))) return;
  float y = 0;
  for (std::size_t i = 0; i < microscope.blocks.size(); ++i) {
    const Block& block = microscope.blocks[i];
    const bool equation = block.kind == Block::Kind::kEquation;
    const int phase = equation ? microscope.explanation.equations[i].phase + 1
                      : block.kind == Block::Kind::kSlope  ? 0
                      : block.kind == Block::Kind::kUpdate ? 5
                                                           : 4;
    const bool both = block.kind == Block::Kind::kIncoming;  // gradients and updates
    if (wanted ? i != *wanted : phase != done && !(both && done > 4)) continue;
    y = block.at.y;
    // What phase 3 is about, δ, comes behind the slope that it is made with.
    if (wanted || done != 3) break;
  }
  microscope.begin = with_what_fits_above(microscope, y, end, height);
  ImGui::SetScrollY(microscope.begin);
}

// What goes on below the lower edge fades out there, so that it is seen to go on.
void fade_lower_edge(const Palette& palette, Rect body, ImVec2 at, ImVec2 size) {
  constexpr float kFade = 4 * kUnit, kSlack = kUnit;
  if (at.y > body.max.y - kFade / 2 || at.y + size.y < body.max.y + kSlack) return;
  const ImU32 clear = with_alpha(palette.panel, 0), full = palette.panel;
  ImGui::GetWindowDrawList()->AddRectFilledMultiColor(
      {at.x - 1, body.max.y - kFade}, {at.x + size.x + 1, body.max.y}, clear, clear, full, full);
}

}  // namespace

void draw_microscope_panel(Canvas& canvas, Session& session, Rect area) {
  Microscope& microscope = session.microscope();
  const ExplainTarget target = microscope_target(session);
  constexpr float kScrollbar = 14, kEnd = 4 * kUnit;
  // What explains a weight, or asks first, comes with what is opened; a neuron can be explained
  // from the beginning.
  const bool parameter = target.kind == ExplainTarget::Kind::kParameter;
  if ((parameter || microscope.predict) && !door::opens(canvas, area)) return;
  refresh(canvas.theme, session, target, area.width() - kScrollbar);
  // In the network, what is looked at is lit.
  if (session.view().pinned_parameter) {
    session.view().pointed_at.parameters.push_back(*session.view().pinned_parameter);
  }
  if (!parameter && !session.view().pinned_neuron && session.phases().phase() > 0) {
    session.view().pointed_at.neurons.push_back({target.layer, target.neuron});
  }
  ExplainTarget whatever_sample = target;
  whatever_sample.sample = -1;
  canvas.note_place(
      "microscope.target." + target_text(session.trainer().network(), whatever_sample), area.min.x,
      area.min.y, area.width(), area.height());

  const bool samples_here = !microscope.samples_in_row;
  float header = draw_header(canvas, session, area, target, samples_here);
  if (!microscope.sentence.empty()) {
    header += draw_phase_words(canvas, microscope.sentence, {area.min.x, area.min.y + header},
                               area.width() - kScrollbar);
  }
  const Rect body = {{area.min.x, area.min.y + header}, area.max};
  if (body.height() < 20) return;
  ImGui::SetCursorScreenPos(body.min);
  if (ImGui::BeginChild("formulas", {body.width(), body.height()}, ImGuiChildFlags_NavFlattened)) {
    const std::string words = closing_words(session, target);
    const Paragraph closing = set_closing(canvas.theme, words, body.width() - kScrollbar);
    const float below =
        microscope.height + (words.empty() || microscope.blocks.empty() ? 0 : kBlockGap);
    follow_phase(session, 2 * kUnit + below + closing.size().y, body.height());
    const ImVec2 start = {body.min.x, body.min.y + 2 * kUnit - ImGui::GetScrollY()};
    for (std::size_t i = 0; i < microscope.blocks.size(); ++i) {
      Block& block = microscope.blocks[i];
      const ImVec2 at = {start.x + block.at.x, start.y + block.at.y};
      if (at.y > body.max.y || at.y + block.size.y < body.min.y) continue;
      if (block.kind == Block::Kind::kEquation) {
        draw_equation(canvas, session, i, block, at);
      } else if (block.kind == Block::Kind::kSlope) {
        draw_slope_picture(canvas, session, target, at);
      } else if (block.kind == Block::Kind::kIncoming) {
        draw_incoming_table(canvas, session, target, at, block.size.x);
      } else if (block.kind == Block::Kind::kSamples) {
        const float height = block.size.y;
        draw_samples_table(canvas, session, at, block.size.x);
        block.size.y = samples_table_height(microscope);
        if (block.size.y != height) place_blocks(microscope, body.width() - kScrollbar);
      } else {
        draw_update_table(canvas, *microscope.explanation.update, at, block.size.x);
      }
      fade_lower_edge(canvas.theme.palette, body, at, block.size);
    }
    const ImVec2 last = {start.x, start.y + below};
    closing.draw(ImGui::GetWindowDrawList(), last, canvas.theme.palette.dim);
    fade_lower_edge(canvas.theme.palette, body, last, closing.size());
    ImGui::SetCursorScreenPos({last.x, last.y + closing.size().y});
    ImGui::Dummy({1, kEnd});
    // So that what came last can stand at the top, with nothing cut above it.
    ImGui::SetCursorScreenPos(
        {start.x, start.y - 2 * kUnit + microscope.begin + body.height() - 1});
    ImGui::Dummy({1, 1});
  }
  ImGui::EndChild();
}

}  // namespace backprop
