#include "solver/analysis/shell_modes.h"

#include "solver/fem/swept_volume.h"

#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/vector.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

using dealii::Tensor;

Complex sum(const SparseVector &weights, const std::vector<Complex> &x) {
  Complex result = 0;
  for (const auto &[unknown, weight] : weights)
    result += weight * x[unknown];
  return result;
}

double largest_displacement(const ShellSpace &space, const std::vector<Complex> &x) {
  double largest = 0;
  for (std::size_t node = 0; node < space.n_nodes(); ++node) {
    double square = 0;
    for (int c = 0; c < 3; ++c)
      if (const Index unknown = space.unknowns(node)[c]; unknown != no_unknown)
        square += std::norm(x[unknown]);
    largest = std::max(largest, square);
  }
  return std::sqrt(largest);
}

/// Real factor and turn of phase that make the modal mass one and the displacement of largest square real.
void normalise(std::vector<Complex> &shape, double mass) {
  Complex square = 0;
  for (const Complex x : shape)
    square += x * x;
  const Complex turn = std::abs(square) > 0 ? std::sqrt(std::conj(square) / std::abs(square)) : 1.0;
  for (Complex &x : shape)
    x *= turn / std::sqrt(mass);
}

/// The modal mass, x^H M x.
double mass_of(const std::vector<Pencil> &zones, const std::vector<Complex> &shape) {
  double sum = 0;
  for (const Pencil &zone : zones)
    sum += zone.mass.quadratic_form(shape);
  return sum;
}

} // namespace

/// The six rigid motions of a shell and the inertia that its zones bring to them.
class ShellModeObserver::RigidMotions {
public:
  enum Motion { piston, spin, lateral_1, lateral_2, rocking_1, rocking_2, n_motions };

  RigidMotions(const ShellBody &body, const std::vector<Pencil> &zones) : body_(body) {
    Tensor<1, 3> axis = body.axis.direction / body.axis.direction.norm();
    Tensor<1, 3> across;
    across[std::abs(axis[0]) < 0.9 ? 0 : 1] = 1;
    across -= (across * axis) * axis;
    across /= across.norm();
    const Tensor<1, 3> third = cross_product_3d(axis, across);
    const std::array<std::pair<Tensor<1, 3>, Tensor<1, 3>>, n_motions> motions{
        {{axis, {}}, {{}, axis}, {across, {}}, {third, {}}, {{}, across}, {{}, third}}};
    for (const auto &[translation, rotation] : motions)
      fields_.push_back(field(translation, rotation));
    for (const Pencil &zone : zones) {
      momenta_.emplace_back();
      inertia_.emplace_back(n_motions, n_motions);
      for (const auto &motion : fields_)
        momenta_.back().push_back(apply(zone.mass, motion));
      for (int i = 0; i < n_motions; ++i)
        for (int j = 0; j < n_motions; ++j)
          inertia_.back()(i, j) = dot(momenta_.back()[i], fields_[j]).real();
    }
  }

  /// Kinetic energies of the parts of a shape that each rigid motion of some zones takes up, made orthogonal
  /// in turn, so that rocking is about the centre of mass. The shape's total is x^H M x of these zones.
  std::array<double, n_motions> energies(const std::vector<Complex> &shape,
                                         const std::vector<bool> &zones) const {
    dealii::FullMatrix<double> inertia(n_motions, n_motions), factor(n_motions, n_motions);
    dealii::Vector<double> re(n_motions), im(n_motions), solved(n_motions);
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
      if (!zones[zone])
        continue;
      inertia.add(1, inertia_[zone]);
      for (int i = 0; i < n_motions; ++i) {
        const Complex momentum = dot(momenta_[zone][i], shape);
        re[i] += momentum.real();
        im[i] += momentum.imag();
      }
    }
    factor.cholesky(inertia);
    std::array<double, n_motions> result{};
    for (const auto *part : {&re, &im}) {
      factor.forward(solved, *part);
      for (int i = 0; i < n_motions; ++i)
        result[i] += solved[i] * solved[i];
    }
    return result;
  }

