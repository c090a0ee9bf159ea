// Percent escapes, and the links that have none of what links get on their way.
#pragma once

#include <string>
#include <string_view>

namespace backprop {

// Whether `text` is a fragment as the page writes it, in the letters that most of them have: then
// fragment_in() (link_text.h) would leave it as it is, also behind a '#'.
bool is_bare_fragment(std::string_view text);

// Whether nothing at the end of a value can be taken for a sign of the sentence around its link.
bool ends_as_a_word(std::string_view text);

// Text with its percent escapes resolved, those that are broken left as they are.
std::string unescape_loosely(std::string_view text);
// Whether there is at least one percent escape in it.
bool has_escapes(std::string_view text);

// −1 where it is none.
int hex_digit(char c);

}  // namespace backprop
