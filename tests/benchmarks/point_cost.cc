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
#include <unistd.h>
#include <zmumps_c.h>

#include <fstream>
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
  matrix.for_each_place([&](Index row, Index column) {
    rows.push_back(row + 1);
    columns.push_back(column + 1);
  });
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

/// What the process holds now, by the operating system's count.
double resident_megabytes() {
  std::ifstream statm("/proc/self/statm");
  double all = 0, resident = 0;
  statm >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const double libraries = resident_megabytes();
  const auto [config, model, assembly] = benchmark_model(argc, argv);
  const auto at = [&](double frequency) { return model->problem().at(2 * std::numbers::pi * frequency); };
  const double model_size = resident_megabytes();
  std::unique_ptr<DirectSweep> sweep;
  const double analysis = seconds([&] { sweep = std::make_unique<DirectSweep>(model->problem(), at(650)); });
  const double analysis_size = resident_megabytes();
  constexpr int n_points = 5;
  double points = 0;
  for (int k = 0; k < n_points; ++k)
    points += seconds([&] { sweep->evaluate(at(500.0 * (1 << k))); }) / n_points;
  const FactorizationTimings timings = sweep->factorization().timings();
  const double factor_megabytes = sweep->factorization().used_bytes() / 1e6;
  const double peak = peak_memory_mib(), points_size = resident_megabytes();
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
  fmt::print("resident: libraries {:.0f} MB, + model {:.0f}, + analysis {:.0f}, + factor {:.0f}\n", libraries,
             model_size - libraries, analysis_size - model_size, points_size - analysis_size);
  return 0;
}
