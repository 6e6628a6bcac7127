#ifndef EARSHOT_CONFIG_NETWORK_CHECK_H
#define EARSHOT_CONFIG_NETWORK_CHECK_H

#include "solver/config/case.h"

#include <vector>

namespace earshot {

/// Whether the case is a network alone: no mesh, no driver with a surface.
bool is_lumped(const Case &c);

/// Whether the ear ends a surface of the mesh: it is at no node of the network, and there is one.
bool ends_surface(const Case &c);

/// Names that lumped networks and what refers to them get wrong. Nodes, domains and values are checked where
/// the circuit is built.
void check_network(const Case &c, std::vector<Diagnostic> &diagnostics);

} // namespace earshot

#endif
