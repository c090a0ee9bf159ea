#include "engine/experiment/table_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/base/text.h"
#include "engine/experiment/table_number.h"

namespace backprop {
namespace {

// --- encodings ---------------------------------------------------------------------------------

void append_utf8(std::uint32_t code, std::string& text) {
  if (code < 0x80) {
    text += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr std::array<std::uint32_t, 4> kLead = {0, 0xC0, 0xE0, 0xF0};
  text += static_cast<char>(kLead[static_cast<std::size_t>(more)] | code >> (6 * more));
  for (int i = more; i-- > 0;) text += static_cast<char>(0x80 | (code >> (6 * i) & 0x3F));
}

// A half of a pair without the other becomes U+FFFD.
std::string from_utf16(std::string_view bytes, bool big_endian) {
  std::string text;
  text.reserve(bytes.size());
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<std::uint32_t>(big_endian ? a << 8 | b : b << 8 | a);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t code = unit(i);
    if (code >= 0xD800 && code < 0xE000) {
      const bool pair =
          code < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000;
      code = pair ? 0x10000 + ((code - 0xD800) << 10) + (unit(i + 2) - 0xDC00) : 0xFFFD;
      if (pair) i += 2;
    }
    append_utf8(code, text);
  }
  return text;
}

// What Windows-1252 has where Latin-1 has control characters; 0: nothing.
constexpr std::array<std::uint16_t, 32> kWindows = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::string from_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) {
    std::uint32_t code = static_cast<unsigned char>(c);
    if (code >= 0x80 && code < 0xA0) code = kWindows[code - 0x80];
    append_utf8(code == 0 && c != 0 ? 0xFFFD : code, text);
  }
  return text;
}

// Whether it has no zeros but at every other byte: UTF-16 of letters and digits, without a mark.
bool zeros_at(std::string_view bytes, std::size_t parity) {
  const std::string_view sample = bytes.substr(0, 1024);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == 0 ? 1 : 0;
  return zeros[1 - parity] == 0 && 3 * zeros[parity] > sample.size();
}

bool is_utf8(std::string_view bytes) {
  std::size_t more = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (more > 0) {
      if ((byte & 0xC0) != 0x80) return false;
      --more;
    } else if (byte >= 0x80) {
      if (byte < 0xC2 || byte > 0xF4) return false;
      more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    }
  }
  return more == 0;
}

// Files that people take for tables, by how they begin.
struct Binary {
  std::string_view begin, is;
};
constexpr Binary kBinaries[] = {
    {"PK\x03\x04", "a workbook or another packed file: save the sheet as CSV and open that"},
    {"\xD0\xCF\x11\xE0", "an Excel workbook: save the sheet as CSV and open that"},
    {"\x93NUMPY", "a NumPy array: write it with numpy.savetxt(name, array, delimiter=',')"},
    {"MATLAB 5.0", "a MAT-file: write the matrix with writematrix(matrix, 'points.csv')"},
    {"PAR1", "a Parquet file: write it as CSV"},
    {"\x1F\x8B", "packed with gzip: unpack it first"},
};

// --- lines -------------------------------------------------------------------------------------

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

// "sep=;" as spreadsheets write it: the separator, or 0.
char told_separator(std::string_view line) {
  if (line.starts_with('"') && line.ends_with('"') && line.size() > 2) {
    line = line.substr(1, line.size() - 2);
  }
  if (line.size() != 5) return 0;
  for (std::size_t i = 0; i < 4; ++i) {
    if ((line[i] | 0x20) != ("sep="[i] | 0x20)) return 0;
  }
  return line[4] == ' ' ? '\0' : line[4];
}

// How well a separator cuts the first lines: rows of the usual number of columns, of all rows, and
// the more for columns that are numbers.
struct Trial {
  double score = 0;
  std::size_t columns = 0;
  bool broken = false;  // nothing is there but a quote that is not closed
};

Trial try_separator(std::string_view text, const TableCut& cut) {
  constexpr std::size_t kRows = 60;
  constexpr std::size_t kBytes = std::size_t{1} << 16;
  TableRows rows(text.substr(0, cut.begin + kBytes), cut);
  std::vector<std::size_t> counts;
  std::size_t fields = 0, numbers = 0;
  while (counts.size() < kRows && rows.next()) {
    std::size_t count = rows.fields().size();
    while (count > 1 && rows.fields()[count - 1].empty()) --count;  // a separator at the end
    counts.push_back(count);
    for (const std::string& field : rows.fields()) {
      fields += field.empty() ? 0 : 1;
      numbers += looks_like_number(field) ? 1 : 0;
    }
  }
  Trial trial;
  trial.broken = counts.empty() && rows.broken();
  std::ptrdiff_t most = 0;
  for (const std::size_t count : counts) {
    const std::ptrdiff_t same = std::count(counts.begin(), counts.end(), count);
    if (same > most || (same == most && count > trial.columns)) {
      most = same;
      trial.columns = count;
    }
  }
  if (trial.columns < 2 || fields == 0) return {0, trial.columns, trial.broken};
  trial.score = (static_cast<double>(most) / static_cast<double>(counts.size())) *
                (0.2 + static_cast<double>(numbers) / static_cast<double>(fields));
  return trial;
}

}  // namespace

