#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <iterator>

#include "tests/cli/command.h"

namespace backprop {
namespace {

const std::string kLesson =
    "lesson: mine\ntitle: Mine\nsummary: A test.\nlink: dataset=gauss&layers=&trainFraction=1\n"
    "# Go\nSome words.\nrun: 20 epochs\n";

TEST_CASE("lesson checks a file: its signs appear, or they do not, or it cannot be read") {
  const Folder folder;
  const Outcome good = run({"lesson", folder.write("a.txt", kLesson + "check: accuracy > 0.9\n")});
  CHECK(good.code == 0);
  CHECK(good.err.empty());
  CHECK(good.out.find("accuracy > 0.9") != std::string::npos);
  CHECK(good.out.ends_with("PASS\n"));

  const Outcome false_sign = run({"lesson", folder.write("b.txt", kLesson + "check: step = 3\n")});
  CHECK(false_sign.code == 1);
  CHECK(false_sign.out.find("NOT SO") != std::string::npos);
  CHECK(false_sign.out.find("line 8") != std::string::npos);

  const Outcome bad = run({"lesson", folder.write("c.txt", kLesson + "chekc: step = 3\n")});
  CHECK(bad.code == 2);
  CHECK(is_one_sentence(bad.err));
  CHECK(bad.err.find("line 8") != std::string::npos);
  CHECK(bad.err.find("chekc") != std::string::npos);
}

TEST_CASE("lesson looks for signs on all the seeds that are asked for") {
  const Folder folder;
  const std::string lucky = folder.write("a.txt",
                                         "lesson: a\ntitle: A\nsummary: A.\nseeds: 4\n"
                                         "link: dataset=xor&layers=3&samples=160&trainFraction=1\n"
                                         "# Go\nx\nrun: 3 epochs\n"
                                         "check: step = 48\ncheck: weightNorm < 1e9\n");
  const Outcome all = run({"lesson", lucky});
  CHECK(all.code == 0);
  CHECK(all.out.find("2 signs, 4 seeds") != std::string::npos);
  CHECK(all.out.find("4 of 4") != std::string::npos);
  CHECK(run({"lesson", lucky, "--seeds", "1"}).out.find("seeds") == std::string::npos);
  CHECK(run({"lesson", lucky, "--seeds", "0"}).code == 2);
  // What only some seeds have is no sign.
  const Outcome one = run({"lesson", folder.write("b.txt",
                                                  "lesson: b\ntitle: B\nsummary: B.\nseeds: 9\n"
                                                  "link: dataset=xor&layers=1&samples=20\n# Go\nx\n"
                                                  "run: 1 epoch\ncheck: accuracy >= 0.55\n")});
  CHECK(one.code == 1);
  CHECK(one.out.find("NOT SO") != std::string::npos);
}

TEST_CASE("lesson warns of figures that it cannot vouch for, and lets them pass") {
  const Folder folder;
  const Outcome warned = run({"lesson", folder.write("a.txt", kLesson + "reveal: Down to 0.3.\n")});
  CHECK(warned.code == 0);
  CHECK(warned.out.find("WARNING line 5: '0.3'") != std::string::npos);
}

TEST_CASE("lesson knows the shipped ones by name") {
  const Outcome list = run({"lesson", "--list"});
  CHECK(list.code == 0);
  const std::filesystem::directory_iterator files(std::string(BACKPROP_GOLDEN_DEFAULT_DIR) +
                                                  "/../../assets/lessons");
  CHECK(std::count(list.out.begin(), list.out.end(), '\n') ==
        std::distance(begin(files), end(files)));
  const Outcome named = run({"lesson", "zero-init", "--text"});
  CHECK(named.code == 0);
  CHECK(named.out.find("# Predict") != std::string::npos);
  CHECK(named.out.find('{') == std::string::npos);
  CHECK(run({"lesson", "no-such-lesson"}).code == 2);
  CHECK(run({"lesson"}).code == 2);
}

TEST_CASE("the page about lessons lists every quantity") {
  const std::string page =
      contents(std::string(BACKPROP_GOLDEN_DEFAULT_DIR) + "/../../docs/lessons.md");
  INFO("docs/lessons.md: put the output of `backprop lesson --quantities` under Quantities");
  CHECK(page.find(run({"lesson", "--quantities"}).out) != std::string::npos);
}

}  // namespace
}  // namespace backprop
