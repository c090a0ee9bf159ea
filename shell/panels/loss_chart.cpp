#include "shell/panels/loss_chart.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "shell/app.h"
#include "shell/draw/chart.h"
#include "shell/draw/item.h"
#include "shell/draw/widgets.h"

namespace backprop {

namespace {

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

void draw_number(const Theme& theme, ImVec2 at, const char* label, const std::string& value,
                 ImU32 color, float size) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_text(list, theme.fonts.regular, kHeadingSize, {at.x, at.y + 7}, theme.palette.dim, label);
  draw_text(list, theme.fonts.semibold, size, {at.x, at.y + 30}, color, value);
}

}  // namespace

float draw_metrics(App& app, ImVec2 position, float width) {
  const Theme& theme = app.theme();
  const Palette& palette = theme.palette;
  const Metrics& metrics = app.metrics();
  const float size = width < 280 ? 18 : kNumberSize;
  char train[32], test[32];
  const bool classification = app.trainer().data().problem == Problem::kClassification;
  const float column = width / (classification ? 3.0f : 2.0f);
  draw_number(theme, position, "Train loss", format_number(metrics.train_loss, train), palette.text,
              size);
  draw_number(theme, {position.x + column, position.y}, "Test loss",
              format_number(metrics.test_loss, test), palette.dim, size);
  if (classification) {
    const bool known = std::isfinite(metrics.test_accuracy);
    draw_number(theme, {position.x + 2 * column, position.y}, "Test accuracy",
                known ? percent(metrics.test_accuracy) : "–", palette.text, size);
  }
  return 44;
}

float draw_divergence(App& app, ImVec2 position, float width) {
  const std::optional<Divergence>& divergence = app.trainer().divergence();
  if (!divergence) return 0;
  const Theme& theme = app.theme();
  const std::string& text = divergence->message;
  constexpr float kIndent = 22;
  const ImVec2 size = theme.fonts.regular->CalcTextSizeA(kTextSize, 1e6f, width - kIndent,
                                                         text.data(), text.data() + text.size());
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_icon(list, Icon::kWarning, {position.x + 7, position.y + kTextSize / 2 + 1}, 14,
            theme.palette.error);
  list->AddText(theme.fonts.regular, kTextSize, {position.x + kIndent, position.y},
                theme.palette.error, text.data(), text.data() + text.size(), width - kIndent);
  app.note_place("output.divergence", position.x, position.y, width, size.y);
  return size.y;
}

void draw_loss_chart(App& app, Rect area) {
  const Theme& theme = app.theme();
  const std::span<const RunLog::Entry> entries = app.log().entries();
  std::vector<std::int64_t> steps;
  std::vector<double> train, test;
  steps.reserve(entries.size());
  train.reserve(entries.size());
  test.reserve(entries.size());
  for (const RunLog::Entry& entry : entries) {
    steps.push_back(entry.step);
    train.push_back(static_cast<double>(entry.train_loss));
    test.push_back(static_cast<double>(entry.test_loss));
  }
  const std::array<ChartLine, 2> lines = {
      ChartLine{"train", theme.palette.text, 1.8f, train},
      ChartLine{"test", theme.palette.dim, 1.4f, test},
  };
  draw_chart(theme, area.min, {area.width(), area.height()}, steps, lines, true);
  app.note_place("output.chart");
}

}  // namespace backprop
