// The toolbar: what runs, how fast, and where the run is. On narrow screens parts shrink or go in
// a fixed order; on phones it has two rows.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/slider.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/frame/panels.h"
#include "shell/panels/frame/toolbar_actions.h"
#include "shell/session/session.h"

namespace backprop {

namespace {

constexpr float kHeight = 56, kSecondRow = 48;
constexpr float kLogo = 28, kPlay = 40;
constexpr float kButtonGap = 2 * kUnit, kWideGap = 4 * kUnit;
constexpr float kTitleSize = 13.5f;
constexpr float kSpeedTrack = 76, kShortTrack = 48, kSpeedValue = 62;
constexpr const char* kTitle = "Backprop Playground";
constexpr const char* kTitleWords[] = {"Backprop", "Playground"};

struct PhaseName {
  const char* label;
  const char* brief;
  const char* help;
};
constexpr PhaseName kPhases[kPhaseCount] = {
    {"Forward", "Fwd", "z and a of every neuron, from the inputs on (1, or P for the next phase)"},
    {"Loss", "Loss", "How far the outputs of the batch are from their targets (2)"},
    {"Backward", "Back", "δ of every neuron, from the output back (3)"},
    {"Gradients", "Grad", "∂L/∂w of every weight: mean of δ · input over the batch (4)"},
    {"Update", "Upd", "The optimizer turns gradients into new weights (5)"},
};

// What there is room for.
struct Fit {
  int title_lines = 1;  // of the product's name; 0: it is not there
  bool action_words = true;
  enum { kFull, kBrief, kNumbers } phases = kFull;
  bool speed_word = true;
  bool tight = false;
  bool epoch = true;
  bool step = true;
};

// From everything to the least; the first that fits is used.
constexpr Fit kFits[] = {
    {},
    {.title_lines = 2},
    {.title_lines = 2, .speed_word = false},
    {.title_lines = 2, .action_words = false},
    {.title_lines = 2, .action_words = false, .phases = Fit::kBrief, .speed_word = false},
    {.title_lines = 2,
     .action_words = false,
     .phases = Fit::kBrief,
     .speed_word = false,
     .epoch = false},
    {.title_lines = 2,
     .action_words = false,
     .phases = Fit::kBrief,
     .speed_word = false,
     .tight = true,
     .epoch = false},
    {.title_lines = 0,
     .action_words = false,
     .phases = Fit::kBrief,
     .speed_word = false,
     .tight = true,
     .epoch = false},
    {.title_lines = 0,
     .action_words = false,
     .phases = Fit::kNumbers,
     .speed_word = false,
     .epoch = false},
    {.title_lines = 0,
     .action_words = false,
     .phases = Fit::kNumbers,
     .speed_word = false,
     .epoch = false,
     .step = false},
};

// "48.0", in groups when there are many.
std::string epoch_text(double epoch) {
  char text[48];
  std::snprintf(text, sizeof text, "%.1f", epoch);
  std::string result = text;
  for (std::size_t at = result.find('.'); at > 3 && at != std::string::npos;) {
    result.insert(at -= 3, ",");
  }
  return result;
}

class Toolbar {
 public:
  Toolbar(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect area)
      : canvas_(canvas), session_(session), lessons_(lessons), theme_(canvas.theme), area_(area) {
    step_ = grouped(session.trainer().step_count());
    epoch_ = epoch_text(session.trainer().epoch());
  }

  void draw() {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({area_.min.x, area_.max.y - 1}, area_.max, theme_.palette.line);
    if (touch_layout()) {
      draw_two_rows();
    } else {
      draw_one_row();
    }
  }

 private:
  float width_of(const char* text, bool bold = false, float size = kTextSize) const {
    return std::ceil(text_size(bold ? theme_.fonts.semibold : theme_.fonts.regular, size, text).x);
  }

  // --- measuring -------------------------------------------------------------------------------

  const char* phase_label(int phase, const Fit& fit) const {
    const PhaseName& name = kPhases[phase];
    return fit.phases == Fit::kFull ? name.label : fit.phases == Fit::kBrief ? name.brief : "";
  }

  float inside(const Fit& fit) const { return phase_inside_ - (fit.tight ? 3 : 0); }

  float phase_width(int phase, const Fit& fit) const {
    const char* label = phase_label(phase, fit);
    const float words = *label == '\0' ? 0 : phase_gap_ + width_of(label);
    return 2 * inside(fit) + width_of("5") + words;
  }

  float phases_width(const Fit& fit) const {
    float width = 2;
    for (int phase = 0; phase < kPhaseCount; ++phase) width += phase_width(phase, fit);
    return width;
  }

  float counter_width(const char* word, const std::string& number) const {
    return width_of(word) + 5 + width_of(number.c_str(), true);
  }

