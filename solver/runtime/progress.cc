#include "solver/runtime/progress.h"

#include <fmt/core.h>

#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace earshot {

namespace {

/// What takes less is done before anyone could read how far it is.
constexpr double least_seconds = 1;

} // namespace

std::string clock_text(double seconds) {
  const long whole = std::lround(seconds);
  if (whole >= 3600)
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

Progress::Progress(std::size_t total, std::size_t done, bool visible)
    : total_(total), done_(done), first_(done), visible_(visible && total > 0),
      terminal_(isatty(fileno(stderr)) != 0) {}

Progress::~Progress() {
  if (shown_)
    fmt::print(stderr, "\n");
}

void Progress::step(const std::string &what) {
  ++done_;
  if (!visible_)
    return;
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (elapsed < least_seconds)
    return;
  const double left = elapsed / static_cast<double>(done_ - first_) * static_cast<double>(total_ - done_);
  const std::string text = fmt::format("{}/{}  {}  {} left", done_, total_, what, clock_text(left));
  if (terminal_) {
    const std::size_t width = 30, filled = width * done_ / total_;
    fmt::print(stderr, "\r[{}{}] {:<40}", std::string(filled, '#'), std::string(width - filled, ' '), text);
    std::fflush(stderr);
    shown_ = true;
  } else if (10 * done_ / total_ > printed_tenths_) {
    printed_tenths_ = 10 * done_ / total_;
    fmt::print(stderr, "{}\n", text);
  }
}

} // namespace earshot
