#ifndef EARSHOT_ANALYSIS_RESPONSE_ROWS_H
#define EARSHOT_ANALYSIS_RESPONSE_ROWS_H

#include "solver/algebra/frequency_problem.h"
#include "solver/model/outside.h"
#include "solver/output/checkpoint.h"
#include "solver/results/response.h"
#include "solver/sweep/reduced_model.h"
#include "solver/sweep/sweep_point.h"

#include <array>
#include <string>
#include <vector>

namespace earshot {

/// The raw complex numbers that a sweep keeps of each frequency, in named columns, and the response that
/// they add up to. Rows are what a checkpoint holds, so that a resumed run has the same numbers.
class ResponseRows {
public:
  /// @param config with computed motors @param facts of its mesh
  ResponseRows(const FrequencyProblem &problem, const Case &config, const MeshFacts &facts);
  ResponseRows(const ReducedModel &model, const Case &config, const MeshFacts &facts);

  const std::vector<std::string> &columns() const { return columns_; }

  CheckpointRow row(const SweepPoint &point) const;

  /// @param rows in any order
  Response response(std::vector<CheckpointRow> rows) const;

private:
  ResponseRows(const Case &config, const MeshFacts &facts);
  /// Of a problem or of its reduced model, whose terms and outputs bear the same names.
  template <class Problem>
  void name_columns(const Problem &problem);
  const OpeningSize &opening_of(const std::string &name) const;
  std::array<double, 3> eardrum_errors_db(const SweepPoint &point) const;

  std::vector<Quantity> outputs_, monitors_;
  std::vector<std::string> losses_, columns_;
  double source_voltage_, output_impedance_;
  AirProperties air_;
  FrequencyBand ear_band_;
  std::vector<OpeningSize> openings_;
};

} // namespace earshot

#endif
