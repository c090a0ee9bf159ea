#include "engine/experiment/link_weights.h"

#include <optional>
#include <string>
#include <utility>

#include "engine/base/base64.h"
#include "engine/base/text.h"
#include "engine/experiment/weights_text.h"

namespace backprop {

namespace {

Result<std::vector<float>> read_compact_weights(std::string_view text, const Network& network) {
  std::optional<std::vector<float>> weights = parse_floats(text);
  if (!weights) return fail("they are neither numbers nor base64url");
  const std::size_t count = network.parameter_count();
  if (weights->size() != count) {
    return fail("their number is " + count_text(weights->size()) + ", and the network has " +
                count_text(count) + " parameters");
  }
  return std::move(*weights);
}

}  // namespace

void apply_link_weights(std::string_view text, const Experiment& experiment,
                        std::vector<float>& weights, LinkMessages& messages) {
  const Network network = make_network(experiment);
  const bool biases = experiment.biases != Biases::kNone;
  Result<std::vector<float>> read = is_written_out(text) ? parse_weights(text, network, biases)
                                                         : read_compact_weights(text, network);
  if (read) {
    if (!biases) network.clear_biases(read->data());
    weights = std::move(*read);
    return;
  }
  messages.push_back({"weights", LinkMessage::Kind::kRefused,
                      "The link's weights do not fit the network it describes: " +
                          read.error().message + ". " + how_to_write_weights(network, biases),
                      first_weights(*experiment.initializer)});
}

}  // namespace backprop
