#ifndef EARSHOT_PHYSICS_MAGNETICS_BLOCKED_IMPEDANCE_H
#define EARSHOT_PHYSICS_MAGNETICS_BLOCKED_IMPEDANCE_H

#include "solver/algebra/frequency_problem.h"
#include "solver/physics/magnetics/coil.h"

namespace earshot {

/// Round wire of a winding, for its own losses.
struct CoilWire {
  double diameter = 0;     ///< of the conductor [m]; 0 leaves the losses of the winding out
  double conductivity = 0; ///< [S/m]
};

/// Coefficients of the wire, for A e^{+i w t}.
/// R_ac/R_dc + i w L_i/R_dc of a round wire by itself: (k a / 2) J_0(k a) / J_1(k a), k^2 = -i w mu_0 sigma.
Complex wire_impedance_ratio(const CoilWire &wire, double omega);
/// nu - nu_0 of a winding of round wires in a transverse field [m/H], by the polarisability
/// 2 J_2(k a) / J_0(k a) of each and the mixing formula of Maxwell Garnett; small wires give
/// i w fill sigma a^2 / 4. @param fill  share of the conductor in the winding's area
Complex winding_reluctivity(const CoilWire &wire, double fill, double omega);

/// The small-signal field upon a static one, with the permeability dB/dH frozen at that and eddy currents in
/// the regions with conductivity:
///
///   int curl v . nu curl A dV + i w int sigma v A dV = int v J dV.
///
/// Terms: the stiffness and one conductivity term per conducting region (loss row "eddy_currents"); no loads.
/// Every rank holds the static problem; the terms are distributed. Unknown i of the space is unknown i of the
/// problem; after them come the conductors' voltages of a planar problem (conductors.h). Collective.
FrequencyProblem small_signal_problem(const MagnetostaticProblem &problem, std::span<const double> potential,
                                      MPI_Comm communicator);

/// The small-signal field of a blocked coil fed with 1 A (RMS). Beside the terms above: the winding's
/// proximity losses (loss row "proximity"), the current as load, and the output "coil_voltage", i w times the
/// flux linkage, so that Z(w) = R_dc wire_impedance_ratio(w) + coil_voltage.
/// @param potential the static field, see solve_adaptively
/// @throws std::invalid_argument for a winding with more conductor than area, or a coil outside of the mesh
FrequencyProblem blocked_impedance_problem(const MagnetostaticProblem &problem,
                                           std::span<const double> potential, const Coil &coil,
                                           double displacement, const CoilWire &wire, MPI_Comm communicator);

/// Refines a problem's mesh for the blocked impedance at the highest frequency, where the eddy currents' skin
/// is thinnest. The static potential is solved anew on each mesh. On each rank alone.
/// @return per pass: unknowns and the relative change of the coil's voltage, which estimates its error
std::vector<RefinementPass> refine_for_eddy_currents(MagnetostaticProblem &problem,
                                                     std::vector<double> &potential, const Coil &coil,
                                                     double highest_frequency,
                                                     const RefinementOptions &options = {});

} // namespace earshot

#endif
