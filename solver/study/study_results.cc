#include "solver/study/study_results.h"

#include "solver/analysis/key_figures.h"
#include "solver/files/hdf5_file.h"
#include "solver/files/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace earshot {

namespace {

const char *name_of(DesignMatrices matrices) {
  switch (matrices) {
  case DesignMatrices::shared:
    return "shared";
  case DesignMatrices::interpolated:
    return "interpolated";
  default:
    return "own";
  }
}

namespace fs = std::filesystem;
using Complex = std::complex<double>;

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// Names of the figures of the first design that has some; those that any response has while none does.
std::vector<std::string> figure_names(const StudyResults &study) {
  const auto found = std::find_if(study.results.begin(), study.results.end(),
                                  [](const DesignResult &result) { return !result.figures.empty(); });
  std::vector<std::string> names;
  for (const KeyFigure &figure : found == study.results.end() ? key_figures(Response()) : found->figures)
    names.push_back(figure.name);
  return names;
}

std::string heading(const DesignColumn &column) {
  return column.unit.empty() || column.unit == "1" ? column.key
                                                   : fmt::format("{} [{}]", column.key, column.unit);
}

/// "/" parts names in an HDF5 file.
std::string hdf5_name(std::string text) {
  std::replace(text.begin(), text.end(), '/', '|');
  return text;
}

std::string table_of(const StudyResults &study) {
  std::string text = "design";
  for (const DesignColumn &column : study.designs.columns)
    text += "," + csv_field(heading(column));
  const std::vector<std::string> figures = figure_names(study);
  for (const std::string &figure : figures)
    text += "," + csv_field(figure);
  text += ",error_db,matrices,note\n"; // error_db: former name of largest_error_db
  for (std::size_t k = 0; k < study.results.size(); ++k) {
    const DesignResult &result = study.results[k];
    text += fmt::format("{}", k + 1);
    for (const DesignValue &value : study.designs.designs[k])
      text += "," + (std::isnan(value.number) ? csv_field(value.override_text) : format_number(value.number));
    for (const std::string &figure : figures)
      text += "," + format_number(value_of(result.figures, figure));
    text += fmt::format(",{},{},{}\n", format_number(value_of(result.figures, "largest_error_db")),
                        result.done ? name_of(result.matrices) : "", csv_field(result.failure));
  }
  return text;
}

/// Which earlier results may be taken over.
std::string identity_of(const StudyResults &study) {
  std::string text = study.case_text;
  for (std::size_t k = 0; k < study.designs.designs.size(); ++k)
    text += fmt::format("\n{}", fmt::join(study.designs.overrides(k), "; "));
  for (const double frequency : study.frequency_hz)
    text += fmt::format("\n{}", frequency);
  return text;
}

/// A curve of every design, row by row; NaN where there is none.
template <class Get>
std::vector<double> curves(const StudyResults &study, Get get) {
  const std::size_t n = study.frequency_hz.size();
  std::vector<double> values(study.results.size() * n, not_known);
  for (std::size_t k = 0; k < study.results.size(); ++k)
    if (study.results[k].done && study.results[k].failure.empty())
      for (std::size_t i = 0; i < n; ++i)
        values[k * n + i] = get(study.results[k].response, i);
  return values;
}

const Response *first_response(const StudyResults &study) {
  for (const DesignResult &result : study.results)
    if (result.done && result.failure.empty())
      return &result.response;
  return nullptr;
}

void write_curves(Hdf5Writer &file, const StudyResults &study) {
  const std::size_t n = study.frequency_hz.size();
  const auto write = [&](const std::string &name, const auto &get) {
    file.write(name, curves(study, get), n);
  };
  const Response *const response = first_response(study);
  if (!response)
    return;
  if (!response->eardrum_pressure.empty()) {
    write("spl_db",
          [](const Response &r, std::size_t i) { return sound_pressure_level(r.eardrum_pressure[i]); });
    write("eardrum_pa/re", [](const Response &r, std::size_t i) { return r.eardrum_pressure[i].real(); });
    write("eardrum_pa/im", [](const Response &r, std::size_t i) { return r.eardrum_pressure[i].imag(); });
  }
  if (!response->impedance.empty()) {
    write("impedance_ohm/re", [](const Response &r, std::size_t i) { return r.impedance[i].real(); });
    write("impedance_ohm/im", [](const Response &r, std::size_t i) { return r.impedance[i].imag(); });
  }
  if (!response->error_db.empty())
    write("error_db", [](const Response &r, std::size_t i) { return r.error_db[i]; });
  for (std::size_t driver = 0; driver < response->excursion_mm.size(); ++driver)
    write("excursion_mm/" + hdf5_name(response->excursion_mm[driver].name),
          [driver](const Response &r, std::size_t i) { return r.excursion_mm[driver].values[i]; });
}

/// "screen.resistance = 50 Pa s/m": a design in a legend.
std::string label_of(const StudyDesigns &designs, std::size_t design) {
  StudyDesigns shortened{designs.columns, {designs.designs[design]}};
  for (DesignColumn &column : shortened.columns) {
    const std::size_t dot = column.key.rfind('.');
    const std::size_t before = dot == std::string::npos || dot == 0 ? dot : column.key.rfind('.', dot - 1);
    if (before != std::string::npos)
      column.key = column.key.substr(before + 1);
  }
  return shortened.describe(0);
}

void write_parameters(Hdf5Writer &file, const StudyResults &study) {
  for (std::size_t j = 0; j < study.designs.columns.size(); ++j) {
    std::vector<double> values;
    for (const std::vector<DesignValue> &design : study.designs.designs)
      values.push_back(design[j].number);
    if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isnan(value); }))
      file.write("parameters/" + hdf5_name(heading(study.designs.columns[j])), values);
  }
  std::string labels;
  for (std::size_t k = 0; k < study.designs.designs.size(); ++k)
    labels += label_of(study.designs, k) + "\n";
  file.write("labels", labels);
}

