#include "shell/session/hand_sheet.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/sample_table.h"
#include "engine/insight/notation.h"
#include "shell/canvas/typed_number.h"

namespace backprop {

namespace {

constexpr std::size_t kMostCells = 2000;  // of a line that is pasted

std::string count_text(std::size_t count) { return number_text(static_cast<std::int64_t>(count)); }

std::optional<int> size_in(std::string_view text, int least, int most) {
  const std::optional<int> size = parse_number<int>(trimmed(text));
  return size && *size >= least && *size <= most ? size : std::nullopt;
}

// Whether a column is called as targets are: y, o2, target_1, "out 3".
bool is_target_name(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c >= '0' && c <= '9') break;
    if (c != '_' && c != ' ') letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  constexpr std::string_view kNames[] = {"y", "t", "d", "o", "out", "output", "target", "targets"};
  return std::ranges::find(kNames, letters) != std::end(kNames);
}

bool is_empty(const HandSheet::Row& row) {
  return std::ranges::all_of(row, [](const std::string& cell) { return trimmed(cell).empty(); });
}

std::string place(std::string_view stem, std::initializer_list<std::size_t> numbers) {
  std::string text(stem);
  for (const std::size_t number : numbers) text += '.' + count_text(number + 1);
  return text;
}

}  // namespace

std::string HandSheet::neuron_name(std::size_t layer, std::size_t neuron) const {
  if (layer + 1 == weights.size()) return "output " + names[input_count_ + neuron];
  return "hidden layer " + count_text(layer + 1) + ", neuron " + count_text(neuron + 1);
}

HandSheet::Grid cells_of(std::string_view text) {
  HandSheet::Grid cells;
  const char separator = text.find('\t') != text.npos  ? '\t'
                         : text.find(';') != text.npos ? ';'
                         : text.find(',') != text.npos ? ','
                                                       : '\n';
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (trimmed(line).empty()) continue;
    HandSheet::Row& row = cells.emplace_back();
    for (const std::string_view part : split(line, separator, kMostCells)) {
      std::string_view cell = trimmed(part);
      if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') {
        cell = cell.substr(1, cell.size() - 2);
      }
      row.emplace_back(cell);
    }
  }
  return cells;
}

Result<std::vector<int>> HandSheet::sizes() const {
  const auto wrong = [](std::string_view what, int least, int most, const std::string& text) {
    return fail(std::string(what) + " is a whole number from " + std::to_string(least) + " to " +
                std::to_string(most) + ", not " + quoted(text) + ".");
  };
  std::vector<int> all;
  constexpr int kInputs = static_cast<int>(kMaxTableInputs);
  constexpr int kTargets = static_cast<int>(kMaxTableTargets);
  const std::optional<int> first = size_in(inputs, 1, kInputs);
  if (!first) return wrong("The number of inputs", 1, kInputs, inputs);
  all.push_back(*first);
  if (!trimmed(hidden).empty()) {
    const char between = hidden.find('-') != hidden.npos ? '-' : ',';
    for (const std::string_view part : split(hidden, between, kMaxHiddenLayers + 1)) {
      const std::optional<int> size = size_in(part, 1, kMaxNeurons);
      if (!size) return wrong("The size of a hidden layer", 1, kMaxNeurons, hidden);
      all.push_back(*size);
    }
    if (all.size() > kMaxHiddenLayers + 1) {
      return fail("There are at most " + std::to_string(kMaxHiddenLayers) + " hidden layers.");
    }
  }
  const std::optional<int> last = size_in(outputs, 1, kTargets);
  if (!last) return wrong("The number of outputs", 1, kTargets, outputs);
  all.push_back(*last);
  return all;
}

// Makes them so many; `of` is what they are of.
void HandSheet::fit(Row& cells, std::size_t count, const std::string& of) {
  const auto name = [&](std::size_t i) { return of + '.' + count_text(i); };
  for (std::size_t i = count; i < cells.size(); ++i) {
    if (!cells[i].empty()) kept_[name(i)] = std::move(cells[i]);
  }
  const std::size_t before = cells.size();
  cells.resize(count);
  for (std::size_t i = before; i < count; ++i) {
    if (auto kept = kept_.extract(name(i))) cells[i] = std::move(kept.mapped());
  }
}

