// An entry that lacks a piece does not compile: nothing of it has a default.
#include "engine/base/entry.h"

#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>
#include <type_traits>

#include "engine/experiment/experiment.h"
#include "engine/parts/regularizer.h"

namespace backprop {
namespace {

template <class Entry>
concept NeedsAll = !std::is_default_constructible_v<Entry> && !requires { Entry{.name = "x"}; };

static_assert(NeedsAll<ActivationFacts> && NeedsAll<Dataset> && NeedsAll<Feature> &&
              NeedsAll<Initializer> && NeedsAll<Loss> && NeedsAll<Optimizer> &&
              NeedsAll<Regularizer> && NeedsAll<Schedule>);
static_assert(!std::is_default_constructible_v<ActivationForms> &&
              !std::is_default_constructible_v<FeatureForms> &&
              !std::is_default_constructible_v<LossForms> &&
              !std::is_default_constructible_v<OptimizerForms> &&
              !std::is_default_constructible_v<RegularizerForms>);
static_assert(!std::is_constructible_v<Text, std::string_view>);  // only from what is written there

template <auto kTable>
void check_texts() {
  std::set<std::string> names, labels, helps;
  for (const auto& entry : kTable()) {
    INFO(entry.name);
    CHECK(names.insert(std::string(entry.name)).second);
    CHECK(labels.insert(std::string(entry.label)).second);
    CHECK(helps.insert(std::string(entry.help)).second);
    CHECK(entry.help.ends_with('.'));
    CHECK(entry.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") ==
          entry.name.npos);  // as it stands in a link, with nothing to escape
  }
}

TEST_CASE("entries of a table can be told apart, and their names stand in links as they are") {
  check_texts<activations>();
  check_texts<datasets>();
  check_texts<features>();
  check_texts<initializers>();
  check_texts<losses>();
  check_texts<optimizers>();
  check_texts<regularizers>();
  check_texts<schedules>();
}

}  // namespace
}  // namespace backprop
