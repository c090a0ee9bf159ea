// The open lesson: a column beside the panels, on phones a sheet below them.
#include "shell/panels/lessons/lesson_card.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/rich_text.h"
#include "shell/canvas/widgets.h"
#include "shell/lessons/lesson_player.h"
#include "shell/lessons/lesson_run.h"
#include "shell/lessons/places.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/panels/lessons/card_parts.h"
#include "shell/panels/lessons/choice_text.h"
#include "shell/panels/lessons/example_card.h"
#include "shell/panels/lessons/lesson_cover.h"
#include "shell/panels/lessons/typed_field.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kWidth = 320, kNarrowWidth = 288, kFrom = 1180;
constexpr float kExampleWidth = 372, kNarrowExampleWidth = 320;  // its list has three columns
constexpr float kSheetShare = 0.52f;
constexpr float kCardGap = 3 * kUnit;

class Card {
 public:
  Card(Canvas& canvas, Session& session, LessonPlayer& player, Rect area)
      : canvas_(canvas), session_(session), theme_(canvas.theme), player_(player), area_(area) {}

  void draw() {
    const Palette& palette = theme_.palette;
    ImGui::GetWindowDrawList()->AddRectFilled(area_.min, area_.max, palette.panel);
    canvas_.note_place("lesson.card", area_.min.x, area_.min.y, area_.width(), area_.height());
    left_ = area_.min.x + kPanelPadding;
    width_ = area_.width() - 2 * kPanelPadding;
    draw_head();
    if (touch_layout() && player_.folded) return;
    const float foot = card_button_height() + 2 * kCardGap;
    const float top = area_.min.y + (touch_layout() ? kCardHead : 84);
    draw_body({{area_.min.x, top}, {area_.max.x, area_.max.y - foot}});
    draw_foot(area_.max.y - foot);
  }

 private:
  const LessonProgress& progress() const { return player_.progress(); }
  const LessonStep& step() const { return player_.step(); }

  // --- head and foot ---------------------------------------------------------------------------

  void draw_dots(float x, float y) const {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const std::size_t count = player_.lesson()->steps.size();
    for (std::size_t i = 0; i < count; ++i) {
      const bool here = i == player_.step_index();
      const bool done = player_.progress(i).done;
      const ImU32 color = here   ? theme_.palette.text
                          : done ? theme_.palette.good
                                 : theme_.palette.line;
      const float wide = here ? 14.0f : 6.0f;
      list->AddRectFilled({x, y - 3}, {x + wide, y + 3}, color, 3);
      x += wide + 6;
    }
  }

  void draw_head() {
    const Lesson& lesson = *player_.lesson();
    const std::optional<LessonSeries> series = player_.series();
    const std::string place = series ? "Lesson " +
                                           std::to_string(player_.number() - series->first + 1) +
                                           " of " + std::to_string(series->count)
                                     : std::string("Lesson");
    const CardHead head =
        draw_card_head(canvas_, area_, "lesson", place, lesson.title, player_.folded, false);
    if (head.fold) player_.folded = !player_.folded;
    if (head.all) {
      player_.shows_examples = false;
      player_.open_gallery();
    }
    draw_dots(left_, area_.min.y + (touch_layout() ? kCardHead / 2 + 12 : 77));
    if (head.close) closing_ = true;
  }

