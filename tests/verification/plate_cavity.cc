// A clamped film closing a rigid air-filled cylinder: coupled modes and forced response.
#include "solver/algebra/factorization.h"
#include "solver/fem/unknowns.h"
#include "solver/physics/acoustics/air_terms.h"
#include "solver/physics/coupling/air_structure.h"
#include "tests/support/meshes.h"
#include "tests/support/quantities.h"
#include "tests/support/shell_problem.h"

#include <gtest/gtest.h>
#include <slepceps.h>

#include <map>

namespace earshot::testing {
namespace {

constexpr double film_radius = 4e-3, film_thickness = 30e-6;

AirModel lossless() {
  AirModel model;
  model.wall_losses = false;
  return model;
}

/// 30 um with E = 3.6 GPa, nu = 0.38 and 1300 kg/m3, as the references have it: a plate without rotary
/// inertia and, as near as makes no difference, without shear (both together would lower the modes by up to
/// 8e-4).
ShellSection kirchhoff_film(double loss_factor) {
  ShellSection section = laminate({{isotropic_ply(1300, 3.6e9, 0.38, loss_factor), film_thickness}});
  section.rotary_inertia = 0;
  for (ShellStiffness &part : section.parts)
    for (double &stiffness : part.shear)
      stiffness *= 30;
  return section;
}

/// The film at z = 0, the cavity's far wall at z = depth, vacuum outside.
class PlateCavity {
public:
  PlateCavity(double depth, double air_size, double film_size, unsigned degree, double loss_factor)
      : air_(std::make_shared<const AirMesh>(cylinder_mesh(film_radius, depth, air_size)), MPI_COMM_WORLD),
        film_(disc_shell(profile(), {}, std::vector{film_size}), degree), unknowns_(MPI_COMM_WORLD),
        air_field_(unknowns_.add_field("air", air_.n_owned())),
        film_field_(unknowns_.add_replicated_field("film", film_.n_unknowns())) {
    problem_.partition = unknowns_.partition();
    add_air_terms(AirMatrices(air_, problem_.partition, unknowns_.numbering(air_field_)), lossless(),
                  problem_);
    const ShellSection section = kirchhoff_film(loss_factor);
    add_shell_terms(film_, {{section}, {}}, unknowns_.numbering(film_field_), 0, 1, problem_);
    const auto coupling = [this] {
      return air_shell_coupling(air_, unknowns_.numbering(air_field_), air_.mesh().surface_index("start"),
                                film_, unknowns_.numbering(film_field_), problem_.partition);
    };
    add_air_shell_coupling("film", coupling, problem_);
  }

