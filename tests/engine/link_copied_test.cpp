// Links as people copy them are read as they were meant.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

#include "engine/base/text.h"
#include "engine/experiment/experiment.h"
#include "engine/experiment/link.h"
#include "engine/experiment/link_escapes.h"
#include "engine/experiment/link_text.h"
#include "engine/math/random.h"
#include "tests/engine/random_experiment.h"

namespace backprop {
namespace {

constexpr std::string_view kLink = "dataset=spiral&noise=0.1&features=x1,x2,sinx1&layers=8,8";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// As encodeURIComponent writes it.
std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view("-_.!~*'()").find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    if (plain) {
      result += c;
    } else {
      result += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return result;
}

void reads_as(std::string_view copied, std::string_view meant, bool silently = true) {
  INFO(copied);
  const ParsedLink link = parse_link(copied);
  const ParsedLink wanted = parse_link(meant);
  for (const std::string& message : texts_of(link.messages)) UNSCOPED_INFO(message);
  CHECK(link.experiment == wanted.experiment);
  CHECK(link.step == wanted.step);
  CHECK(link.weights == wanted.weights);
  CHECK(link.page == wanted.page);
  if (silently) CHECK(link.messages.empty());
  CHECK(parse_strict_link(copied).has_value());
}

TEST_CASE("links with & as other texts write it") {
  const std::string link(kLink);
  for (const char* sign : {"&amp;", "&amp;amp;", "\\&", "&#38;", "&#x26;", "\\u0026"}) {
    reads_as("#" + replaced(link, "&", sign), kLink);
    reads_as("https://example.org/play/#" + replaced(link, "&", sign), kLink);
    reads_as(
        "https://example.org/play/?a=b" + std::string(sign) + "c=d#" + replaced(link, "&", sign),
        kLink);
  }
  reads_as(replaced(replaced(link, "&", "\\&"), "=", "\\="), kLink);
  reads_as(replaced(link, "&", "&&"), kLink);
}

TEST_CASE("links out of a sentence, a page's source or a list") {
  const std::string url = "https://example.org/play/#" + std::string(kLink);
  for (const char* form : {"@.",
                           "@,",
                           "@;",
                           "@)",
                           "(@)",
                           "(@).",
                           "[@]",
                           "<@>",
                           "\"@\"",
                           "'@'",
                           "`@`",
                           "“@”",
                           "«@»",
                           "@!",
                           "@?",
                           "@…",
                           " @ ",
                           "\n@\n",
                           "**@**",
                           "[the spiral](@)",
                           "[the spiral](@).",
                           "<a href=\"@\">the spiral</a>",
                           "<a href='@'>the spiral</a>",
                           "{\"link\": \"@\"}",
                           "Look at @",
                           "@%22",
                           "@%29.",
                           "@%20",
                           "@%0A",
                           "@%E2%80%9D",
                           "@%C2%A0.",
                           "@\\",
                           "@&",
                           "@#",
                           "\u200b@\u200b",
                           "（@）。"}) {
    reads_as(replaced(form, "@", url), kLink);
  }
  for (const char* form : {"\"@\"", "'@'", "@.", "#@)", "(#@)", "?@", "#?@", "“@”", "#/@"}) {
    reads_as(replaced(form, "@", kLink), kLink);
  }
}

TEST_CASE("what stands behind a link is left out, and that is said") {
  reads_as("https://example.org/#dataset=xor&layers=3 is my favourite", "dataset=xor&layers=3",
           false);
  const ParsedLink link = parse_link("dataset=xor (try it)");
  REQUIRE(link.messages.size() == 1);
  CHECK(link.messages[0].kind == LinkMessage::Kind::kPassedOver);
  CHECK(link.messages[0].sentence == "What stands behind the link, '(try it)', was left out.");
}

TEST_CASE("links broken over lines, and with spaces around their signs") {
  reads_as("https://example.org/#dataset=xor&\n  layers=8,\n8&noise=0.1",
           "dataset=xor&layers=8,8&noise=0.1");
  reads_as("https://example.org/#dataset=xor&lay\r\ners=8,8&noise=0.1",
           "dataset=xor&layers=8,8&noise=0.1");
  reads_as("dataset = xor & layers = 8, 8", "dataset=xor&layers=8,8");
}

TEST_CASE("links that were escaped as a whole, once or more often") {
  std::string link = std::string(kLink) + "&compare=optimizer%3Dadam%26learningRate%3D0.01";
  std::string url = "https://example.org/play/#" + link;
  const std::string meant = link;
  for (int times = 1; times <= 3; ++times) {
    link = escaped(link);
    url = escaped(url);
    reads_as(link, meant);
    reads_as("#" + link, meant);
    reads_as("https://example.org/play/#" + link, meant);
    reads_as("https://example.org/play/%23" + link, meant);
    reads_as(url, meant);
    reads_as("https://example.org/away?to=" + url, meant);
  }
  reads_as("#dataset%3Dspiral&noise%3D0.1&features=x1%2Cx2%2Csinx1&layers=8%252C8", kLink);
  reads_as("https://example.org/?" + std::string(kLink), kLink);
  CHECK(parse_link("https://example.org/?lang=en").messages.empty());
  CHECK(parse_link("https://example.org/?lang=en").experiment == Experiment());
}

TEST_CASE("links behind the address of the page they were copied from") {
  const std::string course =
      "https://developers.google.com/machine-learning/crash-course/playground/"
      "?utm_source=engedu&utm_medium=ss&hl=zh-cn#activation=relu&dataset=xor&networkShape=3,2";
  constexpr const char* kMeant = "activation=relu&dataset=xor&networkShape=3,2";
  reads_as(course, kMeant);
  reads_as("https://example.org/play/#" + course, kMeant);
  reads_as("#" + course, kMeant);
  reads_as("https://example.org/play/#" + std::string(kLink) + "#top", kLink);
}

TEST_CASE("a link that was written here is read as it is") {
  Random random(11, Random::Stream::kData);
  for (int round = 0; round < 200; ++round) {
    const Experiment experiment = random_experiment(random);
    const std::vector<float> weights = {0.25f, -1.5f, 3e-5f};
    for (const std::string& text : {make_link(experiment), make_link(experiment, 7, weights)}) {
      INFO(text);
      std::string rest;
      REQUIRE(fragment_in(text, rest) == text);
      REQUIRE(fragment_in("https://example.org/#" + text, rest) == text);
      REQUIRE(rest.empty());
    }
  }
}

TEST_CASE("any text is read in bounded time, as plain text") {
  constexpr std::string_view kPieces[] = {
      "&amp;", "&", "=", "\\", "%25",     "%3D", "%26", "#",      "://", "?",       "(",    ")",
      "\"",    "”", " ", "\n", "dataset", "xor", "%",   "layers", "8,8", "compare", "hide", "a"};
  Random random(12, Random::Stream::kData);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::uint32_t i = random.below(30); i > 0; --i) {
      text += kPieces[random.below(static_cast<std::uint32_t>(std::size(kPieces)))];
    }
    const ParsedLink link = parse_link(text);
    for (const std::string& message : texts_of(link.messages)) REQUIRE(is_plain_text(message));
    for (const LinkPair& pair : link.page) REQUIRE(is_plain_text(pair.value));
  }
  std::string long_text;
  while (long_text.size() + 10 < kMaxLinkLength) long_text += "&amp;%2525";
  CHECK(parse_link(long_text).messages.size() <= 25);
}

