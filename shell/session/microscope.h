// What the microscope looks at and how far it has been uncovered, with what is set of it: equations
// are explained and set anew only when they changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/insight/explain.h"
#include "shell/canvas/formula.h"
#include "shell/session/view.h"

namespace backprop {

struct Microscope {
  // --- asked for -------------------------------------------------------------------------------
  bool predict = false;  // results are covered until they are asked for
  bool expanded = false;  // long sums in full
  bool samples_in_row = false;  // the row of tabs has room for whose numbers they are
  bool all_samples = false;  // of the batch, not the ones that weigh most
  int revealed = 0;  // equations whose result may be seen, while predicting
  char guess[32] = "";
  std::string verdict;  // how close the last guess was, below the equation it was about
  std::optional<NeuronId> seen_neuron;  // pins of the frame before, to tell which came last
  std::optional<std::size_t> seen_parameter;
  std::vector<ExplainTarget> trail;  // where one came from, term by term; the last one is now

  // --- set -------------------------------------------------------------------------------------
  struct Key {
    std::uint64_t revision = ~std::uint64_t{0};
    ExplainTarget target{};
    int point = -1;
    float width = 0;
    bool predict = false, expanded = false;
    int revealed = 0;
    bool pictures = false;  // which come with what is opened
    friend bool operator==(const Key&, const Key&) = default;
  } key;
  struct Block {  // an equation, a picture of its function, or one of the tables
    enum class Kind { kEquation, kSlope, kIncoming, kSamples, kUpdate } kind;
    Formula formula = {};
    std::vector<Factor> factors = {};  // of the formula's terms; its result last
    bool covered = false;
    ImVec2 at = {0, 0}, size = {0, 0};
  };
  Explanation explanation;
  std::string sentence;  // what the phase does to it, while one goes from phase to phase
  std::vector<Block> blocks;  // equations as those of the explanation, then its tables
  std::vector<Contribution> samples;  // those that weigh most first
  float height = 0;
  float begin = 0;  // where what came last begins
  double next_refresh = 0;  // not before, while training
  double copied_at = -1;
  std::optional<std::size_t> wanted_block;  // to be brought into view
  int seen_phases = -1;
  ExplainTarget seen_target{};  // without its sample

  // Whether somebody is to guess what this phase computed of a neuron or parameter: then it is
  // nowhere on the canvas.
  bool covers(const ExplainTarget& what, Phase phase) const {
    return predict && is_to_guess(what, phase);
  }
  bool is_to_guess(const ExplainTarget& what, Phase phase) const;
};

}  // namespace backprop
