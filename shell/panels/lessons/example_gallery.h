// The worked examples in the gallery.
#pragma once

#include <imgui.h>

namespace backprop {

struct Canvas;
class LessonPlayer;

// As many cards in a row as lessons have, from `at` down; returns where the next ones would begin.
float draw_example_cards(Canvas& canvas, LessonPlayer& player, ImVec2 at, int columns,
                         float card_width, float gap);

}  // namespace backprop
