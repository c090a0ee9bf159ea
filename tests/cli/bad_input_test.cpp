#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "engine/run/document.h"
#include "tests/cli/command.h"

namespace backprop {
namespace {

struct BadLine {
  std::vector<std::string> args;
  const char* mentions;  // what the sentence has to name
};

TEST_CASE("every kind of bad input exits with 2 and one sentence that names it") {
  const Folder folder;
  const std::string missing = folder / "missing.txt";
  const std::string nowhere = folder / "no/such/folder/out.png";
  const std::string large = folder.write("large.txt", std::string(kMaxDocumentBytes + 1, 'x'));
  const std::string empty = folder.write("empty.txt", "");
  const std::string long_link = folder.write("long.txt", std::string(2 << 20, 'x'));
  const std::string broken =
      folder.write("broken.json", "{\"format\": \"backprop-playground\", 7}");
  const std::string foreign = folder.write("foreign.json", "{\"a\": 1}");
  const std::string bad_link = folder.write("bad.txt", "learningRate=fast");
  const BadLine lines[] = {
      {{}, "help"},
      {{"fly"}, "fly"},
      {{"help", "fly"}, "fly"},
      {{"--fly"}, "--fly"},
      {{"train", "--fly"}, "--fly"},
      {{"train", "layers=3", "layers=4"}, "layers=4"},
      {{"train", missing}, "missing.txt"},
      {{"train", folder / ""}, "folder"},
      {{"train", large}, "larger than 8 MB"},
      {{"train", empty}, "empty.txt' is empty"},
      {{"export", folder.write("blank.json", " \r\n\n")}, "blank.json' is empty"},
      {{"lesson", large}, "larger than 64 kB"},
      {{"train", bad_link}, "learningRate"},
      {{"train", long_link}, "longer"},
      {{"train", broken}, "document"},
      {{"train", foreign}, "document"},
      {{"train", "{}"}, "{}"},
      {{"train", "spiral"}, "spiral"},
      {{"train", "layers=8,80"}, "such as 8,8."},
      {{"train", "loss=mse&problem=regression&dataset=xor"}, "problem"},
      {{"train", "networkShape=4,2&noise=10&activation=fast"}, "activation"},
      {{"train", "points=1,2"}, "point"},
      {{"train", "dataset=moon"}, "moon"},
      {{"train", "dataset=xor&colour=red"}, "colour"},
      {{"train", "layers=64,64,64,64,64,64,64,64&samples=10000&batchSize=5000&step=10000000"},
       "step"},
      {{"train", "noise=%zz"}, "noise"},
      {{"train", "step=-1"}, "step"},
      {{"train", "--set"}, "--set"},
      {{"train", "--set", "seed"}, "seed"},
      {{"train", "--set", "colour=red"}, "colour"},
      {{"train", "--set", "step=-1"}, "step"},
      {{"train", "--set", "step=many"}, "step"},
      {{"train", "--set", "seed=many"}, "seed"},
      {{"train", "--set", "batchSize=0"}, "batchSize"},
      {{"train", "--steps"}, "--steps"},
      {{"train", "--steps", "-1"}, "--steps"},
      {{"train", "--steps", "ten"}, "ten"},
      {{"train", "--steps", "1.5"}, "1.5"},
      {{"train", "--steps", "99999999999999999999"}, "--steps"},
      {{"train", "--until-loss", "small"}, "small"},
      {{"train", "--until-loss", "-1"}, "--until-loss"},
      {{"train", "--until-loss", "nan"}, "--until-loss"},
      {{"explain", "layers=3"}, "TARGET"},
      {{"explain", "layers=3", "synapse:1.1"}, "synapse"},
      {{"explain", "layers=3", "neuron:9.1"}, "9"},
      {{"explain", "layers=3", "neuron:1.1@99"}, "99"},
      {{"explain", "layers=3", "neuron:1.1", "--steps", "0"}, "step"},
      {{"check", missing}, "missing.txt"},
      {{"check", "layers=3", "--steps", "x"}, "x"},
      {{"render", "layers=3"}, "--output"},
      {{"render", "layers=3", "-o", nowhere, "--steps", "1"}, "out.png"},
      {{"render", "layers=3", "-o", folder / "", "--steps", "1"}, "cannot write"},
      {{"render", "layers=3", "-o", folder / "a.png", "--size", "0"}, "--size"},
      {{"render", "layers=3", "-o", folder / "a.png", "--size", "1000000"}, "--size"},
      {{"render", "layers=3", "-o", folder / "a.png", "--size", "4000", "--neurons"}, "--size"},
      {{"export", "layers=3", "--format", "docx"}, "docx"},
      {{"export", "layers=3", "-o", nowhere}, "out.png"},
      {{"describe", "colour"}, "colour"},
      {{"describe", "seed", "noise"}, "noise"},
      {{"describe", "--json", "--markdown"}, "--markdown"},
      {{"bench", "layers=x"}, "layers"},
      {{"bench", "--seconds", "0"}, "--seconds"},
  };
  for (const BadLine& line : lines) {
    std::string shown = "backprop";
    for (const std::string& arg : line.args) shown += " '" + arg + "'";
    const Outcome outcome = run(line.args);
    INFO(shown << "\n" << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(is_one_sentence(outcome.err));
    CHECK(outcome.err.find(line.mentions) != std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(folder / "a.png"));
}

TEST_CASE("a run that diverges before the step asked for is an error for those who look at it") {
  const std::string link =
      "dataset=reg-plane&features=x1sq,x2sq&layers=8&activation=relu&learningRate=100";
  const Folder folder;
  const Outcome outcome = run({"render", link, "--steps", "5000", "-o", folder / "a.png"});
  CHECK(outcome.code == 2);
  CHECK(is_one_sentence(outcome.err));
  CHECK_FALSE(std::filesystem::exists(folder / "a.png"));
}

TEST_CASE("control characters of an argument do not reach the terminal") {
  const Outcome outcome = run({"train", "\x1b[2J\n\nevil"});
  CHECK(outcome.code == 2);
  CHECK(is_one_sentence(outcome.err));
  CHECK(outcome.err.find('\x1b') == std::string::npos);
}

// A stream that takes nothing, as a full disk does.
class Full : public std::streambuf {
 protected:
  int_type overflow(int_type) override { return traits_type::eof(); }
};

TEST_CASE("output that cannot be written is not success") {
  Full full;
  std::ostream out(&full);
  std::ostringstream err;
  const std::string args[] = {"describe"};
  CHECK(run_command_line(args, out, err) == 2);
  CHECK(is_one_sentence(err.str()));
}

}  // namespace
}  // namespace backprop
