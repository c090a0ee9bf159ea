// The controls of the canvas, drawn in its own style. All return true when the value changed or
// the control was clicked. `place` is the name tests find them by.
#pragma once

#include <imgui.h>

#include <span>
#include <string>
#include <string_view>

#include "shell/canvas/rect.h"
#include "shell/canvas/theme.h"

namespace backprop {

struct Canvas;
struct Item;

enum class Icon {
  kReset,
  kBack,
  kPlay,
  kPause,
  kStep,
  kEpoch,
  kPhase,
  kSun,
  kMoon,
  kHelp,
  kPlus,
  kMinus,
  kClose,
  kChevronDown,
  kDownload,
  kShare,
  kBook,
  kWarning,
  kMenu,
  kUndo,
  kRedo,
  kErase,
  kMore,
  kSettings,
  kSwap
};
void draw_icon(ImDrawList* list, Icon icon, ImVec2 center, float size, ImU32 color);

bool icon_button(Canvas& canvas, std::string_view place, Icon icon, const char* tooltip,
                 float size = 32, bool enabled = true);
// The round play button of the toolbar.
bool play_button(Canvas& canvas, std::string_view place, bool playing, float size = 38);
bool text_button(Canvas& canvas, std::string_view place, const char* label, ImVec2 size = {0, 32},
                 const char* tooltip = nullptr);
// The look of one, for items that are more than a button; `on` while what it starts goes on.
void draw_text_button(const Canvas& canvas, const Item& item, const char* label, bool on);
// A row of choices of which one is on; each is found as `place`.0, `place`.1, …
bool segmented(Canvas& canvas, std::string_view place, std::span<const char* const> labels,
               int* current, float height = 28);
bool checkbox(Canvas& canvas, std::string_view place, const char* label, bool* value);

// One row of the settings column: label left, control right, `width` wide in all.
// The slider row shows the value as text at its right; double click on it resets to
// `default_value`; a click on the text (`place`.value), ctrl+click or Enter types one; arrow keys
// move it while it has the focus. With stops, only these can be reached by dragging.
bool slider_row(Canvas& canvas, std::string_view place, const char* label, const char* help,
                float width, double* value, double min, double max, bool logarithmic,
                std::span<const double> stops, double default_value, const char* value_text);
// Draws what an entry looks like, by its index, at the right end of its line in the list.
using ChoicePicture = void (*)(const Theme& theme, int index, Rect area);
// Opens a list of the labels, each with a line of help below where `helps` has one. A `current`
// outside of the labels shows as "mixed". Entries are found as `place`.0, `place`.1, …
// A label that is nullptr is not in the list.
bool choice_row(Canvas& canvas, std::string_view place, const char* label, const char* help,
                float width, std::span<const char* const> labels, int* current,
                std::span<const char* const> helps = {}, ChoicePicture picture = nullptr);
// `least_text` stands for the least value, where that is no number to its reader.
bool number_row(Canvas& canvas, std::string_view place, const char* label, const char* help,
                float width, long long* value, long long least, long long most,
                const char* least_text = nullptr);

void heading(Canvas& canvas, const char* text, const char* right = nullptr);
void text_dim(Canvas& canvas, const char* text);
// Wrapped explanation shown while the last item is hovered.
void tooltip(Canvas& canvas, const char* text);

// Three significant digits, a real minus sign: "−0.0123", "1.23e−5", "0".
const char* format_number(double value, char (&buffer)[32]);
// "1,234,567"
std::string grouped(long long number);

}  // namespace backprop
