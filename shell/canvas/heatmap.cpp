#include "shell/canvas/heatmap.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

namespace backprop {

namespace {

constexpr int kGutter = 1;    // the border texels again, so that linear filtering does not bleed
constexpr int kAtlasWidth = 2048;

// A texture the renderer backend uploads, updates and frees: Dear ImGui keeps the list, and the
// pixels stay here, so that a lost context only has to ask for the upload again.
class Texture {
 public:
  Texture(int width, int height) : data_(std::make_unique<ImTextureData>()) {
    data_->Create(ImTextureFormat_RGBA32, width, height);
    data_->UseColors = true;
    std::memset(data_->GetPixels(), 0, static_cast<std::size_t>(data_->GetSizeInBytes()));
    data_->SetStatus(ImTextureStatus_WantCreate);
    ImGui::RegisterUserTexture(data_.get());
  }
  ~Texture() {
    if (ImGui::GetCurrentContext() != nullptr) ImGui::UnregisterUserTexture(data_.get());
  }
  Texture(const Texture&) = delete;
  Texture& operator=(const Texture&) = delete;

  int width() const { return data_->Width; }
  int height() const { return data_->Height; }
  ImU32* row(int y) { return static_cast<ImU32*>(data_->GetPixelsAt(0, y)); }

  // Grows the rectangle that is uploaded before the next drawing.
  void changed(int x, int y, int width, int height) {
    if (data_->Status == ImTextureStatus_WantCreate) return;  // all of it goes up anyway
    if (data_->Status == ImTextureStatus_Destroyed) return;   // reference() asks for all of it
    const auto narrow = [](int value) { return static_cast<unsigned short>(value); };
    const bool first = data_->Status == ImTextureStatus_OK || data_->Updates.empty();
    int left = x, top = y, right = x + width, bottom = y + height;
    if (!first) {
      const ImTextureRect& old = data_->Updates[0];
      left = std::min<int>(left, old.x);
      top = std::min<int>(top, old.y);
      right = std::max<int>(right, old.x + old.w);
      bottom = std::max<int>(bottom, old.y + old.h);
    }
    const ImTextureRect all = {narrow(left), narrow(top), narrow(right - left),
                               narrow(bottom - top)};
    data_->Updates.resize(1);
    data_->Updates[0] = data_->UpdateRect = data_->UsedRect = all;
    data_->SetStatus(ImTextureStatus_WantUpdates);
  }

  ImTextureRef reference() {
    // The backend destroys textures when its context is lost; drawing again brings them back.
    if (data_->Status == ImTextureStatus_Destroyed) data_->SetStatus(ImTextureStatus_WantCreate);
    return data_->GetTexRef();
  }

  // Frees the GPU's part within the next frame; true once that has happened.
  bool retire() {
    if (data_->Status == ImTextureStatus_Destroyed) return true;
    if (data_->TexID == ImTextureID_Invalid) return true;  // never uploaded
    data_->SetStatus(ImTextureStatus_WantDestroy);
    data_->UnusedFrames++;
    return false;
  }

 private:
  std::unique_ptr<ImTextureData> data_;
};

}  // namespace

struct HeatmapAtlas::Impl {
  int tiles = 0, source = 0, step = 1;
  int side = 0;     // texels of a tile without its gutters
  int columns = 1;  // tiles in a row of the atlas
  std::optional<std::uint64_t> key;
  std::unique_ptr<Texture> atlas, plane;
  std::vector<std::unique_ptr<Texture>> retired;
  PlaneBuffers buffers;
  std::vector<float> columns_sum, means;  // of the row of texels being coloured

