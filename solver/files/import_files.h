#ifndef EARSHOT_FILES_IMPORT_FILES_H
#define EARSHOT_FILES_IMPORT_FILES_H

#include <array>
#include <complex>
#include <filesystem>
#include <vector>

/// Files of other programs and of measurements. All errors are UserErrors with file and line.
namespace earshot {

/// What the potential and the flow of an imported table are.
enum class TableQuantity { electrical, acoustic };

/// A complex quantity over rising frequencies.
struct ImportedCurve {
  std::vector<double> frequency_hz;
  std::vector<std::complex<double>> values;
};
struct ImportedImpedance {
  TableQuantity quantity;
  ImportedCurve curve; ///< ohm or Pa s/m^3
};

/// Plain columns separated by blanks, tabs, commas or semicolons; lines that start with anything but a number
/// are headings. .frd: frequency, level in dB, phase in degrees (0 where the column is missing); the values
/// become 10^(dB/20) exp(i phase). Rows with the same frequency, or falling ones, are refused.
ImportedCurve read_frd(const std::filesystem::path &path);
/// .zma: frequency, magnitude in ohm, phase in degrees.
ImportedCurve read_zma(const std::filesystem::path &path);

/// .zma, or .csv with a heading of frequency_hz and one of the pairs resistance_ohm, reactance_ohm;
/// magnitude_ohm, phase_deg; resistance_pa_s_m3, reactance_pa_s_m3; magnitude_pa_s_m3, phase_deg.
ImportedImpedance read_impedance(const std::filesystem::path &path);

/// p1 = a p2 + b U2, U1 = c p2 + d U2, U out of side 2.
struct ImportedTwoPort {
  TableQuantity quantity;
  std::vector<double> frequency_hz;
  std::vector<std::array<std::complex<double>, 4>> chain; ///< a, b, c, d in SI units
};

/// .csv with the columns frequency_hz, a_re, a_im, b_re_ohm, b_im_ohm (or b_re_pa_s_m3, b_im_pa_s_m3), c_re,
/// c_im, d_re, d_im; or Touchstone .s2p: an option line such as "# kHz S RI R 50" with S, Y or Z and RI, MA
/// or DB, comments after "!", rows of f, 11, 21, 12, 22.
ImportedTwoPort read_two_port(const std::filesystem::path &path);

} // namespace earshot

#endif
