// Asks what the columns of a table are.
#pragma once

#include "shell/session/table_import.h"

namespace backprop {

struct Canvas;

enum class TableAnswer { kNone, kTake, kLeave };

// Over everything else; call it in every frame until there is an answer.
TableAnswer draw_table_dialog(Canvas& canvas, TableImport& table);

}  // namespace backprop
