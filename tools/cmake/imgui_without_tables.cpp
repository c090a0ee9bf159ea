// What Dear ImGui's core calls of its tables and columns, for a program that has none: the real
// ones are left out of the build. To use tables, compile imgui_tables.cpp in place of this: a first
// visit to the page then loads 9.6 kB more, packed with Brotli (302.5 kB instead of 293.0).
#include <imgui.h>
#include <imgui_internal.h>

namespace ImGui {

void EndTable() {}
void EndColumns() {}
void PushColumnsBackground() {}
void PopColumnsBackground() {}
void TableEndRow(ImGuiTable*) {}
void TableEndCell(ImGuiTable*) {}
void TablePushColumnChannel(int) {}
void TablePopColumnChannel() {}
void TablePushBackgroundChannel() {}
void TablePopBackgroundChannel() {}
void TableGcCompactSettings() {}
void TableGcCompactTransientBuffers(ImGuiTable*) {}
void TableGcCompactTransientBuffers(ImGuiTableTempData*) {}
void TableSettingsAddSettingsHandler() {}

}  // namespace ImGui