  void draw_foot(float top) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({area_.min.x, top}, {area_.max.x, top + 1}, theme_.palette.line);
    const float y = std::round(top + kCardGap), height = card_button_height();
    const bool last = player_.step_index() + 1 == player_.lesson()->steps.size();
    if (player_.step_index() > 0) {
      ImGui::SetCursorScreenPos({left_, y});
      if (text_button(canvas_, "lesson.back", "Back", {0, height})) {
        player_.ask(session_, &LessonPlayer::back);
      }
    }
    const bool more = player_.number() + 1 < player_.lessons().size();
    const char* label = !last  ? (progress().done ? "Next" : "Skip")
                        : more ? "Next lesson"
                               : "All lessons";
    const float wide = std::ceil(text_size(theme_.fonts.semibold, kTextSize, label).x) + 8 * kUnit;
    ImGui::SetCursorScreenPos({left_ + width_ - wide, y});
    if (primary_button(canvas_, last ? "lesson.nextLesson" : "lesson.next", label, {wide, height},
                       !progress().done)) {
      player_.ask(session_, last ? &LessonPlayer::next_lesson : &LessonPlayer::next);
    }
  }

  // --- the step --------------------------------------------------------------------------------

  void draw_body(Rect area) {
    ImGui::SetCursorScreenPos(area.min);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    const std::string name =
        player_.lesson()->id + std::to_string(player_.step_index());  // scrolled by itself
    if (ImGui::BeginChild(name.c_str(), {area.width(), area.height()},
                          ImGuiChildFlags_NavFlattened)) {
      y_ = ImGui::GetCursorScreenPos().y + kCardGap;
      draw_step();
      // The bottom comes into view when the step is done.
      ImGui::SetCursorScreenPos({left_, y_});
      ImGui::Dummy({1, 1});
      const ImGuiID key = ImGui::GetID("done");
      bool* was_done = ImGui::GetStateStorage()->GetBoolRef(key, progress().done);
      if (progress().done && !*was_done) ImGui::SetScrollHereY(1);
      *was_done = progress().done;
      scroll_by_finger();
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
  }

  void paragraph(std::string_view text, ImU32 color, float indent = 0, float size = kTextSize) {
    y_ += rich_text(ImGui::GetWindowDrawList(), theme_, size, {left_ + indent, y_},
                    width_ - 2 * indent, color, text);
  }

  void paragraphs(const std::vector<std::string>& texts, const std::vector<std::string>& frozen) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const bool kept = i < frozen.size();
      paragraph(kept ? std::string_view(frozen[i])
                     : with_numbers(texts[i], session_.trainer(), kMaxWatchedWork),
                theme_.palette.text);
      y_ += 2 * kUnit;
    }
  }

  void draw_step() {
    paragraph("**" + step().title + "**", theme_.palette.text, 0, 15);
    y_ += kUnit;
    paragraphs(step().text, progress().text);
    if (!step().question.empty()) draw_question();
    if (!step().actions.empty() && !progress().done) draw_action();
    if (progress().done && !step().reveal.empty()) {
      y_ += kUnit;
      paragraphs(step().reveal, progress().reveal);
    }
    if (!step().watch.empty()) draw_watch();
    if (progress().done && !step().checks.empty()) draw_checks();
    if (progress().done && !step().attempt.empty()) draw_attempt();
    y_ += kCardGap;
  }

  // All of it is bold, its numbers too.
  std::string question_text() const {
    std::string text = progress().done
                           ? progress().question
                           : with_numbers(step().question, session_.trainer(), kMaxWatchedWork);
    for (std::size_t at = 0; (at = text.find("**", at)) != text.npos;) text.erase(at, 2);
    return text;
  }

  void draw_question() {
    y_ += kUnit;
    paragraph("**" + question_text() + "**", theme_.palette.text);
    y_ += 2 * kUnit;
    if (step().typed.empty()) {
      for (std::size_t i = 0; i < step().choices.size(); ++i) draw_choice(i);
    } else {
      y_ = draw_typed_question(canvas_, session_, player_, {left_, y_}, width_);
    }
    y_ += kUnit;
  }

  void draw_choice(std::size_t index) {
    const LessonChoice& choice = step().choices[index];
    const Palette& palette = theme_.palette;
    const bool answered = progress().answer.has_value();
    const bool mine = progress().answer == index;
    const bool revealed = progress().done && answered;
    constexpr float kInside = 3 * kUnit, kMark = 20;
    const float room = width_ - 2 * kInside - kMark;
    const float text = choice_text_height(theme_, choice.text, room);
    const float height = std::max(text + 3 * kUnit, touch_layout() ? 44.0f : 0.0f);
    ImGui::SetCursorScreenPos({left_, std::round(y_)});
    const Item item = add_item(canvas_, "lesson.choice." + std::to_string(index + 1),
                               {width_, height}, true, kCornerRadius);
    if (item.clicked && !answered) player_.answer(session_, index);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(item.min, item.max, answered ? palette.raised : raised_color(theme_, item),
                        kCornerRadius);
    const ImU32 verdict = choice.right ? palette.good : palette.error;
    const bool marked = revealed && (mine || choice.right);
    if (mine || marked) {
      list->AddRect({item.min.x + 0.5f, item.min.y + 0.5f}, {item.max.x - 0.5f, item.max.y - 0.5f},
                    marked ? verdict : palette.dim, kCornerRadius, 0, 1);
    }
    const bool faded = answered && !mine && !marked;
    draw_choice_text(list, theme_, {item.min.x + kInside + kMark, item.min.y + (height - text) / 2},
                     room, faded ? palette.dim : palette.text, choice.text);
    const ImVec2 dot = {item.min.x + kInside + 5, item.center().y};
    if (marked) {
      draw_text(list, theme_.fonts.semibold, kTextSize, dot, verdict, choice.right ? "✓" : "×",
                Align::kCenter);
    } else {
      list->AddCircle(dot, 5.5f, mine ? palette.text : palette.faint, 0, 1.2f);
      if (mine) list->AddCircleFilled(dot, 3, palette.text);
    }
    y_ = item.max.y + 1.5f * kUnit;
    if (revealed && mine && !choice.feedback.empty()) {
      paragraph(with_numbers(choice.feedback, session_.trainer(), kMaxWatchedWork), palette.dim,
                kInside);
      y_ += 2 * kUnit;
    }
  }

  void draw_action() {
    y_ += kUnit;
    ImGui::SetCursorScreenPos({left_, std::round(y_)});
    const bool asked = !step().question.empty() && !progress().answered();
    if (asked) {
      paragraph(
          step().typed.empty() ? "Choose an answer first, then see." : "Answer first, then see.",
          theme_.palette.dim, 0, kHeadingSize);
      y_ += 2 * kUnit;
      return;
    }
    const bool running = progress().running;
    const std::string label = !running             ? button_text(step(), session_.trainer())
                              : session_.playing() ? "Pause"
                                                   : "Go on";
    if (primary_button(canvas_, "lesson.run", label, {width_, card_button_height()}, running)) {
      player_.ask(session_, &LessonPlayer::act);
    }
    y_ += card_button_height();
    if (running) draw_run_bar();
    y_ += kCardGap;
  }

  // How far the run is.
  void draw_run_bar() {
    const LessonAction* run = run_of(step());
    if (run == nullptr) return;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const auto done = static_cast<float>(session_.trainer().step_count() - progress().begin);
    const float share = std::clamp(done / static_cast<float>(run->steps), 0.0f, 1.0f);
    const float y = std::round(y_ + 2 * kUnit);
    list->AddRectFilled({left_, y}, {left_ + width_, y + 3}, theme_.palette.line, 2);
    list->AddRectFilled({left_, y}, {left_ + width_ * share, y + 3}, theme_.palette.positive, 2);
    y_ = y + 3;
  }

  // The numbers to keep an eye on, two in a row.
  void draw_watch() {
    const Palette& palette = theme_.palette;
    ImDrawList* list = ImGui::GetWindowDrawList();
    y_ += kUnit;
    const bool one = step().watch.size() == 1;
    const float half = one ? width_ : (width_ - 2 * kUnit) / 2;
    constexpr float kHeight = 52;
    for (std::size_t i = 0; i < step().watch.size(); ++i) {
      const QuantityRef& watched = step().watch[i];
      const ImVec2 min = {std::round(left_ + (i % 2 == 0 ? 0 : half + 2 * kUnit)), std::round(y_)};
      const ImVec2 max = {min.x + half, min.y + kHeight};
      list->AddRectFilled(min, max, theme_.dark ? palette.ground : palette.raised, kCornerRadius);
      const float x = min.x + 3 * kUnit;
      draw_text_fitted(list, theme_.fonts.regular, kSmallSize, {x, min.y + 14}, palette.dim,
                       watched.label(), half - 6 * kUnit);
      // A number that the step asks for is not told before the answer.
      const bool covered = !step().question.empty() && !progress().answered();
      draw_text(list, theme_.fonts.semibold, 17, {x, min.y + 34},
                covered ? palette.dim : palette.text,
                covered ? std::string("?")
                        : watched.value_text(watched.of(session_.trainer(), kMaxWatchedWork)));
      const std::string place = "watch." + std::to_string(i + 1);
      canvas_.note_place("lesson." + place, min.x, min.y, half, kHeight);
      if (covered) canvas_.note_place("lesson.cover." + place, min.x, min.y, half, kHeight);
      if (i % 2 == 1 || i + 1 == step().watch.size()) y_ = max.y + 2 * kUnit;
    }
  }

  void draw_checks() {
    const Palette& palette = theme_.palette;
    ImDrawList* list = ImGui::GetWindowDrawList();
    y_ += kUnit;
    for (std::size_t i = 0; i < step().checks.size(); ++i) {
      const Condition& condition = step().checks[i].condition;
      const double value = progress().values[i];
      const bool holds = condition.holds(value);
      const float middle = y_ + 9;
      draw_text(list, theme_.fonts.semibold, kTextSize, {left_ + 5, middle},
                holds ? palette.good : palette.warning, holds ? "✓" : "×", Align::kCenter);
      const std::string bound = condition.bound_text();
      const std::string shown = condition.quantity.value_text(value);
      const float right = left_ + width_;
      draw_text(list, theme_.fonts.regular, kHeadingSize, {right, middle}, palette.dim, bound,
                Align::kRight);
      const float number =
          right - text_size(theme_.fonts.regular, kHeadingSize, bound).x - kCardGap;
      draw_text(list, theme_.fonts.semibold, kHeadingSize, {number, middle}, palette.text, shown,
                Align::kRight);
      const float room = number - text_size(theme_.fonts.semibold, kHeadingSize, shown).x - left_ -
                         5 * kUnit - kCardGap;
      draw_text_fitted(list, theme_.fonts.regular, kHeadingSize, {left_ + 5 * kUnit, middle},
                       palette.dim, condition.quantity.label(), room);
      canvas_.note_place("lesson.check." + std::to_string(i + 1), left_, y_, width_, 18);
      y_ += 20;
    }
    y_ += kUnit;
  }

  void draw_attempt() {
    y_ += kUnit;
    constexpr float kInside = 3 * kUnit;
    const std::string text =
        "**Try it.** " + with_numbers(step().attempt, session_.trainer(), kMaxWatchedWork);
    const float height =
        rich_text(nullptr, theme_, kTextSize, {}, width_ - 2 * kInside, 0, text) + 2 * kInside;
    const ImVec2 min = {left_, std::round(y_)}, max = {left_ + width_, std::round(y_ + height)};
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, max, with_alpha(theme_.palette.selection, 0.12f), kCornerRadius);
    canvas_.note_place("lesson.try", min.x, min.y, width_, height);
    y_ += kInside;
    paragraph(text, theme_.palette.text, kInside);
    y_ = max.y + kUnit;
  }

  Canvas& canvas_;
  Session& session_;
  const Theme& theme_;
  LessonPlayer& player_;
  Rect area_;
  float left_ = 0, width_ = 0, y_ = 0;

 public:
  bool closing_ = false;
};

}  // namespace

