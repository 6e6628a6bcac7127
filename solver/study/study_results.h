#ifndef EARSHOT_STUDY_STUDY_RESULTS_H
#define EARSHOT_STUDY_STUDY_RESULTS_H

#include "solver/config/study_designs.h"
#include "solver/results/key_figures.h"
#include "solver/results/response.h"

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// What became of one design.
/// Where a design's matrices are from: a mesh of its own, the case itself, or between meshes along a
/// dimension.
enum class DesignMatrices { own, shared, interpolated };

struct DesignResult {
  bool done = false;
  DesignMatrices matrices = DesignMatrices::own;
  Response response;
  std::vector<KeyFigure> figures; ///< of the response and of an isolation; the same names for all designs
  std::string failure;            ///< why there is no response; empty: there is one
};

/// A study's designs with their answers, as far as they are known.
struct StudyResults {
  std::string name;
  std::string case_text; ///< the case that was varied, resolved, with digests of its files
  StudyDesigns designs;
  std::vector<double> frequency_hz;
  std::vector<DesignResult> results; ///< one per design

  std::size_t n_done() const;
};

/// Writes a study's table and its curves.
///
/// <name>.csv, a line per design: `design` (counted from 1), the parameters as `<key> [<unit>]`, the key
/// figures (empty where one isn't known), `error_db` (the former name of `largest_error_db`), `matrices`
/// ("shared" with the case, "interpolated" or "own"; empty when it isn't done) and `note` (why there are no
/// figures).
///
/// <name>.h5: `frequency_hz` and, each designs x frequencies, `spl_db`, `eardrum_pa/re`, `eardrum_pa/im`,
/// `impedance_ohm/re`, `impedance_ohm/im`, `error_db`, `excursion_mm/<driver>`; `parameters/<column>` of
/// numbers, one per design, and so `figures/<name>`; `labels`, a line each.
/// @throws UserError when the files can't be written
void write_study(const std::filesystem::path &directory, const StudyResults &study);

/// Designs that an earlier run couldn't build: tried again, or taken over with their notes.
enum class FailedDesigns { again, taken_over };

/// Takes over what an earlier run wrote of the same designs of the same case.
/// @return false when there is nothing to take over, or it belongs to another study
/// @throws UserError when the file can't be read
bool take_over_study(const std::filesystem::path &directory, StudyResults &study,
                     FailedDesigns failed = FailedDesigns::again);

} // namespace earshot

#endif
