// ranks: 1 2 3
#include "solver/algebra/real_matrix.h"
#include "unit/algebra/small_problems.h"

#include <gtest/gtest.h>

using namespace earshot;
using earshot::test::share_out;

namespace {

int rank() {
  int result = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &result);
  return result;
}

int n_ranks() {
  int result = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &result);
  return result;
}

/// Owned rows of A times the j-th unit vector.
std::vector<Complex> column(const RealMatrix &matrix, Index j) {
  const Partition partition = matrix.partition();
  std::vector<Complex> x(partition.total), y(partition.end - partition.begin);
  x[j] = 1;
  matrix.apply_add(1, x, y);
  return y;
}

} // namespace

TEST(MatrixBuilder, SumsWhatAllRanksAddToRowsOfAllRanks) {
  const Index n = 7;
  const Partition partition = share_out(n);
  MatrixBuilder builder(partition);
  // Every rank adds the same full element: a_ij = 1 + i + j, doubled by the second call.
  std::vector<Index> unknowns(n);
  std::vector<double> element(n * n);
  for (Index i = 0; i < n; ++i) {
    unknowns[i] = i;
    for (Index j = 0; j < n; ++j)
      element[i * n + j] = 1 + i + j;
  }
  builder.add_element(unknowns, element);
  builder.add_element(unknowns, element);
  const RealMatrix matrix = builder.finish();

  EXPECT_EQ(matrix.n_nonzeros(), static_cast<std::size_t>(n * n));
  for (Index j = 0; j < n; ++j) {
    const std::vector<Complex> a = column(matrix, j);
    for (Index i = partition.begin; i < partition.end; ++i)
      EXPECT_EQ(a[i - partition.begin], Complex(2.0 * n_ranks() * (1 + i + j))) << "small integers are exact";
  }
}

// Zeros of an element are no entries; what cancels between elements is one.
TEST(MatrixBuilder, SkipsConstrainedUnknownsAndZeros) {
  const Partition partition = share_out(3);
  MatrixBuilder builder(partition);
  if (rank() == 0) {
    builder.add_element(std::vector<Index>{2, no_unknown}, std::vector<double>{5, 1, 1, 1});
    builder.add_element(std::vector<Index>{0, 2}, std::vector<double>{0, 0, 0, 1});
    builder.add_symmetric(1, 1, 4);
    builder.add_symmetric(1, 1, -4);
  }
  const RealMatrix matrix = builder.finish();
  EXPECT_EQ(matrix.n_nonzeros(), 2u);
  EXPECT_EQ(matrix.n_unknowns(), 2);
}

TEST(RealMatrix, SharesThePlacesOfEntriesWithOneThatHasTheSame) {
  const Partition partition = share_out(6);
  const auto chain = [&](double value, Index last) {
    MatrixBuilder builder(partition);
    if (rank() == 0)
      for (Index i = 0; i < last; ++i)
        builder.add_symmetric(i, i + 1, value * (i + 1));
    return builder.finish();
  };
  RealMatrix one = chain(1, 5), other = chain(2, 5), shorter = chain(3, 4);
  const RealMatrix copy = other;
  const std::vector<Complex> before = column(other, 2);
  other.share_pattern(one);
  shorter.share_pattern(one);
  EXPECT_TRUE(other.shares_pattern(one));
  EXPECT_TRUE(copy.shares_pattern(one)) << "a copy is the same matrix";
  EXPECT_FALSE(RealMatrix().shares_pattern(RealMatrix()));
  int differ = shorter.shares_pattern(one) ? 0 : 1;
  MPI_Allreduce(MPI_IN_PLACE, &differ, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD); // on the rank of the last row
  EXPECT_EQ(differ, 1);
  EXPECT_EQ(column(other, 2), before);
}

TEST(MatrixBuilder, CouplingFillsBothTriangles) {
  const Partition partition = share_out(4);
  MatrixBuilder builder(partition);
  if (rank() == n_ranks() - 1) {
    builder.add_coupling(std::vector<Index>{0, 1}, std::vector<Index>{2, 3}, std::vector<double>{1, 2, 3, 4});
    builder.add_symmetric(3, 3, 9);
  }
  const RealMatrix matrix = builder.finish();
  const double expected[4][4] = {{0, 0, 1, 2}, {0, 0, 3, 4}, {1, 3, 0, 0}, {2, 4, 0, 9}};
  for (Index j = 0; j < 4; ++j) {
    const std::vector<Complex> a = column(matrix, j);
    for (Index i = partition.begin; i < partition.end; ++i)
      EXPECT_EQ(a[i - partition.begin], Complex(expected[i][j]));
  }
}

TEST(MatrixBuilder, MergesALongStreamOfEntriesOnTheWay) {
  // 6 million entries on 3 positions, more than the builder keeps before it merges.
  const Index n = 3;
  MatrixBuilder builder(share_out(n));
  const int repetitions = 2'000'000;
  for (int k = 0; k < repetitions; ++k)
    for (Index i = 0; i < n; ++i)
      builder.add_symmetric(i, i, 1);
  const RealMatrix matrix = builder.finish();
  EXPECT_EQ(matrix.n_nonzeros(), 3u);
  const std::vector<Complex> x{1, 0, 0};
  EXPECT_EQ(matrix.quadratic_form(x), double(repetitions) * n_ranks()) << "integers below 2^53 are exact";
}

