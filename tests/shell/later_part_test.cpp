// The page's program before its later part is there, and when that cannot be had.
#include "shell/app/later_part.h"

#include <imgui.h>

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "shell/app/app.h"
#include "shell/platform/platform.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

using platform::LaterPart;
namespace fake = platform::fake;

// Before the later part is there.
struct Early {
  Frames frames;
  Early() {
    fake::later = LaterPart::kNotYet;
    fake::later_can_be_had = false;
  }
};

TEST_CASE("what is asked for before the later part is there opens when it comes") {
  const Early early;
  App app("#dataset=xor&lesson=vanishing");
  app.start();
  app.session().view().help_open = true;
  Frames::draw(app);
  CHECK_FALSE(app.canvas().places.contains("help"));
  CHECK(app.lessons().lesson() == nullptr);
  CHECK(app.canvas().messages.empty());
  CHECK(fake::later_wanted);
  fake::later = LaterPart::kHere;
  Frames::draw(app);
  CHECK(app.canvas().places.contains("help"));
  REQUIRE(app.lessons().lesson() != nullptr);
  CHECK(app.lessons().lesson()->id == "vanishing");
  CHECK(app.canvas().messages.empty());
}

TEST_CASE("the later part is wanted when something of it is opened, and not before") {
  const Early early;
  App app("#dataset=xor");
  app.start();
  app.session().post(intent::Step{5});
  Frames::draw(app);
  app.session().view().pinned_neuron = NeuronId{0, 0};
  Frames::draw(app);
  CHECK_FALSE(fake::later_wanted);
  app.session().view().inside = InsideTab::kHistory;
  Frames::draw(app);
  CHECK(fake::later_wanted);
}

TEST_CASE("painting begins when its tools are there") {
  const Early early;
  App app("#dataset=xor");
  app.start();
  app.session().view().painting.on = true;
  Frames::draw(app);
  CHECK_FALSE(app.canvas().places.contains("paint.done"));
  fake::later = LaterPart::kHere;
  Frames::draw(app);
  CHECK(app.canvas().places.contains("paint.done"));
}

TEST_CASE("what is asked for in vain is given up with one message") {
  const Early early;
  App app("#dataset=xor");
  app.start();
  fake::later = LaterPart::kLost;
  Frames::draw(app);
  CHECK(app.canvas().messages.empty());  // nobody asked
  app.session().view().help_open = app.session().view().painting.on = true;
  app.lessons().open_gallery();
  Frames::draw(app);
  REQUIRE(app.canvas().messages.size() == 1);
  CHECK(app.canvas().messages[0].text == kNotLoaded);
  CHECK_FALSE(app.session().view().help_open);
  CHECK_FALSE(app.session().view().painting.on);
  CHECK_FALSE(app.lessons().gallery_open());
}

TEST_CASE("a file needs the later part, and changes nothing without it") {
  const Early early;
  App app("#dataset=xor");
  const auto open = [&] { return app.open_file("two.csv", "x1,x2,label\n1,1,0\n-1,-1,1\n"); };
  const Result<void> lost = open();
  REQUIRE_FALSE(lost);
  CHECK(lost.error().message == kNotLoaded);
  CHECK(get_property(app.session().trainer().experiment(), "dataset") == "xor");
  fake::later_can_be_had = true;
  CHECK(open());
  CHECK(get_property(app.session().trainer().experiment(), "dataset") == "custom");
}

TEST_CASE("an address that needs a document is told when one can be written") {
  const Early early;
  App app("#dataset=xor");
  app.start();
  Frames::draw(app);
  app.session().post(intent::Step{3});
  app.session().post(intent::EditParameter{0, 0.5f});
  Frames::draw(app);
  const int told = fake::fragments_set;
  Frames::draw(app);
  CHECK(fake::fragments_set == told);
  CHECK(fake::kept.run.empty());
  CHECK(fake::later_wanted);
  fake::later = LaterPart::kHere;
  Frames::draw(app);
  CHECK(fake::fragments_set == told + 1);
  CHECK_FALSE(fake::kept.run.empty());

  fake::later = LaterPart::kLost;  // then without one, rather than never
  app.session().post(intent::EditParameter{0, 0.25f});
  Frames::draw(app);
  CHECK(fake::fragments_set == told + 2);
  CHECK(fake::kept.run.empty());
}

}  // namespace
}  // namespace backprop
