// Asks what a table is: a role for every column beside its first rows, how numbers become
// coordinates, and a small plane that shows what that makes.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/panels/overlays/table_dialog.h"

namespace backprop {

namespace {

constexpr float kDialogWidest = 760, kPlane = 168, kHeader = 14 * kUnit, kFooter = 16 * kUnit;
constexpr float kLeastCell = 62, kNameRow = 18;
// As ColumnRole; those that are nullptr are of the other kind of table.
constexpr const char* kPointRoles[] = {"not used", "x\u2081", "x\u2082", "class",
                                       "value",    nullptr,   nullptr};
constexpr const char* kSampleRoles[] = {"not used", nullptr, nullptr, "class",
                                        nullptr,    "input", "target"};
constexpr const char* kRoleHelps[] = {"",
                                      "from left to right",
                                      "from bottom to top",
                                      "one colour for each of its values",
                                      "a height to be learned: regression",
                                      "an input of the network",
                                      "what an output of the network is to be"};

class Dialog {
 public:
  Dialog(Canvas& canvas, TableImport& table, float width)
      : canvas_(canvas), palette_(canvas.theme.palette), table_(table), width_(width) {}

  // Everything between the title and the buttons.
  void draw() {
    list_ = ImGui::GetWindowDrawList();
    // What is in doubt is in doubt of the kind of table that it seems to be.
    const bool as_it_seems = are_samples(table_.table().roles) == table_.takes_samples();
    if (!table_.table().doubt.empty() && as_it_seems) {
      text(table_.table().doubt.c_str(), palette_.text);
    }
    const bool beside = width_ > 520;
    const ImVec2 start = ImGui::GetCursorScreenPos();
    column_ = beside ? width_ - kPlane - 5 * kUnit : width_;
    draw_kind();
    draw_columns();
    draw_scale();
    const float end = ImGui::GetCursorScreenPos().y;
    if (beside) ImGui::SetCursorScreenPos({start.x + column_ + 5 * kUnit, start.y});
    draw_plane();
    ImGui::SetCursorScreenPos({start.x, beside ? std::max(end, start.y + kPlane + 2 * kUnit)
                                               : ImGui::GetCursorScreenPos().y});
    draw_result();
  }

 private:
  void text(const char* words, ImU32 color) {
    const Paragraph lines(canvas_.theme.fonts.regular, kTextSize, words, width_);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    lines.draw(list_, at, color);
    ImGui::Dummy({width_, lines.size().y + 3 * kUnit});
  }

  // Points in the plane, or rows with any number of inputs.
  void draw_kind() {
    constexpr const char* kKinds[] = {"Points in the plane", "Inputs and targets"};
    int kind = table_.takes_samples() ? 1 : 0;
    if (segmented(canvas_, "table.kind", kKinds, &kind, touch_layout() ? 40.0f : 28.0f)) {
      table_.take_samples(kind == 1);
    }
    const ImVec2 below = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos(below);
    ImGui::Dummy({column_, kUnit});
  }

  // A row for each column: its name and first values, and what it is to be.
  void draw_columns() {
    const Table& table = table_.table();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (table.columns[i].empty()) continue;
      const std::string place = "table.column." + std::to_string(i + 1);
      std::string name = table.column_name(i);
      int role = static_cast<int>(table_.roles()[i]);
      if (choice_row(canvas_, place, name.c_str(), "What this column is to be", column_,
                     table_.takes_samples() ? std::span(kSampleRoles) : std::span(kPointRoles),
                     &role, kRoleHelps)) {
        table_.set_role(i, static_cast<ColumnRole>(role));
      }
      draw_values(i);
    }
  }

  void draw_values(std::size_t column) {
    const Table& table = table_.table();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const auto cells =
        std::min(static_cast<std::size_t>(column_ / kLeastCell), table.preview.size());
    const float cell = column_ / static_cast<float>(std::max<std::size_t>(cells, 1));
    for (std::size_t row = 0; row < cells; ++row) {
      const std::string& value = table.preview[row][column];
      draw_text_fitted(list_, canvas_.theme.fonts.regular, kSmallSize,
                       {std::round(at.x + cell * static_cast<float>(row)), at.y + 5}, palette_.dim,
                       value.empty() ? "–" : value, cell - 2 * kUnit);
    }
    ImGui::Dummy({column_, kNameRow});
  }

  void draw_scale() {
    std::vector<const char*> labels = {"As it is", "Standardise", "Fit"};
    std::vector<TableScale> scales = {TableScale::kNone, TableScale::kStandardise,
                                      TableScale::kFit};
    if (table_.has_told()) {
      labels.insert(labels.begin(), "As saved");
      scales.insert(scales.begin(), TableScale::kTold);
    }
    const auto chosen = std::ranges::find(scales, table_.scale()) - scales.begin();
    int scale = static_cast<int>(chosen);
    ImGui::Dummy({column_, kUnit});
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_text(list_, canvas_.theme.fonts.regular, kHeadingSize, {at.x, at.y + 8}, palette_.dim,
              table_.takes_samples() ? "From numbers to the network" : "From numbers to the plane");
    ImGui::Dummy({column_, 20});
    if (segmented(canvas_, "table.scale", labels, &scale, touch_layout() ? 40.0f : 28.0f)) {
      table_.set_scale(scales[static_cast<std::size_t>(scale)]);
    }
    const ImVec2 below = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({at.x, below.y});
    ImGui::Dummy({column_, 2 * kUnit});
  }

