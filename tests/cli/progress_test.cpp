#include "shell/cli/progress.h"

#include <catch2/catch_test_macros.hpp>
#include <sstream>

#include "shell/cli/text_table.h"

namespace backprop {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST_CASE("progress shows where a run is and leaves nothing behind") {
  Trainer trainer{Experiment()};
  trainer.steps(1234);
  std::ostringstream err;
  {
    Progress progress(err, true, 0, 100'000, seconds(0), seconds(0));
    progress.show(trainer);
    CHECK(err.str().find("step 1,234 of 100,000") != std::string::npos);
    CHECK(err.str().find("steps/s") != std::string::npos);
    CHECK(err.str().find('\n') == std::string::npos);
  }
  CHECK(err.str().ends_with("\r\033[K"));
}

TEST_CASE("progress keeps silent where there is no terminal, and at first") {
  const Trainer trainer{Experiment()};
  std::ostringstream err;
  {
    Progress off(err, false, 0, 100, seconds(0), seconds(0));
    off.show(trainer);
    Progress early(err, true, 0, 100, hours(1), seconds(0));
    early.show(trainer);
  }
  CHECK(err.str().empty());
}

TEST_CASE("progress is not drawn again before its time") {
  const Trainer trainer{Experiment()};
  std::ostringstream err;
  Progress progress(err, true, 0, 100, seconds(0), hours(1));
  progress.show(trainer);
  const std::string once = err.str();
  progress.show(trainer);
  CHECK(err.str() == once);
}

TEST_CASE("durations and counts read as people write them") {
  CHECK(duration_text(0) == "0:00");
  CHECK(duration_text(7.4) == "0:07");
  CHECK(duration_text(754) == "12:34");
  CHECK(duration_text(3723) == "1:02:03");
  CHECK(with_separators(0) == "0");
  CHECK(with_separators(999) == "999");
  CHECK(with_separators(1000) == "1,000");
  CHECK(with_separators(-1234567) == "-1,234,567");
}

TEST_CASE("columns of a table line up, whatever the letters") {
  TextTable table({TextTable::kLeft, TextTable::kRight});
  table.add({"β₁", "0.9"});
  table.add({"layer", "m̂"});
  std::ostringstream out;
  table.print(out);
  CHECK(out.str() == "β₁     0.9\nlayer    m̂\n");
}

}  // namespace
}  // namespace backprop