  float counters_width(const Fit& fit) const {
    float width = 0;
    if (fit.step) width += counter_width("Step", step_);
    if (fit.epoch) width += kButtonGap + counter_width("Epoch", epoch_);
    return width;
  }

  // Room for many digits, so that nothing moves when a run gets longer.
  float counters_room(const Fit& fit) const {
    float width = std::max(counter_width("Step", step_), counter_width("Step", "99,999"));
    if (fit.epoch) {
      width +=
          kButtonGap + std::max(counter_width("Epoch", epoch_), counter_width("Epoch", "9,999.0"));
    }
    return width;
  }

  static float speed_track(const Fit& fit) { return fit.tight ? kShortTrack : kSpeedTrack; }

  float width(const Fit& fit) const {
    float total = 2 * kPanelPadding + kLogo + kWideGap;
    if (has_menu()) total += 32 + kButtonGap;
    if (fit.title_lines > 0) total += kButtonGap + title_width(fit.title_lines);
    total += run_width() + kWideGap + phases_width(fit) + kWideGap;
    if (fit.speed_word) total += width_of("Speed") + kButtonGap;
    total += speed_track(fit) + kButtonGap + kSpeedValue;
    if (fit.step) total += kWideGap + counters_room(fit);
    return total + kButtonGap + actions_width(fit);
  }

  static bool has_words(const ToolbarAction& action, const Fit& fit) {
    return fit.action_words && action.worded;
  }

  float action_width(const ToolbarAction& action, const Fit& fit) const {
    return has_words(action, fit) ? width_of(action.name) + 6 * kUnit : 32;
  }

  float actions_width(const Fit& fit) const {
    float width = 0;
    for (const ToolbarAction& action : toolbar_actions()) {
      width += action_width(action, fit) + (has_words(action, fit) ? kButtonGap : 0);
    }
    return width;
  }

  static bool has_menu() { return !touch_layout(); }

  // --- drawing ---------------------------------------------------------------------------------

  // Places the next control of the given height, centred on the row.
  void at(float x, float height) const {
    ImGui::SetCursorScreenPos({std::round(x), std::round(middle_ - height / 2)});
  }

  float draw_menu(float x) {
    at(x, 32);
    View& view = session_.view();
    // In the drawer, or beside the network.
    const bool drawer = settings_in_drawer(lessons_);
    bool& turned = drawer ? view.settings_open : view.settings_folded;
    const bool shown = drawer == turned;
    const char* help =
        shown ? (drawer ? nullptr : "Fold the settings away") : "Data and training settings";
    if (icon_button(canvas_, "toolbar.menu", Icon::kMenu, help)) turned = !turned;
    return x + 32 + kButtonGap;
  }

  // A tile that fades from the colour of negative to that of positive values, with a ∂.
  float draw_logo(float x) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 min = {x, std::round(middle_ - kLogo / 2)};
    const ImVec2 max = {min.x + kLogo, min.y + kLogo};
    const int first = list->VtxBuffer.Size;
    list->AddRectFilled(min, max, IM_COL32_WHITE, 7);
    const ImVec2 axis = {kLogo, kLogo};
    for (int i = first; i < list->VtxBuffer.Size; ++i) {
      ImDrawVert& vertex = list->VtxBuffer[i];
      const float along = ((vertex.pos.x - min.x) * axis.x + (vertex.pos.y - min.y) * axis.y) /
                          (axis.x * axis.x + axis.y * axis.y);
      const unsigned alpha = (vertex.col & IM_COL32_A_MASK) >> IM_COL32_A_SHIFT;
      vertex.col = with_alpha(mix(theme_.palette.negative, theme_.palette.positive, along),
                              static_cast<float>(alpha) / 255.0f);
    }
    draw_text(list, theme_.fonts.semibold, 17, {(min.x + max.x) / 2, (min.y + max.y) / 2},
              IM_COL32(16, 18, 22, 255), "∂", Align::kCenter);
    return max.x;
  }

  float title_width(int lines) const {
    if (lines == 1) return width_of(kTitle, true, kTitleSize);
    float width = 0;
    for (const char* word : kTitleWords) width = std::max(width, width_of(word, true, kTextSize));
    return width;
  }

  float draw_title(float x, int lines) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const auto draw = [&](const char* text, float size, float y) {
      draw_text(list, theme_.fonts.semibold, size, {x, y}, theme_.palette.text, text);
    };
    if (lines == 1) {
      draw(kTitle, kTitleSize, middle_);
    } else {
      constexpr float kHalfLine = 7.5f;
      draw(kTitleWords[0], kTextSize, middle_ - kHalfLine);
      draw(kTitleWords[1], kTextSize, middle_ + kHalfLine);
    }
    return x + title_width(lines);
  }

