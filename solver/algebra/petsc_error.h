#ifndef EARSHOT_ALGEBRA_PETSC_ERROR_H
#define EARSHOT_ALGEBRA_PETSC_ERROR_H

#include <petscsys.h>

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

} // namespace earshot

#endif
