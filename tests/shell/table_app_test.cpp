// The canvas with a table of samples in place of points in the plane: what is drawn is a slice.
#include <catch2/catch_test_macros.hpp>

#include "shell/app/app.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

TEST_CASE("networks of tables are drawn, with any number of inputs and targets") {
  const Frames frames;
  for (const char* link :
       {"table=iris&layers=3&loss=cross_entropy", "table=half_adder&layers=2&trainFraction=1",
        "table=a;y,z;1,2,3;2,3,4&layers=2&trainFraction=1",
        "table=a,b,c,d,e,f,g,h;y;1,2,3,4,5,6,7,8,9;8,7,6,5,4,3,2,1,0&layers=2&trainFraction=1"}) {
    INFO(link);
    App app(link);
    app.start();
    Frames::draw(app, 3);
    CHECK(app.canvas().messages.empty());
    CHECK(app.canvas().places.contains("data.dataset.table"));
    CHECK_FALSE(app.canvas().places.contains("network.features.more"));  // they are of the plane
    REQUIRE(app.session().trainer().experiment().uses_table);
    app.session().post(intent::Step{5});
    Frames::draw(app, 3);
    CHECK(app.session().trainer().step_count() == 5);
    app.session().post(intent::SetProperty{"dataset", "circle"});
    Frames::draw(app, 3);
    CHECK(app.session().trainer().network().input_count() == 2);
  }
}

}  // namespace
}  // namespace backprop
