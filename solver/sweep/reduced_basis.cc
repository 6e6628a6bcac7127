#include "solver/sweep/reduced_basis.h"

#include "solver/algebra/dense_system.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace earshot {

namespace {

/// Fields of up to this many unknowns need no reduction: a network of a dozen drivers, whose unknowns differ
/// by many decades.
constexpr std::size_t small_field = 96;
/// A candidate that falls below this part of itself holds round-off of its former size along the columns, up
/// to 1e-16/hardly_left of what is left: it is made orthogonal to them once more.
constexpr double hardly_left = 1e-3;

std::size_t sum_over_ranks(std::size_t count, MPI_Comm communicator) {
  auto total = static_cast<unsigned long>(count);
  MPI_Allreduce(MPI_IN_PLACE, &total, 1, MPI_UNSIGNED_LONG, MPI_SUM, communicator);
  return total;
}

void sum_over_ranks(std::vector<double> &values, MPI_Comm communicator) {
  MPI_Allreduce(MPI_IN_PLACE, values.data(), static_cast<int>(values.size()), MPI_DOUBLE, MPI_SUM,
                communicator);
}

/// The values of all ranks, one rank after the other. Collective.
template <class Value>
std::vector<Value> concatenated(const std::vector<Value> &mine, MPI_Datatype type, MPI_Comm communicator) {
  int n_ranks = 1;
  MPI_Comm_size(communicator, &n_ranks);
  std::vector<int> counts(n_ranks), starts(n_ranks, 0);
  const int count = static_cast<int>(mine.size());
  MPI_Allgather(&count, 1, MPI_INT, counts.data(), 1, MPI_INT, communicator);
  for (int rank = 1; rank < n_ranks; ++rank)
    starts[rank] = starts[rank - 1] + counts[rank - 1];
  std::vector<Value> all(starts.back() + counts.back());
  MPI_Allgatherv(mine.data(), count, type, all.data(), counts.data(), starts.data(), type, communicator);
  return all;
}

} // namespace

ReducedBasis::ReducedBasis(const FrequencyProblem &problem, std::span<const double> weights)
    : partition_(problem.partition) {
  std::vector<FieldBlock> blocks = problem.blocks;
  if (blocks.empty()) { // all unknowns are one field
    blocks.emplace_back();
    for (Index unknown = partition_.begin; unknown < partition_.end; ++unknown)
      blocks.front().owned.push_back(unknown);
  }
  for (const FieldBlock &block : blocks) {
    Field field;
    for (const Index unknown : block.owned) {
      field.rows.push_back(unknown - partition_.begin);
      field.weights.push_back(weights[unknown]);
    }
    field.total_rows = sum_over_ranks(field.rows.size(), partition_.communicator);
    if (field.total_rows <= small_field)
      add_unit_vectors(field);
    fields_.push_back(std::move(field));
  }
}

void ReducedBasis::add_unit_vectors(Field &field) {
  int n_ranks = 1, rank = 0;
  MPI_Comm_size(partition_.communicator, &n_ranks);
  MPI_Comm_rank(partition_.communicator, &rank);
  const int n_rows = static_cast<int>(field.rows.size());
  std::vector<int> count(n_ranks);
  MPI_Allgather(&n_rows, 1, MPI_INT, count.data(), 1, MPI_INT, partition_.communicator);
  for (int owner = 0; owner < n_ranks; ++owner)
    for (int row = 0; row < count[owner]; ++row) {
      std::vector<double> unit(n_rows, 0.0);
      if (owner == rank)
        unit[row] = 1 / std::sqrt(field.weights[row]);
      append(field, unit);
    }
}

void ReducedBasis::extend(const std::vector<std::vector<Complex>> &vectors,
                          const std::vector<std::vector<Complex>> &references, double negligible) {
  for (Field &field : fields_) {
    if (is_full(field))
      continue;
    const std::size_t n_rows = field.rows.size(), width = 2 * vectors.size();
    std::vector<double> candidates(n_rows * width), sizes(vectors.size());
    for (std::size_t i = 0; i < n_rows; ++i) {
      const Index unknown = partition_.begin + field.rows[i];
      for (std::size_t k = 0; k < vectors.size(); ++k) {
        candidates[i * width + 2 * k] = vectors[k][unknown].real();
        candidates[i * width + 2 * k + 1] = vectors[k][unknown].imag();
        sizes[k] += field.weights[i] * std::norm(references[k][unknown]);
      }
    }
    sum_over_ranks(sizes, partition_.communicator);
    std::vector<double> thresholds;
    for (const double size : sizes)
      thresholds.insert(thresholds.end(), 2, negligible * std::sqrt(size));
    extend(field, std::move(candidates), std::move(thresholds));
  }
}

