// Every test executable starts MPI and PETSc once and lets rank 0 alone print. --source=<file name> runs the
// tests of that file alone.
#include <deal.II/base/mpi.h>
#include <gtest/gtest.h>

#include <iostream>
#include <string>
#include <string_view>

namespace {

/// A filter for the tests that a file defines; empty where it has none.
std::string tests_of(std::string_view file) {
  const ::testing::UnitTest &all = *::testing::UnitTest::GetInstance();
  std::string filter;
  for (int s = 0; s < all.total_test_suite_count(); ++s)
    for (int t = 0; t < all.GetTestSuite(s)->total_test_count(); ++t) {
      const ::testing::TestInfo &test = *all.GetTestSuite(s)->GetTestInfo(t);
      const std::string_view path = test.file();
      if (path.substr(path.find_last_of('/') + 1) == file)
        filter += std::string(filter.empty() ? "" : ":") + test.test_suite_name() + "." + test.name();
    }
  return filter;
}

/// @return false when a file was asked for that has no tests
bool select_file(int argc, char **argv) {
  constexpr std::string_view option = "--source=";
  for (int i = 1; i < argc; ++i)
    if (const std::string_view argument = argv[i]; argument.substr(0, option.size()) == option) {
      const std::string_view file = argument.substr(option.size());
      const std::string filter = tests_of(file);
      if (filter.empty()) {
        std::cerr << "no test is defined in " << file << '\n';
        return false;
      }
      GTEST_FLAG_SET(filter, filter);
    }
  return true;
}

} // namespace

int main(int argc, char **argv) {
  ::testing::InitGoogleTest(&argc, argv);
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  if (!select_file(argc, argv))
    return 1;
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank != 0) {
    auto &listeners = ::testing::UnitTest::GetInstance()->listeners();
    delete listeners.Release(listeners.default_result_printer());
  }
  // A failure on any rank fails the whole run.
  const int failed = RUN_ALL_TESTS();
  int failed_anywhere = 0;
  MPI_Allreduce(&failed, &failed_anywhere, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  return failed_anywhere;
}
