// Gradient flow: how much of the gradient comes to each layer and how far its weights move, over
// the last steps and now.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/chart.h"
#include "shell/canvas/item.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/analysis/analysis_panels.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/platform/platform.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr int kBins = 32;
constexpr double kIdealRatio = 1e-3;
constexpr float kColumnGap = 6 * kUnit, kHeadingHeight = 20;

// The histograms look at the whole training set: now and then while training, else at once.
void measure_distributions(Session& session) {
  FlowState& flow = session.inside().flow;
  if (flow.revision == session.trainer().revision()) return;
  const double now = platform::seconds();
  if (session.playing() && now < flow.next) return;
  flow.distributions = layer_distributions(session.trainer(), kBins);
  flow.revision = session.trainer().revision();
  constexpr double kInterval = 0.1, kShare = 0.05;
  flow.next = now + std::max(kInterval, (platform::seconds() - now) / kShare);
}

struct Series {
  std::vector<std::int64_t> steps;
  std::vector<std::vector<double>> values;  // by layer
  bool empty = true;
};

Series series_of(const Session& session, std::vector<float> StepStatistics::* measure) {
  const auto layers = static_cast<std::size_t>(session.trainer().network().layer_count());
  Series series{{}, std::vector<std::vector<double>>(layers), true};
  for (const StepStatistics& entry : session.shown().statistics.entries()) {
    const std::vector<float>& values = entry.*measure;
    if (values.size() != layers) continue;
    series.steps.push_back(entry.step);
    for (std::size_t l = 0; l < layers; ++l) {
      series.values[l].push_back(static_cast<double>(values[l]));
      series.empty = series.empty && !std::isfinite(values[l]);
    }
  }
  return series;
}

// Returns the layer whose line the mouse is at, or −1.
int draw_layers_chart(Canvas& canvas, const Trainer& trainer, const char* place, Rect area,
                      const Series& series, int emphasized, std::span<const ChartMark> marks) {
  const Theme& theme = canvas.theme;
  const Network& network = trainer.network();
  canvas.note_place(place, area.min.x, area.min.y, area.width(), area.height());
  if (series.empty) {
    empty_note(theme, area, "Nothing to draw yet: play, or do a step.");
    return -1;
  }
  const int layers = network.layer_count();
  std::vector<std::string> names, ends;
  for (int l = 0; l < layers; ++l) {
    names.push_back(layer_label(network, l));
    ends.push_back(layer_label(network, l, true));
  }
  std::vector<ChartLine> lines;
  for (int l = 0; l < layers; ++l) {
    const auto i = static_cast<std::size_t>(l);
    lines.push_back(
        {names[i].c_str(), layer_color(theme, l, layers), 1.6f, series.values[i], ends[i].c_str()});
  }
  const ChartHover hover =
      draw_chart(theme, area.min, {area.width(), area.height()}, series.steps, lines,
                 {.marks = marks, .emphasized = emphasized, .right = 46});
  return hover.line;
}

// Bars from a base line, the tallest as high as the area.
void draw_bars(ImDrawList* list, Rect area, const Histogram& histogram, ImU32 color, ImU32 base) {
  list->AddRectFilled({area.min.x, area.max.y}, {area.max.x, area.max.y + 1}, base);
  const auto [least, most] = std::ranges::minmax(histogram.counts);
  if (most == 0) return;
  const float width = area.width() / static_cast<float>(histogram.counts.size());
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    if (histogram.counts[i] == 0) continue;
    // Few among many still show.
    const float share = static_cast<float>(histogram.counts[i]) / static_cast<float>(most);
    const float x = area.min.x + width * static_cast<float>(i);
    const float height = std::max(1.5f, area.height() * share);
    list->AddRectFilled({x, area.max.y - height}, {x + std::max(1.0f, width - 0.5f), area.max.y},
                        color);
  }
}

struct RowColumns {
  float label, activations, gradients, width;  // left ends; width of a histogram
};

