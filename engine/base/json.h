// JSON to write: a yyjson document that frees itself.
#pragma once

#include <yyjson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace backprop {

class Json {
 public:
  using Value = yyjson_mut_val*;

  Json() : doc_(yyjson_mut_doc_new(nullptr)) {}

  Value object() { return yyjson_mut_obj(doc_.get()); }
  Value array() { return yyjson_mut_arr(doc_.get()); }
  Value null() { return yyjson_mut_null(doc_.get()); }
  Value boolean(bool value) { return yyjson_mut_bool(doc_.get(), value); }
  Value integer(std::int64_t value) { return yyjson_mut_sint(doc_.get(), value); }
  // Reads back as the same bits; what JSON has no word for (NaN, infinity) is null.
  Value number(float value);
  Value number(double value);
  Value text(std::string_view value);  // copied
  // Lists on one line; with a row length, a list of such rows.
  Value numbers(std::span<const float> values, std::size_t row_length = 0);
  // Text that is JSON already.
  Value raw(std::string_view value);

  // Keys are copied.
  void add(Value object, std::string_view key, Value value);
  // A member of an object of this document, copied.
  Value member_copy(Value object, std::string_view key);
  void append(Value array, Value value) { yyjson_mut_arr_append(array, value); }

  // The document with `root`, indented by two, without a newline at the end.
  std::string write(Value root);

 private:
  struct Free {
    void operator()(yyjson_mut_doc* doc) const { yyjson_mut_doc_free(doc); }
  };
  std::unique_ptr<yyjson_mut_doc, Free> doc_;
};

}  // namespace backprop
