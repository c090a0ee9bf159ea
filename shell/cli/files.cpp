#include "shell/cli/files.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "engine/base/bytes_text.h"
#include "shell/platform/whole_file.h"

namespace backprop {

namespace {

// The whole name: what tells files apart is often at its end.
std::string in_quotes(const std::string& path) { return "'" + path + "'"; }

std::string reason() { return errno != 0 ? std::strerror(errno) : "unknown reason"; }

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return fail(in_quotes(path) + " is a folder");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail("cannot read " + in_quotes(path) + ": " + reason());
  std::string bytes;
  char block[1 << 14];
  while (file.read(block, sizeof block) || file.gcount() > 0) {
    bytes.append(block, static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > limit) {
      return fail(in_quotes(path) + " is larger than " + bytes_text(limit));
    }
  }
  if (file.bad()) return fail("cannot read " + in_quotes(path) + ": " + reason());
  return bytes;
}

Result<void> write_file(const std::string& path, std::string_view bytes, std::ostream& out) {
  if (path == "-") {
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return {};  // whether it arrived is seen when the program ends
  }
  const Result<void> written = write_whole_file(path, bytes);
  if (!written) return fail("cannot write " + in_quotes(path) + ": " + written.error().message);
  return {};
}

}  // namespace backprop
