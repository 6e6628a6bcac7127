#ifndef EARSHOT_PHYSICS_ACOUSTICS_AIR_MATRICES_H
#define EARSHOT_PHYSICS_ACOUSTICS_AIR_MATRICES_H

#include "solver/algebra/real_matrix.h"
#include "solver/fem/air_space.h"
#include "solver/mesh/mesh_facts.h"

#include <functional>
#include <vector>

namespace earshot {

/// The real matrices that the air's terms are made of. All are collective.
class AirMatrices {
public:
  /// @param numbering  global number of an air unknown
  AirMatrices(const AirSpace &space, const Partition &partition, std::function<Index(Index)> numbering)
      : space_(&space), partition_(partition), numbering_(std::move(numbering)) {}
  /// Names and areas alone, for whoever asks for no matrix.
  explicit AirMatrices(const MeshFacts &facts) : facts_(&facts) {}

  const std::vector<std::string> &volumes() const {
    return space_ ? space_->mesh().volumes : facts_->volumes;
  }
  const std::vector<std::string> &surfaces() const {
    return space_ ? space_->mesh().surfaces : facts_->surfaces;
  }
  /// [m2]; of a split surface: both sides. Collective.
  double area(int surface) const {
    return space_ ? space_->area(surface) : facts_->surface_areas.at(surface);
  }

  struct Volume {
    RealMatrix stiffness; ///< int grad p . grad q [m]
    RealMatrix mass;      ///< int p q [m3]
  };
  /// Numbers at the quadrature points of a cell.
  using CellWeight = std::function<std::vector<double>(const dealii::FEValues<3> &values)>;
  /// @param weight  that the integrands are multiplied by; none: 1
  Volume volume(const std::vector<int> &volumes, const CellWeight &weight = {}) const;

  struct Surface {
    RealMatrix tangential_stiffness; ///< int grad_T p . grad_T q [1]
    RealMatrix mass;                 ///< int p q [m2]
  };
  using FaceFilter = std::function<bool(const AirSpace::Face &)>;
  Surface walls(const FaceFilter &wanted) const;
  /// int grad_T p . (S - H) grad_T q and int H p q [1/m times those of `walls`] with the shape operator S of
  /// the wall and its mean curvature H, as wall_curvature() has them.
  /// Along sharp edges between these walls c ds stands for H dA, with c = edge_deficit(): their parts are
  /// -int c dp/ds dq/ds and int c p q, of which no volume gets more than 0.29 times largest
  /// and its walls' area.
  /// @param largest  curvature that is believed [1/m]
  Surface curved_walls(const FaceFilter &wanted, double largest) const;
  /// int p q over faces [m2]
  RealMatrix surface_mass(const FaceFilter &wanted) const;
  /// int (q+ - q-)(p+ - p-) over a split surface [m2]
  RealMatrix jump_mass(int surface) const;

private:
  void add_edges(const FaceFilter &wanted, const std::vector<double> &most, MatrixBuilder &stiffness,
                 MatrixBuilder &mass) const;
  std::vector<Index> global(std::span<const Index> unknowns) const;

  const AirSpace *space_ = nullptr;
  const MeshFacts *facts_ = nullptr;
  Partition partition_;
  std::function<Index(Index)> numbering_;
};

} // namespace earshot

#endif