  void replace(std::unique_ptr<Texture>& texture, int width, int height) {
    std::erase_if(retired, [](const auto& old) { return old->retire(); });
    if (texture && texture->width() == width && texture->height() == height) return;
    if (texture && !texture->retire()) retired.push_back(std::move(texture));
    texture = std::make_unique<Texture>(width, height);
  }
  // A row of texels: the means of blocks of step² values, since a single one of each would make
  // edges jagged. First the sums of their columns, then of what lies side by side.
  std::span<const float> block_means(std::span<const float> values, int y) {
    const int rows = std::min(source - y * step, step);
    const auto width = static_cast<std::size_t>(source);
    const float* first = values.data() + static_cast<std::size_t>(y * step) * width;
    columns_sum.assign(first, first + width);
    for (int row = 1; row < rows; ++row) {
      const float* from = first + static_cast<std::size_t>(row) * width;
      for (std::size_t x = 0; x < width; ++x) columns_sum[x] += from[x];
    }
    means.resize(static_cast<std::size_t>(side));
    const auto block = static_cast<std::size_t>(step);
    for (std::size_t x = 0; x < means.size(); ++x) {
      const std::size_t left = x * block, right = std::min(width, left + block);
      float sum = 0;
      for (std::size_t u = left; u < right; ++u) sum += columns_sum[u];
      means[x] = sum / static_cast<float>((right - left) * static_cast<std::size_t>(rows));
    }
    return means;
  }
  ImVec2 corner(int tile) const {
    const int cell = side + 2 * kGutter;
    const int column = tile % columns, row = tile / columns;
    return {static_cast<float>(column * cell + kGutter), static_cast<float>(row * cell + kGutter)};
  }
};

HeatmapAtlas::HeatmapAtlas() : impl_(new Impl) {}
HeatmapAtlas::~HeatmapAtlas() { delete impl_; }

void HeatmapAtlas::configure(int tiles, int source_resolution, int step) {
  Impl& m = *impl_;
  if (m.atlas && m.tiles == tiles && m.source == source_resolution && m.step == step) {
    m.replace(m.atlas, m.atlas->width(), m.atlas->height());
    return;
  }
  m.key.reset();
  m.tiles = tiles;
  m.source = source_resolution;
  m.step = std::max(1, step);
  m.side = (source_resolution + m.step - 1) / m.step;
  const int cell = m.side + 2 * kGutter;
  m.columns = std::max(1, std::min(tiles, kAtlasWidth / cell));
  const int rows = std::max(1, (tiles + m.columns - 1) / m.columns);
  m.replace(m.atlas, m.columns * cell, rows * cell);
}

void HeatmapAtlas::set_tile(int tile, std::span<const float> values, MapScale scale,
                            const ColorRamp& ramp) {
  Impl& m = *impl_;
  assert(tile >= 0 && tile < m.tiles);
  assert(values.size() == static_cast<std::size_t>(m.source) * static_cast<std::size_t>(m.source));
  const ImVec2 corner = m.corner(tile);
  const int x0 = static_cast<int>(corner.x), y0 = static_cast<int>(corner.y);
  for (int y = 0; y < m.side; ++y) {
    ImU32* to = m.atlas->row(y0 + y) + x0;
    const auto width = static_cast<std::size_t>(m.source);
    const std::span<const float> row =
        m.step == 1 ? values.subspan(static_cast<std::size_t>(y) * width, width)
                    : m.block_means(values, y);
    ramp.paint(row, scale, to);
    to[-1] = to[0];
    to[m.side] = to[m.side - 1];
  }
  const std::size_t bytes = static_cast<std::size_t>(m.side + 2 * kGutter) * sizeof(ImU32);
  std::memcpy(m.atlas->row(y0 - 1) + x0 - 1, m.atlas->row(y0) + x0 - 1, bytes);
  std::memcpy(m.atlas->row(y0 + m.side) + x0 - 1, m.atlas->row(y0 + m.side - 1) + x0 - 1, bytes);
  m.atlas->changed(x0 - 1, y0 - 1, m.side + 2 * kGutter, m.side + 2 * kGutter);
}

bool HeatmapAtlas::new_key(std::uint64_t key) { return std::exchange(impl_->key, key) != key; }

TileUv HeatmapAtlas::tile(int tile) const {
  const Impl& m = *impl_;
  if (!m.atlas || tile < 0 || tile >= m.tiles) return {};
  const ImVec2 corner = m.corner(tile);
  const ImVec2 scale = {1.0f / static_cast<float>(m.atlas->width()),
                        1.0f / static_cast<float>(m.atlas->height())};
  const float side = static_cast<float>(m.side);
  return {m.atlas->reference(),
          {corner.x * scale.x, corner.y * scale.y},
          {(corner.x + side) * scale.x, (corner.y + side) * scale.y}};
}

std::span<ImU32> HeatmapAtlas::edit_plane(int resolution) {
  Impl& m = *impl_;
  m.replace(m.plane, resolution, resolution);
  m.plane->changed(0, 0, resolution, resolution);
  const auto count = static_cast<std::size_t>(resolution) * static_cast<std::size_t>(resolution);
  return {m.plane->row(0), count};
}

void HeatmapAtlas::set_plane(int resolution, const std::function<ImU32(int cell)>& color) {
  const std::span<ImU32> cells = edit_plane(resolution);
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = color(static_cast<int>(i));
}

PlaneBuffers& HeatmapAtlas::buffers() { return impl_->buffers; }

TileUv HeatmapAtlas::plane() const {
  if (!impl_->plane) return {};
  return {impl_->plane->reference(), {0, 0}, {1, 1}};
}

}  // namespace backprop
