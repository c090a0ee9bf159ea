#include "engine/base/json.h"

#include <cmath>
#include <cstdlib>

#include "engine/base/text.h"

namespace backprop {

Json::Value Json::number(float value) {
  return std::isfinite(value) ? raw(number_text(value)) : null();
}

Json::Value Json::number(double value) {
  return std::isfinite(value) ? raw(number_text(value)) : null();
}

Json::Value Json::text(std::string_view value) {
  return yyjson_mut_strncpy(doc_.get(), value.data(), value.size());
}

Json::Value Json::raw(std::string_view value) {
  return yyjson_mut_rawncpy(doc_.get(), value.data(), value.size());
}

Json::Value Json::numbers(std::span<const float> values, std::size_t row_length) {
  std::string list = row_length > 0 ? "[[" : "[";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) list += row_length > 0 && i % row_length == 0 ? "], [" : ", ";
    list += std::isfinite(values[i]) ? number_text(values[i]) : "null";
  }
  return raw(list + (row_length > 0 ? "]]" : "]"));
}

void Json::add(Value object, std::string_view key, Value value) {
  yyjson_mut_obj_add(object, text(key), value);
}

Json::Value Json::member_copy(Value object, std::string_view key) {
  return yyjson_mut_val_mut_copy(doc_.get(), yyjson_mut_obj_getn(object, key.data(), key.size()));
}

std::string Json::write(Value root) {
  yyjson_mut_doc_set_root(doc_.get(), root);
  std::size_t length = 0;
  char* bytes = yyjson_mut_write(doc_.get(), YYJSON_WRITE_PRETTY_TWO_SPACES, &length);
  std::string result(bytes != nullptr ? bytes : "", length);
  std::free(bytes);
  return result;
}

}  // namespace backprop
