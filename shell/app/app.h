// The application: one value that holds all state, and one short frame.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/experiment/link.h"
#include "engine/insight/diagnosis.h"
#include "engine/insight/observation.h"
#include "engine/insight/probe.h"
#include "engine/run/run.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/heatmap.h"
#include "shell/lessons/lesson_player.h"
#include "shell/platform/frame_times.h"
#include "shell/session/compare.h"
#include "shell/session/inside_state.h"
#include "shell/session/map_detail.h"
#include "shell/session/microscope.h"
#include "shell/session/phase_show.h"
#include "shell/session/point_edit.h"
#include "shell/session/statistics_log.h"
#include "shell/session/stop_rule.h"
#include "shell/session/undo.h"
#include "shell/session/view.h"

namespace backprop {

// What panels and the page ask for; carried out between frames, in order.
namespace intent {
struct Play {};
struct Pause {};
struct TogglePlay {};
struct Step {
  int count = 1;
};
struct AdvancePhase {};
struct ToPhase {  // until this one, 0 … 4, is done: in the step in progress, else in the next
  int phase;
};
struct Back {};       // one step, or to the beginning of the one in progress
struct BackPhase {};  // one phase
struct GoTo {         // a step of this run, done or still ahead of where it went back to
  std::int64_t step;
};
struct Scrub {        // the same, but over several frames where replaying it takes long
  std::int64_t step;
};
struct Restart {};   // same weights again
struct NewWeights {};  // next seed; the same points
struct NewData {};     // next data seed; the same initial weights
struct SetProperty {
  std::string name, value;
};
struct EditPoints {  // in order; the points become points placed by hand
  std::vector<PointEdit> edits;
};
struct ClearPoints {};
struct EditParameter {
  std::size_t index;
  float value;
};
struct Undo {};
struct Redo {};
struct Compare {  // keeps the run as it is beside the one that is changed, or lets it go
  bool on;
};
struct SwapRuns {};
// Something dropped, picked or pasted: a saved run, a table of points or a link, by its content.
struct OpenFile {
  std::string name, bytes;
};
}  // namespace intent
using Intent = std::variant<intent::Play, intent::Pause, intent::TogglePlay, intent::Step,
                            intent::AdvancePhase, intent::ToPhase, intent::Back, intent::BackPhase,
                            intent::GoTo, intent::Scrub, intent::Restart, intent::NewWeights,
                            intent::NewData, intent::SetProperty, intent::EditPoints,
                            intent::ClearPoints, intent::EditParameter, intent::Undo, intent::Redo,
                            intent::Compare, intent::SwapRuns, intent::OpenFile>;

// Training speed: phases a second (slow motion) or steps a second.
struct Speed {
  double per_second;   // infinity: as fast as the machine goes
  bool phases;         // counts phases, not steps
  std::string_view name;   // in links: "phase", "60", "max"
  std::string_view label;  // on the canvas: "60/s"
};
std::span<const Speed> speeds();  // slowest first
const Speed* find_speed(std::string_view name);

class App {
 public:
  // `fragment` is a link; what it cannot use shows as a message.
  explicit App(std::string_view fragment);

  // Once, when Dear ImGui has its context and before its first frame: fonts and colours.
  void start();
  // One frame, between ImGui::NewFrame and ImGui::Render.
  void frame();
  // Whether input is still to be heard or answered, and a frame that only does that: no training.
  bool wants_frame_for_input() const;
  void frame_for_input();
  // Whether something moves without input: training, an animation. False: frames may be skipped.
  bool wants_frame() const;

  void post(Intent intent);
  // Carries out what was posted; frame() does it first, the page's own calls right away.
  Result<void> carry_out();

  void open_link(std::string_view fragment);
  // The experiment of the page's address; of an empty one, what a new visitor sees. A document is
  // the run behind the address in full, where there is one: see platform::set_fragment.
  void open_address(std::string_view fragment, std::string_view document = {});
  std::string link() const;  // of the current experiment and speed
  std::string page_keys() const;  // the end of a link: how it is shown and played …
  // … and what it is compared with, at its start or from its parameters of now.
  std::string compare_key(bool as_it_is) const;
  void open_run(Trainer trainer);  // in place of the one that is there
  void train_to_stop();  // at once, to where the open lesson's run ends

  const UndoStack& undo_stack() const { return undo_; }

