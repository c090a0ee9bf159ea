// The table of commands. A command is one file and one line here.
#include "shell/cli/command.h"

namespace backprop {

namespace {

constexpr Command kCommands[] = {
    {"train", "Train an experiment and print where it stands", declare_train},
    {"explain", "Print the chain rule of a neuron, weight or bias with its numbers",
     declare_explain},
    {"check", "Compare the engine's gradients with numeric ones", declare_check},
    {"render", "Draw the decision boundary, and every neuron's map, into a PNG file",
     declare_render},
    {"export", "Write a run as a document, tables, an ONNX model, a Python script or a C header",
     declare_export},
    {"describe", "List every property of an experiment", declare_describe},
    {"lesson", "Check a lesson: play it through and look for its signs", declare_lesson},
    {"example", "Print what a worked example's source prints, beside the engine's numbers",
     declare_example},
    {"exercise", "A step to work out by hand, sheets of them to print, and the codes of results",
     declare_exercise},
    {"compare-step", "Compare a training step of your own program, number by number",
     declare_compare_step},
    {"bench", "Time training steps on this machine, phase by phase", declare_bench},
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

}  // namespace backprop
