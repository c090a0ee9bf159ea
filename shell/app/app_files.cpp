// The files the application opens, by their content: saved runs, tables of points, steps of other
// programs, lessons, worked examples, links.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "engine/base/bytes_text.h"
#include "engine/base/text.h"
#include "engine/compare_step/read_step.h"
#include "engine/experiment/table.h"
#include "engine/run/document.h"
#include "shell/app/app.h"
#include "shell/app/share.h"
#include "shell/lessons/example_parser.h"
#include "shell/lessons/lesson_parser.h"
#include "shell/panels/by_hand/sheet_panel.h"

namespace backprop {

namespace {

// A whole address, or pairs of key and value on one line.
bool looks_like_link(std::string_view text) {
  return text.find_first_of(std::string_view("\n\r\0", 3)) == text.npos &&
         text.find('=') != text.npos;
}

}  // namespace

// The run that is there stays unless the whole of the new one can be used; its address is told
// first, for the way back.
Result<void> App::read_file(std::string_view file, std::string_view bytes) {
  if (paste_into_sheet(session_.view(), bytes)) return {};  // samples of a network by hand
  tell_address_now();
  const std::string name = file.empty() ? std::string("This") : quoted(file);
  if (bytes.size() > kMaxDocumentBytes) {
    return fail(name + " is larger than the " + bytes_text(kMaxDocumentBytes) +
                " that can be opened here.");
  }
  const std::string_view text =
      trimmed(bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes);
  if (text.empty()) return fail(name + " is empty.");
  if (is_step_file(text)) return read_step(name, text);
  if (text.front() == '{' || text.front() == '[') {
    Result<Trainer> run = parse_document(text);
    if (!run) return fail(name + " cannot be opened as a saved run: " + run.error().message);
    canvas_.messages.clear();
    lessons_.close();
    open_run(std::move(*run));
    return {};
  }
  if (text.starts_with("lesson:")) {
    Result<Lesson> lesson = parse_lesson(text);
    if (!lesson) return fail(name + " is no lesson yet: " + lesson.error().message + '.');
    canvas_.messages.clear();
    lessons_.put_aside(session_);
    lessons_.open(session_, *lesson, 0, std::string(text));
    return {};
  }
  if (text.starts_with("example:")) {
    const Result<Example> example = parse_example(text);
    if (!example) {
      return fail(name + " is no worked example yet: " + example.error().message + '.');
    }
    canvas_.messages.clear();
    lessons_.open(session_, *example, false, std::string(text));
    return {};
  }
  // What is no text at all may still be a table, in UTF-16.
  if (!looks_like_link(text)) return read_points(file, bytes);
  bool means_something = false;
  (void)link_notes(text, &means_something);
  if (!means_something) {
    return fail(name + " is no link of this page or of TensorFlow Playground.");
  }
  open_link(text);
  return {};
}

// What the link of the page's address does not say, put in place of what it says.
void App::open_kept(const platform::Kept& kept) {
  const auto read = [](const std::string& document) -> std::shared_ptr<Trainer> {
    if (document.empty()) return nullptr;
    Result<Trainer> run = parse_document(document);
    return run ? std::make_shared<Trainer>(std::move(*run)) : nullptr;
  };
  if (std::shared_ptr<Trainer> run = read(kept.run)) {
    canvas_.messages.clear();
    const std::optional<int> point = session_.view().selected_point;  // the link's
    (void)session_.carry_out(
        intent::OpenRun{run, read(kept.other), session_.playback().stop});  // cannot fail
    session_.view().selected_point = point;
  }
  if (kept.ahead) {
    canvas_.say(Message::Kind::kNote,
                "The steps that lay ahead of this one were not kept: from here the network trains "
                "anew.");
  }
  if (session_.playback().awaited_step == 0) {  // else it is on its way
    // A document opens in the phase it was saved in.
    const int phases = std::min(kept.phases, kPhaseCount - 1);
    for (int phase = session_.phases_begun(); phase < phases; ++phase) {
      (void)session_.carry_out(intent::AdvancePhase{});
    }
  }
  if (!kept.lesson.empty()) {
    if (const Result<Lesson> lesson = parse_lesson(kept.lesson)) {
      const auto before = session_.standing();
      lessons_.load_marks();
      lessons_.open(session_, *lesson, lessons_.reached(lesson->id), kept.lesson);
      (void)session_.carry_out(intent::ReturnTo{before});
    } else if (const Result<Example> example = parse_example(kept.lesson)) {
      lessons_.open(session_, *example, true, kept.lesson);
    }
  }
  if (lessons_.asked_for()) lessons_.update(session_);
}

// A table that leaves no doubt is taken at once; else somebody is asked.
Result<void> App::read_points(std::string_view file, std::string_view bytes) {
  const std::string name = file.empty() ? std::string("The text") : quoted(file);
  Result<Table> table = read_table(bytes);
  if (!table) {
    return fail(name + " is no table of points: " + table.error().message +
                ". What can be opened are saved runs (.json), tables of points (.csv) and links.");
  }
  auto import = std::make_unique<TableImport>(name, std::move(*table));
  const bool clear = import->leaves_no_doubt();
  session_.ask_about(std::move(import));
  if (!clear) return {};
  lessons_.close();
  return session_.carry_out(intent::TakeTable{});
}

}  // namespace backprop
