#include "engine/parts/optimizer.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>

#include "engine/math/random.h"
#include "engine/math/simd.h"

namespace backprop {
namespace {

// Where a weight that starts at 1 goes under gradients ½, −¼, 0.1; the lanes beside it see none.
std::vector<float> path(const char* name, const OptimizerSettings& settings) {
  OptimizerState state = make_state(optimizer(name), kLanes);
  std::vector<float> w = {1, 0, 0, 0}, updates(4), result;
  for (float g : {.5f, -.25f, .1f}) {
    const std::vector<float> gradients = {g, 0, 0, 0};
    optimizer(name).compute(settings, w.data(), gradients.data(), state, updates.data(), kLanes);
    for (std::size_t i = 0; i < 4; ++i) w[i] += updates[i];
    result.push_back(w[0]);
    for (std::size_t i = 1; i < 4; ++i) CHECK(w[i] == 0);
  }
  CHECK(state.steps == 3);
  return result;
}

bool close(const std::vector<float>& actual, std::initializer_list<double> expected) {
  std::size_t i = 0;
  for (double value : expected) {
    if (!(std::abs(static_cast<double>(actual[i++]) - value) <= 2e-7)) return false;
  }
  return i == actual.size();
}

OptimizerSettings tenth() {
  OptimizerSettings settings;
  settings.learning_rate = 0.1f;
  return settings;
}

TEST_CASE("optimizers follow known sequences") {
  CHECK(close(path("sgd", tenth()), {.95, .975, .965}));
  CHECK(close(path("momentum", tenth()), {.95, .93, .902}));
  CHECK(close(path("adam", tenth()), {.900000002, .8733662987, .8418419430}));
}

TEST_CASE("the other optimizers do as their formulas say, by hand") {
  // Nesterov: v = .5, −.25 + .45 = .2, .1 + .18 = .28; Δ = −.1·(g + .9·v).
  CHECK(close(path("nesterov", tenth()), {1 - .095, 1 - .095 + .007, 1 - .095 + .007 - .0352}));
  // Adagrad: Δ = −.1·g/√Σg².
  const double s1 = .25, s2 = s1 + .0625, s3 = s2 + .01;
  double w1 = 1 - .1 * .5 / std::sqrt(s1);
  double w2 = w1 + .1 * .25 / std::sqrt(s2);
  CHECK(close(path("adagrad", tenth()), {w1, w2, w2 - .1 * .1 / std::sqrt(s3)}));
  // RMSprop, ρ = .9.
  const double r1 = .1 * .25, r2 = .9 * r1 + .1 * .0625, r3 = .9 * r2 + .1 * .01;
  w1 = 1 - .1 * .5 / std::sqrt(r1);
  w2 = w1 + .1 * .25 / std::sqrt(r2);
  CHECK(close(path("rmsprop", tenth()), {w1, w2, w2 - .1 * .1 / std::sqrt(r3)}));
  // AdamW: Adam after the weight has shrunk by 1 − η·λ.
  OptimizerSettings settings = tenth();
  settings.weight_decay = 0.2f;
  const auto adam = path("adam", tenth());
  const auto adamw = path("adamw", settings);
  CHECK(std::abs(adamw[0] - (adam[0] - 0.1f * 0.2f)) < 2e-7f);
}

TEST_CASE("epsilon stands outside the root") {
  OptimizerSettings settings = tenth();
  settings.epsilon = 1;
  // Adagrad's first step: g/(|g| + 1) with g = ½ is a third.
  CHECK(std::abs(path("adagrad", settings)[0] - (1 - .1f / 3)) < 1e-7f);
  // Adam's first step: m̂ = g and √v̂ = |g|.
  CHECK(std::abs(path("adam", settings)[0] - (1 - .1f / 3)) < 1e-6f);
}

TEST_CASE("an optimizer's entry tells which memory it has") {
  for (const Optimizer& entry : optimizers()) {
    CAPTURE(entry.name);
    const OptimizerState state = make_state(entry, 6);
    CHECK(state.first.size() == (entry.uses_first ? 8u : 0u));
    CHECK(state.second.size() == (entry.uses_second ? 8u : 0u));
    CHECK(entry.has_memory() == (state.first.size() + state.second.size() > 0));
    CHECK(state.steps == 0);
    CHECK(&optimizer(entry.name) == &entry);
  }
}

TEST_CASE("optimizers read exactly the settings they name") {
  struct Setting {
    const char* name;
    float OptimizerSettings::* member;
  };
  const Setting settings[] = {{"momentum", &OptimizerSettings::momentum},
                              {"beta1", &OptimizerSettings::beta1},
                              {"beta2", &OptimizerSettings::beta2},
                              {"rho", &OptimizerSettings::rho},
                              {"epsilon", &OptimizerSettings::epsilon},
                              {"weightDecay", &OptimizerSettings::weight_decay}};
  for (const Optimizer& entry : optimizers()) {
    CAPTURE(entry.name);
    const std::string name(entry.name);
    const auto before = path(name.c_str(), tenth());
    for (const Setting& setting : settings) {
      CAPTURE(setting.name);
      OptimizerSettings changed = tenth();
      changed.*setting.member = 0.5f;
      bool named = false;
      for (std::string_view own : entry.settings) named |= own == setting.name;
      CHECK((path(name.c_str(), changed) != before) == named);
    }
  }
}

// Δw = −scale·g + memory − η·decay·w is what was done, and names what it used.
TEST_CASE("the recipe of every update adds up to it") {
  Random random(8, Random::Stream::kWeights);
  for (const Optimizer& entry : optimizers()) {
    CAPTURE(entry.name);
    OptimizerState state = make_state(entry, kLanes);
    std::vector<float> w = {0.7f, -0.4f, 1.5f, 0}, g(kLanes), updates(kLanes);
    for (int step = 0; step < 20; ++step) {
      CAPTURE(step);
      for (float& value : g) value = static_cast<float>(random.normal());
      const OptimizerState earlier = state;
      entry.compute(tenth(), w.data(), g.data(), state, updates.data(), kLanes);
      for (std::size_t i = 0; i < g.size(); ++i) {
        const auto of = [i](const std::vector<float>& memory) {
          return memory.empty() ? 0.0 : static_cast<double>(memory[i]);
        };
        const double gradient = static_cast<double>(g[i]);
        const double rate = static_cast<double>(tenth().learning_rate);
        const UpdateRecipe recipe =
            entry.recipe({rate, gradient, of(earlier.first), of(state.first), of(state.second),
                          state.steps, tenth()});
        const double whole = -recipe.scale * gradient + recipe.memory -
                             rate * recipe.decay * static_cast<double>(w[i]);
        CHECK(std::abs(whole - static_cast<double>(updates[i])) < 1e-6);
        CHECK((recipe.memory == 0 || !recipe.memory_name.empty()));
        CHECK(recipe.memory_name.empty() == recipe.memory_latex.empty());
        CHECK(recipe.memory_name.empty() == recipe.memory_help.empty());
        CHECK(recipe.quantities.size() >= entry.settings.size());
        w[i] += updates[i];
      }
    }
  }
}

// On the bowl ½w² the gradient is w: steps shrink below the limit and grow above it.
TEST_CASE("the largest step is where descent on a bowl turns") {
  for (const Optimizer& entry : optimizers()) {
    if (!entry.largest_step) continue;
    CAPTURE(entry.name);
    for (const double share : {0.98, 1.02}) {
      OptimizerSettings settings;
      settings.momentum = 0.8f;
      settings.learning_rate = static_cast<float>(share * entry.largest_step(settings));
      OptimizerState state = make_state(entry, kLanes);
      std::vector<float> w(kLanes, 1.0f), updates(kLanes);
      for (int step = 0; step < 1000; ++step) {
        entry.compute(settings, w.data(), w.data(), state, updates.data(), kLanes);
        for (std::size_t i = 0; i < w.size(); ++i) w[i] += updates[i];
      }
      CHECK((std::abs(w[0]) < 1) == (share < 1));
    }
  }
  CHECK(optimizer("sgd").largest_step);
  CHECK(optimizer("nesterov").largest_step);
}

TEST_CASE("every parameter is updated alike, wherever it lies") {
  Random random(1, Random::Stream::kWeights);
  const int count = 24;
  for (const Optimizer& entry : optimizers()) {
    CAPTURE(entry.name);
    OptimizerState state = make_state(entry, count);
    std::vector<float> w(count, 0.7f), g(count), updates(count);
    for (int step = 0; step < 5; ++step) {
      g.assign(count, static_cast<float>(random.normal()));
      entry.compute(tenth(), w.data(), g.data(), state, updates.data(), count);
      for (float update : updates) CHECK(update == updates[0]);
      CHECK(updates[0] != 0);
    }
  }
}

// As a float 0.99999 lacks 1.0014e-5 to 1; what was typed lacks 1e-5.
TEST_CASE("RMSprop takes 1 − ρ from the decimal that was set") {
  OptimizerSettings settings;
  settings.learning_rate = 1;
  settings.epsilon = 1e-12f;
  for (const auto& [rho, typed] : {std::pair{0.99999f, 0.99999}, std::pair{0.9999f, 0.9999},
                                   std::pair{0.99995f, 0.99995}, std::pair{0.9f, 0.9}}) {
    settings.rho = rho;
    OptimizerState state = make_state(optimizer("rmsprop"), 4);
    const float w[4] = {}, g[4] = {1, 2, 3, 4};
    float updates[4];
    optimizer("rmsprop").compute(settings, w, g, state, updates, 4);
    for (int i = 0; i < 4; ++i) {
      const double s = (1 - typed) * double{g[i]} * double{g[i]};
      CHECK(std::abs(double{state.second[static_cast<std::size_t>(i)]} / s - 1) < 3e-7);
      CHECK(std::abs(double{updates[i]} / (-double{g[i]} / std::sqrt(s)) - 1) < 3e-7);
    }
  }
}

}  // namespace
}  // namespace backprop
