#ifndef EARSHOT_OUTPUT_HOUSING_MOTION_FILES_H
#define EARSHOT_OUTPUT_HOUSING_MOTION_FILES_H

#include "solver/results/response.h"

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// Motion of the housing over the frequencies of a sweep, and what the eardrum hears of it.
struct HousingMotion {
  std::vector<double> frequency_hz; ///< ascending
  /// x, y, z of the centre of mass [m/V], rx, ry, rz [rad/V], per volt of the source.
  std::array<ComplexSeries, 6> motions;
  struct Point {
    std::string name;
    std::array<std::vector<double>, 3> acceleration; ///< along x, y, z [m/s2 per V]
  };
  std::vector<Point> points;
  /// Share of the pressure at the eardrum, the difference to that of the housing held, over the whole [dB].
  std::vector<double> share_db;
  std::vector<double> level_change_db; ///< of the level at the eardrum, moving over held
  /// Likewise of sound from outside, without sign; empty where isolation isn't asked for. More is less
  /// isolation.
  std::vector<double> isolation_loss_db;
};

/// housing.csv: frequency_hz, share_db, level_change_db, isolation_loss_db where there is one, <motion>_m_v
/// and <motion>_phase_deg of x, y, z, likewise with _rad_v of rx, ry, rz, then <point>_<axis>_m_s2_v.
/// @throws UserError
void write_housing_motion(const std::filesystem::path &directory, const HousingMotion &motion);

} // namespace earshot

#endif
