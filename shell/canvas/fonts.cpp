// Two fonts, each put together from several sources of the atlas.
#include <imgui.h>

#include <cstddef>

#include "fonts_data.h"
#include "shell/canvas/theme.h"

namespace backprop {

namespace {

struct FontFile {
  const unsigned char* data;
  unsigned size;
};

unsigned big_endian(const unsigned char* bytes, int count) {
  unsigned value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | bytes[i];
  return value;
}

// The start of a table of a TrueType file: a directory of 16-byte records follows the header.
const unsigned char* find_table(const FontFile& file, unsigned tag) {
  const unsigned tables = big_endian(file.data + 4, 2);
  for (unsigned i = 0; i < tables; ++i) {
    const unsigned char* record = file.data + 12 + std::size_t{16} * i;
    if (big_endian(record, 4) == tag) return file.data + big_endian(record + 8, 4);
  }
  return nullptr;
}

// Dear ImGui takes a size to mean ascent + descent, which differ from font to font; type is
// measured by its em. This is how many em the former are.
float line_height_in_em(const FontFile& file) {
  const unsigned char* head = find_table(file, 0x68656164);  // "head"
  const unsigned char* hhea = find_table(file, 0x68686561);  // "hhea"
  IM_ASSERT(head != nullptr && hhea != nullptr);
  const auto units = static_cast<float>(big_endian(head + 18, 2));
  const auto ascent = static_cast<short>(big_endian(hhea + 4, 2));
  const auto descent = static_cast<short>(big_endian(hhea + 6, 2));
  return static_cast<float>(ascent - descent) / units;
}

constexpr ImWchar kEverything[] = {0x0001, 0xffff, 0};
// Digits and the signs before them, and all the rest: one width for the former, so that columns
// of numbers align and changing numbers do not jitter.
constexpr ImWchar kFigures[] = {'+', '+', '0', '9', 0x2212, 0x2212, 0};
constexpr ImWchar kNotFigures[] = {0x0001, '+' - 1, '+' + 1, '0' - 1, '9' + 1,
                                   0x2211, 0x2213,  0xffff,  0};

void add_source(const FontFile& file, float size, bool merge, const ImWchar* exclude,
                float advance = 0) {
  ImFontConfig config;
  config.FontData = const_cast<unsigned char*>(file.data);  // copied by the atlas, not written
  config.FontDataSize = static_cast<int>(file.size);
  config.FontDataOwnedByAtlas = false;
  config.SizePixels = size;
  config.MergeMode = merge;
  config.GlyphExcludeRanges = exclude;
  if (advance > 0) config.GlyphMinAdvanceX = config.GlyphMaxAdvanceX = advance;
  ImGui::GetIO().Fonts->AddFont(&config);
}

// A font whose size is its em. Merged sources are scaled by their size relative to the first
// one's; so the first only sets the line (13 px text has lines of 13 px, capitals centred in
// them) and shows no glyph, and the others follow at the size that gives them the same em.
ImFont* build_font(const FontFile& text, const FontFile& fallback, const FontFile& math,
                   float figure_width) {
  add_source(text, kTextSize, false, kEverything);
  ImFont* font = ImGui::GetIO().Fonts->Fonts.back();
  const float text_size = kTextSize * line_height_in_em(text);
  add_source(text, text_size, true, kFigures);
  add_source(text, text_size, true, kNotFigures, figure_width * kTextSize);
  if (fallback.data != nullptr)
    add_source(fallback, kTextSize * line_height_in_em(fallback), true, nullptr);
  // DejaVu Sans has Inter's x-height and cap height to within 0.2 %: no adjustment but the em.
  add_source(math, kTextSize * line_height_in_em(math), true, nullptr);
  return font;
}

}  // namespace

void Theme::load_fonts() {
  const FontFile math = {fonts::math, fonts::math_size};
  const FontFile regular = {fonts::inter_regular, fonts::inter_regular_size};
  const FontFile semibold = {fonts::inter_semibold, fonts::inter_semibold_size};
  // Inter's advance of "0" in em, which its other figures fit into.
  fonts.regular = build_font(regular, {}, math, 0.631f);
  // Letters with accents and rarer signs are not worth a second copy.
  fonts.semibold = build_font(semibold, regular, math, 0.660f);
  ImGui::GetIO().FontDefault = fonts.regular;
}

}  // namespace backprop
