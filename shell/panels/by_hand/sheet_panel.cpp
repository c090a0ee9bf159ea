#include "shell/panels/by_hand/sheet_panel.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/experiment/experiment.h"
#include "engine/experiment/link.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/widgets.h"
#include "shell/lessons/lesson_player.h"
#include "shell/panels/by_hand/sheet_fields.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/session/by_hand.h"
#include "shell/session/hand_sheet_link.h"
#include "shell/session/hand_sheet_run.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kHeader = 76;

float footer_height() { return touch_layout() ? 92.0f : 64.0f; }

ByHand& by_hand(View& view) {
  if (!view.by_hand) view.by_hand = std::make_shared<ByHand>();
  return *view.by_hand;
}

// As bright as the play button.
bool make_button(Canvas& canvas, ImVec2 at, ImVec2 size) {
  const Theme& theme = canvas.theme;
  ImGui::SetCursorScreenPos(at);
  const Item item = add_item(canvas, "sheet.make", size, true, kCornerRadius);
  tooltip(canvas,
          "Puts it on the canvas, in place of the run that is there; Undo brings that back");
  const float strength = item.held ? 0.75f : item.hovered ? 0.88f : 1.0f;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(item.min, item.max, mix(theme.palette.panel, theme.palette.text, strength),
                      kCornerRadius);
  draw_text(list, theme.fonts.semibold, kTextSize, item.center(), theme.palette.panel,
            "Make the network", Align::kCenter);
  return item.clicked;
}

// Fills the sheet with what is on the canvas, where it can be written down.
void draw_run_button(Canvas& canvas, const Session& session, SheetTyping& typing, float right,
                     float y) {
  const Experiment& experiment = session.trainer().experiment();
  if (!experiment.uses_table || experiment.table->has_classes()) return;
  constexpr float kWidth = 130;
  ImGui::SetCursorScreenPos({right - kWidth, y});
  if (!text_button(canvas, "sheet.run", "From the run", {kWidth, touch_layout() ? 40.0f : 32.0f},
                   "Fills the sheet with the samples, sizes, settings and weights that are on the "
                   "canvas now")) {
    return;
  }
  if (std::optional<HandSheet> sheet = sheet_of_run(session.trainer())) {
    typing.sheet = std::move(*sheet);
    typing.focus = "sheet.inputs";
  } else {
    canvas.say(Message::Kind::kNote,
               "The sheet cannot hold this run: it takes up to 200 samples as they are, "
               "without a scale, one activation and finite weights.");
  }
}

}  // namespace

void draw_sheet_button(Canvas& canvas, View& view, float right, float y) {
  const float width = touch_layout() ? 150.0f : 170.0f;
  ImGui::SetCursorScreenPos({right - width, y});
  if (text_button(canvas, "gallery.byHand", "New network by hand",
                  {width, touch_layout() ? 40.0f : 32.0f},
                  "An empty sheet for the samples, sizes and weights of a network from a book")) {
    SheetTyping& typing = by_hand(view).sheet;
    typing.open = true;
    typing.of_link = false;
    typing.focus = "sheet.inputs";
  }
}

void open_sheet_of_link(View& view, LessonPlayer& lessons, std::string_view text,
                        const ParsedLink& link) {
  const bool refused = std::ranges::any_of(link.messages, [](const LinkMessage& message) {
    return message.key == "table" && message.is_problem();
  });
  if (!refused || view.embed) return;
  std::optional<HandSheet> sheet = sheet_of_link(text, link.experiment);
  if (!sheet) return;
  SheetTyping& typing = by_hand(view).sheet;
  typing.focus = sheet->trouble()->place;
  typing.sheet = std::move(*sheet);
  typing.open = typing.of_link = true;
  lessons.open_gallery();
}

void close_sheet(View& view) {
  if (view.by_hand) view.by_hand->sheet.open = false;
}

bool paste_into_sheet(View& view, std::string_view text) {
  if (!view.by_hand || !view.by_hand->sheet.open) return false;
  view.by_hand->sheet.sheet.forget_trouble();
  view.by_hand->sheet.sheet.paste_rows(text, 0, 0);
  return true;
}

void pause_behind_sheet(Session& session) {
  if (!session.view().by_hand) return;
  SheetTyping& typing = session.view().by_hand->sheet;
  if (typing.open && session.playing()) {
    typing.resumes = session.runs_replaced();
    session.post(intent::Pause{});
  } else if (!typing.open && typing.resumes) {
    if (*typing.resumes == session.runs_replaced()) session.post(intent::Play{});
    typing.resumes.reset();
  }
}