float lesson_width(const LessonPlayer& lessons) {
  if (!lessons.has_card() || touch_layout()) return 0;
  const bool wide = ImGui::GetMainViewport()->Size.x >= kFrom;
  if (lessons.examples().is_open()) return wide ? kExampleWidth : kNarrowExampleWidth;
  return wide ? kWidth : kNarrowWidth;
}

Rect dock_lesson(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect body) {
  if (!lessons.has_card()) return body;
  Rect card = body, rest = body;
  if (touch_layout()) {
    const float height = lessons.folded ? kCardHead : std::round(body.height() * kSheetShare);
    rest.max.y = card.min.y = body.max.y - height;
  } else {
    rest.min.x = card.max.x = body.min.x + lesson_width(lessons);
  }
  ImGui::SetCursorScreenPos(card.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  bool close = false;
  if (ImGui::BeginChild("lesson", {card.width(), card.height()}, ImGuiChildFlags_NavFlattened,
                        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse)) {
    if (lessons.examples().is_open()) {
      close = draw_example_card(canvas, session, lessons, card);
    } else {
      Card drawn(canvas, session, lessons, card);
      drawn.draw();
      close = drawn.closing_;
    }
    close =
        close || (ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows) &&
                  !lessons.gallery_open() && !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup) &&
                  !ImGui::IsAnyItemActive() && ImGui::IsKeyPressed(ImGuiKey_Escape, false));
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 edge =
        touch_layout() ? ImVec2{card.max.x, card.min.y + 1} : ImVec2{card.max.x, card.max.y};
    const ImVec2 from = touch_layout() ? card.min : ImVec2{card.max.x - 1, card.min.y};
    list->AddRectFilled(from, edge, canvas.theme.palette.line);
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
  if (close) lessons.close_and_return(session);
  return rest;
}

