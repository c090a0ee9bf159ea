// The application on the page's canvas, in WebGL 2. Its JavaScript is in platform_web_js.h; events
// come back through the backprop_… functions below.
#include "shell/platform/platform_web.h"

#include <GLES3/gl3.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <array>
#include <cfloat>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "shell/app/app.h"
#include "shell/platform/gl_grounds.h"
#include "shell/platform/platform.h"
#include "shell/platform/platform_web_js.h"
#include "shell/platform/platform_webkeys.h"

namespace backprop::platform {

namespace {

constexpr const char* kGlsl = "#version 300 es";
// After input, frames go on this long, so that hover delays and scrolling settle, and so many,
// because Dear ImGui takes a press and a release in a frame each: both count on a slow machine.
constexpr double kAwakeSeconds = 1;
constexpr int kAwakeFrames = 8;
// Of what only waits (a tooltip's delay, a caret that blinks) a picture is drawn this often.
constexpr double kWaitingSeconds = 0.1;
constexpr float kRepeatDelay = 0.275f;  // Dear ImGui's
constexpr int kMostFramesAtOnce = 4;

App* the_app = nullptr;
bool started = false;
bool frame_asked = false;
std::string page_title;
std::string clipboard;

// The file that site_text gave last, or is fetching.
struct SiteText {
  enum State { kNone, kOnItsWay, kHere, kFailed };
  std::string name, text;
  State state = kNone;
};
SiteText texts;
// What the system says people like, asked once and after every change
std::optional<bool> dark, less_motion;
std::optional<bool> shown_dark;  // what the page around the canvas was told
bool text_wanted = false;        // the same
const char* shown_cursor = nullptr;
LaterPart the_later_part = LaterPart::kNotYet;
double awake_until = 0;
double drawn_at = 0;
int awake_frames = 0;
int pixel_width = 0, pixel_height = 0;
float pixel_ratio = 1;
bool context_lost = false;
// What whoever listens has heard of: the trainer's revision, and whether it trains
std::uint64_t told_revision = 0;
bool told_playing = false;
// The run that was training when the tab was hidden, by its revision: it goes on when the tab is
// seen again, unless something else came in its place.
std::optional<std::uint64_t> paused_by_hiding;

void set_title(const char* prefix) { js_set_title((prefix + page_title).c_str()); }

const char* css_cursor(ImGuiMouseCursor cursor) {
  constexpr std::array<const char*, ImGuiMouseCursor_COUNT> kNames = {
      "default",     "text",        "move",    "ns-resize", "ew-resize",  // as ImGuiMouseCursor_
      "nesw-resize", "nwse-resize", "pointer", "wait",      "progress",  "not-allowed"};
  return cursor < 0 ? "none" : kNames[static_cast<std::size_t>(cursor)];
}

void offer_keyboard() {
  const bool wanted = ImGui::GetIO().WantTextInput;
  if (wanted != text_wanted) js_show_keyboard(text_wanted = wanted);
}

void dress_page() {
  offer_keyboard();
  const char* cursor = css_cursor(ImGui::GetMouseCursor());
  if (cursor != shown_cursor) js_set_cursor(shown_cursor = cursor);
  const bool is_dark = the_app->canvas().theme.dark;
  if (shown_dark != is_dark) {
    shown_dark = is_dark;
    js_set_theme(is_dark);
  }
}

void begin_frame_for_input() {
  ImGui::GetIO().DeltaTime = 1e-5f;
  ImGui::NewFrame();
  the_app->frame_for_input();
}

// Dear ImGui takes a press and a release in a frame each, and what they ask for is done in the next
// one: those follow at once, without a picture, so that a slow machine answers as soon.
void answer_input() {
  for (int again = 0; again < kMostFramesAtOnce && the_app->wants_frame_for_input(); ++again) {
    begin_frame_for_input();
    ImGui::EndFrame();
  }
}

void draw() {
  ImGui_ImplOpenGL3_NewFrame();
  ImGuiIO& io = ImGui::GetIO();
  const double now = seconds();
  FrameTimes& times = the_app->frame_times();
  times.begin(now);
  io.DeltaTime = static_cast<float>(std::max(now - drawn_at, 1e-5));  // coarse clocks stand still
  drawn_at = now;
  const float scale = pixel_ratio * the_app->session().view().scale;
  io.DisplaySize = {static_cast<float>(pixel_width) / scale,
                    static_cast<float>(pixel_height) / scale};
  io.DisplayFramebufferScale = {scale, scale};
  ImGui::NewFrame();
  the_app->frame();
  // As in answer_input, but the last of these frames is the one that is drawn.
  for (int again = 0; again < kMostFramesAtOnce && the_app->wants_frame_for_input(); ++again) {
    ImGui::EndFrame();
    begin_frame_for_input();
  }
  ImGui::Render();
  times.add(FrameTimes::kPanels, seconds());
  glViewport(0, 0, pixel_width, pixel_height);
  clear_grounds(the_app->canvas(), pixel_height, scale);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  times.add(FrameTimes::kDrawing, seconds());
  times.end(the_app->session().trainer().step_count());
  dress_page();
  const std::uint64_t revision = the_app->session().trainer().revision();
  if (revision != told_revision || the_app->session().playing() != told_playing) {
    told_revision = revision;
    told_playing = the_app->session().playing();
    js_tell_change();
  }
}

bool may_draw() { return started && !context_lost && pixel_width > 0 && visible(); }

// One picture the browser shows at a time is asked for, and none while nothing moves.
void ask_for_frame() {
  if (!frame_asked) js_ask_for_frame();
  frame_asked = true;
}

bool moves() {
  const ImGuiIO& io = ImGui::GetIO();
  const bool held = io.MouseDown[0] || io.MouseDown[1] || io.MouseDown[2];
  return awake_frames > 0 || held || the_app->wants_frame();
}

bool waits() { return seconds() < awake_until || ImGui::GetIO().WantTextInput; }

// The next one is asked for first: after a frame that took long there is then no picture in vain.
void on_frame() {
  frame_asked = false;
  if (!may_draw()) return;
  const bool moving = moves();
  if (!moving && !waits()) return;
  ask_for_frame();
  if (!moving && seconds() - drawn_at < kWaitingSeconds) return;
  if (awake_frames > 0) --awake_frames;
  draw();
}

// Textures died with the context. The backend makes the font's again by itself; the others have to
// be asked for. Their pixels are still in memory.
void ask_for_textures() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->Status == ImTextureStatus_Destroyed && !texture->WantDestroyNextFrame) {
      texture->SetStatus(ImTextureStatus_WantCreate);
    }
  }
}