RowColumns row_columns(const Theme& theme, const Network& network, Rect area) {
  constexpr float kGap = 4 * kUnit;
  float label = 0;
  for (int layer = 0; layer < network.layer_count(); ++layer) {
    const std::string name = layer_label(network, layer);
    label = std::max(label, text_size(theme.fonts.semibold, kHeadingSize, name).x);
  }
  label = std::ceil(label) + 3 * kUnit;
  const float width = std::floor((area.width() - label - kGap) / 2);
  return {area.min.x, area.min.x + label, area.min.x + label + width + kGap, width};
}

std::string power_of_ten(double exponent) { return tick_label(std::pow(10, exponent)); }

// The ends of a scale under the histograms, and zero where it lies between.
void draw_scale(const Theme& theme, float x, float width, float y, const Histogram& histogram,
                bool powers) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto label = [&](double value) { return powers ? power_of_ten(value) : tick_label(value); };
  draw_text(list, theme.fonts.regular, kSmallSize, {x, y}, theme.palette.dim, label(histogram.low));
  draw_text(list, theme.fonts.regular, kSmallSize, {x + width, y}, theme.palette.dim,
            label(histogram.high), Align::kRight);
  const double zero = -histogram.low / (histogram.high - histogram.low);
  if (!powers && zero > 0.2 && zero < 0.8) {
    draw_text(list, theme.fonts.regular, kSmallSize, {x + width * static_cast<float>(zero), y},
              theme.palette.dim, "0", Align::kCenter);
  }
}

void row_tooltip(const Theme& theme, Session& session, int layer) {
  const Palette& palette = theme.palette;
  const Network& network = session.trainer().network();
  const LayerDistribution& spread =
      session.inside().flow.distributions[static_cast<std::size_t>(layer)];
  if (!begin_tooltip(theme)) return;
  constexpr float kColumn = 170;
  ImGui::TextUnformatted(layer_name(network, layer).c_str());
  char number[32];
  const auto entries = session.shown().statistics.entries();
  if (!entries.empty() && static_cast<int>(entries.back().gradient_norms.size()) > layer) {
    const auto l = static_cast<std::size_t>(layer);
    const StepStatistics& last = entries.back();
    tooltip_line(theme, "‖∂L/∂W‖ of the batch",
                 format_number(static_cast<double>(last.gradient_norms[l]), number), palette.text,
                 kColumn);
    tooltip_line(theme, "‖ΔW‖ / ‖W‖",
                 format_number(static_cast<double>(last.update_ratios[l]), number), palette.text,
                 kColumn);
  }
  tooltip_line(theme, "activation, mean", format_number(spread.mean, number), palette.text,
               kColumn);
  tooltip_line(theme, "activation, spread", format_number(spread.deviation, number), palette.text,
               kColumn);
  const std::string zero = std::to_string(spread.zero_gradients) + " of " +
                           std::to_string(spread.zero_gradients + spread.gradients.total);
  tooltip_line(theme, "weights without gradient", zero.c_str(), palette.text, kColumn);
  end_tooltip();
}

