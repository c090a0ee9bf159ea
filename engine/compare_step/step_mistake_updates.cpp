// Mistakes of the update: the same gradients, and another step from them.
#include <iterator>

#include "engine/compare_step/step_mistake_sums.h"
#include "engine/exercise/answer_text.h"

namespace backprop::step_mistake_sums {
namespace {

using List = std::vector<float>;

// The weights before, and `factor` times each Δw.
List moved(const StepReplay& replay, const List& updates, float factor = 1) {
  const std::span<const float> before = replay.file->network.parameters();
  List after(before.begin(), before.end());
  for (std::size_t i = 0; i < after.size(); ++i) after[i] += factor * updates[i];
  return after;
}

List made(const StepReplay& replay, UpdateMade update) {
  return moved(replay, update.apply(*replay.file, replay.gradients_used()));
}

bool is(const StepFile& file, std::string_view optimizer) {
  return file.optimizer->name == optimizer;
}
bool has_momentum(const StepFile& file) { return is(file, "momentum") || is(file, "nesterov"); }
bool has_correction(const StepFile& file) {
  return is(file, "adam") || is(file, "adamw") || is(file, "nadam");
}

// The factor by which a direction gives what the file has beside `base`: least squares.
double fitted(const StepFile& file, const List& base, std::span<const float> direction) {
  double together = 0, squares = 0;
  for (std::size_t i = 0; i < base.size(); ++i) {
    const auto along = static_cast<double>(direction[i]);
    together += along * (static_cast<double>(file.after[i]) - static_cast<double>(base[i]));
    squares += along * along;
  }
  return squares > 0 ? together / squares : 0;
}

List start_of(const StepFile& file) {
  return {file.network.parameters().begin(), file.network.parameters().end()};
}

float rate_of(const StepReplay& replay) {
  const double factor = fitted(*replay.file, start_of(*replay.file), replay.updates);
  return static_cast<float>(factor * static_cast<double>(replay.file->settings.learning_rate));
}

// Decay of the gradient by amounts that people use; the one before them is fitted, of a decay that
// stands apart from the gradient. For plain gradient descent the two are the same.
constexpr float kUsualDecays[] = {1e-5f, 1e-4f, 5e-4f, 1e-3f, 5e-3f, 1e-2f, 5e-2f, 0.1f};
static_assert(std::size(kUsualDecays) == 8);  // the table's variants, and one

float decay_of(const StepReplay& replay, int variant) {
  if (variant > 0) return kUsualDecays[variant - 1];
  const StepFile& file = *replay.file;
  const double factor = fitted(file, moved(replay, replay.updates), file.network.parameters());
  return static_cast<float>(-factor / static_cast<double>(file.settings.learning_rate));
}

}  // namespace

MistakenStep not_updated(const StepReplay& replay, const StepTensor&, int) {
  return moved(replay, replay.updates, 0);
}

MistakenStep gradient_added(const StepReplay& replay, const StepTensor&, int) {
  return moved(replay, replay.updates, -1);
}

MistakenStep rate_forgotten(const StepReplay& replay, const StepTensor&, int) {
  UpdateMade update(*replay.file);
  update.settings.learning_rate = 1;
  return made(replay, update);
}

// With μ·v once more, as Nesterov's has it, or with μ² in place of μ.
MistakenStep momentum_twice(const StepReplay& replay, const StepTensor&, int variant) {
  const StepFile& file = *replay.file;
  if (!is(file, "momentum")) return std::nullopt;
  UpdateMade update(file);
  if (variant == 0) update.optimizer = &optimizer("nesterov");
  if (variant == 1) update.settings.momentum *= update.settings.momentum;
  return made(replay, update);
}

MistakenStep momentum_forgotten(const StepReplay& replay, const StepTensor&, int) {
  if (!has_momentum(*replay.file)) return std::nullopt;
  UpdateMade update(*replay.file);
  update.optimizer = &optimizer("sgd");
  return made(replay, update);
}

MistakenStep dampened(const StepReplay& replay, const StepTensor&, int) {
  const StepFile& file = *replay.file;
  if (!has_momentum(file)) return std::nullopt;
  UpdateMade update(file);
  const float rest = 1 - file.settings.momentum;
  update.decay *= rest;
  List gradients(replay.gradients_used().begin(), replay.gradients_used().end());
  for (float& gradient : gradients) gradient *= rest;
  return moved(replay, update.apply(file, gradients));
}

MistakenStep memory_forgotten(const StepReplay& replay, const StepTensor&, int) {
  const StepFile& file = *replay.file;
  if (!file.optimizer->has_memory()) return std::nullopt;
  UpdateMade update(file);
  update.state = make_state(*file.optimizer, static_cast<int>(file.network.parameter_capacity()));
  return made(replay, update);
}

// After so many steps 1 − βᵗ is 1.
MistakenStep uncorrected(const StepReplay& replay, const StepTensor&, int) {
  constexpr std::int64_t kMany = std::int64_t{1} << 40;
  if (!has_correction(*replay.file)) return std::nullopt;
  UpdateMade update(*replay.file);
  update.state.steps = kMany;
  return made(replay, update);
}

MistakenStep decay_forgotten(const StepReplay& replay, const StepTensor&, int) {
  const StepFile& file = *replay.file;
  UpdateMade update(file);
  update.decay = 0;
  if (is(file, "adamw")) update.settings.weight_decay = 0;
  return made(replay, update);
}

// In the gradient in place of beside it, or the other way round.
MistakenStep decay_elsewhere(const StepReplay& replay, const StepTensor&, int) {
  const StepFile& file = *replay.file;
  UpdateMade update(file);
  if (is(file, "adamw")) {
    update.optimizer = &optimizer("adam");
    update.decay = file.settings.weight_decay;
    return made(replay, update);
  }
  if (file.decay == 0) return std::nullopt;
  update.decay = 0;
  List after = made(replay, update);
  const std::span<const float> before = file.network.parameters();
  for (std::size_t i = 0; i < after.size(); ++i) {
    after[i] -= file.settings.learning_rate * file.decay * before[i];
  }
  return after;
}

MistakenStep updated_twice(const StepReplay& replay, const StepTensor&, int) {
  UpdateMade update(*replay.file);
  List updates = update.apply(*replay.file, replay.gradients_used());
  const List second = update.apply(*replay.file, replay.gradients_used());
  for (std::size_t i = 0; i < updates.size(); ++i) updates[i] += second[i];
  return moved(replay, updates);
}

MistakenStep other_rate(const StepReplay& replay, const StepTensor&, int) {
  const double factor = fitted(*replay.file, start_of(*replay.file), replay.updates);
  if (factor <= 0) return std::nullopt;
  return moved(replay, replay.updates, static_cast<float>(factor));
}

MistakenStep unsaid_decay(const StepReplay& replay, const StepTensor&, int variant) {
  const StepFile& file = *replay.file;
  const float decay = decay_of(replay, variant);
  const bool said = file.decay != 0 || (is(file, "adamw") && file.settings.weight_decay != 0);
  if (said || !(decay > 0)) return std::nullopt;
  if (variant > 0) {
    UpdateMade update(file);
    update.decay = decay;
    return made(replay, update);
  }
  List after = moved(replay, replay.updates);
  const std::span<const float> before = file.network.parameters();
  for (std::size_t i = 0; i < after.size(); ++i) {
    after[i] -= file.settings.learning_rate * decay * before[i];
  }
  return after;
}

std::string rate_found(const StepReplay& replay, int) {
  return "lr = " + answer_text(static_cast<double>(rate_of(replay)));
}

std::string decay_found(const StepReplay& replay, int variant) {
  return "weight_decay = " + answer_text(static_cast<double>(decay_of(replay, variant)));
}

}  // namespace backprop::step_mistake_sums