  // What runs it: the buttons that no link has hidden, from left to right.
  int run_buttons() const { return 1 + (hides("restart") ? 0 : 1) + (hides("step") ? 0 : 1); }
  bool hides(std::string_view control) const { return session_.view().hides(control); }

  float run_width() const {
    return static_cast<float>(run_buttons()) * 32 +
           static_cast<float>(run_buttons() - 1) * kButtonGap +
           (hides("play") ? 0 : kPlay + kButtonGap);
  }

  float draw_run(float x, float button) {
    const auto next = [&](float size) {
      at(x, size);
      x += size + kButtonGap;
    };
    if (!hides("restart")) {
      next(button);
      if (icon_button(canvas_, "toolbar.reset", Icon::kReset,
                      "Start over with the same weights (R)", button)) {
        session_.post(intent::Restart{});
      }
    }
    next(button);
    const bool past = session_.trainer().phases_done() % kPhaseCount != 0 ||
                      session_.trainer().step_count() > session_.run().history().first_step();
    if (icon_button(canvas_, "toolbar.back", Icon::kBack, "One update step back (←)", button,
                    past)) {
      session_.post(intent::Back{});
    }
    if (!hides("play")) {
      next(kPlay);
      if (play_button(canvas_, "toolbar.play", session_.playing(), kPlay)) {
        session_.post(intent::TogglePlay{});
      }
    }
    if (!hides("step")) {
      next(button);
      draw_step(button);
    }
    return x - kButtonGap;
  }

  // With Shift it is the button of an epoch, and looks so.
  void draw_step(float size) {
    const bool epoch = ImGui::GetIO().KeyShift;
    const std::string help = step_help(session_.trainer(), epoch);
    if (!icon_button(canvas_, "toolbar.step", epoch ? Icon::kEpoch : Icon::kStep, help.c_str(),
                     size)) {
      return;
    }
    session_.post(epoch ? Intent(intent::Epoch{}) : Intent(intent::Step{}));
  }

