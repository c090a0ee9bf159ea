#include "shell/panels/lessons/example_card.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/rich_text.h"
#include "shell/canvas/widgets.h"
#include "shell/lessons/example_run.h"
#include "shell/lessons/lesson_player.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/panels/lessons/card_parts.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kGap = 3 * kUnit, kMark = 22, kColumnGap = 10, kLeastName = 28;

using Verdict = ComparedNumber::Verdict;

struct Row {
  const ComparedNumber* compared;
  std::string printed, here;
};

// "1.00…" where digits were cut off.
std::string printed_text(const ExampleNumber& number) {
  return shown(number.printed) + (number.printed.cut ? "…" : "");
}

// Of all numbers of a moment, once they are there: the one that asks most for a look.
Verdict whole_verdict(std::span<const ComparedNumber> numbers) {
  Verdict whole = Verdict::kSame;
  for (const ComparedNumber& each : numbers) {
    const Verdict verdict = each.verdict();
    if (verdict == Verdict::kUnknown) return verdict;
    whole = std::max(whole, verdict);
  }
  return whole;
}

class ExampleCard {
 public:
  ExampleCard(Canvas& canvas, Session& session, LessonPlayer& player, Rect area)
      : canvas_(canvas),
        session_(session),
        theme_(canvas.theme),
        palette_(canvas.theme.palette),
        player_(player),
        examples_(player.examples()),
        area_(area) {}

  bool draw() {
    ImGui::GetWindowDrawList()->AddRectFilled(area_.min, area_.max, palette_.panel);
    canvas_.note_place("example.card", area_.min.x, area_.min.y, area_.width(), area_.height());
    left_ = area_.min.x + kPanelPadding;
    width_ = area_.width() - 2 * kPanelPadding;
    bool close = draw_head();
    if (!touch_layout() || !player_.folded) {
      const float foot = area_.max.y - card_button_height() - 2 * kGap;
      const float top = area_.min.y + (touch_layout() ? kCardHead : 72);
      draw_body({{area_.min.x, top}, {area_.max.x, foot}});
      draw_foot(foot);
    }
    return close;
  }

 private:
  const Example& example() const { return examples_.example(); }

  bool draw_head() {
    const std::size_t number = examples_.number(), all = examples_.shelf().size();
    const std::string place =
        number < all ? "Worked example " + std::to_string(number + 1) + " of " + std::to_string(all)
                     : std::string("Worked example");
    const CardHead head =
        draw_card_head(canvas_, area_, "example", place, example().title, player_.folded, true);
    if (head.fold) player_.folded = !player_.folded;
    if (head.all) open_gallery();
    return head.close;
  }

  void open_gallery() {
    player_.shows_examples = true;
    player_.open_gallery();
  }

  void go_to(std::size_t moment) {
    player_.ask(session_, [moment](LessonPlayer& player, Session& session) {
      player.examples().go_to(session, moment);
    });
  }

  void draw_foot(float top) {
    ImGui::GetWindowDrawList()->AddRectFilled({area_.min.x, top}, {area_.max.x, top + 1},
                                              palette_.line);
    const float y = std::round(top + kGap), height = card_button_height();
    // Where the run does not stand at these numbers, or was changed, the way there comes first.
    const Trainer& trainer = session_.trainer();
    const bool here = stands_at(trainer, examples_.moment()) && examples_.all_agree(session_);
    const std::size_t moments = example().moments.size(), at = examples_.moment_index();
    const bool ahead =
        examples_.is_own(session_) &&
        place_of(trainer) < RunPlace{examples_.moment().step, examples_.moment().phases};
    const bool last = at + 1 == moments;
    const bool more = examples_.number() + 1 < examples_.shelf().size();
    const char* label = ahead   ? "Show these numbers"
                        : !here ? "Back to these numbers"
                        : !last ? "Next numbers"
                        : more  ? "Next example"
                                : "All examples";
    if (at > 0) {
      ImGui::SetCursorScreenPos({left_, y});
      if (text_button(canvas_, "example.back", "Back", {0, height})) {
        go_to(at - 1);
      }
    }
    const float wide = std::ceil(text_size(theme_.fonts.semibold, kTextSize, label).x) + 8 * kUnit;
    ImGui::SetCursorScreenPos({left_ + width_ - wide, y});
    if (!primary_button(canvas_, here ? "example.next" : "example.return", label, {wide, height})) {
      return;
    }
    if (!here || !last) {
      go_to(here ? at + 1 : at);
    } else if (more) {
      player_.open("example=" + examples_.shelf()[examples_.number() + 1].id);
    } else {
      open_gallery();
    }
  }

