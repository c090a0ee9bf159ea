#include "shell/panels/by_hand/sample_row.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/points.h"
#include "engine/experiment/sample_names.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/typed_number.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/by_hand/cell_field.h"
#include "shell/panels/by_hand/written.h"
#include "shell/session/by_hand.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kFieldWidth = 60, kGap = 12, kNameGap = 5;
constexpr float kMostName = 140;
constexpr int kDigits = 4;

float line_height() { return touch_layout() ? 44.0f : 32.0f; }
float field_height() { return touch_layout() ? 40.0f : 26.0f; }

// A number of the sample that can be typed: that of the table, however the network takes it.
struct Field {
  std::string name, place;
  std::size_t column;  // as set_number() counts them
  std::string text;    // as it is now
  bool is_class = false;
  bool after_arrow = false;
  Column scale = {};  // from what is typed to what the network takes
};

std::vector<Field> fields_of(const Trainer& trainer, int point) {
  const Experiment& experiment = trainer.experiment();
  std::vector<Field> fields;
  const auto add = [&](std::string name, bool target, std::size_t number, std::size_t column,
                       std::string text) -> Field& {
    return fields.emplace_back(Field{
        .name = std::move(name),
        .place = (target ? "row.target." : "row.input.") + std::to_string(number),
        .column = column,
        .text = std::move(text),
        .after_arrow = target,
    });
  };
  const auto index = static_cast<std::size_t>(point);
  if (experiment.uses_table) {
    const SampleTable& table = *experiment.table;
    const auto row = static_cast<std::size_t>(trainer.data().origins[index]);
    for (std::size_t c = 0; c < table.width(); ++c) {
      const bool target = c >= table.inputs.size();
      const std::size_t own = target ? c - table.inputs.size() : c;
      const float number = table.number(row, c);
      const bool is_class = target && table.has_classes();
      add(target ? table.targets[own] : table.inputs[own], target, own + 1, c,
          is_class ? table.classes[static_cast<std::size_t>(number)] : number_text(number))
          .is_class = is_class;
    }
    return fields;
  }
  const Point& chosen = trainer.data().points[index];
  const Columns* columns = experiment.shown_columns();
  const auto scaled = [&](const Column* column, std::string_view otherwise, std::size_t number,
                          float value) {
    const Column scale = column != nullptr ? *column : Column();
    add(short_name(column, otherwise), number == 2, number == 1 ? 2 : 1, number,
        scale.scaled() ? number_text(scale.number(value)) : number_text(value))
        .scale = scale;
  };
  scaled(columns != nullptr ? &columns->inputs[0] : nullptr, "x₁", 0, chosen.x1);
  scaled(columns != nullptr ? &columns->inputs[1] : nullptr, "x₂", 1, chosen.x2);
  const Column* label = columns != nullptr ? &columns->label : nullptr;
  if (experiment.problem == Problem::kClassification) {
    add(short_name(label, "class"), true, 1, 2,
        class_name(experiment, static_cast<int>(chosen.label)))
        .is_class = true;
  } else {
    scaled(label, "y", 2, chosen.label);
  }
  return fields;
}

// From the target of a table to what an output learns.
Column output_scale(const Experiment& experiment) {
  const Columns* columns = experiment.shown_columns();
  const bool values = columns != nullptr && experiment.problem == Problem::kRegression;
  return values ? columns->label : Column();
}

// In the numbers of the target beside it.
std::optional<float> row_output(const Trainer& trainer, const PaperNumbers& numbers,
                                std::size_t output) {
  const std::optional<float> a = numbers.layers.back()[output].a;
  const Experiment& experiment = trainer.experiment();
  if (a && experiment.uses_table) {
    return static_cast<float>(experiment.table->told_output(static_cast<int>(output), *a));
  }
  const Column scale = output_scale(experiment);
  if (!a || !scale.scaled()) return a;
  return static_cast<float>(scale.number_at(static_cast<double>(*a)));
}

// What stands in the row, from left to right.
struct Part {
  enum class Kind { kName, kField, kArrow, kOutput, kLoss } kind;
  std::size_t index = 0;
  std::string text;
  float width = 0;
  ImVec2 at = {0, 0};  // left end and middle, from the upper left corner
};

float width_of(const Canvas& canvas, std::string_view text) {
  return std::ceil(text_size(canvas.theme.fonts.regular, kTextSize, text).x);
}

// All digits of the number that is there, up to those of any float: "-1.7071068e-12".
float field_width(const Canvas& canvas, const Field& field) {
  constexpr float kPadding = 18, kMostField = 130;
  return std::clamp(width_of(canvas, field.text) + kPadding, kFieldWidth, kMostField);
}

