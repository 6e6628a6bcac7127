#ifndef EARSHOT_MODEL_NETWORK_TABLES_H
#define EARSHOT_MODEL_NETWORK_TABLES_H

#include "solver/model/network_elements.h"
#include "solver/physics/ears/impedance_table.h"

namespace earshot {

/// Holds the frequencies of a case against those of a table.
/// @param extrapolate whether the user wants the table held constant beyond its ends, which warns
/// @throws UserError at `table` when there are frequencies beyond the ends and the user doesn't
void check_range(const Located<std::string> &table, bool extrapolate, double lowest_hz, double highest_hz,
                 const Case &config, std::vector<std::string> &warnings);

/// The impedance of a curve from a file, which warns where its resistance is negative.
/// @throws UserError at `file` for what can't be an ImpedanceTable
ImpedanceTable impedance_table(const Located<std::string> &file, const ImportedCurve &curve,
                               std::vector<std::string> &warnings);

/// A file's impedance of one quantity, acoustic or specific; warns of what its reader did, and as above.
/// @throws UserError at `file`
ImpedanceTable read_table_of(const Located<std::string> &file, TableQuantity quantity,
                             std::vector<std::string> &warnings);

/// An impedance from a file between two nodes. Warns of negative resistances.
void add_impedance_element(Circuit &circuit, const ReadElement &element, const ElementContext &context);

/// A two-port from a file; between its rows the chain matrix is linear in log frequency. Warns of rows that
/// are not reciprocal or not passive.
void add_two_port_table(Circuit &circuit, const ReadElement &element, const ElementContext &context);

/// A two-port by the formulas of its chain matrix, which may name the element's lengths and areas,
/// air_density and speed_of_sound. Warns when it isn't reciprocal or passive at the case's frequencies.
/// @throws UserError at a formula that can't be understood or isn't finite
void add_two_port_formula(Circuit &circuit, const ReadElement &element, const ElementContext &context);

/// A receiver by Hunt's parameters as formulas: V = Z_e I + T U, p = T I - Z_a U with the volume velocity U
/// out of the spout and T the transduction of a magnetic receiver (Hunt, Electroacoustics, 1954). Warnings
/// and errors as above.
void add_hunt(Circuit &circuit, const ReadElement &element, const ElementContext &context);

/// How far a d - b c of a chain matrix is from 1, or between domains from 1 or -1 where that is nearer:
/// magnetic transducers are antireciprocal.
double reciprocity_error(const TwoPort &chain, bool between_domains = false);
/// The smaller eigenvalue of the Hermitian part of the admittance matrix over the larger magnitude of its
/// entries: negative where the two-port would give power. Without an admittance matrix, b = 0, the same of
/// the power that enters, Re(conj(a) c) |p2|^2 + Re((conj(a) d - 1) conj(p2) U2).
double passivity_margin(const TwoPort &chain);

} // namespace earshot

#endif
