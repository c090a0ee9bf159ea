#include "engine/base/real_text.h"

#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <random>
#include <string>

using backprop::read_real;
using backprop::real_length;

namespace {

template <class Number>
std::optional<Number> ours(std::string_view text) {
  Number value{};
  return read_real(text, value) ? std::optional(value) : std::nullopt;
}

template <class Number>
std::optional<Number> standard(std::string_view text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

template <class Number>
void check_same(const std::string& text) {
  INFO(text);
  const auto mine = ours<Number>(text), theirs = standard<Number>(text);
  REQUIRE(mine.has_value() == theirs.has_value());
  if (mine) {
    CHECK(*mine == *theirs);
    CHECK(std::signbit(*mine) == std::signbit(*theirs));
  }
}

void check_both(const std::string& text) {
  check_same<float>(text);
  check_same<double>(text);
}

template <class... Values>
std::string formatted(const char* format, Values... values) {
  std::string text(1200, '\0');
  text.resize(static_cast<std::size_t>(std::snprintf(text.data(), text.size(), format, values...)));
  return text;
}

}  // namespace

TEST_CASE("real numbers are read as the standard reads them", "[real_text]") {
  for (const char* text : {"0",
                           "-0",
                           "1",
                           "-1.5",
                           "0.1",
                           ".5",
                           "1.",
                           "-.5",
                           "00012.500",
                           "1e5",
                           "1E-5",
                           "1e+5",
                           "1.e2",
                           "9007199254740993",
                           "9007199254740992.999999999999",
                           "16777217",
                           "16777217.0000000001",
                           "1.7976931348623157e308",
                           "1.7976931348623158e308",
                           "1.7976931348623159e308",
                           "1e309",
                           "2.2250738585072014e-308",
                           "2.2250738585072011e-308",
                           "5e-324",
                           "2.4703282292062328e-324",
                           "2.4703282292062327e-324",
                           "1e-400",
                           "3.4028235e38",
                           "3.4028236e38",
                           "1.1754944e-38",
                           "1.4e-45",
                           "7.0064923216240854e-46",
                           "7.0064923216240853e-46",
                           "0e999999999999",
                           "1e999999999999",
                           "1e-999999999999",
                           "0.000000000000000000000000000001e30",
                           "",
                           "-",
                           ".",
                           "-.",
                           "e5",
                           "1e",
                           "1e+",
                           "+1",
                           " 1",
                           "1 ",
                           "0x10",
                           "inf",
                           "nan",
                           "1,5",
                           "1.2.3",
                           "--1"}) {
    check_both(text);
  }
}

TEST_CASE("any bits come back from their decimals, and so does what lies between", "[real_text]") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) {
    const auto wide = std::bit_cast<double>(random());
    const auto narrow = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
    if (!std::isfinite(wide) || !std::isfinite(narrow)) continue;
    for (const int digits : {0, 3, 8, 16, 17, 40}) check_both(formatted("%.*e", digits, wide));
    // All digits of the point halfway to the next float, and a little to either side
    const double half =
        (static_cast<double>(narrow) + static_cast<double>(std::nextafter(narrow, 2 * narrow))) / 2;
    const std::string exact = formatted("%.160e", half);
    check_same<float>(exact);
    const std::size_t e = exact.find('e');
    check_same<float>(exact.substr(0, e) + "1" + exact.substr(e));
  }
}

TEST_CASE("more digits than any number has still decide the last bit", "[real_text]") {
  const std::string half = "9007199254740993";  // between two doubles: to the even one below
  CHECK(ours<double>(half + "." + std::string(2000, '0')) == 9007199254740992.0);
  CHECK(ours<double>(half + "." + std::string(2000, '0') + "1") == 9007199254740994.0);
  CHECK(ours<double>("0." + std::string(400, '0') + "1e401") == 1.0);
  CHECK(ours<double>("1" + std::string(400, '0') + "e-400") == 1.0);
}

TEST_CASE("the length of a number at the start of a text", "[real_text]") {
  CHECK(real_length("12.5 px") == 4);
  CHECK(real_length("-1e5e") == 4);
  CHECK(real_length("1e") == 1);
  CHECK(real_length("1e+x") == 1);
  CHECK(real_length("x") == 0);
  CHECK(real_length("") == 0);
}
