#include "engine/experiment/point_columns.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/base/decimal.h"
#include "engine/base/text.h"
#include "engine/parts/dataset.h"

namespace backprop {
namespace {

// Beyond these a scale would leave the range of float, or of sense.
constexpr double kMostCentre = 1e30, kLeastSpread = 1e-30;

std::string field_text(std::string_view text) {
  if (text.find_first_of(",;\"") == text.npos) return std::string(text);
  std::string quoted_text = "\"";
  for (const char c : text) {
    if (c == '"') quoted_text += '"';
    quoted_text += c;
  }
  return quoted_text + '"';
}

// Takes a field off the front of `text`, up to a comma, a semicolon or the end; nothing when a
// quote is not closed or something follows it.
std::optional<std::string> take_field(std::string_view& text) {
  std::string field;
  if (!text.starts_with('"')) {
    const std::size_t end = std::min(text.find_first_of(",;"), text.size());
    field = text.substr(0, end);
    text.remove_prefix(end);
    return field;
  }
  text.remove_prefix(1);
  for (;;) {
    const std::size_t end = text.find('"');
    if (end == text.npos) return std::nullopt;
    field += text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!text.starts_with('"')) break;
    field += '"';
    text.remove_prefix(1);
  }
  if (!text.empty() && text.front() != ',' && text.front() != ';') return std::nullopt;
  return field;
}

// The fields of one column, off the front of `text`, with the semicolon after them.
std::optional<std::vector<std::string>> take_column(std::string_view& text) {
  constexpr std::size_t kMost = 3 + kMaxClasses;
  std::vector<std::string> fields;
  for (;;) {
    std::optional<std::string> field = take_field(text);
    if (!field || fields.size() == kMost) return std::nullopt;
    fields.push_back(std::move(*field));
    const bool ends = text.empty() || text.front() == ';';
    if (!text.empty()) text.remove_prefix(1);
    if (ends) return fields;
  }
}

std::optional<Column> column_of(const std::vector<std::string>& fields) {
  if (fields.size() < 3) return std::nullopt;
  const auto centre = parse_number<double>(fields[1]), spread = parse_number<double>(fields[2]);
  if (!centre || !spread) return std::nullopt;
  return Column{{*centre, *spread}, fields[0]};
}

std::string column_text(const Column& column) {
  return field_text(column.name) + ',' + number_text(column.centre) + ',' +
         number_text(column.spread);
}

Result<void> check_name(std::string_view name) {
  if (name.size() <= kMaxColumnName && is_plain_text(name)) return {};
  return fail("a name is plain text of at most " + number_text(std::int64_t{kMaxColumnName}) +
              " bytes, not " + quoted(name));
}

}  // namespace

double Scale::number(float coordinate) const {
  const double exact = number_at(static_cast<double>(coordinate));
  if (!scaled()) return exact;
  // Rounded to ever finer places, of which the first is a hundred thousandth of all that is summed.
  const int exponent = rounded_decimal(exact, 1).exponent;
  const int coarsest = std::max(exponent, rounded_decimal(spread, 1).exponent) - 5;
  for (int place = coarsest; place > coarsest - 12; --place) {
    const int digits = exponent - place + 1;
    if (digits > 17) break;
    double rounded = 0;
    if (digits > 0 && exact != 0) {
      const Decimal decimal = rounded_decimal(exact, digits);
      const std::string text = (decimal.negative ? "-" : "") + decimal.digits + "e" +
                               std::to_string(decimal.exponent - digits + 1);
      if (!read_real(text, rounded)) continue;
    }
    if (static_cast<float>(this->coordinate(rounded)) == coordinate) return rounded;
  }
  // Far from zero and close together: the neighbours of what rounding led to.
  for (const double side : {-INFINITY, INFINITY}) {
    double number = exact;
    for (int i = 0; i < 4; ++i) {
      number = std::nextafter(number, side);
      if (static_cast<float>(this->coordinate(number)) == coordinate) return number;
    }
  }
  return exact;
}

std::string columns_text(const Columns& columns) {
  std::string text = column_text(columns.inputs[0]) + ';' + column_text(columns.inputs[1]) + ';' +
                     column_text(columns.label);
  for (const std::string& name : columns.classes) text += ',' + field_text(name);
  return text;
}

Result<Columns> read_columns(std::string_view text) {
  const Error wrong{"they should be like height,170,9;weight,65,12;group,0,1,cat,dog"};
  std::vector<std::vector<std::string>> parts;
  while (!text.empty() && parts.size() < 4) {
    auto part = take_column(text);
    if (!part) return std::unexpected(wrong);
    parts.push_back(std::move(*part));
  }
  if (parts.size() != 3) return std::unexpected(wrong);
  Columns columns;
  Column* const targets[] = {&columns.inputs[0], &columns.inputs[1], &columns.label};
  for (std::size_t i = 0; i < 3; ++i) {
    std::optional<Column> column = column_of(parts[i]);
    if (!column || (i < 2 && parts[i].size() > 3)) return std::unexpected(wrong);
    *targets[i] = std::move(*column);
  }
  columns.classes.assign(parts[2].begin() + 3, parts[2].end());
  if (const auto right = check_columns(columns); !right) return std::unexpected(right.error());
  return columns;
}

Result<void> check_scale(const Scale& scale) {
  if (!(std::fabs(scale.centre) <= kMostCentre)) {
    return fail("a centre is a number from -1e30 to 1e30, not " + number_text(scale.centre));
  }
  if (!(scale.spread >= kLeastSpread && scale.spread <= kMostCentre)) {
    return fail("a spread is a number from 1e-30 to 1e30, not " + number_text(scale.spread));
  }
  return {};
}

Result<void> check_columns(const Columns& columns) {
  for (const Column* column : {&columns.inputs[0], &columns.inputs[1], &columns.label}) {
    if (const auto right = check_name(column->name); !right) return right;
    if (const auto right = check_scale(*column); !right) return right;
  }
  if (columns.classes.size() > std::size_t{kMaxClasses}) {
    return fail("there are at most " + number_text(std::int64_t{kMaxClasses}) + " classes");
  }
  for (const std::string& name : columns.classes) {
    if (const auto right = check_name(name); !right) return right;
  }
  return {};
}

}  // namespace backprop
