#ifndef EARSHOT_FILES_TOUCHSTONE_H
#define EARSHOT_FILES_TOUCHSTONE_H

#include "solver/files/import_files.h"

#include <complex>
#include <span>
#include <string>

namespace earshot {

/// A two-port in Touchstone's version 1 or 2 (Touchstone File Format Specification 2.0, IBIS Open Forum
/// 2009).
///
/// Option line "# <Hz|kHz|MHz|GHz> <S|Y|Z|H|G> <RI|MA|DB> R <ohm>", by default GHz S MA R 50; comments after
/// !. Version 1: rows of f, 11, 21, 12, 22, in which Y, Z, H and G are normalised to R. Version 2: nothing is
/// normalised, [Two-Port Data Order] says the order, [Reference] the resistances of both ports, [Matrix
/// Format] may leave out one of 12 and 21. Noise rows are skipped with a note.
/// @throws UserError with the line for other versions, keywords, numbers of ports and mixed modes, and for a
///         two-port that transmits nothing
ImportedTwoPort parse_touchstone(const std::string &bytes, const std::string &file);

/// An impedance [ohm] from a one-port of the same form: S, Z or Y, a row is a frequency and one entry. A row
/// whose impedance is infinite is refused.
ImportedImpedance parse_one_port(const std::string &bytes, const std::string &file);

/// An impedance [ohm] as a one-port of version 1, nine significant digits. In the form "Z RI R 1", as
/// programs differ in whether they normalise Z to R: by 1 ohm both mean the same.
/// @param comment a line above the numbers
std::string one_port_text(std::span<const double> frequency_hz,
                          std::span<const std::complex<double>> impedance, const std::string &comment);

} // namespace earshot

#endif
