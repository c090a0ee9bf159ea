#include "shell/canvas/math_box.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "shell/canvas/item.h"

namespace backprop {

namespace {

// Of the em, as Inter and DejaVu Sans have them.
constexpr float kCapital = 0.727f, kDescender = 0.2f, kAxis = 0.33f;
constexpr float kScript = 0.72f;  // an index against its letter
constexpr float kLeastSize = 8;
constexpr float kThin = 0.16f, kMedium = 0.24f;  // spaces
// Above this part of the em, brackets grow with what they hold.
constexpr float kTall = 1.3f;

struct Command {
  std::string_view name, text;
  float before, after;  // room beside it
};
constexpr Command kCommands[] = {
    {"partial", "∂", 0, 0}, {"delta", "δ", 0, 0},        {"Delta", "Δ", 0, 0},
    {"varphi", "φ", 0, 0},  {"eta", "η", 0, 0},          {"mu", "μ", 0, 0},
    {"rho", "ρ", 0, 0},     {"lambda", "λ", 0, 0},       {"beta", "β", 0, 0},
    {"theta", "θ", 0, 0},   {"varepsilon", "ε", 0, 0},   {"ell", "ℓ", 0, 0},
    {"infty", "∞", 0, 0},   {"cdot", "·", kThin, kThin}, {"sum", "Σ", 0, 0.05f},
    {"ln", "ln", kThin, 0}, {"sin", "sin", 0, kThin},    {"cos", "cos", 0, kThin},
    {",", "", kThin, 0},
};

void add_line(MathBox& box, ImVec2 from, ImVec2 to, float thickness) {
  box.strokes.push_back({from, to, thickness});
}

class Setter {
 public:
  Setter(const ImFont* font, std::string_view latex) : font_(font), rest_(latex) {}

  // Up to `end` (which is taken), or to the end of the text.
  MathBox row(float size, char end) {
    MathBox box;
    while (!rest_.empty() && rest_.front() != end) attach(box, size);
    if (!rest_.empty()) rest_.remove_prefix(1);
    return box;
  }

 private:
  bool take(std::string_view start) {
    if (!rest_.starts_with(start)) return false;
    rest_.remove_prefix(start.size());
    return true;
  }
  std::string_view take_text(std::size_t count) {
    const std::string_view text = rest_.substr(0, count);
    rest_.remove_prefix(text.size());
    return text;
  }
  std::string_view take_character() {
    std::size_t count = 1;
    while (count < rest_.size() && (static_cast<unsigned char>(rest_[count]) & 0xC0U) == 0x80U) {
      ++count;
    }
    return take_text(count);
  }
  std::string_view take_command() {
    std::size_t count = 0;
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (count < rest_.size() && is_letter(rest_[count])) ++count;
    const std::string_view name = take_text(std::max<std::size_t>(count, 1));
    if (count > 0) take(" ");
    return name;
  }
  // What stands in braces, as it is.
  std::string_view take_words() {
    if (!take("{")) return take_character();
    const std::string_view words = take_text(std::min(rest_.find('}'), rest_.size()));
    take("}");
    return words;
  }

  MathBox argument(float size) { return take("{") ? row(size, '}') : atom(size); }

  // The next thing with its indices.
  void attach(MathBox& box, float size) {
    if (take(" ")) return;
    // A minus is an operator between two things, a sign before the first one.
    const bool between = box.width > 0 && rest_.starts_with("-");
    MathBox base = between && take("-") ? spaced("−", size, kMedium, kMedium) : atom(size);
    box.add(base, box.width, 0);
    // The upper and the lower index stand above each other.
    const float script = std::max(kLeastSize, size * kScript), x = box.width + 0.04f * size;
    for (bool more = true; more;) {
      const bool up = rest_.starts_with("^");
      more = take("^") || take("_");
      if (!more) break;
      const MathBox index = argument(script);
      const float rise = std::max(0.42f * size, base.ascent - 0.5f * script);
      const float fall = std::max(0.2f * size, base.descent - 0.1f * size);
      const float width = std::max(box.width, x + index.width);
      box.add(index, x, up ? -rise : fall);
      box.width = width;
    }
  }

  MathBox atom(float size) {
    if (take("{")) return row(size, '}');
    if (take("(")) return in_brackets(size);
    if (take("\\")) return command(take_command(), size);
    if (take("'")) return set_text(font_, size, "′");
    if (take("+")) return spaced("+", size, kMedium, kMedium);
    if (take("=")) return spaced("=", size, kMedium, kMedium);
    if (take("-")) return set_text(font_, size, "−");
    return set_text(font_, size, take_character());
  }

  MathBox spaced(std::string_view text, float size, float before, float after) {
    MathBox box;
    box.add(set_text(font_, size, text), before * size, 0);
    box.width += after * size;
    return box;
  }

  MathBox in_brackets(float size) {
    const MathBox inside = row(size, ')');
    const bool tall = inside.height() > kTall * size;
    const auto bracket = [&](char which) {
      return tall ? set_bracket(which, size, inside.ascent, inside.descent)
                  : set_text(font_, size, std::string_view(&which, 1));
    };
    MathBox box = bracket('(');
    box.add(inside, box.width, 0);
    box.add(bracket(')'), box.width, 0);
    return box;
  }

