#include <CLI/CLI.hpp>

#include <memory>

#include "shell/cli/arguments.h"
#include "shell/cli/command.h"
#include "shell/cli/files.h"
#include "shell/cli/picture.h"
#include "shell/cli/run.h"

namespace backprop {

namespace {

constexpr int kSmallest = 16, kLargest = 4096, kLargestWithNeurons = 2048;

struct RenderArguments {
  RunArguments run;
  std::string output;
  PictureOptions picture;
};

Result<int> render(const RenderArguments& arguments, Console& console) {
  if (arguments.picture.neurons && arguments.picture.size > kLargestWithNeurons) {
    return fail("with --neurons, --size can be at most " + std::to_string(kLargestWithNeurons));
  }
  const Result<Trainer> trainer = open_at_target(arguments.run, 1000, console);
  if (!trainer) return std::unexpected(trainer.error());
  const std::string png = draw_picture(*trainer, arguments.picture).png();
  if (png.empty()) return fail("the picture is too large for this machine's memory");
  const Result<void> written = write_file(arguments.output, png, console.out);
  if (!written) return std::unexpected(written.error());
  return 0;
}

}  // namespace

RunCommand declare_render(CLI::App& app) {
  const auto arguments = std::make_shared<RenderArguments>();
  declare_source(app, arguments->run);
  app.add_option("-o,--output", arguments->output, "The PNG file to write; - is standard output")
      ->option_text("FILE")
      ->required();
  declare_steps(app, arguments->run,
                "Steps to train before (default: 1000, none for a link with a step of its own)");
  app.add_option("--size", arguments->picture.size, "Edge of the output plane in pixels")
      ->option_text("PX (600)")
      ->check(whole_number_in(kSmallest, kLargest));
  app.add_flag("--neurons", arguments->picture.neurons,
               "Every neuron's map too, laid out as the network is, with its weights");
  app.add_flag("--test-points", arguments->picture.test_points, "The test points too, as rings");
  return [arguments](Console& console) { return render(*arguments, console); };
}

}  // namespace backprop
