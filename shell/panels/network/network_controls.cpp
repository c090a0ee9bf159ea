#include "shell/panels/network/network_controls.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/network/network_phases.h"
#include "shell/session/activation_maps.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kSmallButton = 20;
// Column spacings that have room for "8 neurons" over "− sigmoid ▾ +", and for "− 8 +" over
// "sigmoid ▾"; below it the name goes, and only its ▾ stays.
constexpr float kFullHeading = 104, kBriefHeading = 54;

std::string joined(const std::vector<int>& numbers) {
  std::string text;
  for (const int number : numbers) {
    if (!text.empty()) text += ',';
    text += std::to_string(number);
  }
  return text;
}

void post_layers(Session& session, const std::vector<int>& layers) {
  session.post(intent::SetProperty{"layers", joined(layers)});
}

// A bare sign that lights up under the mouse.
bool sign_button(Canvas& canvas, std::string_view place, Icon icon, ImVec2 center, float size,
                 const char* help, bool enabled) {
  const Palette& palette = canvas.theme.palette;
  const float side = touch_layout() ? 32 : size;
  ImGui::SetCursorScreenPos({center.x - side / 2, center.y - side / 2});
  const Item item = add_item(canvas, place, {side, side}, enabled);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (item.hovered) list->AddRectFilled(item.min, item.max, palette.raised, 6);
  const ImU32 color = item.hovered ? palette.text : palette.dim;
  draw_icon(list, icon, center, 12, enabled_color(color, enabled));
  if (help != nullptr) tooltip(canvas, help);
  return item.clicked;
}

void set_activation(Session& session, int layer, std::string_view name) {
  const Experiment& experiment = session.trainer().experiment();
  const int layers = static_cast<int>(experiment.layers.size());
  std::string text;
  for (int i = 0; i < layers; ++i) {
    if (i > 0) text += ',';
    text += i == layer ? name : std::string_view(experiment.hidden_activation(i).name);
  }
  session.post(intent::SetProperty{"activation", std::move(text)});
}

// A list that opens beside its control: one row an entry, lit under the mouse.
bool begin_menu(const char* name, ImVec2 at, ImVec2 pivot) {
  ImGui::SetNextWindowPos(at, ImGuiCond_Always, pivot);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {kUnit, kUnit});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  if (ImGui::BeginPopup(name, ImGuiWindowFlags_NoMove)) return true;
  ImGui::PopStyleVar(2);
  return false;
}

void end_menu() {
  ImGui::EndPopup();
  ImGui::PopStyleVar(2);
}

Item menu_row(Canvas& canvas, const std::string& place, ImVec2 size, bool chosen) {
  const Palette& palette = canvas.theme.palette;
  const Item row = add_item(canvas, place, size, true, 4);
  if (row.hovered || chosen) {
    ImGui::GetWindowDrawList()->AddRectFilled(row.min, row.max,
                                              row.hovered ? palette.line : palette.raised, 6);
  }
  if (row.clicked) ImGui::CloseCurrentPopup();
  return row;
}

// The list of activations, seen whole: it moves up when the window ends below it, and has low rows
// where rows for fingers are too many for the window.
struct ActivationMenu {
  float row, top;
  explicit ActivationMenu(float wanted_top) {
    constexpr float kRow = 26, kFingerRow = 40;
    const float window = ImGui::GetMainViewport()->Size.y;
    const auto rows =
        static_cast<float>(std::ranges::count(activations(), false, &Activation::output_only));
    const auto height = [&](float each) { return rows * each + 2 * kUnit; };
    row = touch_layout() && height(kFingerRow) <= window - 2 * kUnit ? kFingerRow : kRow;
    top = std::max(kUnit, std::min(wanted_top, window - height(row) - kUnit));
  }
};