  static Profile profile() { return Profile({{"film", film_radius}}); }
  const AirSpace &air() const { return air_; }
  const ShellSpace &film() const { return film_; }
  FrequencyProblem &problem() { return problem_; }
  Index air_number(Index k) const { return unknowns_.global(air_field_, k); }
  Index film_number(Index k) const { return unknowns_.global(film_field_, k); }
  bool is_air(Index global) const { return global < unknowns_.size(air_field_); } // on one rank

private:
  AirSpace air_;
  ShellSpace film_;
  Unknowns unknowns_;
  int air_field_, film_field_;
  FrequencyProblem problem_;
};

/// The `count` solutions of A x = lambda B x, neither symmetric, with lambda nearest to `target`.
std::vector<Eigenpair> eigenpairs_near(Mat a, Mat b, double target, int count) {
  EPS solver;
  EPSCreate(PETSC_COMM_SELF, &solver);
  EPSSetOperators(solver, a, b);
  EPSSetProblemType(solver, EPS_GNHEP);
  EPSSetWhichEigenpairs(solver, EPS_TARGET_MAGNITUDE);
  EPSSetTarget(solver, target);
  EPSSetDimensions(solver, count, PETSC_DEFAULT, PETSC_DEFAULT);
  EPSSetTolerances(solver, 1e-9, 200);
  ST transformation;
  EPSGetST(solver, &transformation);
  STSetType(transformation, STSINVERT);
  KSP linear;
  STGetKSP(transformation, &linear);
  KSPSetType(linear, KSPPREONLY);
  PC factor;
  KSPGetPC(linear, &factor);
  PCSetType(factor, PCLU);
  PCFactorSetMatSolverType(factor, MATSOLVERMUMPS);
  EPSSolve(solver);

  PetscInt converged = 0, size = 0;
  EPSGetConverged(solver, &converged);
  Vec x;
  MatCreateVecs(a, &x, nullptr);
  VecGetSize(x, &size);
  std::vector<Eigenpair> pairs;
  for (PetscInt k = 0; k < converged; ++k) {
    PetscScalar value;
    EPSGetEigenpair(solver, k, &value, nullptr, x, nullptr);
    const PetscScalar *entries;
    VecGetArrayRead(x, &entries);
    pairs.push_back({value, {entries, entries + size}});
    VecRestoreArrayRead(x, &entries);
  }
  VecDestroy(&x);
  EPSDestroy(&solver);
  std::sort(pairs.begin(), pairs.end(), [](const auto &p, const auto &q) { return p.value < q.value; });
  return pairs;
}

/// The undamped problem as A x = w^2 B x, the air's rows times w^2: A = [K_s, -C; 0, K_a/rho],
/// B = [M_s, 0; C^T, M_a/(rho c^2)]. Displacements are counted in units of 1e-8 m, so that they and pressures
/// in Pa are of one size in the eigensolver's norms.
class ModeProblem {
public:
  explicit ModeProblem(PlateCavity &cavity) {
    const Index n = cavity.problem().partition.total;
    for (Mat *matrix : {&a_, &b_}) {
      MatCreateSeqAIJ(PETSC_COMM_SELF, n, n, 400, nullptr, matrix);
      MatSetOption(*matrix, MAT_NEW_NONZERO_ALLOCATION_ERR, PETSC_FALSE);
    }
    for (const Term &term : cavity.problem().terms) {
      const double at_unity = term.coefficient.value({1}).real();
      const PetscMatrix matrix = term.matrix.petsc();
      for (Index row = 0; row < n; ++row) {
        // At w = 1 inertia and the air's mass are negative; so is the coupling, which goes by its row.
        const bool air_row = cavity.is_air(row), coupling = term.name == "air-shell coupling";
        const bool right_side = coupling ? air_row : at_unity < 0;
        add_row(cavity, matrix, row, right_side ? -at_unity : at_unity, right_side ? b_ : a_);
      }
    }
    for (Mat matrix : {a_, b_}) {
      MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY);
      MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY);
    }
  }
  ~ModeProblem() {
    MatDestroy(&a_);
    MatDestroy(&b_);
  }
  ModeProblem(const ModeProblem &) = delete;
  ModeProblem &operator=(const ModeProblem &) = delete;

  /// The `count` modes nearest to `omega`, all unknowns.
  std::vector<ShellMode> modes(double omega, int count) const {
    std::vector<ShellMode> result;
    for (auto &[value, shape] : eigenpairs_near(a_, b_, omega * omega, count))
      if (value > 1e6) // 160 Hz: not the film that a constant pressure has pressed out, at zero
        result.push_back({std::sqrt(value), std::move(shape)});
    return result;
  }

private:
  static void add_row(const PlateCavity &cavity, Mat from, Index row, double factor, Mat to) {
    constexpr double unit_of_displacement = 1e-8; // [m]
    const auto scale = [&](Index k) { return cavity.is_air(k) ? 1.0 : unit_of_displacement; };
    PetscInt count;
    const PetscInt *columns;
    const PetscScalar *values;
    MatGetRow(from, row, &count, &columns, &values);
    for (PetscInt k = 0; k < count; ++k)
      MatSetValue(to, row, columns[k], scale(row) * scale(columns[k]) * factor * values[k], ADD_VALUES);
    MatRestoreRow(from, row, &count, &columns, &values);
  }

