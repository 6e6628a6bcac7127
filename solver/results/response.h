#ifndef EARSHOT_RESULTS_RESPONSE_H
#define EARSHOT_RESULTS_RESPONSE_H

#include <cmath>
#include <complex>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace earshot {

/// A complex quantity over the frequencies of a response.
struct ComplexSeries {
  std::string name;
  std::vector<std::complex<double>> values;
};

/// A real quantity over the frequencies of a response.
struct RealSeries {
  std::string name;
  std::vector<double> values;
};

/// The air in an opening to the outside over the frequencies of a response.
struct OpeningSeries {
  std::string name;
  std::vector<double> velocity_mps;      ///< peak of the mean over the opening [m/s]
  std::vector<double> laminar_limit_mps; ///< above which the flow becomes turbulent; see laminar_limit
};

/// Frequencies that an ear is meant for [Hz].
struct FrequencyBand {
  double lowest_hz = 0, highest_hz = std::numeric_limits<double>::infinity();

  bool bounded() const { return lowest_hz > 0 || std::isfinite(highest_hz); }
  /// Preferred frequencies have rounded names: the ends count in to 1 %.
  bool contains(double frequency) const {
    return frequency * 1.01 >= lowest_hz && frequency <= 1.01 * highest_hz;
  }
};

/// What a run answers, over ascending frequencies. Phasors are RMS amplitudes, time factor exp(+i w t).
/// A series is empty or as long as `frequency_hz`; what is empty writes no file.
struct Response {
  std::vector<double> frequency_hz;
  std::vector<std::complex<double>> eardrum_pressure; ///< [Pa]
  FrequencyBand ear_band;                             ///< that the ear is meant for
  std::vector<double> error_db;      ///< estimated error of the sweep method; empty: an exact (direct) sweep
  std::vector<double> mesh_error_db; ///< estimated error of the mesh at the eardrum; empty: no mesh
  std::vector<double> loss_error_db; ///< of the models of losses there; empty: none is in doubt
  std::vector<ComplexSeries> probes; ///< mean pressures by name [Pa]
  double source_voltage = 1;         ///< open-circuit voltage of the source [V]
  std::vector<std::complex<double>> current;   ///< through the plug [A]
  std::vector<std::complex<double>> impedance; ///< at the plug, without the source's output impedance [ohm]
  std::vector<RealSeries> excursion_mm;        ///< per driver: largest peak displacement [mm]
  std::vector<OpeningSeries> openings;         ///< to the outside
  std::vector<double> input_w;                 ///< power that the source gives [W]
  std::vector<RealSeries> losses_w;            ///< rows of the power balance [W]
};

/// Sound pressure level re 20 uPa of an RMS pressure [Pa]; -inf where the pressure is zero.
double sound_pressure_level(std::complex<double> pressure);

/// Phase in degrees, in (-180, 180].
double phase_deg(std::complex<double> value);

/// Impedance at the plug: V/i less the source's output impedance [ohm].
std::vector<std::complex<double>>
plug_impedance(double source_voltage, std::span<const std::complex<double>> current, double output_impedance);

/// Voltage at the plug |Z i| [V] RMS; empty without a plug.
std::vector<double> plug_voltage(const Response &response);

/// Residual of the power balance, |input - sum of the losses| / |input|; empty where there is none.
std::vector<double> power_residual(const Response &response);

/// Group delay -d(phase)/dw [ms] of the unwrapped phase: the slope of the parabola through a point and its
/// two neighbours, one-sided at the ends, NaN for a single point. Neighbours must differ by less than half
/// a turn, or the unwrapping takes the wrong branch. Frequencies ascend.
std::vector<double> group_delay_ms(std::span<const double> frequency_hz,
                                   std::span<const std::complex<double>> value);

} // namespace earshot

#endif