// Names of columns are of any length; what is cut shows on hover.
float name_width(const Canvas& canvas, std::string_view name) {
  return std::min(width_of(canvas, name), kMostName);
}

void draw_name(Canvas& canvas, ImVec2 at, const std::string& name) {
  const Theme& theme = canvas.theme;
  if (!draw_text_fitted(ImGui::GetWindowDrawList(), theme.fonts.regular, kTextSize, at,
                        theme.palette.dim, name, kMostName)) {
    return;
  }
  ImGui::SetCursorScreenPos({at.x, at.y - 10});
  ImGui::Dummy({kMostName, 20});
  tooltip(canvas, name.c_str());
}

float arrows_width(const Trainer& trainer) {
  const float each = touch_layout() ? 40.0f : 24.0f;
  return trainer.data().points.size() > 1 ? 2 * each + kNameGap : 0;
}

// Outputs and loss have room for usual numbers, so that nothing moves while they change.
std::vector<Part> parts_of(const Canvas& canvas, const Trainer& trainer,
                           const PaperNumbers& numbers, const std::vector<Field>& fields) {
  std::vector<Part> parts;
  const auto add = [&](Part::Kind kind, std::size_t index, std::string text, float more) {
    const float width = name_width(canvas, text) + more;
    parts.push_back({kind, index, std::move(text), width});
  };
  const auto room = [&](std::optional<float> value) {
    const float least = width_of(canvas, "−0.8888");
    return kNameGap + (value ? std::max(least, width_of(canvas, written(*value, kDigits))) : least);
  };
  add(Part::Kind::kName, 0, paper_point_name(trainer, numbers.point), arrows_width(trainer));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!fields[i].after_arrow)
      add(Part::Kind::kField, i, fields[i].name, kNameGap + field_width(canvas, fields[i]));
  }
  add(Part::Kind::kArrow, 0, "→", 0);
  for (int i = 0; i < trainer.network().output_count(); ++i) {
    const auto output = static_cast<std::size_t>(i);
    add(Part::Kind::kOutput, output,
        output_scale(trainer.experiment()).scaled() ? "output" : output_name(trainer, i),
        room(row_output(trainer, numbers, output)));
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!fields[i].after_arrow) continue;
    const bool first = !fields[i - 1].after_arrow && !fields[i].is_class;
    const bool several = i + 1 < fields.size();
    add(Part::Kind::kField, i, (first ? (several ? "targets " : "target ") : "") + fields[i].name,
        kNameGap + field_width(canvas, fields[i]));
  }
  add(Part::Kind::kLoss, 0, "L", room(numbers.loss));
  return parts;
}

// Places them in lines; returns how many.
int flow(std::vector<Part>& parts, float width) {
  float x = 0;
  int line = 0;
  for (Part& part : parts) {
    if (x > 0 && x + part.width > width) {
      x = 0;
      ++line;
    }
    part.at = {x, (static_cast<float>(line) + 0.5f) * line_height()};
    x += part.width + kGap;
  }
  return line + 1;
}

RowTyping& typing_of(View& view) {
  if (!view.by_hand) view.by_hand = std::make_shared<ByHand>();
  return view.by_hand->row;
}

// ‹ and › go through the samples as they are listed.
void choose_next(Session& session, int point, int direction) {
  const std::vector<int>& origins = session.trainer().data().origins;
  const auto count = static_cast<int>(origins.size());
  const int wanted = (origins[static_cast<std::size_t>(point)] + direction + count) % count;
  session.view().selected_point =
      static_cast<int>(std::ranges::find(origins, wanted) - origins.begin());
}

bool chevron(Canvas& canvas, std::string_view place, int direction, const char* help) {
  const Palette& palette = canvas.theme.palette;
  const float wide = touch_layout() ? 40.0f : 24.0f;
  const Item item = add_item(canvas, place, {wide, field_height()});
  tooltip(canvas, help);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (item.hovered) list->AddRectFilled(item.min, item.max, palette.raised, 6);
  const ImVec2 at = item.center();
  const float x = 2.5f * static_cast<float>(direction);
  const ImVec2 line[] = {{at.x - x, at.y - 5}, {at.x + x, at.y}, {at.x - x, at.y + 5}};
  list->AddPolyline(line, 3, item.hovered ? palette.text : palette.dim, 0, 1.5f);
  return item.clicked;
}