  void draw_body(Rect area) {
    ImGui::SetCursorScreenPos(area.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    if (ImGui::BeginChild(example().id.c_str(), {area.width(), area.height()},
                          ImGuiChildFlags_NavFlattened)) {
      y_ = ImGui::GetCursorScreenPos().y + kGap;
      draw_contents();
      ImGui::SetCursorScreenPos({left_, y_});
      ImGui::Dummy({1, 1});
      scroll_by_finger();
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
  }

  void paragraph(std::string_view text, ImU32 color, float size = kTextSize, float indent = 0) {
    y_ += rich_text(ImGui::GetWindowDrawList(), theme_, size, {left_ + indent, y_},
                    width_ - 2 * indent, color, text);
  }

  void draw_contents() {
    // A phone's sheet is small: there the numbers come first.
    if (!touch_layout()) draw_source();
    for (std::size_t i = 0; i < example().moments.size(); ++i) draw_moment(i);
    if (!example().note.empty()) draw_note();
    if (touch_layout()) draw_source();
    y_ += kGap;
  }

  void draw_source() {
    paragraph(example().source, palette_.dim, kHeadingSize);
    if (!example().page.empty()) {
      const float height = kHeadingSize + 6;
      ImGui::SetCursorScreenPos({left_, std::round(y_)});
      const Item item = add_item(canvas_, "example.page", {width_, height}, true, 4, false);
      const bool cut =
          draw_text_fitted(ImGui::GetWindowDrawList(), theme_.fonts.regular, kHeadingSize,
                           {left_, item.center().y}, palette_.dim, example().page, width_);
      if (cut) tooltip(canvas_, example().page.c_str());
      y_ = item.max.y;
    }
    y_ += 2 * kUnit;
  }

  // --- the numbers of a moment -----------------------------------------------------------------

  void draw_moment(std::size_t index) {
    const ExampleMoment& moment = example().moments[index];
    const bool open = index == examples_.moment_index();
    const float height = touch_layout() ? 44.0f : 32.0f;
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImGui::SetCursorScreenPos({left_ - 2 * kUnit, std::round(y_)});
    const Item item = add_item(canvas_, "example.moment." + std::to_string(index + 1),
                               {width_ + 4 * kUnit, height}, true, kCornerRadius);
    if (item.hovered && !open)
      list->AddRectFilled(item.min, item.max, palette_.raised, kCornerRadius);
    draw_text(list, theme_.fonts.regular, kSmallSize, {left_ + 4, item.center().y}, palette_.dim,
              open ? "▼" : "▶", Align::kCenter);
    draw_mark(whole_verdict(examples_.numbers(session_, index)), item.center().y);
    const std::string step = "step " + grouped(moment.step);
    const float step_width = text_size(theme_.fonts.regular, kHeadingSize, step).x;
    const float right = left_ + width_ - kMark;
    draw_text_fitted(list, theme_.fonts.semibold, kTextSize, {left_ + 16, item.center().y},
                     palette_.text, moment.title, right - step_width - kGap - left_ - 16);
    draw_text(list, theme_.fonts.regular, kHeadingSize, {right, item.center().y}, palette_.dim,
              step, Align::kRight);
    if (item.clicked) go_to(index);
    y_ = item.max.y;
    if (open) draw_numbers();
  }

  void draw_numbers() {
    const std::span<const ComparedNumber> numbers = examples_.numbers(session_);
    std::vector<Row> rows;
    float printed_width = text_size(theme_.fonts.regular, kSmallSize, "printed").x;
    float here_width = text_size(theme_.fonts.regular, kSmallSize, "here").x;
    for (const ComparedNumber& compared : numbers) {
      Row row = {&compared, printed_text(*compared.number), compared.text()};
      printed_width = std::max(printed_width, number_width(row.printed));
      here_width = std::max(here_width, number_width(row.here));
      rows.push_back(std::move(row));
    }
    here_right_ = left_ + width_ - kMark;
    printed_right_ = here_right_ - here_width - kColumnGap;
    names_right_ = printed_right_ - printed_width - kColumnGap;
    draw_status(numbers);
    bool computed = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool now = rows[i].compared->number->computed;
      if (i == 0 || now != computed) draw_heading(now);
      computed = now;
      draw_row(i, rows[i]);
    }
    y_ += kUnit;
    draw_legend(numbers);
    y_ += 2 * kUnit;
  }

  float number_width(const std::string& text) const {
    return text_size(theme_.fonts.regular, kHeadingSize, text).x;
  }

  void draw_heading(bool computed) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    y_ += 2 * kUnit;
    const float middle = y_ + 7;
    const auto head = [&](float x, const char* text, Align align) {
      draw_text(list, theme_.fonts.regular, kSmallSize, {x, middle}, palette_.dim, text, align);
    };
    head(left_, computed ? "not printed there" : "", Align::kLeft);
    head(printed_right_, computed ? "computed" : "printed", Align::kRight);
    head(here_right_, "here", Align::kRight);
    y_ += 16;
    list->AddRectFilled({left_, y_}, {left_ + width_, y_ + 1}, palette_.line);
    y_ += 3;
  }

