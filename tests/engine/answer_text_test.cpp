// Typed numbers: how they are read, and when they count as right.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "engine/exercise/answer_text.h"
#include "engine/exercise/result_code.h"
#include "engine/math/random.h"

namespace backprop {
namespace {

TEST_CASE("numbers are read as people type them", "[exercise]") {
  const struct {
    const char* text;
    double value;
  } cases[] = {
      {"0.25", 0.25},        {"0,25", 0.25},          {" .25 ", 0.25},    {",5", 0.5},
      {"1/4", 0.25},         {"1 / 3", 1.0 / 3},      {"-1/3", -1.0 / 3}, {"2^-3", 0.125},
      {"2^(-3)", 0.125},     {"−0.5", -0.5},          {"–0.5", -0.5},     {"+3", 3},
      {"1e-3", 0.001},       {"1E-3", 0.001},         {"-2.5e+2", -250},  {"-2^2", -4},
      {"1.5·10^-3", 0.0015}, {"1,5 × 10^−3", 0.0015}, {"2*3/4", 1.5},     {"3/-4", -0.75},
      {"25 %", 0.25},        {"1 000", 1000},         {"-0", 0},          {"2**3", 8},
  };
  for (const auto& [text, value] : cases) {
    INFO(text);
    const Result<double> read = read_answer(text);
    REQUIRE(read);
    CHECK(std::fabs(*read - value) <= 1e-15 * std::fabs(value));
    CHECK_FALSE(std::signbit(*read + (value == 0 ? 0.0 : 1e9)));
  }
}

TEST_CASE("what is no number is said in a sentence", "[exercise]") {
  for (const std::string text :
       {"",      "  ",     "abc",     "1/",  "/2",  "1//2",  "--1", "2^",  "2^0.5",
        "2^(3",  "1.2.3",  "1,234.5", "1+2", "1e",  "nan",   "inf", "1/0", "0^-1",
        "1e999", "10^400", "%",       "5%%", "x=3", "1 2 x", "σ(2)"}) {
    INFO(text);
    const Result<double> read = read_answer(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().message.size() > 20);
    CHECK_FALSE(read.error().message.ends_with('.'));
  }
  CHECK_FALSE(read_answer(std::string(kMaxAnswerBytes + 1, '1')));
}

TEST_CASE("whatever is typed is a finite number or none", "[exercise]") {
  constexpr std::string_view kSigns = "0123456789.,-+*/^()eE% \xC3\xE2\x88\x92\xB7x";
  Random random(6, Random::Stream::kData);
  int numbers = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (std::uint32_t k = random.below(9); k > 0; --k) {
      text += kSigns[random.below(static_cast<std::uint32_t>(kSigns.size()))];
    }
    const Result<double> read = read_answer(text);
    if (read) CHECK(std::isfinite(*read));
    if (!read) CHECK_FALSE(read.error().message.empty());
    numbers += read ? 1 : 0;
    CHECK_FALSE(check_result_code(text));
  }
  CHECK(numbers > 500);
}

TEST_CASE("an answer counts within one per cent or three digits", "[exercise]") {
  CHECK(is_near(0.1384, 0.1384985616));
  CHECK(is_near(0.138, 0.1384985616));
  CHECK(is_near(0.1372, 0.1384985616));
  CHECK_FALSE(is_near(0.137, 0.1384985616));
  CHECK_FALSE(is_near(-0.138, 0.1384985616));
  CHECK(is_near(-0.0101, -0.01));
  CHECK(is_near(0, 0));
  CHECK(is_near(0.0004, 0));
  CHECK_FALSE(is_near(0.0006, 0));
  CHECK_FALSE(is_near(0, 0.0001));
  CHECK(same_three_digits(0.792, 0.7923));
  CHECK_FALSE(same_three_digits(0.793, 0.7923));
  CHECK(same_three_digits(1, 0.9996));
  CHECK(same_three_digits(-1230, -1234));
  CHECK_FALSE(same_three_digits(-1240, -1234));
  CHECK_FALSE(is_near(1, std::numeric_limits<double>::quiet_NaN()));
}

TEST_CASE("solutions are printed with four digits, fewer where they say as much", "[exercise]") {
  CHECK(answer_text(-0.021337) == "−0.02134");
  CHECK(answer_text(static_cast<double>(0.45f)) == "0.45");
  CHECK(answer_text(static_cast<double>(-1.1f)) == "−1.1");
  CHECK(answer_text(0) == "0");
  CHECK(answer_text(12) == "12");
}

}  // namespace
}  // namespace backprop