void set_up_imgui() {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigMacOSXBehaviors = js_is_apple();
  ImGuiPlatformIO& platform_io = ImGui::GetPlatformIO();
  platform_io.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
    clipboard = text;
    js_copy(text);
  };
  // What was copied here, or pasted: the paste event comes before the frame that asks.
  platform_io.Platform_GetClipboardTextFn = [](ImGuiContext*) -> const char* {
    return clipboard.c_str();
  };
  ImGui_ImplOpenGL3_Init(kGlsl);
}

}  // namespace

bool running() { return started; }

App& running_app() { return *the_app; }

void set_later_part(LaterPart part) {
  the_later_part = part;
  wake();
}

bool draw_now() {
  if (!may_draw()) return false;
  draw();
  return true;
}

void wake() {
  awake_until = seconds() + kAwakeSeconds;
  awake_frames = kAwakeFrames;
  if (started) ask_for_frame();
}

int run(App& app, std::string_view title) {
  the_app = &app;
  page_title = title;
  if (!js_create_context()) return 1;
  started = true;
  set_up_imgui();
  js_listen_keys();
  js_listen_mouse();
  js_listen_touch();
  js_listen_typing();
  js_listen_page();
  wake();
  js_follow_stage();
  return 0;
}

double seconds() { return emscripten_get_now() / 1000; }

bool visible() { return js_visible(); }

bool prefers_dark() {
  if (!dark) dark = js_matches("(prefers-color-scheme: dark)");
  return *dark;
}

bool prefers_reduced_motion() {
  if (!less_motion) less_motion = js_matches("(prefers-reduced-motion: reduce)");
  return *less_motion;
}

void save_file(std::string_view name, std::string_view bytes, std::string_view mime) {
  js_save(std::string(name).c_str(), bytes.data(), bytes.size(), std::string(mime).c_str());
}

