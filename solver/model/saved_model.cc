#include "solver/model/saved_model.h"

#include "solver/config/located.h"
#include "solver/config/parameters.h"
#include "solver/config/reader.h"
#include "solver/files/hdf5_file.h"
#include "solver/version.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <sstream>

namespace earshot {

namespace {

constexpr std::uint64_t format_version = 10;
constexpr const char *format_name = "format_version";

using Counts = std::vector<std::uint64_t>;

Counts counts_of(const std::vector<std::size_t> &values) {
  return {values.begin(), values.end()};
}

std::vector<std::size_t> sizes_of(const Counts &values) {
  return {values.begin(), values.end()};
}

/// Names as a text, a line each.
std::string lines_of(const std::vector<std::string> &names) {
  std::string text;
  for (const std::string &name : names)
    text += name + "\n";
  return text;
}

std::vector<std::string> names_in(const std::string &text) {
  std::istringstream stream(text);
  std::vector<std::string> names;
  for (std::string name; std::getline(stream, name);)
    names.push_back(name);
  return names;
}

/// @param group of the file
void write_facts(Hdf5Writer &file, const std::string &group, const MeshFacts &facts) {
  file.write(group + "/volumes", lines_of(facts.volumes));
  file.write(group + "/surfaces", lines_of(facts.surfaces));
  file.write(group + "/surface_areas", facts.surface_areas);
  file.write(group + "/n_diaphragms", Counts{facts.diaphragms.size()});
  for (std::size_t k = 0; k < facts.diaphragms.size(); ++k) {
    std::vector<std::string> names;
    std::vector<double> areas;
    for (const MeshFacts::Zone &zone : facts.diaphragms[k]) {
      names.push_back(zone.name);
      areas.push_back(zone.area);
    }
    file.write(fmt::format("{}/diaphragms/{}/zones", group, k), lines_of(names));
    file.write(fmt::format("{}/diaphragms/{}/areas", group, k), areas);
  }
  std::vector<std::string> names, models;
  std::vector<double> widths;
  for (const MeshFacts::NarrowVolume &volume : facts.narrow_volumes) {
    names.push_back(volume.name);
    models.emplace_back(name_of(volume.model));
    widths.push_back(volume.width);
  }
  file.write(group + "/narrow_volumes/names", lines_of(names));
  file.write(group + "/narrow_volumes/models", lines_of(models));
  file.write(group + "/narrow_volumes/widths", widths);
  std::vector<double> numbers, layered, lengths;
  names.clear();
  for (const MeshFacts::VolumeMouths &mouths : facts.mouths) {
    names.push_back(mouths.volume);
    numbers.push_back(mouths.number);
    layered.push_back(mouths.layered);
    lengths.push_back(mouths.length);
  }
  file.write(group + "/mouths/volumes", lines_of(names));
  file.write(group + "/mouths/numbers", numbers);
  file.write(group + "/mouths/layered", layered);
  file.write(group + "/mouths/lengths", lengths);
  names.clear();
  lengths.clear();
  std::vector<double> areas;
  for (const MeshFacts::Passage &passage : facts.passages) {
    names.push_back(passage.volume);
    lengths.push_back(passage.length);
    areas.push_back(passage.area);
  }
  file.write(group + "/passages/volumes", lines_of(names));
  file.write(group + "/passages/lengths", lengths);
  file.write(group + "/passages/areas", areas);
  file.write(group + "/profile_rates", facts.profile_rates);
  file.write(group + "/largest_curvature", std::vector<double>{facts.largest_curvature});
}

std::vector<MeshFacts::Passage> read_passages(const Hdf5Reader &file, const std::string &group) {
  const auto volumes = names_in(file.text(group + "/passages/volumes"));
  const auto lengths = file.numbers(group + "/passages/lengths"),
             areas = file.numbers(group + "/passages/areas");
  if (volumes.size() != lengths.size() || volumes.size() != areas.size())
    file.fail("has passages without length or area");
  std::vector<MeshFacts::Passage> passages;
  for (std::size_t k = 0; k < volumes.size(); ++k)
    passages.push_back({volumes[k], lengths[k], areas[k]});
  return passages;
}

MeshFacts read_facts(const Hdf5Reader &file, const std::string &group) {
  MeshFacts facts;
  facts.volumes = names_in(file.text(group + "/volumes"));
  facts.surfaces = names_in(file.text(group + "/surfaces"));
  facts.surface_areas = file.numbers(group + "/surface_areas");
  for (std::uint64_t k = 0; k < file.count(group + "/n_diaphragms"); ++k) {
    const auto names = names_in(file.text(fmt::format("{}/diaphragms/{}/zones", group, k)));
    const auto areas = file.numbers(fmt::format("{}/diaphragms/{}/areas", group, k));
    if (names.size() != areas.size())
      file.fail("has zones without areas");
    facts.diaphragms.emplace_back();
    for (std::size_t zone = 0; zone < names.size(); ++zone)
      facts.diaphragms.back().push_back({names[zone], areas[zone]});
  }
  const auto names = names_in(file.text(group + "/narrow_volumes/names"));
  const auto models = names_in(file.text(group + "/narrow_volumes/models"));
  const auto widths = file.numbers(group + "/narrow_volumes/widths");
  if (names.size() != models.size() || names.size() != widths.size())
    file.fail("has narrow volumes without model or width");
  for (std::size_t k = 0; k < names.size(); ++k)
    facts.narrow_volumes.push_back({names[k], kind_of<VolumeModel>(models[k]), widths[k]});
  facts.passages = read_passages(file, group);
  const auto passages = names_in(file.text(group + "/mouths/volumes"));
  const auto numbers = file.numbers(group + "/mouths/numbers"),
             layered = file.numbers(group + "/mouths/layered"),
             lengths = file.numbers(group + "/mouths/lengths");
  if (passages.size() != numbers.size() || passages.size() != layered.size() ||
      passages.size() != lengths.size())
    file.fail("has passages without number of mouths or length");
  for (std::size_t k = 0; k < passages.size(); ++k)
    facts.mouths.push_back({passages[k], numbers[k], layered[k], lengths[k]});
  facts.profile_rates = file.numbers(group + "/profile_rates");
  facts.largest_curvature = file.number(group + "/largest_curvature");
  return facts;
}

void write_quantity(Hdf5Writer &file, const std::string &path, const Quantity &quantity) {
  file.write(path + "quantity", name_of(quantity.kind));
  file.write(path + "of", quantity.of);
  file.write(path + "part", quantity.part);
}

Quantity read_quantity(const Hdf5Reader &file, const std::string &path) {
  try {
    return {quantity_kind(file.text(path + "quantity")), file.text(path + "of"), file.text(path + "part")};
  } catch (const std::invalid_argument &error) {
    file.fail(fmt::format("tells in {}quantity what is unknown: {}", path, error.what()));
  }
}

void write_vectors(Hdf5Writer &file, const std::string &group, const std::vector<ReducedVector> &vectors) {
  file.write("n_" + group, Counts{vectors.size()});
  for (std::size_t k = 0; k < vectors.size(); ++k) {
    const std::string path = fmt::format("{}/{}/", group, k);
    file.write(path + "values", vectors[k].values);
    file.write(path + "sketch", vectors[k].sketch);
  }
}

void write_terms(Hdf5Writer &file, const std::string &group, const std::vector<ReducedTerm> &terms) {
  file.write("n_" + group, Counts{terms.size()});
  for (std::size_t k = 0; k < terms.size(); ++k) {
    const ReducedTerm &term = terms[k];
    const std::string path = fmt::format("{}/{}/", group, k);
    file.write(path + "name", term.name);
    file.write(path + "region", term.region);
    file.write(path + "loss", term.loss);
    file.write(path + "support", counts_of(term.support));
    file.write(path + "matrix", term.matrix);
    file.write(path + "sketch", term.sketch);
  }
}

void write_reduced(Hdf5Writer &file, const ReducedModel &model) {
  file.write("size", Counts{model.size});
  file.write("n_probes", Counts{model.n_probes});
  write_terms(file, "terms", model.terms);
  write_vectors(file, "loads", model.loads);
  write_vectors(file, "outputs", {model.outputs.begin(), model.outputs.end()});
  for (std::size_t k = 0; k < model.outputs.size(); ++k)
    write_quantity(file, fmt::format("outputs/{}/", k), model.outputs[k].quantity);
  file.write("n_monitors", Counts{model.monitors.size()});
  for (std::size_t k = 0; k < model.monitors.size(); ++k) {
    const std::string path = fmt::format("monitors/{}/", k);
    write_quantity(file, path, model.monitors[k].quantity);
    file.write(path + "support", counts_of(model.monitors[k].support));
    file.write(path + "rows", model.monitors[k].rows);
  }
}

void require(bool holds, const Hdf5Reader &file, const std::string &path) {
  if (!holds)
    file.fail("has another number of values than it should in " + path);
}

/// Whether these can be numbers of coordinates: each once, ascending.
bool is_support(const std::vector<std::size_t> &support, const ReducedModel &model) {
  return std::adjacent_find(support.begin(), support.end(), std::greater_equal<>()) == support.end() &&
         (support.empty() || support.back() < model.size);
}

ReducedTerm read_term(const Hdf5Reader &file, const std::string &path, const ReducedModel &model) {
  ReducedTerm term{file.text(path + "name"),      file.text(path + "region"),
                   file.text(path + "loss"),      sizes_of(file.counts(path + "support")),
                   file.numbers(path + "matrix"), file.numbers(path + "sketch")};
  const std::size_t n = term.support.size();
  require(is_support(term.support, model) && term.matrix.size() == n * n &&
              term.sketch.size() == model.n_probes * n,
          file, path);
  return term;
}

std::vector<ReducedTerm> read_terms(const Hdf5Reader &file, const std::string &group,
                                    const ReducedModel &model) {
  std::vector<ReducedTerm> terms;
  for (std::uint64_t k = 0; k < file.count("n_" + group); ++k)
    terms.push_back(read_term(file, fmt::format("{}/{}/", group, k), model));
  return terms;
}

std::vector<ReducedVector> read_vectors(const Hdf5Reader &file, const std::string &group,
                                        const ReducedModel &model) {
  std::vector<ReducedVector> vectors;
  for (std::uint64_t k = 0; k < file.count("n_" + group); ++k) {
    const std::string path = fmt::format("{}/{}/", group, k);
    vectors.push_back({file.numbers(path + "values"), file.numbers(path + "sketch")});
    const std::size_t n_sketch = vectors.back().sketch.size();
    require(vectors.back().values.size() == model.size &&
                (n_sketch == model.n_probes || (n_sketch == 0 && group == "outputs")),
            file, path);
  }
  return vectors;
}

ReducedModel read_reduced(const Hdf5Reader &file) {
  ReducedModel model;
  model.size = file.count("size");
  model.n_probes = file.count("n_probes");
  model.terms = read_terms(file, "terms", model);
  model.loads = read_vectors(file, "loads", model);
  for (ReducedVector &vector : read_vectors(file, "outputs", model)) {
    const std::string path = fmt::format("outputs/{}/", model.outputs.size());
    model.outputs.push_back({std::move(vector), read_quantity(file, path)});
  }
  for (std::uint64_t k = 0; k < file.count("n_monitors"); ++k) {
    const std::string path = fmt::format("monitors/{}/", k);
    ReducedMonitor monitor{read_quantity(file, path), sizes_of(file.counts(path + "support")),
                           file.numbers(path + "rows")};
    require(is_support(monitor.support, model) &&
                monitor.rows.size() == monitor.n_rows() * monitor.support.size(),
            file, path);
    model.monitors.push_back(std::move(monitor));
  }
  return model;
}

/// Row-major (direct solve, output).
void write_calibrations(Hdf5Writer &file, const std::vector<Calibration> &calibrations) {
  std::vector<double> omega, amplification, round_off;
  for (const Calibration &calibration : calibrations) {
    omega.push_back(calibration.omega);
    amplification.insert(amplification.end(), calibration.amplification.begin(),
                         calibration.amplification.end());
    round_off.insert(round_off.end(), calibration.round_off.begin(), calibration.round_off.end());
  }
  file.write("calibrations/omega", omega);
  file.write("calibrations/amplification", amplification);
  file.write("calibrations/round_off", round_off);
}

std::vector<Calibration> read_calibrations(const Hdf5Reader &file, std::size_t n_outputs) {
  const std::vector<double> omega = file.numbers("calibrations/omega"),
                            amplification = file.numbers("calibrations/amplification"),
                            round_off = file.numbers("calibrations/round_off");
  require(amplification.size() == omega.size() * n_outputs && round_off.size() == amplification.size(), file,
          "calibrations");
  std::vector<Calibration> calibrations;
  for (std::size_t k = 0; k < omega.size(); ++k) {
    const auto row = [&](const std::vector<double> &values) {
      return std::vector<double>(values.begin() + k * n_outputs, values.begin() + (k + 1) * n_outputs);
    };
    calibrations.push_back({omega[k], row(amplification), row(round_off)});
  }
  return calibrations;
}

void write_changes(Hdf5Writer &file, const std::string &group, const std::vector<NodeChange> &changes) {
  Counts nodes, of;
  for (const NodeChange &change : changes) {
    nodes.push_back(change.node);
    of.push_back(change.of);
  }
  file.write(group + "/node", nodes);
  file.write(group + "/of", of);
}

std::vector<NodeChange> read_changes(const Hdf5Reader &file, const std::string &group, std::size_t n,
                                     std::size_t n_nodes, std::size_t n_summands) {
  const Counts nodes = file.counts(group + "/node"), of = file.counts(group + "/of");
  require(nodes.size() == n && of.size() == n, file, group);
  std::vector<NodeChange> changes;
  for (std::size_t k = 0; k < n; ++k) {
    require(nodes[k] < n_nodes && of[k] < n_summands, file, group);
    changes.push_back({nodes[k], of[k]});
  }
  return changes;
}

void write_interpolation(Hdf5Writer &file, const DimensionInterpolation &interpolation) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < interpolation.axes().size(); ++k) {
    const DimensionInterpolation::Axis &axis = interpolation.axes()[k];
    names.push_back(axis.dimension.name);
    file.write(fmt::format("axes/{}/range", k), std::vector<double>{axis.low, axis.high});
    file.write(fmt::format("axes/{}/points", k), axis.points);
  }
  file.write("axes/names", lines_of(names));
  file.write("n_nodes", Counts{interpolation.nodes().size()});
  for (std::size_t n = 0; n < interpolation.nodes().size(); ++n) {
    Counts at;
    for (const auto &[axis, point] : interpolation.nodes()[n].at) {
      at.push_back(axis);
      at.push_back(point);
    }
    file.write(fmt::format("nodes/{}/at", n), at);
    write_facts(file, fmt::format("nodes/{}/facts", n), interpolation.nodes()[n].facts);
  }
}

