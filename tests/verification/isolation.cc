// ranks: 1 2 3
// Sound from outside through a meshed earphone: against the same one as a circuit, by direct solves, both
// ways, and by its power.
#include "solver/analysis/frequency_sweep.h"
#include "solver/analysis/isolation_study.h"
#include "solver/model/case_terms.h"
#include "solver/model/outside.h"
#include "solver/model/prepare.h"
#include "tests/support/case_of_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr Complex i_unit(0, 1);

bool is_root() {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank == 0;
}

/// Leak, housing, sweep and analysis that the meshed and the lumped earphone share.
const std::string worn = R"(
[source]
output_impedance = "4 ohm"
[leak]
gap = "0.06 mm"
width = "3 mm"
length = "4 mm"
[housing]
mass = "4 g"
contact_area = "2 cm2"
skin_stiffness = "2e7 Pa/m"
skin_damping = "500 Pa s/m"
outer_area = "3 cm2"
canal_area = "40 mm2"
[sweep]
from = "40 Hz"
to = "1 kHz"
points = 40
[[analysis]]
type = "isolation"
driver = ["amplifier", "short", "open"]
close = ["front_vent_opening", "vents", "all"]
)";

const std::string meshed = worn + R"(
[air]
losses = "none"
[[driver]]
name = "dynamic"
surface = "diaphragm"
[driver.piston]
mass = "20 mg"
compliance = "3 mm/N"
resistance = "0.02 N s/m"
[driver.motor]
force_factor = "0.8 T m"
resistance = "16 ohm"
[geometry]
screen = false
[geometry.rear]
radius = "5 mm"
length = "3 mm"
[geometry.rear_vent]
radius = "0.2 mm"
length = "1.5 mm"
[geometry.front]
radius = "5 mm"
length = "1.5 mm"
[geometry.front_vent]
radius = "0.15 mm"
length = "1.5 mm"
offset = "0.7 mm"
[geometry.nozzle]
radius = "2.5 mm"
length = "2 mm"
[geometry.tip]
radius = "2.5 mm"
length = "2 mm"
[geometry.canal]
radius = "3.5 mm"
length = "4 mm"
[[volume]]
name = "rear_vent"
model = "tube"
radius = "0.2 mm"
[[volume]]
name = "front_vent"
model = "tube"
radius = "0.15 mm"
[[surface]]
name = "rear_vent_opening"
model = "opening"
radiation = "none"
resistance = "300 Pa s/m"
[[surface]]
name = "front_vent_opening"
model = "opening"
[ear]
model = "iec711"
surface = "ear"
[mesh]
size = "2 mm"
[[mesh.region]]
volume = "rear_vent"
size = "0.2 mm"
[[mesh.region]]
volume = "front_vent"
size = "0.15 mm"
)";

struct Study {
  Study()
      : config(case_of(meshed)), model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD),
        factorization(model.problem(), model.problem().at(2 * std::numbers::pi * 300)) {
    const std::vector<double> frequencies = {40, 60, 100, 160, 250, 400, 630, 800, 1000};
    fast = std::make_unique<FastSweep>(model.problem(), factorization,
                                       candidate_points(model.problem(), frequencies),
                                       fast_sweep_options(model.problem(), config.sweep));
    fast->run();
    found = isolation(fast->estimate(), config, model.facts(), analysis());
  }
  const IsolationConfig &analysis() const { return config.analyses.front().isolation; }

  Case config;
  Model model;
  Factorization factorization;
  std::unique_ptr<FastSweep> fast;
  Isolation found;
};

Study &study() {
  static Study study;
  return study;
}

const std::vector<double> &variant(const Isolation &isolation, const std::string &name) {
  for (const RealSeries &series : isolation.variants)
    if (series.name == name)
      return series.values;
  throw std::out_of_range(name);
}