  void draw_row(std::size_t index, const Row& row) {
    const ExampleNumber& number = *row.compared->number;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float height = touch_layout() ? 36.0f : 23.0f;
    const std::string place = "example.number." + std::to_string(index + 1);
    ImGui::SetCursorScreenPos({left_ - 2 * kUnit, std::round(y_)});
    const Item item = add_item(canvas_, place, {width_ + 4 * kUnit, height}, true, 5);
    if (item.hovered) {
      list->AddRectFilled(item.min, item.max, palette_.raised, 5);
    } else if (examples_.is_looked_at(session_, number)) {
      list->AddRectFilled(item.min, item.max, with_alpha(palette_.selection, 0.12f), 5);
    }
    if (item.clicked) {
      player_.ask(session_, [number](LessonPlayer& player, Session& session) {
        player.examples().show(session, number);
      });
    }
    const float middle = item.center().y;
    draw_text(list, theme_.fonts.regular, kHeadingSize, {left_, middle}, palette_.text,
              number.symbol);
    const float name = left_ + text_size(theme_.fonts.regular, kHeadingSize, number.symbol).x + 8;
    if (!number.name.empty() && names_right_ - name >= kLeastName) {
      draw_text_fitted(list, theme_.fonts.regular, kSmallSize, {name, middle}, palette_.dim,
                       number.name, names_right_ - name);
    }
    const Verdict verdict = row.compared->verdict();
    const bool known = verdict != Verdict::kUnknown;
    draw_text(list, theme_.fonts.regular, kHeadingSize, {printed_right_, middle},
              verdict == Verdict::kSourceWrong ? palette_.warning : palette_.dim, row.printed,
              Align::kRight);
    draw_text(list, theme_.fonts.regular, kHeadingSize, {here_right_, middle},
              known ? palette_.text : palette_.dim, row.here, Align::kRight);
    draw_mark(verdict, middle);
    // What tests see of it.
    if (known) {
      canvas_.note_place("example.here." + std::to_string(index + 1), here_right_, item.min.y, 1,
                         item.height());
    }
    if (row.compared->agrees()) {
      canvas_.note_place("example.agrees." + std::to_string(index + 1), item.min.x, item.min.y,
                         item.width(), item.height());
    }
    y_ = item.max.y;
  }

  void draw_mark(Verdict verdict, float middle) {
    const auto mark = [&](ImU32 color, const char* sign) {
      draw_text(ImGui::GetWindowDrawList(), theme_.fonts.regular, kTextSize,
                {left_ + width_, middle}, color, sign, Align::kRight);
    };
    switch (verdict) {
      case Verdict::kUnknown:
        break;
      case Verdict::kSame:
        return mark(palette_.good, "✓");
      case Verdict::kNear:
        return mark(palette_.good, "≈");
      case Verdict::kSourceWrong:
        return mark(palette_.warning, "≠");
      case Verdict::kOther:
        return mark(palette_.error, "×");
    }
  }

