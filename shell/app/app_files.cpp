// The files the application opens, by their content: saved runs, tables of points, lessons, links.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "engine/base/bytes_text.h"
#include "engine/base/text.h"
#include "engine/experiment/points_csv.h"
#include "engine/run/document.h"
#include "shell/app/app.h"
#include "shell/app/share.h"

namespace backprop {

namespace {

// A whole address, or pairs of key and value on one line.
bool looks_like_link(std::string_view text) {
  return text.find('\n') == std::string_view::npos && text.find('=') != std::string_view::npos;
}

}  // namespace

// The run that is there stays unless the whole of the new one can be used; its address is told
// first, for the way back.
Result<void> App::read_file(std::string_view file, std::string_view bytes) {
  tell_address_now();
  const std::string name = file.empty() ? std::string("This") : quoted(file);
  if (bytes.size() > kMaxDocumentBytes) {
    return fail(name + " is larger than the " + bytes_text(kMaxDocumentBytes) +
                " that can be opened here.");
  }
  const std::string_view text = trimmed(bytes);
  if (text.empty()) return fail(name + " is empty.");
  if (text.find('\0') != std::string_view::npos) {
    return fail(name +
                " is no text. What can be opened are saved runs (.json), tables of points (.csv) "
                "and links.");
  }
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
    lessons_.open(session_, *lesson, 0, std::string(text));
    return {};
  }
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
    (void)session_.carry_out(
        intent::OpenRun{run, read(kept.other), session_.playback().stop});  // cannot fail
  }
  if (session_.playback().awaited_step == 0) {  // else it is on its way
    for (int phase = 0; phase < std::min(kept.phases, kPhaseCount - 1); ++phase) {
      (void)session_.carry_out(intent::AdvancePhase{});
    }
  }
  if (!kept.lesson.empty()) {
    if (const Result<Lesson> lesson = parse_lesson(kept.lesson)) {
      const auto before = session_.standing();
      lessons_.load_marks();
      lessons_.open(session_, *lesson, lessons_.reached(lesson->id), kept.lesson);
      (void)session_.carry_out(intent::ReturnTo{before});
    }
  }
  if (lessons_.asked_for()) lessons_.update(session_);
}

// The points take the place of the data; the network and the other settings stay.
Result<void> App::read_points(std::string_view file, std::string_view bytes) {
  Experiment experiment = session_.trainer().experiment();
  // Numbers with fractions are heights, names are classes, and what could be either is taken for
  // what the experiment already has.
  Result<CsvPoints> table = read_points_csv(bytes, Problem::kRegression);
  const bool fractions =
      table && std::any_of(table->points.begin(), table->points.end(), [](const Point& point) {
        return point.label != std::round(point.label);
      });
  const bool classes = !fractions && (!table || experiment.problem == Problem::kClassification);
  if (classes) table = read_points_csv(bytes, Problem::kClassification);
  const std::string name = file.empty() ? std::string("the text") : quoted(file);
  if (!table) {
    return fail("No points can be read from " + name + ": " + table.error().message + '.');
  }
  const std::size_t count = table->points.size();
  float most = 1;
  for (const Point& point : table->points) most = std::max(most, point.label);
  experiment.custom_points = std::move(table->points);
  if (Result<void> set = set_property(experiment, "dataset", "custom"); !set) return set;
  if (Result<void> set =
          set_property(experiment, "problem", classes ? "classification" : "regression");
      !set) {
    return set;
  }
  if (classes) {
    const std::string number = std::to_string(static_cast<int>(most) + 1);
    if (Result<void> set = set_property(experiment, "classes", number); !set) return set;
  }
  canvas_.messages.clear();
  lessons_.close();
  open_run(Trainer(experiment));
  std::string note = std::to_string(count) + (count == 1 ? " point" : " points") + " from " + name;
  for (std::size_t i = 0; i < table->class_names.size(); ++i) {
    note +=
        (i == 0 ? "; class " : ", ") + std::to_string(i) + " is " + quoted(table->class_names[i]);
  }
  canvas_.say(Message::Kind::kNote, note + '.');
  return {};
}

}  // namespace backprop
