#include "solver/algebra/summed_matrix.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace earshot {

namespace {

/// A diagonal that cancels to this fraction of its summands is rounding noise and no measure of its row.
constexpr double cancelled = 1e-13;
/// A diagonal is no measure of its row either where others in it are larger than this when scaled by theirs:
/// the cosine of a quarter wave is such a zero.
constexpr double largest_scaled = 1e8;

bool is_finite(Complex z) {
  return std::isfinite(z.real()) && std::isfinite(z.imag());
}

/// A complex matrix, a symmetric one by its upper triangle.
struct Entries {
  Index first_row;
  std::span<const std::size_t> row_start;
  std::span<const Index> columns;
  std::span<const Complex> values;
  bool symmetric;
};

/// to += factor * from, for finite numbers: std::complex's own product looks for infinities.
[[gnu::always_inline]] inline void add_scaled(Complex factor, const Complex *from, Complex *to,
                                              std::size_t n) {
  const double re = factor.real(), im = factor.imag();
  for (std::size_t k = 0; k < n; ++k)
    to[k] += Complex(re * from[k].real() - im * from[k].imag(), re * from[k].imag() + im * from[k].real());
}

/// Adds A X to Y, both row-major (unknown, vector). Compiled for several processors, as in real_matrix.cc.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
[[gnu::target_clones("avx512f", "fma", "default")]]
#endif
void add_products(const Entries &a, std::size_t width, const Complex *x, Complex *y) {
  for (std::size_t row = 0; row + 1 < a.row_start.size(); ++row) {
    const std::size_t i = (a.first_row + row) * width;
    for (std::size_t k = a.row_start[row]; k < a.row_start[row + 1]; ++k) {
      const std::size_t j = a.columns[k] * width;
      add_scaled(a.values[k], x + j, y + i, width);
      if (a.symmetric && i != j)
        add_scaled(a.values[k], x + i, y + j, width);
    }
  }
}

/// Every rank's part of a vector on every rank.
std::vector<double> gather(const Partition &partition, const std::vector<double> &owned) {
  int n_ranks = 1;
  MPI_Comm_size(partition.communicator, &n_ranks);
  std::vector<int> count(n_ranks), start(n_ranks, 0);
  const int n_owned = static_cast<int>(owned.size());
  MPI_Allgather(&n_owned, 1, MPI_INT, count.data(), 1, MPI_INT, partition.communicator);
  std::partial_sum(count.begin(), count.end() - 1, start.begin() + 1);
  std::vector<double> all(partition.total);
  MPI_Allgatherv(owned.data(), n_owned, MPI_DOUBLE, all.data(), count.data(), start.data(), MPI_DOUBLE,
                 partition.communicator);
  return all;
}

/// Of each term the number of the first with its pattern.
std::vector<std::size_t> first_alike(const std::vector<Term> &terms) {
  std::vector<std::size_t> first;
  for (const Term &term : terms)
    first.push_back(
        std::find_if(terms.begin(), terms.begin() + first.size(),
                     [&](const Term &other) { return term.matrix.shares_pattern(other.matrix); }) -
        terms.begin());
  return first;
}

} // namespace

SummedMatrix::SummedMatrix(const FrequencyProblem &problem)
    : problem_(problem), symmetric_(earshot::is_symmetric(problem)) {
  const std::vector<std::size_t> alike = first_alike(problem_.terms);
  find_pattern(alike);
  for (std::size_t j = 0; j < alike.size(); ++j)
    maps_.push_back(alike[j] < j
                        ? maps_[alike[j]]
                        : std::make_shared<const std::vector<std::uint32_t>>(map_term(problem_.terms[j])));
}

