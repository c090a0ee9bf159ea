#include "engine/compare_step/step_file.h"

#include <algorithm>

namespace backprop {

const std::string& StepFile::layer_name(int layer) const {
  return std::ranges::find_if(modules,
                              [&](const StepModule& module) {
                                return module.kind == StepModule::Kind::kLinear &&
                                       module.layer == layer;
                              })
      ->name;
}

}  // namespace backprop
