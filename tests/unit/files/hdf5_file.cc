// Files that hold something else under a name than what is read there.
#include "solver/files/hdf5_file.h"

#include "solver/config/located.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <hdf5.h>

#include <cstring>

namespace {

using namespace earshot;

class Hdf5File : public ::testing::Test {
protected:
  void SetUp() override {
    file_ = H5Fcreate(path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    ASSERT_GE(file_, 0);
  }
  std::string path() const { return (directory_.path / "a.h5").string(); }
  void write(const char *name, hid_t type, hid_t space, const void *data) const {
    const hid_t set = H5Dcreate2(file_, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (data != nullptr)
      H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data);
    H5Dclose(set);
    H5Sclose(space);
  }
  void close() {
    H5Fclose(file_);
    file_ = -1;
  }

  TemporaryDirectory directory_;
  hid_t file_ = -1;
};

TEST_F(Hdf5File, ReadsOneTextAndNoMore) {
  const hid_t fixed = H5Tcopy(H5T_C_S1), variable = H5Tcopy(H5T_C_S1);
  H5Tset_size(fixed, 4);
  H5Tset_size(variable, H5T_VARIABLE);
  const hsize_t many = 100;
  const std::string texts(4 * many, 'x');
  const char *address = "text";
  write("one", fixed, H5Screate(H5S_SCALAR), "abc");
  write("many", fixed, H5Screate_simple(1, &many, nullptr), texts.data());
  write("address", variable, H5Screate(H5S_SCALAR), &address);
  write("none", fixed, H5Screate(H5S_NULL), nullptr);
  H5Tclose(fixed), H5Tclose(variable);
  close();
  const Hdf5Reader reader(path(), "a model");
  EXPECT_EQ(reader.text("one"), "abc");
  for (const char *name : {"many", "address", "none", "missing"})
    EXPECT_THROW(reader.text(name), UserError) << name;
}

TEST_F(Hdf5File, AsksForNoMoreMemoryThanTheFileCanFill) {
  const hsize_t huge = 1ULL << 60, three = 3;
  const double numbers[] = {1, 2, 3};
  write("huge", H5T_NATIVE_DOUBLE, H5Screate_simple(1, &huge, nullptr), nullptr);
  write("three", H5T_NATIVE_DOUBLE, H5Screate_simple(1, &three, nullptr), numbers);
  close();
  const Hdf5Reader reader(path(), "a model");
  EXPECT_EQ(reader.numbers("three"), (std::vector<double>{1, 2, 3}));
  EXPECT_THROW(reader.numbers("huge"), UserError);
  EXPECT_THROW(reader.number("three"), UserError);
}

} // namespace
