#ifndef EARSHOT_ALGEBRA_LOCAL_ENTRIES_H
#define EARSHOT_ALGEBRA_LOCAL_ENTRIES_H

#include "solver/algebra/types.h"

#include <mpi.h>
#include <petscmat.h>

#include <stdexcept>
#include <string>

namespace earshot {

/// Turns a PETSc error code into an exception.
inline void check_petsc(PetscErrorCode code) {
  if (code == 0)
    return;
  const char *text = nullptr;
  PetscErrorMessage(code, &text, nullptr);
  throw std::runtime_error(std::string("PETSc: ") + (text ? text : "unknown error"));
}

/// Calls visit(row, column, value) for the entries of a sequential AIJ block.
/// @param column  maps the block's column number to the global one
template <typename Column, typename Visit>
void for_each_block_entry(Mat block, Index first_row, Column column, Visit &&visit) {
  PetscInt n = 0;
  const PetscInt *start = nullptr, *columns = nullptr;
  const PetscScalar *values = nullptr;
  PetscBool done = PETSC_FALSE;
  check_petsc(MatGetRowIJ(block, 0, PETSC_FALSE, PETSC_FALSE, &n, &start, &columns, &done));
  check_petsc(MatSeqAIJGetArrayRead(block, &values));
  for (PetscInt row = 0; row < n; ++row)
    for (PetscInt k = start[row]; k < start[row + 1]; ++k)
      visit(first_row + row, column(columns[k]), values[k]);
  check_petsc(MatSeqAIJRestoreArrayRead(block, &values));
  check_petsc(MatRestoreRowIJ(block, 0, PETSC_FALSE, PETSC_FALSE, &n, &start, &columns, &done));
}

/// Calls visit(row, column, value), with global numbers, for every stored entry of the rows that this
/// rank owns. The order is the same at every call: first the columns that this rank owns, then the others.
template <typename Visit>
void for_each_local_entry(Mat matrix, Visit &&visit) {
  if (matrix == nullptr)
    return;
  PetscInt begin = 0;
  check_petsc(MatGetOwnershipRange(matrix, &begin, nullptr));
  PetscBool distributed = PETSC_FALSE;
  check_petsc(PetscObjectTypeCompare(reinterpret_cast<PetscObject>(matrix), MATMPIAIJ, &distributed));
  if (!distributed)
    return for_each_block_entry(
        matrix, begin, [](Index j) { return j; }, visit);
  Mat diagonal_block = nullptr, other_block = nullptr;
  const PetscInt *other_columns = nullptr;
  check_petsc(MatMPIAIJGetSeqAIJ(matrix, &diagonal_block, &other_block, &other_columns));
  for_each_block_entry(
      diagonal_block, begin, [begin](Index j) { return begin + j; }, visit);
  for_each_block_entry(
      other_block, begin, [other_columns](Index j) { return other_columns[j]; }, visit);
}

} // namespace earshot

#endif
