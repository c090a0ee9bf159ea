#include "shell/panels/inside/routes_panel.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/experiment/sample_names.h"
#include "engine/insight/notation.h"
#include "engine/insight/routes.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/formula.h"
#include "shell/canvas/item.h"
#include "shell/canvas/math_box.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/panels/inside/microscope_selection.h"
#include "shell/platform/platform.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr std::size_t kAllRoutes = 4096;  // are listed up to so many, …
constexpr std::size_t kSomeRoutes = 256;  // … of more than that these
constexpr double kRouteInterval = 0.2;    // seconds between refreshes while training
constexpr double kRouteLit = 0.9;         // seconds for which a walk lights each
constexpr float kFactorWidth = 62, kProductWidth = 78, kRouteNumber = 36;
constexpr float kLeastRouteBar = 48, kMostRouteBar = 180;

// The one looked at; where that is the batch's mean, the batch's sample with the largest loss.
int sample_of_routes(const Session& session) {
  const int explained = explained_sample(session);
  const Trainer& trainer = session.trainer();
  if (explained >= 0 || trainer.batch().empty() || trainer.phases_done() < 2) return explained;
  const std::vector<float>& losses = trainer.workspace().sample_loss;
  const auto count = static_cast<std::ptrdiff_t>(trainer.batch().size());
  const auto worst = std::max_element(losses.begin(), losses.begin() + count) - losses.begin();
  return trainer.batch()[static_cast<std::size_t>(worst)];
}

// What is explained; where nothing is chosen a neuron of the first layer, for from the output there
// is but one route.
ExplainTarget start_of_routes(Session& session) {
  ExplainTarget target = microscope_target(session);
  const bool chosen = session.view().pinned_neuron || session.view().pinned_parameter;
  const int last = session.trainer().network().layer_count() - 1;
  if (!chosen) target.layer = std::max(0, last - 2);
  return target;
}

void find_routes(Session& session, const ExplainTarget& target, int point) {
  RoutesState& state = *session.inside().routes;
  const Trainer& trainer = session.trainer();
  const RoutesState::Key key{trainer.revision(), target.kind,      target.layer,
                             target.neuron,      target.parameter, point};
  if (key == state.key) return;
  RoutesState::Key same_question = key;
  same_question.revision = state.key.revision;
  const double now = platform::seconds();
  if (session.playing() && same_question == state.key && now < state.next) return;
  if (same_question != state.key) state.walking = false;
  state.key = key;
  Result<Routes> found = Routes::find(trainer, target, point, kSomeRoutes, kAllRoutes);
  constexpr double kShare = 0.05;  // of the time, at most
  state.next = now + std::max(kRouteInterval, (platform::seconds() - now) / kShare);
  state.trouble = found ? std::string() : found.error().message;
  state.routes = found ? std::optional(std::move(*found)) : std::nullopt;
}

// --- what is written -----------------------------------------------------------------------------

std::string count_of_routes(double count) {
  constexpr double kMostDigits = 1e9;
  return count < kMostDigits ? grouped(static_cast<long long>(count)) : significant(count);
}

std::string routes_title(const Session& session, const ExplainTarget& target, const Routes& routes,
                         int point) {
  const Trainer& trainer = session.trainer();
  const bool one = routes.count() == 1;
  const std::string from = target.kind == ExplainTarget::Kind::kNeuron
                               ? neuron_label(trainer, target.layer, target.neuron)
                               : parameter_symbol(trainer.network().place(target.parameter)).text;
  return count_of_routes(routes.count()) + (one ? " route from " : " routes from ") + from +
         " to the loss of " + sample_name(trainer.data(), point) +
         (explained_sample(session) < 0 ? ", the batch's largest" : "");
}

// "2 → 1 → 3": the neurons of a route, layer by layer.
std::string way_text(const Route& route) {
  std::string text;
  for (const int neuron : route.neurons) {
    text += (text.empty() ? "" : " → ") + std::to_string(neuron + 1);
  }
  return text;
}

// "x₁ · φ′(z⁽¹⁾₂) · w⁽²⁾₁₂ · δ⁽²⁾₁ = 0.5 · 0.25 · …"
std::string product_text(const std::vector<Factor>& factors, double value) {
  std::string names, numbers;
  for (const Factor& factor : factors) {
    const char* dot = names.empty() ? "" : " · ";
    const std::string number = significant(static_cast<double>(factor.value));
    names += dot + factor.symbol;
    numbers += dot + (factor.value < 0 && !names.empty() ? "(" + number + ")" : number);
  }
  return names + " = " + numbers + " = " + significant(value);
}

