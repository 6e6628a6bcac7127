#include "solver/app/lumped_run.h"

#include "solver/analysis/isolation_study.h"
#include "solver/app/resume.h"
#include "solver/circuit/circuit_solution.h"
#include "solver/config/documents.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/lumped_response.h"
#include "solver/model/network_parts.h"
#include "solver/model/prepare.h"
#include "solver/output/run_record.h"
#include "solver/runtime/log.h"
#include "solver/runtime/on_root.h"
#include "solver/runtime/stages.h"
#include "solver/runtime/versions.h"
#include "solver/study/study_run.h"

#include <fmt/format.h>

#include <filesystem>

namespace earshot {

namespace {

namespace fs = std::filesystem;

std::string describe_network(const BuiltNetwork &network) {
  const Circuit &circuit = network.circuit;
  std::size_t count[3] = {0, 0, 0};
  for (const CircuitDomain domain : circuit.node_domains())
    ++count[static_cast<int>(domain)];
  return fmt::format(
      "Network: {} electrical, {} mechanical, {} acoustic nodes, {} flows, {} elements",
      count[static_cast<int>(CircuitDomain::electrical)], count[static_cast<int>(CircuitDomain::mechanical)],
      count[static_cast<int>(CircuitDomain::acoustic)], circuit.branches().size(), circuit.elements().size());
}

void add_ear_warnings(const Case &config, BuiltNetwork &network) {
  const std::vector<double> frequencies = all_frequencies(config);
  if (!network.ear)
    network.warnings.push_back("no ear.node: the response at an eardrum is not written");
  else if (frequencies.front() < network.ear->lowest_hz || frequencies.back() > network.ear->highest_hz)
    network.warnings.push_back(
        fmt::format("the ear \"{}\" is meant for {:.4g} Hz to {:.4g} Hz, the sweep goes "
                    "from {:.4g} Hz to {:.4g} Hz",
                    config.ear.model.value, network.ear->lowest_hz, network.ear->highest_hz,
                    frequencies.front(), frequencies.back()));
}

} // namespace

int run_lumped(const Options &options, MPI_Comm communicator) {
  on_root(communicator, [&] {
    const Case config = read_case(options.case_file, options.overrides);
    const std::string name = fs::path(options.case_file).stem().string();
    const fs::path directory =
        options.directory.empty() ? fs::path("results") / name : fs::path(options.directory);
    check_writable(directory);
    const auto log = make_log(directory.string(), options, true);
    RunRecord record;
    const auto warn = [&](const std::string &text) {
      record.warnings.push_back(text);
      log->warn("warning: {}", text);
    };
    Stages stages;
    stages.start("network");
    log->info("{}: {}", options.case_file, config.title.value);
    for (const Diagnostic &warning : warnings(config))
      warn(to_string(warning));
    for (const std::string &study : check_studies(config))
      log->info("{}", study);
    BuiltNetwork network = build_network(config, air_properties(config));
    add_ear_warnings(config, network);
    for (const std::string &text : network.warnings)
      warn(text);
    log->info("{}", describe_network(network));
    stages.start("sweep");
    const std::vector<double> frequencies = all_frequencies(config);
    const Response response = lumped_response(config, network, frequencies);
    stages.start("output");
    if (!options.resume)
      remove_results(directory, name);
    write_atomically(directory / "config.resolved.toml", resolved_toml(config));
    write_response(directory, name, response);
    for (const AnalysisConfig &analysis : config.analyses) { // there is no other kind without a mesh
      const Isolation found = lumped_isolation(config, analysis.isolation);
      write_isolation(directory, found);
      log->info("{}", describe_isolation(found, analysis.isolation, air_properties(config).sound_speed));
      for (const KeyFigure &figure : isolation_figures(found))
        record.isolation.emplace_back(figure.name, figure.value);
    }
    stages.start("studies");
    const Interrupt interrupt;
    if (!run_lumped_studies(config, {options, MPI_COMM_SELF, directory, *log, interrupt, warn}))
      log->warn("stopped among the designs of a study; --resume goes on with those that are left");
    stages.stop();
    record.name = name;
    record.title = config.title;
    record.peak_memory_mib = {peak_memory_mib()};
    record.counts = {{"frequencies", static_cast<std::int64_t>(frequencies.size())},
                     {"unknowns", static_cast<std::int64_t>(CircuitMatrix(network.circuit).size())}};
    record.stage_seconds = stages.seconds();
    record.factorisations = record.back_substitutions = static_cast<std::int64_t>(frequencies.size());
    record.versions = versions();
    record.figures = key_figures(response);
    write_summary(directory, record);
    fmt::print("{}\nresults: {}\n", summary_text(record), directory.string());
  });
  return 0;
}

int check_lumped(const Options &options, MPI_Comm communicator) {
  on_root(communicator, [&] {
    const Case config = read_case(options.case_file, options.overrides);
    fmt::print("{}: {}\n", options.case_file, config.title.value);
    BuiltNetwork network = build_network(config, air_properties(config));
    const std::vector<double> frequencies = all_frequencies(config);
    lumped_response(config, network, {frequencies.front(), frequencies.back()}); // can it be solved?
    add_ear_warnings(config, network);
    for (const Diagnostic &warning : warnings(config))
      fmt::print("warning: {}\n", to_string(warning));
    for (const std::string &study : check_studies(config))
      fmt::print("{}\n", study);
    for (const std::string &text : network.warnings)
      fmt::print("warning: {}\n", text);
    fmt::print("{}\n", describe_network(network));
  });
  return 0;
}

} // namespace earshot
