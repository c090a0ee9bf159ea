#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "shell/cli/command_line.h"

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace {

bool is_terminal(std::FILE* file) {
#ifdef _WIN32
  return _isatty(_fileno(file)) != 0;
#else
  return isatty(fileno(file)) != 0;
#endif
}

}  // namespace

int main(int count, char** values) {
  const std::vector<std::string> args(values + (count > 0 ? 1 : 0), values + count);
  return backprop::run_command_line(args, std::cout, std::cerr, is_terminal(stderr));
}