// The basis is fitted to the response of the case as it is; closing openings and opening the circuit change
// few numbers each.
TEST(Isolation, OfTheReducedModelIsThatOfDirectSolvesAndReciprocal) {
  const auto checks =
      check_isolation(study().model, study().factorization, study().found, study().analysis());
  ASSERT_EQ(checks.size(), 3u);
  if (is_root())
    std::printf("%s\n", describe_checks(checks).c_str());
  for (const IsolationCheck &check : checks) {
    const auto &errors =
        *std::find_if(study().found.errors_db.begin(), study().found.errors_db.end(),
                      [&](const RealSeries &series) { return series.name == check.variant; });
    const std::size_t k =
        std::find(study().found.frequency_hz.begin(), study().found.frequency_hz.end(), check.frequency_hz) -
        study().found.frequency_hz.begin();
    if (is_root())
      std::printf("estimated error %.2g dB\n", errors.values[k]);
    EXPECT_LT(check.difference_db, 10 * errors.values[k] + 1e-8)
        << check.variant << ": an estimate is within ten; round-off of a level of 1e5 conditions";
    EXPECT_LT(check.difference_db, 0.01) << check.variant << ": the sweep's tolerance";
    EXPECT_LT(check.reciprocity_gap, 1e-8) << check.variant;
  }
}

TEST(Isolation, WithoutAWayInIsInfinite) {
  Case config = study().config;
  config.housing.reset(); // its matrices go with it, so the model is a new one
  config.leak.reset();
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  Factorization factorization(model.problem(), model.problem().at(2 * std::numbers::pi * 300));
  FastSweep fast(model.problem(), factorization, candidate_points(model.problem(), {40, 200, 1000}),
                 fast_sweep_options(model.problem(), config.sweep));
  fast.run();
  const Isolation found = isolation(fast.estimate(), config, model.facts(), study().analysis());
  for (const char *name : {"driver_amplifier_vents_closed", "driver_open_vents_closed"})
    for (const double value : variant(found, name))
      EXPECT_EQ(value, std::numeric_limits<double>::infinity()) << name;
}

/// The same earphone as elements: volumes of the mesh as cavities without losses, its diaphragm as a piston.
std::string lumped() {
  const auto cylinder = [](double radius, double length) {
    return std::numbers::pi * radius * radius * length;
  };
  const double rear = cylinder(5e-3, 3e-3),
               front = cylinder(5e-3, 1.5e-3) + cylinder(2.5e-3, 4e-3) + cylinder(3.5e-3, 4e-3);
  const AirProperties air = air_properties(study().config);
  const double cloth = 300 / (std::numbers::pi * 0.2e-3 * 0.2e-3);
  const auto element = [](const std::string &keys) { return "[[network.element]]\n" + keys; };
  const auto number = [](double value) { return std::to_string(value); };
  // The air before a tube's inner end moves with it, as that of a flanged opening: 0.8216 a, Silva (2009).
  const auto end_mass = [&](double radius) {
    return number(air.density * 0.8216 / (std::numbers::pi * radius));
  };
  return worn + R"(
[air]
losses = "none"
[ear]
model = "iec711"
node = "front"
[[moving_coil]]
name = "part"
resistance = "16 ohm"
force_factor = "0.8 T m"
mass = "20 mg"
compliance = "3 mm/N"
mechanical_resistance = "0.02 N s/m"
area = ")" +
         number(1e6 * std::numbers::pi * 25e-6) + " mm2\"\n" +
         element(
             "name = \"dynamic\"\nkind = \"moving_coil\"\npart = \"part\"\nfrom = \"plug\"\nsecond_from = "
             "\"front\"\nsecond_to = \"rear\"\n") +
         element("name = \"rear volume\"\nkind = \"cavity\"\nfrom = \"rear\"\nvalue = \"" +
                 number(1e9 * rear) + " mm3\"\n") +
         element("name = \"front volume\"\nkind = \"cavity\"\nfrom = \"front\"\nvalue = \"" +
                 number(1e9 * front) + " mm3\"\n") +
         element("name = \"rear end\"\nkind = \"mass\"\nfrom = \"rear\"\nto = \"rear 1\"\nvalue = \"" +
                 end_mass(0.2e-3) + " kg/m4\"\n") +
         element("name = \"rear vent\"\nkind = \"tube\"\nfrom = \"rear 1\"\nto = \"rear 2\"\nradius = \"0.2 "
                 "mm\"\nlength = \"1.5 mm\"\n") +
         element("name = \"cloth\"\nkind = \"damper\"\nfrom = \"rear 2\"\nto = \"rear 3\"\nvalue = \"" +
                 number(cloth) + " Pa s/m3\"\n") +
         // A pressure release is the radiation of an opening so wide that it resists no flow.
         element(
             "name = \"rear_vent_opening\"\nkind = \"radiation\"\nfrom = \"rear 3\"\nradius = \"50 mm\"\n") +
         element("name = \"front end\"\nkind = \"mass\"\nfrom = \"front\"\nto = \"front 1\"\nvalue = \"" +
                 end_mass(0.15e-3) + " kg/m4\"\n") +
         element("name = \"front vent\"\nkind = \"tube\"\nfrom = \"front 1\"\nto = \"front 2\"\nradius = "
                 "\"0.15 mm\"\nlength = \"1.5 mm\"\n") +
         element("name = \"front_vent_opening\"\nkind = \"radiation\"\nfrom = \"front 2\"\nradius = \"0.15 "
                 "mm\"\n");
}

