#include "solver/physics/structure/axisymmetric_shell.h"

#include <boost/math/special_functions/legendre.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

constexpr double pi = std::numbers::pi;
constexpr int none = -1; // of an unknown that is held

/// Local variables of the energy at a point, and its strains.
enum Variable { u_r, du_r, du_z, beta, dbeta, n_variables };
enum Strain { e_1, e_2, kappa_1, kappa_2, gamma, n_strains };

/// Points and weights of Gauss's rule on [0, 1].
std::vector<std::pair<double, double>> gauss_rule(int n) {
  std::vector<std::pair<double, double>> rule;
  for (const double zero : boost::math::legendre_p_zeros<double>(n)) {
    const double slope = boost::math::legendre_p_prime(n, zero),
                 weight = 1 / ((1 - zero * zero) * slope * slope);
    rule.emplace_back((1 + zero) / 2, weight);
    if (zero > 0)
      rule.emplace_back((1 - zero) / 2, weight);
  }
  return rule;
}

/// Lagrange polynomials through n + 1 even points of [0, 1], and their slopes.
std::pair<std::vector<double>, std::vector<double>> lagrange(int n, double t) {
  std::vector<double> values, slopes;
  for (int i = 0; i <= n; ++i) {
    double value = 1, slope = 0;
    for (int j = 0; j <= n; ++j) {
      if (j == i)
        continue;
      const double factor = n / double(i - j);
      slope = slope * factor * (t - j / double(n)) + value * factor;
      value *= factor * (t - j / double(n));
    }
    values.push_back(value);
    slopes.push_back(slope);
  }
  return {values, slopes};
}

using Stiffness = std::array<std::array<double, n_strains>, n_strains>;

/// Rows and columns in the order of `Strain`. A shell of revolution whose plies are turned by any angle but 0
/// or 90 degrees twists; entries 16, 26 are left out.
Stiffness stiffness_of(const ShellSection &section) {
  Stiffness c{};
  for (const ShellStiffness &part : section.parts) {
    constexpr int at[2] = {0, 1};
    for (const int i : at)
      for (const int j : at) {
        c[e_1 + i][e_1 + j] += part.membrane[3 * i + j];
        c[e_1 + i][kappa_1 + j] += part.coupling[3 * i + j];
        c[kappa_1 + j][e_1 + i] += part.coupling[3 * i + j];
        c[kappa_1 + i][kappa_1 + j] += part.bending[3 * i + j];
      }
    c[gamma][gamma] += part.shear[0];
  }
  return c;
}

} // namespace

/// Values at a point.
struct AxisymmetricShell::Local {
  double radius, height, dr, dz; ///< deformed
  std::array<double, n_strains> strain;
  std::array<std::array<double, n_variables>, n_strains> slope; ///< d strain / d variable
  std::array<double, 2> displacement;
  double sine, cosine;
};

AxisymmetricShell::AxisymmetricShell(std::vector<MeridianZone> zones, int degree,
                                     std::optional<MeridianRim> rim)
    : zones_(std::move(zones)), degree_(degree), rim_(rim) {
  if (zones_.empty())
    throw std::invalid_argument("a shell needs a zone");
  for (std::size_t k = 0; k < zones_.size(); ++k) {
    if (!(zones_[k].outer_radius > zones_[k].inner_radius) ||
        (k > 0 && zones_[k].inner_radius != zones_[k - 1].outer_radius))
      throw std::invalid_argument("the zones of a meridian must adjoin, from the axis outwards");
    add_zone(k);
  }
  number_unknowns();
}

void AxisymmetricShell::add_zone(std::size_t zone) {
  const MeridianZone &z = zones_[zone];
  if (nodes_.empty())
    nodes_.push_back(z.inner_radius);
  first_nodes_.push_back(nodes_.size() - 1);
  for (int element = 0; element < z.elements; ++element) {
    for (const auto &[t, weight] : gauss_rule(degree_ + 1)) {
      Quadrature q = point_of(zone, element, t);
      q.weight *= weight;
      quadrature_.push_back(std::move(q));
    }
    for (const double end : {0.0, 1.0})
      if (Quadrature q = point_of(zone, element, end); q.radius > 0)
        ends_.push_back(std::move(q));
    const double size = (z.outer_radius - z.inner_radius) / z.elements, inner = nodes_.back();
    for (int i = 1; i <= degree_; ++i)
      nodes_.push_back(inner + size * i / degree_);
  }
}