void HandSheet::agree() {
  const Result<std::vector<int>> all = sizes();
  if (!all) return;
  const auto in = static_cast<std::size_t>(all->front());
  const auto out = static_cast<std::size_t>(all->back());
  // Columns of targets stay those of targets when there are more inputs, or fewer.
  const auto fit_row = [&](Row& row, const std::string& of) {
    if (row.size() == in + out && input_count_ == in) return;
    row.resize(std::max(row.size(), input_count_));
    Row targets(row.begin() + static_cast<std::ptrdiff_t>(input_count_), row.end());
    row.resize(input_count_);
    fit(row, in, of + " input");
    fit(targets, out, of + " target");
    row.insert(row.end(), targets.begin(), targets.end());
  };
  fit_row(names, "names");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].empty()) continue;
    const bool target = i >= in;
    names[i] = (target ? "y" : "x") + std::to_string((target ? i - in : i) + 1);
  }
  // A single target is y, the first of several y1, unless it has a name of its own.
  if (out == 1 && names.back() == "y1") names.back() = "y";
  if (out > 1 && names[in] == "y") names[in] = "y1";
  if (rows.empty() || !is_empty(rows.back())) rows.emplace_back();
  while (rows.size() > 1 && is_empty(rows[rows.size() - 2])) rows.pop_back();
  for (std::size_t r = 0; r < rows.size(); ++r) fit_row(rows[r], "row " + count_text(r));
  input_count_ = in;
  const std::size_t layers = std::max(weights.size(), all->size() - 1);
  weights.resize(layers);
  for (std::size_t layer = 0; layer < layers; ++layer) {
    const bool stays = layer + 1 < all->size();
    const std::size_t sources = stays ? static_cast<std::size_t>((*all)[layer]) : 0;
    const std::size_t count = stays ? static_cast<std::size_t>((*all)[layer + 1]) : 0;
    Grid& neurons = weights[layer];
    neurons.resize(std::max(neurons.size(), count));
    for (std::size_t j = 0; j < neurons.size(); ++j) {
      const std::string of = "layer " + count_text(layer) + " neuron " + count_text(j);
      Row bias;  // stays the last one
      if (!neurons[j].empty()) bias.push_back(std::move(neurons[j].back()));
      if (!neurons[j].empty()) neurons[j].pop_back();
      fit(neurons[j], j < count ? sources : 0, of);
      fit(bias, j < count ? 1 : 0, of + " bias");
      neurons[j].insert(neurons[j].end(), bias.begin(), bias.end());
    }
    neurons.resize(count);
  }
  weights.resize(all->size() - 1);
}

void HandSheet::take_settings(const Experiment& experiment) {
  hidden = *get_property(experiment, "layers");
  activation = experiment.activations.front()->name;
  output = *get_property(experiment, "outputActivation");
  loss = experiment.loss->name;
  biases = *get_property(experiment, "biases");
  rate = *get_property(experiment, "learningRate");
  one_at_a_time = experiment.batch_size == 1;
  agree();
}

// What of so many pasted lines or columns found no place.
void HandSheet::tell_left_out(std::size_t lines, std::size_t columns, const std::string& into) {
  if (lines == 0 && columns == 0) return;
  const auto words = [](std::size_t count, std::string_view one) {
    return count_text(count) + ' ' + std::string(one) + (count == 1 ? "" : "s");
  };
  std::string left;
  if (lines > 0) left = words(lines, "line");
  if (columns > 0) left += (left.empty() ? "" : " and ") + words(columns, "column");
  trouble_ = Trouble{left + " of what was pasted had no place " + into + " and " +
                         (lines + columns == 1 ? "was" : "were") + " left out.",
                     ""};
}

