#include "tests/shell/platform_fake.h"

#include "shell/platform.h"

namespace backprop::platform {

double seconds() { return fake::now += fake::seconds_per_look; }
bool visible() { return true; }
bool prefers_dark() { return true; }
bool prefers_reduced_motion() { return false; }
void save_file(std::string_view, std::string_view, std::string_view) {}
void set_fragment(std::string_view) {}

}  // namespace backprop::platform
