#include "shell/panels/output/output_plane.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "engine/experiment/sample_names.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/chart_axis.h"
#include "shell/canvas/disc.h"
#include "shell/canvas/item.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/door.h"
#include "shell/panels/output/plane_axes.h"
#include "shell/panels/output/plane_map.h"
#include "shell/panels/output/slice_parts.h"
#include "shell/panels/painting/point_painter.h"
#include "shell/session/activation_maps.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kRounding = 10;
constexpr float kExtent = PlaneMap::kExtent;
constexpr float kHoverReach = 8;  // pixels around a point

ImU32 point_color(const Data& data, const Palette& palette, float label) {
  if (data.problem == Problem::kRegression) return value_color(palette, label);
  const int colors = static_cast<int>(std::size(palette.classes));
  return palette.classes[std::clamp(static_cast<int>(label), 0, colors - 1)];
}

// How a point is drawn. All points share one draw list, which holds 65,536 vertices with 16-bit
// indices, and a disc has four of them: the more there are the plainer they get.
struct PointStyle {
  float radius;
  bool outlined;  // a contrasting ring around it
};

PointStyle point_style(std::size_t count, float plane) {
  const float usual = std::clamp(plane / 100, 2.0f, 3.2f);
  if (count <= 600) return {usual, true};
  if (count <= 1400) return {usual * 0.75f, true};
  if (count <= 3000) return {usual * 0.65f, false};
  return {usual * 0.5f, false};
}

void draw_point(ImDrawList* list, ImVec2 at, ImU32 color, ImU32 contrast, PointStyle style,
                bool test) {
  if (!style.outlined) {
    draw_disc(list, at, style.radius, test ? with_alpha(color, 0.5f) : color);
    return;
  }
  // Test points are hollow: the contrast inside instead of around.
  const float ring = 1.1f;
  draw_disc(list, at, style.radius + ring, test ? color : contrast);
  draw_disc(list, at, style.radius + (test ? ring - 1.6f : 0), test ? contrast : color);
}

void draw_points(const Theme& theme, const View& view, const Trainer& trainer,
                 std::span<const Point> all, ImDrawList* list, const PlaneMap& map) {
  const Data& data = trainer.data();
  const auto trained = static_cast<std::size_t>(data.train_count);
  const ImU32 contrast = theme.dark ? theme.palette.ground : theme.palette.panel;
  // Values near zero have the plane's own colour: a ring tells them from it.
  constexpr float kRing = 0.35f;
  const ImU32 around =
      data.problem == Problem::kRegression ? mix(contrast, theme.palette.text, kRing) : contrast;
  const std::span<const Point> shown = drawn_points(all, data, view);
  const PointStyle style = point_style(shown.size(), map.square.width());
  // The points of the batch light up while a step is looked at phase by phase.
  if (trainer.phases_done() >= 1 && trainer.phases_done() <= 4) {
    for (const int index : trainer.batch()) {
      const Point& point = all[static_cast<std::size_t>(index)];
      list->AddCircleFilled(map.to_screen(point.x1, point.x2), style.radius + 3.2f,
                            with_alpha(theme.palette.selection, 0.9f), 16);
    }
  }
  const auto draw = [&](std::span<const Point> points, bool test) {
    for (const Point& point : points) {
      draw_point(list, map.to_screen(point.x1, point.x2),
                 point_color(data, theme.palette, point.label), test ? contrast : around, style,
                 test);
    }
  };
  draw(shown.subspan(trained), true);
  draw(all.first(trained), false);
}

void line(const Theme& theme, const char* label, const std::string& value) {
  tooltip_line(theme, label, value.c_str(), theme.palette.text, 84);
}

std::string number(double value) {
  char buffer[32];
  return format_number(value, buffer);
}

const Columns* shown_columns(const Session& session) {
  return shown_columns(session.shown(), session.trainer().experiment());
}