private:
  std::vector<Complex> field(const Tensor<1, 3> &translation, const Tensor<1, 3> &rotation) const {
    std::vector<Complex> x(body_.space.n_unknowns());
    for (std::size_t node = 0; node < body_.space.n_nodes(); ++node) {
      const Tensor<1, 3> u =
          translation + cross_product_3d(rotation, body_.space.position(node) - body_.axis.origin);
      for (int c = 0; c < 6; ++c)
        if (const Index unknown = body_.space.unknowns(node)[c]; unknown != no_unknown)
          x[unknown] = c < 3 ? u[c] : rotation[c - 3];
    }
    return x;
  }

  /// This rank's rows of M x.
  static std::vector<Complex> apply(const RealMatrix &mass, const std::vector<Complex> &x) {
    const Partition rows = mass.partition();
    std::vector<Complex> y(rows.end - rows.begin);
    mass.apply_add(1, x, y);
    return y;
  }

  Complex dot(const std::vector<Complex> &rows, const std::vector<Complex> &x) const {
    Complex sum = 0;
    for (std::size_t k = 0; k < rows.size(); ++k)
      sum += rows[k] * x[body_.problem.partition.begin + k];
    MPI_Allreduce(MPI_IN_PLACE, &sum, 1, MPI_CXX_DOUBLE_COMPLEX, MPI_SUM,
                  body_.problem.partition.communicator);
    return sum;
  }

  ShellBody body_;
  std::vector<std::vector<Complex>> fields_;
  std::vector<std::vector<std::vector<Complex>>> momenta_; ///< [zone][motion]
  std::vector<dealii::FullMatrix<double>> inertia_;        ///< [zone]
};

ShellModeObserver::ShellModeObserver(const ShellBody &body, double omega)
    : body_(body), volume_(swept_volume(body.space)), rings_(body.space, body.axis) {
  for (const std::string &zone : body.space.mesh().zones)
    zones_.push_back(undamped_pencil(body.problem, 0, omega, zone));
  rigid_ = std::make_unique<RigidMotions>(body_, zones_);
}

ShellModeObserver::~ShellModeObserver() = default;

/// Rigid motion is looked for in all zones but the one that is strained most, when they hold enough of the
/// kinetic energy to be what the mode is about.
std::string ShellModeObserver::kind_of(const Mode &mode, const std::vector<Complex> &shape,
                                       bool in_plane) const {
  constexpr double enough = 0.4, nearly_rigid = 0.9;
  const auto &zones = body_.space.mesh().zones;
  const auto strained = std::max_element(mode.potential_shares.begin(), mode.potential_shares.end());
  const std::size_t suspension = strained - mode.potential_shares.begin();
  const double carried = 1 - mode.kinetic_shares[suspension];
  if (zones.size() > 1 && carried > enough) {
    std::vector<bool> inner(zones.size(), true);
    inner[suspension] = false;
    const auto energy = rigid_->energies(shape, inner); // of a modal mass of one
    using R = RigidMotions;
    const std::pair<const char *, double> candidates[] = {
        {"piston", energy[R::piston]},
        {"rocking", energy[R::rocking_1] + energy[R::rocking_2]},
        {"lateral", energy[R::lateral_1] + energy[R::lateral_2]},
        {"spinning", energy[R::spin]}};
    for (const auto &[name, part] : candidates)
      if (part > nearly_rigid * carried)
        return name;
  }
  const std::string kind = main_zones(zones, mode.kinetic_shares);
  return in_plane ? kind + " in-plane" : kind;
}

Mode ShellModeObserver::observe(std::vector<Complex> shape) const {
  Mode mode;
  normalise(shape, mass_of(zones_, shape));
  mode.kinetic_shares = energy_shares(zones_, &Pencil::mass, shape);
  mode.potential_shares = energy_shares(zones_, &Pencil::stiffness, shape);
  mode.modal_force_factor = std::abs(sum(body_.coil, shape));
  mode.modal_volume_displacement = std::abs(sum(volume_, shape));
  mode.modal_mass = 1 / std::pow(largest_displacement(body_.space, shape), 2);
  const ShellRings::Orders orders = rings_.orders(shape);
  mode.m = orders.m;
  mode.n = orders.n;
  mode.purity = orders.purity;
  mode.kind = kind_of(mode, shape, orders.in_plane);
  mode.shapes.push_back(std::move(shape));
  return mode;
}

ModeSet shell_modes(const ShellBody &body, double up_to) {
  const ShellModeObserver observer(body, 2 * std::numbers::pi * up_to);
  ModeSet set;
  set.zones = body.space.mesh().zones;
  for (const Eigenpair &pair : undamped_eigenpairs(body.problem, 0, up_to)) {
    Mode mode = observer.observe({pair.vector.begin(), pair.vector.end()});
    mode.frequency = frequency_of(pair.value, up_to);
    if (mode.frequency == 0)
      mode.potential_shares.assign(set.zones.size(), std::numeric_limits<double>::quiet_NaN());
    set.modes.push_back(std::move(mode));
  }
  join_pairs(set);
  return set;
}

} // namespace earshot