// The number that is typed in a field; else a sentence that says what would be one.
Result<float> number_of(const Experiment& experiment, const Field& field, const std::string& text) {
  const Columns* columns = experiment.shown_columns();
  const std::vector<std::string> classes = experiment.uses_table ? experiment.table->classes
                                           : columns != nullptr  ? columns->classes
                                                                 : std::vector<std::string>();
  if (field.is_class && !classes.empty()) {
    const auto named = std::ranges::find(classes, trimmed(text));
    if (named != classes.end()) return static_cast<float>(named - classes.begin());
    std::string sentence = field.name + " is one of ";
    for (std::size_t i = 0; i < classes.size(); ++i) sentence += (i > 0 ? ", " : "") + classes[i];
    return fail(sentence + ", not " + quoted(text) + ".");
  }
  const std::optional<double> number = read_cell_number(text);
  const bool scaled = experiment.uses_table && !experiment.table->scales.empty();
  const double most = scaled                  ? 1e30
                      : experiment.uses_table ? 1e6
                                              : static_cast<double>(kMaxCoordinate);
  if (!number) {
    return fail(field.name + " is a number, such as 0.05 or −1e−3, not " + quoted(text) + ".");
  }
  if (field.is_class && !is_class_label(static_cast<float>(*number))) {
    return fail("A class is a whole number from 0 to 5, not " + quoted(text) + ".");
  }
  const double taken = field.scale.coordinate(*number);
  if (!(std::abs(taken) <= most)) {
    return fail(field.name + " goes from " + number_text(field.scale.number_at(-most)) + " to " +
                number_text(field.scale.number_at(most)) + ", and cannot be " + quoted(text) + ".");
  }
  return static_cast<float>(taken);
}

void apply(Session& session, int point, const std::vector<Field>& fields, RowTyping& typing) {
  const Trainer& trainer = session.trainer();
  const int origin = trainer.data().origins[static_cast<std::size_t>(point)];
  intent::EditPoints edit;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (typing.typed[i] == typing.shown[i]) continue;
    const Result<float> number = number_of(trainer.experiment(), fields[i], typing.typed[i]);
    if (!number) {
      typing.trouble = number.error().message;
      typing.wrong = i;
      return;
    }
    PointEdit one{PointEdit::Kind::kNumber, static_cast<std::size_t>(origin)};
    one.column = fields[i].column;
    one.number = *number;
    edit.edits.push_back(one);
  }
  typing.trouble.clear();
  if (edit.edits.empty()) return;
  // The row stays the one that is shown, and the step comes again to where it was.
  session.view().selected_point = point;
  session.post(std::move(edit));
}

// The longest of the sentences below the row, for which it leaves room.
constexpr const char* kAlone =
    "Not in the batch of this step: it goes through by itself, and takes no part in the update.";

// "The row has the table's numbers; the network takes (height−170.2)/9.13."
std::string scale_note(const std::vector<Field>& fields) {
  std::string formulas;
  for (const Field& field : fields) {
    if (!field.scale.scaled()) continue;
    const double centre = field.scale.centre;
    formulas += (formulas.empty() ? "" : " and ") + ("(" + field.name) + (centre < 0 ? "+" : "−") +
                significant(std::abs(centre), kDigits) + ")/" +
                significant(field.scale.spread, kDigits);
  }
  if (formulas.empty()) return {};
  return "The row has the table's numbers; the network takes " + formulas + ".";
}

std::string note_of(const Session& session, const PaperNumbers& numbers, const RowTyping& typing,
                    const std::vector<Field>& fields) {
  if (typing.typed != typing.shown) {
    return "Enter puts it into the data: the weights stay, the step in progress is taken anew.";
  }
  const Trainer& trainer = session.trainer();
  const int done = trainer.phases_done();
  if (done == 0) {
    const std::string scaled = scale_note(fields);
    if (!scaled.empty()) return scaled;
  }
  if (done > 0 && !numbers.in_batch) {
    return kAlone;
  }
  const int samples = trainer.workspace().samples;
  if (done >= 4 && samples > 1) {
    const std::string mean = "the mean over the batch of " + std::to_string(samples) + ".";
    if (session.shown().sample.gradients.empty()) return "∂ is ∂L/∂w, Δ is Δw: of " + mean;
    return done == 4 ? "∂ is ∂L/∂w of this sample alone; the update takes " + mean
                     : "∂ is ∂L/∂w of this sample alone, Δ is Δw: of " + mean;
  }
  if (done == kPhaseCount) return "Δ is Δw; z, a and δ are from before this update.";
  if (done == 4) return "∂ is ∂L/∂w, the mean over the batch, which is this one sample.";
  return touch_layout()
             ? "Every number can be typed; Enter puts it into the data."
             : "Every number can be typed: Tab goes on, Enter applies, Ctrl Z takes it back.";
}

}  // namespace

