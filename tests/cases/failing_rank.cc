// Errors on all ranks and on one of them. The test runs itself under mpirun.
#include "solver/config/located.h"
#include "solver/runtime/guard.h"
#include "tests/cases/program.h"

#include <mpi.h>

#include <cstdlib>
#include <stdexcept>

namespace {

using namespace earshot;
using namespace earshot::testing;

int rank_of_this() {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

/// Runs one of the tests called InMpi below on two ranks.
Outcome on_two_ranks(const std::string &test, const fs::path &directory) {
  const std::string self = fs::read_symlink("/proc/self/exe").string();
  return Process({EARSHOT_MPIRUN, "--oversubscribe", "-np", "2", self, "--gtest_also_run_disabled_tests",
                  "--gtest_filter=InMpi.DISABLED_" + test},
                 directory)
      .wait();
}

TEST(InMpi, DISABLED_FailOnRankOneAlone) {
  std::_Exit(guarded(MPI_COMM_WORLD, []() -> int {
    if (rank_of_this() == 1)
      throw std::runtime_error("rank one's own trouble");
    MPI_Barrier(MPI_COMM_WORLD); // waits for ever
    return 0;
  }));
}

TEST(InMpi, DISABLED_FailTogether) {
  const int code = guarded(MPI_COMM_WORLD, []() -> int {
    throw UserError({"case.toml", 3, 1, "key"}, "found a slip");
  });
  MPI_Finalize();
  std::_Exit(code);
}

TEST(FailingRank, EndsTheOthersInsteadOfLeavingThemWaiting) {
  const TemporaryDirectory directory;
  const Outcome outcome = on_two_ranks("FailOnRankOneAlone", directory.path);
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  EXPECT_EQ(occurrences(outcome.err, "earshot: rank one's own trouble"), 1) << outcome.err;
}

TEST(FailingRank, CommonErrorsAreSaidOnce) {
  const TemporaryDirectory directory;
  const Outcome outcome = on_two_ranks("FailTogether", directory.path);
  EXPECT_EQ(outcome.code, 2) << outcome.err;
  EXPECT_EQ(occurrences(outcome.err, "case.toml:3: key: found a slip"), 1) << outcome.err;
}

} // namespace
