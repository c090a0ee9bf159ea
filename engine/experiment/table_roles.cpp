// What the columns of a table are: by what they hold and what they are called.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/table_parts.h"

namespace backprop {
namespace {

using namespace tables;
using Index = std::optional<std::size_t>;

// --- names -------------------------------------------------------------------------------------

// Small letters and digits alone, without a unit in brackets: "X_1 (cm)" is "x1".
std::string bare(std::string_view name) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const std::string_view rest = name.substr(i);
    if (c == '(' || c == '[') {
      // A number in brackets is part of the name: x[0].
      const std::size_t end = rest.find(c == '(' ? ')' : ']');
      const std::string_view inside = rest.substr(1, end == rest.npos ? rest.npos : end - 1);
      const bool number = inside.size() == 1 && inside[0] >= '0' && inside[0] <= '9';
      if (!number) {
        if (end == rest.npos) break;
        i += end;
        continue;
      }
    } else if (rest.starts_with("₀") || rest.starts_with("₁") || rest.starts_with("₂") ||
               rest.starts_with("₃")) {
      text += static_cast<char>('0' + (static_cast<unsigned char>(rest[2]) & 0x0F));
      i += 2;
    } else if (c >= 'A' && c <= 'Z') {
      text += static_cast<char>(c + 32);
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0) {
      text += c;
    }
  }
  return text;
}

template <std::size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr auto kClassNames = std::to_array<std::string_view>(
    {"class",     "classes",   "label",       "labels", "classlabel", "species", "group",
     "groups",    "category",  "cluster",     "type",   "kind",       "klasse",  "klassen",
     "gruppe",    "kategorie", "art",         "typ",    "classe",     "clase",   "etiqueta",
     "diagnosis", "variety",   "color",       "colour", "farbe",      "outcome", "classid",
     "labelid",   "truelabel", "groundtruth", "digit",  "digits"});
constexpr auto kTargetNames = std::to_array<std::string_view>(
    {"target", "targets", "ziel", "response", "output", "out", "ytrue", "t", "d"});
constexpr auto kValueNames =
    std::to_array<std::string_view>({"value", "values", "z", "wert", "f", "fx", "fxy", "valeur"});
constexpr auto kIndexNames = std::to_array<std::string_view>(
    {"index", "id", "idx", "row", "rows", "rownames", "rowname", "rowid", "nr", "no", "num",
     "sampleid", "obs", "observation", "laufendenummer", "lfdnr"});
// The two inputs by their names, best first; where they are (x1, x2) or alike, y is the target.
struct Pair {
  std::string_view x1, x2;
  bool y_is_target;
};
constexpr Pair kPairs[] = {{"x1", "x2", true},
                           {"x", "y", false},
                           {"x0", "x1", true},
                           {"feature1", "feature2", true},
                           {"feature0", "feature1", true},
                           {"f1", "f2", true},
                           {"f0", "f1", true},
                           {"input1", "input2", true},
                           {"in1", "in2", true},
                           {"a", "b", true},
                           {"p", "q", true},
                           {"longitude", "latitude", true},
                           {"lon", "lat", true}};

// Names that programs give to columns that have none.
bool means_nothing(std::string_view name) {
  const std::size_t letters = std::min(name.find_first_of("0123456789"), name.size());
  const std::string_view word = name.substr(0, letters);
  return name.empty() || word.empty() || word == "v" || word == "var" || word == "column" ||
         word == "col" || word == "c" || word == "unnamed" || word == "spalte";
}

// --- contents ----------------------------------------------------------------------------------

struct Facts {
  std::string name;  // bare
  bool usable = false;   // something is in it, and it numbers or names no rows
  bool number = false;
  bool few = false;      // few enough different values for classes, each in several rows
  bool words = false;    // classes in words, or more of them than there is room for
};

bool numbers_rows(const Table& table, const TableColumn& column, const Facts& facts,
                  std::size_t index) {
  if (facts.name.starts_with("unnamed") || is_one_of(kIndexNames, facts.name)) return true;
  constexpr std::size_t kSure = 5;
  const bool counts = column.counts && column.numbers == table.rows && table.rows >= 3;
  if (counts && table.has_header) return column.name.empty();
  if (counts && index == 0 && table.rows >= kSure) return table.columns.size() > 3;
  return false;
}

// Different words in every row: names of things.
bool names_rows(const Table& table, const TableColumn& column) {
  return column.words > 0 && !column.numeric() && table.rows > 2 &&
         (column.more_values || column.values.size() >= table.rows);
}