/// Gram-Schmidt, twice over against what is there ("twice is enough", Parlett), then among the candidates,
/// and against all as long as a candidate shrinks. Twice is enough where the columns are orthonormal: against
/// ones that are off by 1e-8 it leaves 1e-16 of a vector along them, which is 1e-4 of a remainder of 1e-12.
void ReducedBasis::extend(Field &field, std::vector<double> candidates, std::vector<double> thresholds) {
  const std::size_t n_rows = field.rows.size(), width = thresholds.size();
  const auto orthogonalise = [&](std::size_t first_column, std::size_t first, std::size_t count) {
    const std::size_t n_columns = field.n_columns - first_column;
    std::vector<double> weighted(n_rows * count), products(n_columns * count);
    for (std::size_t i = 0; i < n_rows; ++i)
      for (std::size_t k = 0; k < count; ++k)
        weighted[i * count + k] = field.weights[i] * candidates[i * width + first + k];
    const double *columns = field.values.data() + first_column;
    multiply_transposed(n_columns, count, n_rows, 1, columns, field.stride, weighted.data(), count, 0,
                        products.data(), count);
    sum_over_ranks(products, partition_.communicator);
    multiply(n_rows, count, n_columns, -1, columns, field.stride, products.data(), count, 1,
             candidates.data() + first, width);
  };
  const auto norm_of = [&](std::size_t k) {
    std::vector<double> square(1);
    for (std::size_t i = 0; i < n_rows; ++i)
      square[0] += field.weights[i] * candidates[i * width + k] * candidates[i * width + k];
    sum_over_ranks(square, partition_.communicator);
    return std::sqrt(square[0]);
  };
  const std::size_t n_before = field.n_columns;
  for (int pass = 0; pass < 2 && n_before > 0; ++pass)
    orthogonalise(0, 0, width);
  for (std::size_t k = 0; k < width && !is_full(field); ++k) {
    const double alone = norm_of(k);
    for (int pass = 0; pass < 2 && field.n_columns > n_before; ++pass)
      orthogonalise(n_before, k, 1);
    double before = alone, norm = norm_of(k);
    while (norm < hardly_left * before && norm > thresholds[k]) {
      orthogonalise(0, k, 1);
      before = std::exchange(norm, norm_of(k));
    }
    if (!(norm > thresholds[k]))
      continue;
    std::vector<double> column(n_rows);
    for (std::size_t i = 0; i < n_rows; ++i)
      column[i] = candidates[i * width + k] / norm;
    append(field, column);
  }
}

void ReducedBasis::append(Field &field, const std::vector<double> &column) {
  if (field.n_columns == field.stride) {
    const std::size_t stride = std::max<std::size_t>(32, field.stride + field.stride / 2);
    std::vector<double> wider(column.size() * stride);
    for (std::size_t i = 0; i < column.size(); ++i)
      std::copy_n(field.values.begin() + i * field.stride, field.n_columns, wider.begin() + i * stride);
    field.values = std::move(wider);
    field.stride = stride;
  }
  for (std::size_t i = 0; i < column.size(); ++i)
    field.values[i * field.stride + field.n_columns] = column[i];
  ++field.n_columns;
  field.number.push_back(size_++);
}

ReducedBasis::WholeField ReducedBasis::whole(std::size_t number) const {
  const Field &field = fields_[number];
  WholeField mine;
  for (std::size_t i = 0; i < field.rows.size(); ++i) {
    mine.unknowns.push_back(partition_.begin + field.rows[i]);
    const double *row = field.values.data() + i * field.stride;
    mine.values.insert(mine.values.end(), row, row + field.n_columns);
  }
  return {concatenated(mine.unknowns, MPIU_INT, partition_.communicator),
          concatenated(mine.values, MPI_DOUBLE, partition_.communicator)};
}

double ReducedBasis::bytes() const {
  double bytes = 0;
  for (const Field &field : fields_)
    bytes += sizeof(double) * static_cast<double>(field.values.size());
  return bytes;
}

std::vector<std::vector<Complex>>
ReducedBasis::expand(const std::vector<std::vector<Complex>> &coordinates) const {
  const std::size_t width = 2 * coordinates.size();
  std::vector<std::vector<Complex>> vectors(coordinates.size(),
                                            std::vector<Complex>(partition_.end - partition_.begin));
  for (const Field &field : fields_) {
    std::vector<double> factors(field.n_columns * width), rows(field.rows.size() * width);
    for (std::size_t c = 0; c < field.n_columns; ++c)
      for (std::size_t k = 0; k < coordinates.size(); ++k) {
        factors[c * width + 2 * k] = coordinates[k][field.number[c]].real();
        factors[c * width + 2 * k + 1] = coordinates[k][field.number[c]].imag();
      }
    multiply(field.rows.size(), width, field.n_columns, 1, field.values.data(), field.stride, factors.data(),
             width, 0, rows.data(), width);
    for (std::size_t i = 0; i < field.rows.size(); ++i)
      for (std::size_t k = 0; k < coordinates.size(); ++k)
        vectors[k][field.rows[i]] = Complex(rows[i * width + 2 * k], rows[i * width + 2 * k + 1]);
  }
  for (std::vector<Complex> &vector : vectors)
    vector = gather_rows(partition_, vector);
  return vectors;
}

} // namespace earshot
