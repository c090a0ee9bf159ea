#include "shell/canvas/disc.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace backprop {

namespace {

constexpr float kLargest = 16;       // pixels of radius; larger ones are few
constexpr float kStepsToAPixel = 4;  // of radius
constexpr std::size_t kMostPictures = 32;

struct Picture {
  ImFontAtlas* atlas;
  int steps;  // of radius
  ImFontAtlasRectId id;
};
std::vector<Picture> pictures;

void paint(ImFontAtlas* atlas, const ImFontAtlasRect& place, float radius) {
  ImTextureData* texture = atlas->TexData;
  const float middle = static_cast<float>(place.w) / 2;
  for (int y = 0; y < place.h; ++y) {
    for (int x = 0; x < place.w; ++x) {
      const float distance =
          std::hypot(static_cast<float>(x) + 0.5f - middle, static_cast<float>(y) + 0.5f - middle);
      const float cover = std::clamp(radius + 0.5f - distance, 0.0f, 1.0f);
      const auto alpha = static_cast<ImU32>(cover * 255 + 0.5f);
      auto* pixel = static_cast<unsigned char*>(texture->GetPixelsAt(place.x + x, place.y + y));
      if (texture->Format == ImTextureFormat_Alpha8) {
        *pixel = static_cast<unsigned char>(alpha);
      } else {
        const ImU32 color = IM_COL32(255, 255, 255, alpha);
        std::copy_n(reinterpret_cast<const unsigned char*>(&color), 4, pixel);
      }
    }
  }
  ImFontAtlasTextureBlockQueueUpload(atlas, texture, place.x, place.y, place.w, place.h);
}

// The place of the picture in the atlas, painted when it is the first of its size.
bool picture_of(int steps, ImFontAtlasRect& place) {
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  for (const Picture& picture : pictures) {
    if (picture.atlas == atlas && picture.steps == steps) {
      return atlas->GetCustomRect(picture.id, &place);
    }
  }
  if (pictures.size() == kMostPictures) {
    for (const Picture& picture : pictures) {
      if (picture.atlas == atlas) atlas->RemoveCustomRect(picture.id);
    }
    pictures.clear();
  }
  const float radius = static_cast<float>(steps) / kStepsToAPixel;
  const int side = 2 * static_cast<int>(std::ceil(radius + 1));
  const ImFontAtlasRectId id = atlas->AddCustomRect(side, side, &place);
  if (id == ImFontAtlasRectId_Invalid) return false;
  paint(atlas, place, radius);
  pictures.push_back({atlas, steps, id});
  return true;
}

}  // namespace

void draw_disc(ImDrawList* list, ImVec2 center, float radius, ImU32 color) {
  const float density = std::max(1.0f, ImGui::GetIO().DisplayFramebufferScale.x);
  const int steps = static_cast<int>(std::lround(radius * density * kStepsToAPixel));
  ImFontAtlasRect place;
  if (steps < 1 || steps > kLargest * kStepsToAPixel || !picture_of(steps, place)) {
    list->AddCircleFilled(center, radius, color);
    return;
  }
  if ((color & IM_COL32_A_MASK) == 0) return;
  const float half = static_cast<float>(place.w) / 2 / density;
  list->PrimReserve(6, 4);
  list->PrimRectUV({center.x - half, center.y - half}, {center.x + half, center.y + half},
                   place.uv0, place.uv1, color);
}

}  // namespace backprop
