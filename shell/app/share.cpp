#include "shell/app/share.h"

#include <imgui.h>

#include <string>
#include <utility>

#include "engine/experiment/link.h"
#include "engine/run/document.h"
#include "engine/run/trainer_link.h"
#include "shell/app/app.h"
#include "shell/platform/platform.h"

namespace backprop {

ShareLinks share_links(const App& app) {
  const Trainer& trainer = app.session().trainer();
  const Experiment& experiment = trainer.experiment();
  const std::string end = app.page_keys();
  ShareLinks links;
  if (link_leads_here(trainer) &&
      (app.session().other() == nullptr || link_leads_here(app.session().other()->trainer()))) {
    links.at_step = app.link();
  }
  links.from_start =
      make_link(experiment, 0, trainer.start_parameters()) + end + app.compare_key(false);
  links.with_weights =
      make_link(experiment, 0, trainer.network().parameters()) + end + app.compare_key(true);
  return links;
}

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
