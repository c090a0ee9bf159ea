// Matrices: a layer of the step in progress as the matrix equations of a lecture. Pointing at a
// number shows the sum it is, in the matrices that it was made from and in the network.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/experiment/sample_names.h"
#include "engine/insight/matrices.h"
#include "engine/insight/notation.h"
#include "shell/canvas/canvas.h"
#include "shell/canvas/item.h"
#include "shell/canvas/tooltip.h"
#include "shell/canvas/widgets.h"
#include "shell/panels/analysis/analysis_panels.h"
#include "shell/panels/analysis/matrix_sheet.h"
#include "shell/panels/inside/inside_parts.h"
#include "shell/platform/platform.h"
#include "shell/session/looked_at.h"
#include "shell/session/session.h"

namespace backprop {

// What the tab remembers from frame to frame.
struct MatrixTab {
  // --- asked for -------------------------------------------------------------------------------
  std::optional<int> chosen;  // layer, until something else is pinned
  std::optional<NeuronId> pinned_neuron;
  std::optional<std::size_t> pinned_parameter;
  int first = 0;  // sample of the batch

  // --- set -------------------------------------------------------------------------------------
  struct Key {
    std::uint64_t revision = ~std::uint64_t{0}, run = 0;
    std::vector<int> shape;  // of the network: its neurons, layer by layer
    int batch = 0;
    int layer = -1, first = 0;
    float width = 0, height = 0;
    bool narrow = false;
    friend bool operator==(const Key&, const Key&) = default;
  } key;
  std::unique_ptr<LayerMatrices> matrices;
  MatrixSheet sheet;
  double next_refresh = 0;  // not before, while training
  int marked = -1;  // brought into view
  int seen_phases = -1;
  std::optional<MatrixCell> pointed;  // in the frame before
};

namespace {

constexpr double kMatrixInterval = 1.0 / 15;  // between refreshes while training
constexpr float kMatrixScrollbar = 14;

int layer_by_itself(const View& view, const Network& network) {
  const int layers = network.layer_count();
  if (view.pinned_parameter && *view.pinned_parameter < network.parameter_count()) {
    return network.place(*view.pinned_parameter).layer;
  }
  if (view.pinned_neuron && view.pinned_neuron->layer < layers) {
    return std::max(0, view.pinned_neuron->layer);
  }
  return std::max(0, layers - 2);  // the last hidden one
}

// The layer chosen, or that of what is pinned.
int matrix_layer(MatrixTab& tab, const View& view, const Network& network) {
  if (tab.pinned_neuron != view.pinned_neuron || tab.pinned_parameter != view.pinned_parameter) {
    tab.pinned_neuron = view.pinned_neuron;
    tab.pinned_parameter = view.pinned_parameter;
    tab.chosen.reset();
  }
  if (tab.chosen && *tab.chosen >= network.layer_count()) tab.chosen.reset();
  return tab.chosen.value_or(layer_by_itself(view, network));
}

// Where the batch has the sample that is looked at; −1: the mean is, or the batch does not have it.
int marked_column(const Session& session) {
  const std::span<const int> batch = session.trainer().batch();
  const auto found = std::ranges::find(batch, explained_sample(session));
  return found == batch.end() ? -1 : static_cast<int>(found - batch.begin());
}

void refresh_matrices(const Theme& theme, Session& session, MatrixTab& tab, int layer, float width,
                      float height) {
  const Trainer& trainer = session.trainer();
  const int batch = trainer.workspace().samples;
  MatrixTab::Key key{trainer.revision(),
                     session.runs_replaced(),
                     {trainer.network().input_count()},
                     batch,
                     layer,
                     tab.first,
                     width,
                     height,
                     touch_layout()};
  for (const Network::Layer& each : trainer.network().layers()) key.shape.push_back(each.outputs);
  const int marked = marked_column(session);
  if (key == tab.key && marked == tab.marked) return;
  const bool other_values =
      !tab.matrices || key.revision != tab.key.revision || key.run != tab.key.run;
  const double now = platform::seconds();
  // What is drawn, and lit, of a moment ago must still be of this network.
  if (session.playing() && tab.matrices && now < tab.next_refresh && key.run == tab.key.run &&
      key.shape == tab.key.shape && batch == tab.key.batch && layer == tab.key.layer) {
    return;
  }
  tab.next_refresh = now + kMatrixInterval;
  if (other_values || layer != tab.key.layer) {
    tab.matrices = std::make_unique<LayerMatrices>(trainer, layer);
  }
  const auto set = [&] {
    tab.sheet = set_matrices(theme, *tab.matrices, batch, tab.first, width, height, touch_layout());
    tab.first = tab.sheet.first;
  };
  set();
  // Another sample that is looked at comes into view.
  const bool hidden = marked < tab.sheet.first || marked >= tab.sheet.first + tab.sheet.samples;
  if (marked >= 0 && hidden && (marked != tab.marked || other_values)) {
    tab.first = std::max(0, marked - tab.sheet.samples / 2);
    set();
  }
  tab.marked = marked;
  key.first = tab.first;
  tab.key = key;
}

// --- the row above -------------------------------------------------------------------------------

void draw_layer_choice(Canvas& canvas, const Network& network, MatrixTab& tab, int layer, ImVec2 at,
                       float height, float room) {
  const int layers = network.layer_count();
  std::vector<std::string> names;
  float width = 0;
  const auto name_all = [&](bool brief) {
    names.clear();
    width = 0;
    for (int l = 0; l < layers; ++l) {
      names.push_back(layer_label(network, l, brief));
      width += text_size(canvas.theme.fonts.regular, kTextSize, names.back()).x + 24;
    }
  };
  name_all(false);
  if (width > room) name_all(true);
  std::vector<const char*> labels;
  for (const std::string& name : names) labels.push_back(name.c_str());
  ImGui::SetCursorScreenPos(at);
  if (segmented(canvas, "matrices.layer", labels, &layer, height)) tab.chosen = layer;
}

// "10 of 32 samples", with a button to either side where there are more. Ends at `right`.
void draw_sample_window(Canvas& canvas, MatrixTab& tab, int batch, ImVec2 right_top, float height) {
  const Theme& theme = canvas.theme;
  const MatrixSheet& sheet = tab.sheet;
  if (sheet.blocks.empty()) return;
  const bool all = sheet.samples >= batch;
  const std::string text =
      batch == 1 ? "one sample"
      : all      ? std::to_string(batch) + " samples"
                 : std::to_string(sheet.samples) + " of " + std::to_string(batch) + " samples";
  float x = right_top.x;
  const float button = touch_layout() ? 40.0f : 24.0f;
  const auto step = [&](std::string_view place, const char* label, const char* help, int first) {
    x -= button;
    ImGui::SetCursorScreenPos({x, right_top.y});
    if (text_button(canvas, place, label, {button, height}, help)) tab.first = first;
  };
  if (!all) {
    step("matrices.next", "›", "The next samples of the batch",
         std::min(sheet.first + sheet.samples, batch - sheet.samples));
    x -= kUnit;
    step("matrices.previous", "‹", "The samples of the batch before these",
         std::max(0, sheet.first - sheet.samples));
    x -= 2 * kUnit;
  }
  const float width = text_size(theme.fonts.regular, kTextSize, text).x;
  draw_text(ImGui::GetWindowDrawList(), theme.fonts.regular, kTextSize,
            {x, right_top.y + height / 2}, theme.palette.dim, text, Align::kRight);
  canvas.note_place("matrices.samples", x - width, right_top.y, width, height);
}

// --- pointing ------------------------------------------------------------------------------------

struct PointedCell {
  const MatrixBlock* block;
  const MatrixGrid* grid;
  int row, column;  // of the whole matrix, as it stands
  MatrixCell cell() const { return grid->matrix->cell(row, column); }
};

// Whether an equation is left out in favour of a way down to it: it would be cut, and one above it
// is whole. `height` is of the view, which begins at `top` of the sheet.
bool gives_way(const MatrixSheet& sheet, const MatrixBlock& block, float top, float height) {
  const auto is_cut = [&](const MatrixBlock& one) { return one.at.y + one.size.y > top + height; };
  return is_cut(block) && std::ranges::any_of(sheet.blocks, [&](const MatrixBlock& other) {
           return other.at.y >= top && other.at.y < block.at.y && !is_cut(other);
         });
}

std::optional<PointedCell> pointed_cell(const MatrixSheet& sheet, ImVec2 origin) {
  if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) return std::nullopt;
  const ImVec2 mouse = ImGui::GetMousePos();
  for (const MatrixBlock& block : sheet.blocks) {
    for (const MatrixGrid& grid : block.grids) {
      const float x = mouse.x - origin.x - block.at.x - grid.at.x;
      const float y = mouse.y - origin.y - block.at.y - grid.at.y;
      if (x < 0 || y < 0 || x >= grid.width() || y >= grid.height()) continue;
      return PointedCell{&block, &grid, grid.first_row + static_cast<int>(y / grid.cell.y),
                         grid.first_column + static_cast<int>(x / grid.cell.x)};
    }
  }
  return std::nullopt;
}

// In the network and in the output plane.
void light_meaning(Session& session, const CellMeaning& meaning) {
  Lights& lights = session.view().pointed_at;
  if (meaning.parameter) {
    lights.parameters.push_back(*meaning.parameter);
  } else if (meaning.neuron >= 0) {
    lights.neurons.push_back({meaning.layer, meaning.neuron});
  }
  const std::span<const int> batch = session.trainer().batch();
  if (meaning.sample >= 0 && static_cast<std::size_t>(meaning.sample) < batch.size()) {
    lights.points.push_back(batch[static_cast<std::size_t>(meaning.sample)]);
  }
}

// "hidden layer 1, neuron 2 · sample 17"
std::string meaning_text(const Trainer& trainer, const CellMeaning& meaning) {
  if (meaning.parameter) return parameter_label(trainer, *meaning.parameter);
  std::string text;
  if (meaning.neuron >= 0) text = neuron_label(trainer, meaning.layer, meaning.neuron);
  const std::span<const int> batch = trainer.batch();
  if (meaning.sample < 0 || static_cast<std::size_t>(meaning.sample) >= batch.size()) return text;
  if (!text.empty()) text += " · ";
  return text + sample_name(trainer.data(), batch[static_cast<std::size_t>(meaning.sample)]);
}

// `origin`: of the sheet.
void explain_pointed(Canvas& canvas, Session& session, const PointedCell& pointed, ImVec2 origin) {
  const Trainer& trainer = session.trainer();
  const CellMeaning meaning = meaning_of(trainer.network(), pointed.cell());
  light_meaning(session, meaning);
  // While the network runs on, the sums of a picture that is a moment old cannot be told.
  if (session.playing()) return;
  const std::string line =
      pointed.grid->result
          ? cell_line(trainer, *pointed.block->equation, pointed.row, pointed.column)
          : cell_value_line(trainer, pointed.cell(),
                            pointed.grid->matrix->at(pointed.row, pointed.column));
  canvas.note_place("matrices.sum." + line, 0, 0, 1, 1);
  const Theme& theme = canvas.theme;
  // Above the equation, which the mouse is in: a tooltip beside the mouse would cover its numbers.
  if (!touch_layout()) {
    constexpr float kSymbolsAbove = 52;
    float top = pointed.grid->at.y;
    for (const MatrixGrid& grid : pointed.block->grids) top = std::min(top, grid.at.y);
    ImGui::SetNextWindowPos({origin.x + pointed.block->at.x + pointed.grid->at.x,
                             origin.y + pointed.block->at.y + top - kSymbolsAbove},
                            ImGuiCond_Always, {0, 1});
  }
  if (!begin_tooltip(theme)) return;
  constexpr float kWidest = 340;
  const auto say = [&](ImFont* font, float size, std::string_view text, ImU32 color) {
    const Paragraph lines(font, size, text, kWidest);
    lines.draw(ImGui::GetWindowDrawList(), ImGui::GetCursorScreenPos(), color);
    ImGui::Dummy({lines.size().x, lines.size().y + 3});
  };
  say(theme.fonts.regular, kTextSize, line, theme.palette.text);
  say(theme.fonts.regular, kHeadingSize, meaning_text(trainer, meaning), theme.palette.dim);
  end_tooltip();
}

// A click on a sample's number chooses the sample, on the chosen one's the mean again.
void choose_pointed_sample(Session& session, const PointedCell& pointed) {
  const int column = meaning_of(session.trainer().network(), pointed.cell()).sample;
  const std::span<const int> batch = session.trainer().batch();
  if (column < 0 || static_cast<std::size_t>(column) >= batch.size()) return;
  const int point = batch[static_cast<std::size_t>(column)];
  if (session.view().selected_point == point) {
    want_mean(session);
  } else {
    session.view().selected_point = point;
  }
}

// --- the equations -------------------------------------------------------------------------------

// What is still to come, or whose weights these are.
std::string outlook(const Trainer& trainer) {
  const int done = trainer.phases_done();
  const std::string press = touch_layout() ? "advance one phase." : "press P.";
  if (done < 1) {
    return "Nothing of this step is computed yet: Z and A appear with phase 1, forward. To see "
           "them, " +
           press;
  }
  if (done < 3) {
    return "Δ appears with phase 3, backward, ∂L/∂W and ∂L/∂b with phase 4, gradients. To go on, " +
           press;
  }
  if (done < 4) return "∂L/∂W and ∂L/∂b appear with phase 4, gradients: " + press;
  if (done < kPhaseCount) return {};
  return "W and b are those that the step worked with, before its update.";
}

// While one goes through the phases, the equation that came last is brought into view.
void follow_matrix_phase(Session& session, MatrixTab& tab) {
  const int done = session.trainer().phases_done();
  const bool moved = std::exchange(tab.seen_phases, done) != done;
  if (!moved || session.playing() || done == 0) return;
  float y = -1;
  for (const MatrixBlock& block : tab.sheet.blocks) {
    if (static_cast<int>(block.equation->phase) + 1 == done) {
      y = block.at.y;
      break;
    }
  }
  if (y >= 0 || done == 1) ImGui::SetScrollY(std::max(0.0f, y));
}

void draw_block(Canvas& canvas, Session& session, const MatrixBlock& block, ImVec2 at,
                const MatrixLights& lights) {
  const Theme& theme = canvas.theme;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Paragraph note(theme.fonts.regular, kTextSize, block.equation->note, block.note_width);
  note.draw(list, at, theme.palette.dim);
  for (const MatrixInk& ink : block.inks) {
    draw_math(list, theme.fonts.regular, {at.x + ink.at.x, at.y + ink.at.y},
              ink.dim ? theme.palette.dim : theme.palette.text, ink.box);
  }
  for (const MatrixGrid& grid : block.grids) {
    const ImVec2 corner = {at.x + grid.at.x, at.y + grid.at.y};
    if (grid.matrix->has_sample_columns() || grid.matrix->has_sample_rows()) {
      ImGui::SetCursorScreenPos(corner);
      const Item item = add_item(canvas, grid.place, {grid.width(), grid.height()}, true, 3, false);
      const auto pointed = item.clicked ? pointed_cell(session.inside().matrices->sheet,
                                                       {at.x - block.at.x, at.y - block.at.y})
                                        : std::nullopt;
      if (pointed) choose_pointed_sample(session, *pointed);
    } else {
      canvas.note_place(grid.place, corner.x, corner.y, grid.width(), grid.height());
    }
    draw_matrix_grid(canvas, session.trainer().network(), block, grid, at, lights);
  }
}

// In place of an equation that would be cut: a button that brings it into view, where there is
// room.
void draw_way_down(Canvas& canvas, const MatrixBlock& block, ImVec2 at, Rect body) {
  const float height = touch_layout() ? 40.0f : 28.0f;
  if (at.y + height > body.max.y) return;
  ImGui::SetCursorScreenPos(at);
  if (text_button(canvas, "matrices.next_equation", "The next equation ↓", {0, height})) {
    ImGui::SetScrollY(block.at.y);
  }
}

void draw_equations(Canvas& canvas, Session& session, MatrixTab& tab, Rect body) {
  follow_matrix_phase(session, tab);
  const ImVec2 origin = {body.min.x, body.min.y + 2 * kUnit - ImGui::GetScrollY()};
  const float top = body.min.y - origin.y, height = body.height();
  std::optional<PointedCell> pointed = pointed_cell(tab.sheet, origin);
  if (pointed && gives_way(tab.sheet, *pointed->block, top, height)) pointed.reset();
  MatrixLights lights;
  lights.marked = tab.marked;
  lights.network = &session.view().under_mouse;
  if (pointed) {
    lights.pointed = pointed->cell();
    if (pointed->grid->result) {
      lights.equation = pointed->block->equation;
      lights.row = pointed->row;
      lights.column = pointed->column;
    }
  }
  bool way_down = false;
  for (const MatrixBlock& block : tab.sheet.blocks) {
    const ImVec2 at = {origin.x + block.at.x, std::round(origin.y + block.at.y)};
    if (at.y > body.max.y || at.y + block.size.y < body.min.y) continue;
    if (!gives_way(tab.sheet, block, top, height)) {
      draw_block(canvas, session, block, at, lights);
    } else if (!std::exchange(way_down, true)) {
      draw_way_down(canvas, block, at, body);
    }
  }
  if (pointed) explain_pointed(canvas, session, *pointed, origin);
  if (lights.pointed != tab.pointed) session.inside().working = true;  // the network lights it next
  tab.pointed = lights.pointed;

  const std::string text = outlook(session.trainer());
  const float y = origin.y + tab.sheet.height + (tab.sheet.blocks.empty() ? 0 : 5 * kUnit);
  const Paragraph lines = Paragraph::balanced(canvas.theme.fonts.regular, kTextSize, text,
                                              std::min(body.width() - kMatrixScrollbar, 640.0f));
  lines.draw(ImGui::GetWindowDrawList(), {origin.x, y}, canvas.theme.palette.dim);
  ImGui::SetCursorScreenPos({origin.x, y});
  ImGui::Dummy({1, lines.size().y + 4 * kUnit});
}

}  // namespace

