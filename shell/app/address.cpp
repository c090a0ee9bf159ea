#include "shell/app/address.h"

#include <utility>

namespace backprop {

void Address::given(Content now, Done done, bool goes_on) {
  content_ = std::move(now);
  seen_ = done;
  given_ = goes_on;
}

void Address::see(Done done) {
  if (outdated(done)) {
    given_ = false;
    content_.revision = ~std::uint64_t{0};
  }
  seen_ = done;
}

bool Address::still_says_it(const Content& now, bool playing) {
  if (!given_) return false;
  content_.revision = now.revision;
  const bool same = now == content_;
  given_ = playing && same;
  return same;
}

bool Address::differs(const Content& now, Done done) const {
  return outdated(done) || (!given_ && now != content_);
}

void Address::told(Content now, double when) {
  content_ = std::move(now);
  told_at_ = when;
}

}  // namespace backprop