  static std::ptrdiff_t count(std::span<const ComparedNumber> numbers, Verdict verdict) {
    return std::ranges::count(numbers, verdict, &ComparedNumber::verdict);
  }

  void say(ImU32 color, const std::string& text) { paragraph(text, color, kHeadingSize); }

  // Above the list: what comes next, or how the numbers compare.
  void draw_status(std::span<const ComparedNumber> numbers) {
    const auto all = static_cast<std::ptrdiff_t>(numbers.size());
    const std::ptrdiff_t unknown = count(numbers, Verdict::kUnknown);
    const std::ptrdiff_t other = count(numbers, Verdict::kOther);
    const std::ptrdiff_t wrong = count(numbers, Verdict::kSourceWrong);
    if (other > 0) {
      say(palette_.error, std::to_string(other) + (other == 1 ? " number is" : " numbers are") +
                              " other than there: the run was changed.");
    } else if (unknown > 0) {
      say(palette_.dim, what_comes(unknown < all));
    } else if (wrong > 0) {
      say(palette_.warning, std::to_string(all - wrong) + " of " + std::to_string(all) +
                                " agree; ≠ is wrong in the source, see the note.");
    } else {
      say(palette_.good, all == 1 ? std::string("The number agrees.")
                                  : "All " + std::to_string(all) + " numbers agree.");
    }
  }

  // Below it: how far they are compared.
  void draw_legend(std::span<const ComparedNumber> numbers) {
    if (count(numbers, Verdict::kNear) > 0) {
      say(palette_.dim,
          "≈: equal as far as numbers of 32 bits reach, about seven digits, and fewer where larger "
          "ones cancel.");
    } else if (std::ranges::any_of(numbers, shown_shorter)) {
      say(palette_.dim,
          "Numbers of 32 bits hold about seven digits: further ones are not compared.");
    }
  }

  static bool shown_shorter(const ComparedNumber& compared) {
    return compared.verdict() == Verdict::kSame &&
           compared.text().size() < printed_text(*compared.number).size();
  }

  // While numbers are missing. `begun`: some are there.
  std::string what_comes(bool begun) const {
    if (!examples_.is_own(session_)) {
      return "The run was changed, and stands elsewhere now.";
    }
    const std::int64_t step = place_of(session_.trainer()).step, wanted = examples_.moment().step;
    if (!begun && step + 1 < wanted) return "They come with step " + grouped(wanted) + ".";
    const std::string next = touch_layout() ? "1 to 5 above are the phases of a step: each"
                                            : "P runs the next phase of the step: each";
    return next + (begun ? " brings more." : " brings the numbers it computes.");
  }

  void draw_note() {
    constexpr float kInside = 3 * kUnit;
    const float room = width_ - 2 * kInside;
    float height = 2 * kInside - kUnit;
    for (const std::string& text : example().note) {
      height += rich_text(nullptr, theme_, kTextSize, {}, room, 0, text) + kUnit * 1.5f;
    }
    y_ += kUnit;
    const ImVec2 min = {left_, std::round(y_)}, max = {left_ + width_, std::round(y_ + height)};
    ImGui::GetWindowDrawList()->AddRectFilled(
        min, max, theme_.dark ? palette_.ground : palette_.raised, kCornerRadius);
    canvas_.note_place("example.note", min.x, min.y, width_, height);
    y_ += kInside;
    for (const std::string& text : example().note) {
      paragraph(text, palette_.text, kTextSize, kInside);
      y_ += kUnit * 1.5f;
    }
    y_ = max.y + kUnit;
  }

  Canvas& canvas_;
  Session& session_;
  const Theme& theme_;
  const Palette& palette_;
  LessonPlayer& player_;
  ExamplePlayer& examples_;
  Rect area_;
  float left_ = 0, width_ = 0, y_ = 0;
  float names_right_ = 0, printed_right_ = 0, here_right_ = 0;  // the list's columns
};

}  // namespace

bool draw_example_card(Canvas& canvas, Session& session, LessonPlayer& player, Rect area) {
  return ExampleCard(canvas, session, player, area).draw();
}

}  // namespace backprop
