// A worked example: a network of a book or a course as an experiment, and the numbers its source
// prints, each with what it is and when the run shows it. A plain text file, written by hand (the
// format is described in docs/examples.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shell/lessons/example_quantity.h"
#include "shell/lessons/printed_number.h"

namespace backprop {

struct ExampleNumber {
  int line = 0;
  ExampleQuantity quantity = {};
  PrintedNumber printed = {};
  std::optional<PrintedNumber> right = {};  // where the source is wrong: what it should say
  std::string symbol = {};  // "a⁽¹⁾₁"
  std::string name = {};  // the source's own: "net h1"
  bool computed = false;  // not printed by the source, but worked out for this file
};

// A place in the run at which numbers can be read: in its step `step`, from 1, once `phases` of it
// are done.
struct ExampleMoment {
  int line = 0;
  std::string title;
  std::int64_t step = 1;
  int phases = 5;
  int sample = -1;  // of the batch, from 0, that numbers are of; -1: the batch
  std::vector<ExampleNumber> numbers = {};
};

struct Example {
  std::string id, title, summary, source;
  std::string page;  // where the source can be read, without https://; may be empty
  std::string link;
  std::vector<std::string> note;  // paragraphs: the source's conventions, and where it is wrong
  std::vector<ExampleMoment> moments;
};

inline constexpr std::size_t kMaxExampleBytes = 64 * 1024;
inline constexpr std::size_t kMaxExampleMoments = 12, kMaxExampleNumbers = 80;  // of a moment
inline constexpr std::int64_t kMaxExampleStep = 20'000;

}  // namespace backprop
