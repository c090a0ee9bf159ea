#include "shell/platform/platform_memory.h"

#include <emscripten.h>
#include <emscripten/heap.h>
#include <imgui.h>
#include <malloc.h>

#include <cstdlib>
#include <new>
#include <utility>

#include "shell/platform/platform.h"

namespace backprop::platform {

namespace {

// The page says what has ended the program.
EM_JS(void, js_no_memory, (), { Module['noMemory'] = true; });

// More than any of the small things that are allocated without a question, many times over.
constexpr std::size_t kReserve = std::size_t{6} << 20;

void* reserve = nullptr;
bool alarm = false;

// The reserve goes to whoever asks; what remembers is let go between frames, for here anything may
// be in the middle of its work.
void on_no_memory() {
  if (reserve == nullptr) {
    js_no_memory();
    std::abort();
  }
  give_up_reserve();
  alarm = true;
}

// Before main, and before anything else allocates.
const bool kReady = [] {
  reserve = std::malloc(kReserve);
  std::set_new_handler(on_no_memory);
  // malloc() answers with nothing where new asks the handler.
  ImGui::SetAllocatorFunctions([](std::size_t size, void*) { return ::operator new(size); },
                               [](void* memory, void*) { ::operator delete(memory); });
  return true;
}();

}  // namespace

Memory memory() {
  const struct mallinfo info = mallinfo();
  return {static_cast<std::size_t>(info.uordblks), emscripten_get_heap_size(),
          emscripten_get_heap_max()};
}

void give_up_reserve() { std::free(std::exchange(reserve, nullptr)); }

bool can_have(std::size_t bytes) {
  void* volatile trial = std::malloc(bytes + kReserve);  // else compilers leave out both
  const bool given = trial != nullptr;
  std::free(trial);
  return given;
}

bool take_memory_alarm() { return std::exchange(alarm, false); }

void renew_reserve() {
  if (reserve == nullptr) reserve = std::malloc(kReserve);
}

}  // namespace backprop::platform
