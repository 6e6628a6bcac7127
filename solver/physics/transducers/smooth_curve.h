#ifndef EARSHOT_PHYSICS_TRANSDUCERS_SMOOTH_CURVE_H
#define EARSHOT_PHYSICS_TRANSDUCERS_SMOOTH_CURVE_H

#include <span>
#include <vector>

namespace earshot {

/// A polynomial over a range, and its tangents beyond: a polynomial that was fitted to a table turns anywhere
/// outside of it.
class SmoothCurve {
public:
  /// sum_k coefficients[k] (x / unit)^k for lowest <= x <= highest
  SmoothCurve(std::vector<double> coefficients, double unit, double lowest, double highest);

  double value(double x) const;
  double slope(double x) const;
  double curvature(double x) const; ///< the slope's slope
  double integral(double x) const;  ///< from 0, which must lie in the range
  double lowest() const { return lowest_; }
  double highest() const { return highest_; }
  bool reaches(double x) const { return x >= lowest_ && x <= highest_; }
  SmoothCurve scaled(double factor) const;

private:
  double polynomial(double x) const;
  double polynomial_slope(double x) const;
  double polynomial_integral(double x) const;

  std::vector<double> coefficients_;
  double unit_, lowest_, highest_;
};

struct CurveFit {
  SmoothCurve curve;
  double largest_error = 0; ///< at the points, in the unit of the values
};

/// The least-squares polynomial through points, of sixth degree or of as many as there are points for.
/// @param x ascending, around 0 @throws std::invalid_argument for fewer than two points, or different lengths
CurveFit fit_curve(std::span<const double> x, std::span<const double> values);

} // namespace earshot

#endif