  MathBox command(std::string_view name, float size) {
    if (name == "frac") return fraction(size, size * 0.86f);
    if (name == "tfrac") return fraction(size, std::max(kLeastSize, size * 0.76f));
    if (name == "sqrt") return root(size);
    if (name == "bar" || name == "overline") return barred(size);
    if (name == "hat") return hatted(size);
    if (name == "text" || name == "operatorname") return set_text(font_, size, take_words());
    for (const Command& known : kCommands) {
      if (known.name == name) return spaced(known.text, size, known.before, known.after);
    }
    return set_text(font_, size, name);
  }

  MathBox fraction(float size, float part) {
    const MathBox above = argument(part), below = argument(part);
    const float side = 0.1f * size, gap = 0.16f * size;
    const float width = std::max(above.width, below.width) + 2 * side;
    const float axis = -kAxis * size;
    MathBox box;
    box.add(above, (width - above.width) / 2, axis - gap - above.descent);
    box.add(below, (width - below.width) / 2, axis + gap + below.ascent);
    add_line(box, {0, axis}, {width, axis}, 1);
    box.width = width;
    return box;
  }

  MathBox root(float size) {
    const MathBox inside = argument(size);
    const float hook = 0.55f * size, top = -(inside.ascent + 0.18f * size);
    const float bottom = inside.descent;
    MathBox box;
    box.add(inside, hook + 0.08f * size, 0);
    const float width = box.width + 0.06f * size;
    const ImVec2 corners[] = {{0.05f * size, -0.3f * size},
                              {0.17f * size, -0.4f * size},
                              {0.34f * size, bottom},
                              {hook, top},
                              {width, top}};
    for (std::size_t i = 1; i < std::size(corners); ++i) {
      add_line(box, corners[i - 1], corners[i], i == 2 ? 1.4f : 1);
    }
    box.width = width;
    box.ascent = -top + 1;
    return box;
  }

  MathBox barred(float size) {
    MathBox box = argument(size);
    const float y = -(std::max(box.ascent - 0.14f * size, 0.6f * size) + 0.08f * size);
    add_line(box, {0.04f * size, y}, {box.width - 0.02f * size, y}, 1);
    box.ascent = std::max(box.ascent, -y + 1);
    return box;
  }

  MathBox hatted(float size) {
    MathBox box = argument(size);
    const float middle = box.width / 2, half = 0.2f * size, top = -0.8f * size;
    const float foot = top + 0.14f * size;
    add_line(box, {middle - half, foot}, {middle, top}, 1);
    add_line(box, {middle, top}, {middle + half, foot}, 1);
    box.ascent = std::max(box.ascent, -top + 1);
    return box;
  }

  const ImFont* font_;
  std::string_view rest_;
};

}  // namespace

void MathBox::add(const MathBox& other, float x, float y) {
  for (const Run& run : other.runs) runs.push_back({run.text, run.x + x, run.y + y, run.size});
  for (const Stroke& stroke : other.strokes) {
    strokes.push_back({{stroke.from.x + x, stroke.from.y + y},
                       {stroke.to.x + x, stroke.to.y + y},
                       stroke.thickness});
  }
  width = std::max(width, x + other.width);
  ascent = std::max(ascent, other.ascent - y);
  descent = std::max(descent, other.descent + y);
}

MathBox set_math(const ImFont* font, float size, std::string_view latex) {
  return Setter(font, latex).row(size, '\0');
}

MathBox set_text(const ImFont* font, float size, std::string_view text) {
  MathBox box;
  box.width = text_size(font, size, text).x;
  box.ascent = kCapital * size;
  box.descent = kDescender * size;
  if (!text.empty()) box.runs.push_back({std::string(text), 0, 0, size});
  return box;
}

MathBox set_bracket(char which, float size, float ascent, float descent) {
  constexpr int kParts = 8;
  MathBox box;
  box.ascent = ascent + 0.1f * size;
  box.descent = descent + 0.1f * size;
  box.width = 0.4f * size;
  const float depth = 0.2f * size, edge = 0.3f * size;
  ImVec2 before = {};
  for (int i = 0; i <= kParts; ++i) {
    const float t = static_cast<float>(i) / kParts;
    const float bend = depth * 4 * t * (1 - t);
    const float x = which == '(' ? edge - bend : box.width - edge + bend;
    const ImVec2 at = {x, -box.ascent + box.height() * t};
    if (i > 0) add_line(box, before, at, 1.2f);
    before = at;
  }
  return box;
}

void draw_math(ImDrawList* list, ImFont* font, ImVec2 at, ImU32 color, const MathBox& box) {
  for (const MathBox::Run& run : box.runs) {
    // Text is centred on its capitals.
    const float middle = at.y + run.y - kCapital / 2 * run.size;
    draw_text(list, font, run.size, {at.x + run.x, middle}, color, run.text);
  }
  for (const MathBox::Stroke& stroke : box.strokes) {
    if (stroke.from.y == stroke.to.y) {  // level ones are sharp
      const float y = std::round(at.y + stroke.from.y);
      list->AddRectFilled({at.x + stroke.from.x, y}, {at.x + stroke.to.x, y + stroke.thickness},
                          color);
    } else {
      list->AddLine({at.x + stroke.from.x, at.y + stroke.from.y},
                    {at.x + stroke.to.x, at.y + stroke.to.y}, color, stroke.thickness);
    }
  }
}

}  // namespace backprop
