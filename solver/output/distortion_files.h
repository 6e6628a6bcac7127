#ifndef EARSHOT_OUTPUT_DISTORTION_FILES_H
#define EARSHOT_OUTPUT_DISTORTION_FILES_H

#include "solver/files/tables.h"

#include <array>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace earshot {

/// A driver's coil at one fundamental and voltage.
struct CoilMotion {
  double excursion_mm = std::numeric_limits<double>::quiet_NaN(); ///< largest |x|
  double offset_mm = std::numeric_limits<double>::quiet_NaN();    ///< mean x
};

/// What the eardrum hears of one fundamental at one voltage. NaN where the balance fails, and of harmonics
/// above the sweep.
struct DistortionRow {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  static constexpr std::size_t n_harmonics = 5; ///< that rows tell, the fundamental among them

  double frequency_hz = 0, voltage_v = 0; ///< RMS
  double level_db = unknown;              ///< SPL of the fundamental
  double compression_db = unknown;        ///< below the linear answer
  double thd_percent = unknown;
  std::array<double, 4> harmonics_db{unknown, unknown, unknown, unknown}; ///< SPL of H2 ... H5
  std::array<double, 4> harmonics_percent{unknown, unknown, unknown, unknown};
  std::vector<CoilMotion> coils;              ///< per driver
  std::vector<double> vent_velocities_mps{};  ///< per vent: largest of the mean over its section
  std::vector<double> thd_alone, thd_without; ///< [%] per law: with no other, with all but it
  /// Peak net force on the housing of harmonics 1 ... 5 [N]; empty where it isn't asked for.
  std::vector<double> housing_force_n{};
};

/// A line of the spectrum of two tones at once: m1 f1 + m2 f2.
struct IntermodulationRow {
  double voltage_v = 0; ///< RMS of both tones together
  int order = 0, m1 = 0, m2 = 0;
  double frequency_hz = 0;
  double level_db = DistortionRow::unknown;
  double percent = DistortionRow::unknown; ///< of both tones together, RMS
};

struct Distortion {
  std::vector<std::string> drivers, vents, laws; ///< laws: empty where causes aren't asked for
  std::vector<DistortionRow> rows;               ///< voltage by voltage, ascending frequencies
  std::vector<IntermodulationRow>
      intermodulation{}; ///< voltage by voltage, ascending orders; empty: not asked
};

/// What one number of a case does to the distortion.
struct DistortionSensitivity {
  /// Of the fundamental, of all harmonics against it, of H2, of H3.
  using Levels = std::array<double, 4>;
  struct Row {
    double frequency_hz, voltage_v; ///< of the fundamental
    Levels change_db;               ///< for 1 % more of the number, or for one unit of one that is 0
  };

  std::string key;
  double nominal = 0; ///< in `unit`
  std::string unit;
  std::vector<Row> rows;

  /// Root of the mean square of the change of all harmonics against the fundamental [dB], where it is known.
  double thd_rms() const;
};

/// key, nominal, unit, frequency_hz, voltage_v, level_db, thd_db, h2_db, h3_db: a line for each row.
std::string distortion_sensitivity_csv(const std::vector<DistortionSensitivity> &sensitivities);

/// frequency_hz, voltage_v, level_db, compression_db, thd_percent, h2_db ... h5_db, h2_percent ...
/// h5_percent, excursion_mm.<driver>, offset_mm.<driver>, velocity_mps.<vent>, thd_alone_percent.<law>,
/// thd_without_percent.<law>, where the forces on the housing are known h1_housing_n ... h5_housing_n.
Table distortion_table(const Distortion &distortion);

/// voltage_v, order, m1, m2, frequency_hz, level_db, percent.
Table intermodulation_table(const std::vector<IntermodulationRow> &rows);

/// Writes distortion.csv and, where it is asked for, intermodulation.csv. @throws UserError
void write_distortion(const std::filesystem::path &directory, const Distortion &distortion);

} // namespace earshot

#endif
