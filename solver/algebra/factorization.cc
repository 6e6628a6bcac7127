#include "solver/algebra/factorization.h"

#include "solver/algebra/local_entries.h"

#include <zmumps_c.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <sstream>
#include <unordered_map>

namespace earshot {

namespace {

/// MUMPS numbers its controls from 1 in its manual.
constexpr int control(int number) {
  return number - 1;
}

constexpr int job_initialize = -1, job_end = -2, job_analyse = 1, job_factorize = 2, job_solve = 3;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Upper triangle of this rank's rows: the union of the terms' patterns, and where each term's entries go.
struct Pattern {
  std::vector<MUMPS_INT> rows, columns;              ///< counted from 1, as MUMPS does
  std::vector<std::vector<std::uint32_t>> positions; ///< per term: entry -> place in the pattern
};

Pattern make_pattern(const FrequencyProblem &problem) {
  const Index begin = problem.partition.begin, n_rows = problem.partition.end - begin;
  std::vector<std::vector<Index>> columns(n_rows);
  for (const Term &term : problem.terms) {
    for_each_local_entry(term.matrix.petsc(), [&](Index row, Index column, double) {
      if (column >= row)
        columns[row - begin].push_back(column);
    });
    for (auto &row : columns) {
      std::sort(row.begin(), row.end());
      row.erase(std::unique(row.begin(), row.end()), row.end());
    }
  }
  Pattern pattern;
  std::vector<std::size_t> start(n_rows + 1, 0);
  for (Index i = 0; i < n_rows; ++i) {
    start[i + 1] = start[i] + columns[i].size();
    for (const Index column : columns[i]) {
      pattern.rows.push_back(begin + i + 1);
      pattern.columns.push_back(column + 1);
    }
  }
  for (const Term &term : problem.terms) {
    auto &positions = pattern.positions.emplace_back();
    for_each_local_entry(term.matrix.petsc(), [&](Index row, Index column, double) {
      if (column < row)
        return;
      const auto &in_row = columns[row - begin];
      const auto found = std::lower_bound(in_row.begin(), in_row.end(), column);
      positions.push_back(static_cast<std::uint32_t>(start[row - begin] + (found - in_row.begin())));
    });
  }
  return pattern;
}

} // namespace

class Factorization::Implementation {
public:
  Implementation(const FrequencyProblem &problem, const OperatingPoint &analysis,
                 const FactorizationOptions &options);
  ~Implementation();
  Implementation(const Implementation &) = delete;
  Implementation &operator=(const Implementation &) = delete;

  void factorize(const OperatingPoint &point);
  std::vector<std::vector<Complex>> solve(const std::vector<std::vector<Complex>> &b);

  double bytes(int item) const { return 1e6 * mumps_.infog[item - 1]; }
  double entries(int item) const {
    const MUMPS_INT value = mumps_.infog[item - 1];
    return value < 0 ? -1e6 * value : value; // large numbers come negative, in millions
  }
  double flops() const { return mumps_.rinfog[0]; }
  FactorizationTimings timings;

private:
  void sum(const OperatingPoint &point);
  void equilibrate();
  void run(int job) {
    mumps_.job = job;
    zmumps_c(&mumps_);
  }
  [[noreturn]] void fail(const OperatingPoint &point) const;
  /// b - S x of the equilibrated matrix; the same on every rank.
  void subtract_product(const std::vector<Complex> &x, std::vector<Complex> &b) const;
  void solve_scaled(std::vector<Complex> &right_hand_sides, int count);