DimensionInterpolation read_interpolation(const Hdf5Reader &file, const Case &config,
                                          const MeshFacts &facts) {
  const std::vector<Parameter> parameters = parameters_of(config);
  std::vector<DimensionInterpolation::Axis> axes;
  for (const std::string &name : names_in(file.text("axes/names"))) {
    const std::string path = fmt::format("axes/{}/", axes.size());
    const std::vector<double> range = file.numbers(path + "range");
    require(range.size() == 2, file, path + "range");
    axes.push_back(
        {find_dimension(parameters, {name, {}}), range[0], range[1], file.numbers(path + "points")});
  }
  DimensionInterpolation interpolation(axes, facts);
  for (std::uint64_t n = 0; n < file.count("n_nodes"); ++n) {
    const std::string path = fmt::format("nodes/{}/", n);
    const Counts at = file.counts(path + "at");
    DimensionInterpolation::Node node{{}, read_facts(file, path + "facts")};
    require(at.size() == 2 || at.size() == 4, file, path + "at");
    for (std::size_t k = 0; k < at.size(); k += 2) {
      require(at[k] < axes.size() && at[k + 1] < axes[at[k]].points.size(), file, path + "at");
      node.at.emplace_back(at[k], at[k + 1]);
    }
    interpolation.add(std::move(node));
  }
  return interpolation;
}

