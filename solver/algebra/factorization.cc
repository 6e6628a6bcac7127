#include "solver/algebra/factorization.h"

#include "solver/algebra/mumps_instance.h"
#include "solver/algebra/summed_matrix.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <sstream>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace earshot {

namespace {

constexpr double bytes_per_megabyte = 1e6; // MUMPS's "million of bytes"

/// Residual above which a solution is refined.
constexpr double refined_above = 1e-12;

/// Adds what a scope took to a total [s].
class Stopwatch {
public:
  explicit Stopwatch(double &total) : total_(total), start_(MPI_Wtime()) {}
  ~Stopwatch() { total_ += MPI_Wtime() - start_; }
  Stopwatch(const Stopwatch &) = delete;

private:
  double &total_, start_;
};

double norm(std::span<const Complex> x) {
  double sum = 0;
  for (const Complex value : x)
    sum += std::norm(value);
  return std::sqrt(sum);
}

double largest(std::span<const Complex> x) {
  double result = 0;
  for (const Complex value : x)
    result = std::max(result, std::abs(value));
  return result;
}

/// MUMPS gives numbers that do not fit an int as minus their millions.
double count(int value) {
  return value >= 0 ? value : -1e6 * value;
}

/// MPI libraries keep the allocator from doing so by itself: what assembly and analysis no longer need would
/// stand beside the factor.
void return_free_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

} // namespace

class Factorization::Implementation {
public:
  Implementation(const FrequencyProblem &problem, const Factors &analysis,
                 const FactorizationOptions &options);

  void factorize(const Factors &factors);
  std::vector<std::vector<Complex>> solve(const std::vector<std::vector<Complex>> &b);
  std::vector<std::vector<Complex>> refined(const std::vector<std::vector<Complex>> &b,
                                            const std::vector<std::vector<Complex>> &x);
  const std::vector<double> &scaling() const { return matrix_.scaling(); }

  FactorizationTimings timings;
  double relative_residual = 0, estimated_bytes = 0, estimated_entries = 0, estimated_flops = 0,
         used_bytes = 0, entries = 0;

private:
  void set_controls(const FactorizationOptions &options);
  int ordering() const;
  void sum(const Factors &factors);
  void run_with_enough_workspace();
  void solve_by_factor(std::vector<Complex> &x, std::size_t n_vectors);
  std::vector<Complex> residuals(const std::vector<Complex> &b, const std::vector<Complex> &x) const;
  std::vector<double> norms(const std::vector<Complex> &vectors) const;
  void refine(const std::vector<Complex> &b, std::vector<Complex> &x);
  void check_solution(const std::vector<Complex> &b, const std::vector<Complex> &x) const;
  std::string field_of(Index unknown) const;
  std::string null_pivots() const;
  [[noreturn]] void fail(const std::string &cause) const;
  void check(const std::string &stage) const;

  const double started_ = MPI_Wtime();
  const FrequencyProblem &problem_;
  SummedMatrix matrix_;
  std::vector<MUMPS_INT> rows_, columns_; ///< of the entries, counted from 1
  int refinements_;
  double frequency_ = 0; ///< [Hz], of the matrix at hand
  MumpsInstance mumps_;
};

Factorization::Implementation::Implementation(const FrequencyProblem &problem, const Factors &analysis,
                                              const FactorizationOptions &options)
    : problem_(problem), matrix_(problem), refinements_(options.low_rank_tolerance > 0 ? 10 : 2),
      mumps_(problem.partition.communicator, matrix_.is_symmetric()) {
  rows_.reserve(matrix_.n_entries());
  columns_.reserve(matrix_.n_entries());
  matrix_.for_each_place([this](Index row, Index column) {
    rows_.push_back(static_cast<MUMPS_INT>(row) + 1);
    columns_.push_back(static_cast<MUMPS_INT>(column) + 1);
  });
  sum(analysis);

  check("start");
  set_controls(options);
  mumps_.data.n = static_cast<MUMPS_INT>(problem_.partition.total);
  mumps_.data.nnz_loc = static_cast<MUMPS_INT8>(rows_.size());
  mumps_.data.irn_loc = rows_.data();
  mumps_.data.jcn_loc = columns_.data();
  mumps_.data.a_loc = reinterpret_cast<ZMUMPS_COMPLEX *>(matrix_.values().data());
  mumps_.run(MumpsInstance::Job::analyse);
  check("analysis");
  estimated_bytes = bytes_per_megabyte * mumps_.infog(options.low_rank_tolerance > 0 ? 37 : 17);
  estimated_entries = count(mumps_.infog(20));
  estimated_flops = mumps_.data.rinfog[0];
  return_free_memory();
  timings.analysis = MPI_Wtime() - started_ - timings.summation;
}

