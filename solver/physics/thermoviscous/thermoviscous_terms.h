#ifndef EARSHOT_PHYSICS_THERMOVISCOUS_THERMOVISCOUS_TERMS_H
#define EARSHOT_PHYSICS_THERMOVISCOUS_THERMOVISCOUS_TERMS_H

#include "solver/algebra/problem_builder.h"
#include "solver/fem/viscous_space.h"
#include "solver/materials/air.h"

#include <functional>
#include <string>

namespace earshot {

/// mu_B / mu of air (Pierce, Acoustics, 1989, section 10-8).
constexpr double bulk_to_shear_viscosity = 0.6;

/// The real matrices of the linearised equations of Navier, Stokes and Fourier in a volume.
struct ThermoviscousMatrices {
  RealMatrix inertia;       ///< int xi . w [m3]
  RealMatrix friction;      ///< int tau(xi)/mu : grad w, tau with mu_B = 0.6 mu [m]
  RealMatrix pressure_work; ///< int p div w + q div xi [m2]
  RealMatrix compression;   ///< int p q [m3]
  RealMatrix expansion;     ///< int p th + q T [m3]
  RealMatrix heat_storage;  ///< int T th [m3]
  RealMatrix conduction;    ///< int grad T . grad th [m]
};

/// Collective. @param volume  index into the mesh's volumes
ThermoviscousMatrices thermoviscous_matrices(const ViscousSpace &space, int volume,
                                             const ViscousNumbering &numbering, const Partition &partition);

/// int p w.n + q xi.n, n out of the air and p, q the air's pressure there [m2]. Collective.
/// @param air_number  global number of an air unknown
RealMatrix thermoviscous_interface(const ViscousSpace &space, int volume, const ViscousNumbering &numbering,
                                   const std::function<Index(Index)> &air_number, const Partition &partition);

/// Adds a volume's terms: with the displacement xi, the pressure p and the temperature T above the rest's of
/// an ideal gas at exp(+i w t), tau(xi) = mu (grad xi + grad xi^T - 2/3 div xi I) + mu_B div xi I,
///
///   momentum    -w^2 rho (xi, w) + i w (tau(xi), grad w) - (p, div w) + wall and interface  = 0
///   continuity  -(q, div xi) - (q, p)/P0 + (q, T)/T0                                        = 0
///   energy      -rho c_p/T0 (th, T) + i kappa/(w T0) (grad th, grad T) + (th, p)/T0         = 0
///
/// (Morse and Ingard, Theoretical Acoustics, 1968, section 6.4; the energy equation is divided by -i w T0,
/// which makes the three symmetric). At the interface the plain air's pressure is the normal stress,
/// tangential stress and flow of heat vanish, and normal displacement goes on: -(p_air, w.n) in the momentum
/// and -(q_air, xi.n) in the air's balance, n out of the plain air.
/// @param matrices, interface  assemble the above
void add_thermoviscous_terms(const std::string &volume, const AirProperties &air,
                             const std::function<ThermoviscousMatrices()> &matrices,
                             const std::function<RealMatrix()> &interface, ProblemBuilder problem);

/// The matrices of a thin layer of plain air on the joints of thermoviscous volumes, by AirSpace::joints().
/// What is joined there, such as a port, may prescribe a velocity that isn't zero at the rim, where the
/// volume's air sticks: the layer, a two-hundredth of the elements in thickness, lets it pass.
struct JointLayers {
  RealMatrix stiffness; ///< int thickness grad_T p . grad_T q [m]
  RealMatrix mass;      ///< int thickness p q [m3]
};
/// Collective. @param air_number  global number of an air unknown
JointLayers joint_layers(const AirSpace &air, const std::function<Index(Index)> &air_number,
                         const Partition &partition);

/// Adds the layers' terms, which are those of plain air.
void add_joint_layers(const AirProperties &air, const std::function<JointLayers()> &layers,
                      ProblemBuilder problem);

} // namespace earshot

#endif
