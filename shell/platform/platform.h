// What the application needs from the world: a window, a clock, the clipboard, files.
// platform_native.cpp and platform_web.cpp implement it; nothing else knows which one runs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace backprop {

class App;

namespace platform {

// Opens the window (natively) or takes the page's canvas, sets up Dear ImGui with its GLFW and
// OpenGL backends, and calls app.frame() between NewFrame and Render until the window closes.
// Frames are skipped while nothing changes (see App::wants_frame). Returns the exit code; on the
// web it returns at once and the browser drives the frames.
int run(App& app, std::string_view title);

double seconds();  // monotonic clock
// Whether so many bytes more can be had, for what is refused in words otherwise. Always natively.
bool can_have(std::size_t bytes);
// Whether memory ran out since this was last asked, and only the reserve of the platform helped.
bool take_memory_alarm();
// Sets the reserve aside again, for the next time, if there is as much.
void renew_reserve();
bool visible();    // false in a hidden tab or a minimized window
bool prefers_dark();
bool prefers_reduced_motion();
// Offers a file to the user: a download on the web, written to the working directory natively.
void save_file(std::string_view name, std::string_view bytes, std::string_view mime);
// Asks the page for a dialog of its own: "share", "export", "open" for a file, or "playground",
// the whole of it where only a part is shown. False where there is no page that has one.
bool open_dialog(std::string_view name);
// What a link does not say of where somebody is: kept beside it, for a reload or a way back.
struct Kept {
  std::string run, other;  // documents of the run and of the one it is compared with
  std::string lesson;      // the text of one that is not among the shipped ones
  int phases = 0;          // done of the step in progress
  bool in_lesson = false;  // one is open, and the run is where it has led, or been taken
  bool ahead = false;      // its history knew steps ahead of where it was, which are not kept
  bool operator==(const Kept&) const = default;
};
// Replaces the fragment of the page's address without adding to its history; nothing natively.
void set_fragment(std::string_view fragment, const Kept& kept);
// A text file beside the page, or the same inside the program; nothing while it is on its way,
// after which a frame is drawn. "" when it could not be had.
std::optional<std::string_view> site_text(std::string_view name);
// What a user chose or reached, kept on this machine under a name of letters and dots; "" when
// there is nothing, or nothing may be kept.
std::string load_setting(std::string_view name);
void save_setting(std::string_view name, std::string_view value);

// The page's program comes in two files: what a picture and training need, and a later part with
// what people open. It comes when they first press anything, or when it is wanted. tools/later.txt
// names the rooms of that part; while this does not say kHere, which natively it always does, a
// call into one of them makes everything wait. Asked by shell/panels/door.h and
// shell/app/later_part.h.
enum class LaterPart { kNotYet, kHere, kLost };
LaterPart later_part();
inline bool later_part_here() { return later_part() == LaterPart::kHere; }
void want_later_part();  // it comes for a later frame; to be said again costs nothing
// For what cannot be put off to a later frame: makes everything wait. False: it cannot be had.
bool await_later_part();

}  // namespace platform
}  // namespace backprop