void Factorization::Implementation::set_controls(const FactorizationOptions &options) {
  mumps_.icntl(5) = 0;  // assembled
  mumps_.icntl(18) = 3; // entries on every rank
  mumps_.icntl(6) = 0; // no permutation to a heavy diagonal: it would lose the symmetry of pattern and values
  mumps_.icntl(28) = 1; // sequential analysis
  mumps_.icntl(7) = ordering();
  mumps_.icntl(8) = 0; // equilibrated already
  mumps_.icntl(14) = 30;
  mumps_.icntl(24) = 1; // null pivots are counted instead of divided by
  mumps_.icntl(27) = 32;
  if (options.low_rank_tolerance > 0) {
    mumps_.icntl(35) = 2;
    mumps_.data.cntl[6] = options.low_rank_tolerance;
  }
}

/// PORD ends the whole program when a graph shrinks to one vertex, as that of a full matrix does, and
/// small matrices gain nothing by it: these take the approximate minimum fill.
int Factorization::Implementation::ordering() const {
  enum { approximate_minimum_fill = 2, pord = 4 };
  constexpr Index small = 1000;
  double entries = static_cast<double>(rows_.size());
  MPI_Allreduce(MPI_IN_PLACE, &entries, 1, MPI_DOUBLE, MPI_SUM, problem_.partition.communicator);
  const double n = static_cast<double>(problem_.partition.total);
  return n < small || entries >= (matrix_.is_symmetric() ? n * (n + 1) / 2 : n * n) ? approximate_minimum_fill
                                                                                    : pord;
}

void Factorization::Implementation::sum(const Factors &factors) {
  const Stopwatch stopwatch(timings.summation);
  frequency_ = factors.omega / (2 * std::numbers::pi);
  try {
    matrix_.evaluate(factors);
  } catch (const std::runtime_error &error) {
    fail(error.what());
  }
}

void Factorization::Implementation::factorize(const Factors &factors) {
  sum(factors);
  const Stopwatch stopwatch(timings.factorization);
  ++timings.factorizations;
  run_with_enough_workspace();
  check("factorisation");
  if (mumps_.infog(28) > 0)
    fail(null_pivots());
  used_bytes = bytes_per_megabyte * mumps_.infog(22);
  entries = count(mumps_.infog(29));
}

void Factorization::Implementation::run_with_enough_workspace() {
  const auto too_small = [this] {
    const int code = mumps_.infog(1);
    return code == -8 || code == -9 || (code <= -14 && code >= -15) || code == -17 || code == -18 ||
           code == -20;
  };
  mumps_.run(MumpsInstance::Job::factorise);
  for (int attempt = 0; attempt < 6 && too_small(); ++attempt) {
    mumps_.icntl(14) = std::max(100, 2 * mumps_.icntl(14));
    ++timings.retries;
    mumps_.run(MumpsInstance::Job::factorise);
  }
}

/// Replaces vectors of S-scaled right-hand sides by the factor's solutions, on every rank.
void Factorization::Implementation::solve_by_factor(std::vector<Complex> &x, std::size_t n_vectors) {
  mumps_.data.rhs = reinterpret_cast<ZMUMPS_COMPLEX *>(x.data());
  mumps_.data.nrhs = static_cast<MUMPS_INT>(n_vectors);
  mumps_.data.lrhs = mumps_.data.n;
  mumps_.run(MumpsInstance::Job::back_substitute);
  check("back-substitution");
  timings.back_substitutions += static_cast<int>(n_vectors);
  MPI_Bcast(x.data(), static_cast<int>(x.size()), MPI_C_DOUBLE_COMPLEX, 0, problem_.partition.communicator);
}

