// From rows of fields to columns: which rows are names, and what is in each column.
#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/table_parts.h"

namespace backprop {
namespace tables {

std::string clean_name(std::string_view text) {
  std::string name;
  for (const char c : trimmed(text)) {
    const bool space = c == ' ' || (c >= 0 && c < 0x20) || c == 0x7F;
    if (!space) {
      name += c;
    } else if (!name.empty() && name.back() != ' ') {
      name += ' ';
    }
  }
  if (name.size() > kMaxColumnName) {
    name.resize(kMaxColumnName);
    // Not in the middle of a character.
    while (!name.empty() && !is_plain_text(name)) name.pop_back();
  }
  while (!name.empty() && name.back() == ' ') name.pop_back();
  return is_plain_text(name) ? name : std::string();
}

std::string_view unprotected(std::string_view field) {
  const bool is = field.size() > 1 && field[0] == '\'' && is_formula(field.substr(1));
  return is ? field.substr(1) : field;
}

bool is_formula(std::string_view field) {
  return !field.empty() && std::string_view("=+-@").find(field.front()) != field.npos;
}

}  // namespace tables

namespace {

using namespace tables;

constexpr std::size_t kSample = 60;  // rows that decide what is a header
constexpr std::size_t kPreview = 8;

struct TextRow {
  std::vector<std::string> fields;
  std::size_t end = 0, next_line = 0;  // of the text, behind it, and the line that begins there
};

enum class FieldKind { kMissing, kNumber, kWord };

FieldKind kind_of(std::string_view field, const NumberMarks& marks) {
  if (number_in(field, marks)) return FieldKind::kNumber;
  return is_missing(field) ? FieldKind::kMissing : FieldKind::kWord;
}

bool is_plain_whole(std::string_view field) {
  return !field.empty() && field.find_first_not_of("0123456789") == field.npos;
}

// The first rows, and the comment before them.
struct Beginning {
  std::vector<TextRow> rows;
  std::string comment;  // without its mark
  bool broken = false;
  std::size_t line = 0;
};

Beginning look(std::string_view text, const TableCut& cut) {
  Beginning result;
  TableRows rows(text, cut);
  while (result.rows.size() < kSample && rows.next()) {
    if (result.rows.empty() && !rows.comment().empty()) {
      result.comment = trimmed(rows.comment().substr(1));
    }
    TextRow row;
    row.fields.assign(rows.fields().begin(), rows.fields().end());
    row.next_line = rows.next_line();
    row.end = text.size() - rows.rest().size();
    result.rows.push_back(std::move(row));
  }
  result.broken = rows.broken();
  result.line = rows.line();
  return result;
}

// Lines above the table, such as a title: fewer columns than most rows have. R leaves out the name
// of the first column where that holds the names of rows.
std::size_t count_titles(const std::vector<TextRow>& rows, std::size_t columns) {
  std::size_t titles = 0;
  while (titles < rows.size() && rows[titles].fields.size() + 1 < columns) ++titles;
  return titles == rows.size() ? 0 : titles;
}

// Whether a column holds numbers below the first row.
struct Below {
  std::size_t numbers = 0, words = 0, plain_whole = 0;
  bool numeric() const { return numbers > 0 && numbers >= 4 * words; }
};

Below look_below(std::span<const TextRow> rows, std::size_t column, const NumberMarks& marks) {
  Below below;
  for (const TextRow& row : rows) {
    if (column >= row.fields.size()) continue;
    const FieldKind kind = kind_of(row.fields[column], marks);
    below.numbers += kind == FieldKind::kNumber ? 1 : 0;
    below.words += kind == FieldKind::kWord ? 1 : 0;
    below.plain_whole += is_plain_whole(row.fields[column]) ? 1 : 0;
  }
  return below;
}

// A number that is no whole one: a line with such is of points, whatever is wrong in it.
bool has_fraction(const TextRow& row, const NumberMarks& marks) {
  return std::ranges::any_of(row.fields, [&](const std::string& field) {
    return kind_of(field, marks) == FieldKind::kNumber && !is_plain_whole(field);
  });
}

// A word above numbers: names.
bool has_word_above_numbers(const TextRow& row, std::size_t shift, std::span<const TextRow> below,
                            const NumberMarks& marks) {
  if (has_fraction(row, marks)) return false;
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    if (kind_of(row.fields[i], marks) != FieldKind::kWord) continue;
    if (look_below(below, i + shift, marks).numeric()) return true;
  }
  return false;
}

// pandas calls columns without names 0, 1, 2, … (and columns of tables put together 0, 1, 0): whole
// numbers in that order above numbers that are not written as whole ones.
bool counts_columns(const TextRow& row, std::span<const TextRow> below, const NumberMarks& marks) {
  std::size_t expected = 0, above_fractions = 0, named = 0;
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    const std::string& field = row.fields[i];
    if (field.empty() && i == 0) continue;  // above an index
    if (!is_plain_whole(field) || field.size() > 3) return false;
    const auto number = parse_number<std::int64_t>(field);
    ++named;
    if (*number != static_cast<std::int64_t>(expected) && *number != 0) return false;
    expected = static_cast<std::size_t>(*number) + 1;
    const Below values = look_below(below, i, marks);
    if (values.numbers > 0 && values.plain_whole * 10 <= values.numbers) ++above_fractions;
  }
  return named >= 2 && above_fractions >= 2;
}