// Where a place is, in the table's words if there is one.
void place_lines(const Theme& theme, const Columns* columns, double x1, double x2) {
  if (columns == nullptr) {
    line(theme, "x₁, x₂", number(x1) + ", " + number(x2));
    return;
  }
  line(theme, short_name(&columns->inputs[0], "x₁").c_str(),
       shown_coordinate(&columns->inputs[0], x1));
  line(theme, short_name(&columns->inputs[1], "x₂").c_str(),
       shown_coordinate(&columns->inputs[1], x2));
}

// An output, or a target: a value in the table's numbers, where it stands for one.
std::string shown_output(const Experiment& experiment, float value) {
  const Columns* columns = experiment.shown_columns();
  const bool scaled = columns != nullptr && experiment.problem == Problem::kRegression;
  return shown_coordinate(scaled ? &columns->label : nullptr, static_cast<double>(value));
}

// What both runs say of the same place, where two are compared.
struct Asked {
  const Trainer& trainer;
  std::string which;  // after a label: " A"
  std::vector<float> outputs;
};

std::vector<Asked> ask(const Session& session, double x1, double x2) {
  std::vector<Asked> all;
  const auto add = [&](const Trainer& trainer, const char* which) {
    auto activations = activations_at(trainer.network(), trainer.experiment().features, x1, x2);
    if (!activations.empty()) all.push_back({trainer, which, std::move(activations.back())});
  };
  add(session.trainer(), session.other() != nullptr ? " A" : "");
  if (session.other() != nullptr) add(session.other()->trainer(), " B");
  return all;
}

void prediction_lines(const Theme& theme, const Asked& asked, int index, const Point& point) {
  const auto& [trainer, which, outputs] = asked;
  const std::string label = "prediction" + which;
  if (outputs.size() > 1) {
    const auto best = std::max_element(outputs.begin(), outputs.end()) - outputs.begin();
    line(theme, label.c_str(),
         class_name(trainer.experiment(), static_cast<int>(best)) + " (output " +
             number(static_cast<double>(outputs[static_cast<std::size_t>(best)])) + ")");
  } else {
    if (trainer.data().problem == Problem::kClassification) {
      const Experiment& experiment = trainer.experiment();
      line(theme, ("target" + which).c_str(),
           number(static_cast<double>(point.label > 0 ? experiment.target_high
                                                      : experiment.target_low)));
    }
    line(theme, label.c_str(), shown_output(trainer.experiment(), outputs[0]));
  }
  const std::span<const float> losses = trainer.point_losses();
  if (static_cast<std::size_t>(index) < losses.size()) {
    line(theme, ("loss" + which).c_str(),
         number(static_cast<double>(losses[static_cast<std::size_t>(index)])));
  }
}

void point_tooltip(const Theme& theme, const Session& session, int index) {
  if (session.shown().slice) return sample_tooltip(theme, session, index);
  const Data& data = session.trainer().data();
  const Point& point = data.points[static_cast<std::size_t>(index)];
  const std::vector<Asked> all =
      ask(session, static_cast<double>(point.x1), static_cast<double>(point.x2));
  if (all.empty() || !begin_tooltip(theme)) return;
  const std::string kind = index < data.train_count ? "train" : "test";
  line(theme, "sample", std::to_string(sample_number(data, index)) + " " + kind);
  const Experiment& experiment = session.trainer().experiment();
  const Columns* columns = shown_columns(session);
  place_lines(theme, columns, static_cast<double>(point.x1), static_cast<double>(point.x2));
  const Column* label = columns != nullptr ? &columns->label : nullptr;
  if (data.problem == Problem::kRegression) {
    line(theme, short_name(label, "value").c_str(), shown_output(experiment, point.label));
  } else if (columns != nullptr || session.trainer().network().output_count() > 1) {
    line(theme, short_name(label, "class").c_str(),
         class_name(experiment, static_cast<int>(point.label)));
  }
  for (const Asked& asked : all) prediction_lines(theme, asked, index, point);
  end_tooltip();
}