// The factors' names without the neurons, which differ from row to row.
std::vector<std::string> factor_headings(const std::vector<Factor>& factors, bool has_input) {
  std::vector<std::string> headings;
  for (const Factor& factor : factors) {
    const bool input = has_input && headings.empty();
    const std::size_t index = factor.latex.find("}_{");
    std::string text = factor.latex;
    if (!input && index != text.npos) text = text.substr(0, index + 1);
    if (!input && text.starts_with("\\varphi'(")) text += ')';
    headings.push_back(std::move(text));
  }
  return headings;
}

struct RouteColumns {
  float number, way, factors, product, bar, end;  // left ends; of the product the right one
  bool with_factors;
};

RouteColumns columns_of_routes(const Theme& theme, const Routes& routes, Rect area,
                               std::size_t factors) {
  RouteColumns columns{};
  columns.number = area.min.x + kUnit;
  columns.way = columns.number + kRouteNumber;
  float way = text_size(theme.fonts.regular, kSmallSize, "neurons").x;
  const std::size_t measured = std::min<std::size_t>(routes.largest().size(), 64);
  for (std::size_t i = 0; i < measured; ++i) {
    way = std::max(way,
                   text_size(theme.fonts.regular, kHeadingSize, way_text(routes.largest()[i])).x);
  }
  columns.factors = columns.way + std::ceil(way) + 2 * kUnit;
  const float wide = static_cast<float>(factors) * kFactorWidth;
  const float rest = kProductWidth + 3 * kUnit + kLeastRouteBar;
  columns.with_factors = columns.factors + wide + rest <= area.max.x;
  columns.product = columns.factors + (columns.with_factors ? wide : 0) + kProductWidth;
  columns.bar = columns.product + 3 * kUnit;
  columns.end = std::min(area.max.x - 3 * kUnit, columns.bar + kMostRouteBar);
  return columns;
}

void draw_route_headings(const Theme& theme, const RouteColumns& columns,
                         const std::vector<std::string>& headings, float y) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto word = [&](float x, const char* text, Align align) {
    draw_text(list, theme.fonts.regular, kSmallSize, {x, y}, theme.palette.dim, text, align);
  };
  word(columns.way, "neurons", Align::kLeft);
  word(columns.product, "product", Align::kRight);
  if (!columns.with_factors) return;
  for (std::size_t i = 0; i < headings.size(); ++i) {
    const MathBox box = set_math(theme.fonts.regular, kHeadingSize, headings[i]);
    const float right = columns.factors + kFactorWidth * static_cast<float>(i + 1);
    draw_math(list, theme.fonts.regular, {right - box.width, y + 4}, theme.palette.dim, box);
  }
}

// --- rows ----------------------------------------------------------------------------------------

void light_route(View& view, const Trainer& trainer, const ExplainTarget& target,
                 const std::vector<Factor>& factors) {
  if (target.kind == ExplainTarget::Kind::kParameter) {
    view.pointed_at.parameters.push_back(target.parameter);
    const ParameterPlace place = trainer.network().place(target.parameter);
    if (!place.is_bias()) view.pointed_at.neurons.push_back({place.layer - 1, place.input});
  }
  for (const Factor& factor : factors) {
    if (factor.target.kind == TermTarget::Kind::kWeight) {
      view.pointed_at.parameters.push_back(factor.target.parameter);
    } else if (factor.target.layer >= 0) {
      view.pointed_at.neurons.push_back({factor.target.layer, factor.target.neuron});
    }
  }
}

void draw_route_product(const Theme& theme, const RouteColumns& columns, float y, double value,
                        double reach, bool bold) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 color = number_color(theme, value);
  draw_text(list, bold ? theme.fonts.semibold : theme.fonts.regular, kHeadingSize,
            {columns.product, y}, color, significant(value), Align::kRight);
  if (reach <= 0 || columns.end - columns.bar < 8) return;
  const float middle = (columns.bar + columns.end) / 2;
  const float half = (columns.end - columns.bar) / 2;
  const float end = middle + half * static_cast<float>(std::clamp(value / reach, -1.0, 1.0));
  list->AddRectFilled({std::min(middle, end), y - 5}, {std::max({middle, end, middle + 1}), y + 5},
                      color, 1.5f);
}

