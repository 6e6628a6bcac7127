#ifndef EARSHOT_PHYSICS_TRANSDUCERS_LUMPED_PISTON_H
#define EARSHOT_PHYSICS_TRANSDUCERS_LUMPED_PISTON_H

#include "solver/algebra/problem_builder.h"

namespace earshot {

/// A diaphragm that moves as one rigid piece on a spring. Unknown: its displacement x [m] along the
/// driver's axis, positive to the front. Row: (1/C + i w R - w^2 M) x - a^T p - Bl i = 0.
struct LumpedPiston {
  std::string name = "piston";
  double mass = 0;                 ///< M_ms, with the coil, without air [kg]
  double compliance = 0;           ///< C_ms [m/N]
  double resistance = 0;           ///< R_ms [N s/m]
  Index displacement = no_unknown; ///< global number of x
  /// a: int q (n . axis) over the wetted surfaces, n out of the air: positive behind the piston, negative
  /// before it [m^2]. Entries are air unknowns, or pressure nodes of a network.
  SparseVector wetted_area{};
  std::string qualifier{}; ///< before its loss row: "<driver>/" where there are several, else nothing
};

/// Adds the terms and the output "<name>.displacement". Loss row: "suspension", after the qualifier.
/// Collective; rank 0 contributes the entries.
/// @throws std::invalid_argument for a missing number, a non-positive mass or compliance, or R < 0
void add_lumped_piston(const LumpedPiston &piston, ProblemBuilder problem);

} // namespace earshot

#endif
