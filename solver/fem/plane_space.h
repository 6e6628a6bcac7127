#ifndef EARSHOT_FEM_PLANE_SPACE_H
#define EARSHOT_FEM_PLANE_SPACE_H

#include "solver/algebra/types.h"
#include "solver/mesh/plane_mesh.h"

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace earshot {

enum class PlaneSymmetry {
  axisymmetric, ///< (r, z): a volume element is 2 pi r dr dz
  planar        ///< (x, y): a volume element is depth dx dy
};

/// Edges of the mesh between two regions whose ends lie on this circle follow its arc.
struct PlaneCircle {
  std::array<double, 2> centre{}; ///< [m]
  double radius = 0;              ///< [m]
};

struct PlaneSpaceOptions {
  PlaneSymmetry symmetry = PlaneSymmetry::axisymmetric;
  double depth = 1;    ///< planar: length in the third direction [m]
  unsigned degree = 2; ///< of the polynomials on a quadrilateral
  /// Curved interfaces; the two circles of the open annulus are curved without being listed.
  std::vector<PlaneCircle> circles{};
};

using PlaneVector = std::array<double, 2>;

/// A point in physical space with the element's shape functions there.
struct PlanePoint {
  PlaneVector position{};         ///< [m]; in the open annulus where the map puts it
  double weight = 0;              ///< volume that the point stands for [m^3]
  std::vector<double> value;      ///< per unknown of the element
  std::vector<double> gradient_1; ///< derivative in the first coordinate [1/m]
  std::vector<double> gradient_2; ///< derivative in the second coordinate [1/m]
};

/// One quadrilateral. Its unknowns are free ones: hanging nodes and the boundary are already eliminated.
struct PlaneElement {
  int region = 0;
  bool at_boundary = false; ///< whether one of its edges lies on the mesh's boundary
  std::vector<Index> unknowns;
  std::vector<PlanePoint> points; ///< quadrature points
};

/// What a field is at a point.
struct PlaneValue {
  int region = 0;
  PlaneVector position{};
  double value = 0;
  PlaneVector gradient{};
};

class PlaneDiscretization;

/// A continuous scalar field on a plane mesh, 0 on its whole boundary, of Q_p elements with hanging nodes.
/// The open annulus a < rho < b stands for all space beyond a by the map rho' = a (b - a) / (b - rho)
/// (Henrotte, Meys, Hedia, Dular, Legros, IEEE Trans. Magn. 35, 1999): a field that decays like a multipole
/// becomes a polynomial. Held whole by every rank.
class PlaneSpace {
public:
  /// @throws std::invalid_argument for an axisymmetric mesh with an open centre off the axis or with r < 0
  PlaneSpace(const PlaneMesh &mesh, const PlaneSpaceOptions &options);
  ~PlaneSpace();
  PlaneSpace(PlaneSpace &&) noexcept;

  Index n_unknowns() const;
  const std::vector<PlaneElement> &elements() const;
  /// Unknowns of each element, for a matrix's pattern.
  std::vector<std::span<const Index>> patterns() const;
  const PlaneSpaceOptions &options() const;
  /// Volume per area of the plane at a position: 2 pi r, or the depth [m].
  double thickness(const PlaneVector &position) const;

  /// The field at a point outside of the open annulus.
  /// @throws std::out_of_range when no element holds it
  PlaneValue evaluate(std::span<const double> field, const PlaneVector &point) const;
  /// Calls visit(element, point) for points that integrate over a convex polygon (counter-clockwise) of the
  /// plane: cells that it cuts are clipped, so that integrals change smoothly as it moves.
  /// @return the area of the polygon that lies in the mesh [m^2]
  double for_each_point_in(const std::vector<PlaneVector> &polygon,
                           const std::function<void(const PlaneElement &, const PlanePoint &)> &visit) const;

  /// Vector H and its slope dH/dB [m/H] at a point of a field.
  struct Flux {
    PlaneVector vector{};
    double slope = 1;
  };
  /// Estimates the error of each element, sqrt(sum over edges h/2 int [H_t]^2 / (slope_1 + slope_2) dA): the
  /// jump of the tangential component in the energy norm (Kelly, de Gago, Zienkiewicz, Babuska, IJNME 19,
  /// 1983). Edges of the boundary don't count.
  /// @param flux  H from the values of all the fields at a point
  std::vector<double>
  tangential_jumps(const std::vector<std::span<const double>> &fields,
                   const std::function<Flux(std::span<const PlaneValue> values)> &flux) const;
  /// Splits the elements with the largest indicators, which together hold `fraction` of the sum.
  /// @param fields  their values are taken over to the new mesh
  void refine(const std::vector<double> &indicators, double fraction,
              const std::vector<std::vector<double> *> &fields = {});
  /// Splits the elements for which `split` holds; as above.
  void refine_where(const std::function<bool(std::size_t element)> &split,
                    const std::vector<std::vector<double> *> &fields = {});

  /// Corners of an element, counter-clockwise, for pictures [m].
  std::array<PlaneVector, 4> corners(std::size_t element) const;
  /// The field at these, as the element itself has it; not for the open annulus, whose outer corners lie at
  /// infinity.
  std::array<PlaneValue, 4> corner_values(std::span<const double> field, std::size_t element) const;

private:
  std::unique_ptr<PlaneDiscretization> parts_;
};

} // namespace earshot

#endif
