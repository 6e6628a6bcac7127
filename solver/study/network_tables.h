#ifndef EARSHOT_STUDY_NETWORK_TABLES_H
#define EARSHOT_STUDY_NETWORK_TABLES_H

#include "solver/study/network_elements.h"

namespace earshot {

/// An impedance from a file between two nodes, held constant beyond its ends, with a warning.
void add_impedance_element(Circuit &circuit, const ReadElement &element, const ElementContext &context);

/// A two-port from a file. Between its rows the chain matrix is linear in log frequency, beyond them it is
/// held constant, with a warning, as for rows that are not reciprocal or not passive.
void add_two_port_element(Circuit &circuit, const ReadElement &element, const ElementContext &context);

/// |a d - b c - 1| of a chain matrix.
double reciprocity_error(const TwoPort &chain);
/// The smaller eigenvalue of the Hermitian part of the admittance matrix over the larger magnitude of its
/// entries: negative where the two-port would give power.
double passivity_margin(const TwoPort &chain);

} // namespace earshot

#endif
