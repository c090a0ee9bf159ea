#include "shell/session/looked_at.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <span>
#include <vector>

#include "shell/session/by_hand.h"

namespace backprop {

int sample_on_paper(const Trainer& trainer, const View& view) {
  const Data& data = trainer.data();
  const int count = static_cast<int>(data.points.size());
  if (view.selected_point && *view.selected_point >= 0 && *view.selected_point < count) {
    return *view.selected_point;
  }
  const auto listed_before = [&](int a, int b) {
    return data.origins[static_cast<std::size_t>(a)] < data.origins[static_cast<std::size_t>(b)];
  };
  const std::span<const int> batch = trainer.batch();
  if (trainer.phases_done() > 0 && !batch.empty()) {
    return *std::ranges::min_element(batch, listed_before);
  }
  if (count == 0) return -1;
  return static_cast<int>(std::ranges::min_element(data.origins) - data.origins.begin());
}

int sample_not_picked(const Session& session) {
  const Trainer& trainer = session.trainer();
  const std::shared_ptr<ByHand>& by_hand = session.view().by_hand;
  const bool mean = by_hand && by_hand->mean_wanted == session.runs_replaced();
  return (is_worked_by_hand(trainer) && !mean) || one_at_a_time(trainer)
             ? sample_on_paper(trainer, session.view())
             : -1;
}

void want_mean(Session& session) {
  View& view = session.view();
  view.selected_point.reset();
  if (!view.by_hand) view.by_hand = std::make_shared<ByHand>();
  view.by_hand->mean_wanted = session.runs_replaced();
}

void choose_sample(Session& session, int direction) {
  std::span<const int> batch = session.trainer().batch();
  std::vector<int> training;
  if (batch.empty()) {
    training.resize(static_cast<std::size_t>(session.trainer().data().train_count));
    std::iota(training.begin(), training.end(), 0);
    batch = training;
  }
  if (batch.empty()) return;
  const auto size = static_cast<int>(batch.size());
  int column = 0;
  const auto found = std::ranges::find(batch, explained_sample(session));
  if (found != batch.end()) {
    column = (static_cast<int>(found - batch.begin()) + direction + size) % size;
  }
  session.view().selected_point = batch[static_cast<std::size_t>(column)];
}

}  // namespace backprop
