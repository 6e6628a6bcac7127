#include "solver/algebra/real_matrix.h"

#include "solver/algebra/local_entries.h"

#include <algorithm>
#include <numeric>

namespace earshot {

namespace {

/// Uncompressed entries that a builder keeps before it merges them (64 MB).
constexpr std::size_t entries_before_merging = 4'000'000;

/// Stable counting sort by a key in [0, n_keys).
template <typename Entry, typename Key>
void counting_sort(std::vector<Entry> &entries, Index n_keys, Key key) {
  std::vector<std::size_t> position(n_keys + 1, 0);
  for (const Entry &entry : entries)
    ++position[key(entry) + 1];
  std::partial_sum(position.begin(), position.end(), position.begin());
  std::vector<Entry> sorted(entries.size());
  for (const Entry &entry : entries)
    sorted[position[key(entry)]++] = entry;
  entries.swap(sorted);
}

/// Sorts by row, then column; equal ones keep their order, so that (i, j) and (j, i) are summed alike
/// and the matrix is symmetric to the last bit.
template <typename Entry>
void sort_entries(std::vector<Entry> &entries, Index n) {
  const auto before = [](const Entry &a, const Entry &b) {
    return a.row != b.row ? a.row < b.row : a.column < b.column;
  };
  if (entries.size() < static_cast<std::size_t>(n) / 4) {
    std::stable_sort(entries.begin(), entries.end(), before);
    return;
  }
  counting_sort(entries, n, [](const Entry &entry) { return entry.column; });
  counting_sort(entries, n, [](const Entry &entry) { return entry.row; });
}

/// Sends each entry, sorted by row, to the rank that owns its row; what arrives is in the order of ranks.
template <typename Entry>
std::vector<Entry> send_to_owners(const std::vector<Entry> &entries, const Partition &partition) {
  int n_ranks = 1;
  MPI_Comm_size(partition.communicator, &n_ranks);
  if (n_ranks == 1)
    return entries;
  std::vector<Index> begins(n_ranks);
  MPI_Allgather(&partition.begin, 1, MPIU_INT, begins.data(), 1, MPIU_INT, partition.communicator);
  begins.push_back(partition.total);

  std::vector<int> send_start(n_ranks + 1, 0), receive_start(n_ranks + 1, 0);
  std::vector<int> send_count(n_ranks), receive_count(n_ranks);
  for (int rank = 0; rank < n_ranks; ++rank) {
    const auto end = std::lower_bound(entries.begin(), entries.end(), begins[rank + 1],
                                      [](const Entry &entry, Index row) { return entry.row < row; });
    send_start[rank + 1] = static_cast<int>(end - entries.begin());
    send_count[rank] = send_start[rank + 1] - send_start[rank];
  }
  MPI_Alltoall(send_count.data(), 1, MPI_INT, receive_count.data(), 1, MPI_INT, partition.communicator);
  std::partial_sum(receive_count.begin(), receive_count.end(), receive_start.begin() + 1);

  std::vector<Entry> received(receive_start.back());
  MPI_Datatype entry_type;
  MPI_Type_contiguous(sizeof(Entry), MPI_BYTE, &entry_type);
  MPI_Type_commit(&entry_type);
  MPI_Alltoallv(entries.data(), send_count.data(), send_start.data(), entry_type, received.data(),
                receive_count.data(), receive_start.data(), entry_type, partition.communicator);
  MPI_Type_free(&entry_type);
  return received;
}

} // namespace

RealMatrix::RealMatrix(Mat matrix)
    : matrix_(matrix, [](Mat owned) {
        PetscBool finalized = PETSC_FALSE;
        PetscFinalized(&finalized);
        if (!finalized)
          MatDestroy(&owned);
      }) {}

Partition RealMatrix::partition() const {
  Partition partition;
  if (!matrix_)
    return partition;
  partition.communicator = PetscObjectComm(reinterpret_cast<PetscObject>(petsc()));
  check_petsc(MatGetOwnershipRange(petsc(), &partition.begin, &partition.end));
  check_petsc(MatGetSize(petsc(), &partition.total, nullptr));
  return partition;
}

std::size_t RealMatrix::n_nonzeros() const {
  if (!matrix_)
    return 0;
  MatInfo info;
  check_petsc(MatGetInfo(petsc(), MAT_GLOBAL_SUM, &info));
  return static_cast<std::size_t>(info.nz_used);
}

Index RealMatrix::n_unknowns() const {
  if (!matrix_)
    return 0;
  const Partition rows = partition();
  std::vector<char> used(rows.end - rows.begin, 0);
  for_each_local_entry(petsc(), [&](Index row, Index, double) { used[row - rows.begin] = 1; });
  Index n = static_cast<Index>(std::count(used.begin(), used.end(), 1));
  MPI_Allreduce(MPI_IN_PLACE, &n, 1, MPIU_INT, MPI_SUM, rows.communicator);
  return n;
}

void RealMatrix::apply_add(Complex factor, std::span<const Complex> x, std::span<Complex> y) const {
  if (!matrix_)
    return;
  const Index begin = partition().begin;
  for_each_local_entry(petsc(), [&](Index row, Index column, double value) {
    y[row - begin] += factor * (value * x[column]);
  });
}

void RealMatrix::multiply(std::span<const double> x, std::size_t width,
                          const std::function<void(Index row, const double *values)> &add) const {
  constexpr std::size_t lane = 8; // a fixed number lets the compiler keep a piece of a row in registers
  if (width % lane != 0)
    throw std::invalid_argument("RealMatrix::multiply takes vectors in eights");
  if (!matrix_)
    return;
  const Index begin = partition().begin;
  std::vector<double> sum(width);
  Index current = -1;
  for_each_local_entry(petsc(), [&](Index row, Index column, double value) {
    if (row != current && current >= 0) {
      add(current - begin, sum.data());
      std::fill(sum.begin(), sum.end(), 0);
    }
    current = row;
    const double *from = x.data() + column * width;
    for (double *to = sum.data(), *end = to + width; to != end; to += lane, from += lane)
      for (std::size_t k = 0; k < lane; ++k)
        to[k] += value * from[k];
  });
  if (current >= 0)
    add(current - begin, sum.data());
}

double RealMatrix::quadratic_form(std::span<const Complex> x) const {
  if (!matrix_)
    return 0;
  double sum = 0;
  for_each_local_entry(petsc(), [&](Index row, Index column, double value) {
    sum += value * (x[row].real() * x[column].real() + x[row].imag() * x[column].imag());
  });
  MPI_Allreduce(MPI_IN_PLACE, &sum, 1, MPI_DOUBLE, MPI_SUM, partition().communicator);
  return sum;
}

MatrixBuilder::MatrixBuilder(const Partition &partition) : partition_(partition) {}

void MatrixBuilder::add(Index row, Index column, double value) {
  if (row == no_unknown || column == no_unknown)
    return;
  if (std::min(row, column) < 0 || std::max(row, column) >= partition_.total)
    throw std::out_of_range("MatrixBuilder: entry (" + std::to_string(row) + ", " + std::to_string(column) +
                            ") lies outside of a matrix of size " + std::to_string(partition_.total));
  entries_.push_back({row, column, value});
  // The limit grows with what is kept, so that all merges together cost a few sorts of the result.
  if (entries_.size() - compressed_ > std::max(entries_before_merging, compressed_ / 2))
    compress();
}

void MatrixBuilder::add_element(std::span<const Index> unknowns, std::span<const double> values) {
  const std::size_t n = unknowns.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      add(unknowns[i], unknowns[j], values[i * n + j]);
}

void MatrixBuilder::add_symmetric(Index i, Index j, double value) {
  add(i, j, value);
  if (i != j)
    add(j, i, value);
}

void MatrixBuilder::add_coupling(std::span<const Index> rows, std::span<const Index> columns,
                                 std::span<const double> values) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < columns.size(); ++j) {
      add(rows[i], columns[j], values[i * columns.size() + j]);
      add(columns[j], rows[i], values[i * columns.size() + j]);
    }
}

