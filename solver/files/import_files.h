#ifndef EARSHOT_FILES_IMPORT_FILES_H
#define EARSHOT_FILES_IMPORT_FILES_H

#include <array>
#include <complex>
#include <filesystem>
#include <string>
#include <vector>

/// Files of other programs and of measurements. All errors are UserErrors with file and line.
///
/// Tables are read as `parse_text_table` says; titles of columns say what they hold, and without titles a
/// format's usual order counts. Rows with falling frequencies are reversed, a row at 0 Hz and repeated rows
/// are left out, each with a note; frequencies that neither rise nor fall are refused. Readers named `parse_`
/// take a file's bytes, and its name for messages.
namespace earshot {

/// What the potential and the flow of an imported table are.
enum class TableQuantity {
  electrical,     ///< V, A: ohm
  acoustic,       ///< Pa, m3/s: Pa s/m3
  specific,       ///< Pa, m/s: Pa s/m
  electroacoustic ///< of a two-port: V, A on side 1, Pa, m3/s on side 2
};

/// A complex quantity over rising frequencies.
struct ImportedCurve {
  std::vector<double> frequency_hz;
  std::vector<std::complex<double>> values;
  std::vector<std::string> notes; ///< what the reader did with rows that don't speak for themselves
  bool has_phase = true;          ///< else all phases are 0
};
struct ImportedImpedance {
  TableQuantity quantity;
  ImportedCurve curve;      ///< ohm, Pa s/m3 or Pa s/m
  std::string phase_note{}; ///< where the file holds magnitudes alone: what was taken for the phase

  bool has_phase() const { return phase_note.empty(); }
  /// The curve's, and that of the phase.
  std::vector<std::string> notes() const;
};

/// Level in dB and phase over frequency; the values become 10^(dB/20) exp(i phase).
/// @param stated_columns as for `parse_text_table`
ImportedCurve parse_frd(const std::string &bytes, const std::string &file,
                        const std::string &stated_columns = "");
ImportedCurve read_frd(const std::filesystem::path &path, const std::string &stated_columns = "");

/// Magnitude and phase, or resistance and reactance, in ohm, Pa s/m3 or Pa s/m. Without titles: frequency
/// [Hz], magnitude [ohm], phase [degree], but not in a .csv or .frd file, nor where a comment speaks of dB.
/// A magnitude without a phase gets its minimum phase (minimum_phase.h), which a note tells; without titles
/// in a .zma file alone, as in others it may be a level.
ImportedImpedance parse_impedance(const std::string &bytes, const std::string &file,
                                  const std::string &stated_columns = "");
/// The same, or Touchstone of one port where the name ends with .s1p (touchstone.h).
ImportedImpedance read_impedance(const std::filesystem::path &path, const std::string &stated_columns = "");

/// p1 = a p2 + b U2, U1 = c p2 + d U2, U out of side 2.
struct ImportedTwoPort {
  TableQuantity quantity;
  std::vector<double> frequency_hz;
  std::vector<std::array<std::complex<double>, 4>> chain; ///< a, b, c, d in SI units
  std::vector<std::string> notes;
};

/// A table with the columns frequency_hz, a_re, a_im, b_re_ohm, b_im_ohm, c_re, c_im, d_re, d_im; b in
/// b_re_pa_s_m3, ... makes it acoustic, in b_re_v_s_m3, ... electroacoustic.
ImportedTwoPort parse_chain_table(const std::string &bytes, const std::string &file);

/// A chain table, or Touchstone where the name ends with .s2p or .ts (touchstone.h).
ImportedTwoPort read_two_port(const std::filesystem::path &path);

/// Pairs of numbers from two columns in SI units, in the rows' order: a B-H curve, areas along a canal.
struct ColumnPair {
  std::vector<double> first, second;
};
/// Columns "flux_density" [T] and "field_strength" [A/m], in any order.
ColumnPair parse_bh_table(const std::string &bytes, const std::string &file);
ColumnPair read_bh_table(const std::filesystem::path &path);
/// What of a driver changes with the displacement of its coil.
enum class DriverLaw { force_factor, stiffness, inductance, area };
/// Rising displacements [m] and Bl(x) [N/A], K(x) [N/m], L(x) [H] or S_d(x) [m2], as laser instruments export
/// them: "x [mm]", "Bl(x) [N/A]", or "displacement_mm,force_factor_n_a". Falling rows are turned round.
/// @throws UserError also for columns without a unit
ColumnPair parse_law_table(const std::string &bytes, const std::string &file, DriverLaw law);
ColumnPair read_law_table(const std::filesystem::path &path, DriverLaw law);
/// Columns "position" [m] and "area" [m2], in any order.
ColumnPair read_section_table(const std::filesystem::path &path);

} // namespace earshot

#endif
