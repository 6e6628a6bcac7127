#ifndef EARSHOT_CIRCUIT_NETLIST_LAWS_H
#define EARSHOT_CIRCUIT_NETLIST_LAWS_H

#include "solver/circuit/circuit.h"
#include "solver/circuit/netlist_parameters.h"

#include <memory>
#include <string>

namespace earshot {

/// A function of s = i omega such as "1/(1 + s*1m)". @throws std::invalid_argument
FrequencyLaw laplace_law(const std::string &text, const ParameterScope &parameters);

/// Rows of frequency [Hz], level [dB], phase [degree], in brackets or not. Between them level and phase are
/// linear in log frequency. @throws std::invalid_argument for what isn't that, and for a table that doesn't
/// reach from `lowest_hz` to `highest_hz`
FrequencyLaw table_law(const std::string &text, const ParameterScope &parameters, double lowest_hz,
                       double highest_hz);

/// "v(a,b)" or "v(a)" as a pair of words; the second is "0". @throws std::invalid_argument
std::pair<std::string, std::string> voltage_between(const std::string &text);

} // namespace earshot

#endif
