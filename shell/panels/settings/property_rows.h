// Rows of the settings column made from the property table.
#pragma once

#include <string_view>

#include "engine/experiment/experiment.h"

namespace backprop {

struct Canvas;
class Session;
struct Theme;

// Draws the row of a property, if it matters under the other settings, and posts what changes.
// Its widgets are found as "settings.NAME". Lists other than of one choice have no row.
void draw_property(Canvas& canvas, Session& session, const Property& property, float width);
void draw_property(Canvas& canvas, Session& session, std::string_view name, float width);

// A hairline across the column, with room above and below.
void section_line(const Theme& theme);

}  // namespace backprop
