// What sheets of every form say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/exercise/exercise.h"

namespace backprop {

std::string sheet_title(const Exercise& exercise);  // "Exercise 7, level 3: A whole step"
std::string given_text(const Exercise& exercise);  // "η = 2. Three digits are enough."
std::string link_address(const Exercise& exercise, std::string_view page);
std::string_view phase_title(Phase phase);  // "Forward"

// Sample by sample the inputs and the targets, below their names; one row where there is one.
struct SampleRows {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
};
SampleRows sample_rows(const HandStep& step);

// The blanks that one phase computes, with their numbers from 1.
struct PhaseBlanks {
  Phase phase;
  std::size_t first;
  std::vector<HandPlace> places;
};
std::vector<PhaseBlanks> blanks_by_phase(const Exercise& exercise);

std::string worksheet_markdown(const Exercise& exercise, std::string_view page);
std::string solution_markdown(const Exercise& exercise);
std::string worksheet_html(const Exercise& exercise, std::string_view page);
std::string solution_html(const Exercise& exercise);
// Around all of them.
std::string html_document(std::string_view title, std::string_view body);

}  // namespace backprop
