// Loss landscape: a slice of the training loss around the current weights, with the path taken.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/chart.h"
#include "shell/canvas/item.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/analysis/analysis_panels.h"
#include "shell/panels/analysis/landscape_picture.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/platform/platform.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr int kFine = 41, kCoarse = 25;   // odd: the middle cell is where the network is
constexpr std::size_t kHeavy = 2'000'000;  // products for one loss: coarse beyond
constexpr double kMapBudget = 0.006, kMapBudgetPlaying = 0.0012;
constexpr std::size_t kPathPoints = 240;
constexpr std::array<const char*, 3> kDirections = {"random", "downhill", "start → here"};
constexpr std::array<const char*, 3> kDirectionHelps = {
    "Random, each neuron's weights scaled to their own size",
    "Against the gradient of the training loss, scaled likewise",
    "From where the run began to where it is"};
constexpr std::array<double, 8> kExtents = {0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5};

// --- computing -------------------------------------------------------------------------------

Direction direction_of(const Session& session, SliceDirection kind, std::uint32_t seed) {
  const Trainer& trainer = session.trainer();
  if (kind == SliceDirection::kDownhill) return descent_direction(trainer);
  if (kind == SliceDirection::kFromStart) {
    Direction direction = difference_direction(session.run().history().mark(0).parameters,
                                               trainer.network().parameters());
    if (std::ranges::any_of(direction.values, [](float value) { return value != 0; })) {
      return direction;
    }
  }
  return random_direction(trainer.network(), seed);
}

Slice cut(const Session& session, const SliceRequest& request) {
  const Trainer& trainer = session.trainer();
  const std::size_t parameters = trainer.network().parameter_count();
  const auto points =
      static_cast<std::size_t>(std::clamp(trainer.data().train_count, 1, kLandscapePoints));
  // Two seeds a roll: never the same direction twice.
  Direction across = direction_of(session, request.across, 2 * request.seed);
  Direction up =
      orthogonal_direction(direction_of(session, request.up, 2 * request.seed + 1), across);
  if (std::ranges::all_of(up.values, [](float value) { return value == 0; })) {
    up = orthogonal_direction(random_direction(trainer.network(), 2 * request.seed + 1), across);
  }
  return {Landscape(trainer, std::move(across), std::move(up),
                    parameters * points > kHeavy ? kCoarse : kFine, request.extent),
          request, trainer.step_count(), trainer.revision(), parameters};
}

bool fits(const Session& session, const std::optional<Slice>& slice) {
  return slice && slice->parameters == session.trainer().network().parameter_count() &&
         slice->step <= session.run().history().last_step();
}

// Computes on within the frame's budget, and begins a new slice where one is due: asked for, with
// other directions, or of a network that has moved and now stands still.
void compute(Session& session) {
  LandscapeState& state = session.inside().landscape;
  const Trainer& trainer = session.trainer();
  if (!fits(session, state.shown)) state.shown.reset();
  if (!fits(session, state.computed)) state.computed.reset();
  if (trainer.data().train_count == 0) return;
  const std::optional<Slice>& latest = state.computed ? state.computed : state.shown;
  const bool still = !session.playing() && session.sought_step() == trainer.step_count() &&
                     !session.inside().history.dragging;
  if (!latest || state.again || latest->request != state.wanted ||
      (still && latest->revision != trainer.revision())) {
    state.again = false;
    state.computed.emplace(cut(session, state.wanted));
  }
  if (!state.computed) return;
  const double end = platform::seconds() + (session.playing() ? kMapBudgetPlaying : kMapBudget);
  while (!state.computed->landscape.advance_cells(1) && platform::seconds() < end) {
  }
  session.inside().working = true;
  if (!state.computed->landscape.done()) return;
  state.shown = std::move(state.computed);
  state.computed.reset();
  state.painted = 0;
  state.path_marks = 0;
}

// The slice to look at: the finished one, else what there is of the first.
const Slice* visible_slice(const LandscapeState& state) {
  return state.shown ? &*state.shown : state.computed ? &*state.computed : nullptr;
}

void paint(const Theme& theme, Session& session, const Slice& slice) {
  LandscapeState& state = session.inside().landscape;
  const std::size_t cells = slice.landscape.losses().size();
  if (cells == 0 || cells == state.painted) return;
  std::tie(state.low, state.high) = loss_range(slice.landscape.losses());
  paint_landscape(state.picture, slice.landscape, state.low, state.high, theme.palette.raised);
  state.painted = cells;
}

