#ifndef EARSHOT_OUTPUT_RESPONSE_FILES_H
#define EARSHOT_OUTPUT_RESPONSE_FILES_H

#include "solver/files/tables.h"
#include "solver/results/response.h"

#include <filesystem>
#include <string>

namespace earshot {

/// frequency_hz, of the eardrum (where there is one) spl_db, phase_deg, group_delay_ms, error_db, then
/// <probe>_spl_db, <probe>_phase_deg, then in_ear_band (1 or 0) of an ear that is meant for a part of all
/// frequencies.
Table response_table(const Response &response);
/// frequency_hz, magnitude_ohm, phase_deg.
Table impedance_table(const Response &response);
/// frequency_hz, <driver>_mm.
Table excursion_table(const Response &response);
/// frequency_hz, of every opening <opening>_mps and <opening>_laminar_limit_mps.
Table opening_velocity_table(const Response &response);
/// frequency_hz, input_w, <row>_w, relative_residual = |input - sum of the rows| / input.
Table power_table(const Response &response);

/// Frequency, SPL, phase under a comment header, as loudspeaker programs read it.
std::string frd_text(const Response &response, const std::string &title);
/// Frequency, |Z|, phase, likewise.
std::string zma_text(const Response &response, const std::string &title);
/// The level and phase of frd_text between blanks, as Room EQ Wizard (REW) exports and imports measurements.
std::string rew_text(const Response &response, const std::string &title);
/// The impedance in ohm as a one-port of Touchstone, version 1.
std::string touchstone_text(const Response &response, const std::string &title);

/// Writes response.csv, impedance.csv, excursion.csv, opening_velocity.csv, power.csv, <name>.frd,
/// <name>.txt, <name>.zma and <name>.s1p, as far as there are data. UserError when a file can't be written;
/// std::invalid_argument when series differ in length.
void write_response(const std::filesystem::path &directory, const std::string &name,
                    const Response &response);

} // namespace earshot

#endif
