#include "solver/analysis/coupled_modes.h"

#include "solver/analysis/field_output.h"
#include "solver/analysis/shell_modes.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/shell_wiring.h"
#include "solver/motor/smooth_fit.h"
#include "solver/physics/acoustics/air_matrices.h"
#include "solver/physics/housing/rigid_housing.h"

#include <deal.II/base/mpi.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

namespace earshot {

namespace {

constexpr double two_pi = 2 * std::numbers::pi;
/// Of the full problem, where a mode counts as confirmed.
constexpr double residual_tolerance = 1e-8;
/// Resonances so far above the band still bend the response within it.
constexpr double beyond_the_band = 2;
/// Below half a period's decay nothing rings.
constexpr double least_quality = 0.5;

std::size_t eardrum_output(const FrequencyProblem &problem) {
  for (std::size_t l = 0; l < problem.outputs.size(); ++l)
    if (problem.outputs[l].quantity.kind == QuantityKind::eardrum_pressure)
      return l;
  throw std::invalid_argument("coupled modes need an ear");
}

/// What the parts of an earphone hold of a shape's energies, as a row of modes.csv wants it.
class EnergyObserver {
public:
  EnergyObserver(const Model &model) : model_(model) {
    const AirMesh &mesh = model.air().mesh();
    const AirMatrices matrices(model.air(), model.problem().partition, model.unknowns().numbering(0));
    for (std::size_t volume = 0; volume < mesh.volumes.size(); ++volume)
      volumes_.push_back(matrices.volume({static_cast<int>(volume)}));
  }

  /// Collective.
  void observe(const std::vector<Complex> &shape, Complex omega, ModeRow &row) const {
    const AirProperties &air = model_.air_properties();
    const double c = air.sound_speed, rho = air.density;
    for (std::size_t k = 0; k < volumes_.size(); ++k) {
      const std::string &name = model_.air().mesh().volumes[k];
      row.kinetic.emplace_back(name, volumes_[k].stiffness.quadratic_form(shape) / (rho * std::norm(omega)));
      row.potential.emplace_back(name, volumes_[k].mass.quadratic_form(shape) / (rho * c * c));
    }
    add_structure(shape, omega, row);
    add_housing(shape, omega, row);
    normalise(row.kinetic);
    normalise(row.potential);
  }

private:
  void add_structure(const std::vector<Complex> &shape, Complex omega, ModeRow &row) const {
    const Factors factors = model_.problem().at(omega.real());
    for (const Driver &driver : model_.drivers())
      for (std::size_t j = 0; driver.shell && j < model_.problem().terms.size(); ++j) {
        const Term &term = model_.problem().terms[j];
        if (term.name.rfind("shell", 0) != 0 || !is_zone_of(driver, term.region))
          continue;
        const double energy = factors.terms[j].real() * term.matrix.quadratic_form(shape);
        const bool is_inertia = term.name == "shell inertia"; // a prestress may have either sign
        add(is_inertia ? row.kinetic : row.potential, term.region, is_inertia ? -energy : energy);
      }
  }

  void add_housing(const std::vector<Complex> &shape, Complex omega, ModeRow &row) const {
    const Factors factors = model_.problem().at(omega.real());
    for (std::size_t j = 0; model_.housing() && j < model_.problem().terms.size(); ++j) {
      const Term &term = model_.problem().terms[j];
      const bool of_walls = term.name.rfind("shell", 0) == 0 &&
                            (term.region == "housing" || term.region.rfind("housing/", 0) == 0),
                 is_potential = term.name == housing_support_term || term.name == housing_bond_term ||
                                (of_walls && term.name != "shell inertia"),
                 is_kinetic = term.name == housing_mass_term || term.name == housing_inertia_term ||
                              (of_walls && !is_potential);
      if (!is_potential && !is_kinetic)
        continue;
      const double energy = factors.terms[j].real() * term.matrix.quadratic_form(shape);
      add(is_potential ? row.potential : row.kinetic, "housing", is_potential ? energy : -energy);
    }
  }

  bool is_zone_of(const Driver &driver, const std::string &region) const {
    const std::vector<std::string> &zones = driver.shell->mesh().zones;
    return std::any_of(zones.begin(), zones.end(), [&](const std::string &zone) {
      return region == qualifier_of(driver.config, model_.config()) + zone;
    });
  }

  static void add(std::vector<std::pair<std::string, double>> &shares, const std::string &name,
                  double value) {
    for (auto &[known, share] : shares)
      if (known == name) {
        share += value;
        return;
      }
    shares.emplace_back(name, value);
  }

  static void normalise(std::vector<std::pair<std::string, double>> &shares) {
    double sum = 0;
    for (const auto &[name, share] : shares)
      sum += share;
    for (auto &[name, share] : shares)
      share /= sum;
  }

