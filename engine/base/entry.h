// What the entries of a table are made of. None of these has a default, so an entry that leaves a
// piece out does not compile; nor does one with an empty text.
#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>

namespace backprop {

namespace internal {
inline void an_entry_needs_this_text() {}  // called while compiling: the error names it
}  // namespace internal

// A text that every entry has something to say in.
class Text : public std::string_view {
 public:
  consteval Text(const char* text) : std::string_view(text) {
    if (empty()) internal::an_entry_needs_this_text();
  }
};

// A value that every entry states, be it a zero, a null or kNoText: leaving it out is no answer.
template <class Value>
class Given {
 public:
  template <class From>
    requires std::convertible_to<From, Value>
  constexpr Given(From&& value) : value_(std::forward<From>(value)) {}
  constexpr operator Value() const { return value_; }

 private:
  Value value_;
};
template <class Value>
  requires std::is_class_v<Value>  // a span or a text can be used as what it is
class Given<Value> : public Value {
 public:
  template <class From>
    requires std::convertible_to<From, Value>
  constexpr Given(From&& value) : Value(std::forward<From>(value)) {}
};

// A text that only some entries have.
using MaybeText = Given<std::string_view>;
inline constexpr std::string_view kNoText;

}  // namespace backprop