std::vector<std::vector<Complex>>
Factorization::Implementation::solve(const std::vector<std::vector<Complex>> &b) {
  const Stopwatch stopwatch(timings.solves);
  const std::vector<double> &scaling = matrix_.scaling();
  const std::size_t n = scaling.size();
  std::vector<Complex> scaled(n * b.size());
  for (std::size_t k = 0; k < b.size(); ++k)
    for (std::size_t i = 0; i < n; ++i)
      scaled[k * n + i] = scaling[i] * b[k][i];

  std::vector<Complex> x = scaled;
  solve_by_factor(x, b.size());
  check_solution(scaled, x);
  refine(scaled, x);

  std::vector<std::vector<Complex>> result(b.size(), std::vector<Complex>(n));
  for (std::size_t k = 0; k < b.size(); ++k)
    for (std::size_t i = 0; i < n; ++i)
      result[k][i] = scaling[i] * x[k * n + i];
  return result;
}

std::vector<std::vector<Complex>>
Factorization::Implementation::refined(const std::vector<std::vector<Complex>> &b,
                                       const std::vector<std::vector<Complex>> &x) {
  const Stopwatch stopwatch(timings.solves);
  const std::vector<double> &scaling = matrix_.scaling();
  const std::size_t n = scaling.size();
  std::vector<Complex> scaled_b(n * b.size()), scaled_x(n * b.size());
  for (std::size_t k = 0; k < b.size(); ++k)
    for (std::size_t i = 0; i < n; ++i) {
      scaled_b[k * n + i] = scaling[i] * b[k][i];
      scaled_x[k * n + i] = x[k][i] / scaling[i];
    }
  std::vector<Complex> change = residuals(scaled_b, scaled_x);
  solve_by_factor(change, b.size());
  std::vector<std::vector<Complex>> result = x;
  for (std::size_t k = 0; k < b.size(); ++k)
    for (std::size_t i = 0; i < n; ++i)
      result[k][i] += scaling[i] * change[k * n + i];
  return result;
}

std::vector<Complex> Factorization::Implementation::residuals(const std::vector<Complex> &b,
                                                              const std::vector<Complex> &x) const {
  std::vector<Complex> r = b;
  const std::vector<Complex> product = matrix_.multiply(x);
  for (std::size_t i = 0; i < r.size(); ++i)
    r[i] -= product[i];
  return r;
}

std::vector<double> Factorization::Implementation::norms(const std::vector<Complex> &vectors) const {
  const std::size_t n = matrix_.scaling().size();
  std::vector<double> result;
  for (std::size_t first = 0; first < vectors.size(); first += n)
    result.push_back(norm(std::span(vectors).subspan(first, n)));
  return result;
}

void Factorization::Implementation::refine(const std::vector<Complex> &b, std::vector<Complex> &x) {
  const std::vector<double> b_norms = norms(b);
  const auto relative = [&](const std::vector<Complex> &r) {
    const std::vector<double> r_norms = norms(r);
    double worst = 0;
    for (std::size_t k = 0; k < r_norms.size(); ++k)
      worst = std::max(worst, b_norms[k] > 0 ? r_norms[k] / b_norms[k] : r_norms[k]);
    return worst;
  };
  std::vector<Complex> r = residuals(b, x);
  relative_residual = relative(r);
  for (int step = 0; step < refinements_ && relative_residual > refined_above; ++step) {
    std::vector<Complex> better = std::move(r);
    solve_by_factor(better, b_norms.size());
    for (std::size_t i = 0; i < x.size(); ++i)
      better[i] += x[i];
    r = residuals(b, better);
    const double residual = relative(r);
    if (!(residual < relative_residual))
      return;
    const bool stalled = residual > relative_residual / 2;
    x = std::move(better);
    relative_residual = residual;
    if (stalled)
      return;
  }
}

/// A solution that is 1/epsilon times larger than its right-hand side follows rounding errors only.
void Factorization::Implementation::check_solution(const std::vector<Complex> &b,
                                                   const std::vector<Complex> &x) const {
  const std::size_t n = matrix_.scaling().size();
  for (std::size_t first = 0; first < b.size(); first += n) {
    const double size = largest(std::span(x).subspan(first, n));
    const double limit = largest(std::span(b).subspan(first, n)) /
                         (matrix_.largest_entry() * std::numeric_limits<double>::epsilon());
    if (std::isfinite(norm(std::span(x).subspan(first, n))) && size <= limit)
      continue;
    const auto peak = std::max_element(x.begin() + first, x.begin() + first + n,
                                       [](Complex a, Complex c) { return std::norm(a) < std::norm(c); });
    fail("the matrix is singular to working precision; the solution grows without bound in " +
         field_of(static_cast<Index>(peak - x.begin() - first)) +
         ". Likely a part that nothing holds, or an undamped resonance at this very frequency");
  }
}