// The run's checkpoints up to now as points of the slice.
void trace_path(Session& session, const Slice& slice) {
  LandscapeState& state = session.inside().landscape;
  const History& history = session.run().history();
  const std::int64_t now = session.trainer().step_count();
  if (now < history.first_step()) return;
  const std::size_t marks = history.mark_at(now) + 1;
  if (state.path_marks == marks && state.path_end == history.mark(marks - 1).step) return;
  // The line's end follows in every frame, the checkpoints behind it some times a second.
  constexpr double kInterval = 0.25;
  const double time = platform::seconds();
  if (session.playing() && state.path_marks > 0 && time < state.next_path) return;
  state.next_path = time + kInterval;
  state.path_marks = marks;
  state.path_end = history.mark(marks - 1).step;
  state.path.clear();
  const std::size_t count = std::min(marks, kPathPoints);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t index = count > 1 ? i * (marks - 1) / (count - 1) : 0;
    const auto [x, y] = slice.landscape.project(history.mark(index).parameters);
    state.path.push_back({static_cast<float>(x), static_cast<float>(y)});
  }
}

// --- drawing ---------------------------------------------------------------------------------

std::string direction_name(SliceDirection kind, char letter) {
  if (kind == SliceDirection::kRandom) return std::string("random ") + letter;
  return kDirections[static_cast<std::size_t>(kind)];
}

// From the slice's coordinates to the screen: cells are centred, so half a cell stands out.
struct Map {
  Rect area;
  double reach;  // at the edge of the picture

  ImVec2 place(double x, double y) const {
    const double half = static_cast<double>(area.width()) / 2;
    return {area.min.x + static_cast<float>(half * (1 + x / reach)),
            area.min.y + static_cast<float>(half * (1 - y / reach))};
  }
  std::pair<double, double> value(ImVec2 at) const {
    const double half = static_cast<double>(area.width()) / 2;
    return {reach * (static_cast<double>(at.x - area.min.x) / half - 1),
            reach * (1 - static_cast<double>(at.y - area.min.y) / half)};
  }
};

Map map_of(const Landscape& landscape, Rect area) {
  const double side = landscape.resolution();
  return {area, landscape.extent() * side / (side - 1)};
}

void draw_path(const Theme& theme, Session& session, const Map& map, const Slice& slice) {
  const Palette& palette = theme.palette;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const LandscapeState& state = session.inside().landscape;
  const auto [x, y] = slice.landscape.project(session.trainer().network().parameters());
  const ImVec2 now = map.place(x, y);
  std::vector<ImVec2> points;
  for (const ImVec2 at : state.path) {
    points.push_back(map.place(static_cast<double>(at.x), static_cast<double>(at.y)));
  }
  points.push_back(now);
  const int count = static_cast<int>(points.size());
  list->AddPolyline(points.data(), count, IM_COL32(0, 0, 0, 110), 0, 3.5f);
  list->AddPolyline(points.data(), count, IM_COL32(255, 255, 255, 235), 0, 1.5f);
  list->AddCircleFilled(points.front(), 3.5f, IM_COL32(0, 0, 0, 160));
  list->AddCircle(points.front(), 3.5f, IM_COL32(255, 255, 255, 255), 0, 1.5f);
  list->AddCircleFilled(now, 6, IM_COL32(0, 0, 0, 170));
  list->AddCircleFilled(now, 4.5f, theme.dark ? palette.selection : IM_COL32(255, 209, 102, 255));
}

void hover_picture(const Theme& theme, const Map& map, const Slice& slice) {
  const auto [x, y] = map.value(ImGui::GetMousePos());
  const std::optional<double> loss = loss_at(slice.landscape, x, y);
  if (!loss || !begin_tooltip(theme)) return;
  const Palette& palette = theme.palette;
  char text[32];
  constexpr float kColumn = 130;
  tooltip_line(theme, "train loss", format_number(*loss, text), palette.text, kColumn);
  const auto along = [&](SliceDirection kind, char letter, double value) {
    tooltip_line(theme, direction_name(kind, letter).c_str(), format_number(value, text),
                 palette.text, kColumn);
  };
  along(slice.request.across, 'A', x);
  along(slice.request.up, 'B', y);
  end_tooltip();
}

// The colours and what they stand for, upright beside the picture.
void draw_scale(const Theme& theme, Session& session, Rect area) {
  const LandscapeState& state = session.inside().landscape;
  ImDrawList* list = ImGui::GetWindowDrawList();
  constexpr int kParts = 24;
  const float part = area.height() / kParts;
  for (int i = 0; i < kParts; ++i) {
    const auto at = [](int index) { return static_cast<float>(index) / kParts; };
    const float y = area.max.y - part * static_cast<float>(i);
    const ImU32 below = level_color(at(i)), above = level_color(at(i + 1));
    list->AddRectFilledMultiColor({area.min.x, y - part}, {area.max.x, y}, above, above, below,
                                  below);
  }
  const auto label = [&](double loss) {
    const float y = area.max.y - area.height() * loss_level(loss, state.low, state.high);
    char text[32];
    draw_text(list, theme.fonts.regular, kSmallSize, {area.max.x + 6, y}, theme.palette.dim,
              format_number(loss, text));
  };
  const double middle = std::sqrt(state.low * state.high);
  for (const double loss : {state.low, middle, state.high}) label(loss);
}