void HandSheet::paste_rows(std::string_view text, std::size_t row, std::size_t column) {
  Grid cells = cells_of(text);
  if (cells.empty()) return;
  std::size_t widest = 0;
  for (const Row& line : cells) widest = std::max(widest, line.size());
  const auto is_name = [](const std::string& cell) {
    return !cell.empty() && !read_cell_number(cell);
  };
  const auto is_number = [](const std::string& cell) { return read_cell_number(cell).has_value(); };
  // A line with numbers is a sample, whatever is wrong in it.
  const bool has_names = column == 0 && cells.size() > 1 &&
                         std::ranges::any_of(cells.front(), is_name) &&
                         std::ranges::none_of(cells.front(), is_number);
  std::size_t targets = names.size() - input_count_;
  if (has_names) {
    const Row& heads = cells.front();
    const auto last = std::find_if_not(heads.rbegin(), heads.rend(), is_target_name);
    const auto called = static_cast<std::size_t>(last - heads.rbegin());
    if (called > 0 && called < heads.size() && heads.size() == widest) {
      targets = std::min(called, kMaxTableTargets);
      outputs = std::to_string(targets);
      inputs = std::to_string(std::min(widest - called, kMaxTableInputs));
      agree();
    }
  }
  if (column == 0 && widest > names.size()) {
    inputs = std::to_string(std::min(widest - targets, kMaxTableInputs));
    agree();
  }
  if (has_names) {
    for (std::size_t c = 0; c < std::min(names.size(), cells.front().size()); ++c) {
      if (!cells.front()[c].empty()) names[c] = cells.front()[c];
    }
    cells.erase(cells.begin());
  }
  for (std::size_t r = 0; r < cells.size() && row + r < kMaxTableRows; ++r) {
    if (row + r >= rows.size()) rows.emplace_back(names.size());
    Row& to = rows[row + r];
    to.resize(names.size());
    for (std::size_t c = 0; c < cells[r].size() && column + c < to.size(); ++c) {
      to[column + c] = cells[r][c];
    }
  }
  tell_left_out(row + cells.size() > kMaxTableRows ? row + cells.size() - kMaxTableRows : 0,
                column + widest > names.size() ? column + widest - names.size() : 0,
                "among the samples");
  agree();
}

void HandSheet::paste_weights(std::string_view text, std::size_t layer, std::size_t neuron,
                              std::size_t column) {
  if (layer >= weights.size()) return;
  const Grid cells = cells_of(text);
  Grid& to = weights[layer];
  std::size_t columns = 0;
  for (std::size_t r = 0; r < cells.size() && neuron + r < to.size(); ++r) {
    Row& row = to[neuron + r];
    for (std::size_t c = 0; c < cells[r].size() && column + c < row.size(); ++c) {
      row[column + c] = cells[r][c];
    }
    if (column + cells[r].size() > row.size()) {
      columns = std::max(columns, column + cells[r].size() - row.size());
    }
  }
  tell_left_out(neuron + cells.size() > to.size() ? neuron + cells.size() - to.size() : 0, columns,
                "in " + (layer + 1 == weights.size() ? std::string("the output layer")
                                                     : "hidden layer " + count_text(layer + 1)));
}

// --- making a run --------------------------------------------------------------------------------

std::shared_ptr<Trainer> HandSheet::fail_at(std::string where, std::string sentence) {
  trouble_ = Trouble{std::move(sentence), std::move(where)};
  return nullptr;
}

bool HandSheet::read_table(SampleTable& table) {
  const auto middle = names.begin() + static_cast<std::ptrdiff_t>(input_count_);
  for (auto name = names.begin(); name != names.end(); ++name) {
    (name < middle ? table.inputs : table.targets).emplace_back(trimmed(*name));
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (is_empty(rows[r])) continue;
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      const std::optional<double> number = read_cell_number(rows[r][c]);
      if (number) {
        table.numbers.push_back(static_cast<float>(*number) + 0.0f);
        continue;
      }
      const std::string of = names[c] + " of sample " + count_text(r + 1);
      fail_at(place("sheet.row", {r, c}),
              trimmed(rows[r][c]).empty()
                  ? "There is no " + of + " yet."
                  : of + " is a number, such as 0.05 or 1e-3, not " + quoted(rows[r][c]) + ".");
      return false;
    }
  }
  if (table.numbers.empty()) {
    fail_at("sheet.row.1.1", "There is no sample yet: type its inputs and its targets.");
    return false;
  }
  if (const Result<void> right = check_table(table); !right) {
    fail_at("sheet.name.1", "The samples cannot be used: " + right.error().message + ".");
    return false;
  }
  return true;
}

