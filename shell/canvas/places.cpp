#include "shell/canvas/places.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <ranges>

namespace backprop {

void Places::begin(float scale) {
  names_.clear();
  entries_.clear();
  scale_ = scale;
}

void Places::add(std::string_view name, Place place) {
  entries_.push_back({names_.size(), name.size(), place});
  names_ += name;
}

const Place* Places::find(std::string_view name) const {
  for (const Entry& entry : std::views::reverse(entries_)) {
    if (name_of(entry) == name) return &entry.place;
  }
  return nullptr;
}

std::vector<std::string_view> Places::names() const {
  std::vector<std::string_view> all;
  all.reserve(entries_.size());
  for (const Entry& entry : entries_) all.push_back(name_of(entry));
  std::ranges::sort(all);
  const auto [repeated, end] = std::ranges::unique(all);
  all.erase(repeated, end);
  return all;
}

PlaceName::PlaceName(std::string_view stem, std::initializer_list<int> numbers) {
  char* end = std::ranges::copy(stem.substr(0, 24), text_).out;
  for (const int number : numbers) {
    *end++ = '.';
    end = std::to_chars(end, std::end(text_), number).ptr;
  }
  length_ = static_cast<std::size_t>(end - text_);
}

}  // namespace backprop
