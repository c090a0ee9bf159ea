// Links for dialogs: those there are to a run, and what is to be said of one that somebody has.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/experiment/link.h"
#include "engine/run/trainer_link.h"
#include "shell/app/app.h"
#include "shell/app/share.h"

namespace backprop {

namespace {

// Whether anything in it means something: no text of another kind replaces an experiment.
bool says_something(std::string_view text, const ParsedLink& link) {
  if (link.experiment != Experiment() || link.step > 0 || !link.weights.empty() ||
      !link.page.empty()) {
    return true;
  }
  const bool address = text.find("://") != std::string_view::npos;
  if (text.empty() || (address && text.find('#') == std::string_view::npos)) return false;
  return std::ranges::none_of(link.messages, &LinkMessage::is_problem);  // every default, then
}

}  // namespace

ShareLinks share_links(const App& app) {
  const Trainer& trainer = app.session().trainer();
  const Experiment& experiment = trainer.experiment();
  const std::string end = app.page_keys(false);
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

std::vector<std::string> link_notes(std::string_view text, bool* means_something) {
  const std::string_view content = trimmed(text);
  const ParsedLink link = parse_link(content);
  *means_something = says_something(content, link);
  return texts_of(messages_about(link));
}

}  // namespace backprop