/// The point at t in [0, 1] of an element of a zone; its weight is 2 pi R ds/dt.
AxisymmetricShell::Quadrature AxisymmetricShell::point_of(std::size_t zone, int element, double t) const {
  const MeridianZone &z = zones_[zone];
  const double size = (z.outer_radius - z.inner_radius) / z.elements;
  Quadrature q;
  q.zone = zone;
  q.radius = z.inner_radius + (element + t) * size;
  q.height = z.height(q.radius);
  const double slope = z.slope(q.radius), stretch = std::sqrt(1 + slope * slope); // ds / dr
  q.angle = std::atan(slope);
  q.dr = 1 / stretch;
  q.dz = slope / stretch;
  q.weight = 2 * pi * q.radius * stretch * size;
  q.first_node = first_nodes_[zone] + element * degree_;
  std::tie(q.values, q.slopes) = lagrange(degree_, t);
  for (double &value : q.slopes)
    value /= size * stretch;
  return q;
}

/// On the axis neither radius nor angle change; a clamped edge holds all.
void AxisymmetricShell::number_unknowns() {
  for (std::size_t k = 0; k < nodes_.size(); ++k) {
    const bool axis = nodes_[k] == 0, held = k + 1 == nodes_.size() && !rim_;
    std::array<int, 3> numbers{none, none, none};
    for (const int c : {0, 1, 2})
      if (!held && !(axis && c != 1))
        numbers[c] = static_cast<int>(n_unknowns_++);
    unknowns_.push_back(numbers);
  }
}

AxisymmetricShell::Local AxisymmetricShell::local(const Quadrature &at, std::span<const double> u) const {
  std::array<double, 3> value{}, slope{};
  for (std::size_t i = 0; i < at.values.size(); ++i)
    for (const int c : {0, 1, 2})
      if (const int k = unknowns_[at.first_node + i][c]; k != none) {
        value[c] += at.values[i] * u[k];
        slope[c] += at.slopes[i] * u[k];
      }
  Local x{};
  x.displacement = {value[0], value[1]};
  x.radius = at.radius + value[0];
  x.height = at.height + value[1];
  x.dr = at.dr + slope[0];
  x.dz = at.dz + slope[1];
  const double phi = at.angle + value[2];
  x.sine = std::sin(phi);
  x.cosine = std::cos(phi);
  x.strain[e_1] = x.dr * x.cosine + x.dz * x.sine - 1;
  x.strain[e_2] = value[0] / at.radius;
  x.strain[gamma] = -x.dr * x.sine + x.dz * x.cosine;
  x.strain[kappa_1] = -slope[2];
  x.strain[kappa_2] = -(x.sine - std::sin(at.angle)) / at.radius;
  x.slope[e_1][du_r] = x.cosine;
  x.slope[e_1][du_z] = x.sine;
  x.slope[e_1][beta] = x.strain[gamma];
  x.slope[e_2][u_r] = 1 / at.radius;
  x.slope[gamma][du_r] = -x.sine;
  x.slope[gamma][du_z] = x.cosine;
  x.slope[gamma][beta] = -(1 + x.strain[e_1]);
  x.slope[kappa_1][dbeta] = -1;
  x.slope[kappa_2][beta] = -x.cosine / at.radius;
  return x;
}

