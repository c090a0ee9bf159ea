// What a term of a formula is, and the way to where it comes from, and back; the page has it with
// its later part.
#pragma once

#include "engine/insight/explain.h"

namespace backprop {

class Session;
struct Theme;

// A term's name, its value in full, and where it is.
void term_tooltip(const Theme& theme, const Trainer& trainer, const Factor& factor);

void follow_term(Session& session, const ExplainTarget& from, const TermTarget& term);
// To what one came from by terms; a trail ends where one has gone elsewhere by other ways.
bool can_go_back(Session& session, const ExplainTarget& now);
void go_back(Session& session);

}  // namespace backprop
