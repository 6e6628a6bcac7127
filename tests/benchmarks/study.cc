// What a study of 1000 designs at 200 frequencies costs that shares the matrices of its case, and how near
// its answers come to direct solves of some of the designs.
//
//   [mpirun -np 2] build/benchmark.study [key=value ...]
//
// The environment sets the number of direct solves (CHECKS, 20) and of designs (DESIGNS, 1000).
#include "solver/analysis/frequency_sweep.h"
#include "solver/config/reader.h"
#include "solver/config/study_designs.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/model/prepare.h"
#include "solver/study/design_family.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/benchmarks/seconds.h"
#include "tests/support/quantities.h"

#include <deal.II/base/mpi.h>

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cmath>
#include <cstdlib>
#include <numbers>

using namespace earshot;

namespace {

StudyParameterConfig range(const std::string &key, const std::string &from, const std::string &to) {
  StudyParameterConfig parameter;
  parameter.key = key;
  parameter.from = from;
  parameter.to = to;
  return parameter;
}

/// What a designer turns first: diaphragm, motor, cloths and the source.
StudyConfig wide_study(int n_designs) {
  StudyConfig study;
  study.name = std::string("wide");
  study.method = StudyMethod::latin_hypercube;
  study.samples = n_designs;
  study.parameters = {
      range("material.\"stiff polyurethane\".youngs_modulus", "100 MPa", "500 MPa"),
      range("driver.dynamic.diaphragm.zone.dome.layers[0].thickness", "15 um", "40 um"),
      range("driver.dynamic.coil.mass", "4 mg", "9 mg"),
      range("driver.dynamic.motor.force_factor", "0.3 T m", "0.6 T m"),
      range("surface.screen.resistance", "30 Pa s/m", "400 Pa s/m"),
      range("surface.rear_vent_opening.resistance", "50 Pa s/m", "2000 Pa s/m"),
      range("air.temperature", "10 degC", "40 degC"),
      range("source.output_impedance", "0 ohm", "20 ohm"),
  };
  return study;
}

int setting(const char *name, int value) {
  const char *text = std::getenv(name);
  return text ? std::atoi(text) : value;
}

double level_change(Complex found, Complex exact) {
  return 20 * std::abs(std::log10(std::abs(found / exact)));
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const bool root = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
  Case config = read_case(EARSHOT_SOURCE_DIR "/configs/single_dynamic.toml", {argv + 1, argv + argc});
  config.sweep.points = 200;
  config.sweep.spacing = SweepSpacing::log;
  const std::vector<double> frequencies = sweep_frequencies(config.sweep);
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const FrequencyProblem &problem = model.problem();
  Factorization factorization(problem, problem.at(middle_of(frequencies)));
  FastSweep sweep(problem, factorization, candidate_points(problem, frequencies),
                  fast_sweep_options(problem, config.sweep));
  const double nominal = seconds([&] { sweep.run(); });

  const StudyConfig study = wide_study(setting("DESIGNS", 1000));
  const std::vector<Case> cases = cases_of(config, study, study_designs(config, study));
  for (const Case &design : cases)
    if (!same_matrices(config, design, model.facts()))
      throw std::runtime_error("a design has other matrices");
  DesignFamily family(model, sweep, cases, frequencies);
  std::vector<Response> responses(cases.size());
  Options options;
  options.quiet = !root;
  spdlog::logger log("study", std::make_shared<spdlog::sinks::stdout_sink_mt>());
  log.set_level(root ? spdlog::level::info : spdlog::level::off);
  const double all = seconds([&] {
    family.solve(options, log, Interrupt(), [&](std::size_t k, DesignAnswer answer, bool) {
      responses[k] = std::move(answer.response);
    });
  });

  const int checks = setting("CHECKS", 20);
  double worst = 0, worst_estimate = 0;
  for (int k = 0; k < checks; ++k) {
    const std::size_t design = (37 * k + 11) % cases.size(), point = (53 * k + 5) % frequencies.size();
    const Factors factors =
        coefficient_functions(cases[design], model.facts()).at(2 * std::numbers::pi * frequencies[point]);
    factorization.factorize(factors);
    const auto solution =
        factorization.solve(std::vector<std::vector<Complex>>{right_hand_side(problem, factors)}).front();
    for (std::size_t l = 0; root && l < problem.outputs.size(); ++l)
      if (problem.outputs[l].quantity == quantity::eardrum) {
        worst = std::max(worst, level_change(responses[design].eardrum_pressure[point],
                                             evaluate_outputs(problem, factors, solution)[l]));
        worst_estimate = std::max(worst_estimate, responses[design].error_db[point]);
      }
  }
  if (!root)
    return 0;
  const FactorizationTimings &timings = factorization.timings();
  fmt::print("{} unknowns, one factorisation {:.2f} s\n", problem.partition.total,
             timings.factorization / timings.factorizations);
  fmt::print("basis of the case        {:8.2f} s\n", nominal);
  fmt::print("{} designs x {} points {:8.2f} s ({:.2f} ms a point; {} factorisations in all, {} vectors)\n",
             cases.size(), frequencies.size(), all,
             1e3 * all / static_cast<double>(cases.size() * frequencies.size()),
             sweep.record().factorizations, sweep.basis().size());
  fmt::print("largest estimated error {:.2e} of the tolerance\n", family.largest_excess());
  fmt::print("{} direct solves: largest error {:.2e} dB, estimated {:.2e} dB\n", checks, worst,
             worst_estimate);
}