void SummedMatrix::find_pattern(const std::vector<std::size_t> &alike) {
  const Partition &partition = problem_.partition;
  const std::size_t n_rows = partition.end - partition.begin;
  // Per row, the columns of all terms one behind the other, repetitions included.
  std::vector<std::size_t> end(n_rows + 1, 0);
  const auto for_each_place_of_a_term = [&](auto &&visit) {
    for (std::size_t j = 0; j < alike.size(); ++j)
      if (alike[j] == j)
        for_each_summand(problem_.terms[j], [&](Index row, Index column, double) { visit(row, column); });
  };
  for_each_place_of_a_term([&](Index row, Index) { ++end[row - partition.begin + 1]; });
  std::partial_sum(end.begin(), end.end(), end.begin());
  std::vector<Index> all(end.back());
  std::vector<std::size_t> next(end.begin(), end.end() - 1);
  for_each_place_of_a_term([&](Index row, Index column) { all[next[row - partition.begin]++] = column; });

  row_start_.assign(1, 0);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < n_rows; ++i) {
    const auto first = all.begin() + end[i], last = all.begin() + end[i + 1];
    std::sort(first, last);
    kept = std::copy(first, std::unique(first, last), all.begin() + kept) - all.begin();
    row_start_.push_back(kept);
  }
  columns_.assign(all.begin(), all.begin() + kept);
  values_.resize(kept);
}

std::vector<std::uint32_t> SummedMatrix::map_term(const Term &term) const {
  std::vector<std::uint32_t> positions;
  for_each_summand(term, [&](Index row, Index column, double) {
    const std::size_t i = row - problem_.partition.begin;
    const auto first = columns_.begin() + row_start_[i], last = columns_.begin() + row_start_[i + 1];
    positions.push_back(static_cast<std::uint32_t>(std::lower_bound(first, last, column) - columns_.begin()));
  });
  positions.shrink_to_fit();
  return positions;
}

void SummedMatrix::evaluate(const Factors &factors) {
  sum_terms(factors);
  find_scaling();
  scale_values();
}

void SummedMatrix::sum_terms(const Factors &factors) {
  std::fill(values_.begin(), values_.end(), Complex());
  diagonal_magnitude_.assign(row_start_.size() - 1, 0);
  for (std::size_t j = 0; j < maps_.size(); ++j) {
    const Complex factor = factors.terms.at(j);
    if (!is_finite(factor))
      throw std::runtime_error("the coefficient " + problem_.terms[j].coefficient.symbol + " of term '" +
                               problem_.terms[j].name + "' is not a finite number");
    auto position = maps_[j]->begin();
    for_each_summand(problem_.terms[j], [&](Index row, Index column, double value) {
      const Complex summand = factor * value;
      values_[*position++] += summand;
      if (column == row)
        diagonal_magnitude_[row - problem_.partition.begin] += std::abs(summand);
    });
  }
}

void SummedMatrix::find_scaling() {
  // 0 marks a row that has no scale yet.
  std::vector<double> owned(diagonal_magnitude_.size(), 0);
  for (std::size_t i = 0; i < owned.size(); ++i) {
    const std::optional<std::size_t> diagonal = diagonal_of(i);
    if (!diagonal)
      continue;
    const double magnitude = std::abs(values_[*diagonal]);
    if (magnitude > cancelled * diagonal_magnitude_[i])
      owned[i] = 1 / std::sqrt(magnitude);
  }
  scaling_ = gather(problem_.partition, owned);
  forget_tiny_diagonals();
  // Rows that touch scaled ones first, then those that touch these; what is left sees only its like.
  while (scale_rows_without_diagonal(false)) {
  }
  scale_rows_without_diagonal(true);
  std::replace(scaling_.begin(), scaling_.end(), 0.0, 1.0);
}

std::optional<std::size_t> SummedMatrix::diagonal_of(std::size_t owned_row) const {
  const Index row = problem_.partition.begin + static_cast<Index>(owned_row);
  const auto first = columns_.begin() + row_start_[owned_row],
             last = columns_.begin() + row_start_[owned_row + 1];
  const auto found = std::lower_bound(first, last, row);
  if (found == last || *found != row)
    return std::nullopt;
  return found - columns_.begin();
}

