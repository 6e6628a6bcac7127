#include "solver/algebra/singular_values.h"

#include <algorithm>
#include <stdexcept>

// The Fortran interface of LAPACK, which comes without a header.
extern "C" void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n, double *a,
                        const int *lda, double *s, double *u, const int *ldu, double *vt, const int *ldvt,
                        double *work, const int *lwork, int *info);

namespace earshot {

SingularValues singular_values(TallMatrix matrix) {
  const int m = static_cast<int>(matrix.rows), n = static_cast<int>(matrix.columns), one = 1;
  const std::size_t columns = matrix.columns;
  std::vector<double> values(columns, 0.0), rows_of_v(columns * columns);
  const int work_size = 5 * std::max(m, n) + 3 * std::min(m, n) + 64;
  std::vector<double> work(work_size);
  int info = 0;
  dgesvd_("N", "A", &m, &n, matrix.values.data(), &m, values.data(), nullptr, &one, rows_of_v.data(), &n,
          work.data(), &work_size, &info);
  if (info != 0)
    throw std::runtime_error("the singular values of a matrix were not found");
  SingularValues result{values, std::vector(columns, std::vector<double>(columns))};
  for (std::size_t k = 0; k < columns; ++k)
    for (std::size_t j = 0; j < columns; ++j)
      result.directions[k][j] = rows_of_v[j * columns + k];
  return result;
}

} // namespace earshot
