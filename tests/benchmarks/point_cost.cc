// What a frequency point of the default case costs beside a bare ZMUMPS factorisation of the same matrix.
//
//   build/benchmark.point_cost [case file] [key=value ...]
//
// prints times and memory of one run: mesh.size=0.45\ mm gives about 90 000 unknowns.
#include "solver/algebra/summed_matrix.h"
#include "solver/output/run_record.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/benchmarks/benchmark_model.h"

#include <deal.II/base/mpi.h>
#include <fmt/core.h>
#include <zmumps_c.h>

#include <numbers>

namespace {

using namespace earshot;

struct BareFactorization {
  double seconds, megabytes;
};

/// ZMUMPS as it comes, given the matrix in one place: complex symmetric, PORD, its own scaling.
BareFactorization bare_factorization(const FrequencyProblem &problem, const Factors &factors) {
  SummedMatrix matrix(problem);
  matrix.evaluate(factors);
  std::vector<MUMPS_INT> rows, columns;
  for (std::size_t k = 0; k < matrix.rows().size(); ++k) {
    rows.push_back(matrix.rows()[k] + 1);
    columns.push_back(matrix.columns()[k] + 1);
  }
  ZMUMPS_STRUC_C mumps{};
  const auto run = [&](int job) {
    mumps.job = job;
    zmumps_c(&mumps);
  };
  mumps.par = 1;
  mumps.sym = 2;
  mumps.comm_fortran = MPI_Comm_c2f(problem.partition.communicator);
  run(-1);
  for (int stream = 0; stream < 4; ++stream)
    mumps.icntl[stream] = stream < 3 ? -1 : 0;
  mumps.icntl[6] = 4;
  mumps.n = problem.partition.total;
  mumps.nnz = static_cast<MUMPS_INT8>(rows.size());
  mumps.irn = rows.data();
  mumps.jcn = columns.data();
  mumps.a = reinterpret_cast<ZMUMPS_COMPLEX *>(matrix.values().data());
  run(1);
  BareFactorization result{};
  result.seconds = seconds([&] { run(2); });
  result.megabytes = mumps.infog[21];
  run(-2);
  return result;
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const auto [config, model, assembly] = benchmark_model(argc, argv);
  const auto at = [&](double frequency) { return model->problem().at(2 * std::numbers::pi * frequency); };
  std::unique_ptr<DirectSweep> sweep;
  const double analysis = seconds([&] { sweep = std::make_unique<DirectSweep>(model->problem(), at(650)); });
  constexpr int n_points = 5;
  double points = 0;
  for (int k = 0; k < n_points; ++k)
    points += seconds([&] { sweep->evaluate(at(500.0 * (1 << k))); }) / n_points;
  const FactorizationTimings timings = sweep->factorization().timings();
  const double factor_megabytes = sweep->factorization().used_bytes() / 1e6;
  const double peak = peak_memory_mib();
  sweep.reset();
  double bare = 0;
  BareFactorization result{};
  for (int k = 0; k < n_points; ++k) {
    result = bare_factorization(model->problem(), at(500.0 * (1 << k)));
    bare += result.seconds / n_points;
  }

  fmt::print("unknowns {} (air {})\n", model->unknowns().size(), model->air().n_unknowns());
  fmt::print("assembly          {:7.2f} s   {:.2f} points\n", assembly, assembly / points);
  fmt::print("analysis          {:7.2f} s\n", analysis);
  fmt::print("one point         {:7.2f} s   {:.2f} x the bare factorisation\n", points, points / bare);
  fmt::print("  summation       {:7.3f} s\n", timings.summation / (n_points + 1));
  fmt::print("  factorisation   {:7.2f} s\n", timings.factorization / n_points);
  fmt::print("  solve           {:7.2f} s\n", timings.solves / n_points);
  fmt::print("bare ZMUMPS       {:7.2f} s   {:.0f} MB\n", bare, result.megabytes);
  fmt::print("factor            {:7.0f} MB   process {:.0f} MB: {:.2f} x the factor\n", factor_megabytes,
             peak * 1.048576, peak * 1.048576 / factor_megabytes);
  return 0;
}
