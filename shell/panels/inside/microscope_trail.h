// What a term of a formula is, and the way to where it comes from, and back; the page has it with
// its later part.
#pragma once

#include <imgui.h>

#include "engine/insight/explain.h"

namespace backprop {

struct Canvas;
class Session;
struct Theme;

// A term's name, its value in full, and where it is.
void term_tooltip(const Theme& theme, const Trainer& trainer, const Factor& factor);

void follow_term(Session& session, const ExplainTarget& from, const TermTarget& term);
// The way back, while there is one: a trail ends where one has gone elsewhere by other ways.
// Returns the right end.
float draw_way_back(Canvas& canvas, Session& session, const ExplainTarget& now, ImVec2 left_top,
                    float height);

}  // namespace backprop
