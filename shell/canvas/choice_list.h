// The list that a choice opens below its field.
#pragma once

#include <imgui.h>

#include <span>
#include <string_view>

#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"

namespace backprop {

struct Canvas;

inline constexpr const char* kChoiceList = "choices";  // its popup
inline constexpr ImVec2 kChoicePicture = {44, 26};

// While it is open, as choice_row() has it. Whether another entry was chosen.
bool draw_choice_list(Canvas& canvas, std::string_view place, const Item& field,
                      std::span<const char* const> labels, std::span<const char* const> helps,
                      int* current, ChoicePicture picture);

}  // namespace backprop