float sample_row_height(const Canvas& canvas, const Session& session, float width) {
  const PaperNumbers numbers = paper_numbers(session);
  if (numbers.point < 0) return 0;
  std::vector<Part> parts =
      parts_of(canvas, session.trainer(), numbers, fields_of(session.trainer(), numbers.point));
  // Sentences wrap where it is narrow; nothing moves when another one stands there.
  const float note =
      Paragraph(canvas.theme.fonts.regular, kHeadingSize, kAlone, width).size().y + 3;
  return static_cast<float>(flow(parts, width)) * line_height() + note + 2 * kUnit;
}

void draw_sample_row(Canvas& canvas, Session& session, const PaperNumbers& numbers, Rect area) {
  const int point = numbers.point;
  if (point < 0) return;
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const std::vector<Field> fields = fields_of(session.trainer(), point);
  std::vector<Part> parts = parts_of(canvas, session.trainer(), numbers, fields);
  const int lines = flow(parts, area.width());
  RowTyping& typing = typing_of(session.view());
  std::vector<std::string> shown;
  for (const Field& field : fields) shown.push_back(field.text);
  if (shown != typing.shown) typing = {shown, shown, "", 0};

  list->AddRectFilled({area.min.x - 30, area.min.y - kUnit},
                      {area.max.x + 30, area.min.y - kUnit + 1}, palette.line);
  const auto text = [&](ImVec2 at, ImU32 color, std::string_view words) {
    draw_text(list, theme.fonts.regular, kTextSize, at, color, words);
  };
  const auto covers = [&](std::size_t output, Phase phase) {
    const int layer = session.trainer().network().layer_count() - 1;
    return session.microscope().covers(
        {ExplainTarget::Kind::kNeuron, layer, static_cast<int>(output), 0}, phase);
  };
  const auto quantity = [&](const Part& part, ImVec2 at, std::optional<float> value, bool signs,
                            bool covered) {
    draw_name(canvas, at, part.text);
    const ImVec2 after = {at.x + name_width(canvas, part.text) + kNameGap, at.y};
    if (covered) return text(after, palette.selection, "?");
    if (!value) return text(after, palette.faint, "–");
    const ImU32 color = signs ? number_color(theme, static_cast<double>(*value)) : palette.text;
    text(after, color, written(*value, kDigits));
  };
  bool entered = false;
  for (const Part& part : parts) {
    const ImVec2 at = {area.min.x + part.at.x, area.min.y + part.at.y};
    switch (part.kind) {
      case Part::Kind::kName: {
        float x = at.x;
        if (arrows_width(session.trainer()) > 0) {
          const float wide = touch_layout() ? 40.0f : 24.0f;
          ImGui::SetCursorScreenPos({x, at.y - field_height() / 2});
          if (chevron(canvas, "row.before", -1, "The sample listed before")) {
            choose_next(session, point, -1);
          }
          ImGui::SetCursorScreenPos({x + wide, at.y - field_height() / 2});
          if (chevron(canvas, "row.next", 1, "The sample listed next")) {
            choose_next(session, point, 1);
          }
          x += 2 * wide + kNameGap;
        }
        text({x, at.y}, palette.text, part.text);
        canvas.note_place("row.name", x, at.y - 8, part.width, 16);
        break;
      }
      case Part::Kind::kField: {
        const std::size_t i = part.index;
        draw_name(canvas, at, part.text);
        const bool wrong = !typing.trouble.empty() && typing.wrong == i;
        const CellUse use =
            cell_field(canvas, fields[i].place,
                       {at.x + part.width - field_width(canvas, fields[i]),
                        std::round(at.y - field_height() / 2)},
                       {field_width(canvas, fields[i]), field_height()}, typing.typed[i],
                       {typing.typed[i] != typing.shown[i], wrong});
        if (use.changed) typing.trouble.clear();
        entered = entered || use.entered;
        break;
      }
      case Part::Kind::kArrow:
        text(at, palette.dim, part.text);
        break;
      case Part::Kind::kOutput:
        quantity(part, at, row_output(session.trainer(), numbers, part.index), true,
                 covers(part.index, Phase::kForward));
        canvas.note_place("row.output." + std::to_string(part.index + 1), at.x, at.y - 8,
                          part.width, 16);
        break;
      case Part::Kind::kLoss:
        quantity(part, at, numbers.loss, false, false);
        break;
    }
  }
  if (entered) apply(session, point, fields, typing);
  const bool trouble = !typing.trouble.empty();
  const std::string note = trouble ? typing.trouble : note_of(session, numbers, typing, fields);
  const ImVec2 below = {area.min.x, area.min.y + static_cast<float>(lines) * line_height() + 2};
  const Paragraph sentence(theme.fonts.regular, kHeadingSize, note, area.width());
  sentence.draw(list, below, trouble ? palette.error : palette.dim);
  canvas.note_place(trouble ? "row.trouble" : "row.note", below.x, below.y, area.width(),
                    sentence.size().y);
}

}  // namespace backprop
