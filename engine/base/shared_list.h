// A list that grows and shrinks at its end and is cheap to copy: copies share all blocks but those
// that one of them changes afterwards.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "engine/base/memory_count.h"

namespace backprop {

// Indices are below size(); front(), back() and pop_back() need an element.
template <class T>
class SharedList {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  const T& operator[](std::size_t index) const {
    return (*blocks_[index / kBlock])[index % kBlock];
  }
  const T& front() const { return (*this)[0]; }
  const T& back() const { return (*this)[size_ - 1]; }

  void clear() {
    blocks_.clear();
    size_ = 0;
  }
  void push_back(T value) {
    if (size_ % kBlock == 0) {
      blocks_.push_back(std::make_shared<Block>());
      blocks_.back()->reserve(size_ == 0 ? 1 : kBlock);
    } else {
      own_last();
    }
    blocks_.back()->push_back(std::move(value));
    ++size_;
  }
  void pop_back() {
    --size_;
    if (size_ % kBlock == 0) {
      blocks_.pop_back();
    } else {
      own_last();
      blocks_.back()->pop_back();
    }
  }

  // f(value) for every value of a block that `count` has not seen yet.
  template <class F>
  void count(MemoryCount& count, F f) const {
    count.add(blocks_.capacity() * sizeof(blocks_[0]));
    for (const auto& block : blocks_) {
      if (!count.add_shared(block.get(), sizeof(Block) + block->capacity() * sizeof(T))) continue;
      for (const T& value : *block) f(value);
    }
  }

 private:
  using Block = std::vector<T>;
  static constexpr std::size_t kBlock = 64;

  // Before the last block changes: nobody else is to see it.
  void own_last() {
    if (blocks_.back().use_count() > 1) blocks_.back() = std::make_shared<Block>(*blocks_.back());
  }

  std::vector<std::shared_ptr<Block>> blocks_;  // all full but the last
  std::size_t size_ = 0;
};

}  // namespace backprop