  // The points where they would lie.
  void draw_plane() {
    constexpr std::size_t kMost = 600;  // of them, evenly spread
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 max = {at.x + kPlane, at.y + kPlane};
    list_->AddRectFilled(at, max, palette_.raised, kCornerRadius);
    list_->PushClipRect(at, max, true);
    const ImVec2 middle = {at.x + kPlane / 2, at.y + kPlane / 2};
    list_->AddLine({at.x, middle.y}, {max.x, middle.y}, palette_.line);
    list_->AddLine({middle.x, at.y}, {middle.x, max.y}, palette_.line);
    const std::vector<Point>& points = table_.points();
    const std::size_t stride = 1 + points.size() / kMost;
    for (std::size_t i = 0; i < points.size(); i += stride) {
      constexpr float kScale = kPlane / 2 / static_cast<float>(kPlaneExtent);
      const ImVec2 place = {middle.x + points[i].x1 * kScale, middle.y - points[i].x2 * kScale};
      list_->AddCircleFilled(place, 2.2f, color_of(points[i], table_.problem()), 10);
    }
    list_->PopClipRect();
    ImGui::Dummy({kPlane, kPlane});
    canvas_.note_place("table.plane");
    ImGui::Dummy({kPlane, 2 * kUnit});
  }

  ImU32 color_of(const Point& point, Problem problem) const {
    if (problem == Problem::kRegression) {
      return point.label < 0 ? palette_.negative : palette_.positive;
    }
    const auto last = static_cast<int>(std::size(palette_.classes)) - 1;
    return palette_.classes[std::clamp(static_cast<int>(point.label), 0, last)];
  }

  void draw_result() {
    const Result<std::vector<std::string>>& says = table_.says();
    if (!says) {
      std::string why = says.error().message + '.';
      if (why.front() >= 'a' && why.front() <= 'z') why.front() -= 'a' - 'A';
      return text(why.c_str(), palette_.selection);
    }
    std::string said;
    for (const std::vector<std::string>* part : {&*says, &table_.table().says}) {
      for (const std::string& sentence : *part) said += (said.empty() ? "" : " ") + sentence;
    }
    text(said.c_str(), palette_.dim);
  }

  Canvas& canvas_;
  const Palette& palette_;
  TableImport& table_;
  float width_, column_ = 0;
  ImDrawList* list_ = nullptr;
};

}  // namespace

TableAnswer draw_table_dialog(Canvas& canvas, TableImport& table) {
  const Theme& theme = canvas.theme;
  const ImVec2 screen = ImGui::GetMainViewport()->Size;
  const float margin = touch_layout() ? 2 * kUnit : 8 * kUnit;
  const float padding = touch_layout() ? 4 * kUnit : 6 * kUnit;
  const float width = std::min(kDialogWidest, screen.x - 2 * margin);
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushFont(theme.fonts.regular, kTextSize);
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_NoBackground;
  ImGui::Begin("table", nullptr, kFlags);
  if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({0, 0}, screen, with_alpha(theme.palette.ground, 0.7f));

  // As high as it needs, as the frame before this one found out.
  float* needed = ImGui::GetStateStorage()->GetFloatRef(ImGui::GetID("height"), 420);
  const float height = std::min(*needed + kHeader + kFooter, screen.y - 2 * margin);
  const ImVec2 min = {std::round((screen.x - width) / 2), std::round((screen.y - height) / 2)};
  const ImVec2 max = {min.x + width, min.y + height};
  draw_shadow(list, min, max, kCornerRadius, theme.dark ? 1.0f : 0.4f);
  list->AddRectFilled(min, max, theme.palette.panel, kCornerRadius + 2);
  list->AddRect(min, max, theme.palette.line, kCornerRadius + 2);
  canvas.note_place("table", min.x, min.y, width, height);
  const float button = touch_layout() ? 40.0f : 32.0f;
  draw_text_fitted(list, theme.fonts.semibold, 15, {min.x + padding, min.y + kHeader / 2},
                   theme.palette.text, table.name() + ": what are its columns?",
                   width - 2 * padding - button);
  ImGui::SetCursorScreenPos({max.x - button - 3 * kUnit, min.y + (kHeader - button) / 2});
  bool leave = icon_button(canvas, "table.close", Icon::kClose, "Cancel (Esc)", button);

  ImGui::SetCursorScreenPos({min.x + padding, min.y + kHeader});
  if (ImGui::BeginChild("text", {width - padding, height - kHeader - kFooter},
                        ImGuiChildFlags_NavFlattened)) {
    const float top = ImGui::GetCursorScreenPos().y;
    Dialog(canvas, table, width - 2 * padding).draw();
    *needed = ImGui::GetCursorScreenPos().y - top;
    scroll_by_finger();
  }
  ImGui::EndChild();

  const float foot = max.y - kFooter + (kFooter - button) / 2;
  constexpr float kTake = 132, kCancel = 84;
  const bool can = table.says().has_value();
  ImGui::SetCursorScreenPos({max.x - padding - kTake, foot});
  ImGui::BeginDisabled(!can);
  bool take = text_button(canvas, "table.take",
                          table.takes_samples() ? "Take these rows" : "Take these points",
                          {kTake, button}) &&
              can;
  ImGui::EndDisabled();
  ImGui::SetCursorScreenPos({max.x - padding - kTake - kCancel - 2 * kUnit, foot});
  leave = text_button(canvas, "table.cancel", "Cancel", {kCancel, button}) || leave;
  const bool list_open = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
  leave = leave || (!list_open && ImGui::IsKeyPressed(ImGuiKey_Escape, false));
  // Enter takes them, unless the keyboard stands on another control.
  const bool enter = ImGui::IsKeyPressed(ImGuiKey_Enter, false) ||
                     ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
  take = take || (can && !list_open && !ImGui::IsAnyItemFocused() && enter);
  ImGui::End();
  ImGui::PopFont();
  ImGui::PopStyleVar();
  return leave ? TableAnswer::kLeave : take ? TableAnswer::kTake : TableAnswer::kNone;
}

}  // namespace backprop
