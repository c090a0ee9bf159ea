#include "tests/memory/counting.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

std::size_t allocation_count, bytes_now, most_bytes;

// What was asked for stands before the memory given out, in as much room as keeps its alignment.
void* allocate(std::size_t size, std::size_t alignment) {
  alignment = std::max(alignment, alignof(std::max_align_t));
  const std::size_t total = (alignment + size + alignment - 1) / alignment * alignment;
  void* block = std::aligned_alloc(alignment, total);
  if (block == nullptr) std::abort();
  std::memcpy(block, &size, sizeof size);
  ++allocation_count;
  bytes_now += size;
  most_bytes = std::max(most_bytes, bytes_now);
  return static_cast<char*>(block) + alignment;
}

void release(void* memory, std::size_t alignment) {
  if (memory == nullptr) return;
  alignment = std::max(alignment, alignof(std::max_align_t));
  void* block = static_cast<char*>(memory) - alignment;
  std::size_t size = 0;
  std::memcpy(&size, block, sizeof size);
  bytes_now -= size;
  std::free(block);
}

}  // namespace

// The other forms (of arrays, with sizes) come down to these.
void* operator new(std::size_t size) { return allocate(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { release(memory, 1); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { release(memory, 1); }
void operator delete(void* memory, std::align_val_t alignment) noexcept {
  release(memory, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t alignment) noexcept {
  release(memory, static_cast<std::size_t>(alignment));
}

namespace backprop::counting {

std::size_t allocations() { return allocation_count; }
std::size_t bytes() { return bytes_now; }
std::size_t peak() { return most_bytes; }
void forget_peak() { most_bytes = bytes_now; }

}  // namespace backprop::counting
