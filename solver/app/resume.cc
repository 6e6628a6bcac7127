#include "solver/app/resume.h"

#include "solver/config/digest.h"
#include "solver/config/documents.h"
#include "solver/config/fit_check.h"
#include "solver/config/sweep_grid.h"
#include "solver/output/field_files.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot {

namespace {

namespace fs = std::filesystem;

/// The files of a run, beside those in folders of their own.
std::vector<std::string> result_files(const std::string &name) {
  std::vector<std::string> files{"response.csv",
                                 "impedance.csv",
                                 "excursion.csv",
                                 "opening_velocity.csv",
                                 "power.csv",
                                 "modes.csv",
                                 "sensitivity.csv",
                                 "sensitivity_ranked.csv",
                                 "tolerance_band.csv",
                                 "isolation.csv",
                                 "contributions.csv",
                                 "housing_force.csv",
                                 "housing.csv",
                                 "distortion.csv",
                                 "intermodulation.csv",
                                 "suspension.csv",
                                 "suspension_pressure.csv",
                                 "summary.json",
                                 "motor.csv",
                                 "motor.json",
                                 "blocked_impedance.csv",
                                 "report.html",
                                 "specification.json",
                                 "isolation_third_octaves.csv",
                                 "solves.journal"};
  for (const char *ending : {".frd", ".txt", ".zma", ".s1p"})
    files.push_back(name + ending);
  return files;
}

/// Whether a run or a motor's computation has left its results.
bool has_results(const fs::path &directory) {
  return fs::exists(directory / "config.resolved.toml") || fs::exists(directory / "motor.json");
}

template <class List, class Frequency>
bool holds(const List &list, double frequency, const Frequency &frequency_of) {
  return std::any_of(list.begin(), list.end(),
                     [&](const auto &item) { return same_frequency(frequency_of(item), frequency); });
}

std::vector<FieldFile> written_fields(const fs::path &directory) {
  const fs::path series = directory / "fields" / "air.pvd";
  std::vector<FieldFile> files;
  if (fs::exists(series))
    files = read_series(series);
  std::erase_if(files, [&](const FieldFile &file) { return !fs::exists(series.parent_path() / file.file); });
  return files;
}

void append_bytes(std::string &text, const std::array<double, 3> &x) {
  text.append(reinterpret_cast<const char *>(x.data()), sizeof(x));
}

} // namespace

CheckpointIdentity checkpoint_identity(const Model &model, std::vector<std::string> columns) {
  Case config = without_searches(model.config());
  config.title = {};
  config.sweep = {};
  config.analyses.clear();
  config.studies.clear();
  config.output = {};
  std::string nodes;
  if (model.has_mesh())
    for (const auto &x : model.air().mesh().nodes)
      append_bytes(nodes, x);
  for (const Driver &driver : model.drivers())
    for (std::size_t node = 0; driver.shell && node < driver.shell->n_nodes(); ++node) {
      const auto &x = driver.shell->position(node);
      append_bytes(nodes, {x[0], x[1], x[2]});
    }
  return {resolved_toml(config) + digests_of_files(config), std::move(nodes), std::move(columns)};
}

std::vector<CheckpointRow> finished_rows(const fs::path &directory, const CheckpointIdentity &identity,
                                         const Case &config) {
  std::vector<CheckpointRow> rows = read_checkpoint(directory, identity);
  const std::vector<double> wanted = all_frequencies(config);
  const std::vector<FieldFile> fields = written_fields(directory);
  std::erase_if(rows, [&](const CheckpointRow &row) {
    const double f = row.frequency_hz;
    const bool asked = holds(wanted, f, [](double x) { return x; });
    const bool needs_field = holds(config.output.field_frequencies, f, [](const auto &x) { return x.value; });
    return !asked || (needs_field && !holds(fields, f, [](const FieldFile &x) { return x.frequency_hz; }));
  });
  return rows;
}

void check_replaceable(const fs::path &directory, const std::string &name) {
  if (has_results(directory))
    return;
  for (const std::string &file : result_files(name))
    if (fs::exists(directory / file))
      throw UserError(fmt::format("found {} in a folder without results of an earlier run, expected another "
                                  "folder (-o): the run would replace that file",
                                  (directory / file).string()));
}

void remove_results(const fs::path &directory, const std::string &name) {
  if (!has_results(directory))
    return;                // what is there is somebody else's
  std::error_code ignored; // what can't be removed can't be replaced either, which the writing will tell
  for (const std::string &file : result_files(name))
    fs::remove(directory / file, ignored);
  const auto remove_in = [&](const char *folder, const char *first, const char *second) {
    for (const auto &entry : fs::directory_iterator(directory / folder, ignored))
      if (entry.path().extension() == first || entry.path().extension() == second)
        fs::remove(entry.path(), ignored);
  };
  remove_in("fields", ".pvd", ".vtu");
  remove_in("modes", ".pvd", ".vtu");
  remove_in("study", ".csv", ".h5");
}

} // namespace earshot
