#include <cstdio>

#include "engine/experiment/link.h"
#include "engine/run/trainer.h"

int main() {
  const auto link = backprop::parse_link("dataset=xor&layers=4&learningRate=0.1");
  backprop::Trainer trainer(link.experiment);
  trainer.steps(500);
  std::printf("test accuracy %g, hash %016llx\n", trainer.metrics().test_accuracy,
              static_cast<unsigned long long>(trainer.parameter_hash()));
}
