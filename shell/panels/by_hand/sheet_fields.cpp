#include "shell/panels/by_hand/sheet_fields.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/experiment/experiment.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/by_hand/cell_field.h"
#include "shell/session/by_hand.h"

namespace backprop {

namespace {

constexpr float kSettings = 300, kColumnsFrom = 760;
constexpr float kLeastCell = 56, kMostCell = 92, kCellGap = 4;
float cell_height() { return touch_layout() ? 40.0f : 28.0f; }

// What is in the clipboard when a paste is asked for, and is more than one cell.
const char* pasted_cells() {
  const ImGuiIO& io = ImGui::GetIO();
  const bool asked = ImGui::IsKeyPressed(ImGuiKey_V, false) && (io.KeyCtrl || io.KeySuper);
  const char* text = asked ? ImGui::GetClipboardText() : nullptr;
  if (text == nullptr) return nullptr;
  const HandSheet::Grid cells = cells_of(text);
  // "0,5" is a number; "0,5,1" and what has several lines are cells.
  const bool many = cells.size() > 1 || (!cells.empty() && cells.front().size() > 2) ||
                    std::string_view(text).find_first_of("\t;") != std::string_view::npos;
  return many ? text : nullptr;
}

class Sheet {
 public:
  Sheet(Canvas& canvas, SheetTyping& typing)
      : canvas_(canvas),
        theme_(canvas.theme),
        palette_(canvas.theme.palette),
        typing_(typing),
        sheet_(typing.sheet) {}

  // Everything between the title and the buttons.
  void draw(float width) {
    list_ = ImGui::GetWindowDrawList();
    // Cells of a spreadsheet go into the table from the field that has the keyboard on, which must
    // not take them itself.
    const std::optional<SheetTyping::Cell> target = typing_.active;
    const char* cells = target ? pasted_cells() : nullptr;
    if (cells != nullptr) ImGui::ClearActiveID();
    typing_.active.reset();
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const bool beside = width >= kColumnsFrom;
    const float left = beside ? kSettings : width;
    draw_settings(left);
    const float settings_end = ImGui::GetCursorScreenPos().y;
    const ImVec2 tables = beside ? ImVec2(start.x + kSettings + 10 * kUnit, start.y)
                                 : ImVec2(start.x, settings_end + 4 * kUnit);
    tables_ = {tables, {start.x + width, tables.y}};
    draw_samples();
    draw_weights();
    ImGui::SetCursorScreenPos({start.x, std::max(settings_end, tables_.max.y)});
    ImGui::Dummy({1, 4 * kUnit});
    if (cells != nullptr) take(cells, *target);
    sheet_.agree();
  }

 private:
  // --- sizes and settings ------------------------------------------------------------------------

  void title(const char* words, const char* more) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_text(list_, theme_.fonts.semibold, kTextSize, {at.x, at.y + 8}, palette_.text, words);
    const float width = text_size(theme_.fonts.semibold, kTextSize, words).x;
    draw_text(list_, theme_.fonts.regular, kHeadingSize, {at.x + width + 10, at.y + 8},
              palette_.dim, more);
    ImGui::Dummy({1, 24});
  }

  void take(const char* cells, const SheetTyping::Cell& to) {
    sheet_.forget_trouble();
    if (to.layer < 0) {
      sheet_.paste_rows(cells, to.row, to.column);
      typing_.focus = row_place(to.row, to.column);
    } else {
      sheet_.paste_weights(cells, static_cast<std::size_t>(to.layer), to.row, to.column);
      typing_.focus = weight_place(static_cast<std::size_t>(to.layer), to.row, to.column);
    }
  }

  bool is_wrong(std::string_view place) const {
    return sheet_.trouble() && sheet_.trouble()->place == place;
  }

  CellUse cell(std::string_view place, ImVec2 at, float width, std::string& text,
               const char* hint = "") {
    const bool focus = typing_.focus == place;  // asked for until it has come
    const CellUse use = cell_field(canvas_, place, at, {width, cell_height()}, text,
                                   {false, is_wrong(place), hint, focus});
    if (use.changed) sheet_.forget_trouble();
    if (focus && use.active) typing_.focus.clear();
    return use;
  }

  // A label with a field at its right, as the rows of the settings have it.
  void setting(std::string_view place, const char* label, std::string& text, float width,
               const char* hint = "") {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float control = std::round(width * 0.405f);
    const Paragraph words(theme_.fonts.regular, kTextSize, label, control - kUnit);
    const float height = std::max(cell_height(), words.size().y);
    words.draw(list_, {at.x, std::round(at.y + (height - words.size().y) / 2)}, palette_.dim);
    cell(place, {at.x + control, std::round(at.y + (height - cell_height()) / 2)}, width - control,
         text, hint);
    ImGui::SetCursorScreenPos({at.x, at.y + height + kUnit});
    ImGui::Dummy({width, 0});
  }