TEST(MatrixBuilder, RefusesUnknownsThatDoNotExist) {
  MatrixBuilder builder(share_out(3));
  EXPECT_THROW(builder.add_symmetric(0, 3, 1), std::out_of_range);
  EXPECT_THROW(builder.add_symmetric(-2, 0, 1), std::out_of_range);
}

TEST(RealMatrix, QuadraticFormIsRealAndTheSameOnEveryRank) {
  const RealMatrix matrix = test::symmetric(share_out(3), {{0, 0, 2}, {0, 1, -1}, {1, 2, 3}, {2, 2, 5}});
  const std::vector<Complex> x{{1, 2}, {0, -1}, {3, 1}};
  // x^H A x = 2|x0|^2 + 5|x2|^2 - 2 Re(x0* x1) + 6 Re(x1* x2) = 10 + 50 + 4 - 6, by hand.
  EXPECT_DOUBLE_EQ(matrix.quadratic_form(x), 58);
}

/// 3 on the diagonal, couplings near and far that cross every boundary between ranks; row 3 is empty.
RealMatrix band(const Partition &partition) {
  MatrixBuilder builder(partition);
  if (rank() == 0)
    for (Index i = 0; i < partition.total; ++i)
      for (const Index j : {i, i + 1, i + 5})
        if (i != 3 && j != 3 && j < partition.total)
          builder.add_symmetric(i, j, j == i ? 3.0 : 1.0 / static_cast<double>(i + 2 * j));
  return builder.finish();
}

/// Full elements that share some of their unknowns: up to seven rows one after the other are alike.
RealMatrix elements(const Partition &partition) {
  constexpr Index size = 9, apart = 7;
  MatrixBuilder builder(partition);
  for (Index first = 0; rank() == 0 && first + size <= partition.total; first += apart) {
    std::vector<Index> unknowns(size);
    std::vector<double> values(size * size);
    for (Index i = 0; i < size; ++i)
      unknowns[i] = first + i;
    for (Index i = 0; i < size; ++i)
      for (Index j = 0; j < size; ++j)
        values[i * size + j] = 1.0 / static_cast<double>(1 + first + (i + 1) * (j + 1));
    builder.add_element(unknowns, values);
  }
  return builder.finish();
}

/// Rows that are no mirror images of columns.
RealMatrix one_way(const Partition &partition) {
  MatrixBuilder builder(partition, Symmetry::none);
  for (Index i = 0; rank() == 0 && i < partition.total; ++i)
    for (const Index j : {i / 2, i, i + 1, i + 4})
      if (j < partition.total)
        builder.add_entry(i, j, 1.0 / static_cast<double>(1 + i + 2 * j));
  return builder.finish();
}

/// Whether A X is what A does to each vector of X.
void expect_products_of_each_vector(const RealMatrix &matrix) {
  const Partition partition = matrix.partition();
  const Index n = partition.total;
  constexpr std::size_t width = 16;
  std::vector<double> x(n * width), y((partition.end - partition.begin) * width);
  for (std::size_t k = 0; k < x.size(); ++k)
    x[k] = static_cast<double>(k % 7) - 2;
  matrix.multiply(x, width, [&](Index row, const double *values) {
    for (std::size_t k = 0; k < width; ++k)
      y[row * width + k] += values[k];
  });
  for (std::size_t k = 0; k < width; ++k) {
    std::vector<Complex> one(n), expected(partition.end - partition.begin);
    for (Index i = 0; i < n; ++i)
      one[i] = x[i * width + k];
    matrix.apply_add(1, one, expected);
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_NEAR(y[i * width + k], expected[i].real(), 1e-13); // another order of summation
  }
}

TEST(RealMatrix, ManyVectorsAtOnceGiveWhatEachGives) {
  expect_products_of_each_vector(band(share_out(11)));
  expect_products_of_each_vector(elements(share_out(30)));
  expect_products_of_each_vector(one_way(share_out(11)));
}

TEST(RealMatrix, ProductsAreAskedForOnlyWhereARowHoldsSomething) {
  const RealMatrix matrix = band(share_out(11));
  matrix.multiply(std::vector<double>(11 * 8, 1.0), 8,
                  [&](Index row, const double *) { EXPECT_NE(row + matrix.partition().begin, 3); });
}

TEST(RealMatrix, BecomesAPetscMatrixAndBack) {
  const Partition partition = share_out(11);
  const RealMatrix matrix = band(partition);
  Mat copy = nullptr;
  MatDuplicate(matrix.petsc(), MAT_COPY_VALUES, &copy);
  const RealMatrix again(copy);
  EXPECT_EQ(again.n_nonzeros(), matrix.n_nonzeros());
  EXPECT_EQ(static_cast<Mat>(again.petsc()), copy);
  for (Index j = 0; j < partition.total; ++j)
    EXPECT_EQ(column(again, j), column(matrix, j));
  PetscBool symmetric = PETSC_FALSE;
  Mat transposed = nullptr;
  MatTranspose(copy, MAT_INITIAL_MATRIX, &transposed);
  MatEqual(copy, transposed, &symmetric);
  EXPECT_EQ(symmetric, PETSC_TRUE) << "to the last bit";
  MatDestroy(&transposed);
}

TEST(RealMatrix, AnEmptyOneActsAsZero) {
  const RealMatrix matrix;
  std::vector<Complex> y{1};
  matrix.apply_add(2, std::vector<Complex>{1}, y);
  EXPECT_EQ(y[0], Complex(1));
  EXPECT_EQ(matrix.quadratic_form(y), 0);
  EXPECT_EQ(matrix.n_nonzeros(), 0u);
}
