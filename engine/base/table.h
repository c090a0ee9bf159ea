// Named entries in tables. Every kind of ingredient (activation, loss, optimizer, ...) is one
// table; an entry is identified by its address, so adding one touches a single place.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace backprop {

// The entry called `name`, or nullptr.
template <class Entry>
const Entry* find_entry(std::span<const Entry> table, std::string_view name) {
  for (const Entry& entry : table) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

// The entry called `name`, or an error that lists what there is: "unknown activation 'foo': ...".
template <class Entry>
Result<const Entry*> require_entry(std::span<const Entry> table, std::string_view kind,
                                   std::string_view name) {
  if (const Entry* entry = find_entry(table, name)) return entry;
  std::string message =
      "unknown " + std::string(kind) + " '" + std::string(name.substr(0, 40)) + "': choose one of ";
  bool first = true;
  for (const Entry& entry : table) {
    if (!first) message += ", ";
    message += entry.name;
    first = false;
  }
  return fail(std::move(message));
}

}  // namespace backprop
