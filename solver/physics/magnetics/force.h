#ifndef EARSHOT_PHYSICS_MAGNETICS_FORCE_H
#define EARSHOT_PHYSICS_MAGNETICS_FORCE_H

#include "solver/physics/magnetics/magnetostatics.h"

namespace earshot {

/// Force along the second coordinate on what lies in a rectangle [N], by Maxwell's stress averaged over a
/// frame of air around it (the eggshell method of Henrotte, Deliege, Hameyer, COMPEL 23, 2004):
/// F = -int T grad(gamma) dV, where gamma falls from 1 on the rectangle to 0 at `margin` outside of it.
/// The frame must hold nothing but air. In an axisymmetric problem the rectangle may begin on the axis.
double maxwell_force(const MagnetostaticProblem &problem, std::span<const double> potential, double inner,
                     double outer, double bottom, double top, double margin);

} // namespace earshot

#endif
