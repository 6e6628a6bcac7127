#ifndef EARSHOT_OUTPUT_ISOLATION_FILES_H
#define EARSHOT_OUTPUT_ISOLATION_FILES_H

#include "solver/files/tables.h"
#include "solver/results/response.h"

#include <filesystem>
#include <vector>

namespace earshot {

/// What the eardrum hears of sound from outside, over the frequencies of a sweep.
struct Isolation {
  std::vector<double> frequency_hz;          ///< ascending
  std::vector<double> open_ear_reference_db; ///< open ear: level at the eardrum over that outside
  std::vector<RealSeries> variants; ///< insertion loss [dB], positive where it is quieter than the open ear
  /// Estimated error of each variant [dB]; none of a circuit, which is solved as it is.
  std::vector<RealSeries> errors_db;
  double largest_reciprocity_gap = 0; ///< relative, between sound going in and going out
};

/// frequency_hz, open_ear_reference_db, then <variant>_db, then <variant>_error_db of a reduced model.
Table isolation_table(const Isolation &isolation);

/// band_hz, the nominal frequencies of third octaves, then <variant>_db: the attenuation of each band.
Table third_octave_table(const Isolation &isolation);

/// Writes isolation.csv and isolation_third_octaves.csv. @throws UserError
void write_isolation(const std::filesystem::path &directory, const Isolation &isolation);

} // namespace earshot

#endif
