#ifndef EARSHOT_SWEEP_PROJECTION_H
#define EARSHOT_SWEEP_PROJECTION_H

#include "solver/sweep/reduced_basis.h"
#include "solver/sweep/reduced_model.h"

namespace earshot {

/// Keeps a problem's reduced model up to date with its growing basis. Every method is collective; the model
/// is the same on every rank. Diagnostic and basis must outlive it.
class Projection {
public:
  /// @param scaling D that residuals are measured with, all unknowns on every rank
  /// @param estimated the outputs whose errors will be asked for
  Projection(const FrequencyProblem &problem, const ReducedBasis &basis, std::span<const double> scaling,
             const std::vector<std::size_t> &estimated);

  /// Projects the columns that the basis has gained since the last call.
  void update();

  const ReducedModel &model() const { return model_; }

private:
  struct Place {
    int field = -1;
    std::size_t row = 0;
  };

  void find_places();
  void find_touched_fields();
  void make_probes(std::span<const double> scaling);
  void grow(ReducedTerm &term, const std::vector<bool> &touched) const;
  void project_field(std::size_t field);
  void project(ReducedTerm &term, std::size_t term_number, std::size_t field,
               const std::vector<double> &columns, std::size_t width);
  void project(ReducedVector &reduced, const SparseVector &vector, bool sketched) const;
  void project(ReducedMonitor &reduced, const Monitor &monitor) const;
  /// Adds value * (row `unknown` of V) to `sum`, where this rank owns the row.
  void add_row(Index unknown, double value, double *sum) const;

  const FrequencyProblem &problem_;
  const ReducedBasis &basis_;
  std::vector<Place> places_;              ///< field of each row this rank owns, and its number there
  std::vector<std::vector<bool>> touched_; ///< term, field
  std::vector<std::size_t> projected_;     ///< columns of each field that the model knows
  std::vector<bool> estimated_;            ///< output
  std::vector<double> probes_;             ///< D T, rows this rank owns x probes
  ReducedModel model_;
};

} // namespace earshot

#endif