TEST(Isolation, OfTheMeshedEarphoneIsThatOfTheLumpedOneAtLowFrequencies) {
  const Case config = case_of(lumped());
  const Isolation circuit = lumped_isolation(config, config.analyses.front().isolation);
  const Isolation &mesh = study().found;
  ASSERT_EQ(circuit.variants.size(), mesh.variants.size());
  if (is_root())
    std::printf("reciprocity of the circuit within %.1e\n%-46s %8s %9s %9s %7s\n",
                circuit.largest_reciprocity_gap, "insertion loss [dB]", "Hz", "mesh", "circuit", "error");
  EXPECT_LT(circuit.largest_reciprocity_gap, 1e-8);
  for (std::size_t v = 0; v < mesh.variants.size(); ++v) {
    ASSERT_EQ(circuit.variants[v].name, mesh.variants[v].name);
    double largest = 0;
    for (std::size_t k = 0; k < mesh.frequency_hz.size() && mesh.frequency_hz[k] < 200; ++k) {
      const double error = mesh.variants[v].values[k] - circuit.variants[v].values[k];
      largest = std::max(largest, std::abs(error));
      if (is_root() && k % 8 == 0)
        std::printf("%-46s %8.1f %9.3f %9.3f %7.3f\n", mesh.variants[v].name.c_str(), mesh.frequency_hz[k],
                    mesh.variants[v].values[k], circuit.variants[v].values[k], error);
    }
    if (is_root())
      std::printf("%-46s largest error %25.3f\n", mesh.variants[v].name.c_str(), largest);
    // 14 mm of air are a thirtieth of the wave's radian length at 200 Hz.
    EXPECT_LT(largest, 0.1) << mesh.variants[v].name;
  }
}

// So that families of leaks, vents and housings cost a basis, and saved models answer for them.
TEST(Isolation, SizesAndClosuresAreInCoefficientsAlone) {
  const Case &base = study().config;
  Case changed = base;
  changed.leak->gap = 0.1e-3;
  changed.leak->closed = true;
  changed.housing->mass = 6e-3;
  changed.housing->skin_stiffness = 1e7;
  changed.housing->outer_area = 4e-4;
  changed.housing->canal_area = 50e-6;
  for (SurfaceConfig &surface : changed.surfaces)
    surface.closed = true;
  EXPECT_TRUE(same_matrices(base, changed, study().model.facts()));
  changed.leak.reset(); // takes a node with it
  EXPECT_FALSE(same_matrices(base, changed, study().model.facts()));
}

// A load b of 1 Pa outside of all exterior sources; what its pressure puts in is found again in the losses.
TEST(Isolation, PowerFromOutsideIsFoundAgainInTheLosses) {
  const FrequencyProblem &problem = study().model.problem();
  for (const double frequency : {50.0, 900.0}) {
    Factors factors = problem.at(2 * std::numbers::pi * frequency);
    std::fill(factors.loads.begin(), factors.loads.end(), 0.0);
    FrequencyProblem outside = problem;
    for (std::size_t k = 0; k < problem.outputs.size(); ++k)
      if (problem.outputs[k].quantity.kind == QuantityKind::exterior_load) {
        outside.loads.push_back({to_string(problem.outputs[k].quantity), problem.outputs[k].coefficient,
                                 problem.outputs[k].vector});
        factors.loads.push_back(factors.outputs[k]);
      }
    study().factorization.factorize(factors);
    const auto x = study().factorization.solve(right_hand_side(outside, factors));
    const PowerBalance balance = power_balance(outside, factors, x);
    double lost = 0;
    for (const auto &[row, power] : balance.losses)
      lost += power;
    if (is_root())
      std::printf("%6.0f Hz  input %.4e W  balance %.1e\n", frequency, balance.input,
                  lost / balance.input - 1);
    EXPECT_GT(balance.input, 0);
    EXPECT_NEAR(lost / balance.input, 1, 1e-8);
  }
}

} // namespace
} // namespace earshot::testing