  Mat a_ = nullptr, b_ = nullptr;
};

struct CoupledMode {
  double depth;
  int m, number; ///< nodal diameters, from 1
  double frequency;
};

/// Exact modes of a clamped Kirchhoff plate on a rigid cylinder (Bessel series; confirmed by a Galerkin
/// method of 12 polynomials and 24 cavity modes): E = 3.6 GPa, nu = 0.38, 1300 kg/m3; air 1.2043 kg/m3,
/// 343.20 m/s.
const std::vector<CoupledMode> exact_modes = {
    {1e-3, 0, 1, 4871.526112}, {1e-3, 0, 2, 8652.778911}, {1e-3, 1, 1, 3157.822625},
    {1e-3, 1, 2, 9231.082812}, {5e-3, 0, 1, 3280.497867}, {5e-3, 0, 2, 6393.580957},
    {5e-3, 0, 3, 13737.67014}, {5e-3, 1, 1, 3223.560571}, {5e-3, 1, 2, 9306.884345}};

TEST(PlateCavity, CoupledModesAreTheExactOnes) {
  std::printf("clamped film on a closed cavity\n  depth  m  n   exact [Hz]       found     error\n");
  for (const double depth : {1e-3, 5e-3}) {
    PlateCavity cavity(depth, 0.6e-3, 1.2e-3, 4, 0);
    std::vector<ShellMode> modes = ModeProblem(cavity).modes(2 * std::numbers::pi * 8e3, 26);
    for (ShellMode &mode : modes) {
      std::vector<double> film(cavity.film().n_unknowns());
      for (Index k = 0; k < cavity.film().n_unknowns(); ++k)
        film[k] = mode.shape[cavity.film_number(k)];
      mode.shape = std::move(film);
    }
    const auto found = by_nodal_diameters(cavity.film(), PlateCavity::profile(), modes);
    for (const CoupledMode &exact : exact_modes) {
      if (exact.depth != depth)
        continue;
      ASSERT_TRUE(found.contains(exact.m) && int(found.at(exact.m).size()) >= exact.number);
      const double value = found.at(exact.m)[exact.number - 1] / (2 * std::numbers::pi);
      const double error = value / exact.frequency - 1;
      std::printf("  %3.0f mm  %d  %d  %11.3f %11.3f  %8.1e\n", 1e3 * depth, exact.m, exact.number,
                  exact.frequency, value, error);
      EXPECT_LT(std::abs(error), 3e-4); // of the pressure's elements: it varies with the film's short waves
    }
  }
}

struct ForcedRow {
  double frequency;
  Complex centre, volume, far_pressure; ///< [m], [m3], [Pa]
};

/// The same exact solution, 1 mm deep, D (1 + 0.02 i), 1 Pa on the outer face.
const std::vector<ForcedRow> exact_response = {
    {20,
     {2.01413016e-08, -1.92066433e-11},
     {3.37467177e-13, -3.21735601e-16},
     {0.952337355, -0.000907942614}},
    {500,
     {2.03726769e-08, -2.22469835e-11},
     {3.39084649e-13, -3.24898312e-16},
     {0.956751865, -0.000916703373}},
    {1000,
     {2.11001839e-08, -3.23078459e-11},
     {3.44084616e-13, -3.35711794e-16},
     {0.970389047, -0.000946421141}},
    {2000,
     {2.45945964e-08, -9.11624186e-11},
     {3.66537585e-13, -4.07545934e-16},
     {1.03146163, -0.00113924629}},
    {3000, {3.3753781e-08, -3.26788348e-10}, {4.17038019e-13, -7.77528427e-16}, {1.16788114, -0.00210808957}},
    {4000, {6.73284637e-08, -2.16956253e-09}, {5.61226401e-13, -4.85052175e-15}, {1.55208225, -0.0126904513}},
    {5000,
     {-4.13481789e-07, -1.28063413e-07},
     {-9.36136859e-13, -4.50224957e-13},
     {-2.34691879, -1.17833776}},
    {6000,
     {-5.56041937e-08, -2.34848171e-09},
     {3.28437174e-13, -1.74986712e-14},
     {0.97937039, -0.0467453375}},
    {8000, {-6.1898095e-08, 1.69216422e-09}, {1.56322269e-12, -7.87462183e-14}, {4.46500852, -0.220765116}},
    {10000,
     {2.58661814e-08, 3.47812556e-11},
     {-6.38272997e-13, -1.9907378e-14},
     {-1.79275062, -0.0574930684}},
    {15000,
     {-3.96897556e-08, -5.14290837e-09},
     {-3.28806165e-13, -2.75102467e-14},
     {-0.93567466, -0.0813145735}},
    {20000,
     {-7.94320663e-09, 1.34875803e-10},
     {-7.38824053e-14, -1.13753578e-15},
     {-0.189005018, -0.00401872006}},
};

