// ranks: 1 2 3
// A housing with elastic walls: the rigid one as its limit, momentum, reciprocity, power, what is held, and
// input that can't be a shell.
#include "solver/analysis/coupled_modes.h"
#include "solver/analysis/housing_motion.h"
#include "tests/support/case_of_text.h"
#include "tests/support/closed_piston.h"
#include "tests/support/quantities.h"
#include "tests/support/reciprocity.h"
#include "tests/support/small_case.h"
#include "tests/support/solved_case.h"
#include "tests/support/swept_case.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;

std::string resin(const std::string &modulus) {
  return "[[material]]\nname = \"resin\"\ndensity = \"1180 kg/m3\"\nyoungs_modulus = \"" + modulus +
         "\"\npoissons_ratio = 0.38\nloss_factor = 0.04\n";
}

const std::string supports = R"(
[[housing.support]]
name = "tip"
position = ["1 mm", "0 mm", "7 mm"]
direction = [0, 0, 1]
stiffness = ["2 kN/m", "1 kN/m", "1.5 kN/m"]
damping = ["0.3 N s/m", "0.2 N s/m", "0.1 N s/m"]
rotational_stiffness = ["0.01 N m", "0.02 N m", "0.03 N m"]
[[housing.support]]
name = "concha"
position = ["0 mm", "3 mm", "0 mm"]
stiffness = ["500 N/m", "600 N/m", "700 N/m"]
damping = ["0.1 N s/m", "0.1 N s/m", "0.1 N s/m"]
)";

const std::string points =
    "[[housing.point]]\nname = \"faceplate\"\nposition = [\"0 mm\", \"0 mm\", \"-4 mm\"]\n";

const std::string walls = "[[housing.wall]]\nmaterial = \"resin\"\nthickness = \"1 mm\"\n";

/// The small case with cloth over its vent, on triangles whose curved edges don't meet.
std::string vented_case() {
  return replaced(
      replaced(small_case_text(), "model = \"opening\"", "model = \"opening\"\nresistance = \"300 Pa s/m\""),
      "size = \"5 mm\"", "size = \"2.5 mm\"");
}

std::string elastic(const std::string &modulus, const std::string &mass = "") {
  return vented_case() + resin(modulus) + "[housing]\nouter_area = \"3 cm2\"\n" + mass + walls + supports +
         points;
}

/// The walls and patches moved as one rigid body, over all unknowns.
std::vector<Complex> rigid_shape(const Model &model, int motion) {
  const MovingHousing &housing = *model.housing();
  const RigidMotions all{};
  std::vector<Complex> shape(model.problem().partition.total);
  const ShellSpace &shell = *housing.elastic->shell;
  for (std::size_t node = 0; node < shell.n_nodes(); ++node)
    for (int c = 0; c < 3; ++c) {
      const auto number = [&](int component) {
        return model.unknowns().global(housing.elastic->field, shell.unknowns(node)[component]);
      };
      shape[number(c)] = all.displacements(shell.position(node))[motion][c];
      shape[number(3 + c)] = RigidMotions::rotations()[motion][c];
    }
  for (std::size_t patch = 0; patch < housing.elastic->n_patches(); ++patch)
    for (int c = 0; c < 3; ++c) {
      const auto number = [&](int component) {
        return model.unknowns().global(housing.field, Index(6 * patch + component));
      };
      const dealii::Point<3> &centre = housing.elastic->patch(patch).motions.centre;
      shape[number(c)] = all.displacements(centre)[motion][c];
      shape[number(3 + c)] = RigidMotions::rotations()[motion][c];
    }
  return shape;
}

/// r^T M r of walls and patches for two rigid motions about 0. Collective.
double rigid_mass(const Model &model, int a, int b) {
  std::vector<Complex> sum = rigid_shape(model, a), difference = sum;
  const std::vector<Complex> other = rigid_shape(model, b);
  for (std::size_t i = 0; i < sum.size(); ++i) {
    sum[i] += other[i];
    difference[i] -= other[i];
  }
  const Factors factors = model.problem().at(1);
  double mass = 0;
  for (std::size_t j = 0; j < model.problem().terms.size(); ++j) {
    const Term &term = model.problem().terms[j];
    if (term.name == housing_mass_term ||
        (term.name == "shell inertia" && term.region.rfind("housing", 0) == 0))
      mass -= factors.terms[j].real() *
              (term.matrix.quadratic_form(sum) - term.matrix.quadratic_form(difference)) / 4;
  }
  return mass;
}

