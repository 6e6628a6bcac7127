#ifndef EARSHOT_ANALYSIS_HOUSING_FORCE_H
#define EARSHOT_ANALYSIS_HOUSING_FORCE_H

#include "solver/model/model.h"
#include "solver/output/housing_force_files.h"
#include "solver/sweep/reduced_model.h"

namespace earshot {

/// The forces with which the drivers push a housing at rest, from a reduced model. What a driver's moving
/// parts gain in momentum, motor and suspension take from the housing (Newton's third law):
///
///   F_d = w^2 int m u.d  over its parts,    d its front, m mass per area, length or piece,
///
/// and for an armature or a moving coil of the network w^2 sum m x over its nodes. The net force is that of
/// the drivers on the mesh, |sum_d F_d d|; a network's drivers have no direction. The air's own momentum,
/// which is small against that of the parts, and the canal's pressure on the tip are left out.
///
/// @param model  with the outputs of asks_for_housing_force
HousingForce housing_force(const ReducedModel &reduced, const Model &model);

/// Places of the outputs that sum to the reaction of a driver on the mesh; none where the model has none.
std::vector<std::size_t> reaction_outputs(const ReducedModel &reduced, const std::string &driver);

/// Largest over a period of the sum of forces [N RMS], each along its direction (of any length) [N].
double net_force_peak(std::span<const dealii::Tensor<1, 3>> directions, std::span<const Complex> forces);

/// A table of forces at a few frequencies for the log.
std::string describe_housing_force(const HousingForce &force);

} // namespace earshot

#endif
