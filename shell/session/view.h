// What the canvas shows and how: nothing here changes a run's numbers.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shell/session/inside_tabs.h"

namespace backprop {

enum class EdgeMode { kWeight, kGradient, kUpdate };
enum class ThemeChoice { kSystem, kDark, kLight };
enum class Motion { kSystem, kFull, kReduced };
inline constexpr int kScales[] = {90, 100, 110, 125, 150};  // percent
enum class Tab { kData, kNetwork, kOutput, kInside };  // on narrow screens, which show one panel

// A neuron: layer -1 is the row of input features.
struct NeuronId {
  int layer;
  int neuron;
  friend bool operator==(const NeuronId&, const NeuronId&) = default;
};

// What a panel points at: the neurons a finding is about, the weights in a formula. The network
// lights them.
struct Lights {
  std::vector<NeuronId> neurons;
  std::vector<std::size_t> parameters;  // weights and biases
  std::vector<int> points;              // of data(): ringed in the output plane
  friend bool operator==(const Lights&, const Lights&) = default;
};

// Painting points into the output plane: its tools, and the stroke in progress.
struct Painting {
  bool on = false;
  bool erase = false;
  int label = 0;      // the class painted …
  float value = 0.8f;  // … or, for regression, the value
  float radius = 0;   // of the brush, in units of the plane; 0: single points
  int density = 5;    // points per dab of a brush with a radius

  enum class Stroke { kNone, kPaint, kGrab, kMove, kErase };  // a grabbed point is not moved yet
  Stroke stroke = Stroke::kNone;
  bool in_other = false;  // the stroke is in the plane of the run compared with
  bool begun = false;  // it has changed points already
  std::size_t grabbed = 0;     // the point held, as the experiment counts them
  float last_x1 = 0, last_x2 = 0;  // where the last dab was
  std::uint32_t dice = 1;      // scatters a brush's points
};

// A playground inside another page shows only these.
struct Embed {
  bool network = true, output = true, play = true;
};

struct ByHand;

struct View {
  std::optional<Embed> embed;
  ThemeChoice theme = ThemeChoice::kSystem;
  Motion motion = Motion::kSystem;
  float scale = 1;         // of everything drawn, in this frame …
  float wanted_scale = 1;  // … and from the next one on
  EdgeMode edges = EdgeMode::kWeight;
  bool show_test_data = false;
  bool discretize = false;
  std::vector<std::string> hidden;  // controls that a link leaves out: see page_keys.h
  bool numbers = false;  // on every weight and bias, where there is room
  bool chart_accuracy = false;  // the chart's lines: else losses
  bool chart_linear = false;    // its axis: else logarithmic
  Tab tab = Tab::kNetwork;
  bool settings_open = false;  // the drawer of medium screens
  bool settings_folded = false;  // the column of wide ones, away
  bool more_settings = false;  // those that few people need
  bool help_open = false;
  // To be opened in this frame.
  bool preferences_asked = false, more_asked = false, share_asked = false, export_asked = false;
  bool inviting = false;  // the line that greets a visitor
  InsideTab inside = InsideTab::kMicroscope;
  bool inside_open = true;  // else only its tabs are there
  float inside_height = 0;  // 0: as much as usual
  bool inside_maximised = false;
  std::optional<NeuronId> hovered_neuron;          // set anew each frame by the network panel
  std::optional<std::size_t> hovered_parameter;    // edge or bias under the mouse
  Lights under_mouse;  // what the two above were in the frame before, for panels drawn earlier
  Lights pointed_at;  // collected while a frame is drawn, whatever the order of its panels …
  Lights lit;         // … and drawn in the next one
  std::optional<NeuronId> pinned_neuron;           // clicked: shown in the output plane
  std::optional<std::size_t>
      pinned_parameter;     // edge or bias clicked last: what the microscope explains
  std::optional<std::size_t> edited_parameter;     // its editor is open
  std::optional<int> selected_point;               // index into data().points
  std::array<int, 2> slice_axes = {0, 1};  // the inputs of a table that are across and up
  Painting painting;
  std::shared_ptr<ByHand> by_hand;  // what is being typed, once something is: see by_hand.h

  bool hides(std::string_view control) const {
    return std::find(hidden.begin(), hidden.end(), control) != hidden.end();
  }

  // The neuron whose map the output plane shows, if not the network's decision.
  std::optional<NeuronId> shown_neuron() const {
    return hovered_neuron ? hovered_neuron : pinned_neuron;
  }
};

// What was pinned last is looked at: in the tab that is open if it is about that, else in the
// microscope.
inline void look_closer(View& view) {
  const bool follows = view.inside == InsideTab::kRoutes || view.inside == InsideTab::kMatrices;
  if (!view.inside_open || !follows) view.inside = InsideTab::kMicroscope;
  view.inside_open = true;
}

}  // namespace backprop