Result<std::string> table_text(std::string_view bytes, std::string& said) {
  if (bytes.size() > kMaxTableBytes) {
    return fail("the table is longer than " +
                number_text(static_cast<std::int64_t>(kMaxTableBytes >> 20)) + " MB");
  }
  for (const Binary& binary : kBinaries) {
    if (bytes.starts_with(binary.begin)) return fail("it is " + std::string(binary.is));
  }
  std::string text;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    text = from_utf16(bytes.substr(2), bytes.front() == '\xFE');
    said = "The file is UTF-16.";
  } else if (zeros_at(bytes, 1) || zeros_at(bytes, 0)) {
    text = from_utf16(bytes, zeros_at(bytes, 0));
    said = "The file is UTF-16.";
  } else if (bytes.starts_with("\xEF\xBB\xBF")) {
    text = bytes.substr(3);
  } else {
    text = bytes;
  }
  if (text.find('\0') != text.npos) return fail("it is no text");
  if (!is_utf8(text)) {
    text = from_windows_1252(text);
    said = "The file is not UTF-8, and is read as Windows-1252.";
  }
  return text;
}

TableCut find_cut(std::string_view text) {
  TableCut cut;
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  if (const char told = told_separator(text.substr(0, end)); told != 0) {
    cut.separator = told;
    cut.begin = end;
    cut.columns = try_separator(text, cut).columns;
    return cut;
  }
  Trial best;
  for (const char separator : {'\t', ';', ',', '|', ' '}) {
    TableCut candidate = cut;
    candidate.separator = separator;
    const Trial trial = try_separator(text, candidate);
    const bool better = trial.score > best.score || (best.columns == 0 && !best.broken);
    if (!better && !(trial.broken && best.columns < 2)) continue;
    best = trial;
    cut.separator = separator;
  }
  cut.columns = best.columns;
  return cut;
}

// One field off the front of the rest, up to a separator or the end of the line; false when a quote
// is not closed. A quote that is not at the beginning is part of the field.
bool TableRows::take_field(std::string& field) {
  field.clear();
  while (!rest_.empty() &&
         (rest_.front() == ' ' || (rest_.front() == '\t' && separator_ != '\t'))) {
    rest_.remove_prefix(1);
  }
  if (rest_.starts_with('"')) {
    rest_.remove_prefix(1);
    for (;;) {
      const std::size_t end = rest_.find('"');
      if (end == rest_.npos) return false;
      const std::string_view part = rest_.substr(0, end);
      for (std::size_t i = 0; i < part.size(); ++i) {
        next_line_ += part[i] == '\n' || (part[i] == '\r' && !part.substr(i + 1).starts_with('\n'));
      }
      field += part;
      rest_.remove_prefix(end + 1);
      if (!rest_.starts_with('"')) break;
      field += '"';
      rest_.remove_prefix(1);
    }
  }
  std::size_t end = 0;
  const auto ends = [&](char c) {
    return is_line_end(c) || (separator_ == ' ' ? is_blank(c) : c == separator_);
  };
  while (end < rest_.size() && !ends(rest_[end])) ++end;
  field += rest_.substr(0, end);
  rest_.remove_prefix(end);
  while (!field.empty() && is_blank(field.back())) field.pop_back();
  return true;
}

void TableRows::take_line_end() {
  if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
  if (!rest_.empty()) rest_.remove_prefix(1);
  ++next_line_;
}

bool TableRows::next() {
  for (;;) {
    count_ = 0;
    cut_short_ = false;
    const std::size_t content = std::min(rest_.find_first_not_of(" \t"), rest_.size());
    if (content == rest_.size()) {
      rest_ = {};
      return false;
    }
    line_ = next_line_;
    const char first = rest_[content];
    if (first == '#' || first == '%') {
      const std::size_t end = std::min(rest_.find_first_of("\r\n"), rest_.size());
      comment_ = rest_.substr(content, end - content);
      rest_.remove_prefix(end);
      take_line_end();
      continue;
    }
    bool empty = true;
    for (;;) {
      if (fields_.size() == count_) fields_.emplace_back();
      std::string& field = fields_[count_];
      if (!take_field(field)) {
        broken_ = true;
        return false;
      }
      empty = empty && field.empty();
      if (count_ + 1 < kMaxTableColumns) {
        ++count_;
      } else {
        cut_short_ = true;
      }
      if (separator_ == ' ') {
        const std::size_t blank = std::min(rest_.find_first_not_of(" \t"), rest_.size());
        rest_.remove_prefix(blank);
        if (rest_.empty() || is_line_end(rest_.front())) break;
      } else {
        if (rest_.empty() || is_line_end(rest_.front())) break;
        rest_.remove_prefix(1);
      }
    }
    take_line_end();
    if (!empty) return true;
  }
}

std::vector<std::string> cut_line(std::string_view line, char separator) {
  TableCut cut;
  cut.separator = separator;
  // Not taken for a comment, whatever it begins with.
  const std::string text = "x" + std::string(1, separator) + std::string(line);
  TableRows rows(text, cut);
  if (!rows.next()) return {};
  return {rows.fields().begin() + 1, rows.fields().end()};
}

}  // namespace backprop
