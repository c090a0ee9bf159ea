// Tables read for tests: what is wrong with them fails the test.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/points_csv.h"
#include "engine/experiment/table.h"

namespace backprop::testing {

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

inline std::string file(const std::string& name) {
  std::ifstream stream(BACKPROP_GOLDEN_DEFAULT_DIR "/../tables/" + name, std::ios::binary);
  INFO(name);
  REQUIRE(stream.good());
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline Table table_of(std::string_view text) {
  Result<Table> table = read_table(text);
  INFO(text.substr(0, 200));
  if (!table) FAIL(table.error().message);
  return std::move(*table);
}

inline std::string error_of(std::string_view text) {
  const Result<Table> table = read_table(text);
  INFO(text.substr(0, 200));
  REQUIRE_FALSE(table);
  return table.error().message;
}

inline TablePoints points_of(const Table& table, TableScale scale = TableScale::kNone) {
  Result<TablePoints> points = take_points(table, table.roles, scale);
  if (!points) FAIL(points.error().message);
  return std::move(*points);
}

inline TablePoints points_of(std::string_view text, TableScale scale = TableScale::kNone) {
  return points_of(table_of(text), scale);
}

inline std::string said(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += sentence + '\n';
  return text;
}

inline std::string classes_of(const TablePoints& points) {
  const std::vector<std::string>& names = points.columns.classes;
  return join({names.begin(), names.end()}, ",");
}

}  // namespace backprop::testing
