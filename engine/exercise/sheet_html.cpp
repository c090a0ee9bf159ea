#include "engine/base/text.h"
#include "engine/exercise/network_svg.h"
#include "engine/exercise/sheet_parts.h"
#include "engine/exercise/worked_line.h"

namespace backprop {
namespace {

// Letter is the lower and A4 the narrower page: 251 mm and 180 mm are left between the margins, and
// the longest sheet takes some 235 mm.
constexpr std::string_view kSheetStyle = R"(
@page { margin: 14mm 15mm; }
body { margin: 0 auto; max-width: 180mm; font: 10.5pt/1.35 "DejaVu Sans", "Segoe UI", sans-serif;
  color: #000; background: #fff; }
section { break-after: page; break-inside: avoid; }
section:last-child { break-after: auto; }
h1 { font-size: 14pt; margin: 0 0 2mm; }
h2 { font-size: 10.5pt; margin: 2mm 0 0.5mm; break-after: avoid; }
p { margin: 0 0 2mm; }
.name i { display: inline-block; width: 75mm; border-bottom: 0.3mm solid #000; }
svg { display: block; width: 100%; max-height: 48mm; margin: 0 auto; }
table { border-collapse: collapse; margin: 1mm 0; }
td, th { border: 0.2mm solid #777; padding: 0.3mm 2.5mm; text-align: right; font-weight: normal; }
ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.5mm 5mm;
  grid-template-columns: repeat(3, 1fr); }
li { display: flex; align-items: flex-end; white-space: nowrap; }
li b { font: 8pt sans-serif; min-width: 5mm; }
li i { flex: 1; margin-left: 1mm; height: 5.5mm; border-bottom: 0.3mm solid #000; }
.link { font-size: 7.5pt; margin-top: 3mm; overflow-wrap: anywhere; }
.solution { break-after: auto; margin-bottom: 6mm; }
.solution table { font-size: 9pt; }
.solution td:nth-child(n + 2) { text-align: left; }
@media screen { body { padding: 8mm; } section { margin-bottom: 20mm; } }
@media screen and (max-width: 500px) { ol { grid-template-columns: 1fr; } }
)";

std::string html_cells(const std::vector<std::string>& cells, std::string_view tag) {
  std::string row = "<tr>";
  for (const std::string& cell : cells) {
    row += '<' + std::string(tag) + '>' + html_text(cell) + "</" + std::string(tag) + '>';
  }
  return row + "</tr>\n";
}

std::string html_samples(const HandStep& step) {
  if (step.samples() < 2) return {};  // they are in the picture
  const SampleRows table = sample_rows(step);
  std::string text = "<table>\n" + html_cells(table.names, "th");
  for (const std::vector<std::string>& row : table.rows) text += html_cells(row, "td");
  return text + "</table>\n";
}

std::string html_blanks(const Exercise& exercise) {
  const int samples = exercise.step.samples();
  std::string text;
  for (const auto& [phase, first, places] : blanks_by_phase(exercise)) {
    text += "<h2>" + std::string(phase_title(phase)) + "</h2>\n<ol>\n";
    std::size_t number = first;
    for (const HandPlace& place : places) {
      text += "<li data-place=\"" + place_text(place, samples) + "\"><b>" + count_text(number++) +
              "</b>" + html_text(place_symbol(place, samples)) + " =<i></i></li>\n";
    }
    text += "</ol>\n";
  }
  return text;
}

std::string html_link(const Exercise& exercise, std::string_view page) {
  const std::string address = html_text(link_address(exercise, page));
  if (page.empty()) {
    return "<p class=\"link\">To open it, put this behind the address of the playground: <code>" +
           address + "</code></p>\n";
  }
  return "<p class=\"link\">Open it: <a href=\"" + address + "\">" + address + "</a></p>\n";
}

}  // namespace

std::string worksheet_html(const Exercise& exercise, std::string_view page) {
  return "<section>\n<h1>" + html_text(sheet_title(exercise)) +
         "</h1>\n<p class=\"name\">Name <i></i></p>\n<p>" + html_text(exercise.what().task) + ' ' +
         html_text(given_text(exercise)) + "</p>\n" + network_svg(exercise.step) +
         html_samples(exercise.step) + html_blanks(exercise) + html_link(exercise, page) +
         "</section>\n";
}

std::string solution_html(const Exercise& exercise) {
  std::string text =
      "<section class=\"solution\">\n<h1>" + html_text(sheet_title(exercise)) + "</h1>\n<table>\n";
  std::size_t number = 0;
  for (const HandPlace& place : exercise.blanks) {
    text += html_cells({count_text(++number), place_symbol(place, exercise.step.samples()),
                        worked_line(exercise.step, place).numbers},
                       "td");
  }
  return text + "</table>\n</section>\n";
}

std::string html_document(std::string_view title, std::string_view body) {
  return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
         "content=\"width=device-width\">\n<title>" +
         html_text(title) + "</title>\n<style>" + std::string(kSheetStyle) + "</style>\n" +
         std::string(body) + "</html>\n";
}

}  // namespace backprop
