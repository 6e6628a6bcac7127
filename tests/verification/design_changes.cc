// ranks: 1 2
// A design that differs in numbers only shares the matrices of another one: its coefficients, found without
// any mesh, in front of them give the problem that is assembled for it.
#include "solver/config/reader.h"
#include "solver/model/case_terms.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "tests/support/network_element.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>

namespace earshot {
namespace {

using Change = std::function<void(Case &)>;

MaterialConfig material(const std::string &name, double modulus, double loss_factor) {
  MaterialConfig config;
  config.name = name;
  config.density = 2000.0;
  config.youngs_modulus = modulus;
  config.poissons_ratio = 0.25;
  config.loss_factor = loss_factor;
  return config;
}

LayerConfig layer(const std::string &material, double thickness, double angle = 0) {
  LayerConfig config;
  config.material = material;
  config.thickness = thickness;
  config.angle = angle;
  return config;
}

/// Coated dome of two losses, surround of a turned orthotropic ply on an elastic rim, stiff coil, narrow
/// vent.
Case base_case() {
  Case config = read_case(EARSHOT_SOURCE_DIR "/tests/cases/small.toml");
  config.materials.push_back(material("coating", 70e9, 0.001));
  config.materials.push_back(material("fibre", 20e9, 0.05));
  config.materials.back().transverse_modulus = 2e9;
  config.materials.back().shear_modulus = 1e9;
  DriverConfig &driver = config.drivers[0];
  driver.diaphragm->degree = 2;
  driver.diaphragm->elements_per_wavelength = 1e-3; // one element per zone, whatever the stiffness
  driver.diaphragm->rim = RimSupport::elastic;
  driver.diaphragm->rim_stiffness = 1e5;
  driver.diaphragm->rim_bending_stiffness = 0.1;
  driver.diaphragm->zones[0].layers.push_back(layer("coating", 2e-6));
  driver.diaphragm->zones[1].layers = {layer("fibre", 20e-6, 0.4), layer("film", 10e-6)};
  driver.diaphragm->zones[1].tension = 10.0;
  driver.coil->height = 1e-3;
  driver.coil->hoop_stiffness = 3000.0;
  driver.coil->hoop_bending_stiffness = 1e-5;
  driver.coil->loss_factor = 0.03;
  VolumeConfig vent;
  vent.name = std::string("rear_vent");
  vent.model = VolumeModel::tube;
  vent.radius = 1e-3;
  config.volumes.push_back(vent);
  return config;
}

Case changed(Case config, const Change &change) {
  change(config);
  return config;
}

std::shared_ptr<const AirMesh> mesh() {
  static const auto mesh = prepare_mesh(base_case(), MPI_COMM_WORLD);
  return mesh;
}

const Model &base_model() {
  static const Model model(base_case(), mesh(), MPI_COMM_WORLD);
  return model;
}

/// Largest difference of two vectors, relative to the largest entry of the same field.
double difference(const std::vector<Complex> &a, const std::vector<Complex> &b, const Unknowns &unknowns) {
  double worst = 0;
  for (const FieldBlock &block : unknowns.blocks()) {
    double largest = 0, error = 0;
    for (const Index i : block.owned) {
      EXPECT_TRUE(std::isfinite(std::abs(a[i])) && std::isfinite(std::abs(b[i])));
      largest = std::max(largest, std::abs(b[i]));
      error = std::max(error, std::abs(a[i] - b[i]));
    }
    if (error > 0)
      worst = std::max(worst, error / largest);
  }
  return dealii::Utilities::MPI::max(worst, MPI_COMM_WORLD);
}

std::vector<Complex> any_vector(std::size_t n) {
  std::vector<Complex> x(n);
  for (std::size_t i = 0; i < n; ++i)
    x[i] = {std::sin(1.7 * static_cast<double>(i)), std::cos(0.3 * static_cast<double>(i))};
  return x;
}

/// The functions of `design` on the matrices of `base`, against the problem assembled for it.
void expect_shared_matrices(const Model &base, const Case &design, const std::string &name) {
  ASSERT_TRUE(same_matrices(base.config(), design, base.facts())) << name;
  const Model assembled(design, mesh(), MPI_COMM_WORLD);
  const FrequencyProblem &shared = base.problem(), &own = assembled.problem();
  ASSERT_EQ(own.partition.total, shared.partition.total) << name;
  const CoefficientFunctions functions = coefficient_functions(design, base.facts());
  ASSERT_EQ(functions.terms.size(), own.terms.size());
  ASSERT_EQ(functions.loads.size(), own.loads.size());
  ASSERT_EQ(functions.outputs.size(), own.outputs.size());
  double worst = 0;
  bool differs = false;
  for (const double frequency : {100.0, 3e3}) {
    const Factors factors = functions.at(2 * std::numbers::pi * frequency),
                  expected = own.at(2 * std::numbers::pi * frequency);
    const std::vector<Complex> x = any_vector(shared.partition.total);
    worst = std::max(worst, difference(apply(shared, factors, x), apply(own, expected, x), base.unknowns()));
    worst = std::max(
        worst, difference(right_hand_side(shared, factors), right_hand_side(own, expected), base.unknowns()));
    const auto outputs = evaluate_outputs(shared, factors, x),
               own_outputs = evaluate_outputs(own, expected, x);
    for (std::size_t l = 0; l < outputs.size(); ++l)
      EXPECT_TRUE(std::isfinite(std::abs(outputs[l])) && own_outputs[l] != 0.0);
    for (std::size_t l = 0; l < outputs.size(); ++l)
      worst = std::max(worst, std::abs(outputs[l] - own_outputs[l]) / std::abs(own_outputs[l]));
    const Factors before = shared.at(factors.omega);
    differs = differs || factors.terms != before.terms || factors.loads != before.loads;
  }
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
    std::printf("%-28s largest difference of A x, b and y: %.1e\n", name.c_str(), worst);
  EXPECT_LT(worst, 1e-12) << name; // round-off, some 1e-15, with room for other processors
  EXPECT_TRUE(differs) << name << " changes nothing";
}

const std::vector<std::pair<std::string, Change>> &changes_of_numbers() {
  static const std::vector<std::pair<std::string, Change>> changes{
      {"modulus of the coating", [](Case &c) { c.materials[1].youngs_modulus = 300e9; }},
      {"Poisson's ratio of the film", [](Case &c) { c.materials[0].poissons_ratio = 0.42; }},
      {"grain of the fibres", [](Case &c) { c.drivers[0].diaphragm->zones[1].layers[0].angle = 0.9; }},
      {"shear modulus of the fibres", [](Case &c) { c.materials[2].shear_modulus = 0.5e9; }},
      {"thickness of a ply", [](Case &c) { c.drivers[0].diaphragm->zones[0].layers[0].thickness = 9e-6; }},
      {"density", [](Case &c) { c.materials[0].density = 900.0; }},
      {"loss factor", [](Case &c) { c.materials[1].loss_factor = 0.2; }},
      {"pre-tension", [](Case &c) { c.drivers[0].diaphragm->zones[1].tension = 30.0; }},
      {"elastic rim", [](Case &c) { c.drivers[0].diaphragm->rim_stiffness = 1e4; }},
      {"mass of the coil", [](Case &c) { c.drivers[0].coil->mass = 9e-6; }},
      {"stiffness of the coil", [](Case &c) { c.drivers[0].coil->hoop_stiffness = 1000.0; }},
      {"force factor", [](Case &c) { c.drivers[0].motor.force_factor = 0.7; }},
      {"coil resistance", [](Case &c) { c.drivers[0].motor.resistance = 32.0; }},
      {"inductance", [](Case &c) { c.drivers[0].motor.inductance = 50e-6; }},
      {"lossy inductance",
       [](Case &c) {
         c.drivers[0].motor.lossy_inductance = 1e-4;
         c.drivers[0].motor.lossy_resistance = 3.0;
       }},
      {"voltage", [](Case &c) { c.source.voltage = 0.1; }},
      {"output impedance", [](Case &c) { c.source.output_impedance = 75.0; }},
      {"screen",
       [](Case &c) {
         c.surfaces[0].resistance = 400.0;
         c.surfaces[0].surface_density = 0.02;
       }},
      {"flange of the opening", [](Case &c) { c.surfaces[1].radiation = OpeningRadiation::unflanged; }},
      {"air",
       [](Case &c) {
         c.air.temperature = 310.0;
         c.air.static_pressure = 90e3;
         c.air.relative_humidity = 0.9;
       }},
      {"narrow tube", [](Case &c) { c.volumes[0].radius = 0.7e-3; }},
      {"slit for the tube",
       [](Case &c) {
         c.volumes[0].model = VolumeModel::slit;
         c.volumes[0].gap = 0.2e-3;
       }},
  };
  return changes;
}

TEST(DesignChanges, OfNumbersLeaveEveryMatrixAsItIs) {
  for (const auto &[name, change] : changes_of_numbers())
    expect_shared_matrices(base_model(), changed(base_case(), change), name);
}

TEST(DesignChanges, OfAPistonLeaveEveryMatrixAsItIs) {
  Case config = base_case();
  DriverConfig &driver = config.drivers[0];
  driver.diaphragm.reset();
  driver.coil.reset();
  driver.piston = PistonConfig{10e-6, 1e-2, 0.01};
  const Model model(config, mesh(), MPI_COMM_WORLD);
  driver.piston = PistonConfig{20e-6, 2e-2, 0.0};
  expect_shared_matrices(model, config, "piston");
}

TEST(DesignChanges, OfANetworksValuesLeaveEveryMatrixAsItIs) {
  Case config = base_case();
  config.network = testing::resistor_and_capacitor();
  const Model model(config, mesh(), MPI_COMM_WORLD);
  Case other = config;
  other.network->elements[0].value = std::string("75 ohm");
  other.network->elements[1].value = std::string("0.3 uF");
  expect_shared_matrices(model, other, "values of a network");
  other.network->elements[1].to = std::string("plug");
  EXPECT_FALSE(same_matrices(config, other, model.facts())) << "connected otherwise";
}

/// An ear's table of one impedance, as a file of its own for every rank.
std::string table(const std::string &name, double resistance) {
  const auto path =
      std::filesystem::temp_directory_path() /
      (name + std::to_string(dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD)) + ".csv");
  std::ofstream(path) << "frequency_hz,resistance_pa_s_m3,reactance_pa_s_m3\n20," << resistance
                      << ",-1e9\n20000," << resistance << ",1e7\n";
  return path;
}

// Its stiffness is that of the air in the middle ear.
TEST(DesignChanges, OfAirInAnEardrumLeaveEveryMatrixAsItIs) {
  Case config = base_case();
  config.ear.model = EarModel::hudde_engel;
  const Model model(config, mesh(), MPI_COMM_WORLD);
  config.air.static_pressure = 80e3;
  expect_shared_matrices(model, config, "air behind the eardrum");
}

TEST(DesignChanges, OfAnEarsTableLeaveEveryMatrixAsItIs) {
  Case config = base_case();
  config.ear.model = EarModel::table;
  config.ear.table = table("earshot_soft_ear", 1e7);
  const Model model(config, mesh(), MPI_COMM_WORLD);
  config.ear.table = table("earshot_hard_ear", 1e8);
  expect_shared_matrices(model, config, "table of the ear");
}

TEST(DesignChanges, OfGeometryOrStructureAreToldApart) {
  const std::vector<std::pair<std::string, Change>> changes{
      {"geometry", [](Case &c) { c.geometry->canal.length = 9e-3; }},
      {"air's mesh", [](Case &c) { c.mesh.size = 4e-3; }},
      {"zone's radius", [](Case &c) { c.drivers[0].diaphragm->zones[0].outer_radius = 2.9e-3; }},
      {"zone's rise", [](Case &c) { c.drivers[0].diaphragm->zones[0].rise = 0.6e-3; }},
      {"shell's degree", [](Case &c) { c.drivers[0].diaphragm->degree = 3; }},
      {"rim", [](Case &c) { c.drivers[0].diaphragm->rim = RimSupport::clamped; }},
      {"coil's zone", [](Case &c) { c.drivers[0].coil->zone = std::string("surround"); }},
      {"isotropic fibres", [](Case &c) { c.drivers[0].diaphragm->zones[1].layers = {layer("film", 1e-5)}; }},
      {"bare dome", [](Case &c) { c.drivers[0].diaphragm->zones[0].layers.pop_back(); }},
      {"coil without stiffness",
       [](Case &c) { c.drivers[0].coil->hoop_stiffness = c.drivers[0].coil->hoop_bending_stiffness = 0.0; }},
      {"plain vent", [](Case &c) { c.volumes.clear(); }},
      {"no boundary layers", [](Case &c) { c.air.losses = WallLosses::none; }},
      {"impedance for the opening", [](Case &c) { c.surfaces[1].model = SurfaceModel::impedance; }},
      {"pressure release", [](Case &c) { c.surfaces[1].radiation = OpeningRadiation::none; }},
      {"rigid ear", [](Case &c) { c.ear.model = EarModel::rigid; }},
      {"no probe", [](Case &c) { c.probes.clear(); }},
  };
  for (const auto &[name, change] : changes)
    EXPECT_FALSE(same_matrices(base_case(), changed(base_case(), change), base_model().facts())) << name;
}

// What is asked of a design doesn't matter, nor whether a value was written or is a default.
TEST(DesignChanges, OfNamesAndSweepAreNone) {
  const Change change = [](Case &c) {
    c.title = std::string("another title");
    c.sweep.to = 20e3;
    c.output.field_frequencies.clear();
    c.mesh.curved = Located<bool>(c.mesh.curved.value, {"case.toml", 3, 1, "mesh.curved"});
  };
  EXPECT_EQ(matrix_signature(base_case(), base_model().facts()),
            matrix_signature(changed(base_case(), change), base_model().facts()));
}

TEST(DesignChanges, LawsAndTermsAreInTheSameOrder) {
  const Model &model = base_model();
  ProblemOutline outline;
  add_case_terms(model.config(), model.facts(), nullptr, outline);
  std::erase_if(outline.lines, [](const std::string &line) { return line.rfind("term", 0) != 0; });
  ASSERT_EQ(outline.lines.size(), model.problem().terms.size());
  for (std::size_t j = 0; j < model.problem().terms.size(); ++j) {
    const Term &term = model.problem().terms[j];
    EXPECT_EQ(outline.lines[j].rfind("term | " + term.name + " | " + term.region + " | ", 0), 0U)
        << outline.lines[j];
    EXPECT_EQ(outline.functions.terms.at(j).symbol, term.coefficient.symbol);
  }
}

} // namespace
} // namespace earshot