  const Model &model_;
  std::vector<AirMatrices::Volume> volumes_;
};

/// A driver's shell in vacuo, which tells how a diaphragm moves in a shape of the whole.
struct Diaphragm {
  const Driver *driver;
  FrequencyProblem problem;
  std::unique_ptr<ShellModeObserver> observer;
};

std::unique_ptr<Diaphragm> diaphragm_of(const Model &model, const Driver &driver) {
  auto diaphragm = std::make_unique<Diaphragm>();
  const MPI_Comm communicator = model.communicator();
  Unknowns unknowns(communicator);
  const int field = unknowns.add_replicated_field(driver.config.name, driver.shell->n_unknowns());
  diaphragm->driver = &driver;
  diaphragm->problem.partition = unknowns.partition();
  add_diaphragm_terms(driver.config, model.config().materials, *driver.shell, driver.axis, "",
                      unknowns.numbering(field), communicator, diaphragm->problem);
  const SparseVector coil = driven_displacement(driver.config, *driver.shell, driver.axis);
  diaphragm->observer = std::make_unique<ShellModeObserver>(
      ShellBody{diaphragm->problem, *driver.shell, driver.axis, coil}, two_pi * 1e3);
  return diaphragm;
}

/// Names a shape after the part that holds most of its energy.
void name_mode(const Model &model, const std::vector<std::unique_ptr<Diaphragm>> &diaphragms,
               const std::vector<Complex> &shape, ModeRow &row) {
  const auto largest = [](const auto &shares) {
    return std::max_element(shares.begin(), shares.end(),
                            [](const auto &a, const auto &b) { return a.second < b.second; });
  };
  if (largest(row.kinetic)->first == "housing") {
    row.kind = "housing";
    return;
  }
  row.kind = "air of " + largest(row.potential)->first;
  double in_air = 0;
  for (const std::string &volume : model.air().mesh().volumes)
    for (const auto &[name, share] : row.kinetic)
      if (name == volume)
        in_air += share;
  if (in_air > 0.5)
    return;
  const Diaphragm *most = nullptr;
  double most_motion = -1;
  std::vector<Complex> motion_of_most;
  for (const auto &diaphragm : diaphragms) {
    std::vector<Complex> motion;
    double square = 0;
    for (Index k = 0; k < diaphragm->driver->shell->n_unknowns(); ++k) {
      motion.push_back(shape[model.unknowns().global(diaphragm->driver->structure_field, k)]);
      square += std::norm(motion.back());
    }
    if (square > most_motion) {
      most_motion = square;
      most = diaphragm.get();
      motion_of_most = std::move(motion);
    }
  }
  if (most == nullptr)
    return;
  const Mode mode = most->observer->observe(motion_of_most);
  row.body = most->driver->config.name;
  row.kind = mode.kind;
  row.m = mode.m;
  row.n = mode.n;
  row.modal_force_factor = mode.modal_force_factor;
  row.modal_volume_displacement = mode.modal_volume_displacement;
  row.modal_mass_kg = mode.modal_mass;
}

struct HeardMode {
  double eardrum_db; ///< its share in the response at its frequency
  Resonance resonance;
};

/// What of each resonance is heard, the loudest first; shapes over all unknowns.
std::vector<HeardMode> by_level(const FastSweep &sweep, const CoefficientFunctions &functions,
                                std::size_t eardrum, std::vector<Resonance> resonances) {
  std::vector<HeardMode> heard;
  for (Resonance &resonance : resonances) {
    const Factors factors = functions.at(resonance.omega.real());
    const Complex whole = sweep.model().solve(factors).outputs[eardrum];
    const Complex share = contribution(sweep.model(), resonance, eardrum, factors);
    resonance.shape = sweep.basis().expand({resonance.shape}).front();
    heard.push_back({20 * std::log10(std::abs(share / whole)), std::move(resonance)});
  }
  std::sort(heard.begin(), heard.end(),
            [](const HeardMode &a, const HeardMode &b) { return a.eardrum_db > b.eardrum_db; });
  return heard;
}

/// The first `most` of them improved on the full problem. Of those that turn out to be the same one, the
/// first is kept.
std::vector<HeardMode> confirmed(const FrequencyProblem &problem, const CoefficientFunctions &functions,
                                 Factorization &factorization, int most, std::vector<HeardMode> modes) {
  std::vector<HeardMode> kept;
  std::vector<Resonance> known;
  for (std::size_t k = 0; k < modes.size(); ++k) {
    Resonance &resonance = modes[k].resonance;
    if (k < static_cast<std::size_t>(most))
      confirm(problem, functions, factorization, resonance, residual_tolerance);
    else
      resonance.residual = std::numeric_limits<double>::quiet_NaN();
    if (is_repeated(problem, functions, known, resonance))
      continue;
    known.push_back(resonance);
    kept.push_back(std::move(modes[k]));
  }
  return kept;
}

/// How far the sum of all modes with a smooth background is from the response [dB].
double sum_error(const FastSweep &sweep, const std::vector<Resonance> &resonances,
                 const CoefficientFunctions &functions, std::size_t output,
                 const std::vector<double> &frequencies) {
  std::vector<double> omegas;
  std::vector<Complex> response, remainder;
  for (const double frequency : frequencies) {
    const Factors factors = functions.at(two_pi * frequency);
    omegas.push_back(factors.omega);
    response.push_back(sweep.model().solve(factors).outputs[output]);
    remainder.push_back(response.back());
    for (const Resonance &resonance : resonances)
      remainder.back() -= contribution(sweep.model(), resonance, output, factors);
  }
  const std::vector<Complex> background = smooth_fit(omegas, remainder, response);
  double worst = 0;
  for (std::size_t k = 0; k < response.size(); ++k)
    worst = std::max(worst, std::abs(20 * std::log10(std::abs((response[k] - remainder[k] + background[k]) /
                                                              response[k]))));
  return worst;
}

std::string describe(const CoupledModes &modes) {
  std::string text =
      fmt::format("Coupled modes: {}; their sum with a smooth background is within {:.2g} dB of "
                  "the response, such a background alone within {:.2g} dB\n  frequency [Hz]       Q   m   n  "
                  "eardrum [dB]  what",
                  modes.rows.size(), modes.sum_error_db, modes.background_error_db);
  const auto order = [](int k) { return k < 0 ? std::string("-") : std::to_string(k); };
  for (const ModeRow &row : modes.rows)
    text += fmt::format("\n  {:14.2f}  {:6.2f}  {:>2}  {:>2}  {:12.1f}  {}", row.frequency_hz, row.quality,
                        order(row.m), order(row.n), row.eardrum_db, row.kind);
  return text;
}

/// What moves in each mode, and where its energy is.
std::vector<ModeRow> rows_of(const Model &model, const std::vector<HeardMode> &modes) {
  const EnergyObserver energies(model);
  std::vector<std::unique_ptr<Diaphragm>> diaphragms;
  for (const Driver &driver : model.drivers())
    if (driver.shell)
      diaphragms.push_back(diaphragm_of(model, driver));
  std::vector<ModeRow> rows;
  for (const auto &[level, resonance] : modes) {
    ModeRow row;
    row.frequency_hz = resonance.frequency();
    row.quality = resonance.quality();
    row.eardrum_db = level;
    row.residual = resonance.residual;
    energies.observe(resonance.shape, resonance.omega, row);
    name_mode(model, diaphragms, resonance.shape, row);
    row.body = "coupled";
    rows.push_back(std::move(row));
  }
  return rows;
}

} // namespace

CoupledModes coupled_modes(const Model &model, const FastSweep &sweep, Factorization &factorization,
                           const AnalysisConfig &analysis) {
  const CoefficientFunctions functions = model.problem().functions();
  const std::size_t eardrum = eardrum_output(model.problem());
  const std::vector<double> frequencies = all_frequencies(model.config());
  CoupledModes modes;
  modes.resonances = find_resonances(sweep.model(), functions, frequencies.front(),
                                     beyond_the_band * analysis.up_to, least_quality);
  std::vector<double> within;
  for (const double frequency : frequencies) // the band of the modes
    if (!modes.resonances.empty() && frequency >= modes.resonances.front().frequency() &&
        frequency <= analysis.up_to)
      within.push_back(frequency);
  if (!within.empty()) {
    modes.sum_error_db = sum_error(sweep, modes.resonances, functions, eardrum, within);
    modes.background_error_db = sum_error(sweep, {}, functions, eardrum, within);
  }

  std::erase_if(modes.resonances,
                [&](const Resonance &resonance) { return resonance.frequency() > analysis.up_to; });
  std::vector<HeardMode> heard = confirmed(model.problem(), functions, factorization, analysis.confirmed,
                                           by_level(sweep, functions, eardrum, std::move(modes.resonances)));
  if (analysis.sort.value == ModeOrder::frequency)
    std::sort(heard.begin(), heard.end(), [](const HeardMode &a, const HeardMode &b) {
      return a.resonance.frequency() < b.resonance.frequency();
    });
  modes.rows = rows_of(model, heard);
  modes.resonances.clear();
  for (HeardMode &mode : heard)
    modes.resonances.push_back(std::move(mode.resonance));
  modes.description = describe(modes);
  return modes;
}

void write_coupled_shapes(const Model &model, const CoupledModes &modes,
                          const std::filesystem::path &directory) {
  FieldOutput fields(model, directory / "modes" / "coupled", false);
  for (const Resonance &resonance : modes.resonances) {
    // A phase that makes the largest pressure real, and a size to look at: shapes have none of their own.
    double largest = 0;
    for (const Complex pressure : model.node_pressures(resonance.shape))
      largest = std::max(largest, std::abs(pressure));
    std::vector<Complex> shape = resonance.shape;
    for (Complex &value : shape)
      value /= largest;
    fields.write(resonance.frequency(), shape);
  }
}

} // namespace earshot