void activation_menu(Canvas& canvas, Session& session, int layer, float row_height) {
  const Theme& theme = canvas.theme;
  const Activation& current = session.trainer().experiment().hidden_activation(layer);
  for (const Activation& entry : activations()) {
    if (entry.output_only) continue;
    const bool chosen = &entry == &current;
    const std::string place = "network.activation." + std::string(entry.name);
    const Item row = menu_row(canvas, place, {124, row_height}, chosen);
    draw_text(ImGui::GetWindowDrawList(), chosen ? theme.fonts.semibold : theme.fonts.regular,
              kTextSize, {row.min.x + 2 * kUnit, row.center().y}, theme.palette.text, entry.label);
    tooltip(canvas, std::string(entry.help).c_str());
    if (row.clicked && !chosen) set_activation(session, layer, entry.name);
  }
}

// − and + on both sides of what stands at x and reaches that far.
void neuron_controls(Canvas& canvas, Session& session, int layer, ImVec2 at, float reach) {
  std::vector<int> layers = session.trainer().experiment().layers;
  int& neurons = layers[static_cast<std::size_t>(layer)];
  const std::string place = "network.layer." + std::to_string(layer + 1);
  reach += kSmallButton / 2;
  if (sign_button(canvas, place + ".remove", Icon::kMinus, {at.x - reach, at.y}, kSmallButton,
                  "One neuron less (new weights)", neurons > 1)) {
    --neurons;
    post_layers(session, layers);
  } else if (sign_button(canvas, place + ".add", Icon::kPlus, {at.x + reach, at.y}, kSmallButton,
                         "One neuron more (new weights)", neurons < kMaxNeurons)) {
    ++neurons;
    post_layers(session, layers);
  }
}

// tanh ▾ around x in `room`, cut where it is too long, or ▾ alone where there is none; with the
// list that it opens. Returns its width.
float activation_control(Canvas& canvas, Session& session, int layer, ImVec2 at, float room) {
  const Theme& theme = canvas.theme;
  constexpr float kChevron = 12;
  const std::string name(session.trainer().experiment().hidden_activation(layer).label);
  const bool named = room > 0;
  const float word = std::min(text_size(theme.fonts.regular, kHeadingSize, name).x,
                              std::max(0.0f, room - kChevron));
  const float width = word + kChevron, side = std::max(width, kSmallButton);
  ImGui::SetCursorScreenPos({at.x - side / 2, at.y - kSmallButton / 2});
  const Item item = add_item(canvas, "network.layer." + std::to_string(layer + 1) + ".activation",
                             {side, kSmallButton});
  const ImU32 color = item.hovered ? theme.palette.text : theme.palette.dim;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (named) {
    draw_text_fitted(list, theme.fonts.regular, kHeadingSize, {at.x - width / 2, at.y}, color, name,
                     word + 1);
  }
  draw_icon(list, Icon::kChevronDown, {named ? at.x + width / 2 - 4 : at.x, at.y + 1}, 8, color);
  tooltip(canvas, (name + ": activation of this layer (another means new weights)").c_str());
  ImGui::PushID(layer);
  if (item.clicked) ImGui::OpenPopup("activation");
  const ActivationMenu menu(item.max.y + kUnit);
  if (begin_menu("activation", {item.min.x - 3 * kUnit, menu.top}, {0, 0})) {
    activation_menu(canvas, session, layer, menu.row);
    end_menu();
  }
  ImGui::PopID();
  return width;
}

// − 3 layers + ; returns its width.
float layer_count_controls(Canvas& canvas, Session& session, float left, float y) {
  if (session.view().hides("layers")) return 0;
  const Theme& theme = canvas.theme;
  std::vector<int> layers = session.trainer().experiment().layers;
  const std::string text =
      std::to_string(layers.size()) + (layers.size() == 1 ? " hidden layer" : " hidden layers");
  const float width = text_size(theme.fonts.regular, kHeadingSize, text).x;
  const float start = left + kSmallButton + 4;
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.regular, kHeadingSize, {start, y},
            theme.palette.dim, text);
  if (sign_button(canvas, "network.layers.remove", Icon::kMinus, {left + kSmallButton / 2, y},
                  kSmallButton, "Remove the last hidden layer (new weights)", !layers.empty())) {
    layers.pop_back();
    post_layers(session, layers);
  } else if (sign_button(canvas, "network.layers.add", Icon::kPlus,
                         {start + width + 4 + kSmallButton / 2, y}, kSmallButton,
                         "Add a hidden layer (new weights)",
                         static_cast<int>(layers.size()) < kMaxHiddenLayers)) {
    layers.push_back(layers.empty() ? 4 : layers.back());
    post_layers(session, layers);
  }
  return 2 * kSmallButton + 8 + width;
}

