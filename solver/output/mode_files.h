#ifndef EARSHOT_OUTPUT_MODE_FILES_H
#define EARSHOT_OUTPUT_MODE_FILES_H

#include <filesystem>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// A line of modes.csv; what isn't known is NaN, orders that aren't told are -1.
struct ModeRow {
  std::string body; ///< e.g. "dynamic" or "air"
  double frequency_hz = 0;
  double quality = std::numeric_limits<double>::infinity();
  int m = -1, n = -1;
  std::string kind;
  int multiplicity = 1; ///< 2 for a pair that differs in orientation
  double modal_force_factor = std::numeric_limits<double>::quiet_NaN();        ///< [kg^-1/2]
  double modal_volume_displacement = std::numeric_limits<double>::quiet_NaN(); ///< [m2 kg^-1/2]
  double modal_mass_kg = std::numeric_limits<double>::quiet_NaN();
  double eardrum_db =
      std::numeric_limits<double>::quiet_NaN(); ///< level without the rest, re the whole response
  double residual = std::numeric_limits<double>::quiet_NaN(); ///< of the full problem, relative
  /// Shares of zones or volumes in the energies.
  std::vector<std::pair<std::string, double>> kinetic, potential;
};

/// body, frequency_hz, quality, m, n, kind, multiplicity, modal_force_factor, modal_volume_displacement,
/// modal_mass_kg, eardrum_db, residual, kinetic_<zone> for the zones of all bodies in order of appearance
/// (empty in rows of others), potential_<zone>.
std::string modes_csv(const std::vector<ModeRow> &rows);

/// Writes modes.csv. UserError when the file can't be written.
void write_modes(const std::filesystem::path &directory, const std::vector<ModeRow> &rows);

} // namespace earshot

#endif
