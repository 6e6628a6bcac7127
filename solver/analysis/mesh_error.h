#ifndef EARSHOT_ANALYSIS_MESH_ERROR_H
#define EARSHOT_ANALYSIS_MESH_ERROR_H

#include "solver/algebra/factorization.h"
#include "solver/model/enriched_air.h"
#include "solver/model/model.h"
#include "solver/sweep/fast_sweep.h"
#include "solver/sweep/surplus_error.h"

#include <vector>

namespace earshot {

/// What the air's mesh takes from the pressure at the eardrum or gives to it: the part of cubic elements, by
/// a SurplusError, times a factor for all that cubic elements lack themselves, most of it at sharp edges.
class MeshError {
public:
  /// Collective. The model outlives it. @param reference  point of the middle of the band
  MeshError(const Model &model, const Factors &reference);

  /// Whether there is an eardrum to hear an error.
  bool asked() const { return eardrum_ < model_.problem().outputs.size(); }

  std::size_t eardrum() const { return eardrum_; } ///< its place among the outputs

  /// Sets `mesh_error` of a point that was solved directly, by one back-substitution more. Collective.
  /// @param factorization  of this point
  void add_to(SweepPoint &point, const Factors &factors, Factorization &factorization) const;
  /// Sets `mesh_error` of the points of a fast sweep. Collective.
  void add_to(std::span<SweepPoint> points, std::span<const Factors> factors,
              const ReducedBasis &basis) const;

  /// A^-1 c of the eardrum. Collective. @param factorization  of the point
  std::vector<Complex> adjoint(Factorization &factorization) const;

  /// The cells' shares of the error [Pa]: those of their edges and faces, in equal parts. Collective; the
  /// same on every rank.
  std::vector<Complex> of_cells(const Factors &factors, std::span<const Complex> solution,
                                std::span<const Complex> adjoint) const;

  /// What each share alone is of the level [dB], as `error_mesh_db` is of their sum. Collective.
  std::vector<double> of_cells_db(const SweepPoint &point, const Factors &factors,
                                  std::span<const Complex> solution, std::span<const Complex> adjoint) const;

private:
  MeshError(const Model &model, const Factors &reference, EnrichedAir air);

  const Model &model_;
  std::size_t eardrum_;
  SurplusError surplus_;
  std::vector<std::array<Index, 10>> cells_; ///< see EnrichedAir
};

} // namespace earshot

#endif
