#include "engine/base/json_reader.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <vector>

#include "engine/base/text.h"

namespace backprop {
namespace {

// No more than there are values in `text`, and few more.
std::size_t most_values(std::string_view text) {
  const auto separators = std::count_if(text.begin(), text.end(), [](char c) {
    return c == ',' || c == ':' || c == '[' || c == '{';
  });
  return static_cast<std::size_t>(separators) + 1;
}

std::string position_text(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, position);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return "line " + number_text(static_cast<std::int64_t>(lines + 1)) + ", column " +
         number_text(static_cast<std::int64_t>(position - line_begin + 1));
}

std::string_view kind_of(yyjson_val* value) {
  switch (yyjson_get_type(value)) {
    case YYJSON_TYPE_RAW:
      return "a number";
    case YYJSON_TYPE_NULL:
      return "null";
    case YYJSON_TYPE_BOOL:
      return yyjson_get_bool(value) ? "true" : "false";
    case YYJSON_TYPE_STR:
      return "a string";
    case YYJSON_TYPE_ARR:
      return "a list";
    case YYJSON_TYPE_OBJ:
      return "an object";
    default:
      return "nothing";
  }
}

std::string_view text_of(yyjson_val* value) {
  const char* begin =
      yyjson_is_raw(value) ? yyjson_get_raw(value) : yyjson_get_str(value);  // never null here
  return {begin, yyjson_get_len(value)};
}

}  // namespace

Result<JsonDocument> JsonDocument::parse(std::string_view text, std::size_t max_values) {
  if (most_values(text) > max_values) {
    return fail("there are more values in it than any document has");
  }
  yyjson_read_err error{};
  // Without the flag to parse in place the text is not written to.
  yyjson_doc* doc = yyjson_read_opts(const_cast<char*>(text.data()), text.size(),
                                     YYJSON_READ_NUMBER_AS_RAW, nullptr, &error);
  if (doc == nullptr) {
    if (text.empty()) return fail("it is empty");
    return fail(position_text(text, std::min(error.pos, text.size())) + ": " + error.msg);
  }
  JsonDocument document;
  document.doc.reset(doc);
  return document;
}

std::string JsonValue::place() const {
  if (parent_ == nullptr) return {};
  std::string before = parent_->place();
  if (name_.data() == nullptr) {
    return before + '[' + backprop::number_text(static_cast<std::int64_t>(index_)) + ']';
  }
  if (!before.empty()) before += '.';
  return before.append(name_);
}

std::unexpected<Error> JsonValue::wrong(const std::string& message) const {
  const std::string where = place();
  return fail((where.empty() ? "the document" : where) + ": " + message);
}

std::unexpected<Error> JsonValue::expected(std::string_view what) const {
  return wrong("expected " + std::string(what) + ", found " + std::string(kind_of(value_)));
}

// --- objects -----------------------------------------------------------------------------------

Result<void> JsonValue::has_only(std::span<const std::string_view> names) const {
  if (!yyjson_is_obj(value_)) return expected("an object");
  std::vector<bool> seen(names.size(), false);
  std::size_t index = 0, count = 0;
  yyjson_val *key = nullptr, *value = nullptr;
  yyjson_obj_foreach(value_, index, count, key, value) {
    const auto found = std::find(names.begin(), names.end(), text_of(key));
    if (found == names.end()) {
      return wrong(quoted(text_of(key)) + " means nothing here: choose from " +
                   join({names.begin(), names.end()}));
    }
    const auto slot = static_cast<std::size_t>(found - names.begin());
    if (seen[slot]) return wrong(quoted(*found) + " is there twice");
    seen[slot] = true;
  }
  return {};
}

bool JsonValue::has(std::string_view name) const {
  return yyjson_obj_getn(value_, name.data(), name.size()) != nullptr;
}

JsonValue JsonValue::member(std::string_view name) const {
  return {yyjson_obj_getn(value_, name.data(), name.size()), this, name, 0};
}

// --- lists and single values -------------------------------------------------------------------

Result<void> JsonValue::has_size(std::size_t count, std::string_view what) const {
  if (!is_list()) return expected("a list");
  if (size() == count) return {};
  return wrong("expected " + backprop::number_text(static_cast<std::int64_t>(count)) + ' ' +
               std::string(what) + ", found " +
               backprop::number_text(static_cast<std::int64_t>(size())));
}

Result<std::string_view> JsonValue::number_text() const {
  if (!is_number()) return expected("a number");
  return text_of(value_);
}

Result<std::string_view> JsonValue::text() const {
  if (!yyjson_is_str(value_)) return expected("a string");
  return text_of(value_);
}

Result<std::string_view> JsonValue::switch_text() const {
  if (!yyjson_is_bool(value_)) return expected("true or false");
  return yyjson_get_bool(value_) ? "true" : "false";
}

Result<float> JsonValue::number() const {
  if (!is_number()) return expected("a number");
  const std::string_view digits = text_of(value_);
  float value = 0;
  if (!read_real(digits, value)) {
    return wrong(quoted(digits) + " is not a number of 32 bits");
  }
  return value;
}

Result<double> JsonValue::real() const {
  const Result<std::string_view> digits = number_text();
  if (!digits) return std::unexpected(digits.error());
  const std::optional<double> number = parse_number<double>(*digits);
  if (!number) return wrong("expected a number, found " + quoted(*digits));
  return *number;
}

Result<std::int64_t> JsonValue::integer(std::int64_t min, std::int64_t max) const {
  if (!is_number()) return expected("a whole number");
  const std::optional<std::int64_t> value = parse_number<std::int64_t>(text_of(value_));
  if (!value || *value < min || *value > max) {
    return wrong("expected a whole number from " + backprop::number_text(min) + " to " +
                 backprop::number_text(max) + ", found " + quoted(text_of(value_)));
  }
  return *value;
}

}  // namespace backprop
