#include "engine/exercise/sheet.h"

#include "engine/exercise/sheet_parts.h"

namespace backprop {
namespace {

struct Ending {
  std::string_view text;
  SheetForm form;
};
constexpr Ending kEndings[] = {{".md", SheetForm::kMarkdown},
                               {".markdown", SheetForm::kMarkdown},
                               {".html", SheetForm::kHtml},
                               {".htm", SheetForm::kHtml}};
std::string_view form_title(bool solutions) { return solutions ? "Solutions" : "Exercises"; }

template <class Write>
std::string all_sheets(std::span<const Exercise> exercises, Write write) {
  std::string text;
  for (const Exercise& exercise : exercises) text += write(exercise);
  return text;
}

}  // namespace

std::optional<SheetForm> sheet_form(std::string_view file_name) {
  for (const auto& [text, form] : kEndings) {
    if (file_name.ends_with(text)) return form;
  }
  return std::nullopt;
}

std::string worksheets(std::span<const Exercise> exercises, SheetForm form, std::string_view page) {
  if (form == SheetForm::kMarkdown) {
    return all_sheets(exercises,
                      [&](const Exercise& each) { return worksheet_markdown(each, page); });
  }
  return html_document(form_title(false), all_sheets(exercises, [&](const Exercise& each) {
                         return worksheet_html(each, page);
                       }));
}

std::string solution_sheets(std::span<const Exercise> exercises, SheetForm form) {
  if (form == SheetForm::kMarkdown) return all_sheets(exercises, solution_markdown);
  return html_document(form_title(true), all_sheets(exercises, solution_html));
}

}  // namespace backprop
