// An explanation as aligned text for a terminal, and as Markdown with LaTeX for a worksheet.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "engine/base/order.h"
#include "engine/base/text.h"
#include "engine/insight/explain.h"
#include "engine/insight/notation.h"

namespace backprop {
namespace {

constexpr int kDigits = 6;               // enough to compute along
constexpr int kTextWidth = 100;          // columns of a line of text
constexpr std::size_t kTermsPerLine = 4; // of a LaTeX sum
constexpr std::size_t kListedContributions = 32;

std::string number(float value) { return significant(static_cast<double>(value), kDigits); }
std::string latex_number(float value) {
  return significant_latex(static_cast<double>(value), kDigits);
}

bool is_subtracted(const Factor& factor) {
  return factor.symbol.starts_with("−") || factor.latex.starts_with("-");
}

// A function of one number and nothing else, so that its argument can be shown: a = φ(0.42).
const Factor* lone_function(const Equation& equation) {
  if (equation.terms.size() != 1) return nullptr;
  const Term& term = equation.terms.front();
  return term.factors.size() == 1 && term.factors.front().argument ? &term.factors.front()
                                                                   : nullptr;
}

// --- plain text --------------------------------------------------------------------------------

// A column of an aligned equation: a symbol and the number under it.
struct TextColumn {
  std::string symbol;
  std::string value;
};

std::string pad(const std::string& text, int width) {
  const int missing = std::max(0, width - display_width(text));
  return text + std::string(static_cast<std::size_t>(missing), ' ');
}

void add_factor(std::vector<TextColumn>& columns, const Factor& factor, bool first_of_product) {
  if (!first_of_product) columns.push_back({"·", "·"});
  columns.push_back({factor.symbol, number(factor.value)});
}

// A right side that is one named value: its number is the result.
bool is_plain(const Equation& equation) {
  return equation.outer.empty() && equation.terms.size() == 1 &&
         equation.terms.front().factors.size() == 1 && lone_function(equation) == nullptr;
}

// The right side of an equation: outer factors, then the sum in brackets where there is one.
std::vector<TextColumn> columns_of(const Equation& equation) {
  std::vector<TextColumn> columns;
  for (std::size_t i = 0; i < equation.outer.size(); ++i) {
    add_factor(columns, equation.outer[i], i == 0);
  }
  const bool brackets = !equation.outer.empty() && equation.terms.size() > 1;
  if (!equation.outer.empty()) columns.push_back({"·", "·"});
  if (brackets) columns.push_back({"(", "("});
  for (std::size_t t = 0; t < equation.terms.size(); ++t) {
    const auto& factors = equation.terms[t].factors;
    const Factor& head = factors.front();
    if (t > 0 && is_subtracted(head)) {  // "a − y", the number's sign turned round
      columns.push_back({"−", "−"});
      Factor positive = head;
      positive.symbol = head.symbol.substr(std::string_view("−").size());
      positive.value = -head.value;
      add_factor(columns, positive, true);
    } else {
      if (t > 0) columns.push_back({"+", "+"});
      add_factor(columns, head, true);
    }
    for (std::size_t f = 1; f < factors.size(); ++f) add_factor(columns, factors[f], false);
  }
  if (brackets) columns.push_back({")", ")"});
  if (const Factor* function = lone_function(equation)) {
    const std::string name = function->symbol.substr(0, function->symbol.find('('));
    columns.back().value = name + "(" + number(*function->argument) + ")";
  }
  return columns;
}

// Two rows, symbols over numbers, broken where a line would become too long.
void write_columns(const std::string& left, const std::vector<TextColumn>& columns,
                   std::string& text) {
  const int margin = display_width(left);
  std::string symbols = left + " = ";
  std::string values = std::string(static_cast<std::size_t>(margin), ' ') + " = ";
  int used = margin + 3;
  const auto flush = [&] {
    for (std::string* line : {&symbols, &values}) {
      line->erase(line->find_last_not_of(' ') + 1);
      text += *line + "\n";
    }
    symbols = values = std::string(static_cast<std::size_t>(margin) + 3, ' ');
    used = margin + 3;
  };
  for (const TextColumn& column : columns) {
    const int width = std::max(display_width(column.symbol), display_width(column.value));
    if (used + width > kTextWidth && (column.symbol == "+" || column.symbol == "−")) flush();
    symbols += pad(column.symbol, width + 1);
    values += pad(column.value, width + 1);
    used += width + 1;
  }
  flush();
}

// A sentence, indented and broken between words.
void write_note(std::string_view note, std::string& text) {
  int used = 0;
  while (!note.empty()) {
    const std::size_t end = unbroken(note);
    const std::string_view word = note.substr(0, end);
    const int width = 1 + display_width(word);
    if (used == 0 || used + width > kTextWidth) {
      text += used == 0 ? " " : "\n ";
      used = 1;
    }
    text += " " + std::string(word);
    used += width;
    note.remove_prefix(std::min(end + 1, note.size()));
  }
  if (used > 0) text += "\n";
}

void write_equation(const Equation& equation, std::string& text) {
  write_columns(equation.result.symbol, columns_of(equation), text);
  const std::string margin(static_cast<std::size_t>(display_width(equation.result.symbol)), ' ');
  if (!equation.outer.empty() && equation.terms.size() > 1) {
    text += margin + " = ";
    for (const Factor& factor : equation.outer) text += number(factor.value) + " · ";
    text += number(equation.sum) + "\n";
  }
  if (!is_plain(equation)) text += margin + " = " + number(equation.result.value) + "\n";
  write_note(equation.note, text);
  text += "\n";
}

// The contributions that weigh most, in the batch's order, and how many that leaves out.
std::vector<Contribution> listed(const std::vector<Contribution>& all) {
  std::vector<Contribution> list = all;
  if (list.size() <= kListedContributions) return list;
  sort_stably(list, [](const auto& left, const auto& right) {
    return std::fabs(left.value) > std::fabs(right.value);
  });
  list.resize(kListedContributions);
  sort_stably(list, [](const auto& left, const auto& right) { return left.sample < right.sample; });
  return list;
}

std::string left_out_note(const Explanation& explanation) {
  const std::size_t all = explanation.contributions.size();
  if (all <= kListedContributions) return {};
  return std::to_string(kListedContributions) + " of " + std::to_string(all) +
         " samples: no other one has a larger δ·input.";
}

std::string right_aligned(const std::string& text, int width) {
  const int missing = std::max(0, width - display_width(text));
  return std::string(static_cast<std::size_t>(missing), ' ') + text;
}

void write_contributions(const Explanation& explanation, std::string& text) {
  if (explanation.contributions.empty()) return;
  constexpr int kWidth = 14;
  text += "Samples  sample" + right_aligned("δ", kWidth) + right_aligned("input", kWidth) +
          right_aligned("δ·input", kWidth) + "\n";
  for (const Contribution& part : listed(explanation.contributions)) {
    text += right_aligned(std::to_string(part.sample + 1), 7) +
            right_aligned(std::to_string(part.number), 8) +
            right_aligned(number(part.delta), kWidth) + right_aligned(number(part.input), kWidth) +
            right_aligned(number(part.value), kWidth) + "\n";
  }
  if (const std::string note = left_out_note(explanation); !note.empty()) text += note + "\n";
  text += "\n";
}

void write_update(const UpdateSplit& update, std::string& text) {
  text += "Update\n ";
  for (const Factor& quantity : update.quantities) {
    text += " " + quantity.symbol + " = " + number(quantity.value);
  }
  text += "\n";
  int name_width = display_width("before"), formula_width = 0;
  for (const UpdatePart& part : update.parts) {
    name_width = std::max(name_width, display_width(part.name));
    formula_width = std::max(formula_width, display_width(part.formula));
  }
  const int digits = digits_around(update, kDigits);
  const auto line = [&](const std::string& name, const std::string& formula,
                        const std::string& value, const std::string& help) {
    text += "  " + pad(name, name_width) + "  " + pad(formula, formula_width) +
            right_aligned(value, 14) + (help.empty() ? "" : "   " + help) + "\n";
  };
  line("before", "", significant(static_cast<double>(update.before), digits), "");
  for (const UpdatePart& part : update.parts) {
    line(part.name, part.formula, number(part.value), part.help);
  }
  if (update.parts.size() > 1) line("change", "", number(update.delta), "");
  line("after", "", significant(static_cast<double>(update.after), digits), "");
}

// --- Markdown ----------------------------------------------------------------------------------

std::string in_brackets_if_negative(const std::string& text) {
  return text.starts_with("-") ? "\\left(" + text + "\\right)" : text;
}

// One row of a LaTeX equation: the symbols, or the numbers.
std::string latex_row(const Equation& equation, bool numbers) {
  const auto written = [numbers](const Factor& factor) {
    return numbers ? in_brackets_if_negative(latex_number(factor.value)) : factor.latex;
  };
  std::string row;
  for (const Factor& factor : equation.outer) row += written(factor) + " \\cdot ";
  // \bigl( does not have to close on its own line, as \left( does.
  const bool brackets = !equation.outer.empty() && equation.terms.size() > 1;
  if (brackets) row += "\\bigl( ";
  for (std::size_t t = 0; t < equation.terms.size(); ++t) {
    const auto& factors = equation.terms[t].factors;
    if (t > 0 && t % kTermsPerLine == 0) row += " \\\\\n  &\\quad ";
    std::size_t f = 0;
    if (t > 0 && is_subtracted(factors.front())) {
      Factor positive = factors.front();
      positive.latex = positive.latex.substr(1);
      positive.value = -positive.value;
      row += " - " + written(positive);
      f = 1;
    } else if (t > 0) {
      row += " + ";
    }
    for (bool first = f == 0; f < factors.size(); ++f, first = false) {
      row += (first ? "" : " \\cdot ") + written(factors[f]);
    }
  }
  if (brackets) row += " \\bigr)";
  if (const Factor* function = lone_function(equation); function != nullptr && numbers) {
    const std::string name = function->latex.substr(0, function->latex.find('('));
    const std::string value = written(*function);
    row.resize(row.size() - value.size());
    row += name + "(" + latex_number(*function->argument) + ")";
  }
  return row;
}

void write_markdown(const Equation& equation, std::string& text) {
  text += "$$\n\\begin{aligned}\n  " + equation.result.latex + " &= " + latex_row(equation, false) +
          " \\\\\n";
  if (!is_plain(equation)) text += "  &= " + latex_row(equation, true) + " \\\\\n";
  if (!equation.outer.empty() && equation.terms.size() > 1) {
    text += "  &= ";
    for (const Factor& factor : equation.outer) {
      text += in_brackets_if_negative(latex_number(factor.value)) + " \\cdot ";
    }
    text += in_brackets_if_negative(latex_number(equation.sum)) + " \\\\\n";
  }
  text += "  &= " + latex_number(equation.result.value) + "\n\\end{aligned}\n$$\n\n";
  if (!equation.note.empty()) text += equation.note + "\n\n";
}

void write_markdown_contributions(const Explanation& explanation, std::string& text) {
  if (explanation.contributions.empty()) return;
  text += "| in the batch | sample | $\\delta$ | input | $\\delta\\cdot$ input |\n";
  text += "|---:|---:|---:|---:|---:|\n";
  for (const Contribution& part : listed(explanation.contributions)) {
    text += "| " + std::to_string(part.sample + 1) + " | " + std::to_string(part.number) + " | $" +
            latex_number(part.delta) + "$ | $" + latex_number(part.input) + "$ | $" +
            latex_number(part.value) + "$ |\n";
  }
  text += "\n";
  if (const std::string note = left_out_note(explanation); !note.empty()) text += note + "\n\n";
}

void write_markdown_update(const UpdateSplit& update, std::string& text) {
  text += "### Update\n\n";
  for (const Factor& quantity : update.quantities) {
    text += (&quantity == &update.quantities.front() ? "With $" : ", $") + quantity.latex + " = " +
            latex_number(quantity.value) + "$";
  }
  if (!update.quantities.empty()) text += ":\n\n";
  const auto around = [&](float value) {
    return significant_latex(static_cast<double>(value), digits_around(update, kDigits));
  };
  text += "| | value | |\n|:---|---:|:---|\n| before | $" + around(update.before) + "$ | |\n";
  for (const UpdatePart& part : update.parts) {
    text += "| $" + part.latex + "$ | $" + latex_number(part.value) + "$ | " + part.help + " |\n";
  }
  if (update.parts.size() > 1) {
    text += "| $\\Delta w$ | $" + latex_number(update.delta) + "$ | |\n";
  }
  text += "| after | $" + around(update.after) + "$ | |\n";
}

}  // namespace

std::string to_text(const Explanation& explanation) {
  std::string text = explanation.title + "\n" + explanation.context + "\n\n";
  for (const Equation& equation : explanation.equations) write_equation(equation, text);
  write_contributions(explanation, text);
  if (explanation.update) write_update(*explanation.update, text);
  return text;
}

std::string to_markdown(const Explanation& explanation) {
  std::string text = "## " + explanation.title + "\n\n" + explanation.context + ".\n\n";
  for (const Equation& equation : explanation.equations) write_markdown(equation, text);
  write_markdown_contributions(explanation, text);
  if (explanation.update) write_markdown_update(*explanation.update, text);
  return text;
}

}  // namespace backprop