void SummedMatrix::forget_tiny_diagonals() {
  std::vector<char> tiny(scaling_.size(), 0);
  auto value = values_.begin();
  for_each_place([&](Index row, Index column) {
    if (std::abs(*value++) * scaling_[row] * scaling_[column] > largest_scaled)
      tiny[row] = tiny[column] = 1;
  });
  MPI_Allreduce(MPI_IN_PLACE, tiny.data(), static_cast<int>(tiny.size()), MPI_CHAR, MPI_MAX,
                problem_.partition.communicator);
  for (std::size_t i = 0; i < tiny.size(); ++i)
    if (tiny[i] != 0)
      scaling_[i] = 0;
}

/// One pass over the rows without a scale. @return whether some got one and others still wait
bool SummedMatrix::scale_rows_without_diagonal(bool with_each_other) {
  if (std::find(scaling_.begin(), scaling_.end(), 0.0) == scaling_.end())
    return false;
  std::vector<double> largest(scaling_.size(), 0);
  auto value = values_.begin();
  for_each_place([&](Index i, Index j) {
    const double magnitude = std::abs(*value++);
    if (scaling_[i] == 0 && scaling_[j] == 0) {
      if (with_each_other) {
        largest[i] = std::max(largest[i], std::sqrt(magnitude));
        largest[j] = std::max(largest[j], std::sqrt(magnitude));
      }
    } else if (scaling_[i] == 0)
      largest[i] = std::max(largest[i], magnitude * scaling_[j]);
    else if (scaling_[j] == 0)
      largest[j] = std::max(largest[j], magnitude * scaling_[i]);
  });
  MPI_Allreduce(MPI_IN_PLACE, largest.data(), static_cast<int>(largest.size()), MPI_DOUBLE, MPI_MAX,
                problem_.partition.communicator);
  bool some_scaled = false, some_wait = false;
  for (std::size_t i = 0; i < scaling_.size(); ++i) {
    if (scaling_[i] != 0)
      continue;
    (largest[i] > 0 ? some_scaled : some_wait) = true;
    if (largest[i] > 0)
      scaling_[i] = 1 / largest[i];
  }
  return some_scaled && some_wait;
}

void SummedMatrix::scale_values() {
  int finite = 1;
  double largest_square = 0; // std::abs guards against overflow, which equilibrated entries needn't
  auto value = values_.begin();
  for_each_place([&](Index row, Index column) {
    *value *= scaling_[row] * scaling_[column];
    finite = finite && is_finite(*value);
    largest_square = std::max(largest_square, std::norm(*value++));
  });
  largest_entry_ = std::sqrt(largest_square);
  MPI_Allreduce(MPI_IN_PLACE, &finite, 1, MPI_INT, MPI_LAND, problem_.partition.communicator);
  MPI_Allreduce(MPI_IN_PLACE, &largest_entry_, 1, MPI_DOUBLE, MPI_MAX, problem_.partition.communicator);
  if (!finite)
    throw std::runtime_error("an entry of the matrix is not a finite number");
}

std::vector<Complex> SummedMatrix::multiply(std::span<const Complex> x) const {
  const std::size_t n = scaling_.size(), width = x.size() / n;
  std::vector<Complex> from(x.size()), sum(x.size()), y(x.size()); // row-major (unknown, vector), then as x
  for (std::size_t v = 0; v < width; ++v)
    for (std::size_t i = 0; i < n; ++i)
      from[i * width + v] = x[v * n + i];
  add_products({problem_.partition.begin, row_start_, columns_, values_, symmetric_}, width, from.data(),
               sum.data());
  for (std::size_t v = 0; v < width; ++v)
    for (std::size_t i = 0; i < n; ++i)
      y[v * n + i] = sum[i * width + v];
  MPI_Allreduce(MPI_IN_PLACE, y.data(), static_cast<int>(y.size()), MPI_C_DOUBLE_COMPLEX, MPI_SUM,
                problem_.partition.communicator);
  return y;
}

} // namespace earshot