std::string load_setting(std::string_view name) {
  char* text = js_load_setting(std::string(name).c_str());
  std::string value = text;
  std::free(text);
  return value;
}

void save_setting(std::string_view name, std::string_view value) {
  js_save_setting(std::string(name).c_str(), std::string(value).c_str());
}

bool open_dialog(std::string_view name) { return js_open_dialog(std::string(name).c_str()); }

void set_fragment(std::string_view fragment, const Kept& kept) {
  const bool done =
      js_set_fragment(std::string(fragment).c_str(), kept.run.c_str(), kept.other.c_str(),
                      kept.lesson.c_str(), kept.phases, kept.in_lesson, kept.ahead);
  if (done || kept == Kept()) return;
  the_app->canvas().say_once(Message::Kind::kWarning,
                             "This run is too large for the browser to keep for a reload: save it "
                             "as a file to come back to it.");
}

std::optional<std::string_view> site_text(std::string_view name) {
  if (texts.name == name &&
      (texts.state == SiteText::kHere || texts.state == SiteText::kOnItsWay)) {
    if (texts.state == SiteText::kOnItsWay) return std::nullopt;
    return texts.text;
  }
  if (texts.name == name && texts.state == SiteText::kFailed) {
    texts.state = SiteText::kNone;  // the next time it is asked for again
    return std::string_view();
  }
  texts = {std::string(name), {}, SiteText::kOnItsWay};
  js_fetch_text(texts.name.c_str());
  return std::nullopt;
}

LaterPart later_part() { return the_later_part; }

void want_later_part() { js_want_later_part(); }

bool await_later_part() {
  if (!later_part_here() && js_load_later_part()) the_later_part = LaterPart::kHere;
  return later_part_here();
}

}  // namespace backprop::platform

namespace platform = backprop::platform;

extern "C" {

EMSCRIPTEN_KEEPALIVE void backprop_wake() { platform::wake(); }

EMSCRIPTEN_KEEPALIVE void backprop_fit_stage() { js_fit_stage(); }

EMSCRIPTEN_KEEPALIVE void backprop_frame() { platform::on_frame(); }

// A canvas of a new size is blank: it is drawn at once, before the browser shows it.
EMSCRIPTEN_KEEPALIVE void backprop_resized(int width, int height, float ratio) {
  const bool same = platform::pixel_width == width && platform::pixel_height == height &&
                    platform::pixel_ratio == ratio;
  platform::pixel_width = width;
  platform::pixel_height = height;
  platform::pixel_ratio = ratio;
  platform::wake();
  if (!same && platform::may_draw()) platform::draw();
}

EMSCRIPTEN_KEEPALIVE void backprop_wishes_changed() {
  platform::dark.reset();
  platform::less_motion.reset();
  platform::wake();
}

// Within the event of a finger that was lifted, browsers let the keyboard come up, and some only
// then: what the tap leads to is found out at once, in frames without a picture.
EMSCRIPTEN_KEEPALIVE void backprop_settle() {
  constexpr int kFrames = 5;  // release, click, focus, field, wish
  if (!platform::may_draw()) return;
  for (int i = 0; i < kFrames && !ImGui::GetIO().WantTextInput; ++i) {
    platform::begin_frame_for_input();
    ImGui::EndFrame();
  }
  platform::offer_keyboard();
}

// While it trains, what a click or a key asks for is done within the event: where the graphics are
// slow, the next frame may be long in coming.
EMSCRIPTEN_KEEPALIVE void backprop_answer() {
  if (platform::may_draw() && platform::the_app->session().playing()) platform::answer_input();
}

EMSCRIPTEN_KEEPALIVE bool backprop_wants_text() { return ImGui::GetIO().WantTextInput; }

EMSCRIPTEN_KEEPALIVE void backprop_focused(bool focused) {
  ImGui::GetIO().AddFocusEvent(focused);
  platform::wake();
}

// Takes a string that JavaScript allocated, as does the next one.
EMSCRIPTEN_KEEPALIVE void backprop_site_text(char* text) {
  platform::texts.text = text;
  platform::texts.state = *text == '\0' ? platform::SiteText::kFailed : platform::SiteText::kHere;
  std::free(text);
  platform::wake();
}

EMSCRIPTEN_KEEPALIVE void backprop_copy_refused() {
  platform::the_app->session().microscope().copied_at = -1;  // its button says so no longer
  platform::the_app->canvas().say_once(
      backprop::Message::Kind::kWarning,
      "The browser did not let the page copy that: it can be pasted on the canvas only.");
  platform::wake();
}

// Whether a text field takes it.
EMSCRIPTEN_KEEPALIVE bool backprop_pasted(char* text) {
  platform::clipboard = text;
  std::free(text);
  return ImGui::GetIO().WantTextInput;
}

// `modifiers`: Ctrl 1, Shift 2, Alt 4, Meta 8.
EMSCRIPTEN_KEEPALIVE void backprop_modifiers(int modifiers) {
  constexpr std::array<ImGuiKey, 4> kKeys = {ImGuiMod_Ctrl, ImGuiMod_Shift, ImGuiMod_Alt,
                                             ImGuiMod_Super};
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    ImGui::GetIO().AddKeyEvent(kKeys[i], (modifiers >> i & 1) != 0);
  }
}