/// A rigid housing of the same mass, centre and inertia.
std::string rigid_twin(const Model &model) {
  const double mass = rigid_mass(model, 0, 0);
  // R_4 = e_y x r = (z, 0, -x), R_5 = e_z x r = (-y, x, 0)
  const dealii::Tensor<1, 3> centre(
      {rigid_mass(model, 1, 5) / mass, rigid_mass(model, 2, 3) / mass, rigid_mass(model, 0, 4) / mass});
  const auto entry = [&](int i, int j) { // Steiner
    return rigid_mass(model, 3 + i, 3 + j) -
           mass * ((i == j ? centre * centre : 0.0) - centre[i] * centre[j]);
  };
  const std::string numbers = fmt::format(
      "[housing]\nouter_area = \"3 cm2\"\nmass = \"{:.15g} kg\"\ncentre = [\"{:.15g} m\", \"{:.15g} m\", "
      "\"{:.15g} m\"]\ninertia = [\"{:.15g} kg m2\", \"{:.15g} kg m2\", \"{:.15g} kg m2\"]\n"
      "inertia_products = [\"{:.15g} kg m2\", \"{:.15g} kg m2\", \"{:.15g} kg m2\"]\n",
      mass, centre[0], centre[1], centre[2], entry(0, 0), entry(1, 1), entry(2, 2), entry(0, 1), entry(1, 2),
      entry(2, 0));
  return vented_case() + numbers + supports + points;
}

/// Walls 1e4 times as stiff as resin leave the flexibility of the bonds and walls: their resonances are above
/// 500 kHz, (2/500)^2 of the motion at 2 kHz is 2e-5, and 5e-5 was found.
TEST(ElasticHousing, IsTheRigidOneWhereItIsStiff) {
  SolvedCase stiff(case_of(elastic("22000 GPa")));
  SolvedCase rigid(case_of(rigid_twin(stiff.model())));
  const RigidMotions &motions = rigid.model().housing()->motions;
  const dealii::Point<3> faceplate(0, 0, -4e-3);
  for (const double frequency : {50.0, 250.0, 2000.0}) {
    const SweepPoint a = stiff.at(frequency), b = rigid.at(frequency);
    const auto expect_near = [&](const std::string &name, Complex found, Complex expected, double size) {
      std::printf("%.0f Hz %s: %.1e of it\n", frequency, name.c_str(), std::abs(found - expected) / size);
      EXPECT_LT(std::abs(found - expected), 2e-4 * size) << frequency << " " << name;
    };
    const Complex heard = rigid.output(b, quantity::eardrum);
    expect_near("eardrum", stiff.output(a, quantity::eardrum), heard, std::abs(heard));
    std::array<Complex, 3> point{};
    for (int axis = 0; axis < 3; ++axis)
      for (int k = 0; k < RigidMotions::number; ++k)
        point[axis] += motions.displacements(faceplate)[k][axis] * rigid.output(b, housing_motion(k));
    for (int axis = 0; axis < 3; ++axis)
      expect_near(std::string("faceplate.") + "xyz"[axis],
                  stiff.output(a, housing_point_motion("faceplate", axis)), point[axis], std::abs(point[2]));
    const Complex turn = rigid.output(b, quantity::housing("ry"));
    expect_near("housing.ry", stiff.output(a, quantity::housing("ry")), turn, std::abs(turn));
  }
}

/// The stated mass is that of all together: walls, drivers and what moves in them.
TEST(ElasticHousing, WeighsWhatIsStated) {
  const Case config = case_of(elastic("2.2 GPa", "mass = \"4 g\"\n"));
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  for (const int axis : {0, 1, 2})
    EXPECT_NEAR(rigid_mass(model, axis, axis), 4e-3, 1e-9); // round-off and the walls' area
}

/// Layers of the walls of front and nozzle, beside those of all others.
std::string of_front(const std::string &thickness) {
  return "[[housing.wall]]\nmaterial = \"resin\"\nthickness = \"" + thickness +
         "\"\nvolumes = [\"front\", \"nozzle\"]\n";
}

/// Zones of the same layers are those of one; only the elements differ, as they keep the zones' edges. At 2
/// kHz walls bend by some per cent of their motion, of which cubic elements are off by 0.5 % (ModesOfWalls):
/// 2e-4.
TEST(ElasticHousing, OfZonesThatAreAlikeIsThatOfOne) {
  SolvedCase one(case_of(elastic("2.2 GPa"))), two(case_of(elastic("2.2 GPa") + of_front("1 mm")));
  for (const double frequency : {250.0, 2000.0}) {
    const SweepPoint a = one.at(frequency), b = two.at(frequency);
    for (const Quantity &name : {quantity::eardrum, quantity::housing("z"), quantity::housing("ry"),
                                 quantity::housing_point("faceplate", "z")}) {
      const Complex expected = one.output(a, name);
      const double error = std::abs(two.output(b, name) - expected) / std::abs(expected);
      std::printf("%.0f Hz %s: %.1e of it\n", frequency, to_string(name).c_str(), error);
      EXPECT_LT(error, 2e-4) << frequency << " " << name;
    }
  }
}