void draw_picture(Canvas& canvas, Session& session, Rect area, const Slice& slice) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const LandscapeState& state = session.inside().landscape;
  const TileUv picture = state.picture.plane();
  if (picture.texture.GetTexID() != ImTextureID_Invalid || picture.texture._TexData != nullptr) {
    list->AddImageRounded(picture.texture, area.min, area.max, picture.uv0, picture.uv1,
                          IM_COL32_WHITE, 6);
  }
  ImGui::SetCursorScreenPos(area.min);
  const Item item =
      add_item(canvas, "landscape.picture", {area.width(), area.height()}, true, 6, false);
  const Map map = map_of(slice.landscape, area);
  list->PushClipRect(area.min, area.max, true);
  draw_path(canvas.theme, session, map, slice);
  list->PopClipRect();
  if (item.hovered) hover_picture(canvas.theme, map, slice);
  // Axes: names in the middle, ends beside them.
  const float below = area.max.y + 10;
  const std::string end = tick_label(slice.request.extent);
  const auto label = [&](float x, Align align, const std::string& text) {
    draw_text(list, theme.fonts.regular, kSmallSize, {x, below}, theme.palette.dim, text, align);
  };
  label(area.min.x, Align::kLeft, "−" + end);
  label(area.max.x, Align::kRight, end);
  draw_text(list, theme.fonts.regular, kSmallSize, {area.min.x + area.width() / 2, below},
            theme.palette.text, direction_name(slice.request.across, 'A') + " →", Align::kCenter);
  // The upright axis has its name at its end, in the picture.
  const std::string up = "↑ " + direction_name(slice.request.up, 'B');
  const float width = text_size(theme.fonts.regular, kSmallSize, up).x;
  const ImVec2 at = {area.min.x + 6, area.min.y + 14};
  list->AddRectFilled({at.x - 2, at.y - 9}, {at.x + width + 6, at.y + 8}, IM_COL32(0, 0, 0, 130),
                      5);
  draw_text(list, theme.fonts.regular, kSmallSize, {at.x + 2, at.y}, IM_COL32(255, 255, 255, 235),
            up);
}

// The loss along the two axes, through where the network is.
void draw_profiles(const Theme& theme, Rect area, const Slice& slice) {
  const Landscape& landscape = slice.landscape;
  const auto side = static_cast<std::size_t>(landscape.resolution());
  const auto losses = landscape.losses();
  std::vector<std::int64_t> cells;
  std::vector<double> across, up;
  for (std::size_t i = 0; i < side; ++i) {
    const auto loss = [&](std::size_t row, std::size_t column) {
      const std::size_t cell = row * side + column;
      return cell < losses.size() ? static_cast<double>(losses[cell]) : std::nan("");
    };
    cells.push_back(static_cast<std::int64_t>(i));
    across.push_back(loss(side / 2, i));
    up.push_back(loss(i, side / 2));
  }
  const ImU32 first = layer_color(theme, 0, 3), second = layer_color(theme, 1, 3);
  const std::array<ChartLine, 2> lines = {ChartLine{"A", first, 1.8f, across, "→"},
                                          ChartLine{"B", second, 1.8f, up, "↑"}};
  const std::string left = "−" + tick_label(landscape.extent()),
                    right = tick_label(landscape.extent());
  const float top = part_heading(theme, area.min, "Loss along the axes", "→ across, ↑ up");
  const ChartPlot plot =
      draw_chart_lines(theme, {area.min.x, top}, {area.width(), area.max.y - top}, cells, lines,
                       {.right = 16, .left_label = left.c_str(), .right_label = right.c_str()});
  const float middle = std::round((plot.min.x + plot.max.x) / 2);
  ImGui::GetWindowDrawList()->AddLine({middle, plot.min.y}, {middle, plot.max.y},
                                      theme.palette.selection, 1);
}

