// Any text as a training step of another program: refused with a sentence, or compared in finite
// words, the same ones each time.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/compare_step/compare_step.h"
#include "engine/compare_step/read_step.h"
#include "tests/fuzz/require.h"

using namespace backprop;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<StepFile> file = read_step_file({reinterpret_cast<const char*>(data), size});
  if (!file) {
    require(is_plain_text(file.error().message));
    return 0;
  }
  const StepComparison comparison = compare_step(*file);
  require(comparison.tensors > 0 && comparison.numbers >= comparison.tensors);
  const std::vector<std::string> sentences = step_sentences(*file, comparison);
  require(!sentences.empty());
  for (const std::string& sentence : sentences) require(is_plain_text(sentence));
  if (comparison.first) {
    const StepDifference& first = *comparison.first;
    require(first.differing > 0 && !first.name().empty());
  }
  require(step_sentences(*file, compare_step(*file)) == sentences);
  return 0;
}
