#include "engine/run/trainer_link.h"

namespace backprop {

Trainer make_trainer(const ParsedLink& link) {
  Trainer trainer(link.experiment);
  if (!link.weights.empty()) trainer.start_from(link.weights);  // of the right size: parse_link
  return trainer;
}

bool link_leads_here(const Trainer& trainer) {
  const std::int64_t step = trainer.step_count();
  return trainer.can_be_replayed() && (step == 0 || step <= max_link_step(trainer.experiment()));
}

std::string make_link(const Trainer& trainer) {
  const Experiment& experiment = trainer.experiment();
  if (!link_leads_here(trainer)) return make_link(experiment, 0, trainer.network().parameters());
  return make_link(experiment, trainer.step_count(), trainer.start_parameters());
}

}  // namespace backprop