/// "unknown 12 of field 'air'". Collective.
std::string Factorization::Implementation::field_of(Index unknown) const {
  int block = -1;
  for (std::size_t k = 0; k < problem_.blocks.size(); ++k)
    if (std::binary_search(problem_.blocks[k].owned.begin(), problem_.blocks[k].owned.end(), unknown))
      block = static_cast<int>(k);
  MPI_Allreduce(MPI_IN_PLACE, &block, 1, MPI_INT, MPI_MAX, problem_.partition.communicator);
  const std::string name = "unknown " + std::to_string(unknown);
  return block < 0 ? name : name + " of field '" + problem_.blocks[block].name + "'";
}

/// What MUMPS's list of null pivots says. Collective.
std::string Factorization::Implementation::null_pivots() const {
  int rank = 0, first = 0;
  MPI_Comm_rank(problem_.partition.communicator, &rank);
  if (rank == 0)
    first = mumps_.data.pivnul_list[0] - 1;
  MPI_Bcast(&first, 1, MPI_INT, 0, problem_.partition.communicator);
  return "the matrix is singular (" + std::to_string(mumps_.infog(28)) + " zero pivots, the first at " +
         field_of(first) +
         "). Likely a part that nothing holds, a network node without a path to ground, or a constraint "
         "stated twice";
}

void Factorization::Implementation::fail(const std::string &cause) const {
  std::ostringstream message;
  message << "cannot solve the system of " << problem_.partition.total << " unknowns at " << frequency_
          << " Hz: " << cause;
  throw FactorizationError(message.str());
}

void Factorization::Implementation::check(const std::string &stage) const {
  const int code = mumps_.infog(1);
  if (code >= 0)
    return;
  std::ostringstream memory;
  memory << "not enough memory for the factor (" << estimated_bytes / 1e9 << " GB were estimated, "
         << "MUMPS failed in its " << stage << "). Use a coarser mesh, a lower order or more machines";
  switch (code) {
  case -6:
  case -10:
    fail("the matrix is singular. Likely a part that nothing holds, a network node that nothing is joined "
         "to, or a constraint stated twice");
  case -5:
  case -7:
  case -13:
  case -19:
    fail(memory.str());
  default:
    fail("MUMPS failed in its " + stage + " with INFOG(1) = " + std::to_string(code) +
         ", INFOG(2) = " + std::to_string(mumps_.infog(2)));
  }
}

Factorization::Factorization(const FrequencyProblem &problem, const Factors &analysis,
                             const FactorizationOptions &options)
    : implementation_(std::make_unique<Implementation>(problem, analysis, options)) {}
Factorization::~Factorization() = default;
Factorization::Factorization(Factorization &&) noexcept = default;

void Factorization::factorize(const Factors &factors) {
  implementation_->factorize(factors);
}

std::vector<Complex> Factorization::solve(std::span<const Complex> b) const {
  return std::move(implementation_->solve({std::vector<Complex>(b.begin(), b.end())}).front());
}

std::vector<std::vector<Complex>> Factorization::solve(const std::vector<std::vector<Complex>> &b) const {
  return implementation_->solve(b);
}

std::vector<std::vector<Complex>> Factorization::refined(const std::vector<std::vector<Complex>> &b,
                                                         const std::vector<std::vector<Complex>> &x) const {
  return implementation_->refined(b, x);
}

const std::vector<double> &Factorization::scaling() const {
  return implementation_->scaling();
}
double Factorization::relative_residual() const {
  return implementation_->relative_residual;
}
double Factorization::estimated_bytes() const {
  return implementation_->estimated_bytes;
}
double Factorization::estimated_factor_entries() const {
  return implementation_->estimated_entries;
}
double Factorization::estimated_flops() const {
  return implementation_->estimated_flops;
}
double Factorization::used_bytes() const {
  return implementation_->used_bytes;
}
double Factorization::factor_entries() const {
  return implementation_->entries;
}
const FactorizationTimings &Factorization::timings() const {
  return implementation_->timings;
}

} // namespace earshot