struct RouteTable {
  const Routes& routes;
  const ExplainTarget& target;
  RouteColumns columns;
  double reach;  // the largest product
  int lit;  // by a walk; −1 without
};

void draw_route_row(Canvas& canvas, Session& session, const RouteTable& table, int index,
                    float row) {
  const Theme& theme = canvas.theme;
  const RouteColumns& columns = table.columns;
  const Route& route = table.routes.largest()[static_cast<std::size_t>(index)];
  const std::vector<Factor> factors = table.routes.factors(route);
  const Item item = add_item(canvas, "routes.row." + std::to_string(index),
                             {columns.end - columns.number + kUnit, row}, true, 4, false);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool bright = item.hovered || index == table.lit;
  if (bright) {
    list->AddRectFilled(item.min, item.max, theme.palette.raised, 4);
    light_route(session.view(), session.trainer(), table.target, factors);
  }
  if (item.hovered) tooltip(canvas, product_text(factors, route.value).c_str());
  const float y = item.center().y;
  draw_text(list, theme.fonts.regular, kSmallSize, {columns.number, y}, theme.palette.dim,
            std::to_string(index + 1));
  draw_text(list, theme.fonts.regular, kHeadingSize, {columns.way, y}, theme.palette.text,
            way_text(route));
  for (std::size_t i = 0; columns.with_factors && i < factors.size(); ++i) {
    const auto value = static_cast<double>(factors[i].value);
    draw_text(list, theme.fonts.regular, kHeadingSize,
              {columns.factors + kFactorWidth * static_cast<float>(i + 1), y},
              number_color(theme, value), significant(value), Align::kRight);
  }
  draw_route_product(theme, columns, y, route.value, table.reach, false);
}

void draw_route_rows(Canvas& canvas, Session& session, const RouteTable& table, Rect body) {
  const Theme& theme = canvas.theme;
  const Routes& routes = table.routes;
  const float row = touch_layout() ? 32.0f : 22.0f;
  const double others = routes.count() - static_cast<double>(routes.largest().size());
  ImGui::SetCursorScreenPos(body.min);
  if (ImGui::BeginChild("routes.table", {body.width(), body.height()},
                        ImGuiChildFlags_NavFlattened)) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(routes.largest().size()), row);
    if (table.lit >= 0) clipper.IncludeItemByIndex(table.lit);
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        draw_route_row(canvas, session, table, i, row);
        if (i == table.lit) ImGui::SetScrollHereY(0.5f);
      }
    }
    if (others > 0) {
      const ImVec2 at = ImGui::GetCursorScreenPos();
      const float y = at.y + row / 2;
      draw_text(ImGui::GetWindowDrawList(), theme.fonts.regular, kHeadingSize,
                {table.columns.number, y}, theme.palette.dim,
                "the other " + count_of_routes(others) + " together");
      draw_route_product(theme, table.columns, y, routes.rest(), table.reach, false);
      ImGui::Dummy({1, row});
    }
    ImGui::PopStyleVar();
    scroll_by_finger();
  }
  ImGui::EndChild();
}

// --- above the rows ------------------------------------------------------------------------------

// The route that a walk is at now; −1 without.
int walked_to(Session& session) {
  RoutesState& state = *session.inside().routes;
  if (!state.walking || !state.routes) return -1;
  const double passed = (platform::seconds() - state.walk_start) / kRouteLit;
  const auto count = static_cast<double>(state.routes->largest().size());
  if (passed >= count) {
    state.walking = false;
    return -1;
  }
  session.inside().working = true;
  return static_cast<int>(passed);
}

// What is chosen, and how many routes. Returns the height.
float draw_route_choice(Canvas& canvas, Session& session, Rect area, const ExplainTarget& target,
                        const std::string& title) {
  const Theme& theme = canvas.theme;
  const float height = touch_layout() ? 40.0f : 28.0f;
  const float right =
      draw_target_selector(canvas, session.trainer(), session.view(), area.min, target);
  const float room = area.max.x - right - 3 * kUnit;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (text_size(theme.fonts.regular, kTextSize, title).x <= room) {
    draw_text(list, theme.fonts.regular, kTextSize, {right + 3 * kUnit, area.min.y + height / 2},
              theme.palette.text, title);
    return height;
  }
  const Paragraph lines(theme.fonts.regular, kTextSize, title, area.width());
  lines.draw(list, {area.min.x, area.min.y + height + kUnit}, theme.palette.text);
  return height + kUnit + lines.size().y;
}

