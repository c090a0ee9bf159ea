// Keys as the page's script names them.
#pragma once

#include <imgui.h>

#include <string_view>

namespace backprop::platform {

// A code of the browser's keyboard events: "KeyA", "Digit1", "ArrowLeft"; None for keys that the
// application has no use for.
ImGuiKey key_of(std::string_view name);

}  // namespace backprop::platform
