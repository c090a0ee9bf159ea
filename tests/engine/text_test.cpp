#include "engine/base/text.h"

#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/base/bytes_text.h"
#include "engine/math/random.h"

namespace backprop {
namespace {

TEST_CASE("numbers print short and without plus signs") {
  REQUIRE(number_text(0.03f) == "0.03");
  REQUIRE(number_text(1e-8f) == "1e-8");
  REQUIRE(number_text(0.1) == "0.1");
  REQUIRE(number_text(1e300) == "1e300");
  REQUIRE(number_text(-2.5e-10) == "-2.5e-10");
  REQUIRE(number_text(0.0) == "0");
  REQUIRE(number_text(std::int64_t{-12}) == "-12");
}

TEST_CASE("sizes for people are never nothing") {
  CHECK(bytes_text(0) == "0 bytes");
  CHECK(bytes_text(1) == "1 byte");
  CHECK(bytes_text(1023) == "1023 bytes");
  CHECK(bytes_text(1025) == "2 kB");
  CHECK(bytes_text(64 << 10) == "64 kB");
  CHECK(bytes_text((1 << 20) - 1) == "1 MB");
  CHECK(bytes_text(8 << 20) == "8 MB");
  CHECK(bytes_text((8 << 20) + 1) == "9 MB");
}

TEST_CASE("numbers print without a power of ten where that is not longer") {
  const std::pair<double, const char*> cases[] = {
      {100000, "1e5"},
      {20000, "20000"},
      {123456, "123456"},
      {0.0001, "1e-4"},
      {0.001, "0.001"},
      {-0.00012, "-0.00012"},
      {0.000123456, "0.000123456"},
      {1e-5, "1e-5"},
      {1234567.5, "1234567.5"},
      {5e-324, "5e-324"},
      {-0.0, "-0"},
  };
  for (const auto& [value, text] : cases) REQUIRE(number_text(value) == text);
  REQUIRE(number_text(16777216.0f) == "16777216");
  REQUIRE(number_text(1e-45f) == "1e-45");
}

TEST_CASE("any finite number reads back as the same bits") {
  Random random(5, Random::Stream::kData);
  for (int i = 0; i < 20000; ++i) {
    const float narrow = std::bit_cast<float>(random.next());
    if (std::isfinite(narrow) && narrow != 0)
      REQUIRE(parse_number<float>(number_text(narrow)) == narrow);
    const std::uint64_t bits = (std::uint64_t{random.next()} << 32) | random.next();
    const double wide = std::bit_cast<double>(bits);
    if (std::isfinite(wide) && wide != 0) REQUIRE(parse_number<double>(number_text(wide)) == wide);
  }
}

TEST_CASE("only whole, finite numbers are numbers") {
  for (const char* text : {"", " 1", "1 ", "1,5", "0x10", "nan", "inf", "-inf", "infinity", "1e999",
                           "1e", "--1", "+1", "1.2.3", "one", "1\n"}) {
    INFO(text);
    REQUIRE(!parse_number<double>(text));
    REQUIRE(!parse_number<float>(text));
    REQUIRE(!parse_number<int>(text));
  }
  REQUIRE(!parse_number<int>("1.0"));
  REQUIRE(!parse_number<int>("99999999999"));
  REQUIRE(!parse_number<std::uint32_t>("-1"));
  REQUIRE(parse_number<double>("1e3") == 1000.0);
  REQUIRE(parse_number<int>("-7") == -7);
  REQUIRE(!std::signbit(*parse_number<double>("-0")));
}

TEST_CASE("quoting shows nothing that is not text") {
  REQUIRE(quoted("spiral") == "'spiral'");
  REQUIRE(quoted("größe") == "'größe'");
  REQUIRE(quoted("a\tb\x01"
                 "c\x7f") == "'a?b?c?'");
  REQUIRE(quoted("\xff\xc0\xaf"
                 "x") == "'\?\?\?x'");
  REQUIRE(quoted("\xed\xa0\x80") == "'\?\?\?'");          // a surrogate
  REQUIRE(quoted("a\xe2\x80\xae"
                 "b") == "'a?b'");     // right-to-left override
  REQUIRE(quoted("\xf4\x90\x80\x80") == "'\?\?\?\?'");     // beyond Unicode
  REQUIRE(quoted("\xe2\x82") == "'\?\?'");               // cut off
  REQUIRE(quoted(std::string(1000, 'x')).size() < 50);
  REQUIRE(is_plain_text(quoted(std::string(38, 'x') + "€€€€")));  // cut between characters
}

TEST_CASE("splitting keeps empty parts and stops at its limit") {
  using Parts = std::vector<std::string_view>;
  REQUIRE(split("", ',', 9).empty());
  REQUIRE(split("a", ',', 9) == Parts{"a"});
  REQUIRE(split("a,,b,", ',', 9) == Parts{"a", "", "b", ""});
  REQUIRE(split("a,b,c,d", ',', 2) == Parts{"a", "b,c,d"});
  REQUIRE(join({"a", "b", "c"}) == "a, b, c");
}

TEST_CASE("lines are broken at spaces, never in a number or before its unit") {
  const auto pieces = [](std::string_view text) {
    std::vector<std::string_view> parts;
    while (true) {
      const std::size_t end = unbroken(text);
      parts.push_back(text.substr(0, end));
      if (end == text.size()) return parts;
      text.remove_prefix(end + 1);
    }
  };
  using Parts = std::vector<std::string_view>;
  CHECK(pieces("").size() == 1);
  CHECK(pieces("a loss of 0.8462, 1.5e−7") == Parts{"a", "loss", "of", "0.8462,", "1.5e−7"});
  CHECK(pieces("51 % of them") == Parts{"51 %", "of", "them"});
  CHECK(pieces("and 51 %.") == Parts{"and", "51 %."});
  CHECK(pieces("**51** % and 3 MB, 12 ms") == Parts{"**51** %", "and", "3 MB,", "12 ms"});
  CHECK(pieces("in 3 seconds, 2 sets") == Parts{"in", "3", "seconds,", "2", "sets"});
  CHECK(pieces("per % of") == Parts{"per", "%", "of"});
  CHECK(pieces("5\n% a") == Parts{"5", "%", "a"});
  CHECK(pieces("5 ") == Parts{"5", ""});
  CHECK(pieces(" 5 %") == Parts{"", "5 %"});
}

}  // namespace
}  // namespace backprop
