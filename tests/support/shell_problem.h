#ifndef EARSHOT_TESTS_SUPPORT_SHELL_PROBLEM_H
#define EARSHOT_TESTS_SUPPORT_SHELL_PROBLEM_H

#include "solver/algebra/eigenproblem.h"
#include "solver/physics/structure/shell_terms.h"

#include <petscksp.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <map>
#include <numbers>
#include <vector>

namespace earshot::testing {

/// A patch of n x m elements, the image of the unit square under `position`. Its vertex (i, j) is number
/// i + (n+1) j, or closes on itself along the first direction.
inline ShellMesh patch(int n, int m, std::function<dealii::Point<3>(double, double)> position,
                       bool closed = false) {
  ShellMesh mesh;
  mesh.zones = {"patch"};
  mesh.zone.assign(n * m, 0);
  const int row = closed ? n : n + 1;
  const auto vertex = [&](int i, int j) { return i % row + row * j; };
  for (int j = 0; j < m; ++j)
    for (int i = 0; i < n; ++i)
      mesh.quads.push_back({vertex(i, j), vertex(i + 1, j), vertex(i, j + 1), vertex(i + 1, j + 1)});
  mesh.position = [n, m, position](std::size_t quad, const dealii::Point<2> &unit) {
    return position((quad % n + unit[0]) / n, (quad / n + unit[1]) / m);
  };
  return mesh;
}

/// Nodal values of a field given as displacement and rotation at a position, on the free unknowns.
inline std::vector<double>
nodal_values(const ShellSpace &space,
             const std::function<std::array<double, 6>(const dealii::Point<3> &)> &field) {
  std::vector<double> values(space.n_unknowns());
  for (std::size_t node = 0; node < space.n_nodes(); ++node) {
    const std::array<double, 6> at_node = field(space.position(node));
    for (int c = 0; c < 6; ++c)
      if (space.unknowns(node)[c] != no_unknown)
        values[space.unknowns(node)[c]] = at_node[c];
  }
  return values;
}

/// The node at a position.
inline std::size_t node_at(const ShellSpace &space, const dealii::Point<3> &x) {
  std::size_t nearest = 0;
  for (std::size_t node = 1; node < space.n_nodes(); ++node)
    if (space.position(node).distance(x) < space.position(nearest).distance(x))
      nearest = node;
  return nearest;
}

/// The terms of a shell alone, on one rank.
inline FrequencyProblem shell_problem(const ShellSpace &space, const ShellProperties &properties) {
  FrequencyProblem problem;
  problem.partition = {PETSC_COMM_SELF, 0, space.n_unknowns(), space.n_unknowns()};
  add_shell_terms(
      space, properties, [](Index i) { return i; }, 0, 1, problem);
  return problem;
}

inline void use_cholesky(KSP solver) {
  KSPSetType(solver, KSPPREONLY);
  PC factor;
  KSPGetPC(solver, &factor);
  PCSetType(factor, PCCHOLESKY);
  PCFactorSetMatSolverType(factor, MATSOLVERMUMPS);
}

struct ShellMode {
  double omega;
  std::vector<double> shape;
};

/// Any frequency tells the coefficients' functions.
inline Pencil shell_pencil(const FrequencyProblem &problem) {
  return undamped_pencil(problem, 0, 1e4);
}

/// The `count` undamped modes nearest to `omega`, ascending.
inline std::vector<ShellMode> shell_modes(const FrequencyProblem &problem, int count, double omega = 0) {
  std::vector<ShellMode> modes;
  for (auto &[value, shape] : eigenpairs_nearest(shell_pencil(problem), omega * omega, count))
    modes.push_back({std::sqrt(std::max(0.0, value)), std::move(shape)});
  return modes;
}

/// K^-1 f.
inline std::vector<double> static_solution(const FrequencyProblem &problem, const std::vector<double> &load) {
  const PetscMatrix stiffness = shell_pencil(problem).stiffness.petsc();
  KSP solver;
  KSPCreate(PETSC_COMM_SELF, &solver);
  KSPSetOperators(solver, stiffness, stiffness);
  use_cholesky(solver);
  Vec x, b;
  MatCreateVecs(stiffness, &x, &b);
  for (Index i = 0; i < problem.partition.total; ++i)
    VecSetValue(b, i, load[i], INSERT_VALUES);
  VecAssemblyBegin(b);
  VecAssemblyEnd(b);
  KSPSolve(solver, b, x);
  const PetscScalar *entries;
  VecGetArrayRead(x, &entries);
  std::vector<double> result(entries, entries + problem.partition.total);
  VecRestoreArrayRead(x, &entries);
  VecDestroy(&x);
  VecDestroy(&b);
  KSPDestroy(&solver);
  return result;
}

inline dealii::Tensor<1, 3> displacement(const ShellPoint &point, const std::vector<double> &u) {
  dealii::Tensor<1, 3> sum;
  for (std::size_t k = 0; k < point.values.size(); ++k)
    for (int c = 0; c < 3; ++c)
      if (point.unknowns[k][c] != no_unknown)
        sum[c] += point.values[k] * u[point.unknowns[k][c]];
  return sum;
}

/// Modes of a surface of revolution about z by their number of nodal diameters, each pair of m > 0 once:
/// result[m] ascending. Told apart by the Fourier content of the normal displacement on circles; modes
/// without any (torsion) are left out.
inline std::map<int, std::vector<double>> by_nodal_diameters(const ShellSpace &space, const Profile &profile,
                                                             const std::vector<ShellMode> &modes) {
  constexpr int around = 48;
  std::vector<std::vector<ShellPoint>> circles;
  for (const double fraction : {0.23, 0.37, 0.5, 0.61, 0.72, 0.83, 0.91}) {
    circles.emplace_back();
    const double r = fraction * profile.radius();
    for (int i = 0; i < around; ++i) {
      const double phi = 2 * std::numbers::pi * i / around;
      circles.back().push_back(space.closest({r * std::cos(phi), r * std::sin(phi), profile.height(r)}));
    }
  }
  std::map<int, std::vector<double>> all, result;
  for (const ShellMode &mode : modes) {
    std::vector<double> content(around / 2, 0);
    double total = 0, normal = 0;
    for (const auto &circle : circles) {
      std::vector<std::complex<double>> sums(around / 2, 0);
      for (int i = 0; i < around; ++i) {
        const dealii::Tensor<1, 3> u = displacement(circle[i], mode.shape);
        total += u.norm_square();
        normal += std::pow(u * circle[i].normal, 2);
        for (int m = 0; m < around / 2; ++m)
          sums[m] += u * circle[i].normal * std::polar(1.0, 2 * std::numbers::pi * m * i / around);
      }
      for (int m = 0; m < around / 2; ++m)
        content[m] += (m == 0 ? 1 : 2) * std::norm(sums[m]);
    }
    if (normal > 1e-6 * total)
      all[int(std::max_element(content.begin(), content.end()) - content.begin())].push_back(mode.omega);
  }
  for (const auto &[m, omegas] : all)
    for (std::size_t k = 0; k < omegas.size(); k += m == 0 ? 1 : 2)
      result[m].push_back(omegas[k]);
  return result;
}

} // namespace earshot::testing

#endif
