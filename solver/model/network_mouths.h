#ifndef EARSHOT_MODEL_NETWORK_MOUTHS_H
#define EARSHOT_MODEL_NETWORK_MOUTHS_H

#include "solver/config/case.h"

#include <string>

namespace earshot {

/// Area of a lumped passage at one of its ends [m2]; 0 of an element that is none.
double passage_area(const NetworkElementConfig &element, bool far_end);

/// Mouths of a lumped tube, slit or annulus, by what its nodes lead to, dampers, screens and masses left out
/// of account. An end is a mouth at a cavity, a radiation, a port of the mesh, free air (ground) and wherever
/// else no passage goes on; where other passages do, it is the step to the sum of their areas. It is none
/// where nothing but the passage is (or a circuit file) and at an ear or a two-port, whose insides are
/// unknown.
double lumped_mouths(const NetworkElementConfig &passage, const Case &config);

/// The number of mouths of each passage that has any, and how much longer they make its friction; empty if
/// none has.
std::string describe_lumped_mouths(const Case &config);

} // namespace earshot

#endif
