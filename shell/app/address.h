// The page's address, which says at any time what is open: what it was last told, and whether it is
// to be told again.
#pragma once

#include <cstdint>
#include <string>

namespace backprop {

class Address {
 public:
  // What it says, or would say now.
  struct Content {
    std::uint64_t revision = ~std::uint64_t{0};  // of the run
    std::string page_keys;
    friend bool operator==(const Content&, const Content&) = default;
  };
  // What has been done, in counts (see Session): intents, and runs in place of others.
  struct Done {
    std::uint64_t intents = 0, runs = 0;
    friend bool operator==(const Done&, const Done&) = default;
  };

  // What is open came from the address. `goes_on`: by itself, which is nothing to tell.
  void given(Content now, Done done, bool goes_on);
  // Takes note of what was done since: after any intent the address no longer speaks for itself.
  void see(Done done);
  // While only what the address says goes on there is nothing to tell.
  bool still_says_it(const Content& now, bool playing);
  bool differs(const Content& now, Done done) const;
  void told(Content now, double when);

  double told_at() const { return told_at_; }
  void may_be_told_at_once() { told_at_ = -1e9; }

 private:
  bool outdated(Done done) const {
    return done.runs != seen_.runs || (given_ && done.intents != seen_.intents);
  }

  Content content_;
  Done seen_;
  bool given_ = true;
  double told_at_ = -1e9;  // in seconds; long ago: it may be told at once
};

}  // namespace backprop