  // One of a property's choices, as far as they are for numbers as targets.
  void choice(std::string_view place, const char* label, std::string_view property,
              std::string& name, float width) {
    const Property& entry = *find_property(property);
    std::vector<std::string> words;
    std::vector<const char*> labels, helps;
    words.reserve(2 * entry.choices.size());
    int current = -1;
    for (std::size_t i = 0; i < entry.choices.size(); ++i) {
      const Choice& one = entry.choices[i];
      if (one.name == name) current = static_cast<int>(i);
      labels.push_back(offers(property, one.name) ? words.emplace_back(one.label).c_str()
                                                  : nullptr);
      helps.push_back(words.emplace_back(one.help).c_str());
    }
    if (choice_row(canvas_, place, label, std::string(entry.help).c_str(), width, labels, &current,
                   helps)) {
      name = entry.choices[static_cast<std::size_t>(current)].name;
      sheet_.forget_trouble();
    }
    ImGui::Dummy({width, kUnit});
  }

  static bool offers(std::string_view property, std::string_view name) {
    if (property != "loss") return true;
    const Loss& entry = loss(name);
    return entry.regression || entry.of_probabilities;
  }

  void draw_settings(float width) {
    title("Network", "hidden layers as in 4 or 4,3");
    setting("sheet.inputs", "Inputs", sheet_.inputs, width);
    setting("sheet.hidden", "Neurons in each hidden layer", sheet_.hidden, width, "4 or 4,3");
    setting("sheet.outputs", "Outputs", sheet_.outputs, width);
    ImGui::Dummy({width, kUnit});
    choice("sheet.activation", "Activation", "activation", sheet_.activation, width);
    choice("sheet.outputActivation", "Output layer", "outputActivation", sheet_.output, width);
    choice("sheet.loss", "Loss", "loss", sheet_.loss, width);
    setting("sheet.rate", "Learning rate", sheet_.rate, width);
    ImGui::Dummy({width, 0});
    choice("sheet.biases", "Biases", "biases", sheet_.biases, width);
    constexpr const char* kSteps[] = {"one sample", "all samples"};
    constexpr const char* kHelps[] = {"in the order they are listed",
                                      "the mean of their gradients"};
    int step = sheet_.one_at_a_time ? 0 : 1;
    if (choice_row(canvas_, "sheet.batchSize", "A step takes", "How many samples an update is of",
                   width, kSteps, &step, kHelps)) {
      sheet_.one_at_a_time = step == 0;
    }
  }

  // --- samples and weights -----------------------------------------------------------------------

  float cell_width(std::size_t columns, float label) const {
    const auto count = static_cast<float>(columns);
    const float room = (tables_.max.x - tables_.min.x - label) / count - kCellGap;
    return std::clamp(std::floor(room), kLeastCell, kMostCell);
  }

