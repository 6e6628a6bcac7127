#ifndef EARSHOT_ANALYSIS_HOUSING_MOTION_H
#define EARSHOT_ANALYSIS_HOUSING_MOTION_H

#include "solver/model/model.h"
#include "solver/output/housing_motion_files.h"
#include "solver/sweep/reduced_model.h"

namespace earshot {

/// How a moving housing moves, from a reduced model, and what is heard of that: the answer y against that of
/// the housing held. With the motions q = C^T x and G = C^T A^-1 C the forces F = -G^-1 q hold it, so that
///
///   y_held = y + c^T A^-1 C F
///
/// Elastic walls have more motions than forces could hold: there y_held is the answer of a model of its own.
/// @param model  with a moving housing and an eardrum
/// @param held  of held_case(), for a housing with elastic walls
HousingMotion housing_motion(const ReducedModel &reduced, const Model &model,
                             const ReducedModel *held = nullptr);

/// The case with its housing at rest.
Case held_case(const Case &config);

/// A table of motions, shares and accelerations at a few frequencies for the log.
std::string describe_housing_motion(const HousingMotion &motion);

} // namespace earshot

#endif
