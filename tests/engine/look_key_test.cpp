// The page's key "look": what it takes, and that what is written reads the same again.
#include "engine/experiment/look_key.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/experiment/link.h"

namespace backprop {
namespace {

std::string look_again(std::string_view text) {
  const Result<LookKey> key = read_look_key(text);
  return key ? key->text() : "! " + key.error().message;
}

TEST_CASE("look: parts come in any order and are written in one") {
  CHECK(look_again("phase:3,neuron:2.1,sample:17,tab:routes,edges:gradient") ==
        "phase:3,neuron:2.1,sample:17,tab:routes,edges:gradient");
  CHECK(look_again("edges:update,sample:mean,bias:1.2") == "bias:1.2,sample:mean,edges:update");
  CHECK(look_again("weight:1.2.3") == "weight:1.2.3");
  // What every visitor sees is not said.
  CHECK(look_again("tab:microscope,edges:weight").empty());
  CHECK(look_again("").empty());
}

TEST_CASE("look: what is wrong is said with what would be right") {
  CHECK(look_again("phase:6") == "! behind phase: stands a number from 1 to 5");
  CHECK(look_again("phase") == "! behind phase: stands a number from 1 to 5");
  CHECK(look_again("sample:0") == "! behind sample: stands its number, from 1, or mean");
  CHECK(look_again("tab:moon").starts_with("! choose one of microscope, routes"));
  CHECK(look_again("edges:").starts_with("! choose one of weight"));
  CHECK(look_again("roof:2").starts_with("! 'roof' is nothing to look at: write phase:3"));
  CHECK(look_again("neuron:1.1,bias:1.1") == "! 'bias:1.1' is said twice");
  CHECK(look_again("phase:1,phase:2") == "! 'phase:2' is said twice");
}

TEST_CASE("look: a link carries it, and a wrong one is told") {
  const ParsedLink link = parse_link("layers=2&look=phase:3,neuron:1.2");
  REQUIRE(link.page.size() == 1);
  CHECK(link.page[0].key == "look");
  CHECK(link.page[0].value == "phase:3,neuron:1.2");
  const ParsedLink wrong = parse_link("layers=2&look=phase:9");
  CHECK(wrong.page.empty());
  CHECK(wrong.messages.size() == 1);
  CHECK_FALSE(parse_strict_link("layers=2&look=phase:9"));
}

}  // namespace
}  // namespace backprop