EMSCRIPTEN_KEEPALIVE void backprop_key(const char* name, bool down) {
  const ImGuiKey key = platform::key_of(name);
  if (key != ImGuiKey_None) ImGui::GetIO().AddKeyEvent(key, down);
}

// Whether a key that is held repeats is the system's to say, as people have set it there; by the
// clock alone one press would be two where pictures or messages are slow.
EMSCRIPTEN_KEEPALIVE void backprop_repeats(bool repeats) {
  ImGui::GetIO().KeyRepeatDelay = repeats ? platform::kRepeatDelay : FLT_MAX;
}

EMSCRIPTEN_KEEPALIVE void backprop_character(unsigned code) {
  ImGui::GetIO().AddInputCharacter(code);
}

EMSCRIPTEN_KEEPALIVE void backprop_mouse_source(int source) {
  ImGui::GetIO().AddMouseSourceEvent(static_cast<ImGuiMouseSource>(source));
}

EMSCRIPTEN_KEEPALIVE void backprop_pointer(float x, float y) {
  const float scale = platform::the_app->session().view().scale;
  ImGui::GetIO().AddMousePosEvent(x / scale, y / scale);
}

EMSCRIPTEN_KEEPALIVE void backprop_no_pointer() {
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}

EMSCRIPTEN_KEEPALIVE void backprop_button(int button, bool down) {
  ImGui::GetIO().AddMouseButtonEvent(button, down);
}

EMSCRIPTEN_KEEPALIVE void backprop_release_buttons() {
  for (int button = 0; button < ImGuiMouseButton_COUNT; ++button) {
    ImGui::GetIO().AddMouseButtonEvent(button, false);
  }
}

EMSCRIPTEN_KEEPALIVE void backprop_wheel(float x, float y) {
  ImGui::GetIO().AddMouseWheelEvent(x, y);
}

// A hidden tab gets no frames: training pauses, the tab's title says so, and goes on afterwards.
EMSCRIPTEN_KEEPALIVE void backprop_visibility(bool visible) {
  backprop::Session& session = platform::the_app->session();
  const bool pause = !visible && session.playing();
  const bool play = visible && platform::paused_by_hiding == session.trainer().revision();
  if (pause) session.post(backprop::intent::Pause{});
  if (play) session.post(backprop::intent::Play{});
  (void)session.carry_out_posted();  // pausing and playing cannot fail
  platform::paused_by_hiding.reset();
  if (pause) platform::paused_by_hiding = session.trainer().revision();
  platform::set_title(pause ? "Paused · " : "");
  platform::wake();
}

// The page is about to go: its address says what is here now, not a moment ago.
EMSCRIPTEN_KEEPALIVE void backprop_leaving() { platform::the_app->tell_address_now(); }

EMSCRIPTEN_KEEPALIVE void backprop_context_lost() {
  platform::context_lost = true;
  ImGui_ImplOpenGL3_Shutdown();
}

EMSCRIPTEN_KEEPALIVE void backprop_context_restored() {
  ImGui_ImplOpenGL3_Init(platform::kGlsl);
  platform::ask_for_textures();
  platform::context_lost = false;
  platform::wake();
}

}  // extern "C"