void draw_lesson_ring(Canvas& canvas, const Session& session, const LessonPlayer& lessons) {
  const LessonPlayer& player = lessons;
  if (player.lesson() == nullptr) return;
  draw_lesson_covers(canvas, session, lessons);
  if (player.gallery_open()) return;
  if (ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) return;
  const ImVec2 screen = ImGui::GetMainViewport()->Size;
  const ImU32 color = canvas.theme.palette.selection;
  ImDrawList* list = ImGui::GetForegroundDrawList();
  for (const std::string& name : player.step().look) {
    const auto place = find_lesson_place(name, session.trainer());
    Rect rect{};
    if (!place || !find_rect(canvas.places, place->place, &rect)) continue;
    if (session.view().settings_open && !place->settings) continue;  // under the drawer
    const float grow = rect.width() < 12 ? 6.0f : 4.0f;
    rect = {{std::max(rect.min.x - grow, 2.0f), std::max(rect.min.y - grow, 2.0f)},
            {std::min(rect.max.x + grow, screen.x - 2), std::min(rect.max.y + grow, screen.y - 2)}};
    if (rect.width() < 4 || rect.height() < 4) continue;
    canvas.note_place("lesson.ring." + name, rect.min.x, rect.min.y, rect.width(), rect.height());
    // A line that fades outwards.
    for (int i = 3; i >= 1; --i) {
      const auto spread = static_cast<float>(i) * 1.5f;
      list->AddRect({rect.min.x - spread, rect.min.y - spread},
                    {rect.max.x + spread, rect.max.y + spread}, with_alpha(color, 0.10f),
                    kCornerRadius + spread, 0, 2);
    }
    list->AddRect(rect.min, rect.max, with_alpha(color, 0.85f), kCornerRadius, 0, 1.5f);
  }
}

}  // namespace backprop
