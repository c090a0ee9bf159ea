// A choice of one among named entries: a field that opens a list (choice_list.h).
#include <span>
#include <string_view>

#include "shell/canvas/canvas.h"
#include "shell/canvas/choice_list.h"
#include "shell/canvas/item.h"
#include "shell/canvas/rows.h"
#include "shell/canvas/widgets.h"
#include "shell/platform/platform.h"

namespace backprop {

namespace {

constexpr float kFieldInside = 2 * kUnit;

// An open list is drawn by the later part; one that was asked for sooner opens when it is there.
void open_list(const Item& field) {
  ImGuiStorage* storage = ImGui::GetStateStorage();
  const ImGuiID asked = ImGui::GetID("asked");
  const bool open = ImGui::IsPopupOpen(kChoiceList);
  if (field.clicked && !open) storage->SetBool(asked, true);
  if (!storage->GetBool(asked) || !platform::later_part_here()) return;
  storage->SetBool(asked, false);
  ImGui::OpenPopup(kChoiceList);
}

}  // namespace

bool choice_row(Canvas& canvas, std::string_view place, const char* label, const char* help,
                float width, std::span<const char* const> labels, int* current,
                std::span<const char* const> helps, ChoicePicture picture) {
  const Theme& theme = canvas.theme;
  const Row row = begin_row(canvas, label, help, width);
  const Item item = add_item(canvas, place, {row.right() - row.control, row.height});
  tooltip(canvas, help);

  ImGui::PushID(place.data(), place.data() + place.size());
  open_list(item);
  const bool open = ImGui::IsPopupOpen(kChoiceList);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(item.min, item.max, open ? theme.palette.line : raised_color(theme, item), 6);
  const bool known = *current >= 0 && *current < static_cast<int>(labels.size()) &&
                     labels[static_cast<std::size_t>(*current)] != nullptr;
  const char* shown = known ? labels[static_cast<std::size_t>(*current)] : "mixed";
  constexpr float kChevron = 10;
  // A little smaller before it is cut.
  const float room = item.width() - 3 * kFieldInside - kChevron + kUnit;
  const bool wide = text_size(theme.fonts.regular, kTextSize, shown).x > room;
  draw_text_fitted(list, theme.fonts.regular, wide ? kSmallSize : kTextSize,
                   {item.min.x + kFieldInside, row.middle()}, theme.palette.text, shown, room);
  draw_icon(list, Icon::kChevronDown, {item.max.x - kFieldInside - kChevron / 2, row.middle()},
            kChevron, theme.palette.dim);
  const bool changed =
      open && draw_choice_list(canvas, place, item, labels, helps, current, picture);
  ImGui::PopID();
  end_row(row);
  return changed;
}

}  // namespace backprop