// "Their sum: 0.0123 = ∂L/∂w⁽¹⁾₂₁", and what lights them one after the other. Returns the height.
float draw_route_sum(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  RoutesState& state = *session.inside().routes;
  const Routes& routes = *state.routes;
  const float height = touch_layout() ? 40.0f : 26.0f;
  ImDrawList* list = ImGui::GetWindowDrawList();
  float x = area.min.x, y = area.min.y + height / 2, wide = 0;
  const auto text = [&](ImFont* font, ImU32 color, const std::string& what) {
    draw_text(list, font, kTextSize, {x, y}, color, what);
    x += text_size(font, kTextSize, what).x;
    wide = std::max(wide, x - area.min.x);
  };
  const auto engine = static_cast<double>(routes.gradient().value);
  text(theme.fonts.regular, theme.palette.dim, routes.count() == 1 ? "It is " : "Their sum is ");
  text(theme.fonts.semibold, number_color(theme, routes.sum()), significant(routes.sum(), 5));
  const float lines = area.width() < 480 ? 2 : 1;
  if (lines > 1) {
    x = area.min.x;
    y += 22;
  } else {
    text(theme.fonts.regular, theme.palette.dim, ", ");
  }
  text(theme.fonts.regular, theme.palette.dim, "and backpropagation has ");
  text(theme.fonts.regular, theme.palette.text, routes.gradient().symbol + " = ");
  text(theme.fonts.semibold, number_color(theme, engine), significant(engine, 5));
  const float text_height = height + 22 * (lines - 1);
  canvas.note_place("routes.sum", area.min.x, area.min.y, wide, text_height);

  const char* label = state.walking ? "Stop" : "One by one";
  const float width = std::ceil(text_size(theme.fonts.regular, kTextSize, label).x) + 5 * kUnit;
  const bool beside = area.min.x + wide + 2 * kUnit + width <= area.max.x;
  ImGui::SetCursorScreenPos(beside ? ImVec2{area.max.x - width, area.min.y}
                                   : ImVec2{area.min.x, area.min.y + text_height});
  if (text_button(canvas, "routes.walk", label, {width, height},
                  "Lights the routes in the network one after the other, the largest first")) {
    state.walking = !state.walking;
    state.walk_start = platform::seconds();
  }
  return beside ? text_height : text_height + height;
}

}  // namespace

void draw_routes_panel(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  if (!session.inside().routes) session.inside().routes = std::make_shared<RoutesState>();
  RoutesState& state = *session.inside().routes;
  const ExplainTarget target = start_of_routes(session);
  const int point = sample_of_routes(session);
  const float right = area.max.x - 2 * kUnit;
  const ImVec2 start = {area.min.x, area.min.y + 2.5f * kUnit - ImGui::GetScrollY()};
  if (session.trainer().phases_done() < 3 || point < 0) {
    state.routes.reset();
    state.key = {};
    draw_target_selector(canvas, session.trainer(), session.view(), start, target);
    return empty_note(theme, {{area.min.x, start.y + 40}, area.max},
                      "Along every route from here to the loss slopes and weights are multiplied. "
                      "They are known when δ is, with phase 3, backward.");
  }
  find_routes(session, target, point);
  if (!state.routes) return empty_note(theme, area, state.trouble);
  const Routes& routes = *state.routes;

  float y = start.y;
  y += draw_route_choice(canvas, session, {{area.min.x, y}, {right, area.max.y}}, target,
                         routes_title(session, target, routes, point)) +
       kUnit;
  y += draw_route_sum(canvas, session, {{area.min.x, y}, {right, area.max.y}}) + kUnit;

  const std::vector<Factor> first = routes.factors(routes.largest().front());
  const bool weight = target.kind == ExplainTarget::Kind::kParameter &&
                      session.trainer().network().is_weight(target.parameter);
  const Rect table = {{area.min.x, y}, {right, area.max.y}};
  RouteTable rows{routes, target, columns_of_routes(theme, routes, table, first.size()), 0,
                  walked_to(session)};
  for (const double value : {routes.largest().front().value, routes.rest()}) {
    rows.reach = std::max(rows.reach, std::fabs(value));
  }
  draw_route_headings(theme, rows.columns, factor_headings(first, weight), y + 8);
  draw_route_rows(canvas, session, rows, {{area.min.x, y + 20}, {right, area.max.y}});
}

}  // namespace backprop
