#include "shell/panels/settings/property_rows.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/rows.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/door.h"
#include "shell/panels/settings/activation_curve.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

// Shares of a whole show as percentages.
bool in_percent(const Property& property) {
  constexpr std::string_view kShares[] = {"noise", "trainFraction", "dropout"};
  return std::find(std::begin(kShares), std::end(kShares), property.name) != std::end(kShares);
}

double hundredfold(double share) { return std::round(share * 1e8) / 1e6; }

// A property's words, as the widgets take them: made once from the table, which never changes.
struct Words {
  const Property* property;
  std::string label, help;
  std::vector<std::string> choice_texts;  // what the two below point to
  std::vector<const char*> labels, helps;
  std::vector<double> stops;
  double min, max;
  double default_value = 0;
};

Words make_words(const Property& property) {
  Words words;
  words.property = &property;
  words.label = property.label;
  words.help = property.help;
  const bool percent = in_percent(property);
  const auto shown = [percent](double value) { return percent ? hundredfold(value) : value; };
  words.min = shown(property.min);
  words.max = shown(property.max);
  for (const double stop : property.stops) words.stops.push_back(shown(stop));
  words.default_value = shown(parse_number<double>(property.get(Experiment())).value_or(0));
  words.choice_texts.reserve(2 * property.choices.size());
  for (const Choice& choice : property.choices) {
    words.labels.push_back(words.choice_texts.emplace_back(choice.label).c_str());
    words.helps.push_back(words.choice_texts.emplace_back(choice.help).c_str());
  }
  return words;
}

const Words& words_of(const Property& property) {
  static const std::vector<Words> all = [] {
    std::vector<Words> result;
    for (const Property& entry : properties()) result.push_back(make_words(entry));
    return result;
  }();
  return *std::find_if(all.begin(), all.end(),
                       [&](const Words& words) { return words.property == &property; });
}

void set(Session& session, const Property& property, std::string value) {
  session.post(intent::SetProperty{std::string(property.name), std::move(value)});
}

// "1e-08" with a real minus sign.
std::string typeset(const std::string& number) {
  std::string result;
  for (const char c : number) {
    if (c == '-') {
      result += "−";
    } else {
      result += c;
    }
  }
  return result;
}

void draw_number(Canvas& canvas, Session& session, const Property& property,
                 const std::string& place, const std::string& current, float width) {
  const Words& words = words_of(property);
  const bool percent = in_percent(property);
  const auto parsed = parse_number<double>(current);
  if (!parsed) return;
  double value = percent ? hundredfold(*parsed) : *parsed;
  const bool whole = property.kind == PropertyKind::kInteger;
  const std::string shown = percent ? number_text(value) + " %"
                            : whole ? grouped(std::llround(value))
                                    : typeset(current);
  if (!slider_row(canvas, place, words.label.c_str(), words.help.c_str(), width, &value, words.min,
                  words.max, property.logarithmic, words.stops, words.default_value,
                  shown.c_str())) {
    return;
  }
  if (whole) value = std::round(value);
  set(session, property, number_text(percent ? value / 100 : value));
}

// An integer of many values, for which a slider would be of no use: the seed.
void draw_count(Canvas& canvas, Session& session, const Property& property,
                const std::string& place, const std::string& current, float width) {
  const Words& words = words_of(property);
  const auto parsed = parse_number<double>(current);
  if (!parsed) return;
  long long value = std::llround(*parsed);
  const char* least_text = property.name == "dataSeed" ? "as seed" : nullptr;
  if (number_row(canvas, place, words.label.c_str(), words.help.c_str(), width, &value,
                 std::llround(property.min), std::llround(property.max), least_text)) {
    set(session, property, std::to_string(value));
  }
}

void draw_choice(Canvas& canvas, Session& session, const Property& property,
                 const std::string& place, const std::string& current, float width) {
  const Words& words = words_of(property);
  // A list of several choices is none of them: it shows as mixed.
  int index = -1;
  for (std::size_t i = 0; i < property.choices.size(); ++i) {
    if (property.choices[i].name == current) index = static_cast<int>(i);
  }
  std::vector<const char*> offered = words.labels;
  if (property.possible != nullptr) {
    const Experiment& experiment = session.trainer().experiment();
    for (std::size_t i = 0; i < offered.size(); ++i) {
      if (!property.possible(experiment, property.choices[i].name)) offered[i] = nullptr;
    }
  }
  if (choice_row(canvas, place, words.label.c_str(), words.help.c_str(), width, offered, &index,
                 words.helps, door::is_here() ? picture_of_choices(property.name) : nullptr)) {
    set(session, property, std::string(property.choices[static_cast<std::size_t>(index)].name));
  }
}

void draw_switch(Canvas& canvas, Session& session, const Property& property,
                 const std::string& place, const std::string& current, float width) {
  const Words& words = words_of(property);
  const Row row = begin_row(canvas, words.label.c_str(), words.help.c_str(), width);
  bool on = current == "true";
  if (checkbox(canvas, place, "", &on)) set(session, property, on ? "true" : "false");
  tooltip(canvas, words.help.c_str());
  end_row(row);
}

}  // namespace

void draw_property(Canvas& canvas, Session& session, const Property& property, float width) {
  const Experiment& experiment = session.trainer().experiment();
  if (!property.relevant(experiment) || session.view().hides(property.name)) return;
  const std::string place = "settings." + std::string(property.name);
  const std::string current = property.get(experiment);
  constexpr double kMostOnSlider = 1e8;
  switch (property.kind) {
    case PropertyKind::kInteger:
      if (property.stops.empty() && property.max > kMostOnSlider) {
        draw_count(canvas, session, property, place, current, width);
        break;
      }
      [[fallthrough]];
    case PropertyKind::kReal:
      draw_number(canvas, session, property, place, current, width);
      break;
    case PropertyKind::kSwitch:
      draw_switch(canvas, session, property, place, current, width);
      break;
    case PropertyKind::kChoice:
    case PropertyKind::kChoiceList:
      draw_choice(canvas, session, property, place, current, width);
      break;
    case PropertyKind::kIntegerList:
      break;
  }
}

void draw_property(Canvas& canvas, Session& session, std::string_view name, float width) {
  if (const Property* property = find_property(name))
    draw_property(canvas, session, *property, width);
}

void section_line(const Theme& theme) {
  constexpr float kRoom = kPanelPadding - kUnit;
  ImGui::Dummy({1, kRoom - kUnit});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float left = ImGui::GetWindowPos().x, right = left + ImGui::GetWindowWidth();
  ImDrawList* list = ImGui::GetWindowDrawList();
  // From edge to edge, below the scrollbar too.
  list->PushClipRect({left, list->GetClipRectMin().y}, {right, list->GetClipRectMax().y});
  list->AddRectFilled({left, at.y}, {right, at.y + 1}, theme.palette.line);
  list->PopClipRect();
  ImGui::Dummy({1, kRoom});
}

}  // namespace backprop