AxisymmetricShell::Energy AxisymmetricShell::energy(std::span<const double> u, double tension_share) const {
  const std::size_t n = n_unknowns_;
  Energy energy{0, std::vector<double>(n), std::vector<double>(n * n), std::vector<double>(n)};
  std::vector<Stiffness> stiffness;
  for (const MeridianZone &zone : zones_)
    stiffness.push_back(stiffness_of(zone.section));
  for (const Quadrature &at : quadrature_) {
    const Local x = local(at, u);
    const Stiffness &c = stiffness[at.zone];
    const double whole_tension = zones_[at.zone].section.tension, tension = tension_share * whole_tension;
    std::array<double, n_strains> stress{};
    for (int i = 0; i < n_strains; ++i)
      for (int j = 0; j < n_strains; ++j)
        stress[i] += c[i][j] * x.strain[j];
    for (int i = 0; i < n_strains; ++i)
      energy.value += at.weight / 2 * stress[i] * x.strain[i];
    energy.value += at.weight * tension * (x.strain[e_1] + x.strain[e_2]);
    stress[e_1] += tension;
    stress[e_2] += tension;

    std::array<double, n_variables> first{};
    std::array<std::array<double, n_variables>, n_variables> second{};
    for (int i = 0; i < n_strains; ++i)
      for (int v = 0; v < n_variables; ++v) {
        first[v] += stress[i] * x.slope[i][v];
        for (int j = 0; j < n_strains; ++j)
          for (int w = 0; w < n_variables; ++w)
            second[v][w] += x.slope[i][v] * c[i][j] * x.slope[j][w];
      }
    // The strains' own second derivatives.
    const double with_dr = -stress[e_1] * x.sine - stress[gamma] * x.cosine,
                 with_dz = stress[e_1] * x.cosine - stress[gamma] * x.sine;
    second[du_r][beta] += with_dr;
    second[beta][du_r] += with_dr;
    second[du_z][beta] += with_dz;
    second[beta][du_z] += with_dz;
    second[beta][beta] += -stress[e_1] * (1 + x.strain[e_1]) - stress[gamma] * x.strain[gamma] +
                          stress[kappa_2] * x.sine / at.radius;

    // Which variables an unknown of each component moves, and by which shape function.
    struct Move {
      int variable;
      const std::vector<double> *shape;
    };
    const std::array<std::vector<Move>, 3> moves{{{{u_r, &at.values}, {du_r, &at.slopes}},
                                                  {{du_z, &at.slopes}},
                                                  {{beta, &at.values}, {dbeta, &at.slopes}}}};
    for (std::size_t i = 0; i < at.values.size(); ++i)
      for (const int c_i : {0, 1, 2}) {
        const int row = unknowns_[at.first_node + i][c_i];
        if (row == none)
          continue;
        for (const Move &a : moves[c_i]) {
          energy.gradient[row] += at.weight * first[a.variable] * (*a.shape)[i];
          energy.tension_gradient[row] += at.weight * whole_tension *
                                          (x.slope[e_1][a.variable] + x.slope[e_2][a.variable]) *
                                          (*a.shape)[i];
          for (std::size_t j = 0; j < at.values.size(); ++j)
            for (const int c_j : {0, 1, 2})
              if (const int column = unknowns_[at.first_node + j][c_j]; column != none)
                for (const Move &b : moves[c_j])
                  energy.hessian[row * n + column] +=
                      at.weight * second[a.variable][b.variable] * (*a.shape)[i] * (*b.shape)[j];
        }
      }
  }
  if (rim_) {
    const double length = 2 * pi * nodes_.back();
    for (const int c : {0, 1, 2}) {
      const double spring = length * (c < 2 ? rim_->stiffness : rim_->bending_stiffness);
      const int k = unknowns_.back()[c];
      energy.value += spring / 2 * u[k] * u[k];
      energy.gradient[k] += spring * u[k];
      energy.hessian[k * n + k] += spring;
    }
  }
  return energy;
}

std::vector<double> AxisymmetricShell::displacement_weights(std::size_t zone) const {
  std::vector<double> weights(n_unknowns_);
  double area = 0;
  for (const Quadrature &at : quadrature_) {
    if (at.zone != zone)
      continue;
    area += at.weight;
    for (std::size_t i = 0; i < at.values.size(); ++i)
      if (const int k = unknowns_[at.first_node + i][1]; k != none)
        weights[k] += at.weight * at.values[i];
  }
  for (double &weight : weights)
    weight /= area;
  return weights;
}

double AxisymmetricShell::displacement(std::span<const double> u, std::size_t zone) const {
  const std::vector<double> weights = displacement_weights(zone);
  double sum = 0;
  for (std::size_t k = 0; k < weights.size(); ++k)
    sum += weights[k] * u[k];
  return sum;
}

/// int z 2 pi r dr over the deformed surface.
double AxisymmetricShell::volume(std::span<const double> u) const {
  double volume = 0;
  for (const Quadrature &at : quadrature_) {
    const Local x = local(at, u);
    volume += at.weight / at.radius * x.height * x.radius * x.dr;
  }
  return volume;
}

std::vector<double> AxisymmetricShell::volume_gradient(std::span<const double> u) const {
  std::vector<double> gradient(n_unknowns_);
  for (const Quadrature &at : quadrature_) {
    const Local x = local(at, u);
    const double weight = at.weight / at.radius;
    for (std::size_t i = 0; i < at.values.size(); ++i) {
      if (const int k = unknowns_[at.first_node + i][0]; k != none)
        gradient[k] += weight * x.height * (x.dr * at.values[i] + x.radius * at.slopes[i]);
      if (const int k = unknowns_[at.first_node + i][1]; k != none)
        gradient[k] += weight * x.radius * x.dr * at.values[i];
    }
  }
  return gradient;
}

