#include "engine/base/text.h"
#include "engine/exercise/network_svg.h"
#include "engine/exercise/sheet_parts.h"
#include "engine/exercise/worked_line.h"

namespace backprop {
namespace {

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const std::string& cell : cells) row += ' ' + cell + " |";
  return row + '\n';
}

std::string markdown_samples(const HandStep& step) {
  if (step.samples() < 2) return {};  // they are in the picture
  const SampleRows table = sample_rows(step);
  std::string text = markdown_row(table.names);
  text += markdown_row(std::vector<std::string>(table.names.size(), "---:"));
  for (const std::vector<std::string>& row : table.rows) text += markdown_row(row);
  return text + '\n';
}

}  // namespace

std::string worksheet_markdown(const Exercise& exercise, std::string_view page) {
  std::string text = "# " + sheet_title(exercise) + "\n\nName: ______________________________\n\n" +
                     std::string(exercise.what().task) + ' ' + given_text(exercise) + "\n\n" +
                     network_svg(exercise.step) + '\n' + markdown_samples(exercise.step);
  const int samples = exercise.step.samples();
  for (const auto& [phase, first, places] : blanks_by_phase(exercise)) {
    text += "**" + std::string(phase_title(phase)) + "**\n\n";
    std::size_t number = first;
    for (const HandPlace& place : places) {
      text += count_text(number++) + ". " + place_symbol(place, samples) + " = ______________\n";
    }
    text += '\n';
  }
  const std::string address = link_address(exercise, page);
  if (page.empty()) {
    text += "To open it, put this behind the address of the playground: `" + address + "`\n\n";
  } else {
    text += "Open it: <" + address + ">\n\n";
  }
  return text;
}

std::string solution_markdown(const Exercise& exercise) {
  std::string text = "# " + sheet_title(exercise) + "\n\n| | | |\n|---:|:---|:---|\n";
  std::size_t number = 0;
  for (const HandPlace& place : exercise.blanks) {
    text += markdown_row({count_text(++number), place_symbol(place, exercise.step.samples()),
                          worked_line(exercise.step, place).numbers});
  }
  return text + '\n';
}

}  // namespace backprop