Facts facts_of(const Table& table, std::size_t index) {
  const TableColumn& column = table.columns[index];
  Facts facts;
  facts.name = bare(column.name);
  facts.number = column.numeric();
  const std::size_t values = column.values.size();
  const bool several = values * 2 <= table.rows || table.rows <= 3;
  facts.few = !column.more_values && values <= std::size_t{kMaxClasses} && several &&
              (!facts.number || (column.whole && column.words == 0));
  facts.words = !facts.number && column.words > 0;
  facts.usable =
      !column.empty() && !numbers_rows(table, column, facts, index) && !names_rows(table, column);
  return facts;
}

// --- roles -------------------------------------------------------------------------------------

class Proposal {
 public:
  explicit Proposal(const Table& table) : table_(table) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) facts_.push_back(facts_of(table, i));
  }

  void make() {
    find_inputs();
    find_label();
    if (!x1_ || !x2_) {
      rest_are_inputs();
    } else if (!label_) {
      rest_is_label();
    }
    if (x1_ && x2_ && doubt_.empty()) look_at_label();
    if ((!x1_ || !x2_) && doubt_.empty()) {
      doubt_ = "There are no two columns of numbers for x1 and x2.";
    }
  }

  std::vector<ColumnRole> roles() const {
    std::vector<ColumnRole> roles(table_.columns.size(), ColumnRole::kIgnore);
    if (label_) roles[*label_] = is_class_ ? ColumnRole::kClass : ColumnRole::kValue;
    if (x1_) roles[*x1_] = ColumnRole::kX1;
    if (x2_) roles[*x2_] = ColumnRole::kX2;
    return roles;
  }
  const std::string& doubt() const { return doubt_; }

 private:
  Index named(std::string_view name, bool number) const {
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (facts_[i].usable && facts_[i].name == name && (!number || table_.columns[i].numbers > 0))
        return i;
    }
    return std::nullopt;
  }

  void find_inputs() {
    for (const Pair& pair : kPairs) {
      const Index x1 = named(pair.x1, true), x2 = named(pair.x2, true);
      if (!x1 || !x2) continue;
      x1_ = x1;
      x2_ = x2;
      if (pair.y_is_target) label_ = named("y", false);
      return;
    }
  }

  void find_label() {
    if (label_) {
      is_class_ = facts_[*label_].few || facts_[*label_].words;
      return;
    }
    const auto search = [this](const auto& names) -> Index {
      for (std::size_t i = 0; i < facts_.size(); ++i) {
        const bool free = i != x1_ && i != x2_;
        if (free && facts_[i].usable && is_one_of(names, facts_[i].name)) return i;
      }
      return std::nullopt;
    };
    label_ = search(kClassNames);
    if (label_) {
      const TableColumn& column = table_.columns[*label_];
      is_class_ = facts_[*label_].words || column.whole;
      return;
    }
    label_ = search(kTargetNames);
    if (!label_ && !x1_) label_ = named("y", false);
    if (label_) {
      is_class_ = facts_[*label_].words || facts_[*label_].few;
      return;
    }
    label_ = search(kValueNames);
    if (!label_) return;
    is_class_ = facts_[*label_].words;
    named_value_ = true;
  }

  std::vector<std::size_t> free_numbers() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (facts_[i].usable && facts_[i].number && i != label_) found.push_back(i);
    }
    return found;
  }

  // No inputs by name: what is not the label.
  void rest_are_inputs() {
    if (!label_) {
      std::vector<std::size_t> words;
      for (std::size_t i = 0; i < facts_.size(); ++i) {
        if (facts_[i].usable && facts_[i].words) words.push_back(i);
      }
      if (!words.empty()) {
        is_class_ = true;
        label_ = words.back();
        for (const std::size_t i : words) {
          if (facts_[i].few) label_ = i;
        }
        if (words.size() > 1)
          doubt_ = "There are several columns of words: which one is the class?";
      } else {
        label_among_numbers();
      }
    }
    const std::vector<std::size_t> inputs = free_numbers();
    if (inputs.size() < 2) return;
    x1_ = inputs[0];
    x2_ = inputs[1];
    if (inputs.size() > 2) {
      doubt_ = "There are " + count_text(inputs.size()) +
               " columns of numbers: which two are x1 and x2?";
    }
  }

  // Numbers alone: the label is the column of few whole ones, the last where several are.
  void label_among_numbers() {
    const std::vector<std::size_t> numbers = free_numbers();
    std::vector<std::size_t> few;
    for (const std::size_t i : numbers) {
      if (facts_[i].few) few.push_back(i);
    }
    if (numbers.size() < 3) {
      doubt_ = "There is no column for a class or a value: all points would be of one class.";
      return;
    }
    is_class_ = !few.empty();
    label_ = few.empty() ? numbers.back() : few.back();
    if (numbers.size() > 3) return;  // which is asked for the inputs
    const auto values = [this](std::size_t i) { return table_.columns[i].values.size(); };
    const bool names = std::any_of(numbers.begin(), numbers.end(), [this](std::size_t i) {
      return !means_nothing(facts_[i].name);
    });
    if (few.size() == 1 && few[0] == numbers[1]) {
      doubt_ = "The column in the middle could be the class.";
    } else if (few.empty() && names) {
      doubt_ = "The names of the columns do not say which one is the value to be learned.";
    } else if (few.size() >= 2 && few.front() == numbers.front() &&
               values(few.front()) < values(few.back())) {
      doubt_ = "The first column could be the class as well as the last.";
    } else if (few.size() == 2 && few.front() == numbers.front() && few.back() == numbers.back()) {
      doubt_ = "The first column could be the class as well as the last.";
    }
  }

  // Inputs by name, but no label.
  void rest_is_label() {
    std::vector<std::size_t> rest, few;
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      if (!facts_[i].usable || i == x1_ || i == x2_) continue;
      rest.push_back(i);
      if (facts_[i].few || facts_[i].words) few.push_back(i);
    }
    if (rest.empty()) {
      doubt_ = "There is no column for a class or a value: all points would be of one class.";
      return;
    }
    is_class_ = !few.empty();
    label_ = few.empty() ? rest.back() : few.back();
    if (rest.size() > 1) {
      doubt_ = "There are " + count_text(rest.size()) +
               " columns besides x1 and x2: which one is the class or the value?";
    }
  }

  // The roles are clear; but is there room for what is in them?
  void look_at_label() {
    if (!label_) return;
    const TableColumn& column = table_.columns[*label_];
    const std::size_t values = column.values.size();
    constexpr std::size_t kMost{kMaxClasses};
    if (is_class_ && (column.more_values || values > kMost)) {
      doubt_ = quoted(table_.column_name(*label_)) + " has " +
               (column.more_values ? "more than " : "") + count_text(values) +
               " classes, and there is room for " + count_text(kMost) +
               ": others, none of them larger, would be left out.";
    } else if (!is_class_ && !named_value_ && column.whole && !column.more_values && values <= 12) {
      doubt_ = quoted(table_.column_name(*label_)) + " has " + count_text(values) +
               " different whole numbers: are they values or classes?";
    }
  }

  const Table& table_;
  std::vector<Facts> facts_;
  Index x1_, x2_, label_;
  bool is_class_ = true, named_value_ = false;
  std::string doubt_;
};

