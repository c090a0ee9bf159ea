#include "shell/panels/output/loss_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/chart.h"
#include "shell/canvas/item.h"
#include "shell/canvas/text_columns.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/output/compare_parts.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

bool is_regularized(const Experiment& experiment) {
  return experiment.regularization_rate > 0 && experiment.regularization->add != nullptr;
}

// What the penalty on the weights adds to the loss that is minimised; biases are left alone.
double penalty_of(const Trainer& trainer) {
  const Experiment& experiment = trainer.experiment();
  const std::span<const float> parameters = trainer.network().parameters();
  double sum = 0;
  for (const Network::Layer& layer : trainer.network().layers()) {
    for (std::size_t i = layer.weights; i < layer.biases; ++i) {
      sum += experiment.regularization->penalty(static_cast<double>(experiment.regularization_rate),
                                                static_cast<double>(parameters[i]));
    }
  }
  return sum;
}

constexpr float kPenaltyLine = 16;

// "0.534 with L2", below the loss.
void draw_penalised(const Theme& theme, const Trainer& trainer, double loss, ImVec2 at) {
  char text[32];
  const std::string line = std::string(format_number(loss + penalty_of(trainer), text)) + " with " +
                           std::string(trainer.experiment().regularization->label);
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.regular, kSmallSize, {at.x, at.y + 50},
            theme.palette.dim, line);
}

// What a loss is the mean of, and that it is the data's alone.
std::string loss_help(const Trainer& trainer, const char* set, int points) {
  const Experiment& experiment = trainer.experiment();
  std::string text = "Mean " + std::string(trainer.loss().label) + " over the " + grouped(points) +
                     " " + set + " points";
  if (is_regularized(experiment)) {
    text += ". The " + std::string(experiment.regularization->label) +
            " term is not in it; the small number below the training loss has both.";
  }
  return text;
}

struct Number {
  const char* place;
  const char* label;
  std::string value;
  ImU32 color;
  std::string help;
};
constexpr float kNumberGap = 10;

// The largest size at which numbers stand beside each other, and where they begin then.
float fitted_size(const Theme& theme, std::span<const Number> numbers, float width,
                  std::span<float> starts) {
  float size = width < 280 ? 18 : kNumberSize;
  for (constexpr float kLeast = kSmallSize;; --size) {
    std::array<float, 3> widths{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      widths[i] = std::max(text_size(theme.fonts.regular, kHeadingSize, numbers[i].label).x,
                           text_size(theme.fonts.semibold, size, numbers[i].value).x);
    }
    const std::span used = std::span(widths).first(numbers.size());
    if (spread_columns(used, width, kNumberGap, starts) || size <= kLeast) return size;
  }
}

// Cut at `width` where even the smallest size is too large for it and its neighbours.
void draw_number(const Theme& theme, const Number& number, ImVec2 at, float size, float width) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_text_fitted(list, theme.fonts.regular, kHeadingSize, {at.x, at.y + 7}, theme.palette.dim,
                   number.label, width);
  draw_text_fitted(list, theme.fonts.semibold, size, {at.x, at.y + 30}, number.color, number.value,
                   width);
}

void explain_number(Canvas& canvas, const char* place, ImVec2 at, float width,
                    const std::string& help) {
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, 44});
  canvas.note_place(place);
  tooltip(canvas, help.c_str());
}

constexpr float kChartHeader = 26;

// What the chart shows, and on which axis.
void draw_chart_header(Canvas& canvas, View& view, Rect area, bool classification) {
  const float height = touch_layout() ? 32.0f : 22.0f;
  if (classification) {
    constexpr const char* kShown[] = {"loss", "accuracy"};
    int shown = view.chart_accuracy ? 1 : 0;
    ImGui::SetCursorScreenPos(area.min);
    if (segmented(canvas, "output.chart.shown", kShown, &shown, height)) {
      view.chart_accuracy = shown == 1;
    }
  } else {
    draw_text(ImGui::GetWindowDrawList(), canvas.theme.fonts.regular, kHeadingSize,
              {area.min.x, area.min.y + height / 2}, canvas.theme.palette.dim, "loss");
  }
  if (view.chart_accuracy && classification) return;
  bool logarithmic = !view.chart_linear;
  const float width = 20 + std::ceil(text_size(canvas.theme.fonts.regular, kTextSize, "log").x);
  ImGui::SetCursorScreenPos({area.max.x - width, area.min.y + (height - control_height()) / 2});
  checkbox(canvas, "output.chart.log", "log", &logarithmic);
  tooltip(canvas, "A logarithmic axis: every gridline is ten times the one below");
  view.chart_linear = !logarithmic;
}

// At each of the steps, between those that are logged; NaN beyond them.
std::vector<double> logged_at(std::span<const RunLog::Entry> entries,
                              std::span<const std::int64_t> steps, float RunLog::Entry::* member) {
  std::vector<double> values(steps.size(), std::nan(""));
  std::size_t next = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    while (next < entries.size() && entries[next].step < steps[i]) ++next;
    if (next == entries.size()) break;
    const RunLog::Entry& after = entries[next];
    const auto value = static_cast<double>(after.*member);
    if (after.step == steps[i]) {
      values[i] = value;
    } else if (next > 0) {
      const RunLog::Entry& before = entries[next - 1];
      const auto from = static_cast<double>(before.*member);
      values[i] = from + (value - from) * static_cast<double>(steps[i] - before.step) /
                             static_cast<double>(after.step - before.step);
    }
  }
  return values;
}

