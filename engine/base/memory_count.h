// How many bytes several things hold that share parts of each other: every part counts once.
#pragma once

#include <cstddef>
#include <unordered_set>
#include <vector>

namespace backprop {

class MemoryCount {
 public:
  // What nobody else holds.
  void add(std::size_t bytes) { bytes_ += bytes; }
  // A part that others may hold too, known by its address. Returns whether it is here for the first
  // time: then what it refers to is to be added as well.
  bool add_shared(const void* part, std::size_t bytes) {
    if (part == nullptr || !parts_.insert(part).second) return false;
    order_.push_back(part);
    bytes_ += bytes;
    return true;
  }
  std::size_t bytes() const { return bytes_; }

  // To take back what was added since a mark: something that turns out to be too much.
  struct Mark {
    std::size_t bytes, parts;
  };
  Mark mark() const { return {bytes_, order_.size()}; }
  void back_to(Mark mark) {
    for (; order_.size() > mark.parts; order_.pop_back()) parts_.erase(order_.back());
    bytes_ = mark.bytes;
  }

 private:
  std::unordered_set<const void*> parts_;
  std::vector<const void*> order_;  // in which they came
  std::size_t bytes_ = 0;
};

}  // namespace backprop