// One row a layer, from the output down to the first as the gradient goes. Returns the layer
// pointed at, or −1.
int draw_rows(Canvas& canvas, Session& session, Rect area, int emphasized) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  const Network& network = session.trainer().network();
  const auto& distributions = session.inside().flow.distributions;
  const int layers = network.layer_count();
  if (static_cast<int>(distributions.size()) != layers) {
    empty_note(theme, area, "There are no training points to measure on.");
    return -1;
  }
  ImDrawList* list = ImGui::GetWindowDrawList();
  const RowColumns columns = row_columns(theme, network, area);
  const float top = area.min.y + kHeadingHeight;
  part_heading(theme, {columns.activations, area.min.y}, "Activations");
  part_heading(theme, {columns.gradients, area.min.y}, "|∂L/∂w|",
               columns.width > 130 ? "training set" : "");
  constexpr float kScale = 18, kLeastRow = 15, kMostRow = 40;
  const float row = std::floor(
      std::clamp((area.max.y - kScale - top) / static_cast<float>(layers), kLeastRow, kMostRow));
  int pointed = -1;
  for (int i = 0; i < layers; ++i) {
    const int layer = i;
    const float y = top + row * static_cast<float>(i);
    const LayerDistribution& spread = distributions[static_cast<std::size_t>(layer)];
    ImGui::SetCursorScreenPos({area.min.x, y});
    const Item item =
        add_item(canvas, "flow.layer." + std::to_string(layer), {area.width(), row}, true, 4);
    if (item.hovered) {
      pointed = layer;
      row_tooltip(canvas.theme, session, layer);
    }
    const bool bright = item.hovered || emphasized == layer;
    if (bright)
      list->AddRectFilled({item.min.x - 4, y}, {item.max.x + 4, y + row},
                          with_alpha(palette.raised, 0.7f), 4);
    const ImU32 color = layer_color(theme, layer, layers);
    draw_text(list, bright ? theme.fonts.semibold : theme.fonts.regular, kHeadingSize,
              {columns.label, y + row / 2}, color, layer_label(network, layer));
    const auto at = [&](float x) { return Rect{{x, y + 2}, {x + columns.width, y + row - 2}}; };
    draw_bars(list, at(columns.activations), spread.activations, color, palette.line);
    draw_bars(list, at(columns.gradients), spread.gradients, color, palette.line);
  }
  const float y = top + row * static_cast<float>(layers) + 9;
  draw_scale(theme, columns.activations, columns.width, y, distributions[0].activations, false);
  draw_scale(theme, columns.gradients, columns.width, y, distributions[0].gradients, true);
  ImGui::SetCursorScreenPos({area.min.x, y + 8});
  ImGui::Dummy({1, 1});
  return pointed;
}

float rows_height(int layers) { return kHeadingHeight + 34 * static_cast<float>(layers) + 18; }

// --- the verdict ----------------------------------------------------------------------------

bool is_about_flow(const Finding& finding) {
  static constexpr std::array<std::string_view, 7> kRules = {
      "diverged", "symmetric", "dead", "saturated", "vanishing", "exploding", "flow"};
  return std::ranges::find(kRules, finding.rule) != kRules.end();
}

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

std::string numbers_text(const Finding& finding) {
  std::string text;
  for (const auto& [name, value] : finding.numbers) {
    char number[32];
    text += (text.empty() ? "" : "  ·  ") + name + " " + format_number(value, number);
  }
  return text;
}

// What the numbers mean, with them beside it, in at most two lines. Returns its height.
float draw_flow_verdict(Canvas& canvas, Session& session, ImVec2 at, float width) {
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  std::vector<const Finding*> shown;
  for (const Finding& finding : session.shown().findings) {
    if (is_about_flow(finding)) shown.push_back(&finding);
  }
  if (shown.empty()) return 0;
  const Finding& worst = *shown.front();
  ImDrawList* list = ImGui::GetWindowDrawList();
  constexpr float kIndent = 18;
  const Paragraph text(theme.fonts.semibold, kTextSize, worst.text, width - kIndent);
  list->AddCircleFilled({at.x + 5, at.y + kTextSize / 2}, 5,
                        severity_color(palette, worst.severity));
  text.draw(list, {at.x + kIndent, at.y}, palette.text);
  const ImVec2 size = text.size();
  std::string rest = numbers_text(worst);
  if (shown.size() > 1) {
    rest += (rest.empty() ? "" : "  ·  ") + std::string("and ") + std::to_string(shown.size() - 1) +
            " more";
  }
  const float left = kIndent + size.x + 3 * kUnit;
  const float room = width - left;
  const bool beside = room > 120 && size.y <= kTextSize + 1;
  const ImVec2 place = beside ? ImVec2{at.x + left, at.y + kTextSize / 2}
                              : ImVec2{at.x + kIndent, at.y + size.y + 11};
  draw_text_fitted(list, theme.fonts.regular, kHeadingSize, place, palette.dim, rest,
                   beside ? room : width - kIndent);
  const float height = beside || rest.empty() ? size.y : size.y + 18;
  ImGui::SetCursorScreenPos(at);
  const Item item = add_item(canvas, "flow.verdict", {width, height}, true, 4, false);
  if (item.hovered) {
    std::string all;
    for (const Finding* finding : shown) {
      all += (all.empty() ? "" : "\n") + finding->text;
      if (!finding->advice.empty()) all += " " + finding->advice;
    }
    tooltip(canvas, all.c_str());
    if (worst.layer >= 0 && worst.layer < session.trainer().network().layer_count()) {
      if (worst.neurons.empty())
        light_layer(session.view(), session.trainer().network(), worst.layer);
      for (const int neuron : worst.neurons) {
        session.view().pointed_at.neurons.push_back({worst.layer, neuron});
      }
    }
  }
  return height;
}

}  // namespace

