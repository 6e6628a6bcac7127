#ifndef EARSHOT_OUTPUT_RESPONSE_FILES_H
#define EARSHOT_OUTPUT_RESPONSE_FILES_H

#include "solver/output/tables.h"

#include <cmath>
#include <complex>
#include <filesystem>
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
  std::vector<ComplexSeries> probes; ///< mean pressures by name [Pa]
  double source_voltage = 1;         ///< open-circuit voltage of the source [V]
  std::vector<std::complex<double>> current;   ///< through the plug [A]
  std::vector<std::complex<double>> impedance; ///< at the plug, without the source's output impedance [ohm]
  std::vector<RealSeries> excursion_mm;        ///< per driver: largest peak displacement [mm]
  std::vector<double> input_w;                 ///< power that the source gives [W]
  std::vector<RealSeries> losses_w;            ///< rows of the energy ledger [W]
};

/// Sound pressure level re 20 uPa of an RMS pressure [Pa]; -inf where the pressure is zero.
double sound_pressure_level(std::complex<double> pressure);

/// Phase in degrees, in (-180, 180].
double phase_deg(std::complex<double> value);

/// Impedance at the plug: V/i less the source's output impedance [ohm].
std::vector<std::complex<double>>
plug_impedance(double source_voltage, std::span<const std::complex<double>> current, double output_impedance);

/// Group delay -d(phase)/dw [ms] of the unwrapped phase: the slope of the parabola through a point and its
/// two neighbours, one-sided at the ends, NaN for a single point. Neighbours must differ by less than half
/// a turn, or the unwrapping takes the wrong branch. Frequencies ascend.
std::vector<double> group_delay_ms(std::span<const double> frequency_hz,
                                   std::span<const std::complex<double>> value);

/// frequency_hz, spl_db, phase_deg, group_delay_ms, error_db, then <probe>_spl_db, <probe>_phase_deg, then
/// in_ear_band (1 or 0) of an ear that is meant for a part of all frequencies.
Table response_table(const Response &response);
/// frequency_hz, magnitude_ohm, phase_deg.
Table impedance_table(const Response &response);
/// frequency_hz, <driver>_mm.
Table excursion_table(const Response &response);
/// frequency_hz, input_w, <row>_w, closure = |input - sum of the rows| / input.
Table power_table(const Response &response);

/// Frequency, SPL, phase under a comment header, as loudspeaker programs read it.
std::string frd_text(const Response &response, const std::string &title);
/// Frequency, |Z|, phase, likewise.
std::string zma_text(const Response &response, const std::string &title);

/// Writes response.csv, impedance.csv, excursion.csv, power.csv, <name>.frd and <name>.zma, as far as there
/// are data. UserError when a file can't be written; std::invalid_argument when series differ in length.
void write_response(const std::filesystem::path &directory, const std::string &name,
                    const Response &response);

} // namespace earshot

#endif