bool HandSheet::read_weights(const Network& network, std::vector<float>& parameters) {
  const bool any = std::ranges::any_of(
      weights, [](const Grid& layer) { return !std::ranges::all_of(layer, is_empty); });
  if (!any) return true;
  parameters.assign(network.parameter_count(), 0.0f);
  for (std::size_t l = 0; l < weights.size(); ++l) {
    for (std::size_t j = 0; j < weights[l].size(); ++j) {
      const Row& row = weights[l][j];
      for (std::size_t i = 0; i < row.size(); ++i) {
        const bool bias = i + 1 == row.size();
        if (bias && biases == "none") continue;
        const std::optional<double> number = read_cell_number(row[i]);
        if (!number || !std::isfinite(static_cast<float>(*number))) {
          const std::string of = neuron_name(l, j);
          fail_at(place("sheet.weight", {l, j, i}),
                  trimmed(row[i]).empty()
                      ? std::string("There is a gap: ") + (bias ? "the bias of " : "a weight of ") +
                            of + " is missing. Leave every weight and bias empty for random ones."
                      : std::string(bias ? "The bias of " : "This weight of ") + of +
                            " should be a number such as 0.15 or −2, not " + quoted(row[i]) + ".");
          return false;
        }
        const int layer = static_cast<int>(l), neuron = static_cast<int>(j);
        const std::size_t at = bias ? network.bias_index(layer, neuron)
                                    : network.weight_index(layer, neuron, static_cast<int>(i));
        parameters[at] = static_cast<float>(*number) + 0.0f;
      }
    }
  }
  return true;
}

std::shared_ptr<Trainer> HandSheet::make() {
  trouble_.reset();
  const Result<std::vector<int>> all = sizes();
  if (!all) {
    const bool in = !size_in(inputs, 1, static_cast<int>(kMaxTableInputs));
    const bool out = !size_in(outputs, 1, static_cast<int>(kMaxTableTargets));
    return fail_at(in    ? "sheet.inputs"
                   : out ? "sheet.outputs"
                         : "sheet.hidden",
                   all.error().message);
  }
  agree();
  SampleTable table;
  if (!read_table(table)) return nullptr;
  const std::optional<double> step = read_cell_number(rate);
  if (!step) {
    return fail_at("sheet.rate",
                   "The learning rate is a number, such as 0.5, not " + quoted(rate) + ".");
  }
  std::string layers;
  for (std::size_t i = 1; i + 1 < all->size(); ++i) {
    layers += (i > 1 ? "," : "") + std::to_string((*all)[i]);
  }
  Experiment experiment;
  const std::size_t samples = table.rows();
  experiment.table = std::move(table);
  const std::pair<const char*, std::string> settings[] = {
      {"dataset", "table"},
      {"trainFraction", "1"},
      {"order", "listed"},
      {"batchSize", one_at_a_time ? "1" : std::to_string(samples)},
      {"layers", layers},
      {"activation", activation},
      {"loss", loss},
      {"outputActivation", output},
      {"learningRate", number_text(static_cast<float>(*step))},
      {"biases", biases},
  };
  for (const auto& [name, value] : settings) {
    if (const Result<void> set = try_property(experiment, name, value); !set) {
      const bool of_rate = std::string_view(name) == "learningRate";
      return fail_at(of_rate ? "sheet.rate" : "sheet." + std::string(name),
                     std::string(find_property(name)->label) + ": " + set.error().message + ".");
    }
  }
  auto trainer = std::make_shared<Trainer>(experiment);
  std::vector<float> parameters;
  if (!read_weights(trainer->network(), parameters)) return nullptr;
  if (!parameters.empty()) trainer->start_from(parameters);
  return trainer;
}

}  // namespace backprop