void write_figures(Hdf5Writer &file, const StudyResults &study) {
  for (const std::string &name : figure_names(study)) {
    std::vector<double> values;
    for (const DesignResult &result : study.results)
      values.push_back(value_of(result.figures, name));
    file.write("figures/" + hdf5_name(name), values);
  }
}

/// What a resumed run needs beside the curves.
void write_state(Hdf5Writer &file, const StudyResults &study) {
  std::vector<std::uint64_t> done, matrices;
  std::vector<double> voltage;
  std::string failures;
  for (const DesignResult &result : study.results) {
    done.push_back(result.done && result.failure.empty());
    std::string failure = result.failure;
    std::replace(failure.begin(), failure.end(), '\n', ' ');
    failures += failure + "\n";
    matrices.push_back(static_cast<std::uint64_t>(result.matrices));
    voltage.push_back(result.response.source_voltage);
  }
  file.write("state/identity", identity_of(study));
  file.write("state/done", done);
  file.write("state/matrices", matrices);
  file.write("state/source_voltage", voltage);
  file.write("state/failures", failures);
  std::string drivers;
  if (const Response *const response = first_response(study))
    for (const RealSeries &driver : response->excursion_mm)
      drivers += driver.name + "\n";
  file.write("state/drivers", drivers);
  file.write("state/figures", fmt::format("{}\n", fmt::join(figure_names(study), "\n")));
}

std::vector<std::string> lines_of(const std::string &text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
    lines.push_back(text.substr(begin, end - begin));
  return lines;
}

/// The reverse of `write_curves`.
class CurveReader {
public:
  CurveReader(const Hdf5Reader &file, const StudyResults &study) : n_(study.frequency_hz.size()) {
    for (const char *name :
         {"eardrum_pa/re", "eardrum_pa/im", "impedance_ohm/re", "impedance_ohm/im", "error_db"})
      take(file, name, study);
    for (const std::string &driver : lines_of(file.text("state/drivers"))) {
      drivers_.push_back(driver);
      take(file, "excursion_mm/" + hdf5_name(driver), study);
    }
  }