  const FrequencyProblem &problem_;
  MPI_Comm communicator_;
  int rank_ = 0;
  Index n_;
  Pattern pattern_;
  std::vector<Complex> values_;
  std::vector<double> scale_;
  ZMUMPS_STRUC_C mumps_{};
};

Factorization::Implementation::Implementation(const FrequencyProblem &problem, const OperatingPoint &analysis,
                                              const FactorizationOptions &options)
    : problem_(problem), communicator_(problem.partition.communicator), n_(problem.partition.total) {
  const auto start = std::chrono::steady_clock::now();
  MPI_Comm_rank(communicator_, &rank_);
  pattern_ = make_pattern(problem);
  values_.resize(pattern_.rows.size());

  mumps_.par = 1;
  mumps_.sym = 2;
  mumps_.comm_fortran = MPI_Comm_c2f(communicator_);
  run(job_initialize);
  for (const int output : {1, 2, 3})
    mumps_.icntl[control(output)] = -1;
  mumps_.icntl[control(4)] = 0;
  mumps_.icntl[control(7)] = 4;   // PORD: same work as SCOTCH on these matrices, quicker to find
  mumps_.icntl[control(8)] = 0;   // equilibrated here
  mumps_.icntl[control(14)] = 30; // workspace beyond the estimate [%], for pivots that are put off
  mumps_.icntl[control(18)] = 3;  // entries are spread over the ranks
  mumps_.icntl[control(24)] = 0;
  mumps_.icntl[control(28)] = 1;
  if (options.low_rank_tolerance > 0) {
    mumps_.icntl[control(35)] = 2;
    mumps_.cntl[control(7)] = options.low_rank_tolerance;
  }
  mumps_.n = n_;
  mumps_.nnz_loc = static_cast<MUMPS_INT8>(pattern_.rows.size());
  mumps_.irn_loc = pattern_.rows.data();
  mumps_.jcn_loc = pattern_.columns.data();
  mumps_.a_loc = reinterpret_cast<ZMUMPS_COMPLEX *>(values_.data());
  sum(analysis);
  run(job_analyse);
  if (mumps_.infog[0] < 0)
    fail(analysis);
  timings.analysis = seconds_since(start);
}

Factorization::Implementation::~Implementation() {
  int finalized = 0;
  MPI_Finalized(&finalized);
  if (!finalized)
    run(job_end);
}

void Factorization::Implementation::sum(const OperatingPoint &point) {
  std::fill(values_.begin(), values_.end(), 0.0);
  for (std::size_t j = 0; j < problem_.terms.size(); ++j) {
    const Term &term = problem_.terms[j];
    const Complex f = term.coefficient.value(point);
    auto position = pattern_.positions[j].begin();
    for_each_local_entry(term.matrix.petsc(), [&](Index row, Index column, double value) {
      if (column >= row)
        values_[*position++] += f * value;
    });
  }
  equilibrate();
}

void Factorization::Implementation::equilibrate() {
  // Rows without a diagonal (multipliers, nodes of a network) are scaled so that their largest entry is one.
  std::vector<double> diagonal(n_, 0.0), largest(n_, 0.0);
  for (std::size_t k = 0; k < values_.size(); ++k)
    if (pattern_.rows[k] == pattern_.columns[k])
      diagonal[pattern_.rows[k] - 1] = std::abs(values_[k]);
  MPI_Allreduce(MPI_IN_PLACE, diagonal.data(), n_, MPI_DOUBLE, MPI_MAX, communicator_);
  scale_.assign(n_, 1.0);
  for (Index i = 0; i < n_; ++i)
    if (diagonal[i] > 0)
      scale_[i] = 1 / std::sqrt(diagonal[i]);
  for (std::size_t k = 0; k < values_.size(); ++k) {
    const Index i = pattern_.rows[k] - 1, j = pattern_.columns[k] - 1;
    const double size = std::abs(values_[k]);
    largest[i] = std::max(largest[i], size * scale_[j]);
    largest[j] = std::max(largest[j], size * scale_[i]);
  }
  MPI_Allreduce(MPI_IN_PLACE, largest.data(), n_, MPI_DOUBLE, MPI_MAX, communicator_);
  for (Index i = 0; i < n_; ++i)
    if (diagonal[i] == 0 && largest[i] > 0)
      scale_[i] = 1 / largest[i];
  for (std::size_t k = 0; k < values_.size(); ++k)
    values_[k] *= scale_[pattern_.rows[k] - 1] * scale_[pattern_.columns[k] - 1];
}

void Factorization::Implementation::fail(const OperatingPoint &point) const {
  std::ostringstream text;
  text << "the matrix could not be factorised at " << point.omega / (2 * std::numbers::pi) << " Hz: ";
  switch (mumps_.infog[0]) {
  case -10:
    text << "it is singular; likely a part that nothing holds (a free diaphragm, air that is joined to "
            "nothing) or a surface without impedance";
    break;
  case -13:
  case -9:
  case -19:
    text << "there is not enough memory";
    break;
  default:
    text << "MUMPS reports " << mumps_.infog[0] << ", " << mumps_.infog[1];
  }
  throw FactorizationError(text.str());
}

void Factorization::Implementation::factorize(const OperatingPoint &point) {
  auto start = std::chrono::steady_clock::now();
  sum(point);
  int bad = std::any_of(values_.begin(), values_.end(), [](const Complex &v) {
    return !std::isfinite(v.real()) || !std::isfinite(v.imag());
  });
  MPI_Allreduce(MPI_IN_PLACE, &bad, 1, MPI_INT, MPI_MAX, communicator_);
  if (bad) {
    std::ostringstream text;
    text << "the matrix at " << point.omega / (2 * std::numbers::pi)
         << " Hz holds numbers that are not finite; likely an impedance or admittance without a value there";
    throw FactorizationError(text.str());
  }
  timings.summation += seconds_since(start);
  start = std::chrono::steady_clock::now();
  run(job_factorize);
  constexpr int workspace_too_small[] = {-8, -9, -14, -15, -17, -20};
  const auto wants_more = [&] {
    return std::count(std::begin(workspace_too_small), std::end(workspace_too_small), mumps_.infog[0]) > 0;
  };
  for (int attempt = 0; attempt < 4 && wants_more(); ++attempt) {
    mumps_.icntl[control(14)] *= 2;
    run(job_factorize);
  }
  if (mumps_.infog[0] < 0)
    fail(point);
  timings.factorization += seconds_since(start);
  ++timings.n_factorizations;
}

void Factorization::Implementation::solve_scaled(std::vector<Complex> &right_hand_sides, int count) {
  mumps_.rhs = reinterpret_cast<ZMUMPS_COMPLEX *>(right_hand_sides.data());
  mumps_.nrhs = count;
  mumps_.lrhs = n_;
  run(job_solve);
  if (mumps_.infog[0] < 0)
    throw FactorizationError("the back-substitution failed: MUMPS reports " +
                             std::to_string(mumps_.infog[0]));
  for (int k = 0; k < count; ++k)
    MPI_Bcast(right_hand_sides.data() + static_cast<std::size_t>(k) * n_, n_, MPI_C_DOUBLE_COMPLEX, 0,
              communicator_);
}

void Factorization::Implementation::subtract_product(const std::vector<Complex> &x,
                                                     std::vector<Complex> &b) const {
  std::vector<Complex> product(n_, 0.0);
  for (std::size_t k = 0; k < values_.size(); ++k) {
    const Index i = pattern_.rows[k] - 1, j = pattern_.columns[k] - 1;
    product[i] += values_[k] * x[j];
    if (i != j)
      product[j] += values_[k] * x[i];
  }
  MPI_Allreduce(MPI_IN_PLACE, product.data(), n_, MPI_C_DOUBLE_COMPLEX, MPI_SUM, communicator_);
  for (Index i = 0; i < n_; ++i)
    b[i] -= product[i];
}

std::vector<std::vector<Complex>>
Factorization::Implementation::solve(const std::vector<std::vector<Complex>> &b) {
  const auto start = std::chrono::steady_clock::now();
  const int count = static_cast<int>(b.size());
  std::vector<Complex> block;
  block.reserve(static_cast<std::size_t>(count) * n_);
  for (const auto &right_hand_side : b)
    for (Index i = 0; i < n_; ++i)
      block.push_back(scale_[i] * right_hand_side.at(i));
  solve_scaled(block, count);

  constexpr double tolerance = 1e-12;
  std::vector<std::vector<Complex>> solutions;
  for (int k = 0; k < count; ++k) {
    std::vector<Complex> x(block.begin() + static_cast<std::ptrdiff_t>(k) * n_,
                           block.begin() + static_cast<std::ptrdiff_t>(k + 1) * n_);
    std::vector<Complex> residual(n_);
    double size = 0, error = 0;
    for (Index i = 0; i < n_; ++i) {
      residual[i] = scale_[i] * b[k][i];
      size += std::norm(residual[i]);
    }
    subtract_product(x, residual);
    for (const Complex &r : residual)
      error += std::norm(r);
    if (error > tolerance * tolerance * size) { // one step of iterative refinement
      solve_scaled(residual, 1);
      for (Index i = 0; i < n_; ++i)
        x[i] += residual[i];
    }
    for (Index i = 0; i < n_; ++i)
      x[i] *= scale_[i];
    solutions.push_back(std::move(x));
  }
  timings.solves += seconds_since(start);
  timings.n_solves += count;
  return solutions;
}

Factorization::Factorization(const FrequencyProblem &problem, const OperatingPoint &analysis,
                             const FactorizationOptions &options)
    : implementation_(std::make_unique<Implementation>(problem, analysis, options)) {}
Factorization::~Factorization() = default;
Factorization::Factorization(Factorization &&) noexcept = default;

void Factorization::factorize(const OperatingPoint &point) {
  implementation_->factorize(point);
}

std::vector<Complex> Factorization::solve(std::span<const Complex> b) const {
  return implementation_->solve({std::vector<Complex>(b.begin(), b.end())}).front();
}

std::vector<std::vector<Complex>> Factorization::solve(const std::vector<std::vector<Complex>> &b) const {
  return implementation_->solve(b);
}

double Factorization::estimated_bytes() const {
  return implementation_->bytes(17);
}
double Factorization::estimated_factor_entries() const {
  return implementation_->entries(20);
}
double Factorization::estimated_flops() const {
  return implementation_->flops();
}
double Factorization::used_bytes() const {
  return implementation_->bytes(22);
}
const FactorizationTimings &Factorization::timings() const {
  return implementation_->timings;
}

} // namespace earshot
