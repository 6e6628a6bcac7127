#ifndef EARSHOT_ANALYSIS_RESPONSE_ROWS_H
#define EARSHOT_ANALYSIS_RESPONSE_ROWS_H

#include "solver/algebra/frequency_problem.h"
#include "solver/output/checkpoint.h"
#include "solver/results/response.h"
#include "solver/sweep/reduced_model.h"
#include "solver/sweep/sweep_point.h"

#include <string>
#include <vector>

namespace earshot {

/// The raw complex numbers that a sweep keeps of each frequency, in named columns, and the response that
/// they add up to. Rows are what a checkpoint holds, so that a resumed run has the same numbers.
class ResponseRows {
public:
  /// Of a problem whose monitors are the drivers' excursions, "excursion.<name>".
  /// @param source_voltage open-circuit, RMS [V] @param output_impedance of the source [ohm]
  ResponseRows(const FrequencyProblem &problem, double source_voltage, double output_impedance);
  ResponseRows(const ReducedModel &model, double source_voltage, double output_impedance);

  const std::vector<std::string> &columns() const { return columns_; }

  CheckpointRow row(const SweepPoint &point) const;

  /// @param rows in any order
  Response response(std::vector<CheckpointRow> rows) const;

private:
  /// Of a problem or of its reduced model, whose terms and outputs bear the same names.
  template <class Problem>
  void name_columns(const Problem &problem);
  double eardrum_error_db(const SweepPoint &point) const;

  std::vector<std::string> outputs_, losses_, drivers_, columns_;
  double source_voltage_, output_impedance_;
};

} // namespace earshot

#endif
