// Any text as a document: refused with a sentence, or a run that is written and read again with
// the same bits and can be trained.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/text.h"
#include "engine/run/document.h"
#include "tests/fuzz/require.h"

using namespace backprop;

namespace {

// Training the largest experiments takes longer than a fuzzer should wait.
bool is_small(const Trainer& trainer) {
  return trainer.network().parameter_count() * trainer.data().points.size() < 50'000;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Result<Trainer> run = parse_document({reinterpret_cast<const char*>(data), size});
  if (!run) {
    require(is_plain_text(run.error().message));
    return 0;
  }
  const std::string written = make_document(*run);
  Result<Trainer> again = parse_document(written);
  require(again.has_value());
  require(again->parameter_hash() == run->parameter_hash());
  require(again->experiment() == run->experiment());
  require(make_document(*again) == written);
  if (!is_small(*run)) return 0;
  require(run->steps(2) == again->steps(2));
  require(again->parameter_hash() == run->parameter_hash());
  return 0;
}
