#ifndef EARSHOT_MODEL_VENTS_H
#define EARSHOT_MODEL_VENTS_H

#include "solver/algebra/problem_builder.h"
#include "solver/algebra/types.h"
#include "solver/config/case.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/physics/acoustics/air_terms.h"
#include "solver/physics/acoustics/flow_loss.h"

#include <functional>
#include <string>
#include <vector>

namespace earshot {

class AirSpace;
class Circuit;
class Network;

/// A [[vent]] as a scalar of a balance: the volume displacement v through it [m3], along which a law's
/// pressure N [Pa] pushes. Output and load of a vent are the same vector c with the same coefficient a(w),
///
///   v = a c^T x + d N,   A x = b + a c N,
///
/// so that the answer of v to N, a^2 c^T A^-1 c + d, is symmetric with those of all other scalars.
///
/// A lumped passage has v among the unknowns: a = 1, d = 0. On a mesh N is a force N/L per volume along the
/// passage (direction e, length L, volume V, density rho' of its terms), so that its air moves by
/// (grad p - e N/L)/(w^2 rho'). The mean of that along the passage, 1/L int e . dV, gives
///
///   a = 1/(rho' w^2),   c^T p = 1/L int e . grad p,   d = -V/L^2 a.
///
/// Air that can't get out stays at rest: p = N e.x/L is in the space of the elements, and v = 0 exactly. In
/// plain air the boundary layer at the passage's walls is left out.
///
/// Through a cloth of area S and specific impedance Z the pressures p on its sides and N push v, each element
/// of it by as much as the pressures there say:
///
///   a = 1/(i w Z),   c^T p = int (p_near - p_far) dS,   d = S a.
struct Vent {
  std::string name;
  FlowLoss loss;
  bool is_cloth = false;                    ///< whose holes nothing is known of
  std::function<Complex(double omega)> own; ///< d [m3/Pa]
};

/// The node where a lumped passage from `node` begins: of a vent behind a branch of its name, whose flow is
/// the vent's.
std::string passage_inlet(Circuit &circuit, const Case &config, const std::string &passage,
                          const std::string &node);

/// c of a vent on the mesh, on field numbers ([m], of a cloth [m2]). Collective. @throws UserError for a
/// volume that is no straight passage
SparseVector vent_functional(const LoudVentConfig &vent, const Case &config, const AirSpace &air);
/// a of a vent on the mesh.
Coefficient vent_coefficient(const LoudVentConfig &vent, const AirModel &air);

/// Adds the straight passages among a case's vents to the facts. Collective. @throws UserError as above
void note_passages(const Case &config, const AirSpace &air, MeshFacts &facts);

/// The vents of a design of a model's matrices, in its order.
std::vector<Vent> vents(const Case &design, const MeshFacts &facts);

/// A line for the log.
std::string describe_vent(const Vent &vent);

} // namespace earshot

#endif