  bool playing() const { return playing_; }
  const Speed& speed() const { return *speed_; }
  void set_speed(const Speed& speed) { speed_ = &speed; }
  const StopRule& stop_rule() const { return stop_; }
  void set_stop_rule(const StopRule& rule);
  // How the picture follows a step taken phase by phase.
  const PhaseShow& phases() const { return phases_; }
  const Run& run() const { return run_; }
  const Trainer& trainer() const { return run_.trainer(); }
  const RunLog& log() const { return run_.log(); }
  const History& history() const { return run_.history(); }
  // The run compared with, or nullptr. It follows the steps of the one on the canvas.
  const OtherRun* other() const { return other_.get(); }
  const HeatmapAtlas& other_plane() const { return other_plane_; }
  // The step a Scrub is on its way to, or the one it is at.
  std::int64_t sought_step() const { return run_.sought_step().value_or(trainer().step_count()); }
  InsideState& inside() { return inside_; }
  // Gradient norms, update ratios and losses of the last refreshes, for charts and diagnosis.
  const StatisticsLog& statistics() const { return statistics_; }
  // What is going well or wrong, worst first; renewed a few times a second.
  const std::vector<Finding>& findings() const { return findings_; }
  // Dead and saturated neurons; renewed with the findings.
  const std::vector<std::vector<NeuronHealth>>& health() const { return health_; }
  // The metrics shown: those of the last refresh, which is every frame unless a large experiment
  // makes computing them too slow for that. Panels read these, not trainer().metrics().
  const Metrics& metrics() const { return shown_metrics_; }
  const Probe& probe() const { return probe_; }
  const HeatmapAtlas& heatmaps() const { return heatmaps_; }
  View& view() { return view_; }
  const View& view() const { return view_; }
  Microscope& microscope() { return microscope_; }
  LessonPlayer& lessons() { return lessons_; }
  const LessonPlayer& lessons() const { return lessons_; }
  Canvas& canvas() { return canvas_; }
  const Canvas& canvas() const { return canvas_; }
  FrameTimes& frame_times() { return frame_times_; }

 private:
  void hear_input();  // and carry out what was asked for
  void read_input();  // keyboard shortcuts
  void train(std::int64_t steps);  // at once, with a trace of them in the log
  void advance_training();  // within the time budget of a frame
  void await_step(std::int64_t step);  // a link's: trained to at once, or over the next frames
  void approach_step(double seconds);  // the one a link asked for, within this time
  void end_awaiting();
  Result<void> open_file(const intent::OpenFile& file);
  Result<void> open_points(const intent::OpenFile& file);
  void note_change();  // the address no longer says what is here
  bool address_differs() const;
  void tell_address();  // the page's address follows the experiment, a moment later
  bool moving() const;  // the network changes without anybody touching it
  void evaluate_maps(int resolution);
  void refresh();  // probe, heat maps, log: only when the trainer's revision changed
  void begun();  // after the run began anew: what is beside it does
  bool run_step();
  bool run_phase();
  bool stop_if_reached(const Metrics& metrics);
  bool bring_back(std::optional<RunCopies> runs);
  Result<void> go_to(std::int64_t step, double seconds);
  void seek(double seconds);  // replays on, within this time
  Result<void> back_phase();
  Result<void> edit_points(const intent::EditPoints& edit);
  void take_points(Experiment edited);
  void draw();  // layout and panels
  Result<void> apply(const Intent& intent);  // and remembers what it changed, for undo
  Result<void> carry_out(const Intent& intent);
  void start_playing();
  RunCopies copy_runs() const;
  void compare(bool on);
  void swap_runs();
  bool other_waits() const;  // to follow to where the run is
  void log_metrics();
  void refresh_other();

  Run run_;
  StatisticsLog statistics_;
  std::vector<Finding> findings_;
  std::vector<std::vector<NeuronHealth>> health_;
  double next_diagnosis_ = 0;
  UndoStack undo_;
  StopRule stop_;
  bool stop_armed_ = true;  // not while the rule was fulfilled when training began
  PhaseShow phases_;
  bool by_phase_ = false;  // the last advance was a phase, not a whole step
  Probe probe_;
  MapDetail map_detail_;
  HeatmapAtlas heatmaps_;
  std::unique_ptr<OtherRun> other_;
  HeatmapAtlas other_plane_;
  Canvas canvas_;
  View view_;
  Microscope microscope_;
  LessonPlayer lessons_;
  std::vector<Intent> intents_;
  bool playing_ = false;
  std::int64_t awaited_step_ = 0;  // a link's, while it is trained to over several frames
  InsideState inside_;
  const Speed* speed_;
  FrameTimes frame_times_;
  double last_frame_ = 0;
  double owed_ = 0;  // steps or phases due since the last frame, with the fraction
  Metrics shown_metrics_;
  std::uint64_t shown_revision_ = ~std::uint64_t{0};
  std::optional<NeuronId> shown_neuron_;
  bool shown_discretize_ = false;
  struct Address {  // what it was last told, and when it may be told again
    std::uint64_t revision = ~std::uint64_t{0};
    std::string page_keys;
    friend bool operator==(const Address&, const Address&) = default;
  };
  Address address_now() const;
  Address address_;
  bool address_given_ = true;  // the experiment came from there: nothing to tell
  double address_told_ = -1e9;  // when, in seconds; long ago: it may be told at once
  double next_refresh_ = 0;  // not before, while training: costly refreshes leave time to train
};

}  // namespace backprop