float header_row() { return touch_layout() ? 40.0f : 28.0f; }
bool two_rows(float width) { return width < 420; }

// What the choices of edges mean, each on its own; the phase's is framed.
void explain_modes(Canvas& canvas, const View& view, EdgeMode staged) {
  constexpr const char* kHelp[] = {
      "Edges show the weights: colour is the sign, width the size",
      "Edges show ∂L/∂w of the batch: how the loss changes with each weight",
      "Edges show Δw: what the last update added to each weight",
  };
  for (int mode = 0; mode < 3; ++mode) {
    const Place* place = canvas.places.find(PlaceName("network.edges", {mode}));
    if (place == nullptr) continue;
    const ImVec2 min = {place->x, place->y}, size = {place->width, place->height};
    const ImVec2 max = {min.x + size.x, min.y + size.y};
    if (static_cast<int>(staged) == mode && staged != view.edges) {
      ImGui::GetWindowDrawList()->AddRect({min.x + 1, min.y + 2}, {max.x - 1, max.y - 2},
                                          canvas.theme.palette.selection, 6, 0, 1.5f);
    }
    ImGui::SetCursorScreenPos(min);
    ImGui::Dummy(size);
    tooltip(canvas, kHelp[mode]);
  }
}

// "Edges weight gradient update"; returns where it ends.
float draw_modes(Canvas& canvas, Session& session, Rect area) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float height = header_row(), left = area.min.x;
  // The caption sits on the same ground as the choices.
  constexpr float kPad = 12;
  const bool caption = area.width() > 420;
  const float caption_width =
      caption ? kPad + text_size(theme.fonts.regular, kHeadingSize, "Edges").x : 0;
  list->ChannelsSplit(2);
  list->ChannelsSetCurrent(1);
  ImGui::SetCursorScreenPos({left + caption_width + (caption ? 4 : 0), area.min.y});
  constexpr const char* kModes[] = {"weight", "gradient", "update"};
  // A phase shows its own values for a while: framed, so that it is seen to be the phase's choice.
  const EdgeMode staged = staged_mode(session);
  int mode = static_cast<int>(staged);
  if (segmented(canvas, "network.edges", kModes, &mode, height)) {
    session.view().edges = static_cast<EdgeMode>(mode);
  }
  const float end = ImGui::GetItemRectMax().x;
  explain_modes(canvas, session.view(), staged);
  list->ChannelsSetCurrent(0);
  if (caption) {
    list->AddRectFilled({left, area.min.y}, {end, area.min.y + height}, theme.palette.raised,
                        kCornerRadius);
    draw_text(list, theme.fonts.regular, kHeadingSize, {left + kPad, area.min.y + height / 2},
              theme.palette.dim, "Edges");
  }
  list->ChannelsMerge();
  return end;
}

// ↶ ↷ ; returns where they begin.
float undo_buttons(Canvas& canvas, Session& session, float right, float y) {
  struct Button {
    const char* place;
    Icon icon;
    std::string_view what;
    const char* verb;
    const char* keys;
    Intent intent;
  };
  const Button buttons[] = {
      {"network.redo", Icon::kRedo, session.undo_stack().next_redo(), "Redo", "Ctrl+Y",
       intent::Redo{}},
      {"network.undo", Icon::kUndo, session.undo_stack().next_undo(), "Undo", "Ctrl+Z",
       intent::Undo{}},
  };
  const float size = touch_layout() ? 40.0f : 28.0f;
  for (const Button& button : buttons) {
    right -= size;
    ImGui::SetCursorScreenPos({right, y - size / 2});
    std::string help = button.verb;
    if (!button.what.empty()) help += ": " + std::string(button.what);
    help += std::string(" (") + button.keys + ")";
    if (icon_button(canvas, button.place, button.icon, help.c_str(), size, !button.what.empty())) {
      session.post(button.intent);
    }
  }
  return right;
}