/// Half a millimetre more on one zone weighs rho t A more, and each zone loses power of its own.
TEST(ElasticHousing, HasZonesOfTheirOwnLayers) {
  const Case thin = case_of(elastic("2.2 GPa") + of_front("1 mm")),
             thick = case_of(elastic("2.2 GPa") + of_front("1.5 mm"));
  SolvedCase one(thin), other(thick);
  const double area = other.model().housing()->elastic->shell->area(1), expected = 1180 * 0.5e-3 * area;
  // the walls of two cylinders, less the holes between them; curved elements of 2.5 mm: 1 %
  // sides of both and the annulus between them; walls of curved elements of 2.5 mm: 1 %
  const double walls_of_both = std::numbers::pi * (2 * 5 * 2 + (25 - 9) + 2 * 3 * 3) * 1e-6;
  EXPECT_NEAR(area, walls_of_both, 0.01 * walls_of_both);
  for (const int axis : {0, 1, 2}) // the mesh may differ, by a step of its ladder: 1e-3 of all
    EXPECT_NEAR(rigid_mass(other.model(), axis, axis) - rigid_mass(one.model(), axis, axis), expected,
                0.01 * expected);
  const SweepPoint point = other.at(500);
  double sum = 0;
  std::map<std::string, double> losses;
  for (const auto &[row, power] : point.balance.losses) {
    sum += power;
    losses[row] = power;
  }
  EXPECT_NEAR(sum, point.balance.input, 1e-8 * point.balance.input); // round-off of the solution
  EXPECT_GT(losses["structure:housing"], 0);
  EXPECT_GT(losses["structure:housing/front+nozzle"], 0);
}

/// A rigid motion strains neither walls nor bonds.
TEST(ElasticHousing, MovesFreelyAsAWhole) {
  const Case config = case_of(elastic("2.2 GPa"));
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const Factors factors = model.problem().at(two_pi * 1000);
  for (int motion = 0; motion < RigidMotions::number; ++motion) {
    const std::vector<Complex> shape = rigid_shape(model, motion);
    std::vector<Complex> bent = shape; // one unknown off
    for (Index i = 0; i < 3; ++i)
      bent[model.unknowns().global(model.housing()->elastic->field, i)] += motion < 3 ? 1e-3 : 1e-6;
    double energy = 0, of_bent = 0;
    for (std::size_t j = 0; j < model.problem().terms.size(); ++j) {
      const Term &term = model.problem().terms[j];
      if (term.name != housing_bond_term &&
          (term.region != "housing" || term.name.rfind("shell", 0) != 0 || term.name == "shell inertia"))
        continue;
      energy += factors.terms[j].real() * term.matrix.quadratic_form(shape);
      of_bent += factors.terms[j].real() * term.matrix.quadratic_form(bent);
    }
    EXPECT_LT(std::abs(energy), 1e-3 * of_bent) << motion; // round-off
  }
}

/// Force on the walls heard at the eardrum, and a volume displacement at the eardrum felt by the walls. 1e-8:
/// round-off times the condition of the system.
TEST(ElasticHousing, IsReciprocal) {
  const Case config = case_of(elastic("2.2 GPa"));
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const FrequencyProblem &problem = model.problem();
  const Factors factors = problem.at(two_pi * 500);
  Factorization factorization(problem, factors);
  factorization.factorize(factors);
  for (const Quantity &motion : {quantity::housing("z"), quantity::housing_point("faceplate", "z")})
    EXPECT_LT(reciprocity_gap(problem, factors, factorization, motion, quantity::eardrum), 1e-8) << motion;
}

/// 1e-8: round-off of the solution.
TEST(ElasticHousing, ClosesItsPowerBalance) {
  SolvedCase solved(case_of(elastic("2.2 GPa")));
  for (const double frequency : {500.0, 15e3}) {
    const SweepPoint point = solved.at(frequency);
    double sum = 0, of_supports = 0, of_walls = 0;
    for (const auto &[row, power] : point.balance.losses) {
      sum += power;
      of_supports += row == "housing_supports" ? power : 0;
      of_walls += row == "structure:housing" ? power : 0;
    }
    EXPECT_NEAR(sum, point.balance.input, 1e-8 * point.balance.input);
    EXPECT_GT(of_supports, 0);
    EXPECT_GT(of_walls, 0);
  }
}

/// Walls that nothing holds about a piston with 4 mm of air behind it and 2 mm before.
const std::string afloat = closed_piston_case(4, 2) + R"(
[housing]
mass = "2 g"
[[housing.wall]]
material = "resin"
thickness = "1 mm"
[[housing.support]]
name = "nothing"
position = ["5 mm", "0 mm", "0 mm"]
)";