  // A table that is wider than its room is moved sideways.
  template <class F>
  void grid(const char* name, std::size_t columns, float label, std::size_t lines, F draw) {
    const float width = cell_width(columns, label);
    const float full = label + static_cast<float>(columns) * (width + kCellGap);
    const float room = tables_.max.x - tables_.min.x;
    const bool moves = full > room + 0.5f;
    const float height = static_cast<float>(lines) * (cell_height() + kCellGap) +
                         (moves ? ImGui::GetStyle().ScrollbarSize : 0);
    ImGui::SetCursorScreenPos({tables_.min.x, tables_.max.y});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::BeginChild(name, {room, height}, ImGuiChildFlags_NavFlattened,
                      (moves ? ImGuiWindowFlags_HorizontalScrollbar : 0) |
                          ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
    ImGui::PopStyleVar();
    ImDrawList* outer = list_;
    list_ = ImGui::GetWindowDrawList();
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    draw(
        [&](std::size_t line, std::size_t column) {
          return ImVec2(origin.x + label + static_cast<float>(column) * (width + kCellGap),
                        origin.y + static_cast<float>(line) * (cell_height() + kCellGap));
        },
        width);
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({full, 1});
    list_ = outer;
    ImGui::EndChild();
    tables_.max.y += height + 2 * kUnit;
  }

  void label_at(ImVec2 at, std::string_view words, Align align = Align::kLeft) {
    draw_text(list_, theme_.fonts.regular, kHeadingSize, {at.x, at.y + cell_height() / 2},
              palette_.dim, words, align);
  }

  void begin_table(const char* words, const char* more) {
    ImGui::SetCursorScreenPos({tables_.min.x, tables_.max.y});
    title(words, more);
    tables_.max.y = ImGui::GetCursorScreenPos().y;
  }

  void draw_samples() {
    begin_table("Samples", touch_layout() ? "inputs, then targets"
                                          : "inputs, then targets; cells of a spreadsheet can be "
                                            "pasted");
    constexpr float kLabel = 26;
    const std::size_t columns = sheet_.names.size(), inputs = sheet_.input_count();
    grid("samples", columns, kLabel, sheet_.rows.size() + 1, [&](auto at, float width) {
      for (std::size_t c = 0; c < columns; ++c) {
        cell("sheet.name." + std::to_string(c + 1), at(0, c), width, sheet_.names[c]);
      }
      for (std::size_t r = 0; r < sheet_.rows.size(); ++r) {
        const ImVec2 first = at(r + 1, 0);
        label_at({first.x - kLabel, first.y}, std::to_string(r + 1));
        for (std::size_t c = 0; c < columns; ++c) draw_sample_cell(at(r + 1, c), width, r, c);
      }
      // A line between inputs and targets.
      const ImVec2 line = at(0, inputs);
      const float x = std::round(line.x - kCellGap / 2) - 0.5f;
      list_->AddLine({x, line.y}, {x, at(sheet_.rows.size(), inputs).y + cell_height()},
                     palette_.dim, 1);
    });
  }

  static std::string row_place(std::size_t row, std::size_t column) {
    return "sheet.row." + std::to_string(row + 1) + "." + std::to_string(column + 1);
  }

  void draw_sample_cell(ImVec2 at, float width, std::size_t row, std::size_t column) {
    const CellUse use = cell(row_place(row, column), at, width, sheet_.rows[row][column]);
    if (use.active) typing_.active = SheetTyping::Cell{-1, row, column};
    // Enter goes on below, as in a spreadsheet.
    if (use.entered) typing_.focus = row_place(std::min(row + 1, sheet_.rows.size()), column);
  }

  std::string source_name(std::size_t layer, std::size_t source) const {
    if (source == sheet_.weights[layer].front().size() - 1) return "bias";
    if (layer == 0) return sheet_.names[source];
    return "from " + std::to_string(source + 1);
  }

  void draw_weights() {
    begin_table("Weights", touch_layout() ? "all empty: random ones"
                                          : "a line a neuron; leave all of them empty for random "
                                            "ones");
    const float label = touch_layout() ? 64.0f : 176.0f;
    for (std::size_t l = 0; l < sheet_.weights.size(); ++l) {
      HandSheet::Grid& layer = sheet_.weights[l];
      const bool biases = sheet_.biases != "none";
      const std::size_t columns = layer.front().size() - (biases ? 0 : 1);
      const std::string name = "layer " + std::to_string(l + 1);
      grid(name.c_str(), columns, label, layer.size() + 1, [&](auto at, float width) {
        for (std::size_t c = 0; c < columns; ++c) {
          const ImVec2 head = at(0, c);
          draw_text_fitted(list_, theme_.fonts.regular, kHeadingSize,
                           {head.x + 6, head.y + cell_height() / 2}, palette_.dim,
                           source_name(l, c), width - 8);
        }
        for (std::size_t j = 0; j < layer.size(); ++j) {
          const ImVec2 first = at(j + 1, 0);
          const ImVec2 middle = {first.x - label, first.y + cell_height() / 2};
          draw_text_fitted(list_, theme_.fonts.regular, kHeadingSize, middle, palette_.dim,
                           neuron_name(l, j), label - 6);
          for (std::size_t c = 0; c < columns; ++c) draw_weight_cell(at(j + 1, c), width, l, j, c);
        }
      });
    }
  }

  std::string neuron_name(std::size_t layer, std::size_t neuron) const {
    std::string name = sheet_.neuron_name(layer, neuron);
    if (!touch_layout()) return name;
    if (layer + 1 == sheet_.weights.size()) return name.substr(name.find(' ') + 1);
    return "h" + std::to_string(layer + 1) + " " + std::to_string(neuron + 1);
  }

  static std::string weight_place(std::size_t layer, std::size_t neuron, std::size_t column) {
    return "sheet.weight." + std::to_string(layer + 1) + "." + std::to_string(neuron + 1) + "." +
           std::to_string(column + 1);
  }

  void draw_weight_cell(ImVec2 at, float width, std::size_t layer, std::size_t neuron,
                        std::size_t column) {
    const CellUse use =
        cell(weight_place(layer, neuron, column), at, width, sheet_.weights[layer][neuron][column]);
    if (use.active) typing_.active = SheetTyping::Cell{static_cast<int>(layer), neuron, column};
    if (use.entered && neuron + 1 < sheet_.weights[layer].size()) {
      typing_.focus = weight_place(layer, neuron + 1, column);
    }
  }

  Canvas& canvas_;
  const Theme& theme_;
  const Palette& palette_;
  SheetTyping& typing_;
  HandSheet& sheet_;
  ImDrawList* list_ = nullptr;
  Rect tables_{};  // their left and right, and how far they have come down
};

}  // namespace

void draw_sheet_fields(Canvas& canvas, SheetTyping& typing, float width) {
  Sheet(canvas, typing).draw(width);
}

}  // namespace backprop
