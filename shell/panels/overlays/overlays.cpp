#include "shell/panels/overlays/overlays.h"

#include "shell/lessons/lesson_player.h"
#include "shell/panels/by_hand/sheet_panel.h"
#include "shell/panels/lessons/lesson_card.h"
#include "shell/panels/overlays/table_dialog.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

void ask_about_table(Canvas& canvas, Session& session, LessonPlayer& lessons) {
  TableImport* table = session.table();
  if (table == nullptr) return;
  const TableAnswer answer = draw_table_dialog(canvas, *table);
  if (answer == TableAnswer::kLeave) session.post(intent::LeaveTable{});
  if (answer == TableAnswer::kTake) {
    lessons.close();
    session.post(intent::TakeTable{});
  }
}

}  // namespace

void draw_overlays(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect body) {
  if (!lessons.gallery_open()) close_sheet(session.view());
  pause_behind_sheet(session);
  if (lessons.gallery_open() && !draw_sheet(canvas, session, lessons, body)) {
    draw_lesson_gallery(canvas, session, lessons, body);
  }
  draw_help(canvas, session.view());
  ask_about_table(canvas, session, lessons);
}

}  // namespace backprop
