#ifndef EARSHOT_PHYSICS_ACOUSTICS_FLOW_LOSS_H
#define EARSHOT_PHYSICS_ACOUSTICS_FLOW_LOSS_H

#include "solver/sweep/harmonic_balance.h"

#include <string>

namespace earshot {

/// A passage or cloth whose flow separates from its edges.
struct FlowLoss {
  double density = 0;     ///< [kg/m3]
  double coefficient = 0; ///< K [1] of entrance and exit together
  double area = 0;        ///< [m2]; of a cloth the whole, threads and holes
};

/// K of a cloth or perforated sheet for the mean velocity over the whole of it,
///
///   K = (1 - s^2)/(s C)^2
///
/// where s is the share of its area that is holes and C = 0.76 the discharge coefficient of one (Melling, J.
/// Sound Vib. 29, 1973).
double cloth_loss_coefficient(double open_share);

/// The pressure that the flow through a passage loses beyond its linear friction, as if it were steady:
///
///   dp = rho/2 K |u| u,   u = (dv/dt)/S
///
/// of the volume displacement v [m3] (Ingard and Ising, J. Acoust. Soc. Am. 42, 1967). The law acts on v as
/// the pressure -dp [Pa] along it, so that it takes the power dp dv/dt >= 0. |u| u has a continuous first
/// derivative 2 |u|, whose own slope is bounded by 2: Newton's method needs no more to converge by squares.
Law flow_loss_law(const std::string &vent, const FlowLoss &loss, std::size_t volume_displacement);

} // namespace earshot

#endif
