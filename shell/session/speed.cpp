#include "shell/session/speed.h"

#include <algorithm>
#include <limits>

#include "engine/base/table.h"
#include "engine/experiment/page_keys.h"

namespace backprop {

namespace {

constexpr double kMax = std::numeric_limits<double>::infinity();

// The slowest run phase by phase, which the picture shows: at whole steps a second five of them.
constexpr Speed kSpeeds[] = {
    {1, true, "phase", "1 phase/s"},
    {3, true, "phases", "3 phases/s"},
    {5, true, "1", "1/s"},
    {15, true, "3", "3/s"},
    {10, false, "10", "10/s"},
    {30, false, "30", "30/s"},
    {60, false, "60", "60/s"},
    {120, false, "120", "120/s"},
    {300, false, "300", "300/s"},
    {1000, false, "1000", "1,000/s"},
    {3000, false, "3000", "3,000/s"},
    {kMax, false, "max", "max"},
};

// Links know them by these names, in this order.
static_assert(std::ranges::equal(kSpeeds, kSpeedNames, {}, &Speed::name));

}  // namespace

std::span<const Speed> speeds() { return kSpeeds; }

const Speed* find_speed(std::string_view name) { return find_entry(speeds(), name); }

const Speed& usual_speed() { return *find_speed(kUsualSpeed); }

}  // namespace backprop
