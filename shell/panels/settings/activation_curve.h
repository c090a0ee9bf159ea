// Small pictures of φ for the lists that activations are chosen from.
#pragma once

#include "shell/canvas/widgets.h"

namespace backprop {

// Of the entries of a property, "activation" or "outputActivation"; nullptr for any other.
ChoicePicture picture_of_choices(std::string_view property);

}  // namespace backprop