bool draw_sheet(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect body) {
  View& view = session.view();
  if (!view.by_hand || !view.by_hand->sheet.open) return false;
  SheetTyping& typing = view.by_hand->sheet;
  HandSheet& sheet = typing.sheet;
  const Theme& theme = canvas.theme;
  const Palette& palette = theme.palette;
  ImGui::SetNextWindowPos(body.min);
  ImGui::SetNextWindowSize({body.width(), body.height()});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                      ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar |
                                      ImGuiWindowFlags_NoScrollWithMouse;
  const bool open = ImGui::Begin("by hand", nullptr, kFlags);
  ImGui::PopStyleVar();
  if (!open) {
    ImGui::End();
    return true;
  }
  ImGui::PushFont(theme.fonts.regular, kTextSize);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(body.min, body.max, palette.ground);
  canvas.note_place("sheet", body.min.x, body.min.y, body.width(), body.height());
  const float side = touch_layout() ? 3 * kUnit : 8 * kUnit;
  const float left = body.min.x + side, width = std::min(body.width() - 2 * side, 1180.0f);
  draw_text(list, theme.fonts.semibold, 20, {left, body.min.y + 7 * kUnit}, palette.text,
            "New network by hand");
  draw_text_fitted(list, theme.fonts.regular, kTextSize, {left, body.min.y + 13 * kUnit},
                   palette.dim,
                   touch_layout() ? "A network from a book or of your own."
                                  : "A network from a book or of your own. Tab goes from field to "
                                    "field.",
                   width);

  draw_run_button(canvas, session, typing, body.max.x - side, body.min.y + 3 * kUnit);

  const float foot = footer_height();
  ImGui::SetCursorScreenPos({left, body.min.y + kHeader});
  bool make = false;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  if (ImGui::BeginChild("sheet", {body.max.x - left, body.height() - kHeader - foot},
                        ImGuiChildFlags_NavFlattened, ImGuiWindowFlags_NoBackground)) {
    draw_sheet_fields(canvas, typing, width);
    scroll_by_finger();
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();

  const float top = body.max.y - foot, button = touch_layout() ? 40.0f : 34.0f;
  list->AddRectFilled({body.min.x, top}, {body.max.x, top + 1}, palette.line);
  const bool trouble = sheet.trouble().has_value();
  const float buttons = touch_layout() ? top + 44 : top + 15;
  const float said = touch_layout() ? top + 22 : buttons + button / 2;
  constexpr float kMake = 160, kOther = 92;
  const float words = left + kMake + 2 * (kOther + 2 * kUnit) + 3 * kUnit;
  if (trouble) {
    const float from = touch_layout() ? left : words;
    const Paragraph lines(theme.fonts.regular, kTextSize, sheet.trouble()->sentence,
                          body.max.x - side - from);
    lines.draw(list, {from, std::round(said - lines.size().y / 2)}, palette.error);
    canvas.note_place("sheet.trouble", touch_layout() ? left : words, said - 8, 60, 16);
  }
  make = make_button(canvas, {left, buttons}, {kMake, button}) || make;
  ImGui::SetCursorScreenPos({left + kMake + 2 * kUnit, buttons});
  if (text_button(canvas, "sheet.empty", "Empty", {kOther, button}, "A new, empty sheet")) {
    sheet = HandSheet();
    typing.focus = "sheet.inputs";
  }
  ImGui::SetCursorScreenPos({left + kMake + kOther + 4 * kUnit, buttons});
  bool close = text_button(canvas, "sheet.cancel", "Cancel", {kOther, button},
                           "What is typed stays for the next time (Esc)");
  close = close || (!typing.busy && ImGui::IsKeyPressed(ImGuiKey_Escape, false));
  typing.busy = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup) || ImGui::IsAnyItemActive();
  if (make) {
    if (std::shared_ptr<Trainer> trainer = sheet.make()) {
      lessons.close();
      session.post(intent::TakeRun{std::move(trainer)});
      typing.resumes.reset();
      lessons.close_gallery();
      close = true;
      view.tab = Tab::kNetwork;
    } else {
      typing.focus = sheet.trouble()->place;
    }
  }
  if (close) {
    close_sheet(view);
    if (typing.of_link) lessons.close_gallery();
  }
  ImGui::PopFont();
  ImGui::End();
  return true;
}

}  // namespace backprop
