#include "solver/algebra/real_matrix.h"

#include "solver/algebra/petsc_error.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <stdexcept>

namespace earshot {

namespace {

/// Uncompressed entries that a builder keeps before it merges them (64 MB).
constexpr std::size_t entries_before_merging = 4'000'000;

/// Eight numbers that the processor adds and multiplies side by side (a vector type of GCC and Clang).
class Eight {
public:
  static constexpr std::size_t size = 8;
  Eight() = default;
  explicit Eight(const double *from) { std::memcpy(&values_, from, sizeof values_); }
  void store(double *to) const { std::memcpy(to, &values_, sizeof values_); }
  void add(double factor, const Eight &other) { values_ += factor * other.values_; }

private:
  using Values __attribute__((vector_size(size * sizeof(double)))) = double;
  Values values_{};
};

/// Several rows, one after the other, whose entries stand in the same columns, as those of the unknowns of a
/// node do: what they are multiplied by is loaded once for all of them.
struct AlikeRows {
  static constexpr std::size_t most = 4; ///< which keeps all sums in registers
  Index row;                             ///< the first
  std::size_t n_rows;
  /// Each row's entries in the columns of the rows themselves, from its diagonal on; null without diagonal.
  std::array<const double *, most> triangle;
  const Index *columns; ///< the others: first those with a mirror image
  std::size_t n_mirrored, n_columns;
  std::array<const double *, most> values; ///< each row's entries there
};

/// Vectors to multiply and where the products are added up, row-major (unknown, vector).
struct Products {
  const double *x;           ///< all unknowns
  double *sums;              ///< some of this rank's rows
  const std::int32_t *place; ///< of each of this rank's rows among them
  Index begin;               ///< this rank's first row
  std::size_t width;

