// Bytes as text that may stand in an address: base64url (RFC 4648, section 5) without padding.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace backprop {

std::string base64_text(std::span<const std::byte> bytes);
// Nothing when the text is not what base64_text makes of some bytes.
std::optional<std::vector<std::byte>> base64_bytes(std::string_view text);

// Floats, each as its four bytes (IEEE 754), the lowest first. Only finite ones are read: nothing
// where one is not, or where the text does not hold whole floats.
std::string floats_text(std::span<const float> values);
std::optional<std::vector<float>> parse_floats(std::string_view text);

}  // namespace backprop