TEST_CASE("names of a table may look like escapes") {
  constexpr std::string_view kNamed =
      "points=1,2,0;3,4,1&columns=a,0,1;b,0,1;kind,0,1,100%2525,a%252Cb&trainFraction=1";
  const ParsedLink link = parse_link(kNamed);
  REQUIRE(link.messages.empty());
  REQUIRE(link.experiment.columns->classes == std::vector<std::string>{"100%25", "a%2Cb"});
  REQUIRE(parse_link(make_link(link.experiment)).experiment == link.experiment);
}

TEST_CASE("names of a table may end as sentences do") {
  for (const std::string_view end : {"!", "?", ".", ")", "'", "#", "&", "”", "…", "%22", "*"}) {
    const std::string name = "cat" + std::string(end);
    INFO(name);
    Experiment experiment;
    experiment.table = SampleTable{{"x1"}, {"kind"}, {"dog", name}, {1, 0, 2, 1}, {}};
    REQUIRE(check_table(*experiment.table).has_value());
    REQUIRE(set_property(experiment, "dataset", "table").has_value());
    const std::string link = make_link(experiment);
    REQUIRE(parse_link(link).experiment.table == experiment.table);
    REQUIRE(parse_link("(https://example.org/play/#" + link + ").").experiment.table ==
            experiment.table);
  }
}

TEST_CASE("a bare fragment is one that nothing is taken from") {
  constexpr std::string_view kSigns = "aZ09=&.,-_+~%#;:/ \\\"";
  Random random(7, Random::Stream::kData);
  int bare = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    const int length = static_cast<int>(random.below(12));
    for (int k = 0; k < length; ++k) {
      // Mostly of the first ones, or hardly any would be bare.
      const std::size_t most = random.below(10) == 0 ? kSigns.size() : std::size_t{12};
      text += kSigns[random.below(static_cast<std::uint32_t>(most))];
    }
    if (!is_bare_fragment(text)) continue;
    ++bare;
    INFO(text);
    std::string rest;
    REQUIRE(fragment_in(text, rest) == text);
    REQUIRE(fragment_in('#' + text, rest) == text);
    REQUIRE(rest.empty());
  }
  REQUIRE(bare > 1000);
  REQUIRE(is_bare_fragment("dataset=xor&layers=4,2&learningRate=0.03&step=500"));
  REQUIRE(is_bare_fragment(""));
  for (const char* dressed : {"a=1&amp;b=2", "#a=1", "a=1.", "(a=1)", "a%3D1", "https://x/?a=1"}) {
    REQUIRE_FALSE(is_bare_fragment(dressed));
  }
}

}  // namespace
}  // namespace backprop