/// What the piston gains in momentum, walls, driver and air lose; see MovingHousing.ConservesMomentum. Walls
/// of resin bend by (100 Hz/10 kHz)^2 = 1e-4 of their motion, those of 1e4 times the stiffness by 1e-8; the
/// air, 0.57 mg, moves with either, and 2 % of that is what the mesh's circle and its waves lack.
TEST(ElasticHousing, ConservesMomentum) {
  SolvedCase solved(case_of(resin("22000 GPa") + afloat));
  const SweepPoint point = solved.at(100);
  const double air = solved.model().air_properties().density * std::numbers::pi * 25e-6 * 6e-3,
               expected = -(1e-4 + air / 2) / (2e-3 + air);
  const Complex ratio =
      solved.output(point, quantity::housing("z")) / solved.output(point, quantity::piston("a"));
  EXPECT_NEAR(ratio.real(), expected, 3e-5 * std::abs(expected));
  EXPECT_NEAR(ratio.imag(), 0, 3e-5 * std::abs(expected));
}

/// What is heard of the motion is the difference to the case at rest, solved directly. 1e-3: the sweeps'
/// tolerance of 0.01 dB.
TEST(ElasticHousing, TellsItsShareAgainstTheCaseAtRest) {
  const std::string text = replaced(elastic("0.2 GPa"), "points = 4", "points = 7");
  SweptCase moving(case_of(text));
  SweptCase rest(held_case(case_of(text)));
  SolvedCase free(case_of(text)), held(held_case(case_of(text)));
  const HousingMotion found = housing_motion(moving.reduced(), moving.model, &rest.reduced());
  for (const std::size_t k : {0u, 6u}) {
    const double frequency = found.frequency_hz[k], omega = two_pi * frequency;
    const SweepPoint point = free.at(frequency);
    const Complex whole = free.output(point, quantity::eardrum),
                  without = held.output(held.at(frequency), quantity::eardrum);
    EXPECT_NEAR(found.level_change_db[k], 20 * std::log10(std::abs(whole / without)), 0.01) << frequency;
    EXPECT_NEAR(found.share_db[k], 20 * std::log10(std::abs((whole - without) / whole)), 1) << frequency;
    const double z = std::abs(free.output(point, quantity::housing_point("faceplate", "z")));
    EXPECT_NEAR(found.points[0].acceleration[2][k], omega * omega * z, 0.01 * omega * omega * z) << frequency;
    // The middle of the back bends beside the motion of the whole.
    EXPECT_GT(std::abs(z / std::abs(free.output(point, quantity::housing("z"))) - 1), 1e-5) << frequency;
  }
}

/// The same on one rank and on all. 1e-8: round-off.
TEST(ElasticHousing, IsTheSameOnAnyNumberOfRanks) {
  const Case config = case_of(elastic("2.2 GPa", "mass = \"4 g\"\n"));
  const auto eardrum = [&](MPI_Comm communicator) {
    const Model model(config, prepare_mesh(config, communicator), communicator);
    DirectSweep sweep(model.problem(), model.problem().at(two_pi * 1e3));
    const SweepPoint point = sweep.evaluate(model.problem().at(two_pi * 2e3));
    for (std::size_t k = 0; k < point.outputs.size(); ++k)
      if (model.problem().outputs[k].quantity == quantity::eardrum)
        return point.outputs[k];
    return Complex(0);
  };
  const Complex one = eardrum(MPI_COMM_SELF), all = eardrum(MPI_COMM_WORLD);
  EXPECT_LT(std::abs(one - all), 1e-8 * std::abs(one));
}

std::string complaint_of(const std::string &text) {
  try {
    const Case config = case_of(text);
    const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  } catch (const UserError &error) {
    return error.what();
  }
  return "";
}

TEST(ElasticHousing, SaysWhatCantBeWalls) {
  const auto expect = [](const std::string &text, const std::string &words) {
    const std::string found = complaint_of(text);
    EXPECT_NE(found.find(words), std::string::npos) << "found: " << found << "\nexpected: " << words;
  };
  const std::string good = elastic("2.2 GPa");
  expect(resin("2.2 GPa") + replaced(afloat, "thickness = \"1 mm\"", "thickness = \"5.2 mm\""),
         "bent with a smaller radius");
  expect(replaced(good, "\"0 mm\", \"3 mm\", \"0 mm\"", "\"0 mm\", \"30 mm\", \"0 mm\""),
         "the support \"concha\" that touches no wall");
  expect(replaced(good, "position = [\"0 mm\", \"3 mm\", \"0 mm\"]", "surface = \"shoe\""),
         "unknown surface \"shoe\"");
  expect(elastic("2.2 GPa", "mass = \"0.2 g\"\n"), "of its walls");
}

} // namespace
} // namespace earshot::testing