void draw_marked_point(const Theme& theme, std::span<const Point> points, ImDrawList* list,
                       const PlaneMap& map, int index, float thickness) {
  if (index < 0 || static_cast<std::size_t>(index) >= points.size()) return;
  const Point& point = points[static_cast<std::size_t>(index)];
  list->AddCircle(map.to_screen(point.x1, point.x2), 7, theme.palette.selection, 24, thickness);
}

// The selected point's ring is clear on any ground; the loss phase makes it swell.
void draw_selected_point(const Theme& theme, const Session& session, ImDrawList* list,
                         std::span<const Point> points, const PlaneMap& map, int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= points.size()) return;
  const Point& point = points[static_cast<std::size_t>(index)];
  const ImVec2 at = map.to_screen(point.x1, point.x2);
  const Palette& palette = theme.palette;
  const PhaseShow& phases = session.phases();
  const bool loss = phases.phase() == 2;
  list->AddCircle(at, 7.5f, with_alpha(palette.ground, 0.7f), 24, 5);
  list->AddCircle(at, 7.5f, palette.selection, 24, loss ? 3.0f : 2.2f);
  if (loss && phases.moving()) {
    list->AddCircle(at, 8 + 14 * phases.progress(),
                    with_alpha(palette.selection, 1 - phases.progress()), 32, 2);
  }
}

// What the network says anywhere in the plane.
void probe_tooltip(const Theme& theme, const Session& session, ImVec2 at) {
  if (session.shown().slice) return slice_tooltip(theme, session, at);
  const auto x1 = static_cast<double>(at.x), x2 = static_cast<double>(at.y);
  const std::vector<Asked> all = ask(session, x1, x2);
  if (all.empty() || !begin_tooltip(theme)) return;
  const Columns* columns = shown_columns(session);
  place_lines(theme, columns, x1, x2);
  for (const auto& [trainer, which, outputs] : all) {
    const bool probability = is_on_logits(trainer.loss(), trainer.experiment().output_activation());
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      const std::string name =
          (outputs.size() == 1 ? "output"
                               : "class " + class_name(trainer.experiment(), static_cast<int>(k))) +
          which;
      const ImU32 color = outputs.size() == 1 ? theme.palette.text : theme.palette.classes[k];
      const std::string value = probability && outputs.size() > 1
                                    ? number(100 * static_cast<double>(outputs[k])) + " %"
                                    : shown_output(trainer.experiment(), outputs[k]);
      tooltip_line(theme, name.c_str(), value.c_str(), color, 84);
    }
  }
  end_tooltip();
}

}  // namespace

std::optional<ImVec2> draw_output_plane(Canvas& canvas, Session& session, Rect square, bool other) {
  const PlaneMap map{square};
  const HeatmapAtlas& heatmaps = other ? session.shown().other_plane : session.shown().heatmaps;
  View& view = session.view();
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImGui::SetCursorScreenPos(square.min);
  const Item item = add_item(canvas, other ? "output.otherPlane" : "output.plane",
                             {square.width(), square.height()}, true, kRounding);

  list->AddRectFilled(square.min, square.max, canvas.theme.palette.raised, kRounding);
  if (const TileUv plane = heatmaps.plane(); plane.uv1.x > 0) {
    list->AddImageRounded(plane.texture, square.min, square.max, plane.uv0, plane.uv1,
                          IM_COL32_WHITE, kRounding);
  }
  list->PushClipRect(square.min, square.max, true);
  const Trainer& trainer = other ? session.other()->trainer() : session.trainer();
  const std::span<const Point> points = places(session.shown(), trainer.data());
  const Columns* columns = shown_columns(session);
  if (session.shown().slice && session.shown().slice->slice.is_curve()) {
    draw_curves(canvas, session, map, other);
  }
  draw_points(canvas.theme, session.view(), trainer, points, list, map);
  std::optional<ImVec2> probed;
  // Names and units are there to be read; bare coordinates only while somebody asks.
  if (columns != nullptr || item.hovered) {
    draw_axes(list, canvas.theme, square, columns, square.width() > 200);
  }
  if (item.hovered) {
    const ImVec2 mouse = ImGui::GetMousePos();
    probed = map.to_plane(mouse);
    const std::span<const Point> shown = drawn_points(points, session.trainer().data(), view);
    const std::optional<int> point = point_at(shown, map, mouse, kHoverReach);
    if (point) {
      draw_marked_point(canvas.theme, points, list, map, *point, 1.5f);
      if (!view.painting.on) point_tooltip(canvas.theme, session, *point);
    } else if (!view.painting.on) {
      probe_tooltip(canvas.theme, session, *probed);
    }
    if (item.clicked && !view.painting.on) {
      const std::optional<int> nearest = point_at(shown, map, mouse, square.width());
      view.selected_point = view.selected_point == nearest ? std::nullopt : nearest;
    }
  }
  if (door::is_painting(view)) paint_points(canvas.theme, session, map, item, other);
  for (const int point : view.lit.points)
    draw_marked_point(canvas.theme, points, list, map, point, 1.5f);
  if (view.selected_point)
    draw_selected_point(canvas.theme, session, list, points, map, *view.selected_point);
  list->PopClipRect();
  return probed;
}

