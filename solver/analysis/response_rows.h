#ifndef EARSHOT_ANALYSIS_RESPONSE_ROWS_H
#define EARSHOT_ANALYSIS_RESPONSE_ROWS_H

#include "solver/algebra/frequency_problem.h"
#include "solver/output/checkpoint.h"
#include "solver/output/response_files.h"
#include "solver/sweep/direct_sweep.h"

#include <string>
#include <vector>

namespace earshot {

/// The raw complex numbers that a sweep keeps of each frequency, in named columns, and the response that
/// they add up to. Rows are what a checkpoint holds, so that a resumed run has the same numbers.
class ResponseRows {
public:
  /// @param drivers names, in the order of the problem's monitors, which are their excursions
  /// @param source_voltage open-circuit, RMS [V] @param output_impedance of the source [ohm]
  ResponseRows(const FrequencyProblem &problem, std::vector<std::string> drivers, double source_voltage,
               double output_impedance);

  const std::vector<std::string> &columns() const { return columns_; }

  CheckpointRow row(const SweepPoint &point) const;

  /// @param rows in any order
  Response response(std::vector<CheckpointRow> rows) const;

private:
  double eardrum_error_db(const SweepPoint &point) const;

  std::vector<std::string> outputs_, losses_, drivers_, columns_;
  double source_voltage_, output_impedance_;
};

} // namespace earshot

#endif
