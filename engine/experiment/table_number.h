// Numbers as tables have them: with decimal commas, separators of thousands, plus signs.
#pragma once

#include <optional>
#include <string_view>

namespace backprop {

// Whether a field could be a number under some reading of its commas and points.
bool looks_like_number(std::string_view field);
// A field that says that there is no value: empty, "NaN", "NA", "-", "?", …
bool is_missing(std::string_view field);

// What commas and points in numbers mean is a matter of the whole file.
struct NumberMarks {
  bool comma_decimal = false;  // "0,5"
  bool comma_groups = false;   // "1,234.5"
  bool point_groups = false;   // "1.234,5"
};

// Looks at fields one after another and says what fits them all.
class MarkFinder {
 public:
  void look_at(std::string_view field);
  NumberMarks found(char separator) const;

 private:
  bool decimal_comma_ = false;   // "0,5", "1234,5678": no groups of three
  bool either_comma_ = false;    // "1,234"
  bool point_ = false;           // "0.5"
  bool points_in_groups_ = false;  // "1.234,5" or "1.234.567"
  bool commas_in_groups_ = false;  // "1,234.5" or "1,234,567"
};

// The number a field is; nothing for anything else, infinities, and what is beyond ±1e30.
std::optional<double> number_in(std::string_view field, const NumberMarks& marks);

}  // namespace backprop