// Where the run is, once one has gone back from where it has been.
std::optional<std::int64_t> step_gone_back_to(const Session& session) {
  const std::span<const RunLog::Entry> entries = session.run().log().entries();
  const std::int64_t now = session.trainer().step_count();
  return !entries.empty() && now < entries.back().step ? std::optional(now) : std::nullopt;
}

}  // namespace

float metrics_height(const Session& session) {
  if (session.other() != nullptr) return kBothMetricsHeight;
  return is_regularized(session.trainer().experiment()) ? 44 + kPenaltyLine : 44;
}

void draw_metrics(Canvas& canvas, const Session& session, ImVec2 position, float width) {
  if (session.other() != nullptr) return draw_both_metrics(canvas, session, position, width);
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  const Metrics& metrics = session.shown().metrics;
  const bool classification = session.trainer().data().problem == Problem::kClassification;
  const Data& data = session.trainer().data();
  const auto tests = static_cast<int>(data.test().size());
  const auto share = [](double accuracy) {
    return std::isfinite(accuracy) ? percent(accuracy) : std::string("–");
  };
  // Where no point is kept for testing there is nothing to say of the test.
  const bool both = tests > 0;
  char train[32], test[32];
  Number numbers[] = {
      {"output.trainLoss", "Train loss", format_number(metrics.train_loss, train), palette.text,
       loss_help(session.trainer(), "training", data.train_count)},
      {"output.testLoss", "Test loss", format_number(metrics.test_loss, test), palette.dim,
       loss_help(session.trainer(), "test", tests)},
      {"output.accuracy", both ? "Test accuracy" : "Train accuracy",
       share(both ? metrics.test_accuracy : metrics.train_accuracy), palette.text,
       "Share of points on the right side. Training: " + share(metrics.train_accuracy) +
           ", test: " + share(metrics.test_accuracy)}};
  if (!both) numbers[1] = numbers[2];
  const std::span shown = std::span(numbers).first(1U + both + classification);
  std::array<float, 3> starts{};
  const float size = fitted_size(theme, shown, width, starts);
  const auto room = [&](std::size_t i) {
    return i + 1 < shown.size() ? starts[i + 1] - kNumberGap - starts[i] : width - starts[i];
  };
  for (std::size_t i = 0; i < shown.size(); ++i) {
    draw_number(theme, shown[i], {position.x + starts[i], position.y}, size, room(i) + 0.5f);
  }
  if (is_regularized(session.trainer().experiment())) {
    draw_penalised(theme, session.trainer(), metrics.train_loss, position);
  }
  for (std::size_t i = 0; i < shown.size(); ++i) {
    explain_number(canvas, shown[i].place, {position.x + starts[i], position.y}, room(i),
                   shown[i].help);
  }
}

float draw_divergence(Canvas& canvas, const Trainer& trainer, ImVec2 position, float width) {
  const std::optional<Divergence>& divergence = trainer.divergence();
  if (!divergence) return 0;
  const Theme& theme = canvas.theme;
  constexpr float kIndent = 22;
  const Paragraph text(theme.fonts.regular, kTextSize, divergence->message, width - kIndent);
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_icon(list, Icon::kWarning, {position.x + 7, position.y + kTextSize / 2 + 1}, 14,
            theme.palette.error);
  text.draw(list, {position.x + kIndent, position.y}, theme.palette.error);
  const float height = text.size().y;
  canvas.note_place("output.divergence", position.x, position.y, width, height);
  return height;
}

void draw_loss_chart(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  const std::span<const RunLog::Entry> entries = session.run().log().entries();
  const View& view = session.view();
  const bool classification = session.trainer().data().problem == Problem::kClassification;
  const bool accuracy = view.chart_accuracy && classification;
  draw_chart_header(canvas, session.view(), area, classification);
  using Entry = RunLog::Entry;
  const auto train = accuracy ? &Entry::train_accuracy : &Entry::train_loss;
  const auto test = accuracy ? &Entry::test_accuracy : &Entry::test_loss;
  std::vector<std::int64_t> steps;
  steps.reserve(entries.size());
  for (const Entry& entry : entries) steps.push_back(entry.step);
  std::vector<std::vector<double>> values = {logged_at(entries, steps, train),
                                             logged_at(entries, steps, test)};
  const OtherRun* other = session.other();
  if (other != nullptr) {
    const std::span<const Entry> others = other->log().entries();
    values.push_back(logged_at(others, steps, train));
    values.push_back(logged_at(others, steps, test));
  }
  constexpr double kPercent = 100;
  for (std::vector<double>& series : values) {
    for (double& value : series) value *= accuracy ? kPercent : 1;
  }
  constexpr const char* kLabels[2][4] = {{"train", "test", "train", "test"},
                                         {"A train", "A test", "B train", "B test"}};
  const Palette& palette = theme.palette;
  const ImU32 colors[] = {palette.text, palette.dim, palette.other,
                          mix(palette.panel, palette.other, 0.6f)};
  std::vector<ChartLine> lines;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool training = i % 2 == 0;
    lines.push_back({kLabels[other != nullptr ? 1 : 0][i], colors[i], training ? 1.8f : 1.4f,
                     values[i],
                     other == nullptr || !training ? nullptr
                     : i == 0                      ? "A"
                                                   : "B"});
  }
  const float header = touch_layout() ? kChartHeader + 10 : kChartHeader;
  constexpr float kNames = 16;  // at the ends of the lines
  draw_chart(theme, {area.min.x, area.min.y + header}, {area.width(), area.height() - header},
             steps, lines,
             {.logarithmic = !accuracy && !view.chart_linear,
              .here = step_gone_back_to(session),
              .right = other ? kNames : 0});
  canvas.note_place("output.chart");
}

}  // namespace backprop
