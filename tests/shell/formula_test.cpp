// Mathematics as it is set: where letters, indices, bars and numbers come to stand.
#include "shell/canvas/formula.h"

#include <imgui.h>

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "shell/canvas/math_box.h"
#include "shell/canvas/theme.h"

namespace backprop {
namespace {

using Catch::Approx;

// The application's fonts, without a window.
class Letters {
 public:
  Letters() : context_(ImGui::CreateContext()) {
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().DisplaySize = {800, 600};
    ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    theme_.load_fonts();
    ImGui::NewFrame();
  }
  ~Letters() {
    ImGui::EndFrame();
    ImGui::DestroyContext(context_);
  }
  Letters(const Letters&) = delete;
  Letters& operator=(const Letters&) = delete;

  ImFont* regular() const { return theme_.fonts.regular; }
  ImFont* bold() const { return theme_.fonts.semibold; }

 private:
  ImGuiContext* context_;
  Theme theme_;
};

const MathBox::Run* find_run(const MathBox& box, const std::string& text) {
  const auto found = std::ranges::find(box.runs, text, &MathBox::Run::text);
  return found == box.runs.end() ? nullptr : &*found;
}

FormulaColumn column(std::string symbol, std::string value, int term) {
  return {.symbol = std::move(symbol), .value = std::move(value), .term = term};
}

// w₁a₁ + w₂a₂ + …, so many of them.
FormulaSource sum_of(int count) {
  FormulaSource source;
  source.result = "z^{(1)}_1";
  for (int i = 1; i <= count; ++i) {
    const std::string index = std::to_string(i);
    std::vector<FormulaColumn> summand;
    if (i > 1) summand.push_back(column("+", "+", -1));
    summand.push_back(column("w^{(1)}_{1" + index + "}", "0.25", 2 * i - 2));
    summand.push_back(column("\\cdot", "\\cdot", -1));
    summand.push_back(column("a^{(0)}_{" + index + "}", "−1.5", 2 * i - 1));
    source.summands.push_back(std::move(summand));
  }
  source.value = "−0.375";
  return source;
}

bool has_term(const Formula& formula, int term) {
  return std::ranges::find(formula.cells, term, &FormulaCell::term) != formula.cells.end();
}

}  // namespace

TEST_CASE("an index stands lower and smaller than its letter, a layer higher") {
  const Letters fonts;
  const MathBox box = set_math(fonts.regular(), 16, "w^{(2)}_{31}");
  const MathBox::Run* letter = find_run(box, "w");
  const MathBox::Run* layer = find_run(box, "2");
  const MathBox::Run* index = find_run(box, "3");
  REQUIRE(letter != nullptr);
  REQUIRE(layer != nullptr);
  REQUIRE(index != nullptr);
  CHECK(letter->y == 0);
  CHECK(index->y > 0);
  CHECK(layer->y < 0);
  CHECK(index->size < letter->size);
  CHECK(layer->size == index->size);
  CHECK(layer->x < index->x + index->size);  // above each other, not one after the other
  CHECK(box.ascent > set_math(fonts.regular(), 16, "w").ascent);
}

TEST_CASE("a fraction has its bar between what is above and below, both centred") {
  const Letters fonts;
  const MathBox box = set_math(fonts.regular(), 16, "\\frac{\\partial L}{\\partial w_{12}}");
  REQUIRE(box.strokes.size() == 1);
  const float bar = box.strokes[0].from.y;
  CHECK(box.strokes[0].to.y == bar);
  bool above = false, below = false;
  for (const MathBox::Run& run : box.runs) {
    above = above || run.y < bar;
    below = below || run.y > bar;
    CHECK(run.x >= 0);
    CHECK(run.x <= box.width);
  }
  CHECK(above);
  CHECK(below);
  CHECK(box.strokes[0].to.x - box.strokes[0].from.x <= box.width + 0.01f);
}

TEST_CASE("Greek letters are letters, and what is not known stands as it is written") {
  const Letters fonts;
  CHECK(find_run(set_math(fonts.regular(), 16, "\\delta"), "δ") != nullptr);
  CHECK(find_run(set_math(fonts.regular(), 16, "\\eta"), "η") != nullptr);
  std::string text;
  for (const MathBox::Run& run : set_math(fonts.regular(), 16, "\\nonsense{x}").runs)
    text += run.text;
  CHECK(text.find("nonsense") != std::string::npos);
}

TEST_CASE("broken input of any kind is set without an end of the world") {
  const Letters fonts;
  for (const char* latex : {"", "^", "_", "{", "}", "\\", "\\frac", "\\frac{", "\\frac{a}", "x^",
                            "x_{", "x^{(2)}_", "\\hat", "\\sqrt{", "}}}}", "{{{{"}) {
    CAPTURE(latex);
    const MathBox box = set_math(fonts.regular(), 16, latex);
    CHECK(box.width >= 0);
  }
}

TEST_CASE("numbers stand centred under their symbols, the result in its box") {
  const Letters fonts;
  const FormulaStyle style = {.font = fonts.regular(), .bold = fonts.bold(), .width = 700};
  const Formula formula = set_formula(sum_of(3), style);
  CHECK_FALSE(formula.can_expand);
  for (int term = 0; term < 6; ++term) {
    CAPTURE(term);
    std::vector<const FormulaCell*> cells;
    for (const FormulaCell& cell : formula.cells) {
      if (cell.term == term) cells.push_back(&cell);
    }
    REQUIRE(cells.size() == 2);  // the symbol and its number
    const auto middle = [](const FormulaCell& cell) { return cell.at.x + cell.box.width / 2; };
    CHECK(middle(*cells[0]) == Approx(middle(*cells[1])).margin(1.1));
    CHECK(cells[0]->at.y < cells[1]->at.y);
    // What is pointed at there is this term.
    const ImVec2 at = {middle(*cells[1]), (cells[1]->min.y + cells[1]->max.y) / 2};
    REQUIRE(formula.hit(at) != nullptr);
    CHECK(formula.hit(at)->term == term);
  }
  CHECK(formula.result_max.x > formula.result_min.x);
  CHECK(formula.result_max.x <= formula.size.x + 0.5f);
  CHECK(has_term(formula, kResultTerm));
}

TEST_CASE("a long sum leaves its middle out, and in full takes as many lines as it needs") {
  const Letters fonts;
  FormulaStyle style = {.font = fonts.regular(), .bold = fonts.bold(), .width = 420};
  const Formula brief = set_formula(sum_of(24), style);
  CHECK(brief.can_expand);
  CHECK(has_term(brief, kMoreTerms));
  CHECK(has_term(brief, 0));
  CHECK(has_term(brief, 47));  // the last one stays
  CHECK_FALSE(has_term(brief, 24));
  style.expanded = true;
  const Formula full = set_formula(sum_of(24), style);
  for (int term = 0; term < 48; ++term) CHECK(has_term(full, term));
  CHECK(full.size.y > 2 * brief.size.y);
  for (const Formula* formula : {&brief, &full}) {
    for (const FormulaCell& cell : formula->cells) {
      CHECK(cell.at.x >= -0.5f);
      CHECK(cell.at.x + cell.box.width <= style.width + 1);
    }
  }
}

}  // namespace backprop
