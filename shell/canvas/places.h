// Where named widgets of the last frame are: what lessons point at, menus hang on, and browser
// tests click on. Written anew in every frame by every widget, read seldom: so adding is cheap and
// finding looks through all.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

// In the units everything is drawn in.
struct Place {
  float x, y, width, height;
};

class Places {
 public:
  // For a new frame, in which a unit is so many CSS pixels: the text size people chose.
  void begin(float scale);
  float scale() const { return scale_; }
  // A name that is there already stands for the new place from then on.
  void add(std::string_view name, Place place);

  const Place* find(std::string_view name) const;  // nullptr: not on the canvas
  bool contains(std::string_view name) const { return find(name) != nullptr; }
  std::vector<std::string_view> names() const;  // sorted, each once; valid until the next change
  // f(place) for all whose names begin so.
  template <class F>
  void for_each_below(std::string_view prefix, F f) const {
    for (const Entry& entry : entries_) {
      if (name_of(entry).starts_with(prefix)) f(entry.place);
    }
  }

 private:
  struct Entry {
    std::size_t begin, length;  // of the name in names_
    Place place;
  };
  std::string_view name_of(const Entry& entry) const {
    return std::string_view(names_).substr(entry.begin, entry.length);
  }

  std::string names_;  // one after the other
  std::vector<Entry> entries_;
  float scale_ = 1;
};

// "network.weight", {3, 1, 2} → "network.weight.3.1.2", for names by the hundred. The stem is at
// most 24 characters long and followed by up to three numbers.
class PlaceName {
 public:
  PlaceName(std::string_view stem, std::initializer_list<int> numbers);
  operator std::string_view() const { return {text_, length_}; }

 private:
  char text_[64];
  std::size_t length_;
};

}  // namespace backprop