PathProblem AxisymmetricShell::over_tension() const {
  return [this](std::span<const double> u, double share) {
    Energy energy = this->energy(u, share);
    return PathEquations{std::move(energy.gradient), std::move(energy.hessian),
                         std::move(energy.tension_gradient)};
  };
}

PathProblem AxisymmetricShell::over_load(Load kind, std::size_t force_zone) const {
  return [this, kind, weights = displacement_weights(force_zone)](std::span<const double> u, double load) {
    Energy energy = this->energy(u);
    PathEquations equations{std::move(energy.gradient), std::move(energy.hessian), weights};
    const std::size_t n = n_unknowns_;
    if (kind == Load::pressure) {
      equations.slope = volume_gradient(u);
      for (const Quadrature &at : quadrature_) { // load times the volume's second derivative
        const Local x = local(at, u);
        const double weight = load * at.weight / at.radius;
        for (std::size_t i = 0; i < at.values.size(); ++i)
          for (std::size_t j = 0; j < at.values.size(); ++j) {
            const auto &a = unknowns_[at.first_node + i], &b = unknowns_[at.first_node + j];
            const double rr = x.height * (at.values[i] * at.slopes[j] + at.slopes[i] * at.values[j]),
                         rz = (x.dr * at.values[i] + x.radius * at.slopes[i]) * at.values[j];
            if (a[0] != none && b[0] != none)
              equations.jacobian[a[0] * n + b[0]] -= weight * rr;
            if (a[0] != none && b[1] != none) {
              equations.jacobian[a[0] * n + b[1]] -= weight * rz;
              equations.jacobian[b[1] * n + a[0]] -= weight * rz;
            }
          }
      }
    }
    for (std::size_t k = 0; k < n; ++k) {
      equations.residual[k] -= load * equations.slope[k];
      equations.slope[k] *= -1;
    }
    return equations;
  };
}

std::vector<double> AxisymmetricShell::scales() const {
  double thickness = 0;
  for (const MeridianZone &zone : zones_)
    thickness = std::max(thickness, zone.section.thickness);
  std::vector<double> scales(n_unknowns_, thickness);
  for (const std::array<int, 3> &numbers : unknowns_)
    if (numbers[2] != none)
      scales[numbers[2]] = thickness / nodes_.back();
  return scales;
}

AxisymmetricShell::Point AxisymmetricShell::point(const Quadrature &at, std::span<const double> u) const {
  const Local x = local(at, u);
  const Stiffness c = stiffness_of(zones_[at.zone].section);
  std::array<double, n_strains> stress{};
  for (int i = 0; i < n_strains; ++i)
    for (int j = 0; j < n_strains; ++j)
      stress[i] += c[i][j] * x.strain[j];
  stress[e_1] += zones_[at.zone].section.tension;
  stress[e_2] += zones_[at.zone].section.tension;
  return {at.radius,
          at.zone,
          {x.strain[e_1], x.strain[e_2]},
          {x.strain[kappa_1], x.strain[kappa_2]},
          {stress[e_1], stress[e_2]},
          {stress[kappa_1], stress[kappa_2]},
          stress[e_1] * x.cosine - stress[gamma] * x.sine,
          x.displacement};
}

std::vector<AxisymmetricShell::Point> AxisymmetricShell::points(std::span<const double> u) const {
  std::vector<Point> points;
  for (const Quadrature &at : quadrature_)
    points.push_back(point(at, u));
  std::sort(points.begin(), points.end(), [](const Point &a, const Point &b) { return a.radius < b.radius; });
  return points;
}

std::vector<AxisymmetricShell::Point> AxisymmetricShell::points_with_ends(std::span<const double> u) const {
  std::vector<Point> points = this->points(u);
  for (const Quadrature &at : ends_)
    points.push_back(point(at, u));
  return points;
}

AxisymmetricShell::Point AxisymmetricShell::at(std::size_t zone, double radius,
                                               std::span<const double> u) const {
  const MeridianZone &z = zones_[zone];
  const double size = (z.outer_radius - z.inner_radius) / z.elements,
               place = std::clamp((radius - z.inner_radius) / size, 0.0, double(z.elements));
  const int element = std::min(static_cast<int>(place), z.elements - 1);
  return point(point_of(zone, element, place - element), u);
}

} // namespace earshot
