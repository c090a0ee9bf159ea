// What a person prefers, kept on the machine: theme, size of text and controls, motion.
#pragma once

namespace backprop {

struct View;

void load_preferences(View& view);
void save_preferences(const View& view);

// Whether animations are to be left out.
bool reduced_motion(const View& view);

}  // namespace backprop
