// Files the command line writes: whole or not at all.
#include <sys/resource.h>
#include <sys/stat.h>
#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <filesystem>

#include "tests/cli/command.h"

namespace backprop {
namespace {

namespace fs = std::filesystem;

// While it lives, files end after so many bytes, as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

std::size_t files_in(const Folder& folder) {
  const fs::directory_iterator all(folder / "");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

TEST_CASE("a full disk leaves the run that was there, and nothing beside it") {
  const Folder folder;
  const std::string path = folder / "run.json";
  REQUIRE(run({"export", "layers=3", "--steps", "20", "-o", path}).code == 0);
  const std::string before = contents(path);
  {
    const FullDisk full(1000);
    const Outcome outcome = run({"export", "layers=3", "--steps", "30", "-o", path});
    CHECK(outcome.code == 2);
    CHECK(is_one_sentence(outcome.err));
    CHECK(outcome.err.find("cannot write") != std::string::npos);
  }
  CHECK(contents(path) == before);
  CHECK(files_in(folder) == 1);
  REQUIRE(run({"export", "layers=3", "--steps", "30", "-o", path}).code == 0);
  CHECK(contents(path) != before);
  CHECK(files_in(folder) == 1);
}

TEST_CASE("what is replaced keeps its permissions, and a link goes on leading there") {
  const Folder folder;
  const std::string path = folder.write("run.json", "old");
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink(path, folder / "link.json");
  REQUIRE(run({"export", "layers=3", "-o", folder / "link.json"}).code == 0);
  CHECK(fs::is_symlink(folder / "link.json"));
  CHECK(contents(path).starts_with("{"));
  CHECK(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("what is no plain file is written to") {
  CHECK(run({"export", "layers=3", "-o", "/dev/null"}).code == 0);
  CHECK(fs::is_character_file("/dev/null"));
  if (!fs::exists("/dev/full")) return;
  const Outcome outcome = run({"export", "layers=3", "-o", "/dev/full"});
  CHECK(outcome.code == 2);
  CHECK(is_one_sentence(outcome.err));
}

}  // namespace
}  // namespace backprop