void draw_matrix_panel(Canvas& canvas, Session& session, Rect area) {
  if (!session.inside().matrices) session.inside().matrices = std::make_shared<MatrixTab>();
  MatrixTab& tab = *session.inside().matrices;
  const Network& network = session.trainer().network();
  const int layer = matrix_layer(tab, session.view(), network);
  const float height = touch_layout() ? 40.0f : 28.0f;
  const float y = area.min.y + 2.5f * kUnit;
  const Rect body = {{area.min.x, y + height + 2 * kUnit}, area.max};
  refresh_matrices(canvas.theme, session, tab, layer, area.width() - kMatrixScrollbar,
                   std::round(body.height() - 3 * kUnit));
  constexpr float kWindow = 190;  // for the samples' window
  draw_layer_choice(canvas, network, tab, layer, {area.min.x, y}, height, area.width() - kWindow);
  draw_sample_window(canvas, tab, session.trainer().workspace().samples, {area.max.x, y}, height);
  if (body.height() < 20) return;
  ImGui::SetCursorScreenPos(body.min);
  if (ImGui::BeginChild("matrices", {body.width(), body.height()}, ImGuiChildFlags_NavFlattened)) {
    draw_equations(canvas, session, tab, body);
    scroll_by_finger();
  }
  ImGui::EndChild();
}

}  // namespace backprop