// Directions, seed, reach and what the picture is. Returns where it ends.
float draw_controls(Canvas& canvas, Session& session, Rect area, const Slice* slice) {
  LandscapeState& state = session.inside().landscape;
  SliceRequest& wanted = state.wanted;
  const Theme& theme = canvas.theme;
  const float width = area.width();
  const std::size_t dimensions = session.trainer().network().parameter_count();
  float y = part_heading(
      theme, area.min, "A slice",
      "the loss has " + with_thousands(static_cast<std::int64_t>(dimensions)) + " dimensions");
  const float row = control_height() + kUnit;
  const auto choose = [&](const char* place, const char* label, SliceDirection* mine,
                          SliceDirection* other) {
    ImGui::SetCursorScreenPos({area.min.x, y});
    int chosen = static_cast<int>(*mine);
    if (choice_row(canvas, place, label, "The direction of this axis, in the space of all weights",
                   width, kDirections, &chosen, kDirectionHelps)) {
      const SliceDirection before = std::exchange(*mine, static_cast<SliceDirection>(chosen));
      // Twice the same would be a line: the two trade places.
      if (*mine != SliceDirection::kRandom && *other == *mine) *other = before;
    }
    y += row;
  };
  choose("landscape.across", "Across", &wanted.across, &wanted.up);
  choose("landscape.up", "Up", &wanted.up, &wanted.across);
  ImGui::SetCursorScreenPos({area.min.x, y});
  const std::string reach = "±" + tick_label(wanted.extent);
  slider_row(canvas, "landscape.extent", "Reach",
             "How far the slice goes, in sizes of the directions", width, &wanted.extent,
             kExtents.front(), kExtents.back(), false, kExtents, 1, reach.c_str());
  y += row + kUnit;
  // Buttons beside each other.
  const float height = touch_layout() ? 40.0f : 26.0f;
  const float half = std::floor((width - 2 * kUnit) / 2);
  ImGui::SetCursorScreenPos({area.min.x, y});
  if (text_button(canvas, "landscape.reroll", "New random", {half, height},
                  "Other random directions")) {
    ++wanted.seed;
    if (wanted.across != SliceDirection::kRandom && wanted.up != SliceDirection::kRandom) {
      wanted.up = SliceDirection::kRandom;
    }
  }
  ImGui::SetCursorScreenPos({area.min.x + half + 2 * kUnit, y});
  if (text_button(
          canvas, "landscape.again", "Cut here", {half, height},
          "Recomputes the slice around the current weights; by itself when training pauses")) {
    state.again = true;
  }
  y += height + 2 * kUnit;
  if (state.computed) {
    progress_line(theme, {area.min.x, y}, width, state.computed->landscape.progress());
  }
  y += 2 * kUnit;
  if (slice != nullptr) {
    canvas.note_place(state.computed ? "landscape.computing" : "landscape.done", area.min.x, y,
                      width, 1);
    std::string text = "Around step " + with_thousands(slice->step) +
                       ". The white line is the path of this run, projected.";
    if (wanted.across == SliceDirection::kFromStart || wanted.up == SliceDirection::kFromStart) {
      if (session.trainer().step_count() == session.run().history().first_step()) {
        text = "The run is still at its start: a random direction is used instead.";
      } else {
        text += " Start lies at −1.";
      }
    }
    y += note(theme, {area.min.x, y}, width, text);
  }
  return y;
}

}  // namespace

void draw_landscape_panel(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  compute(session);
  LandscapeState& state = session.inside().landscape;
  const Slice* slice = visible_slice(state);
  if (slice == nullptr) {
    empty_note(theme, area, "There are no training points: without them there is no loss.");
    return;
  }
  paint(canvas.theme, session, *slice);
  trace_path(session, *slice);
  const bool stacked = area.width() < 560;
  const float scroll = ImGui::GetScrollY();
  const float top = area.min.y + 3 * kUnit - scroll, right = area.max.x - 2 * kUnit;
  constexpr float kScale = 10, kScaleRoom = 56, kBelow = 20, kGap = 6 * kUnit;
  const float side = stacked ? std::min(right - area.min.x - kScaleRoom, 340.0f)
                             : std::max(100.0f, area.max.y - scroll - 2 * kUnit - kBelow - top);
  const Rect picture = {{area.min.x, top}, {area.min.x + side, top + side}};
  draw_picture(canvas, session, picture, *slice);
  draw_scale(canvas.theme, session,
             {{picture.max.x + 8, top + 6}, {picture.max.x + 8 + kScale, top + side - 6}});
  if (stacked) {
    float y = picture.max.y + kBelow + 3 * kUnit;
    y = draw_controls(canvas, session, {{area.min.x, y}, {right, y}}, slice) + 4 * kUnit;
    draw_profiles(canvas.theme, {{area.min.x, y}, {right, y + 190}}, *slice);
    ImGui::SetCursorScreenPos({area.min.x, y + 200});
    ImGui::Dummy({1, 1});
    return;
  }
  const float x = picture.max.x + kScaleRoom + kGap;
  constexpr float kControls = 236;
  const float controls = std::min(kControls, right - x);
  const bool profiles = right - x - controls - kGap > 150;
  const float left = profiles ? right - controls : x;
  if (profiles) {
    draw_profiles(canvas.theme, {{x, top}, {left - kGap, area.max.y - scroll - 2 * kUnit}}, *slice);
  }
  const float end =
      draw_controls(canvas, session, {{left, top}, {left + controls, area.max.y}}, slice);
  ImGui::SetCursorScreenPos({left, end});
  ImGui::Dummy({1, 1});
}

}  // namespace backprop
