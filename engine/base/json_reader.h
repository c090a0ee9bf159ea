// JSON to read, from strangers: values that know their place, for errors that name it.
#pragma once

#include <yyjson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace backprop {

struct JsonDocument {
  struct Free {
    void operator()(yyjson_doc* read) const { yyjson_doc_free(read); }
  };
  std::unique_ptr<yyjson_doc, Free> doc;

  // RFC 8259 without extensions, of at most `max_values` values; an error says what is wrong and
  // where. Numbers stay text, so that none loses a bit.
  static Result<JsonDocument> parse(std::string_view text, std::size_t max_values);
};

// A value and the way to it. A value refers to the one it is part of, which must outlive it.
class JsonValue {
 public:
  explicit JsonValue(const JsonDocument& document)
      : value_(yyjson_doc_get_root(document.doc.get())) {}

  std::string place() const;                                        // "state.parameters[12]"
  std::unexpected<Error> expected(std::string_view what) const;  // "…: expected what, found …"
  std::unexpected<Error> wrong(const std::string& message) const;  // "…: message"

  // --- objects -------------------------------------------------------------------------------
  // Whether it is an object with these names only, each at most once.
  Result<void> has_only(std::span<const std::string_view> names) const;
  bool has(std::string_view name) const;
  // Of an object. A missing member is a value that is found to be "nothing".
  JsonValue member(std::string_view name) const;

  // --- lists ---------------------------------------------------------------------------------
  bool is_list() const { return yyjson_is_arr(value_); }
  std::size_t size() const { return yyjson_arr_size(value_); }
  // `count` elements, called `what` in the error.
  Result<void> has_size(std::size_t count, std::string_view what) const;
  // Calls visit(element, index), which returns Result<void>, for each until one fails.
  template <class Visit>
  Result<void> each(Visit visit) const {
    if (!is_list()) return expected("a list");
    std::size_t index = 0, count = 0;
    yyjson_val* element = nullptr;
    yyjson_arr_foreach(value_, index, count, element) {
      const Result<void> done = visit(JsonValue(element, this, {}, index), index);
      if (!done) return done;
    }
    return {};
  }

  // --- single values -------------------------------------------------------------------------
  bool is_number() const { return yyjson_is_raw(value_); }
  // What is something else is an error that names the place and says what was found there.
  Result<std::string_view> number_text() const;
  Result<std::string_view> text() const;
  Result<std::string_view> switch_text() const;  // "true" or "false"
  Result<float> number() const;  // finite; the sign of zero is kept
  Result<double> real() const;
  // A whole number from min to max.
  Result<std::int64_t> integer(std::int64_t min, std::int64_t max) const;

 private:
  JsonValue(yyjson_val* value, const JsonValue* parent, std::string_view name, std::size_t index)
      : value_(value), parent_(parent), name_(name), index_(index) {}

  yyjson_val* value_;
  const JsonValue* parent_ = nullptr;
  std::string_view name_;  // in an object,
  std::size_t index_ = 0;  // or in a list
};

}  // namespace backprop