void MatrixBuilder::compress() {
  sort_entries(entries_, partition_.total);
  std::size_t kept = 0;
  for (const Entry &entry : entries_)
    if (kept > 0 && entries_[kept - 1].row == entry.row && entries_[kept - 1].column == entry.column)
      entries_[kept - 1].value += entry.value;
    else
      entries_[kept++] = entry;
  entries_.resize(kept);
  compressed_ = kept;
}

RealMatrix MatrixBuilder::finish() {
  compress();
  entries_ = send_to_owners(entries_, partition_);
  compress();

  // Exact zeros, which elements with uncoupled components bring, would only widen the factor's pattern.
  const Index n_rows = partition_.end - partition_.begin;
  std::vector<Index> row_start(n_rows + 1, 0), columns;
  std::vector<double> values;
  for (const Entry &entry : entries_)
    if (entry.value != 0) {
      ++row_start[entry.row - partition_.begin + 1];
      columns.push_back(entry.column);
      values.push_back(entry.value);
    }
  std::partial_sum(row_start.begin(), row_start.end(), row_start.begin());
  std::vector<Entry>().swap(entries_);
  compressed_ = 0;

  Mat matrix = nullptr;
  check_petsc(MatCreate(partition_.communicator, &matrix));
  RealMatrix result(matrix);
  check_petsc(MatSetSizes(matrix, n_rows, n_rows, partition_.total, partition_.total));
  check_petsc(MatSetType(matrix, MATAIJ));
  // PETSc ignores the call that does not fit the matrix's type (sequential or distributed).
  check_petsc(MatSeqAIJSetPreallocationCSR(matrix, row_start.data(), columns.data(), values.data()));
  check_petsc(MatMPIAIJSetPreallocationCSR(matrix, row_start.data(), columns.data(), values.data()));
  check_petsc(MatSetOption(matrix, MAT_SYMMETRIC, PETSC_TRUE));
  check_petsc(MatSetOption(matrix, MAT_SYMMETRY_ETERNAL, PETSC_TRUE));
  return result;
}

} // namespace earshot
