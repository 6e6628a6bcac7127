#ifndef EARSHOT_OUTPUT_APPENDED_FILE_H
#define EARSHOT_OUTPUT_APPENDED_FILE_H

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

namespace earshot {

/// A file that grows by pieces. Each survives the end of this process when `append` returns, and that of the
/// machine within half a second's work: waiting for the disk at each of many quick pieces would take longer
/// than what they hold.
class AppendedFile {
public:
  /// @param keep bytes of a file that is there; the rest is cut off @throws UserError when it can't be
  /// written
  AppendedFile(std::filesystem::path path, std::size_t keep);
  ~AppendedFile();
  AppendedFile(const AppendedFile &) = delete;
  AppendedFile &operator=(const AppendedFile &) = delete;

  /// @throws UserError
  void append(const std::string &text);

private:
  void bring_to_disk();
  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  int file_ = -1;
  std::chrono::steady_clock::time_point last_on_disk_;
};

} // namespace earshot

#endif