  float draw_phases(float x, const Fit& fit, float height) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float top = std::round(middle_ - height / 2);
    const float total = phases_width(fit);
    list->AddRectFilled({x, top}, {x + total, top + height}, theme_.palette.raised, kCornerRadius);
    const int done = session_.trainer().phases_done();
    float left = x + 1;
    for (int phase = 0; phase < kPhaseCount; ++phase) {
      const float part = phase_width(phase, fit);
      ImGui::SetCursorScreenPos({left, top});
      const Item item =
          add_item(canvas_, "toolbar.phase." + std::to_string(phase + 1), {part, height});
      // "toolbar.phase" is where a click runs just one phase.
      if (phase == done % kPhaseCount) canvas_.note_place("toolbar.phase");
      tooltip(canvas_, kPhases[phase].help);
      if (item.clicked) {
        session_.post(intent::ToPhase{phase});
        session_.post(intent::LookAtOne{});
      }
      draw_phase(list, item, phase, fit, phase == done - 1);
      left += part;
    }
    return x + total;
  }

  void draw_phase(ImDrawList* list, const Item& item, int phase, const Fit& fit, bool last) const {
    const Palette& palette = theme_.palette;
    if (last) {
      const ImVec2 min = {item.min.x + 1, item.min.y + 2}, max = {item.max.x - 1, item.max.y - 2};
      list->AddRectFilled(min, max, theme_.dark ? palette.ground : palette.panel, 6);
      list->AddRect(min, max, palette.line, 6, 0, 1);
    }
    const bool bright = last || item.hovered;
    const float y = item.center().y;
    const std::string number = std::to_string(phase + 1);
    float x = item.min.x + inside(fit);
    draw_text(list, last ? theme_.fonts.semibold : theme_.fonts.regular, kTextSize, {x, y},
              last ? palette.selection : palette.dim, number);
    x += width_of("5") + phase_gap_;
    draw_text(list, theme_.fonts.regular, kTextSize, {x, y}, bright ? palette.text : palette.dim,
              phase_label(phase, fit));
  }

  float draw_speed(float x, const Fit& fit, float track, float height) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (fit.speed_word) {
      draw_text(list, theme_.fonts.regular, kTextSize, {x, middle_}, theme_.palette.dim, "Speed");
      x += width_of("Speed") + kButtonGap;
    }
    const std::span<const Speed> all = speeds();
    std::vector<double> stops(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) stops[i] = static_cast<double>(i);
    double value = static_cast<double>(session_.playback().speed - all.data());
    const double usual = static_cast<double>(&usual_speed() - all.data());
    at(x, height);
    if (slider(canvas_, "toolbar.speed", {track, height}, {0, stops.back(), false, stops}, &value,
               usual, "How fast training runs: from one phase a second to as fast as it goes")
            .changed) {
      session_.post(intent::SetSpeed{&all[static_cast<std::size_t>(std::lround(value))]});
    }
    x += track + kButtonGap;
    draw_text(list, theme_.fonts.regular, kTextSize, {x, middle_}, theme_.palette.text,
              session_.playback().speed->label);
    return x + kSpeedValue;
  }

  float draw_counter(float x, const char* word, const std::string& number) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_text(list, theme_.fonts.regular, kTextSize, {x, middle_}, theme_.palette.dim, word);
    x += width_of(word) + 5;
    draw_text(list, theme_.fonts.semibold, kTextSize, {x, middle_}, theme_.palette.text, number);
    return x + width_of(number.c_str(), true);
  }

  void draw_counters(float right, const Fit& fit) {
    if (!fit.step) return;
    const float start = right - counters_width(fit);
    float x = draw_counter(start, "Step", step_);
    if (fit.epoch) x = draw_counter(x + kButtonGap, "Epoch", epoch_);
    canvas_.note_place("toolbar.counters", start, middle_ - kTextSize / 2, x - start, kTextSize);
  }

  // Returns where they begin.
  float draw_actions(float right, const Fit& fit) {
    const float left = right - actions_width(fit);
    float x = left;
    for (const ToolbarAction& action : toolbar_actions()) {
      at(x, 32);
      const char* help = action.help;
      const float width = action_width(action, fit);
      if (has_words(action, fit)
              ? text_button(canvas_, action.place, action.name, {width, 32}, help)
              : icon_button(canvas_, action.place, action.icon, help)) {
        action.run(session_.view(), lessons_);
      }
      x += width + (has_words(action, fit) ? kButtonGap : 0);
    }
    return left;
  }

  // On phones: all of them in a menu.
  void draw_more(float x, float button) {
    at(x, button);
    if (icon_button(canvas_, "toolbar.more", Icon::kMore, "More", button)) {
      session_.view().more_asked = true;
    }
  }

  void draw_one_row() {
    middle_ = area_.min.y + (kHeight - 1) / 2;
    const Fit* fit = std::begin(kFits);
    while (fit + 1 != std::end(kFits) && width(*fit) > area_.width()) ++fit;

    float x = area_.min.x + kPanelPadding;
    if (has_menu()) x = draw_menu(x - kUnit);
    x = draw_logo(x);
    if (fit->title_lines > 0) x = draw_title(x + kButtonGap, fit->title_lines);
    x = draw_run(x + kWideGap, 32);
    x = draw_phases(x + kWideGap, *fit, 34);
    draw_speed(x + kWideGap, *fit, speed_track(*fit), 32);
    const float actions = draw_actions(area_.max.x - kPanelPadding + kButtonGap, *fit);
    draw_counters(actions - kButtonGap, *fit);
  }

  void draw_two_rows() {
    constexpr float kTouch = 40;
    constexpr Fit kSmall = {.title_lines = 0,
                            .action_words = false,
                            .phases = Fit::kBrief,
                            .speed_word = false,
                            .epoch = false};
    middle_ = area_.min.y + kHeight / 2;
    float x = draw_logo(area_.min.x + 3 * kUnit);
    x = draw_run(x + kUnit, kTouch);
    const float more = area_.max.x - kUnit - kTouch;
    draw_more(more, kTouch);
    x += kButtonGap;
    constexpr float kLeastTrack = 40;
    const float track = more - x - 2 * kButtonGap - kSpeedValue;
    if (track >= kLeastTrack) draw_speed(x, kSmall, track, kTouch);

    middle_ = area_.min.y + kHeight + (kSecondRow - kButtonGap) / 2;
    phase_inside_ = 6;
    phase_gap_ = 4;
    const float room = area_.width() - 6 * kUnit;
    Fit fit = kSmall;
    if (phases_width(fit) + kButtonGap + counters_room(fit) > room) fit.phases = Fit::kNumbers;
    x = draw_phases(area_.min.x + 3 * kUnit, fit, kTouch);
    if (x + kButtonGap + counters_width(fit) <= area_.max.x - 3 * kUnit) {
      draw_counters(area_.max.x - 3 * kUnit, fit);
    }
  }

  Canvas& canvas_;
  Session& session_;
  LessonPlayer& lessons_;
  const Theme& theme_;
  Rect area_;
  std::string step_, epoch_;
  float middle_ = 0;  // y of the row being drawn
  float phase_inside_ = 3 * kUnit, phase_gap_ = 6;  // around a phase's words, after its number
};

}  // namespace

float toolbar_height() { return touch_layout() ? kHeight + kSecondRow : kHeight; }

void draw_toolbar(Canvas& canvas, Session& session, LessonPlayer& lessons, Rect area) {
  Toolbar(canvas, session, lessons, area).draw();
}

}  // namespace backprop
