// Any point of the data, in the batch or not.
#include <algorithm>
#include <span>
#include <string>

#include "engine/insight/explain.h"
#include "engine/insight/explain_parts.h"
#include "engine/insight/one_sample.h"

namespace backprop {
namespace {

std::string upper_first(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

}  // namespace

Result<Explanation> explain_point(const Trainer& trainer, ExplainTarget target, int point) {
  target.sample = -1;
  if (const Result<void> valid = check_target(trainer, target); !valid) {
    return std::unexpected(valid.error());
  }
  const std::vector<Point>& points = trainer.data().points;
  if (point < 0 || static_cast<std::size_t>(point) >= points.size()) {
    return fail("there is no point " + std::to_string(point + 1) + ": the data has " +
                std::to_string(points.size()));
  }
  if (trainer.phases_done() == 0) return explain(trainer, target);
  const std::span<const int> batch = trainer.batch();
  if (const auto column = std::ranges::find(batch, point); column != batch.end()) {
    target.sample = static_cast<int>(column - batch.begin());
    return explain(trainer, target);
  }

  const Workspace alone = pass_alone(trainer, point);
  const Scene scene(trainer, alone, 0);
  Explanation result;
  result.context = upper_first(place_of(trainer, point)) +
                   ", which is not in the batch of this step: it takes no part in the update";
  explain_chain(scene, target, result);
  if (target.kind == ExplainTarget::Kind::kParameter) {
    explain_sample_gradient(scene, target.parameter, result.equations);
  }
  explain_training(Scene(trainer, -1), target, result);
  return result;
}

}  // namespace backprop