// The share of rows with nothing missing where a role needs it, roughly.
std::size_t most_missing(const Table& table) {
  std::size_t missing = 0;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.roles[i] == ColumnRole::kIgnore) continue;
    const TableColumn& column = table.columns[i];
    const bool words_count = table.roles[i] == ColumnRole::kClass;
    missing = std::max(missing, column.missing + (words_count ? 0 : column.words));
  }
  return missing;
}

}  // namespace

bool tables::is_usable_number(const Table& table, std::size_t column) {
  const Facts facts = facts_of(table, column);
  return facts.usable && facts.number;
}

bool tables::is_class_by_itself(const Table& table, std::size_t column) {
  const Facts facts = facts_of(table, column);
  return facts.few || facts.words ||
         (is_one_of(kClassNames, facts.name) && table.columns[column].whole);
}

void propose_roles(Table& table) {
  hear_told(table, table.text);
  if (!table.told) {
    Proposal proposal(table);
    proposal.make();
    table.roles = proposal.roles();
    table.doubt = proposal.doubt();
  }
  if (table.doubt.empty() && table.rows > std::size_t{kMaxPoints}) {
    table.doubt = "There are " + count_text(table.rows) + " rows, and there is room for " +
                  count_text(std::size_t{kMaxPoints}) + ": so many would be taken, evenly spread.";
  }
  if (table.doubt.empty() && 2 * most_missing(table) > table.rows) {
    table.doubt = "In more than half of the rows something is missing.";
  }
  table.certain = table.doubt.empty();
}

}  // namespace backprop
