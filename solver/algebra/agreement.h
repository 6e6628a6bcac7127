#ifndef EARSHOT_ALGEBRA_AGREEMENT_H
#define EARSHOT_ALGEBRA_AGREEMENT_H

#include <mpi.h>

#include <vector>

namespace earshot {

/// The first rank's values, on every rank. What each rank computes for itself may differ in its last digits,
/// and ranks that decide by it must not part ways: they would wait for each other forever. Collective.
/// @param values as many on every rank
inline std::vector<double> agreed(std::vector<double> values, MPI_Comm communicator) {
  MPI_Bcast(values.data(), static_cast<int>(values.size()), MPI_DOUBLE, 0, communicator);
  return values;
}

inline double agreed(double value, MPI_Comm communicator) {
  return agreed(std::vector<double>{value}, communicator).front();
}

} // namespace earshot

#endif
