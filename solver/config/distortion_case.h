#ifndef EARSHOT_CONFIG_DISTORTION_CASE_H
#define EARSHOT_CONFIG_DISTORTION_CASE_H

#include "solver/config/located.h"

#include <optional>
#include <string>
#include <vector>

/// What a case file says of drivers at high level. See case.h.
namespace earshot {

/// [driver.large_signal]: what of a driver changes with the displacement x of its coil, positive towards the
/// front, and with its current i. Polynomials are relative to the value at rest:
/// c_1 (x / 1 mm) + c_2 (x / 1 mm)^2 + ...
struct LargeSignalConfig {
  std::vector<Located<double>> stiffness;         ///< [1] of the suspension
  Located<std::string> stiffness_table;           ///< file: displacement_mm, stiffness_n_mm
  Located<bool> computed_stiffness{false};        ///< from the diaphragm's profile at large deflection
  Located<std::string> area_table;                ///< file: displacement_mm, effective_area_mm2
  Located<bool> computed_area{false};             ///< from the diaphragm's profile at large deflection
  std::vector<Located<double>> force_factor;      ///< [1]; a computed motor knows its own
  Located<std::string> force_factor_table;        ///< file: displacement_mm, force_factor_n_a
  std::vector<Located<double>> inductance;        ///< [1] of Le; a computed motor knows its own
  Located<std::string> inductance_table;          ///< file: displacement_mm, inductance_mh
  std::vector<Located<double>> saturation;        ///< [1] of Le by powers of i / 1 A
  Located<double> range{0.0005};                  ///< [m] to either side that the polynomials hold for
  std::optional<Located<double>> excursion_limit; ///< [m]
  std::optional<Located<double>> coil_clearance;  ///< [m] backwards until the coil meets the motor
};

/// Whether the effective area of a driver changes with the displacement.
inline bool has_area_law(const LargeSignalConfig &large) {
  return large.computed_area || !large.area_table.value.empty();
}

/// [[vent]]: a passage whose flow also loses what separates from its edges, by the square of its velocity.
struct LoudVentConfig {
  Located<std::string> volume;           ///< of the mesh, with two ends; or
  Located<std::string> surface;          ///< a cloth on the mesh; or
  Located<std::string> element;          ///< tube, slit, annulus or cloth (screen) of the network, or "leak"
  Located<double> loss_coefficient{1.5}; ///< [1] of entrance and exit together
  Located<double> open_share{0.0};       ///< [1] of a cloth's area that is holes; 0: not stated

  bool is_leak() const { return element.value == "leak"; } ///< which is no name of an element
  /// Of the volume, surface or element, which names the vent in results.
  const Located<std::string> &name() const {
    return !volume.value.empty() ? volume : !surface.value.empty() ? surface : element;
  }
};

/// [[analysis]] with type = "distortion"
struct DistortionConfig {
  std::vector<Located<double>> voltages;  ///< [V] RMS of the source
  std::vector<Located<double>> levels;    ///< [dB] SPL at the eardrum at level_frequency; none: 94, 104, 114
  Located<double> level_frequency{500.0}; ///< [Hz]
  /// [Hz] none: from the lower end of the sweep to half of its upper end, so that H2 is heard
  std::optional<Located<double>> from, to;
  Located<int> points{31};
  Located<int> harmonics{9};          ///< to begin with
  Located<bool> causes{true};         ///< also with each law alone and with all but it
  Located<bool> sensitivities{false}; ///< also to every number of the case
  Located<double> thd_limit{0.1};
  std::vector<Located<double>> tones; ///< [Hz] two at once, for their intermodulation; none: not asked for
  Located<double> tone_ratio{0.0};    ///< [dB] level of the second tone at the source above the first
  Located<int> tone_order{5};         ///< of the products
};

/// [[analysis]] with type = "suspension"
struct SuspensionConfig {
  Located<double> excursion{0.0003}; ///< [m] to either side
  Located<int> positions{21};
  std::vector<Located<double>> pressures; ///< [Pa] static, of the air in front over that behind
};

/// A computed motor at one displacement of its coil.
struct MotorCurvePoint {
  double displacement = 0; ///< [m]
  double force_factor = 0; ///< [N/A]
  double inductance = 0;   ///< [H]
};

/// A computed motor at rest under a current.
struct MotorCurrentPoint {
  double current = 0;    ///< [A]
  double inductance = 0; ///< flux linkage that the current adds, over the current [H]
};

} // namespace earshot

#endif
