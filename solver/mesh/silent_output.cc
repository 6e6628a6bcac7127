#include "solver/mesh/silent_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace earshot {

SilentOutput::SilentOutput() {
  std::fflush(stdout);
  std::cout.flush();
  kept_ = dup(STDOUT_FILENO);
  const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  dup2(nothing, STDOUT_FILENO);
  close(nothing);
}

SilentOutput::~SilentOutput() {
  std::fflush(stdout);
  std::cout.flush();
  dup2(kept_, STDOUT_FILENO);
  close(kept_);
}

} // namespace earshot
