#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <iterator>
#include <string>

#include "tests/cli/command.h"

namespace backprop {
namespace {

const std::string kTop = std::string(BACKPROP_GOLDEN_DEFAULT_DIR) + "/../..";

bool has(const Outcome& outcome, std::string_view part) {
  return outcome.out.find(part) != std::string::npos;
}

TEST_CASE("example prints what a source prints beside the engine's numbers") {
  const Outcome mazur = run({"example", "mazur"});
  CHECK(mazur.code == 0);
  CHECK(mazur.err.empty());
  CHECK(has(mazur, "0.593269992"));
  CHECK(has(mazur, "0.593270"));
  CHECK(has(mazur, "0.291027924, right 0.29102777"));
  CHECK(has(mazur, "source wrong"));
  CHECK(mazur.out.ends_with("PASS\n"));
  CHECK(run({"explain", "example=mazur"}).out == mazur.out);
  CHECK(run({"explain", "#example=mazur"}).out == mazur.out);

  const Outcome list = run({"example", "--list"});
  CHECK(list.code == 0);
  const std::filesystem::directory_iterator files(kTop + "/assets/examples");
  CHECK(std::count(list.out.begin(), list.out.end(), '\n') ==
        std::distance(begin(files), end(files)));
}

TEST_CASE("example says where a number does not agree, and what a file cannot say") {
  const Folder folder;
  const std::string head =
      "example: mine\ntitle: Mine\nsummary: A test.\nsource: Nobody\n"
      "link: table=x;y;1,0&layers=&outputActivation=sigmoid&weights=.6,.9\n# Start\nat: step 1\n"
      "printed:\n";
  CHECK(run({"example", folder.write("a.txt", head + "a:1.1 = 0.8176\n")}).code == 0);
  const Outcome wrong = run({"example", folder.write("b.txt", head + "a:1.1 = 0.8177\n")});
  CHECK(wrong.code == 1);
  CHECK(has(wrong, "NOT SO"));
  const Outcome bad = run({"example", folder.write("c.txt", head + "a:1.1 = x\n")});
  CHECK(bad.code == 2);
  CHECK(is_one_sentence(bad.err));
  CHECK(bad.err.find("line 9") != std::string::npos);
  CHECK(run({"example", folder.write("d.txt", head)}).code == 2);
  CHECK(run({"example"}).code == 2);
}

TEST_CASE(
    "an example's name stands for its link in every command, the nearest in its place is named") {
  const Outcome delta = run({"explain", "example=mazur", "delta:2.1@1"});
  CHECK(delta.code == 0);
  CHECK(has(delta, "0.138499"));
  CHECK(run({"train", "example=mazur", "--steps", "1"}).code == 0);
  CHECK(has(run({"check", "example=han"}), "PASS"));
  for (const char* command : {"train", "check", "explain"}) {
    const Outcome unknown = run({command, "example=masur"});
    CHECK(unknown.code == 2);
    CHECK(is_one_sentence(unknown.err));
    CHECK(unknown.err.find("the nearest name is 'mazur'") != std::string::npos);
  }
  // An address of the page has the run as it was changed, and the example's name beside it.
  CHECK(has(run({"train", "dataset=xor&example=mazur", "--steps", "1", "--json"}), "xor"));
  CHECK(run({"explain", "dataset=xor"}).code == 2);
}

TEST_CASE("the file in the page about examples is one") {
  const std::string page = contents(kTop + "/docs/examples.md");
  const std::size_t begin = page.find("```\nexample:") + 4, end = page.find("```", begin);
  const Folder folder;
  const Outcome outcome =
      run({"example", folder.write("page.txt", page.substr(begin, end - begin))});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.code == 0);
  CHECK(has(outcome, "source wrong"));
}

}  // namespace
}  // namespace backprop