// Returns where it begins.
float numbers_switch(Canvas& canvas, View& view, float right, float y) {
  const float width = 20 + std::ceil(text_size(canvas.theme.fonts.regular, kTextSize, "numbers").x);
  ImGui::SetCursorScreenPos({right - width, y - control_height() / 2});
  checkbox(canvas, "network.numbers", "numbers", &view.numbers);
  tooltip(canvas, "Shows the value on every edge and bias where there is room, live");
  return right - width;
}

// What the rings show, or what the numbers of a phase are of.
void draw_values_caption(Canvas& canvas, const Session& session, float left, float right, float y) {
  const Theme& theme = canvas.theme;
  const bool phase = session.phases().phase() > 0 && session.phases().readable();
  const std::string text = phase ? shown_sample(session) : std::string("ring: mean |δ|");
  const float width = text_size(theme.fonts.regular, kHeadingSize, text).x;
  if (left + width > right) return;
  ImGui::SetCursorScreenPos({right - width, y - 10});
  ImGui::Dummy({width, 20});
  canvas.note_place("network.caption");
  tooltip(canvas, phase ? "Whose values the neurons show: click a point of the batch in the output "
                          "plane for its own"
                        : "The ring around a neuron shows the mean of |δ| over the batch, on a "
                          "logarithmic scale of five decades below 1");
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.regular, kHeadingSize, {right, y},
            phase ? theme.palette.text : theme.palette.dim, text, Align::kRight);
}

const char* heading_help(int layer, int last) {
  if (layer < 0) {
    return "What the network is told about a point. Click a tile to take it away, + more for "
           "others.";
  }
  if (layer == last) {
    return "The network's output over the plane. The dot below a tile is its bias.";
  }
  return "A hidden layer. Each tile shows its neuron's activation over the plane, the ring its "
         "mean |δ|, the dot below it the bias.";
}

}  // namespace

float network_header_height(float width) {
  return two_rows(width) ? 2 * header_row() + kUnit : header_row();
}

void draw_network_header(Canvas& canvas, Session& session, Rect area, bool written) {
  // What has been switched on can be switched off.
  const bool can_switch = !written || session.view().numbers;
  const float row = header_row();
  float y = area.min.y + row / 2;
  float left = draw_modes(canvas, session, area) + 16, right = area.max.x;
  if (two_rows(area.width())) {
    undo_buttons(canvas, session, right + 2 * kUnit, y);
    y += row + kUnit;
    layer_count_controls(canvas, session, area.min.x, y);
    if (can_switch) numbers_switch(canvas, session.view(), right, y);
    return;
  }
  right = undo_buttons(canvas, session, right, y) - 12;
  if (left + 140 < right) left += layer_count_controls(canvas, session, left, y) + 16;
  if (can_switch && left + 100 < right) {
    right = numbers_switch(canvas, session.view(), right, y) - 16;
  }
  if (!written) draw_values_caption(canvas, session, left, right, y);
}

