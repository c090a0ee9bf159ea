// What a link's reader has to say about it, as data: who shows it decides how much and in what
// form.
#pragma once

#include <string>
#include <vector>

namespace backprop {

struct LinkMessage {
  enum class Kind {  // what matters most first
    kRefused,       // a value that cannot be used: what was there stays
    kNearest,       // a value outside its range: the nearest one is taken
    kAdapted,       // what another program's link says, as near as it goes here
    kUnreadable,    // a part of the link, or all of it, that says nothing
    kUnknown,       // a key that means nothing here
    kRepeated,      // a key that stands twice
    kOtherNumbers,  // the same settings with other random numbers
    kPassedOver,    // what a link of another program asks of its own page
  };

  std::string key;  // what it is about; empty for the link as a whole
  Kind kind;
  std::string sentence;  // "noise cannot be 'lots': choose a number from 0 to 0.5."
  std::string taken;     // the value there is instead, where it is not in the sentence: "0"

  // Whether the link asks for something that it does not get: an error where nobody watches.
  bool is_problem() const;
  // Whether it is about points or a table, which another dataset stands in for.
  bool is_data() const { return key == "points" || key == "table"; }
  // The sentence with what came of it: "… It stays '0'."
  std::string text() const;
};

using LinkMessages = std::vector<LinkMessage>;

// What matters most first, else in the order they came.
void sort_by_weight(LinkMessages& messages);
// All texts, in order.
std::vector<std::string> texts_of(const LinkMessages& messages);

}  // namespace backprop
