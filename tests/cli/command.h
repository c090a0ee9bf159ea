// Runs command lines inside the test program, and looks at what they printed.
#pragma once

#include <yyjson.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "shell/cli/command_line.h"

namespace backprop {

struct Outcome {
  int code;
  std::string out, err;
};

inline Outcome run(const std::vector<std::string>& args, bool progress = false) {
  std::ostringstream out, err;
  const int code = run_command_line(args, out, err, progress);
  return {code, out.str(), err.str()};
}

// "backprop: … ." on one line and nothing else.
inline bool is_one_sentence(std::string_view err) {
  return err.starts_with("backprop: ") && err.size() > 15 && err.ends_with(".\n") &&
         !err.ends_with("..\n") && std::count(err.begin(), err.end(), '\n') == 1;
}

// A folder of its own that goes with the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / unique_name()) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this / name;
  }

 private:
  // Cases run at the same time, each in a process of its own.
  static std::string unique_name() {
    static const int anchor = 0;
    static int count = 0;
    std::ostringstream name;
    name << "backprop-cli-test-" << &anchor << '-'
         << std::filesystem::file_time_type::clock::now().time_since_epoch().count() << '-'
         << ++count;
    return name.str();
  }
  std::filesystem::path path_;
};

inline std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What a command printed as JSON.
class Parsed {
 public:
  explicit Parsed(const std::string& text)
      : doc_(yyjson_read(text.data(), text.size(), YYJSON_READ_NOFLAG)) {}
  bool valid() const { return doc_ != nullptr; }
  // A value by JSON pointer: "/layers/0/weights/1/0"; nullptr when it is not there.
  yyjson_val* at(const char* pointer) const {
    return *pointer == '\0' ? yyjson_doc_get_root(doc_.get())
                            : yyjson_doc_ptr_get(doc_.get(), pointer);
  }
  double number(const std::string& pointer) const { return yyjson_get_num(at(pointer.c_str())); }
  std::string text(const std::string& pointer) const {
    const char* text = yyjson_get_str(at(pointer.c_str()));
    return text != nullptr ? text : "";
  }

 private:
  struct Free {
    void operator()(yyjson_doc* doc) const { yyjson_doc_free(doc); }
  };
  std::unique_ptr<yyjson_doc, Free> doc_;
};

}  // namespace backprop
