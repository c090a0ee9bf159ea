// A network as somebody writes it down by hand: samples, sizes and weights as texts, until a run is
// made of them.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/run/trainer.h"

namespace backprop {

class HandSheet {
 public:
  using Row = std::vector<std::string>;
  using Grid = std::vector<Row>;

  HandSheet() { agree(); }

  // --- what is typed; agree() afterwards -----------------------------------------------------
  std::string inputs = "2", hidden = "2", outputs = "1";  // "4", "4, 3" or nothing; counts
  Row names;  // of the inputs, then of the targets
  Grid rows;  // of the samples: inputs, then targets; the last one is empty
  std::vector<Grid> weights;  // [layer][neuron][weights, then the bias]
  std::string activation = "sigmoid", output = "sigmoid", loss = "mse", biases = "learn";
  std::string rate = "0.5";
  bool one_at_a_time = true;  // a step takes one sample; else all of them

  // Makes names, rows and weights as many as the sizes say, as far as these are sizes, and adds an
  // empty row where the last one has something. What is typed stays; what has no place in smaller
  // sizes comes back with larger ones.
  void agree();
  // Takes hidden layers, functions, biases, rate and way of stepping from an experiment; agrees.
  void take_settings(const Experiment& experiment);
  // The sizes of the layers from the inputs to the outputs; an error says what is no size.
  Result<std::vector<int>> sizes() const;
  std::size_t input_count() const { return input_count_; }
  // "hidden layer 1, neuron 2", "output price"
  std::string neuron_name(std::size_t layer, std::size_t neuron) const;

  // Puts cells of a spreadsheet, between tabs, semicolons or commas, into the samples or a layer's
  // weights from a cell on. From the first column of the samples on, names above the numbers become
  // those of the columns, and more columns become more inputs; the last ones are targets as far as
  // their names say so (y1, out_2, target). What finds no place is left out, and trouble() says so.
  void paste_rows(std::string_view text, std::size_t row, std::size_t column);
  void paste_weights(std::string_view text, std::size_t layer, std::size_t neuron,
                     std::size_t column);

  // --- what comes of it ----------------------------------------------------------------------
  // Where something is wrong: the place of its field as the panel names it.
  struct Trouble {
    std::string sentence, place;
  };
  const std::optional<Trouble>& trouble() const { return trouble_; }
  void forget_trouble() { trouble_.reset(); }
  // A run at its start, or nothing and trouble(). Without a single weight they are drawn at random.
  std::shared_ptr<Trainer> make();

 private:
  std::shared_ptr<Trainer> fail_at(std::string where, std::string sentence);
  void tell_left_out(std::size_t lines, std::size_t columns, const std::string& into);
  bool read_table(SampleTable& table);
  bool read_weights(const Network& network, std::vector<float>& parameters);

  void fit(Row& cells, std::size_t count, const std::string& of);

  std::size_t input_count_ = 0;
  std::map<std::string, std::string> kept_;  // texts without a place now, by the place they had
  std::optional<Trouble> trouble_;
};

// Cells of a text from a spreadsheet: between tabs where it has any, else between semicolons, else
// between commas; a single column where it has none of them.
HandSheet::Grid cells_of(std::string_view text);

}  // namespace backprop
