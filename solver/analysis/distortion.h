#ifndef EARSHOT_ANALYSIS_DISTORTION_H
#define EARSHOT_ANALYSIS_DISTORTION_H

#include "solver/analysis/key_figures.h"
#include "solver/analysis/large_signal_drivers.h"
#include "solver/analysis/law_ports.h"
#include "solver/model/large_signal.h"
#include "solver/output/distortion_files.h"
#include "solver/sweep/driven_balance.h"

#include <string>
#include <vector>

namespace earshot {

/// Harmonics of an earphone at high level, by harmonic balance of its ports with the laws of its drivers and
/// vents.
class DistortionStudy {
public:
  /// @param ports             of its drivers and vents, in their order
  /// @param highest_frequency of the sweep: harmonics above it are balanced, but not heard [Hz]
  DistortionStudy(const LawPorts &ports, LargeSignal large, const DistortionConfig &config,
                  double highest_frequency);

  /// Every fundamental at every voltage. A point that doesn't converge is told among the warnings, the rest
  /// goes on.
  Distortion run(const std::vector<double> &frequencies);

  /// The voltages of the config and those that its levels take at level_frequency.
  const std::vector<double> &voltages() const { return voltages_; }

  /// `voltage_<level>db_v` of each level; at level_frequency `level_at_thd_limit_db`, `level_at_excursion_db`
  /// and `level_at_contact_db` of the first driver that meets it: SPL of the fundamental; NaN where 20 V
  /// don't reach it.
  std::vector<KeyFigure> figures();

  const std::vector<std::string> &warnings() const { return warnings_; }

private:
  struct Heard {
    std::vector<Complex> pressure; ///< of every harmonic [Pa] RMS; that of the fundamental is 1
    double thd = 0;                ///< NaN where H2 is above the sweep
  };

  DrivenBalance balance(double frequency, const std::vector<Law> &laws) const;
  std::vector<IntermodulationRow> intermodulation();
  std::vector<IntermodulationRow> products(const DrivenBalance &balance,
                                           const std::vector<double> &amplitudes) const;
  Heard heard(const DrivenBalance &balance) const;
  std::vector<double> housing_forces(const DrivenBalance &balance) const;
  std::vector<CoilMotion> motions(const DrivenBalance &balance) const;
  /// Number of a vent's scalar.
  std::vector<double> vent_velocities(const DrivenBalance &balance) const;
  void find_voltages();
  double voltage_for(double level);
  void add_rows(double frequency, std::vector<std::vector<DistortionRow>> &by_voltage);
  DistortionRow row(double frequency, const DrivenBalance &balance);
  void add_causes(double frequency, std::vector<std::vector<DistortionRow>> &by_voltage) const;
  std::vector<double> thd_at_voltages(double frequency, const std::vector<Law> &laws) const;
  void tell_range(const DrivenBalance &balance);
  void tell_unsteady_vents(const DrivenBalance &balance);

  const LawPorts &ports_;
  LargeSignal large_;
  DistortionConfig config_;
  double highest_frequency_;
  std::vector<Law> laws_;
  std::vector<double> voltages_;
  std::vector<std::pair<double, double>> level_voltages_;
  std::vector<std::string> warnings_;
  std::vector<bool> left_range_, unsteady_; ///< of each driver and vent: has been told
};

/// Evenly spaced by ratio over [from, to] of the config, or of the sweep: see DistortionConfig.
std::vector<double> fundamentals(const DistortionConfig &config, const std::vector<double> &sweep);

/// The study's outcome, a few lines.
std::string describe_distortion(const Distortion &distortion, const std::vector<KeyFigure> &figures);

} // namespace earshot

#endif
