// ranks: 1 2
// Differences of two matrices without what hardly differs.
#include "solver/algebra/matrix_change.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <map>

namespace earshot {
namespace {

Partition partition() {
  const auto rank = static_cast<Index>(dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD)),
             n = static_cast<Index>(dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD));
  return {MPI_COMM_WORLD, 3 * rank, 3 * (rank + 1), 3 * n};
}

/// A chain of springs, of which one is stiffer by a factor.
RealMatrix chain(Index stiffer, double factor) {
  const Partition rows = partition();
  MatrixBuilder builder(rows);
  for (Index k = rows.begin; k < rows.end && k + 1 < rows.total; ++k) {
    const double value = k == stiffer ? factor : 1;
    builder.add_symmetric(k, k, value);
    builder.add_symmetric(k + 1, k + 1, value);
    builder.add_symmetric(k, k + 1, -value);
  }
  return builder.finish();
}

TEST(MatrixChange, HoldsWhatDiffersAlone) {
  const RealMatrix a = chain(-1, 1);
  for (Index stiffer = 0; stiffer + 1 < partition().total; ++stiffer) { // also across ranks
    const RealMatrix change = change_of_matrix(a, chain(stiffer, 3), partition(), 1e-7);
    EXPECT_EQ(change.n_nonzeros(), 4u);
    change.for_each_entry([&](Index row, Index column, double value) {
      EXPECT_NEAR(value, row == column ? 2 : -2, 1e-15);
      EXPECT_TRUE(row == stiffer || row == stiffer + 1);
    });
  }
}

TEST(MatrixChange, LeavesOutWhatIsNegligible) {
  const RealMatrix a = chain(-1, 1);
  EXPECT_EQ(change_of_matrix(a, chain(1, 1 + 1e-9), partition(), 1e-7).n_nonzeros(), 0u);
  EXPECT_EQ(change_of_matrix(a, chain(1, 1 + 1e-5), partition(), 1e-7).n_nonzeros(), 4u);
  EXPECT_EQ(change_of_matrix({}, a, partition(), 1e-7).n_nonzeros(), a.n_nonzeros());
}

} // namespace
} // namespace earshot