void write_dimensions(Hdf5Writer &file, const SavedModel &saved) {
  file.write("has_dimensions", Counts{saved.dimensions ? 1u : 0u});
  if (!saved.dimensions)
    return;
  write_interpolation(file, saved.dimensions->interpolation);
  write_terms(file, "term_changes", saved.dimensions->terms);
  write_vectors(file, "load_changes", saved.dimensions->loads);
  write_changes(file, "changed_terms", saved.dimensions->term_changes);
  write_changes(file, "changed_loads", saved.dimensions->load_changes);
  file.write("interpolation_error/frequencies", saved.checked_hz);
  file.write("interpolation_error/db", saved.interpolation_error_db);
}

void read_dimensions(const Hdf5Reader &file, const std::string &name, SavedModel &saved) {
  if (file.count("has_dimensions") == 0)
    return;
  SavedDimensions &own = saved.dimensions.emplace();
  own.interpolation = read_interpolation(file, read_resolved_case(saved.config, name), saved.facts);
  own.terms = read_terms(file, "term_changes", saved.model);
  own.loads = read_vectors(file, "load_changes", saved.model);
  const std::size_t n_nodes = own.interpolation.nodes().size();
  own.term_changes = read_changes(file, "changed_terms", own.terms.size(), n_nodes, saved.model.terms.size());
  own.load_changes = read_changes(file, "changed_loads", own.loads.size(), n_nodes, saved.model.loads.size());
  saved.checked_hz = file.numbers("interpolation_error/frequencies");
  saved.interpolation_error_db = file.numbers("interpolation_error/db");
  require(saved.checked_hz.size() == saved.interpolation_error_db.size(), file, "interpolation_error");
}

} // namespace

