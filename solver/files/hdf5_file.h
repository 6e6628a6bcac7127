#ifndef EARSHOT_FILES_HDF5_FILE_H
#define EARSHOT_FILES_HDF5_FILE_H

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// An HDF5 file to which named arrays and texts are written, one rank's work. Names such as
/// "terms/3/matrix" make the groups they need.
class Hdf5Writer {
public:
  /// Writes beside `path`; `finish` renames, so that there is never a part of a file. @throws UserError
  explicit Hdf5Writer(std::filesystem::path path);
  ~Hdf5Writer();
  Hdf5Writer(const Hdf5Writer &) = delete;
  Hdf5Writer &operator=(const Hdf5Writer &) = delete;

  void write(const std::string &name, const std::vector<double> &values);
  /// A matrix, row by row. @param columns divides the number of values
  void write(const std::string &name, const std::vector<double> &values, std::size_t columns);
  void write(const std::string &name, const std::vector<std::uint64_t> &values);
  void write(const std::string &name, const std::string &text);
  void finish();

private:
  void write(const std::string &name, std::int64_t type, std::int64_t space, const void *data);

  std::filesystem::path path_, temporary_;
  std::int64_t file_ = -1;
};

/// An HDF5 file that is read by the names of its arrays and texts. @throws UserError naming the file for
/// everything that isn't as it should be
class Hdf5Reader {
public:
  /// @param meaning what the file is expected to be, for messages
  Hdf5Reader(std::filesystem::path path, std::string meaning);
  ~Hdf5Reader();
  Hdf5Reader(const Hdf5Reader &) = delete;
  Hdf5Reader &operator=(const Hdf5Reader &) = delete;

  bool has(const std::string &name) const;
  std::vector<double> numbers(const std::string &name) const;
  std::vector<std::uint64_t> counts(const std::string &name) const;
  std::string text(const std::string &name) const;
  /// The array of one number.
  double number(const std::string &name) const;
  std::uint64_t count(const std::string &name) const;

  [[noreturn]] void fail(const std::string &reason) const;

private:
  template <class T>
  std::vector<T> array(const std::string &name, std::int64_t type) const;

  std::filesystem::path path_;
  std::string meaning_;
  std::int64_t file_ = -1;
};

} // namespace earshot

#endif