void draw_flow_panel(Canvas& canvas, Session& session, Rect area) {
  measure_distributions(session);
  const Theme& theme = canvas.theme;
  FlowState& flow = session.inside().flow;
  const int layers = session.trainer().network().layer_count();
  const int emphasized = flow.layer < layers ? flow.layer : -1;
  const bool stacked = area.width() < 560;
  const float scroll = ImGui::GetScrollY();
  float y = area.min.y + 3 * kUnit - scroll;
  const float verdict =
      draw_flow_verdict(canvas, session, {area.min.x, y}, area.width() - 2 * kUnit);
  y += verdict + (verdict > 0 ? 3 * kUnit : 0);

  const Series norms = series_of(session, &StepStatistics::gradient_norms);
  const Series ratios = series_of(session, &StepStatistics::update_ratios);
  static constexpr ChartMark kIdeal[] = {{kIdealRatio, "1e−3: a healthy pace"}};
  const std::span<const ChartMark> marks = ratios.empty ? std::span<const ChartMark>() : kIdeal;
  int pointed = -1;
  const auto chart = [&](const char* place, const char* title, const char* dim, Rect where,
                         const Series& series, std::span<const ChartMark> lines) {
    part_heading(theme, where.min, title, dim);
    where.min.y += kHeadingHeight;
    pointed = std::max(pointed, draw_layers_chart(canvas, session.trainer(), place, where, series,
                                                  emphasized, lines));
  };
  if (stacked) {
    constexpr float kChart = 190;
    const float right = area.max.x - 2 * kUnit;
    chart("flow.norms", "Gradient", "‖∂L/∂W‖ of the batch, by layer",
          {{area.min.x, y}, {right, y + kChart}}, norms, {});
    y += kChart + 4 * kUnit;
    chart("flow.ratios", "Pace", "‖ΔW‖ / ‖W‖ by layer", {{area.min.x, y}, {right, y + kChart}},
          ratios, marks);
    y += kChart + 4 * kUnit;
    pointed = std::max(
        pointed, draw_rows(canvas, session, {{area.min.x, y}, {right, y + rows_height(layers)}},
                           emphasized));
  } else {
    constexpr float kOfChart = 0.29f;  // the names of layers stand in the third part
    const float column = std::floor((area.width() - 2 * kColumnGap) * kOfChart);
    const float bottom = area.max.y - 2 * kUnit;
    const auto part = [&](int index) {
      const float x = area.min.x + (column + kColumnGap) * static_cast<float>(index);
      return Rect{{x, y},
                  {index == 2 ? area.max.x : x + column, std::max(bottom - scroll, y + 110)}};
    };
    chart("flow.norms", "Gradient", "‖∂L/∂W‖ of the batch", part(0), norms, {});
    chart("flow.ratios", "Pace", "‖ΔW‖ / ‖W‖", part(1), ratios, marks);
    Rect rows = part(2);
    rows.max.x -= 2 * kUnit;
    pointed = std::max(pointed, draw_rows(canvas, session, rows, emphasized));
  }
  if (pointed >= 0) light_layer(session.view(), session.trainer().network(), pointed);
  flow.layer = pointed;
  if (flow.layer != emphasized) session.inside().working = true;  // the next frame shows it
}

}  // namespace backprop
