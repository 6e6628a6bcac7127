#include "solver/app/lumped_run.h"

#include "solver/analysis/isolation_study.h"
#include "solver/app/resume.h"
#include "solver/app/session.h"
#include "solver/circuit/circuit_solution.h"
#include "solver/config/documents.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/lumped_response.h"
#include "solver/model/network_parts.h"
#include "solver/model/prepare.h"
#include "solver/output/response_files.h"
#include "solver/results/frequency_text.h"
#include "solver/runtime/on_root.h"
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
    network.warnings.push_back(fmt::format(
        "the ear \"{}\" is meant for {} to {}, the sweep goes from {} to {}", config.ear.model.value,
        frequency_text(network.ear->lowest_hz), frequency_text(network.ear->highest_hz),
        frequency_text(frequencies.front()), frequency_text(frequencies.back())));
}

/// There is no other kind of analysis without a mesh.
void write_isolations(Session &session) {
  const Case &config = session.config();
  for (const AnalysisConfig &analysis : config.analyses) {
    const Isolation found = lumped_isolation(config, analysis.isolation);
    write_isolation(session.directory(), found);
    session.log().info("{}",
                       describe_isolation(found, analysis.isolation, air_properties(config).sound_speed));
    for (const KeyFigure &figure : isolation_figures(found))
      session.record().isolation.push_back(figure);
  }
}

int run_on_one_rank(Session &session) {
  const Case &config = session.config();
  const fs::path &directory = session.directory();
  session.start("network");
  BuiltNetwork network = build_network(config, air_properties(config));
  add_ear_warnings(config, network);
  for (const std::string &text : network.warnings)
    session.warn(text);
  for (const std::string &text : network.notes)
    session.note(text);
  session.log().info("{}", describe_network(network));
  session.start("sweep");
  const std::vector<double> frequencies = all_frequencies(config);
  const Response response = lumped_response(config, network, frequencies);
  session.start("output");
  if (!session.options().resume)
    remove_results(directory, session.name());
  write_atomically(directory / "config.resolved.toml", resolved_toml(config));
  write_response(directory, session.name(), response);
  write_isolations(session);
  session.start("studies");
  const Interrupt interrupt;
  if (!run_lumped_studies(config, {session.options(), MPI_COMM_SELF, directory, session.log(), interrupt,
                                   session.warner()})) {
    session.log().warn("stopped among the designs of a study; --resume goes on with those that are left");
    return exit_code_stopped;
  }
  session.record().counts = {{"frequencies", static_cast<std::int64_t>(frequencies.size())},
                             {"unknowns", static_cast<std::int64_t>(CircuitMatrix(network.circuit).size())}};
  session.record().factorisations = session.record().back_substitutions =
      static_cast<std::int64_t>(frequencies.size());
  session.finish(response);
  return 0;
}

} // namespace

int run_lumped(const Options &options, MPI_Comm communicator) {
  int code = 0;
  on_root(communicator, [&] {
    Session session(options, MPI_COMM_SELF, options.case_file,
                    read_case(options.case_file, options.overrides));
    code = session.run([&] { return run_on_one_rank(session); });
  });
  return dealii::Utilities::MPI::broadcast(communicator, code);
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
    for (const std::string &text : network.notes)
      fmt::print("{}\n", text);
    fmt::print("{}\n", describe_network(network));
  });
  return 0;
}

} // namespace earshot