std::vector<std::string> names_of(const TextRow& row) {
  std::vector<std::string> names;
  for (const std::string& field : row.fields) names.push_back(clean_name(unprotected(field)));
  return names;
}

// --- columns -----------------------------------------------------------------------------------

class Summary {
 public:
  explicit Summary(const NumberMarks& marks) : marks_(marks) {}

  void add(TableColumn& column, std::string_view field, std::size_t row) {
    const std::optional<double> number = number_in(field, marks_);
    if (!number) {
      if (is_missing(field)) {
        ++column.missing;
      } else {
        ++column.words;
        count(column, std::nullopt, unprotected(field));
      }
      return;
    }
    const double value = *number;
    column.least = column.numbers == 0 ? value : std::min(column.least, value);
    column.most = column.numbers == 0 ? value : std::max(column.most, value);
    if (column.numbers == 0) first_.push_back({&column, value - static_cast<double>(row)});
    ++column.numbers;
    column.whole = column.whole && is_whole(value);
    column.plain_whole = column.plain_whole && is_plain_whole(field);
    if (column.counts) column.counts = counts_on(column, value, row);
    count(column, value, field);
  }

 private:
  bool counts_on(const TableColumn& column, double value, std::size_t row) const {
    for (const auto& [of, offset] : first_) {
      if (of != &column) continue;
      return (offset == 0 || offset == 1) && value - static_cast<double>(row) == offset;
    }
    return false;
  }
  static void count(TableColumn& column, std::optional<double> number, std::string_view field) {
    for (TableColumn::Value& value : column.values) {
      const bool same = number ? value.number == number : !value.number && value.text == field;
      if (!same) continue;
      ++value.rows;
      return;
    }
    if (column.values.size() == TableColumn::kMostValues) {
      column.more_values = true;
      return;
    }
    column.values.push_back({number ? number_text(*number) : std::string(field), number, 1});
  }

  NumberMarks marks_;
  std::vector<std::pair<const TableColumn*, double>> first_;  // value − row of the first number
};

Result<void> sum_up(Table& table) {
  Summary summary(table.marks);
  TableRows rows(table.text, table.cut);
  std::size_t cut_short = 0;
  while (rows.next()) {
    const std::span<const std::string> fields = rows.fields();
    cut_short += rows.cut_short() ? 1 : 0;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      summary.add(table.columns[i], i < fields.size() ? fields[i] : std::string_view(), table.rows);
    }
    if (table.preview.size() < kPreview) {
      std::vector<std::string> shown(fields.begin(), fields.end());
      shown.resize(table.columns.size());
      table.preview.push_back(std::move(shown));
    }
    ++table.rows;
  }
  if (rows.broken()) {
    return fail("line " + count_text(rows.line()) + ": a quote is not closed");
  }
  if (table.rows == 0) return fail("there are no points in it: a line is x1, x2, label");
  if (cut_short > 0) {
    table.says.push_back("Only the first " + count_text(kMaxTableColumns) +
                         " columns are looked at.");
  }
  return {};
}

// Points need two columns of numbers, samples one and another that is their class or target.
Result<void> check_enough_numbers(const Table& table) {
  const std::vector<TableColumn>& columns = table.columns;
  const auto has_numbers = [](const TableColumn& column) { return column.numbers > 0; };
  const auto of_numbers = [](const TableColumn& column) { return column.numeric(); };
  const auto filled = [](const TableColumn& column) { return !column.empty(); };
  if (std::ranges::count_if(columns, has_numbers) >= 2) return {};
  // Of samples, unless names say that they are points.
  const auto is_x2 = [](const TableColumn& column) { return column.name == "x2"; };
  const bool samples =
      table.text.starts_with(kToldSamplesBegin) ||
      (std::ranges::none_of(columns, is_x2) && std::ranges::any_of(columns, of_numbers) &&
       std::ranges::count_if(columns, filled) >= 2);
  if (samples) return {};
  return fail("it has no two columns of numbers, which points need for x1 and x2");
}

std::string_view separator_name(char separator) {
  switch (separator) {
    case '\t':
      return "tabs";
    case ' ':
      return "spaces";
    case ';':
      return "semicolons";
    case ',':
      return "commas";
    default:
      return "";
  }
}

}  // namespace

std::string Table::column_name(std::size_t column) const {
  const std::string& name = columns[column].name;
  return name.empty() ? "column " + count_text(column + 1) : name;
}

