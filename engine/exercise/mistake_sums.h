// What each mistake makes of a number: see HandMistake::make.
#pragma once

#include <optional>

#include "engine/exercise/hand_sums.h"

namespace backprop::mistake_sums {

using Made = std::optional<double>;

Made wrong_sign(const HandSums& sums, const HandPlace& place, int variant);
Made slope_forgotten(const HandSums& sums, const HandPlace& place, int variant);
Made slope_at_activation(const HandSums& sums, const HandPlace& place, int variant);
Made one_path(const HandSums& sums, const HandPlace& place, int variant);
Made new_weights(const HandSums& sums, const HandPlace& place, int variant);
Made sum_for_mean(const HandSums& sums, const HandPlace& place, int variant);
Made half_forgotten(const HandSums& sums, const HandPlace& place, int variant);
Made half_twice(const HandSums& sums, const HandPlace& place, int variant);
Made error_for_delta(const HandSums& sums, const HandPlace& place, int variant);
Made swapped(const HandSums& sums, const HandPlace& place, int variant);
Made bias_without_input(const HandSums& sums, const HandPlace& place, int variant);
Made rate_forgotten(const HandSums& sums, const HandPlace& place, int variant);
Made gradient_added(const HandSums& sums, const HandPlace& place, int variant);
Made averaged_first(const HandSums& sums, const HandPlace& place, int variant);
Made slope_too_many(const HandSums& sums, const HandPlace& place, int variant);
Made activation_forgotten(const HandSums& sums, const HandPlace& place, int variant);
Made softmax_sum_forgotten(const HandSums& sums, const HandPlace& place, int variant);

}  // namespace backprop::mistake_sums
