#ifndef EARSHOT_ANALYSIS_ISOLATION_STUDY_H
#define EARSHOT_ANALYSIS_ISOLATION_STUDY_H

#include "solver/algebra/factorization.h"
#include "solver/analysis/key_figures.h"
#include "solver/model/model.h"
#include "solver/output/isolation_files.h"
#include "solver/sweep/error_estimate.h"

#include <string>
#include <vector>

namespace earshot {

/// A case with its plug connected and its openings closed as an isolation analysis wants them; it has the
/// matrices of the case itself.
struct IsolationVariant {
  std::string name; ///< driver_<state> or driver_<state>_<opening>_closed
  Case config;
};
std::vector<IsolationVariant> isolation_variants(const Case &config, const IsolationConfig &isolation);

/// Insertion loss against the open ear from a reduced model. As A is symmetric, the pressure at the eardrum
/// c^T A^-1 b of a load b from outside is b^T (A^-1 c): the model knows either vector as an output. One
/// rank's work. @param estimate of the model, made for the eardrum's output among others @param config with
/// computed motors
Isolation isolation(const ErrorEstimate &estimate, const Case &config, const MeshFacts &facts,
                    const IsolationConfig &analysis);

/// The same of a case without mesh.
Isolation lumped_isolation(const Case &config, const IsolationConfig &analysis);

/// The figures of all isolation analyses of a design, at the price of a few frequencies.
/// @param design with computed motors
std::vector<KeyFigure> design_isolation(const ErrorEstimate &estimate, const Case &design,
                                        const MeshFacts &facts);
std::vector<KeyFigure> design_isolation(const Case &lumped_design);

/// A direct solve of one variant.
struct IsolationCheck {
  std::string variant;
  double frequency_hz = 0;
  double isolation_db = 0;    ///< of the direct solve
  double difference_db = 0;   ///< from the reduced model
  double reciprocity_gap = 0; ///< relative, between sound going in and going out, a solve each
};

/// Solves some variants in full, each at one frequency: the first, the last and one between, low, high and in
/// the middle of the band. Collective.
std::vector<IsolationCheck> check_isolation(const Model &model, Factorization &factorization,
                                            const Isolation &isolation, const IsolationConfig &analysis);

/// Beyond this a reduced model is too coarse for its variants [dB].
inline constexpr double largest_isolation_error = 0.1;

/// A few lines for the log.
std::string describe_isolation(const Isolation &isolation, const IsolationConfig &analysis,
                               double sound_speed);
std::string describe_checks(const std::vector<IsolationCheck> &checks);

} // namespace earshot

#endif
