// Errors that cross boundaries: a value or a sentence a person can act on.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace backprop {

struct Error {
  std::string message;  // one sentence, names the place and says what would be right
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(std::string message) {
  return std::unexpected(Error{std::move(message)});
}

}  // namespace backprop
