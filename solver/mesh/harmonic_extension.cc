#include "solver/mesh/harmonic_extension.h"

#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/precondition.h>
#include <deal.II/lac/solver_cg.h>
#include <deal.II/lac/sparse_matrix.h>
#include <deal.II/lac/vector.h>

#include <algorithm>

namespace earshot {

namespace {

/// int grad l_i . grad l_j over a simplex of any dimension, and its volume: with the edges e_k from corner 0
/// and their Gram matrix G = e_k . e_l it is |T| (G^-1)_ij for i, j > 0, and rows sum to nothing.
template <std::size_t n_corners>
std::pair<dealii::FullMatrix<double>, double> stiffness(const std::vector<Vector3> &nodes,
                                                        const std::array<int, n_corners> &corners) {
  constexpr unsigned int n = n_corners - 1;
  dealii::FullMatrix<double> gram(n, n);
  for (unsigned int k = 0; k < n; ++k)
    for (unsigned int l = 0; l < n; ++l)
      gram(k, l) = dot(nodes[corners[k + 1]] - nodes[corners[0]], nodes[corners[l + 1]] - nodes[corners[0]]);
  const double volume = std::sqrt(gram.determinant()) / (n == 3 ? 6 : 2);
  gram.gauss_jordan();
  dealii::FullMatrix<double> whole(n_corners, n_corners);
  for (unsigned int k = 0; k < n; ++k)
    for (unsigned int l = 0; l < n; ++l) {
      const double entry = volume * gram(k, l);
      whole(k + 1, l + 1) += entry;
      whole(0, l + 1) -= entry;
      whole(k + 1, 0) -= entry;
      whole(0, 0) += entry;
    }
  return {whole, volume};
}

/// Solves K x = b so far that what is left is round-off beside any step of a dimension.
void solve(const dealii::SparseMatrix<double> &matrix, dealii::Vector<double> &x,
           const dealii::Vector<double> &b) {
  constexpr double relative = 1e-13;
  constexpr unsigned int most_steps = 10000;
  dealii::SolverControl control(most_steps, relative * b.l2_norm());
  dealii::PreconditionSSOR<dealii::SparseMatrix<double>> preconditioner;
  preconditioner.initialize(matrix, 1.2);
  dealii::SolverCG<dealii::Vector<double>>(control).solve(matrix, x, b, preconditioner);
}

} // namespace

template <std::size_t n_corners>
void extend_harmonically(const std::vector<Vector3> &nodes,
                         const std::vector<std::array<int, n_corners>> &vertices,
                         const std::vector<bool> &known, double stiffening, std::vector<Vector3> &values) {
  std::vector<int> number(nodes.size(), -1);
  int n_unknown = 0;
  for (const auto &simplex : vertices)
    for (const int node : simplex)
      if (!known[node] && number[node] < 0)
        number[node] = n_unknown++;
  if (n_unknown == 0)
    return;
  dealii::DynamicSparsityPattern wanted(n_unknown);
  for (const auto &simplex : vertices)
    for (const int i : simplex)
      for (const int j : simplex)
        if (number[i] >= 0 && number[j] >= 0)
          wanted.add(number[i], number[j]);
  dealii::SparsityPattern pattern;
  pattern.copy_from(wanted);
  dealii::SparseMatrix<double> matrix(pattern);
  std::array<dealii::Vector<double>, 3> loads, solutions;
  for (int d = 0; d < 3; ++d) {
    loads[d].reinit(n_unknown);
    solutions[d].reinit(n_unknown);
  }
  for (const auto &simplex : vertices) {
    const auto [local, volume] = stiffness(nodes, simplex);
    const double weight = std::pow(volume, -stiffening);
    for (std::size_t i = 0; i < n_corners; ++i)
      for (std::size_t j = 0; j < n_corners && number[simplex[i]] >= 0; ++j)
        if (number[simplex[j]] >= 0)
          matrix.add(number[simplex[i]], number[simplex[j]], weight * local(i, j));
        else
          for (int d = 0; d < 3; ++d)
            loads[d](number[simplex[i]]) -= weight * local(i, j) * values[simplex[j]][d];
  }
  for (int d = 0; d < 3; ++d)
    if (loads[d].linfty_norm() > 0) {
      solve(matrix, solutions[d], loads[d]);
      for (std::size_t node = 0; node < nodes.size(); ++node)
        if (number[node] >= 0)
          values[node][d] = solutions[d](number[node]);
    }
}

template void extend_harmonically(const std::vector<Vector3> &, const std::vector<std::array<int, 3>> &,
                                  const std::vector<bool> &, double, std::vector<Vector3> &);
template void extend_harmonically(const std::vector<Vector3> &, const std::vector<std::array<int, 4>> &,
                                  const std::vector<bool> &, double, std::vector<Vector3> &);

} // namespace earshot
