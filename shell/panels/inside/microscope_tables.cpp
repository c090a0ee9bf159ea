#include "shell/panels/inside/microscope_tables.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kRow = 22, kHeading = 26;
constexpr std::size_t kListed = 6;  // samples, before the others are asked for

std::string cell_number(float value) { return significant(static_cast<double>(value)); }

ImU32 color_of(const Theme& theme, float value) { return ink_color(theme.palette, ink_of(value)); }

// A bar from `from` to `to`, in units of `reach` at either side of the middle.
void draw_bar(ImDrawList* list, float middle, float half, float y, float from, float to,
              ImU32 color) {
  const float a = middle + from * half, b = middle + to * half;
  list->AddRectFilled({std::min(a, b), y - 5}, {std::max({a, b, std::min(a, b) + 1}), y + 5}, color,
                      1.5f);
}

std::size_t listed(const Microscope& microscope) {
  const std::size_t all = microscope.samples.size();
  return microscope.all_samples || all <= kListed + 1 ? all : kListed;
}

void draw_title(const Theme& theme, ImVec2 at, const char* text) {
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.semibold, kHeadingSize, {at.x, at.y + 8},
            theme.palette.text, text);
}

}  // namespace

float samples_table_height(const Microscope& microscope) {
  const std::size_t rows = listed(microscope);
  const bool more = microscope.samples.size() > kListed + 1;
  return kHeading + kRow * static_cast<float>(rows + 2 + (more ? 1 : 0));
}

void draw_samples_table(Canvas& canvas, Session& session, ImVec2 at, float width) {
  Microscope& microscope = session.microscope();
  const Theme& theme = canvas.theme;
  ImFont* font = theme.fonts.regular;
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_title(canvas.theme, at, "What each sample says");
  // point, δ, input, product, and the product as a bar
  const float bar = std::max(40.0f, width - 280), half = bar / 2;
  const float delta = at.x + 126, input = at.x + 196, product = at.x + 270;
  const float middle = product + 10 + half;
  float y = at.y + kHeading + kRow / 2;
  const auto columns = [&](ImU32 color, const char* a, const char* b, const char* c) {
    draw_text(list, font, kSmallSize, {delta, y}, color, a, Align::kRight);
    draw_text(list, font, kSmallSize, {input, y}, color, b, Align::kRight);
    draw_text(list, font, kSmallSize, {product, y}, color, c, Align::kRight);
  };
  draw_text(list, font, kSmallSize, {at.x, y}, theme.palette.dim, "sample");
  columns(theme.palette.dim, "δ", "input", "δ·input");
  y += kRow;

  const float reach = microscope.samples.empty() ? 0 : std::fabs(microscope.samples.front().value);
  double sum = 0;
  for (const Contribution& part : microscope.samples) sum += static_cast<double>(part.value);
  const std::size_t rows = listed(microscope);
  const float top = list->GetClipRectMin().y - kRow, bottom = list->GetClipRectMax().y + kRow;
  for (std::size_t i = 0; i < rows; ++i, y += kRow) {
    if (y < top || y > bottom) continue;
    const Contribution& part = microscope.samples[i];
    ImGui::SetCursorScreenPos({at.x - kUnit, y - kRow / 2});
    const Item item = add_item(canvas, "microscope.samples." + std::to_string(i),
                               {width + 2 * kUnit, kRow}, true, 4);
    const bool chosen = session.view().selected_point == part.point;
    if (item.hovered || chosen) {
      list->AddRectFilled(item.min, item.max, theme.palette.raised, 4);
    }
    if (item.hovered && part.point >= 0) session.view().pointed_at.points.push_back(part.point);
    if (item.clicked) {
      session.view().selected_point = chosen ? std::nullopt : std::optional<int>(part.point);
    }
    if (part.point >= 0) {
      tooltip(canvas, ("Sample " + std::to_string(part.sample + 1) + " of the batch, at " +
                       place_text(session.trainer(), part.point) + ". Click to look at it.")
                          .c_str());
    }
    draw_text(list, font, kHeadingSize, {at.x, y}, theme.palette.text, std::to_string(part.number));
    const float values[] = {part.delta, part.input, part.value};
    const float ends[] = {delta, input, product};
    for (int c = 0; c < 3; ++c) {
      draw_text(list, font, kHeadingSize, {ends[c], y}, color_of(canvas.theme, values[c]),
                cell_number(values[c]), Align::kRight);
    }
    if (reach > 0)
      draw_bar(list, middle, half, y, 0, part.value / reach, color_of(canvas.theme, part.value));
  }
  if (microscope.samples.size() > kListed + 1) {
    ImGui::SetCursorScreenPos({at.x, y - kRow / 2});
    const std::string text =
        rows < microscope.samples.size()
            ? "… " + std::to_string(microscope.samples.size() - rows) + " more samples"
            : std::string("fewer");
    const Item item = add_item(canvas, "microscope.samples.more",
                               {std::ceil(text_size(font, kHeadingSize, text).x), kRow});
    if (item.clicked) microscope.all_samples = !microscope.all_samples;
    draw_text(list, font, kHeadingSize, {at.x, y},
              item.hovered ? theme.palette.text : theme.palette.dim, text);
    y += kRow;
  }
  const auto count = static_cast<double>(std::max<std::size_t>(microscope.samples.size(), 1));
  const auto mean = static_cast<float>(sum / count);
  list->AddRectFilled({at.x, y - kRow / 2}, {product, y - kRow / 2 + 1}, theme.palette.line);
  draw_text(list, font, kHeadingSize, {at.x, y}, theme.palette.dim, "mean");
  draw_text(list, theme.fonts.semibold, kHeadingSize, {product, y}, color_of(canvas.theme, mean),
            cell_number(mean), Align::kRight);
  if (reach > 0) draw_bar(list, middle, half, y, 0, mean / reach, color_of(canvas.theme, mean));
  list->AddRectFilled({middle, at.y + kHeading + kRow}, {middle + 1, y + kRow / 2},
                      with_alpha(theme.palette.faint, 0.6f));
}

