#ifndef EARSHOT_OUTPUT_HOUSING_FORCE_FILES_H
#define EARSHOT_OUTPUT_HOUSING_FORCE_FILES_H

#include "solver/results/response.h"

#include <filesystem>
#include <vector>

namespace earshot {

/// Forces with which drivers push the housing, over the frequencies of a sweep.
struct HousingForce {
  std::vector<double> frequency_hz;   ///< ascending
  std::vector<double> net_n;          ///< of the drivers on the mesh together, by their directions: peak [N]
  std::vector<ComplexSeries> drivers; ///< each towards its front [N RMS]
};

/// housing_force.csv: frequency_hz, net_n, then <driver>_n (peak) and <driver>_phase_deg. @throws UserError
void write_housing_force(const std::filesystem::path &directory, const HousingForce &force);

} // namespace earshot

#endif