void write_saved_model(const std::filesystem::path &path, const SavedModel &saved) {
  Hdf5Writer file(path);
  file.write(format_name, Counts{format_version});
  file.write("program", std::string(version));
  file.write("config", saved.config);
  file.write("signature", saved.signature);
  write_facts(file, "facts", saved.facts);
  write_reduced(file, saved.model);
  file.write("levels", counts_of(saved.levels));
  write_calibrations(file, saved.calibrations);
  file.write("band_hz", std::vector<double>{saved.lowest_hz, saved.highest_hz});
  std::vector<std::string> drivers;
  std::vector<double> stiffnesses;
  for (const auto &[driver, stiffness] : saved.rest_stiffness) {
    drivers.push_back(driver);
    stiffnesses.push_back(stiffness);
  }
  file.write("rest_stiffness/drivers", lines_of(drivers));
  file.write("rest_stiffness/values", stiffnesses);
  write_dimensions(file, saved);
  file.finish();
}

SavedModel read_saved_model(const std::filesystem::path &path) {
  const Hdf5Reader file(path, "a model that earshot run --save-model wrote");
  if (!file.has(format_name) || !file.has("program"))
    throw UserError(path.string() + " is an HDF5 file of something else, expected a model that earshot run "
                                    "--save-model wrote");
  SavedModel saved;
  saved.program = file.text("program");
  if (const std::uint64_t found = file.count(format_name); found != format_version)
    throw UserError(
        fmt::format("{} has format {} of earshot {}, expected format {}: save the model anew with "
                    "this version",
                    path.string(), found, saved.program, format_version));
  saved.config = file.text("config");
  saved.signature = file.text("signature");
  saved.facts = read_facts(file, "facts");
  saved.model = read_reduced(file);
  saved.levels = sizes_of(file.counts("levels"));
  saved.calibrations = read_calibrations(file, saved.model.outputs.size());
  const std::vector<double> band = file.numbers("band_hz");
  require(band.size() == 2, file, "band_hz");
  require(std::all_of(saved.levels.begin(), saved.levels.end(),
                      [&](std::size_t level) { return level <= saved.model.size; }),
          file, "levels");
  saved.lowest_hz = band[0];
  saved.highest_hz = band[1];
  const auto drivers = names_in(file.text("rest_stiffness/drivers"));
  const auto stiffnesses = file.numbers("rest_stiffness/values");
  require(drivers.size() == stiffnesses.size(), file, "rest_stiffness");
  for (std::size_t k = 0; k < drivers.size(); ++k)
    saved.rest_stiffness[drivers[k]] = stiffnesses[k];
  read_dimensions(file, path.string(), saved);
  return saved;
}

} // namespace earshot
