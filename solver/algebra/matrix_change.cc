#include "solver/algebra/matrix_change.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace earshot {

namespace {

struct Entry {
  Index row, column;
  double value;
  bool operator<(const Entry &other) const {
    return std::tie(row, column) < std::tie(other.row, other.column);
  }
};

/// The upper triangle of the rows that this rank owns, in order.
void add_upper_entries(const RealMatrix &matrix, double sign, std::vector<Entry> &entries) {
  matrix.for_each_kept([&](Index row, Index column, double value, bool) {
    if (row <= column)
      entries.push_back({row, column, sign * value});
  });
}

/// The largest magnitude in each row of all ranks.
std::vector<double> row_sizes(const RealMatrix &matrix, const Partition &partition) {
  std::vector<double> sizes(partition.total, 0);
  matrix.for_each_entry(
      [&](Index row, Index, double value) { sizes[row] = std::max(sizes[row], std::abs(value)); });
  MPI_Allreduce(MPI_IN_PLACE, sizes.data(), static_cast<int>(sizes.size()), MPI_DOUBLE, MPI_MAX,
                partition.communicator);
  return sizes;
}

} // namespace

RealMatrix change_of_matrix(const RealMatrix &a, const RealMatrix &b, const Partition &partition,
                            double negligible) {
  std::vector<Entry> entries;
  add_upper_entries(a, -1, entries);
  add_upper_entries(b, 1, entries);
  std::stable_sort(entries.begin(), entries.end());
  const std::vector<double> sizes = row_sizes(a, partition);
  MatrixBuilder change(partition);
  for (std::size_t k = 0; k < entries.size();) {
    Entry sum = entries[k];
    for (++k; k < entries.size() && !(sum < entries[k]); ++k)
      sum.value += entries[k].value;
    if (std::abs(sum.value) > negligible * std::max(sizes[sum.row], sizes[sum.column]))
      change.add_symmetric(sum.row, sum.column, sum.value);
  }
  return change.finish();
}

} // namespace earshot
