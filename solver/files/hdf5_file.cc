#include "solver/files/hdf5_file.h"

#include "solver/config/located.h"

#include <fmt/format.h>
#include <hdf5.h>

#include <algorithm>
#include <system_error>

namespace earshot {

namespace {

/// An identifier of the library, released at the end of its scope.
class Handle {
public:
  Handle(hid_t id, herr_t (*release)(hid_t)) : id_(id), release_(release) {}
  ~Handle() {
    if (id_ >= 0)
      release_(id_);
  }
  Handle(const Handle &) = delete;
  Handle &operator=(const Handle &) = delete;
  operator hid_t() const { return id_; }

private:
  hid_t id_;
  herr_t (*release_)(hid_t);
};

/// The library would print its own view of every error.
void be_quiet() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

} // namespace

Hdf5Writer::Hdf5Writer(std::filesystem::path path)
    : path_(std::move(path)), temporary_(path_.string() + ".part") {
  be_quiet();
  file_ = H5Fcreate(temporary_.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  if (file_ < 0)
    throw UserError(path_.string() + " can't be written");
}

Hdf5Writer::~Hdf5Writer() {
  if (file_ < 0)
    return;
  H5Fclose(file_);
  std::error_code ignored;
  std::filesystem::remove(temporary_, ignored);
}

void Hdf5Writer::write(const std::string &name, std::int64_t type, std::int64_t space, const void *data) {
  const Handle link(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  H5Pset_create_intermediate_group(link, 1);
  const Handle set(H5Dcreate2(file_, name.c_str(), type, space, link, H5P_DEFAULT, H5P_DEFAULT), H5Dclose);
  if (set < 0 || H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0)
    throw UserError(fmt::format("{} can't be written; is the disk full?", path_.string()));
}

void Hdf5Writer::write(const std::string &name, const std::vector<double> &values) {
  const hsize_t size = values.size();
  const Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose);
  write(name, H5T_NATIVE_DOUBLE, space, values.data());
}

void Hdf5Writer::write(const std::string &name, const std::vector<double> &values, std::size_t columns) {
  const hsize_t sizes[] = {values.size() / columns, columns};
  const Handle space(H5Screate_simple(2, sizes, nullptr), H5Sclose);
  write(name, H5T_NATIVE_DOUBLE, space, values.data());
}

void Hdf5Writer::write(const std::string &name, const std::vector<std::uint64_t> &values) {
  const hsize_t size = values.size();
  const Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose);
  write(name, H5T_NATIVE_UINT64, space, values.data());
}

void Hdf5Writer::write(const std::string &name, const std::string &text) {
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, text.size() + 1);
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  write(name, type, space, text.c_str());
}

void Hdf5Writer::finish() {
  const herr_t closed = H5Fclose(file_);
  file_ = -1;
  std::error_code failed;
  std::filesystem::rename(temporary_, path_, failed);
  if (closed < 0 || failed)
    throw UserError(fmt::format("{} can't be written; is the disk full?", path_.string()));
}

Hdf5Reader::Hdf5Reader(std::filesystem::path path, std::string meaning)
    : path_(std::move(path)), meaning_(std::move(meaning)) {
  be_quiet();
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path_, ignored))
    throw UserError(fmt::format("there is no file {}, expected {}", path_.string(), meaning_));
  if (H5Fis_hdf5(path_.c_str()) <= 0)
    throw UserError(fmt::format("{} is no HDF5 file, expected {}", path_.string(), meaning_));
  file_ = H5Fopen(path_.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file_ < 0)
    fail("can't be opened");
}

Hdf5Reader::~Hdf5Reader() {
  if (file_ >= 0)
    H5Fclose(file_);
}

void Hdf5Reader::fail(const std::string &reason) const {
  throw UserError(
      fmt::format("{} {}: it is cut short or damaged, expected {}", path_.string(), reason, meaning_));
}

bool Hdf5Reader::has(const std::string &name) const {
  return H5Lexists(file_, name.c_str(), H5P_DEFAULT) > 0;
}

template <class T>
std::vector<T> Hdf5Reader::array(const std::string &name, std::int64_t type) const {
  const Handle set(H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose);
  if (set < 0)
    fail("lacks " + name);
  const Handle space(H5Dget_space(set), H5Sclose);
  const hssize_t size = H5Sget_simple_extent_npoints(space);
  const Handle stored(H5Dget_type(set), H5Tclose);
  // Nothing is written compressed: more numbers than bytes are damage, and no memory to be asked for.
  std::error_code ignored;
  if (size < 0 || static_cast<std::uintmax_t>(size) > std::filesystem::file_size(path_, ignored) /
                                                          std::max<std::size_t>(1, H5Tget_size(stored)))
    fail("has no numbers in " + name);
  std::vector<T> values(size);
  if (H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    fail("has no numbers in " + name);
  return values;
}

std::vector<double> Hdf5Reader::numbers(const std::string &name) const {
  return array<double>(name, H5T_NATIVE_DOUBLE);
}

std::vector<std::uint64_t> Hdf5Reader::counts(const std::string &name) const {
  return array<std::uint64_t>(name, H5T_NATIVE_UINT64);
}

std::string Hdf5Reader::text(const std::string &name) const {
  const Handle set(H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose);
  if (set < 0)
    fail("lacks " + name);
  const Handle type(H5Dget_type(set), H5Tclose);
  const Handle space(H5Dget_space(set), H5Sclose);
  // A single text of a length that the type has: HDF5 writes all that there are, or addresses of them.
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0 ||
      H5Sget_simple_extent_npoints(space) != 1)
    fail("has no text in " + name);
  std::error_code ignored;
  if (H5Tget_size(type) > std::filesystem::file_size(path_, ignored))
    fail("has no text in " + name);
  std::string text(H5Tget_size(type), '\0');
  if (H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()) < 0)
    fail("has no text in " + name);
  return text.substr(0, text.find('\0'));
}

double Hdf5Reader::number(const std::string &name) const {
  const std::vector<double> values = numbers(name);
  if (values.size() != 1)
    fail("has not one number in " + name);
  return values.front();
}

std::uint64_t Hdf5Reader::count(const std::string &name) const {
  const std::vector<std::uint64_t> values = counts(name);
  if (values.size() != 1)
    fail("has not one number in " + name);
  return values.front();
}

} // namespace earshot
