#ifndef EARSHOT_OUTPUT_APPENDED_FILE_H
#define EARSHOT_OUTPUT_APPENDED_FILE_H

#include <cstddef>
#include <filesystem>
#include <string>

namespace earshot {

/// A file that grows by pieces; each is on the disk when `append` returns.
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
  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  int file_ = -1;
};

} // namespace earshot

#endif
