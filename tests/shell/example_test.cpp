// The shelf of worked examples: every number a source prints, to its printed digits, against the
// engine's own, and what opens and shows them.
#include "shell/lessons/example.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/insight/explain.h"
#include "shell/app/app.h"
#include "shell/lessons/example_parser.h"
#include "shell/lessons/example_run.h"
#include "shell/lessons/find_example.h"
#include "shell/lessons/shipped_texts.h"
#include "tests/shell/frames.h"

namespace backprop {
namespace {

std::vector<Example> shelf() {
  Result<std::vector<Example>> examples = parse_examples(shipped_examples());
  INFO((examples ? std::string() : examples.error().message));
  REQUIRE(examples);
  return *examples;
}

const std::string kMine =
    "example: mine\ntitle: Mine\nsummary: A test.\nsource: Nobody\n"
    "link: table=x;y;1,0&layers=&outputActivation=sigmoid&learningRate=0.15\n&weights=.6,.9\n\n"
    "# Start\nat: step 1\nprinted:\n";

TEST_CASE("every number that a source prints is the engine's, to the printed digits") {
  std::size_t numbers = 0;
  for (const Example& example : shelf()) {
    Result<Trainer> trainer = open_example(example.link);
    REQUIRE(trainer);
    std::size_t own = 0;
    for (const ExampleMoment& moment : example.moments) {
      REQUIRE(go_to(*trainer, moment));
      CHECK(stands_at(*trainer, moment));
      for (const ComparedNumber& compared : compare(moment, *trainer)) {
        const ExampleNumber& number = *compared.number;
        INFO(example.id << ", line " << number.line << ": " << number.symbol << " is printed as "
                        << number.printed.text << ", the engine has "
                        << compared.value.value_or(0));
        REQUIRE(compared.value);
        CHECK(compared.agrees());
        ++own;
      }
    }
    INFO(example.id);
    CHECK(own > 0);
    numbers += own;
  }
  CHECK(numbers > 300);
}

TEST_CASE("there is a shelf of at least sixteen, each with a name of its own and a source") {
  std::set<std::string> ids, titles;
  for (const Example& example : shelf()) {
    CHECK(ids.insert(example.id).second);
    CHECK(titles.insert(example.title).second);
    // Either something is printed, or the citation says that the numbers are computed here.
    const bool printed = std::ranges::any_of(example.moments, [](const ExampleMoment& moment) {
      return std::ranges::any_of(moment.numbers,
                                 [](const ExampleNumber& number) { return !number.computed; });
    });
    INFO(example.id);
    CHECK((printed || example.source.find("computed here") != std::string::npos));
  }
  CHECK(ids.size() >= 16);
  for (const char* id : {"mazur", "mazur-biases", "nielsen", "nielsen-slow", "nielsen-entropy",
                         "sigmoid-circuit", "softmax-row", "tanh-neuron", "linear", "hagan",
                         "learning-from-data", "relu", "three-inputs", "han", "xor-online"}) {
    CHECK(ids.contains(id));
  }
  // 1-2-1 and 2-3-1 with ReLU, batches of two and three, 2-4-3-2, softmax on three rows.
  for (const char* id : {"relu-hundred", "relu-kink", "two-rows", "three-rows", "two-hidden",
                         "softmax-three", "softmax-irises"}) {
    CHECK(ids.contains(id));
  }
}

TEST_CASE("a source that went back through updated weights is told apart") {
  const std::vector<Example> examples = shelf();
  const Result<const Example*> mazur = find_example(examples, "mazur");
  REQUIRE(mazur);
  Result<Trainer> trainer = open_example((*mazur)->link);
  REQUIRE(trainer);
  const ExampleMoment& after = (*mazur)->moments[1];
  REQUIRE(go_to(*trainer, after));
  const std::vector<ComparedNumber> numbers = compare(after, *trainer);
  REQUIRE(numbers.size() == 1);
  CHECK(numbers[0].number->printed.text == "0.291027924");
  CHECK(numbers[0].agrees());
  CHECK(numbers[0].differs_as_told());
}

TEST_CASE("the numbers of an example are those that explain shows") {
  const std::vector<Example> examples = shelf();
  const Result<const Example*> mazur = find_example(examples, "mazur");
  Result<Trainer> trainer = open_example((*mazur)->link);
  REQUIRE(trainer);
  REQUIRE(go_to(*trainer, (*mazur)->moments[0]));
  const auto target = parse_target(*trainer, "delta:2.1@1");
  const auto explanation = explain(*trainer, *target);
  const auto delta = parse_example_quantity("delta:2.1", *trainer, -1);
  REQUIRE(delta);
  CHECK(value_of(*delta, *trainer) ==
        static_cast<double>(explanation->equations.back().result.value));
  const auto minus = parse_example_quantity("-delta:2.1@1", *trainer, -1);
  REQUIRE(minus);
  CHECK(value_of(*minus, *trainer) == -*value_of(*delta, *trainer));
  const auto twice = parse_example_quantity("2 loss", *trainer, -1);
  REQUIRE(twice);
  CHECK(value_of(*twice, *trainer) == 2 * static_cast<double>(trainer->workspace().loss));
}

TEST_CASE(
    "printed digits leave half a unit of the last one open, or a whole one where they are cut") {
  const auto printed = [](const char* text, bool cut = false) {
    Result<PrintedNumber> number = parse_printed(text);
    REQUIRE(number);
    number->cut = cut;
    return *number;
  };
  CHECK(agrees(printed("0.75"), 0.7451));
  CHECK(agrees(printed("0.75"), 0.7549));
  CHECK_FALSE(agrees(printed("0.75"), 0.7449));
  CHECK_FALSE(agrees(printed("0.75"), -0.75));
  CHECK(agrees(printed("0.75", true), 0.7599));
  CHECK_FALSE(agrees(printed("0.75", true), 0.7499));
  CHECK(agrees(printed("-0.17", true), -0.179));
  CHECK(agrees(printed("3.5e-5"), 3.46e-5));
  CHECK_FALSE(agrees(printed("3.50e-5"), 3.46e-5));
  CHECK(agrees(printed("−2.522"), -2.5219));
  CHECK(agrees(printed("1"), 0.6));
  CHECK(like_printed(printed("0.593269992"), 0.59327001) == "0.5932700");
  CHECK(like_printed(printed("0.593269992"), 0.59326994) == "0.593270");
  CHECK(like_printed(printed("-0.0065"), -0.00652) == "−0.0065");
  CHECK(like_printed(printed("0.10"), 0.0982) == "0.10");
  CHECK(like_printed(printed("1.0"), 0.9996) == "1.0");
  CHECK(like_printed(printed("0.00"), 0) == "0.00");
  for (const char* text : {"", "x", "0.5.5", "1e", "nan", "inf", "-", ".", "1e99", "0x10"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_printed(text));
  }
}

TEST_CASE("what a file of an example cannot say is named with its line") {
  const auto error = [](const std::string& text) {
    const Result<Example> example = parse_example(text);
    return example ? std::string("parsed") : example.error().message;
  };
  const auto has = [&](const std::string& text, std::string_view part) {
    const std::string message = error(text);
    INFO(message);
    return message.find(part) != std::string::npos;
  };
  CHECK(error(kMine + "a:1.1 = 0.8176 (out)\n") == "parsed");
  CHECK(has(kMine, "there are no numbers below this title"));
  CHECK(has(kMine + "a:1.2 = 1\n", "line 11: layer 1 has 1 neuron: there is no neuron 2"));
  CHECK(has(kMine + "alpha:1.1 = 1\n", "is no quantity of a step"));
  CHECK(has(kMine + "a:1.1 = many\n", "is no number as books print it"));
  CHECK(has(kMine + "a:1.1 = 1 perhaps\n", "behind a number stand cut"));
  CHECK(has(kMine + "a:1.1 = 0.8 wrong 0.8176\n", "a note: says why"));
  CHECK(has(kMine + "a:1.1 = 0.8 wrong\n", "is no number as books print it"));
  CHECK(has(kMine + "back:1.1.1 = 1\n", "nothing comes back from there"));
  CHECK(has(kMine + "loss:2 = 1\n", "loss: takes 1 to 1"));
  CHECK(has(kMine + "a:1.1@2 = 1\n", "there is no sample 2"));
  CHECK(has(kMine + "a:1.1 = 0.8\nsome words\n", "is neither a key: nor a number"));
  CHECK(has("example: A b\n", "small letters"));
  CHECK(has("example: a\nlink: dataset=nothing\n# T\n", "line 2: "));
  CHECK(has("example: a\ntitel: T\n", "there is no key"));
  CHECK(has("words\n", "is neither a key: nor a number"));
  CHECK(has("example: a\n", "the example needs title:"));
  std::string early = kMine + "delta:1.1 = 0.1219\n";
  early.replace(early.find("step 1"), 6, "step 1, forward");
  CHECK(has(early, "in a later phase"));
  early.replace(early.find("step 1, forward"), 15, "step 0");
  CHECK(has(early, "at: takes step 1 to 20000"));
}

TEST_CASE("a link opens an example, and the link of the page keeps it") {
  App app("example=mazur");
  REQUIRE(app.lessons().examples().is_open());
  CHECK(app.canvas().messages.empty());
  CHECK(app.session().trainer().step_count() == 0);
  CHECK(app.session().view().selected_point == 0);
  CHECK(app.link().find("example=mazur") != std::string::npos);
  CHECK(app.session().view().pinned_neuron == NeuronId{0, 0});
  app.open_link("dataset=circle");
  CHECK_FALSE(app.lessons().examples().is_open());
  CHECK(app.link().find("example") == std::string::npos);
  app.open_link("lesson=zero-init");
  CHECK(app.lessons().lesson() != nullptr);
  app.open_link("example=han");
  CHECK(app.lessons().lesson() == nullptr);
  CHECK(app.lessons().examples().example().id == "han");
  app.lessons().close();
  CHECK_FALSE(app.lessons().has_card());
}

TEST_CASE("an example that nobody knows is answered with the nearest name") {
  App app("example=masur");
  CHECK_FALSE(app.lessons().examples().is_open());
  CHECK(app.lessons().gallery_open());
  CHECK(app.lessons().shows_examples);
  REQUIRE(app.canvas().messages.size() == 1);
  CHECK(app.canvas().messages[0].text ==
        "There is no worked example 'masur': the nearest name is 'mazur'.");
}

TEST_CASE("every example of the shelf opens in the application and agrees at every moment") {
  for (const Example& example : shelf()) {
    CAPTURE(example.id);
    App app("example=" + example.id);
    ExamplePlayer& player = app.lessons().examples();
    REQUIRE(player.is_open());
    for (std::size_t i = 0; i < example.moments.size(); ++i) {
      CAPTURE(i);
      player.go_to(app.session(), i);
      CHECK(stands_at(app.session().trainer(), example.moments[i]));
      CHECK(player.all_agree(app.session()));
    }
  }
}

TEST_CASE("an example opens at the start of its first step, and its numbers come with the phases") {
  App app("example=mazur");
  Session& session = app.session();
  ExamplePlayer& player = app.lessons().examples();
  const auto known = [&](std::size_t moment) {
    return std::ranges::count_if(player.numbers(session, moment), &ComparedNumber::agrees);
  };
  // Of 26 numbers: z and a, the losses, what goes back, gradients, new weights.
  const std::ptrdiff_t so_far[] = {0, 6, 9, 16, 18, 26};
  for (int phase = 0; phase <= kPhaseCount; ++phase) {
    CAPTURE(phase);
    CHECK(known(0) == so_far[phase]);
    for (const ComparedNumber& number : player.numbers(session)) {
      CHECK(number.value.has_value() == (phases_for(number.number->quantity) <= phase));
    }
    REQUIRE(session.carry_out(intent::AdvancePhase{}));
    player.update(session);
  }
  // The next step has begun: the next moment is open, and what was computed stays.
  CHECK(player.moment_index() == 1);
  CHECK(known(1) == 0);
  CHECK(known(0) == 26);
  REQUIRE(session.carry_out(intent::AdvancePhase{}));
  CHECK(known(1) == 1);
  // From the start they come again.
  REQUIRE(session.carry_out(intent::Restart{}));
  player.update(session);
  CHECK(player.moment_index() == 0);
  CHECK(known(0) == 0);
  for (int phase = 1; phase < kPhaseCount; ++phase) {
    REQUIRE(session.carry_out(intent::AdvancePhase{}));
    CHECK(known(0) == so_far[phase]);
  }
  // Of a run that trained past all moments, all of them.
  REQUIRE(session.carry_out(intent::Step{20'000}));
  for (std::size_t i = 0; i < player.example().moments.size(); ++i) {
    CHECK(known(i) == static_cast<std::ptrdiff_t>(player.example().moments[i].numbers.size()));
  }
}

TEST_CASE("what is shown of two numbers looks as its mark says") {
  using Verdict = ComparedNumber::Verdict;
  std::size_t near = 0;
  for (const Example& example : shelf()) {
    Result<Trainer> trainer = open_example(example.link);
    REQUIRE(trainer);
    for (const ExampleMoment& moment : example.moments) {
      REQUIRE(go_to(*trainer, moment));
      for (const ComparedNumber& compared : compare(moment, *trainer)) {
        const ExampleNumber& number = *compared.number;
        INFO(example.id << ", line " << number.line << ": printed " << number.printed.text
                        << ", here " << compared.text());
        const auto here = parse_printed(compared.text().substr(0, compared.text().find("…")));
        REQUIRE(here);
        // The printed number, cut to as many digits as are shown here.
        const bool same = like_printed(*here, number.printed.value) == shown(*here) ||
                          (number.printed.cut && here->value == number.printed.value);
        CHECK(same == (compared.verdict() == Verdict::kSame));
        CHECK((compared.verdict() == Verdict::kSourceWrong) == number.right.has_value());
        near += compared.verdict() == Verdict::kNear ? 1 : 0;
      }
    }
  }
  CHECK(near > 0);

  const auto find = [](std::string_view id, std::string_view printed) {
    const std::vector<Example> examples = shelf();
    const Example example = **find_example(examples, id);
    Result<Trainer> trainer = open_example(example.link);
    (void)go_to(*trainer, example.moments[0]);
    for (const ComparedNumber& compared : compare(example.moments[0], *trainer)) {
      if (compared.number->printed.text == printed)
        return std::pair(compared.verdict(), compared.text());
    }
    return std::pair(Verdict::kUnknown, std::string());
  };
  const auto [iris, iris_text] = find("iris-flower", "-0.000342574061");
  CHECK(iris == Verdict::kNear);
  CHECK(iris_text == "−0.0003425766");
  const auto [mazur, mazur_text] = find("mazur", "-0.019049119");
  CHECK(mazur == Verdict::kSourceWrong);
  CHECK(mazur_text == "−0.019049117");
}

TEST_CASE("a number that is chosen is computed, and the microscope shows its equation") {
  App app("example=mazur");
  Session& session = app.session();
  ExamplePlayer& player = app.lessons().examples();
  const auto choose = [&](std::size_t index) {
    player.show(session, player.moment().numbers[index]);
    const View& view = session.view();
    ExplainTarget target{ExplainTarget::Kind::kNeuron};
    if (view.pinned_parameter) {
      target.kind = ExplainTarget::Kind::kParameter;
      target.parameter = *view.pinned_parameter;
    } else {
      target.layer = view.pinned_neuron->layer;
      target.neuron = view.pinned_neuron->neuron;
    }
    REQUIRE(view.selected_point);
    const auto explanation = explain_point(session.trainer(), target, *view.selected_point);
    REQUIRE(explanation);
    const auto block = session.microscope().wanted_block;
    REQUIRE(block);
    return *block < explanation->equations.size()
               ? explanation->equations[*block].result.symbol
               : std::string(explanation->update ? "update" : "nothing");
  };
  CHECK(choose(12) == "∂L/∂w⁽²⁾₁₁[1]");
  CHECK(session.trainer().phases_done() == 4);
  CHECK(choose(0) == "z⁽¹⁾₁");
  CHECK(session.trainer().phases_done() == 4);  // there already
  CHECK(choose(11) == "δ⁽²⁾₁");
  CHECK(choose(10) == "φ′(z⁽²⁾₁)");
  CHECK(choose(18) == "update");
  CHECK(session.trainer().step_count() == 1);
  REQUIRE(session.carry_out(intent::Step{}));
  CHECK(choose(12) == "∂L/∂w⁽²⁾₁₁[1]");
  CHECK(session.trainer().step_count() == 0);
}

TEST_CASE("a changed run does not agree, one that went on keeps its numbers, and both find back") {
  App app("example=linear");
  ExamplePlayer& player = app.lessons().examples();
  player.go_to(app.session(), 0);
  REQUIRE(player.all_agree(app.session()));
  REQUIRE(app.session().carry_out(intent::Step{}));
  CHECK(player.all_agree(app.session()));
  CHECK(player.is_own(app.session()));
  REQUIRE(app.session().carry_out(intent::EditParameter{0, 3}));
  CHECK_FALSE(player.is_own(app.session()));
  CHECK_FALSE(player.numbers(app.session()).front().value);
  player.go_to(app.session(), 0);
  CHECK(player.all_agree(app.session()));
  REQUIRE(app.session().carry_out(intent::SetProperty{"learningRate", "0.5"}));
  REQUIRE(app.session().carry_out(intent::Restart{}));
  REQUIRE(app.session().carry_out(intent::Step{}));
  CHECK(player.numbers(app.session()).front().agrees());
  CHECK_FALSE(player.all_agree(app.session()));
  // Another network, which lacks what is asked for.
  REQUIRE(app.session().carry_out(intent::SetProperty{"layers", "1"}));
  REQUIRE(app.session().carry_out(intent::Step{}));
  CHECK_FALSE(player.all_agree(app.session()));
  for (const ComparedNumber& number : player.numbers(app.session())) {
    player.look_at(app.session(), *number.number);
  }
  player.go_to(app.session(), 1);
  CHECK(player.all_agree(app.session()));
}

TEST_CASE("a file with an example opens, and comes back after a reload where it was") {
  const std::string text =
      kMine + "a:1.1 = 0.8176\n# Later\nat: step 3, forward\na:1.1 = 0.8 cut\n";
  platform::fake::kept = {};
  App app("dataset=circle");
  REQUIRE(app.open_file("mine.txt", text));
  REQUIRE(app.lessons().examples().is_open());
  app.lessons().examples().go_to(app.session(), 1);
  app.tell_address_now();
  CHECK(platform::fake::kept.lesson + '\n' == text);
  CHECK(app.link().find("example=") == std::string::npos);
  App again("");
  again.open_address(platform::fake::fragment, platform::fake::kept);
  REQUIRE(again.lessons().examples().is_open());
  CHECK(again.lessons().examples().moment_index() == 1);
  CHECK(again.lessons().examples().all_agree(again.session()));
  const Result<void> bad = app.open_file("bad.txt", kMine);
  REQUIRE_FALSE(bad);
  CHECK(bad.error().message.find("is no worked example yet: line 8") != std::string::npos);
}

}  // namespace
TEST_CASE("a row that is clicked takes the microscope to its number, whatever was open before") {
  const Frames frames;
  App app("");
  app.start();
  Frames::draw(app, 3);
  for (const char* link : {"example=nielsen", "example=mazur", "example=iris-flower"}) {
    INFO(link);
    app.open_link(link);
    Frames::draw(app, 6, 0.02);
    const std::size_t rows = app.lessons().examples().moment().numbers.size();
    for (std::size_t row = 1; row <= rows; row += 4) {
      Frames::click(app, "example.number." + std::to_string(row));
      Frames::draw(app, 4, 0.02);
      CHECK(app.canvas().places.find("network.picture") != nullptr);
    }
  }
}

}  // namespace backprop
