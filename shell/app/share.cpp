#include "shell/app/share.h"

#include <imgui.h>

#include "engine/experiment/link.h"
#include "engine/run/document.h"
#include "shell/app/app.h"
#include "shell/platform/platform.h"

namespace backprop {

ShareLinks share_links(const App& app) {
  const Trainer& trainer = app.trainer();
  const Experiment& experiment = trainer.experiment();
  const std::string end = app.page_keys();
  ShareLinks links;
  if (link_leads_here(trainer) &&
      (app.other() == nullptr || link_leads_here(app.other()->trainer()))) {
    links.at_step = app.link();
  }
  links.from_start =
      make_link(experiment, 0, trainer.start_parameters()) + end + app.compare_key(false);
  links.with_weights =
      make_link(experiment, 0, trainer.network().parameters()) + end + app.compare_key(true);
  return links;
}

void open_share(App& app) {
  if (platform::open_dialog("share")) return;
  ImGui::SetClipboardText(app.link().c_str());
  app.canvas().say(Message::Kind::kNote, "The link to this experiment is in the clipboard.");
}

void open_export(App& app) {
  if (platform::open_dialog("export")) return;
  const std::string name = "backprop-step-" + std::to_string(app.trainer().step_count()) + ".json";
  platform::save_file(name, make_document(app.trainer()), "application/json");
  app.canvas().say(Message::Kind::kNote,
                   "The run is saved as " + name +
                       " in the folder the program was started from. Drop it on the "
                       "window to open it again.");
}

}  // namespace backprop
