#include "shell/app/share.h"

#include <imgui.h>

#include <string>
#include <utility>

#include "engine/run/document.h"
#include "shell/app/app.h"
#include "shell/platform/platform.h"

namespace backprop {

// The page's dialogs; natively the link goes to the clipboard, and the run into a file.
void App::open_dialogs() {
  View& view = session_.view();
  const bool share = std::exchange(view.share_asked, false);
  const bool export_run = std::exchange(view.export_asked, false);
  if (share && !platform::open_dialog("share")) {
    ImGui::SetClipboardText(link().c_str());
    canvas_.say(Message::Kind::kNote, "The link to this experiment is in the clipboard.");
  }
  if (export_run && !platform::open_dialog("export")) {
    const Trainer& trainer = session_.trainer();
    const std::string name = "backprop-step-" + std::to_string(trainer.step_count()) + ".json";
    platform::save_file(name, make_document(trainer), "application/json");
    canvas_.say(Message::Kind::kNote,
                "The run is saved as " + name +
                    " in the folder the program was started from. Drop it on the window to open it "
                    "again.");
  }
}

}  // namespace backprop
