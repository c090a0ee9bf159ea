// The plane when the data are a table: the slice that is shown is made.
#pragma once

#include <string>
#include <string_view>

namespace backprop {

class Probe;
class Session;
class Trainer;
struct Shown;
struct View;

// The sample whose other inputs are held: the picked one, else the one that stands on paper. While
// that changes with every step, and where there is none, −1: the first row.
int held_sample(const Session& session);
// The slice through a sample that `view` asks for becomes the shown one; the probe is set up for
// it.
void show_slice(const Trainer& trainer, const View& view, int sample, int resolution, Shown& shown);
// What the page's key "slice" says becomes what `view` asks for; what the table has not is left as
// it is, and said: a sentence, or nothing.
std::string ask_for_slice(const Trainer& trainer, std::string_view key, View& view);
// That key, "&slice=3,4,120", where what is shown is not the usual: else nothing.
std::string slice_key(const Trainer& trainer, const View& view);

// The same slice for another run with the same data.
void probe_slice(const Shown& shown, int resolution, Probe& probe);

}  // namespace backprop
