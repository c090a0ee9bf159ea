// One command of the program: its name, its arguments, and what it does with them.
#pragma once

#include <functional>
#include <iosfwd>
#include <span>
#include <string_view>

#include "engine/base/error.h"

namespace CLI {
class App;
}

namespace backprop {

// Where a command writes.
struct Console {
  std::ostream& out;
  std::ostream& err;
  bool progress;  // err is a terminal on which a line may be redrawn
};

// Runs a command whose arguments are parsed. Gives the exit code (0 or 1); an error is input that
// cannot be used: its sentence is printed and the exit code is 2.
using RunCommand = std::function<Result<int>(Console&)>;

struct Command {
  std::string_view name;
  std::string_view summary;             // one line
  RunCommand (*declare)(CLI::App& app);  // declares the arguments, which live in what it returns
};

std::span<const Command> commands();

RunCommand declare_train(CLI::App& app);
RunCommand declare_explain(CLI::App& app);
RunCommand declare_check(CLI::App& app);
RunCommand declare_render(CLI::App& app);
RunCommand declare_export(CLI::App& app);
RunCommand declare_describe(CLI::App& app);
RunCommand declare_lesson(CLI::App& app);
RunCommand declare_example(CLI::App& app);
RunCommand declare_exercise(CLI::App& app);
RunCommand declare_compare_step(CLI::App& app);
RunCommand declare_bench(CLI::App& app);

}  // namespace backprop