  double *sum_of(Index row) const { return sums + place[row - begin] * width; }
};

/// Adds what rows alike give for eight of the vectors.
template <std::size_t n>
[[gnu::always_inline]] inline void add_product(const AlikeRows &rows, const Products &products,
                                               std::size_t first) {
  Eight own[n], sum[n];
  for (std::size_t i = 0; i < n; ++i)
    own[i] = Eight(products.x + (rows.row + i) * products.width + first);
  for (std::size_t i = 0; i < n && rows.triangle[i] != nullptr; ++i)
    for (std::size_t j = i; j < n; ++j) {
      sum[i].add(rows.triangle[i][j - i], own[j]);
      if (j > i)
        sum[j].add(rows.triangle[i][j - i], own[i]);
    }
  for (std::size_t k = 0; k < rows.n_mirrored; ++k) {
    const Index column = rows.columns[k];
    const Eight there(products.x + column * products.width + first);
    double *const to = products.sum_of(column) + first;
    Eight mirrored(to);
    for (std::size_t i = 0; i < n; ++i) {
      sum[i].add(rows.values[i][k], there);
      mirrored.add(rows.values[i][k], own[i]);
    }
    mirrored.store(to);
  }
  for (std::size_t k = rows.n_mirrored; k < rows.n_columns; ++k) {
    const Eight there(products.x + rows.columns[k] * products.width + first);
    for (std::size_t i = 0; i < n; ++i)
      sum[i].add(rows.values[i][k], there);
  }
  for (std::size_t i = 0; i < n; ++i) {
    double *const to = products.sum_of(rows.row + static_cast<Index>(i)) + first;
    sum[i].add(1, Eight(to));
    sum[i].store(to);
  }
}

/// Compiled for several processors, of which the program picks the one it runs on. Sanitizers can't be at
/// work when the choice is made.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
[[gnu::target_clones("avx512f", "fma", "default")]]
#endif
void add_products(std::span<const AlikeRows> bundles, const Products &products) {
  for (const AlikeRows &rows : bundles)
    for (std::size_t first = 0; first < products.width; first += Eight::size)
      switch (rows.n_rows) {
      case 1:
        add_product<1>(rows, products, first);
        break;
      case 2:
        add_product<2>(rows, products, first);
        break;
      case 3:
        add_product<3>(rows, products, first);
        break;
      default:
        add_product<4>(rows, products, first);
      }
}

/// The rows of a matrix, in their order, together as far as they are alike.
template <class Storage>
std::vector<AlikeRows> alike_rows(const Storage &s) {
  const auto &p = *s.pattern;
  std::vector<AlikeRows> bundles;
  const auto columns_of = [&](std::size_t r) {
    return std::span<const Index>(p.columns.data() + p.start[r], p.start[r + 1] - p.start[r]);
  };
  const auto follows = [&](std::size_t r) { // row r - 1, and has its columns but for the first
    const std::span<const Index> before = columns_of(r - 1), here = columns_of(r);
    return p.rows[r] == p.rows[r - 1] + 1 && before.size() == here.size() + 1 &&
           before.front() == p.rows[r - 1] && here.front() == p.rows[r] &&
           std::equal(here.begin(), here.end(), before.begin() + 1);
  };
  if (s.symmetry == Symmetry::none) {
    for (std::size_t r = 0; r < p.rows.size(); ++r)
      bundles.push_back(
          {p.rows[r], 1, {}, columns_of(r).data(), 0, columns_of(r).size(), {s.values.data() + p.start[r]}});
    return bundles;
  }
  for (std::size_t r = 0; r < p.rows.size();) {
    std::size_t n = 1;
    while (n < AlikeRows::most && r + n < p.rows.size() && follows(r + n))
      ++n;
    // Columns that other ranks own to the left, then the rows' own, then what has a mirror image.
    const std::span<const Index> columns = columns_of(r);
    const std::size_t left = std::lower_bound(columns.begin(), columns.end(), p.rows[r]) - columns.begin();
    if (left > 0)
      bundles.push_back({p.rows[r], 1, {}, columns.data(), 0, left, {s.values.data() + p.start[r]}});
    const bool has_diagonal = left < columns.size() && columns[left] == p.rows[r];
    const std::size_t own = left + (has_diagonal ? n : 0);
    const std::size_t mirrored =
        std::lower_bound(columns.begin() + own, columns.end(), s.partition.end) - columns.begin() - own;
    AlikeRows rows{p.rows[r], n, {}, columns.data() + own, mirrored, columns.size() - own, {}};
    for (std::size_t i = 0; i < n; ++i) {
      const double *const entries = s.values.data() + p.start[r + i] + left;
      rows.triangle[i] = has_diagonal ? entries : nullptr;
      rows.values[i] = has_diagonal ? entries + n - i : entries;
    }
    bundles.push_back(rows);
    r += n;
  }
  return bundles;
}

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

/// Sorts by row, then column; equal ones keep their order.
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

/// First rows of all ranks, and the number of rows.
std::vector<Index> first_rows(const Partition &partition) {
  int n_ranks = 1;
  MPI_Comm_size(partition.communicator, &n_ranks);
  std::vector<Index> begins(n_ranks);
  MPI_Allgather(&partition.begin, 1, MPIU_INT, begins.data(), 1, MPIU_INT, partition.communicator);
  begins.push_back(partition.total);
  return begins;
}

/// Sends each entry, sorted by row, to the rank that owns its row; what arrives is in the order of ranks, so
/// that (i, j) and (j, i) of different owners are summed alike and the matrix is symmetric to the last bit.
template <typename Entry>
std::vector<Entry> send_to_owners(const std::vector<Entry> &entries, const Partition &partition) {
  int n_ranks = 1;
  MPI_Comm_size(partition.communicator, &n_ranks);
  if (n_ranks == 1)
    return entries;
  const std::vector<Index> begins = first_rows(partition);
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

PetscMatrix::PetscMatrix(Mat owned)
    : matrix_(owned, [](Mat matrix) {
        PetscBool finalized = PETSC_FALSE;
        PetscFinalized(&finalized);
        if (!finalized)
          MatDestroy(&matrix);
      }) {}

void RealMatrix::Pattern::add(Index row, Index column) {
  if (rows.empty() || rows.back() != row) {
    rows.push_back(row);
    start.push_back(start.back());
  }
  columns.push_back(column);
  ++start.back();
}

void RealMatrix::share_pattern(const RealMatrix &other) {
  if (empty() || other.empty() || shares_pattern(other) || !(*storage_->pattern == *other.storage_->pattern))
    return;
  storage_->pattern = other.storage_->pattern;
}

RealMatrix::RealMatrix(Mat matrix) {
  if (matrix == nullptr)
    return;
  auto storage = std::make_shared<Storage>();
  auto pattern = std::make_shared<Pattern>();
  storage->made_from = PetscMatrix(matrix);
  Partition &partition = storage->partition;
  partition.communicator = PetscObjectComm(reinterpret_cast<PetscObject>(matrix));
  check_petsc(MatGetOwnershipRange(matrix, &partition.begin, &partition.end));
  check_petsc(MatGetSize(matrix, &partition.total, nullptr));
  for (Index row = partition.begin; row < partition.end; ++row) {
    Index n = 0;
    const Index *columns = nullptr;
    const double *values = nullptr;
    check_petsc(MatGetRow(matrix, row, &n, &columns, &values));
    for (Index k = 0; k < n; ++k)
      if (storage->keeps(row, columns[k])) {
        pattern->add(row, columns[k]);
        storage->values.push_back(values[k]);
      }
    check_petsc(MatRestoreRow(matrix, row, &n, &columns, &values));
  }
  storage->pattern = std::move(pattern);
  storage_ = std::move(storage);
}

PetscMatrix RealMatrix::petsc() const {
  if (empty() || storage_->made_from != nullptr)
    return empty() ? PetscMatrix(nullptr) : storage_->made_from;
  const Partition &rows = storage_->partition;
  const Index n_rows = rows.end - rows.begin;
  std::vector<Index> start(n_rows + 1, 0);
  for_each_entry([&](Index row, Index, double) { ++start[row - rows.begin + 1]; });
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<Index> next(start.begin(), start.end() - 1), columns(start.back());
  std::vector<double> values(start.back());
  // By ascending column: first the mirror images, whose columns lie left of the diagonal.
  const auto place = [&](Index row, Index column, double value) {
    Index &at = next[row - rows.begin];
    columns[at] = column;
    values[at++] = value;
  };
  for_each_kept([&](Index row, Index column, double value, bool) {
    if (column < rows.begin)
      place(row, column, value);
  });
  for_each_kept([&](Index row, Index column, double value, bool twice) {
    if (twice)
      place(column, row, value);
  });
  for_each_kept([&](Index row, Index column, double value, bool) {
    if (column >= rows.begin)
      place(row, column, value);
  });
  Mat matrix = nullptr;
  check_petsc(MatCreate(rows.communicator, &matrix));
  PetscMatrix result(matrix);
  check_petsc(MatSetSizes(matrix, n_rows, n_rows, rows.total, rows.total));
  check_petsc(MatSetType(matrix, MATAIJ));
  // PETSc ignores the call that does not fit the matrix's type (sequential or distributed).
  check_petsc(MatSeqAIJSetPreallocationCSR(matrix, start.data(), columns.data(), values.data()));
  check_petsc(MatMPIAIJSetPreallocationCSR(matrix, start.data(), columns.data(), values.data()));
  if (is_symmetric()) {
    check_petsc(MatSetOption(matrix, MAT_SYMMETRIC, PETSC_TRUE));
    check_petsc(MatSetOption(matrix, MAT_SYMMETRY_ETERNAL, PETSC_TRUE));
  }
  return result;
}

std::size_t RealMatrix::n_nonzeros() const {
  if (empty())
    return 0;
  unsigned long long n = 0;
  for_each_kept([&](Index, Index, double, bool twice) { n += twice ? 2 : 1; });
  MPI_Allreduce(MPI_IN_PLACE, &n, 1, MPI_UNSIGNED_LONG_LONG, MPI_SUM, partition().communicator);
  return n;
}

Index RealMatrix::n_unknowns() const {
  if (empty())
    return 0;
  const Partition rows = partition();
  std::vector<char> used(rows.end - rows.begin, 0);
  for_each_entry([&](Index row, Index, double) { used[row - rows.begin] = 1; });
  Index n = static_cast<Index>(std::count(used.begin(), used.end(), 1));
  MPI_Allreduce(MPI_IN_PLACE, &n, 1, MPIU_INT, MPI_SUM, rows.communicator);
  return n;
}

void RealMatrix::apply_add(Complex factor, std::span<const Complex> x, std::span<Complex> y) const {
  const Index begin = partition().begin;
  for_each_entry(
      [&](Index row, Index column, double value) { y[row - begin] += factor * (value * x[column]); });
}

void RealMatrix::multiply(std::span<const double> x, std::size_t width,
                          const std::function<void(Index row, const double *values)> &add) const {
  if (width % Eight::size != 0)
    throw std::invalid_argument("RealMatrix::multiply takes vectors in eights");
  if (empty())
    return;
  const Storage &s = *storage_;
  const std::vector<AlikeRows> bundles = alike_rows(s);
  const Index begin = s.partition.begin;
  // What each row adds up to, where it holds something or the mirror image of something.
  std::vector<std::int32_t> place(s.partition.end - begin, -1);
  for (const AlikeRows &rows : bundles) {
    for (std::size_t i = 0; i < rows.n_rows; ++i)
      place[rows.row + static_cast<Index>(i) - begin] = 0;
    for (std::size_t k = 0; k < rows.n_mirrored; ++k)
      place[rows.columns[k] - begin] = 0;
  }
  std::int32_t n_used = 0;
  for (std::int32_t &at : place)
    if (at == 0)
      at = n_used++;
  std::vector<double> sums(n_used * width);
  add_products(bundles, {x.data(), sums.data(), place.data(), begin, width});
  for (std::size_t row = 0; row < place.size(); ++row)
    if (place[row] >= 0)
      add(static_cast<Index>(row), sums.data() + place[row] * width);
}

Complex RealMatrix::hermitian_form(std::span<const Complex> x) const {
  if (empty())
    return 0;
  double sum[2] = {0, 0};
  for_each_kept([&](Index row, Index column, double value, bool twice) {
    sum[0] += (twice ? 2 : 1) * value * (x[row].real() * x[column].real() + x[row].imag() * x[column].imag());
    if (!is_symmetric())
      sum[1] += value * (x[row].real() * x[column].imag() - x[row].imag() * x[column].real());
  });
  MPI_Allreduce(MPI_IN_PLACE, sum, 2, MPI_DOUBLE, MPI_SUM, partition().communicator);
  return {sum[0], sum[1]};
}

double RealMatrix::quadratic_form(std::span<const Complex> x) const {
  return hermitian_form(x).real();
}

MatrixBuilder::MatrixBuilder(const Partition &partition, Symmetry symmetry)
    : partition_(partition), symmetry_(symmetry) {}

void MatrixBuilder::add(Index row, Index column, double value) {
  if (symmetry_ != Symmetry::symmetric)
    throw std::logic_error("MatrixBuilder: a symmetric entry in a matrix without symmetry");
  keep({std::min(row, column), std::max(row, column), value});
}

void MatrixBuilder::add_entry(Index i, Index j, double value) {
  if (symmetry_ == Symmetry::symmetric)
    throw std::logic_error("MatrixBuilder: half an entry in a symmetric matrix");
  keep({i, j, value});
}

void MatrixBuilder::keep(const Entry &entry) {
  const auto [row, column, value] = entry;
  // Zeros, which elements with uncoupled components bring, would only widen the factor's pattern. What
  // cancels in the sum by chance stays, so that matrices of the same elements have the same pattern.
  if (row == no_unknown || column == no_unknown || value == 0)
    return;
  if (std::min(row, column) < 0 || std::max(row, column) >= partition_.total)
    throw std::out_of_range("MatrixBuilder: entry (" + std::to_string(row) + ", " + std::to_string(column) +
                            ") lies outside of a matrix of size " + std::to_string(partition_.total));
  entries_.push_back(entry);
  // The limit grows with what is kept, so that all merges together cost a few sorts of the result.
  if (entries_.size() - compressed_ > std::max(entries_before_merging, compressed_ / 2))
    compress();
}

void MatrixBuilder::add_element(std::span<const Index> unknowns, std::span<const double> values) {
  const std::size_t n = unknowns.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i; j < n; ++j)
      add(unknowns[i], unknowns[j], values[i * n + j]);
}

void MatrixBuilder::add_symmetric(Index i, Index j, double value) {
  add(i, j, value);
}

void MatrixBuilder::add_coupling(std::span<const Index> rows, std::span<const Index> columns,
                                 std::span<const double> values) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < columns.size(); ++j) // a diagonal entry and its transpose are the same place
      add(rows[i], columns[j], (rows[i] == columns[j] ? 2 : 1) * values[i * columns.size() + j]);
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

/// Gives the rows of two ranks an entry between them each.
void MatrixBuilder::mirror_between_ranks() {
  const std::vector<Index> begins = first_rows(partition_);
  const auto owner = [&](Index row) { return std::upper_bound(begins.begin(), begins.end(), row); };
  const std::size_t n = entries_.size();
  for (std::size_t k = 0; k < n; ++k) {
    const Entry entry = entries_[k];
    if (owner(entry.row) != owner(entry.column))
      entries_.push_back({entry.column, entry.row, entry.value});
  }
}

RealMatrix MatrixBuilder::finish() {
  compress();
  if (symmetry_ == Symmetry::symmetric)
    mirror_between_ranks();
  compress();
  entries_ = send_to_owners(entries_, partition_);
  compress();

  auto storage = std::make_shared<RealMatrix::Storage>();
  storage->partition = partition_;
  storage->symmetry = symmetry_;
  std::erase_if(entries_, [&](const Entry &entry) { return !storage->keeps(entry.row, entry.column); });
  auto pattern = std::make_shared<RealMatrix::Pattern>();
  pattern->columns.reserve(entries_.size());
  storage->values.reserve(entries_.size());
  for (const Entry &entry : entries_) {
    pattern->add(entry.row, entry.column);
    storage->values.push_back(entry.value);
  }
  std::vector<Entry>().swap(entries_);
  compressed_ = 0;
  pattern->rows.shrink_to_fit();
  pattern->start.shrink_to_fit();
  storage->pattern = std::move(pattern);
  RealMatrix result;
  result.storage_ = std::move(storage);
  return result;
}

} // namespace earshot
