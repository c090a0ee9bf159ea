// Where training stops by itself.
#include "shell/session/stop_rule.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <string>

#include "shell/app/app.h"

namespace backprop {
namespace {

TEST_CASE("a stop rule reads back from its text") {
  for (const char* text : {"never", "step:1000", "trainLoss:0.05", "testAccuracy:0.95"}) {
    const std::optional<StopRule> rule = parse_stop_rule(text);
    REQUIRE(rule);
    CHECK(rule->text() == text);
  }
  for (const char* text : {"", "step:", "step:0", "step:x", "loss:1", "never:1", "testAccuracy:2",
                           "trainLoss:-1", "step:1e300"}) {
    CHECK_FALSE(parse_stop_rule(text));
  }
  CHECK(parse_stop_rule("step")->text() == "step:1000");
}

TEST_CASE("a stop rule is reached at its limit, from its side, and never by what does not exist") {
  Metrics metrics{.step = 10, .train_loss = 0.05, .test_loss = 0.2, .test_accuracy = 0.9};
  CHECK(parse_stop_rule("step:10")->reached(metrics));
  CHECK_FALSE(parse_stop_rule("step:11")->reached(metrics));
  CHECK(parse_stop_rule("trainLoss:0.06")->reached(metrics));
  CHECK_FALSE(parse_stop_rule("testLoss:0.06")->reached(metrics));
  CHECK_FALSE(parse_stop_rule("testAccuracy:0.95")->reached(metrics));
  CHECK_FALSE(parse_stop_rule("never")->reached(metrics));
  metrics.test_accuracy = metrics.train_loss = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(parse_stop_rule("testAccuracy:0.5")->reached(metrics));
  CHECK_FALSE(parse_stop_rule("trainLoss:100")->reached(metrics));
}

TEST_CASE("a link carries the stop rule") {
  App app("dataset=xor&stopAt=step:77");
  CHECK(app.session().playback().stop.text() == "step:77");
  CHECK(app.link().ends_with("&stopAt=step:77"));
  App other("dataset=xor&stopAt=nonsense");
  CHECK_FALSE(other.session().playback().stop.stops());
  CHECK(other.canvas().messages.size() == 1);
}

}  // namespace
}  // namespace backprop
