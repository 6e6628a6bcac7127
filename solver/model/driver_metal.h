#ifndef EARSHOT_MODEL_DRIVER_METAL_H
#define EARSHOT_MODEL_DRIVER_METAL_H

#include "solver/config/case.h"
#include "solver/mesh/placed_body.h"

#include <deal.II/base/point.h>

#include <optional>
#include <vector>

namespace earshot {

/// The space that drivers with bodies take: their metal, the air within it, and their flanges. It moves as
/// one with each driver, whatever the walls of the housing do.
class DriverMetal {
public:
  explicit DriverMetal(const std::vector<DriverConfig> &drivers);

  bool is_of(std::size_t driver) const { return bodies_[driver].has_value(); }
  /// Of a place from a driver's metal [m], 0 within it. @pre is_of()
  double distance(std::size_t driver, const dealii::Point<3> &x) const;
  /// The driver whose metal is nearer to a place than `reach` [m]; -1: none.
  int driver_near(const dealii::Point<3> &x, double reach) const;
  /// The driver whose metal a place is in or on; -1: none.
  int driver_at(const dealii::Point<3> &x) const;

private:
  struct Body {
    BodyFrame frame;
    BodyConfig shape;
  };
  std::vector<std::optional<Body>> bodies_; ///< of each driver
};

} // namespace earshot

#endif
