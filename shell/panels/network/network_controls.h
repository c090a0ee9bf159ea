// The controls of the network picture: what edges show, layers, neurons, activations, features.
#pragma once

#include "shell/panels/network/network_layout.h"

namespace backprop {

struct Canvas;
class Session;

// The row above the picture; two of them on phones.
float network_header_height(float width);
// `written`: all numbers stand on the picture anyway.
void draw_network_header(Canvas& canvas, Session& session, Rect area, bool written);

// Headings of the columns, with − activation + under those of hidden layers.
void draw_column_headings(Canvas& canvas, Session& session, const NetworkLayout& layout);

// "+ 7 more" under the features, with its list.
void draw_more_features(Canvas& canvas, Session& session, const NetworkLayout& layout);
// Adds or takes away an input feature; the last one stays.
void toggle_feature(Session& session, std::string_view name);

}  // namespace backprop