void draw_column_headings(Canvas& canvas, Session& session, const NetworkLayout& layout) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const int last = static_cast<int>(layout.columns.size()) - 2;
  const bool full = layout.spacing >= kFullHeading;
  for (int layer = -1; layer <= last; ++layer) {
    const NetworkColumn& column = layout.column(layer);
    const bool table = session.trainer().experiment().uses_table;
    std::string text = layer >= 0 ? "Output" : table ? "Inputs" : "Features";
    if (layer >= 0 && layer < last) {
      text = std::to_string(column.count);
      if (full) text += column.count == 1 ? " neuron" : " neurons";
    }
    draw_text(list, theme.fonts.semibold, kHeadingSize, {column.x, layout.headings},
              theme.palette.text, text, Align::kCenter);
    const float half = text_size(theme.fonts.semibold, kHeadingSize, text).x / 2;
    ImGui::SetCursorScreenPos({column.x - half, layout.headings - 8});
    ImGui::Dummy({2 * half, 16});
    canvas.note_place("network.heading." + std::to_string(layer + 1));
    tooltip(canvas, heading_help(layer, last));
    if (layer < 0 || layer >= last) continue;
    // Between the neurons' − and +, or up to the next layer's name.
    const float room = full ? layout.spacing - 2 * kSmallButton - 4 : layout.spacing + 4;
    const float name = session.view().hides("activation")
                           ? 0
                           : activation_control(canvas, session, layer, {column.x, layout.controls},
                                                layout.spacing >= kBriefHeading ? room : 0);
    if (session.view().hides("layers")) continue;
    if (full) {
      neuron_controls(canvas, session, layer, {column.x, layout.controls}, name / 2 + 2);
    } else {
      neuron_controls(canvas, session, layer, {column.x, layout.headings}, half);
    }
  }
}

void toggle_feature(Session& session, std::string_view name) {
  std::string text;
  for (const Feature& feature : features()) {
    const std::vector<const Feature*>& active = session.trainer().experiment().features;
    const bool on = std::find(active.begin(), active.end(), &feature) != active.end();
    if (on == (feature.name == name)) continue;
    if (!text.empty()) text += ',';
    text += feature.name;
  }
  if (!text.empty()) session.post(intent::SetProperty{"features", std::move(text)});
}

void draw_more_features(Canvas& canvas, Session& session, const NetworkLayout& layout) {
  const Theme& theme = canvas.theme;
  const Experiment& experiment = session.trainer().experiment();
  if (experiment.uses_table) return;  // its inputs are what it has
  const std::vector<const Feature*>& active = experiment.features;
  const auto is_offered = [&](const Feature& feature) {
    return std::find(active.begin(), active.end(), &feature) == active.end() &&
           !session.view().hides(feature.name) && !session.view().hides("features");
  };
  const auto rest = std::count_if(features().begin(), features().end(), is_offered);
  if (rest == 0) return;
  const std::string text = "+ " + std::to_string(rest) + " more";
  const ImVec2 size = text_size(theme.fonts.regular, kHeadingSize, text);
  ImGui::SetCursorScreenPos({layout.more.x - size.x / 2 - 6, layout.more.y - 11});
  const Item item = add_item(canvas, "network.features.more", {size.x + 12, 22});
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.regular, kHeadingSize, layout.more,
            item.hovered ? theme.palette.text : theme.palette.dim, text, Align::kCenter);
  tooltip(canvas, "Other things the network can be told of a point");
  if (item.clicked) ImGui::OpenPopup("features");
  if (!begin_menu("features", {item.max.x + 2 * kUnit, item.max.y}, {0, 1})) return;
  constexpr float kTile = 28, kRow = 36, kWidth = 132;
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const Feature& feature : features()) {
    if (!is_offered(feature)) continue;
    const Item row = menu_row(canvas, "network.feature." + std::string(feature.name),
                              {kWidth, touch_layout() ? 40 : kRow}, false);
    tooltip(canvas, std::string(feature.help).c_str());
    const ImVec2 corner = {row.min.x + 4, row.center().y - kTile / 2};
    const TileUv map = session.shown().heatmaps.tile(feature_tile(feature));
    if (map.uv1.x > map.uv0.x) {
      list->AddImageRounded(map.texture, corner, {corner.x + kTile, corner.y + kTile}, map.uv0,
                            map.uv1, IM_COL32_WHITE, 6);
    }
    draw_text(list, theme.fonts.regular, kTextSize, {corner.x + kTile + 3 * kUnit, row.center().y},
              theme.palette.text, feature.label);
    if (row.clicked) toggle_feature(session, feature.name);
  }
  end_menu();
}

}  // namespace backprop