Result<Table> read_table(std::string_view bytes) {
  Table table;
  std::string encoding;
  Result<std::string> text = table_text(bytes, encoding);
  if (!text) return std::unexpected(text.error());
  table.text = std::move(*text);
  if (!encoding.empty()) table.says.push_back(encoding);
  table.cut = find_cut(table.text);
  Beginning begin = look(table.text, table.cut);
  if (begin.rows.empty() && begin.broken) {
    return fail("line " + count_text(begin.line) + ": a quote is not closed");
  }
  if (begin.rows.empty()) return fail("there are no points in it: a line is x1, x2, label");
  if (table.cut.columns < 2) {
    return fail(
        "it has one column, and points need two coordinates: columns are separated by commas, "
        "semicolons, tabs or spaces");
  }

  const std::size_t titles = count_titles(begin.rows, table.cut.columns);
  std::span<const TextRow> rows = std::span(begin.rows).subspan(titles);
  if (titles > 0) {
    table.says.push_back((titles == 1 ? "A line" : count_text(titles) + " lines") +
                         std::string(" above the table ") + (titles == 1 ? "is" : "are") +
                         " passed over.");
  }
  MarkFinder marks;
  for (const TextRow& row : rows) {
    for (const std::string& field : row.fields) marks.look_at(field);
  }
  table.marks = marks.found(table.cut.separator);

  // Names, and units below them.
  std::vector<std::string> names;
  std::size_t header = 0;
  const TextRow& first = rows.front();
  // R's header is one shorter than its rows.
  const std::size_t shift = rows.size() > 1 && first.fields.size() + 1 == rows[1].fields.size() &&
                                    !rows[1].fields.back().empty() &&
                                    table.cut.columns == rows[1].fields.size()
                                ? 1
                                : 0;
  const bool told = table.text.starts_with(kToldBegin) ||
                    table.text.starts_with(kToldSamplesBegin);  // names whatever they are
  if (rows.size() > 1 &&
      (told || has_word_above_numbers(first, shift, rows.subspan(1), table.marks))) {
    names = names_of(first);
    header = 1;
    if (rows.size() > 2 && !told &&
        has_word_above_numbers(rows[1], 0, rows.subspan(2), table.marks)) {
      const std::vector<std::string> units = names_of(rows[1]);
      for (std::size_t i = 0; i < names.size() && i < units.size(); ++i) {
        if (!units[i].empty()) names[i] = clean_name(names[i] + " (" + units[i] + ")");
      }
      header = 2;
    }
  } else if (rows.size() > 1 && counts_columns(first, rows.subspan(1), table.marks)) {
    names = names_of(first);
    header = 1;
    table.says.push_back("The first line counts the columns and is no point.");
  } else if (!begin.comment.empty() && titles == 0) {
    // NumPy and Matlab have names in a comment.
    std::vector<std::string> said = cut_line(begin.comment, table.cut.separator);
    const bool named = said.size() == table.cut.columns &&
                       std::none_of(said.begin(), said.end(), [&](const std::string& name) {
                         return kind_of(name, table.marks) == FieldKind::kNumber;
                       });
    if (named) {
      for (std::string& name : said) names.push_back(clean_name(name));
    }
  } else if (rows.size() == 1 && look_below(rows, 0, table.marks).words > 0 &&
             std::none_of(first.fields.begin(), first.fields.end(), [&](const std::string& field) {
               return kind_of(field, table.marks) == FieldKind::kNumber;
             })) {
    return fail("there are no points in it: a line is x1, x2, label");
  }
  if (shift > 0 && header > 0) names.insert(names.begin(), std::string());
  table.has_header = !names.empty();

  std::size_t columns = std::max(names.size(), table.cut.columns);
  for (const TextRow& row : rows) columns = std::max(columns, row.fields.size());
  table.columns.resize(std::min(columns, kMaxTableColumns));
  for (std::size_t i = 0; i < names.size() && i < table.columns.size(); ++i) {
    table.columns[i].name = std::move(names[i]);
  }
  if (const std::size_t taken = titles + header; taken > 0) {
    table.cut.begin = begin.rows[taken - 1].end;
    table.cut.line = begin.rows[taken - 1].next_line;
  }
  if (const auto summed = sum_up(table); !summed) return std::unexpected(summed.error());
  if (const auto enough = check_enough_numbers(table); !enough) {
    return std::unexpected(enough.error());
  }
  if (const std::string_view name = separator_name(table.cut.separator); name != "commas") {
    std::string said = "Columns are separated by " + std::string(name);
    if (name.empty()) said += quoted(std::string_view(&table.cut.separator, 1));
    if (table.marks.comma_decimal && name == "semicolons") said += ", decimals by commas";
    table.says.push_back(said + ".");
  }
  propose_roles(table);
  return table;
}

}  // namespace backprop
