// What the parts of the table reader share. Only table_*.cpp needs this.
#pragma once

#include <cmath>
#include <span>
#include <string>
#include <string_view>

#include "engine/experiment/table.h"

namespace backprop {

// Fills in roles, certain, doubt and told, from columns that are summed up.
void propose_roles(Table& table);

namespace tables {

// Whether a column has numbers that mean something: not those that count the rows.
bool is_usable_number(const Table& table, std::size_t column);
// Whether a label is a class by what it holds or is called; else it is a value.
bool is_class_by_itself(const Table& table, std::size_t column);

// In one line, of at most kMaxColumnName bytes; empty when it is not text.
std::string clean_name(std::string_view text);

// "Not used: 'id', 'note' and 12 other columns.", or nothing where every column has a role.
std::string unused_said(const Table& table, std::span<const ColumnRole> roles);

// Whether a spreadsheet would run it.
bool is_formula(std::string_view field);
// Without the apostrophe that a cell has so that spreadsheets take it for text.
std::string_view unprotected(std::string_view field);

inline bool is_whole(double value) { return value == std::floor(value); }

// The comments that a table of ours begins with: "# x1 = (column 2 - 170.2) / 9.13" for every
// column that is used, "# class 0 = cat".
inline constexpr std::string_view kToldBegin = "# x1 = ", kToldSamplesBegin = "# input = ";
std::string told_text(const Columns& columns, bool classify);
// Of samples: "# input = column 1" for every column, "# class 0 = cat".
std::string told_text(const SampleTable& table);
void hear_told(Table& table, std::string_view text);

}  // namespace tables
}  // namespace backprop
