#include "shell/platform/whole_file.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace backprop {

namespace {

namespace fs = std::filesystem;

Result<void> write_to(const fs::path& path, std::string_view bytes) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  if (file) file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (file) file.close();
  if (!file) return fail(errno != 0 ? std::strerror(errno) : "unknown reason");
  return {};
}

// Two programs may write the same file at once: each beside it in its own way.
fs::path beside(const fs::path& path) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  fs::path part = path;
  part += ".part-" + std::to_string(now);
  return part;
}

}  // namespace

Result<void> write_whole_file(const std::string& name, std::string_view bytes) {
  std::error_code problem;
  fs::path path = name;
  if (fs::is_symlink(path, problem)) {
    const fs::path target = fs::canonical(path, problem);
    if (!problem) path = target;  // else a link to nothing: it is written through
  }
  const fs::file_status before = fs::status(path, problem);
  if (fs::exists(before) && !fs::is_regular_file(before)) return write_to(path, bytes);
  if (fs::is_symlink(path, problem)) return write_to(path, bytes);
  const fs::path part = beside(path);
  if (Result<void> written = write_to(part, bytes); !written) {
    fs::remove(part, problem);
    return written;
  }
  if (fs::exists(before)) fs::permissions(part, before.permissions(), problem);
  fs::rename(part, path, problem);
  if (!problem) return {};
  const std::string reason = problem.message();
  fs::remove(part, problem);
  return fail(reason);
}

}  // namespace backprop
