#include "shell/canvas/typed_number.h"

#include <catch2/catch_test_macros.hpp>

namespace backprop {
namespace {

TEST_CASE("numbers are read as people type them") {
  CHECK(read_typed_number("1e-3", false) == 1e-3);
  CHECK(read_typed_number("−0.5", false) == -0.5);
  CHECK(read_typed_number(" 50 %", false) == 50);
  CHECK(read_typed_number("+.25", false) == 0.25);
}

TEST_CASE("a comma is a decimal point unless it groups digits") {
  CHECK(read_typed_number("0,03", false) == 0.03);
  CHECK(read_typed_number("0,030", false) == 0.03);
  CHECK(read_typed_number("0,030", true) == 0.03);
  CHECK(read_typed_number("12,5", true) == 12.5);
  CHECK(read_typed_number("1,500", true) == 1500);
  CHECK(read_typed_number("1,500", false) == 1.5);
  CHECK(read_typed_number("1,234,567", false) == 1234567);
  CHECK(read_typed_number("1,234.5", false) == 1234.5);
}

TEST_CASE("what is no number is not made one") {
  for (const char* text : {"", "abc", "1,2,3", "1.2.3", "1,234,5", "--1", "nan", "1e999"}) {
    CHECK_FALSE(read_typed_number(text, false));
    CHECK_FALSE(read_typed_number(text, true));
  }
}

}  // namespace
}  // namespace backprop