  void fill(std::size_t design, Response &response) const {
    response.eardrum_pressure = complex_row("eardrum_pa", design);
    response.impedance = complex_row("impedance_ohm", design);
    response.error_db = row("error_db", design);
    for (const std::string &driver : drivers_)
      response.excursion_mm.push_back({driver, row("excursion_mm/" + hdf5_name(driver), design)});
  }

private:
  void take(const Hdf5Reader &file, const std::string &name, const StudyResults &study) {
    if (!file.has(name))
      return;
    curves_[name] = file.numbers(name);
    if (curves_[name].size() != n_ * study.results.size())
      file.fail(name + " has another length");
  }
  std::vector<double> row(const std::string &name, std::size_t design) const {
    const auto found = curves_.find(name);
    if (found == curves_.end())
      return {};
    return {found->second.begin() + design * n_, found->second.begin() + (design + 1) * n_};
  }
  std::vector<Complex> complex_row(const std::string &name, std::size_t design) const {
    const std::vector<double> re = row(name + "/re", design), im = row(name + "/im", design);
    std::vector<Complex> values;
    for (std::size_t i = 0; i < re.size(); ++i)
      values.emplace_back(re[i], im[i]);
    return values;
  }

  std::size_t n_;
  std::map<std::string, std::vector<double>> curves_;
  std::vector<std::string> drivers_;
};

} // namespace

std::size_t StudyResults::n_done() const {
  return std::count_if(results.begin(), results.end(),
                       [](const DesignResult &result) { return result.done; });
}

void write_study(const fs::path &directory, const StudyResults &study) {
  check_writable(directory);
  write_atomically(directory / (study.name + ".csv"), table_of(study));
  Hdf5Writer file(directory / (study.name + ".h5"));
  file.write("frequency_hz", study.frequency_hz);
  write_curves(file, study);
  write_parameters(file, study);
  write_figures(file, study);
  write_state(file, study);
  file.finish();
}

bool take_over_study(const fs::path &directory, StudyResults &study, FailedDesigns failed) {
  const fs::path path = directory / (study.name + ".h5");
  if (!fs::exists(path))
    return false;
  const Hdf5Reader file(path, "curves of a study");
  if (file.text("state/identity") != identity_of(study))
    return false;
  const std::vector<std::uint64_t> done = file.counts("state/done"), matrices = file.counts("state/matrices");
  const std::vector<double> voltage = file.numbers("state/source_voltage");
  if (done.size() != study.results.size() || matrices.size() != done.size() || voltage.size() != done.size())
    file.fail("has another number of designs than its identity says");
  const CurveReader curves(file, study);
  std::vector<std::pair<std::string, std::vector<double>>> figures;
  for (const std::string &name : lines_of(file.text("state/figures")))
    if (!name.empty())
      figures.emplace_back(name, file.numbers("figures/" + hdf5_name(name)));
  for (std::size_t k = 0; k < study.results.size(); ++k)
    if (done[k] != 0) {
      DesignResult &result = study.results[k];
      result.done = true;
      result.matrices = static_cast<DesignMatrices>(std::min<std::uint64_t>(matrices[k], 2));
      result.response.frequency_hz = study.frequency_hz;
      result.response.source_voltage = voltage[k];
      curves.fill(k, result.response);
      for (const auto &[name, values] : figures)
        result.figures.push_back({name, values.at(k)});
    }
  if (failed == FailedDesigns::again)
    return true;
  const std::vector<std::string> failures = lines_of(file.text("state/failures"));
  if (failures.size() != study.results.size())
    file.fail("has another number of notes than of designs");
  for (std::size_t k = 0; k < failures.size(); ++k)
    if (!failures[k].empty())
      study.results[k] = {true, DesignMatrices::own, {}, {}, failures[k]};
  return true;
}

} // namespace earshot
