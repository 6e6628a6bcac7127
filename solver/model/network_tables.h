#ifndef EARSHOT_MODEL_NETWORK_TABLES_H
#define EARSHOT_MODEL_NETWORK_TABLES_H

#include "solver/model/network_elements.h"

namespace earshot {

/// Holds the frequencies of a case against those of a table.
/// @param extrapolate whether the user wants the table held constant beyond its ends, which warns
/// @throws UserError at `table` when there are frequencies beyond the ends and the user doesn't
void check_range(const Located<std::string> &table, bool extrapolate, double lowest_hz, double highest_hz,
                 const Case &config, std::vector<std::string> &warnings);

/// An impedance from a file between two nodes. Warns of negative resistances.
void add_impedance_element(Circuit &circuit, const ReadElement &element, const ElementContext &context);

/// A two-port from a file; between its rows the chain matrix is linear in log frequency. Warns of rows that
/// are not reciprocal or not passive.
void add_two_port_table(Circuit &circuit, const ReadElement &element, const ElementContext &context);

/// A two-port by the formulas of its chain matrix, which may name the element's lengths and areas,
/// air_density and speed_of_sound. Warns when it isn't reciprocal or passive at the case's frequencies.
/// @throws UserError at a formula that can't be understood or isn't finite
void add_two_port_formula(Circuit &circuit, const ReadElement &element, const ElementContext &context);

/// |a d - b c - 1| of a chain matrix.
double reciprocity_error(const TwoPort &chain);
/// The smaller eigenvalue of the Hermitian part of the admittance matrix over the larger magnitude of its
/// entries: negative where the two-port would give power. Without an admittance matrix, b = 0, the same of
/// the power that enters, Re(conj(a) c) |p2|^2 + Re((conj(a) d - 1) conj(p2) U2).
double passivity_margin(const TwoPort &chain);

} // namespace earshot

#endif
