// How quantities are written: names of layers and neurons, symbols with their indices in Unicode
// and LaTeX, and numbers with a few significant digits. Indices shown to people count from 1.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/network/network.h"

namespace backprop {

class Trainer;

struct Symbol {
  std::string text;   // "z⁽²⁾₃"
  std::string latex;  // "z^{(2)}_{3}"
};

// "Hidden layer 2", "Output"; "Inputs" for layer −1.
std::string layer_name(const Network& network, int layer);
// "Hidden layer 2, neuron 3"; "Output", or "Output 2" where there are several; of a table "Output
// price".
std::string neuron_name(const Trainer& trainer, int layer, int neuron);

// For the middle of a sentence, an input by its feature or its column: "x₁", "petal width", "hidden
// layer 1, neuron 2", "output", "output 3", "output price".
std::string neuron_label(const Trainer& trainer, int layer, int neuron);
// "w from hidden layer 1, neuron 2 to output", "bias of hidden layer 1, neuron 2".
std::string parameter_label(const Trainer& trainer, std::size_t parameter);

// Where a sample of data().points is, in the numbers of the table it came from: "(−2, −0.7)", of a
// table's row all inputs. `digits` are those of numbers that came from no table.
std::string place_text(const Trainer& trainer, int index, int digits = 3);

std::string ordinal(int number);  // "1st", "22nd", "113th"
std::string subscript(int number);  // "₁₂"
std::string superscript(int number);  // "¹²"

// A quantity of a layer (0-based; −1 are the inputs, written as layer 0) and a neuron of it.
// `mean` writes the average over the batch: a bar over the letter.
Symbol neuron_symbol(std::string_view letter, std::string_view latex_letter, int layer, int neuron,
                     bool mean = false);
// w⁽²⁾₃₁: from neuron 1 of the layer before to neuron 3 of layer 2. A comma stands between the
// indices where one of them has two digits.
Symbol weight_symbol(int layer, int output, int input);
Symbol bias_symbol(int layer, int output);
Symbol parameter_symbol(const ParameterPlace& place);

// A feature's label with its LaTeX: "x₁²" is x_{1}^{2}, "sin x₁" is \\sin x_{1}.
Symbol label_symbol(std::string_view label);

// `digits` significant digits, with a true minus sign: "−0.0213", "9.8e−4", "12345", "∞". Zeros at
// the end stay when they stand for rounded digits and go when the number is exact.
std::string significant(double value, int digits = 3);
// The same for LaTeX: "-2.13 \cdot 10^{-5}".
std::string significant_latex(double value, int digits = 6);

// Columns a text takes in a monospaced font: its characters without combining marks.
int display_width(std::string_view text);

}  // namespace backprop
