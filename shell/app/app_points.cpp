// Points placed by hand: the run goes on with them.
#include <utility>

#include "engine/base/text.h"
#include "engine/experiment/points.h"
#include "shell/app/app.h"

namespace backprop {

namespace {

Result<void> do_edit(Experiment& experiment, const PointEdit& edit) {
  switch (edit.kind) {
    case PointEdit::Kind::kAdd:
      return add_point(experiment, edit.point);
    case PointEdit::Kind::kMove:
      return move_point(experiment, edit.index, edit.point.x1, edit.point.x2);
    case PointEdit::Kind::kRelabel:
      return relabel_point(experiment, edit.index, edit.point.label);
    case PointEdit::Kind::kRemove:
      return remove_point(experiment, edit.index);
  }
  return {};
}

}  // namespace

void App::take_points(Experiment edited) {
  const int outputs = trainer().network().output_count();
  const std::size_t count = trainer().data().points.size();
  run_.take_points(std::move(edited));
  if (trainer().network().output_count() != outputs) {
    canvas_.say(Message::Kind::kNote,
                "The network has " +
                    number_text(static_cast<std::int64_t>(trainer().network().output_count())) +
                    " outputs now, as these classes need, and starts over.");
  }
  if (trainer().data().points.size() != count) view_.selected_point.reset();
  if (trainer().step_count() == 0) begun();
}

Result<void> App::edit_points(const intent::EditPoints& edit) {
  Experiment edited = trainer().experiment();
  make_points_custom(edited);
  Result<void> result;
  for (const PointEdit& one : edit.edits) {
    if (Result<void> done = do_edit(edited, one); !done && result) result = done;
  }
  // What was possible is done, also when something of it was not.
  take_points(std::move(edited));
  return result;
}

}  // namespace backprop
