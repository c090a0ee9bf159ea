// The text level of tables: from the bytes of a file to rows of fields, whatever wrote it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace backprop {

inline constexpr std::size_t kMaxTableBytes = std::size_t{8} << 20;
inline constexpr std::size_t kMaxTableColumns = 200;  // the rest of a longer row is not looked at

// UTF-8 from UTF-8, UTF-16 of either order (with or without a byte order mark) or Windows-1252,
// without the mark. `said` gets a sentence where that was not UTF-8. What is no text, such as a
// workbook, is an error that says what to do.
Result<std::string> table_text(std::string_view bytes, std::string& said);

// What stands between columns: a tab, a comma, a semicolon or '|'; ' ' is any run of spaces and
// tabs. "sep=;" on the first line says it, else it is what cuts the lines most evenly into numbers.
struct TableCut {
  char separator = ',';
  std::size_t begin = 0;  // where the first row starts: after "sep=;"
  std::size_t line = 1;  // and its line
  std::size_t columns = 0;  // of most rows; 0: nothing to see
};
TableCut find_cut(std::string_view text);

// Rows one by one, quotes resolved and white space around fields gone. Empty lines are passed over,
// and so are lines that begin with # or %: of these the last one is kept.
class TableRows {
 public:
  TableRows(std::string_view text, const TableCut& cut)
      : rest_(text.substr(cut.begin)), next_line_(cut.line), separator_(cut.separator) {}

  // False at the end, and where a quote is not closed.
  bool next();
  std::span<const std::string> fields() const { return {fields_.data(), count_}; }
  std::size_t line() const { return line_; }  // where the row begins, from 1 …
  std::size_t next_line() const { return next_line_; }  // … and where the next one may
  bool cut_short() const { return cut_short_; }  // it has more fields than are looked at
  bool broken() const { return broken_; }  // the row at line() opens a quote and never closes it
  std::string_view comment() const { return comment_; }  // the last one, mark and all
  std::string_view rest() const { return rest_; }

 private:
  bool take_field(std::string& field);
  void take_line_end();

  std::string_view rest_, comment_;
  std::size_t line_ = 0, next_line_;
  char separator_;
  std::vector<std::string> fields_;  // reused; count_ of them are the row's
  std::size_t count_ = 0;
  bool cut_short_ = false, broken_ = false;
};

// A line of text cut up as a row is: what a comment says of the columns.
std::vector<std::string> cut_line(std::string_view line, char separator);

}  // namespace backprop