/// Asks for the film's centre, its volume displacement and the pressure in the middle of the far wall; loads
/// the film with 1 Pa from outside.
void add_load_and_outputs(PlateCavity &cavity, double depth) {
  const Coefficient one{"1", [](double) { return Complex(1); }};
  SparseVector volume = cavity.film().mean_displacement(0, dealii::Tensor<1, 3>({0, 0, 1})), centre;
  for (auto &[unknown, weight] : volume) {
    unknown = cavity.film_number(unknown);
    weight *= cavity.film().area(0);
  }
  const ShellPoint middle = cavity.film().closest({0, 0, 0});
  for (std::size_t k = 0; k < middle.values.size(); ++k)
    if (middle.unknowns[k][2] != no_unknown)
      centre.emplace_back(cavity.film_number(middle.unknowns[k][2]), middle.values[k]);
  const auto &nodes = cavity.air().mesh().nodes;
  const auto distance = [&](std::size_t n) {
    return std::hypot(nodes[n][0], nodes[n][1], nodes[n][2] - depth);
  };
  std::size_t far = 0;
  for (std::size_t n = 1; n < nodes.size(); ++n)
    if (distance(n) < distance(far))
      far = n;
  ASSERT_LT(distance(far), 0.1 * film_radius);
  cavity.problem().loads.push_back({"outside pressure", one, volume});
  cavity.problem().outputs.push_back({quantity::probe("centre"), one, centre});
  cavity.problem().outputs.push_back({quantity::probe("volume"), one, volume});
  cavity.problem().outputs.push_back({quantity::probe("far pressure"),
                                      one,
                                      {{cavity.air_number(cavity.air().unknown_of_node()[far]), 1.0}}});
}

TEST(PlateCavity, ForcedResponseIsTheExactOne) {
  constexpr double depth = 1e-3;
  PlateCavity cavity(depth, 0.4e-3, 1.2e-3, 5, 0.02);
  add_load_and_outputs(cavity, depth);
  Factorization factorization(cavity.problem(), cavity.problem().at(2 * std::numbers::pi * 5e3));
  std::printf(
      "film under 1 Pa, cavity of 1 mm: relative errors\n    f [Hz]    w(0)       dV         p(far)\n");
  for (const ForcedRow &row : exact_response) {
    const Factors factors = cavity.problem().at(2 * std::numbers::pi * row.frequency);
    factorization.factorize(factors);
    const auto found = evaluate_outputs(cavity.problem(), factors,
                                        factorization.solve(right_hand_side(cavity.problem(), factors)));
    const std::array errors = {std::abs(found[0] / row.centre - 1.0), std::abs(found[1] / row.volume - 1.0),
                               std::abs(found[2] / row.far_pressure - 1.0)};
    std::printf("  %8.0f   %.2e   %.2e   %.2e\n", row.frequency, errors[0], errors[1], errors[2]);
    for (const double error : errors)
      // Beside the coupled resonances (4872, 8653, 15 000 Hz) an error in frequency counts some fifty times.
      EXPECT_LT(error, 1e-3) << row.frequency;
  }
}

} // namespace
} // namespace earshot::testing