namespace {

// η = 0.03   g = −0.0021   … over as many lines as it takes. Returns the height.
float lay_quantities(const Theme& theme, const UpdateSplit& update, ImVec2 at, float width,
                     bool draw) {
  float x = 0, y = 0;
  for (const Factor& quantity : update.quantities) {
    const MathBox name = set_math(theme.fonts.regular, kTextSize, quantity.latex + "=");
    const std::string value = cell_number(quantity.value);
    const float room = name.width + 2 + text_size(theme.fonts.regular, kTextSize, value).x;
    if (x > 0 && x + room > width) {
      x = 0;
      y += kRow;
    }
    if (draw) {
      ImDrawList* list = ImGui::GetWindowDrawList();
      const float middle = at.y + y + kRow / 2;
      draw_math(list, theme.fonts.regular, {at.x + x, middle + 0.3635f * kTextSize},
                theme.palette.dim, name);
      draw_text(list, theme.fonts.regular, kTextSize, {at.x + x + name.width + 2, middle},
                color_of(theme, quantity.value), value);
    }
    x += room + 16;
  }
  return update.quantities.empty() ? 0 : y + kRow + kUnit;
}

float row_height(const MathBox& name) { return std::max(24.0f, std::ceil(name.height()) + 8); }

MathBox part_name(const Theme& theme, const std::string& latex) {
  return set_math(theme.fonts.regular, kTextSize, latex);
}

}  // namespace

float update_table_height(const Theme& theme, const UpdateSplit& update, float width) {
  float height = kHeading + lay_quantities(theme, update, {}, width, false);
  for (const UpdatePart& part : update.parts) height += row_height(part_name(theme, part.latex));
  return height + 24 + 24;
}

void draw_update_table(Canvas& canvas, const UpdateSplit& update, ImVec2 at, float width) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_title(canvas.theme, at, "The update, in its parts");
  float y = at.y + kHeading;
  y += lay_quantities(canvas.theme, update, {at.x, y}, width, true);

  float name_width = 0;
  for (const UpdatePart& part : update.parts) {
    name_width = std::max(name_width, part_name(canvas.theme, part.latex).width);
  }
  // A waterfall: each bar begins where the one before ended; the whole ends at Δw.
  float sum = 0, reach = std::fabs(update.delta);
  for (const UpdatePart& part : update.parts) {
    sum += part.value;
    reach = std::max({reach, std::fabs(sum), std::fabs(part.value)});
  }
  const float value_end = at.x + std::max(name_width, 24.0f) + 84;
  const float half = std::max(20.0f, (at.x + width - value_end - 12) / 2);
  const float middle = value_end + 12 + half;
  const float bars_top = y;
  const auto row = [&](const MathBox& name, float height, float from, float value, bool bold,
                       const std::string& place, const char* help) {
    const float center = y + height / 2;
    ImGui::SetCursorScreenPos({at.x, y});
    add_item(canvas, place, {width, height}, true, 4, false);
    tooltip(canvas, help);
    draw_math(list, theme.fonts.regular,
              {at.x, std::round(center + (name.ascent - name.descent) / 2)}, theme.palette.text,
              name);
    draw_text(list, bold ? theme.fonts.semibold : theme.fonts.regular, kTextSize,
              {value_end, center}, color_of(canvas.theme, value), cell_number(value),
              Align::kRight);
    if (reach > 0) {
      draw_bar(list, middle, half, center, from / reach, (from + value) / reach,
               color_of(canvas.theme, value));
    }
    y += height;
  };
  float from = 0;
  int index = 0;
  for (const UpdatePart& part : update.parts) {
    const MathBox name = part_name(canvas.theme, part.latex);
    row(name, row_height(name), from, part.value, false,
        "microscope.update." + std::to_string(index++), part.help.c_str());
    from += part.value;
  }
  list->AddRectFilled({at.x, y}, {value_end, y + 1}, theme.palette.line);
  row(part_name(canvas.theme, "\\Delta w"), 24, 0, update.delta, true, "microscope.update.delta",
      "What was added: the sum of the parts.");
  list->AddRectFilled({middle, bars_top}, {middle + 1, y}, with_alpha(theme.palette.faint, 0.6f));
  const int digits = digits_around(update, 3);
  const auto around = [digits](float value) {
    return significant(static_cast<double>(value), digits);
  };
  const std::string after = "New value: " + around(update.before) +
                            (update.delta < 0 ? " − " : " + ") +
                            cell_number(std::fabs(update.delta)) + " = " + around(update.after);
  draw_text(list, theme.fonts.regular, kTextSize, {at.x, y + 12}, theme.palette.dim, after);
}

}  // namespace backprop
