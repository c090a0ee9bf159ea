// The plane when the data are a table: the slice that is shown is made.
#pragma once

namespace backprop {

class Probe;
class Trainer;
struct Shown;
struct View;

// The slice that `view` asks for becomes the shown one; the probe is set up for it.
void show_slice(const Trainer& trainer, const View& view, int resolution, Shown& shown);
// The same slice for another run with the same data.
void probe_slice(const Shown& shown, int resolution, Probe& probe);

}  // namespace backprop