namespace {

// A strip of the ramp's colours with round ends.
void draw_strip(ImDrawList* list, Rect strip, ImU32 low, ImU32 middle, ImU32 high) {
  const float radius = strip.height() / 2, center = (strip.min.x + strip.max.x) / 2;
  list->AddRectFilled(strip.min, {strip.min.x + 2 * radius, strip.max.y}, low, radius,
                      ImDrawFlags_RoundCornersLeft);
  list->AddRectFilled({strip.max.x - 2 * radius, strip.min.y}, strip.max, high, radius,
                      ImDrawFlags_RoundCornersRight);
  list->AddRectFilledMultiColor({strip.min.x + radius, strip.min.y}, {center, strip.max.y}, low,
                                middle, middle, low);
  list->AddRectFilledMultiColor({center, strip.min.y}, {strip.max.x - radius, strip.max.y}, middle,
                                high, high, middle);
}

std::string signed_label(float value, bool plus) {
  const std::string text = tick_label(static_cast<double>(value));
  return plus && value > 0 ? "+" + text : text;
}

// The shown map's value at a point of the plane, from the nearest cell.
float value_at(const Probe& probe, NeuronId neuron, ImVec2 at) {
  const std::span<const float> map = neuron.layer < 0
                                         ? probe.feature_map(neuron.neuron)
                                         : probe.neuron_map(neuron.layer, neuron.neuron);
  const int side = probe.resolution();
  const auto cell = [side](float share) {
    return std::clamp(static_cast<int>(share * static_cast<float>(side)), 0, side - 1);
  };
  const int column = cell((at.x + kExtent) / (2 * kExtent));
  const int row = cell((kExtent - at.y) / (2 * kExtent));
  return map[static_cast<std::size_t>(row) * static_cast<std::size_t>(side) +
             static_cast<std::size_t>(column)];
}

// "cat … dog": the two classes of one output, as the table calls them, or nothing.
std::string two_class_names(const Columns* columns) {
  if (columns == nullptr || columns->classes.size() != 2) return {};
  return columns->classes[0] + " … " + columns->classes[1];
}

// One numbered disc a class, with the table's names of them where all have room.
float draw_class_legend(const Theme& theme, const Session& session, ImDrawList* list, ImVec2 at,
                        float room) {
  constexpr float kDisc = 15, kBetween = 4, kAfterName = 10;
  const float start = at.x;
  const int count = session.trainer().network().output_count();
  const Columns* columns = shown_columns(session);
  const auto name = [&](int label) { return class_name(session.trainer().experiment(), label); };
  const auto width = [&](int label) {
    return text_size(theme.fonts.regular, kSmallSize, name(label)).x;
  };
  float named_width = -kAfterName;
  for (int label = 0; label < count; ++label) {
    named_width += kDisc + kBetween + width(label) + kAfterName;
  }
  bool marked = true;  // each name stands in its disc
  for (int label = 0; label < count; ++label) {
    marked = marked && class_mark(session.trainer().experiment(), label) == name(label);
  }
  const bool named =
      !marked && columns != nullptr && !columns->classes.empty() && named_width <= room;
  for (int label = 0; label < count; ++label) {
    const ImVec2 center = {at.x + kDisc / 2, at.y};
    list->AddCircleFilled(center, kDisc / 2, theme.palette.classes[label]);
    draw_text(list, theme.fonts.semibold, kSmallSize, center, IM_COL32(16, 18, 22, 255),
              class_mark(session.trainer().experiment(), label), Align::kCenter);
    at.x += kDisc + kBetween;
    if (!named) continue;
    draw_text(list, theme.fonts.regular, kSmallSize, at, theme.palette.dim, name(label));
    at.x += width(label) + kAfterName;
  }
  return at.x - start - (named ? kAfterName : kBetween);
}

}  // namespace

float draw_plane_legend(const Theme& theme, const Session& session, ImVec2 left_middle, float room,
                        std::optional<ImVec2> probed) {
  constexpr float kWidest = 84, kLeast = 30, kHeight = 8, kGap = 10;
  const Palette& palette = theme.palette;
  const Trainer& trainer = session.trainer();
  const Network& network = trainer.network();
  const Probe& probe = session.shown().probe;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (probe.resolution() == 0) return 0;

  const int last = network.layer_count() - 1;
  const std::optional<NeuronId> shown = shown_neuron(session.view(), network);
  if (!shown && output_per_class(trainer))
    return draw_class_legend(theme, session, list, left_middle, room);
  const NeuronId neuron = shown.value_or(NeuronId{last, 0});
  const bool is_class = neuron.layer == last && output_per_class(trainer);
  const MapScale scale = map_scale(trainer, probe, neuron);

  const float low = is_class ? scale.center : scale.center - scale.reach;
  const float high = scale.center + scale.reach;
  std::string range = signed_label(low, false) + " … " + signed_label(high, low < 0);
  if (neuron.layer == last && !is_class) {
    // The names of the classes say more than the targets.
    const std::string names = two_class_names(shown_columns(session));
    const float names_room = room - kLeast - kGap;
    if (!names.empty() && text_size(theme.fonts.regular, kSmallSize, names).x <= names_room) {
      range = names;
    }
  }
  // The strip keeps its width while values of any length show beside it.
  const float text_room = text_size(theme.fonts.regular, kSmallSize, range).x;
  const float width = std::clamp(room - kGap - text_room, kLeast, kWidest);
  const Rect strip = {{left_middle.x, left_middle.y - kHeight / 2},
                      {left_middle.x + width, left_middle.y + kHeight / 2}};
  if (is_class) {
    const ImU32 color = palette.classes[static_cast<std::size_t>(neuron.neuron)];
    draw_strip(list, strip, palette.zero, mix(palette.zero, color, 0.5f), color);
  } else {
    draw_strip(list, strip, palette.negative, palette.zero, palette.positive);
  }
  std::string text = range;
  if (probed) {
    const float value = value_at(probe, neuron, *probed);
    const float share = std::clamp((value - low) / (high - low), 0.0f, 1.0f);
    const float x = strip.min.x + share * width;
    list->AddRectFilled({x - 2, strip.min.y - 3}, {x + 2, strip.max.y + 3}, palette.panel, 2);
    list->AddRectFilled({x - 1, strip.min.y - 2}, {x + 1, strip.max.y + 2}, palette.text, 1);
    text = number(static_cast<double>(value));
  }
  draw_text(list, theme.fonts.regular, kSmallSize, {strip.max.x + kGap, left_middle.y},
            probed ? palette.text : palette.dim, text);
  return width + kGap + text_room;
}

}  // namespace backprop
