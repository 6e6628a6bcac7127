// ranks: 1 2 3
// A housing that moves in six directions: momentum, opposed drivers, limits, supports, reciprocity, power,
// and sound from outside against the housing of one direction.
#include "solver/analysis/coupled_modes.h"
#include "solver/analysis/housing_motion.h"
#include "solver/analysis/isolation_study.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/prepare.h"
#include "tests/support/case_of_text.h"
#include "tests/support/closed_piston.h"
#include "tests/support/opposed_pistons.h"
#include "tests/support/quantities.h"
#include "tests/support/reciprocity.h"
#include "tests/support/small_case.h"
#include "tests/support/solved_case.h"
#include "tests/support/swept_case.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;

/// 1 mm of air before the piston and 2 mm behind.
const std::string closed_piston = closed_piston_case(2, 1);

const std::string afloat = R"(
[housing]
mass = "2 g"
[[housing.support]]
name = "nothing"
)";

/// A free housing: what the piston gains in momentum, housing and air lose. The air's velocity is linear
/// between the piston's and the end walls', to the order of (k l)^2/6 = 2e-6 of its part at 100 Hz, which is
/// 2 % of the whole: its weight S (l_1 + l_2) rho is 0.28 mg, and 0.3 % of that is lost on the mesh's circle.
TEST(MovingHousing, ConservesMomentum) {
  SolvedCase solved(case_of(closed_piston + afloat));
  const SweepPoint point = solved.at(100);
  const double area = std::numbers::pi * 25e-6, air = solved.model().air_properties().density * area * 3e-3,
               expected = -(1e-4 + air / 2) / (2e-3 + air);
  const Complex ratio =
      solved.output(point, quantity::housing("z")) / solved.output(point, quantity::piston("a"));
  EXPECT_NEAR(ratio.real(), expected, 1e-5 * std::abs(expected));
  EXPECT_NEAR(ratio.imag(), 0, 1e-5 * std::abs(expected));
  for (const Quantity &other : {quantity::housing("x"), quantity::housing("y")}) // the mesh isn't quite round
    EXPECT_LT(std::abs(solved.output(point, other)),
              1e-3 * std::abs(solved.output(point, quantity::housing("z"))));
}

/// As of the test of housing_force: two pistons at the ends of a chamber, which opens sideways into the ear.
std::string pistons(const std::string &second_force_factor, const std::string &more) {
  std::string text = opposed_chamber;
  for (const auto &[name, surface, bl] :
       {std::tuple("a", "left", std::string("1 T m")), std::tuple("b", "right", second_force_factor)})
    text += std::string("[[driver]]\nname = \"") + name + "\"\nsurface = \"" + surface + R"("
[driver.piston]
mass = "100 mg"
compliance = "0.1 mm/N"
resistance = "0.02 N s/m"
[driver.motor]
resistance = "10 kohm"
force_factor = ")" +
            bl + "\"\n";
  return text + more;
}

/// The halves of the mesh are mirror images, but for round-off.
TEST(MovingHousing, StaysWhereItIsBetweenEqualOpposedPistons) {
  SolvedCase both(case_of(pistons("1 T m", afloat))), one(case_of(pistons("1e-9 T m", afloat)));
  for (const double frequency : {100.0, 800.0})
    EXPECT_LT(std::abs(both.output(both.at(frequency), quantity::housing("z"))),
              1e-6 * std::abs(one.output(one.at(frequency), quantity::housing("z"))))
        << frequency;
}

/// Pistons x_a and x_b towards each other on a housing Z, with D = K - w^2 m + i w R and the forces F_a, F_b:
///   D (x_a - x_b) - 2 w^2 m Z = F_a - F_b,   M Z + m (x_a - x_b) = 0.
/// 1 %: the air adds 0.3 % to the masses, and the mesh's circle lacks 0.3 % of its area in K.
TEST(MovingHousing, AnswersAMismatchOfTheForceFactors) {
  SolvedCase solved(case_of(pistons("0.9 T m", afloat)));
  const double area = std::numbers::pi * 25e-6, m = 1e-4, mass = 2e-3,
               stiffness = 1e4 + solved.model().air_properties().bulk_modulus() * area / 2e-3;
  for (const double frequency : {100.0, 300.0, 800.0}) {
    const double w = two_pi * frequency, force = 0.1 * 1e-4;
    const Complex d(stiffness - w * w * m, 0.02 * w),
        expected = -(m / mass) * force / d / (1.0 + 2 * w * w * m * m / (mass * d));
    const Complex found = solved.output(solved.at(frequency), quantity::housing("z"));
    EXPECT_NEAR(std::abs(found), std::abs(expected), 0.01 * std::abs(expected)) << frequency;
    EXPECT_LT(std::abs(found - expected), 0.01 * std::abs(expected)) << frequency;
  }
}

std::string small_case(const std::string &housing) {
  return replaced(small_case_text(), "model = \"opening\"",
                  "model = \"opening\"\nresistance = \"300 Pa s/m\"") +
         housing;
}

const std::string on_springs = R"(
[housing]
mass = "3 g"
outer_area = "3 cm2"
[[housing.support]]
name = "tip"
position = ["1 mm", "0 mm", "12 mm"]
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

/// Motions go as the moving mass, 10 mg, over the housing's: 1e-9 of them, and of what is heard, are left.
TEST(MovingHousing, IsAtRestWhereItIsVeryHeavy) {
  SolvedCase heavy(case_of(small_case(replaced(on_springs, "\"3 g\"", "\"10000 kg\"")))),
      fixed(case_of(small_case("")));
  for (const double frequency : {250.0, 2000.0}) {
    const Complex a = heavy.output(heavy.at(frequency), quantity::eardrum),
                  b = fixed.output(fixed.at(frequency), quantity::eardrum);
    EXPECT_LT(std::abs(a - b), 1e-7 * std::abs(b)) << frequency;
  }
}

Complex eardrum(const std::string &housing, double frequency) {
  SolvedCase solved(case_of(small_case(housing)));
  return solved.output(solved.at(frequency), quantity::eardrum);
}

/// Two springs side by side hold as one between them does that has k d^2 against turning them; a support with
/// its first axis along z has z, y, -x; a body of the walls' inertia is one with these numbers. 1e-8:
/// round-off.
TEST(MovingHousing, DoesNotDependOnItsDescription) {
  const std::string body = "[housing]\nmass = \"3 g\"\n";
  const auto support = [](const char *name, const char *z, const char *stiffness, const char *more) {
    return fmt::format(
        "[[housing.support]]\nname = \"{}\"\nposition = [\"2 mm\", \"1 mm\", \"{}\"]\nstiffness = "
        "[{}]\n{}\n",
        name, z, stiffness, more);
  };
  const double frequency = 250;
  const char *halves = "\"500 N/m\", \"500 N/m\", \"500 N/m\"", *whole = "\"1 kN/m\", \"1 kN/m\", \"1 kN/m\"";
  const Complex pair =
      eardrum(body + support("a", "2 mm", halves, "") + support("b", "6 mm", halves, ""), frequency);
  const std::string one = // d = 2 mm
      support("a", "4 mm", whole, "rotational_stiffness = [\"0.004 N m\", \"0.004 N m\", \"0 N m\"]");
  EXPECT_LT(std::abs(eardrum(body + one, frequency) - pair), 1e-8 * std::abs(pair));

  const char *straight = "\"300 N/m\", \"500 N/m\", \"800 N/m\"",
             *turned = "\"800 N/m\", \"500 N/m\", \"300 N/m\"";
  const Complex along_x = eardrum(body + support("a", "2 mm", straight, ""), frequency);
  EXPECT_LT(
      std::abs(eardrum(body + support("a", "2 mm", turned, "direction = [0, 0, 2]"), frequency) - along_x),
      1e-8 * std::abs(along_x));

  const Model model(case_of(small_case(body + one)),
                    prepare_mesh(case_of(small_case(body + one)), MPI_COMM_WORLD), MPI_COMM_WORLD);
  const WallBody &walls = model.housing()->walls;
  const auto entry = [&](int i, int j) { return 3e-3 * walls.inertia[i][j] / walls.area; };
  const std::string stated = fmt::format(
      "centre = [\"{:.17g} m\", \"{:.17g} m\", \"{:.17g} m\"]\ninertia = [\"{:.17g} kg m2\", \"{:.17g} kg "
      "m2\", "
      "\"{:.17g} kg m2\"]\ninertia_products = [\"{:.17g} kg m2\", \"{:.17g} kg m2\", \"{:.17g} kg m2\"]\n",
      walls.centroid[0], walls.centroid[1], walls.centroid[2], entry(0, 0), entry(1, 1), entry(2, 2),
      entry(0, 1), entry(1, 2), entry(2, 0));
  EXPECT_LT(std::abs(eardrum(body + stated + one, frequency) - pair), 1e-8 * std::abs(pair));
  const std::string by_walls = fmt::format(
      "[housing]\nwall_density = \"{:.17g} kg/m3\"\nwall_thickness = \"1 mm\"\n", 3e-3 / walls.area / 1e-3);
  EXPECT_LT(std::abs(eardrum(by_walls + one, frequency) - pair), 1e-8 * std::abs(pair));
}

/// A force on the housing heard at the eardrum, and a volume displacement at the eardrum felt by the housing.
/// 1e-9: round-off times the condition of the system.
TEST(MovingHousing, IsReciprocal) {
  const Case config = case_of(small_case(on_springs));
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const FrequencyProblem &problem = model.problem();
  const Factors factors = problem.at(two_pi * 500);
  Factorization factorization(problem, factors);
  factorization.factorize(factors);
  for (const Quantity &motion : {quantity::housing("z"), quantity::housing("x"), quantity::housing("ry")})
    EXPECT_LT(reciprocity_gap(problem, factors, factorization, motion, quantity::eardrum), 1e-9) << motion;
}

/// 1e-9: round-off of the solution.
TEST(MovingHousing, ClosesItsPowerBalance) {
  SolvedCase solved(case_of(small_case(on_springs)));
  const SweepPoint point = solved.at(500);
  double sum = 0, supports = 0;
  for (const auto &[row, power] : point.balance.losses) {
    sum += power;
    supports += row == "housing_supports" ? power : 0;
  }
  EXPECT_NEAR(sum, point.balance.input, 1e-9 * point.balance.input);
  EXPECT_GT(supports, 0);
}

/// A cup whose mouth is closed by cloth that moves with it: its air is carried along. By a cloth at rest the
/// cup would press the pressure R v out, which is 1 here; carried along the air needs the pressure of its
/// inertia, in the mean rho w l v/2: 2 pi 20 Hz 1.2 kg/m3 5 mm over 500 Pa s/m = 0.15 %.
TEST(MovingHousing, TakesAClothAlong) {
  std::string text = replaced(closed_piston, "to = \"1 mm\"", "to = \"10 mm\"");
  text = replaced(text, "to_surface = \"end\"", "to_surface = \"cloth\"\nouter_surface = \"end\"");
  text = replaced(text, "\"0.1 mm/N\"", "\"1e-6 mm/N\"");
  const Case config = case_of(text + afloat + R"(
[[surface]]
name = "cloth"
model = "opening"
radiation = "none"
resistance = "500 Pa s/m"
)");
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const FrequencyProblem &problem = model.problem();
  const Factors factors = problem.at(two_pi * 20);
  Factorization factorization(problem, factors);
  factorization.factorize(factors);
  std::vector<Complex> load(problem.partition.total);
  load[model.unknowns().global(model.housing()->field, 2)] = 1;
  const std::vector<std::vector<Complex>> loads{load};
  const std::vector<Complex> outputs = evaluate_outputs(problem, factors, factorization.solve(loads).front());
  Complex pressure = 0, motion = 0;
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    if (problem.outputs[k].quantity == quantity::probe("end"))
      pressure = outputs[k];
    if (problem.outputs[k].quantity == quantity::housing("z"))
      motion = outputs[k];
  }
  const double share = std::abs(pressure) / (500 * factors.omega * std::abs(motion));
  EXPECT_NEAR(share, 0.0015, 0.0001);
}

/// The housing's share, and what it does to isolation, from forces that hold it are those of a second case
/// whose supports hold it: 1e9 N/m leave 1e-6 of its motion.
TEST(MovingHousing, TellsItsShareAsAHeldHousingDoes) {
  const std::string analyses =
      "[[analysis]]\ntype = \"isolation\"\n[[analysis]]\ntype = \"housing\"\n"
      "[[housing.point]]\nname = \"faceplate\"\nposition = [\"0 mm\", \"0 mm\", \"-5 mm\"]\n";
  const std::string sweep = replaced(small_case(on_springs + analyses), "points = 4", "points = 7");
  SweptCase moving(case_of(sweep));
  const std::string held_text =
      replaced(replaced(replaced(sweep, "\"2 kN/m\"", "\"1e9 N/m\""), "\"1 kN/m\"", "\"1e9 N/m\""),
               "\"1.5 kN/m\"", "\"1e9 N/m\"");
  SolvedCase held(case_of(replaced(held_text, "\"0.01 N m\", \"0.02 N m\", \"0.03 N m\"",
                                   "\"1e6 N m\", \"1e6 N m\", \"1e6 N m\"")));
  const HousingMotion found = housing_motion(moving.reduced(), moving.model);
  SolvedCase direct(moving.model.config());
  for (const std::size_t k : {0u, 3u, 6u}) {
    const double frequency = found.frequency_hz[k];
    const SweepPoint free = direct.at(frequency);
    const Complex whole = direct.output(free, quantity::eardrum),
                  rest = held.output(held.at(frequency), quantity::eardrum);
    EXPECT_NEAR(found.level_change_db[k], 20 * std::log10(std::abs(whole / rest)), 1e-3) << frequency;
    EXPECT_NEAR(found.share_db[k], 20 * std::log10(std::abs((whole - rest) / whole)), 0.05) << frequency;
    const double z = std::abs(direct.output(free, quantity::housing("z"))), w = two_pi * frequency;
    EXPECT_NEAR(found.points[0].acceleration[2][k], w * w * z, 1e-2 * w * w * z) << "on the axis";
    EXPECT_TRUE(std::isfinite(found.isolation_loss_db[k]));
  }
}

/// Air and walls that move as one lose nothing. Walls at rest would take 1/2 d_V rho w^3 |x|^2 int |R_T|^2 dA
/// of air that slides along them, with 157 mm2 of discs and 31 mm2 of the round wall for the air behind the
/// piston. 0.1: in lateral motion the sharp edges' part of the layers, left out of the drag, is (4/pi)
/// (d_V/2) over the discs' width.
TEST(MovingHousing, TakesTheAirAlongWithoutFriction) {
  std::string text = replaced(closed_piston, "losses = \"none\"", "losses = \"boundary_layer\"");
  text = replaced(text, "\"0.1 mm/N\"", "\"1e-6 mm/N\"");
  const Case config = case_of(text + afloat + R"(
[[volume]]
name = "front"
model = "slit"
gap = "1 mm"
)");
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  FrequencyProblem problem = model.problem();
  const double omega = two_pi * 400;
  for (const int motion : {0, 2}) {
    problem.loads = {{"force",
                      {"1", [](double) { return Complex(1); }},
                      {{model.unknowns().global(model.housing()->field, motion), 1.0}}}};
    const Factors factors = problem.at(omega);
    Factorization factorization(problem, factors);
    factorization.factorize(factors);
    const std::vector<std::vector<Complex>> loads{right_hand_side(problem, factors)};
    const std::vector<Complex> solution = factorization.solve(loads).front();
    const double moved = std::abs(solution[model.unknowns().global(model.housing()->field, motion)]);
    const AirProperties &air = model.air_properties();
    const double slid = 188e-6, friction = 0.5 * air.viscous_layer(omega) * air.density * omega * omega *
                                           omega * moved * moved * slid;
    for (const auto &[row, power] : power_balance(problem, factors, solution).losses) {
      const double part = row == "wall_viscous" ? 0.1 : row == "narrow_regions" ? 1e-3 : 0;
      if (part > 0) {
        std::printf("%s: %.2g of the friction at walls at rest\n", row.c_str(), power / friction);
        EXPECT_LT(std::abs(power), part * friction) << row << " " << motion;
      }
    }
  }
}

/// An earphone on a leaky canal, whose piston is so stiff that it moves with the housing.
std::string worn(const std::string &housing) {
  return R"(
[air]
losses = "none"
[[driver]]
name = "dynamic"
surface = "diaphragm"
[driver.piston]
mass = "20 mg"
compliance = "1e-4 mm/N"
resistance = "0.02 N s/m"
[driver.motor]
force_factor = "0.8 T m"
resistance = "16 ohm"
[geometry]
screen = false
[geometry.rear]
radius = "5 mm"
length = "3 mm"
[geometry.front]
radius = "5 mm"
length = "1.5 mm"
[geometry.nozzle]
radius = "2.5 mm"
length = "2 mm"
[geometry.tip]
radius = "2.5 mm"
length = "2 mm"
[geometry.canal]
radius = "3.5 mm"
length = "4 mm"
[ear]
model = "iec711"
surface = "ear"
[leak]
gap = "0.06 mm"
width = "3 mm"
length = "4 mm"
[mesh]
size = "2 mm"
[sweep]
from = "40 Hz"
to = "250 Hz"
points = 9
[[analysis]]
type = "isolation"
driver = ["open"]
[housing]
mass = "4 g"
outer_area = "3 cm2"
)" + housing;
}

const std::string on_skin = R"(
[[housing.support]]
name = "skin"
direction = [0, 0, 1]
stiffness = ["4 kN/m", "1e9 N/m", "1e9 N/m"]
damping = ["0.1 N s/m", "0 N s/m", "0 N s/m"]
rotational_stiffness = ["1e6 N m", "1e6 N m", "1e6 N m"]
)";

/// The housing of one direction closes the canal with all of its area where the ear begins; that of six has
/// the tip and what is in front of the diaphragm, whose walls press on the same air. 0.05 dB: the way between
/// both places is (k l)^2 = 0.1 % of a spring up to 250 Hz, and the mesh's circle lacks 0.3 % of its area.
TEST(MovingHousing, IsolatesAsTheHousingOfOneDirectionWhereTheyAreTheSame) {
  SweptCase resting(case_of(worn(R"(
contact_area = "2 cm2"
skin_stiffness = "2e7 Pa/m"
skin_damping = "500 Pa s/m"
canal_area = "38.48 mm2"
)"))),
      moving(case_of(worn(on_skin)));
  EXPECT_NEAR(moving.model.housing()->tip_area, std::numbers::pi * (3.5 * 3.5 - 2.5 * 2.5) * 1e-6, 0.4e-6)
      << "the walls that the tip presses with";
  const auto of = [](SweptCase &solved) {
    const Case &config = solved.model.config();
    return isolation(solved.fast.estimate(), config, solved.model.facts(), config.analyses.front().isolation);
  };
  const Isolation one = of(resting), six = of(moving);
  for (std::size_t k = 0; k < one.frequency_hz.size(); ++k)
    EXPECT_NEAR(six.variants[0].values[k], one.variants[0].values[k], 0.05) << one.frequency_hz[k];
}

/// The housing on the skin's spring of 4 kN/m, beside which the canal's air is one of rho c^2 S^2/V = 0.13
/// kN/m; V = 1.6 cm3 of coupler, canal, tip and front. 0.5 %: the coupler's volume and the leak are known as
/// well as that.
TEST(MovingHousing, HasAModeOnItsSupports) {
  SweptCase moving(case_of(worn(on_skin)));
  AnalysisConfig analysis;
  analysis.of = ModesOf::coupled;
  analysis.up_to = 250.0;
  analysis.confirmed = 0; // the reduced model has it so well that the matrix there is singular
  const CoupledModes modes = coupled_modes(moving.model, moving.fast, moving.factorization, analysis);
  const auto found = std::find_if(modes.rows.begin(), modes.rows.end(),
                                  [](const ModeRow &row) { return row.kind == "housing"; });
  ASSERT_NE(found, modes.rows.end());
  const double expected = std::sqrt(4130 / 4e-3) / two_pi;
  EXPECT_NEAR(found->frequency_hz, expected, 0.005 * expected);
}

/// What a coil of the network gains in momentum across its port the housing loses, with the air in it, whose
/// mass is 0.05 % of the housing's and which moves as one to (k l)^2/12 = 3e-5 of that.
TEST(MovingHousing, IsPushedByADriverOfTheNetwork) {
  const Case config = case_of(R"(
[air]
losses = "none"
[[part]]
name = "box"
from = "0 mm"
to = "10 mm"
radius = "5 mm"
to_surface = "end"
[mesh]
size = "3 mm"
[ear]
model = "none"
[[probe]]
name = "front"
node = "front"
[[moving_coil]]
name = "coil"
resistance = "16 ohm"
force_factor = "0.4 T m"
mass = "15 mg"
compliance = "1 mm/N"
area = "50 mm2"
[network]
plug = "plug"
[[network.element]]
name = "low"
kind = "moving_coil"
part = "coil"
from = "plug"
second_from = "front"
second_to = "rear"
[[network.element]]
name = "before"
kind = "cavity"
from = "front"
value = "1 cm3"
[[network.element]]
name = "behind"
kind = "cavity"
from = "rear"
value = "1 cm3"
[sweep]
from = "100 Hz"
to = "800 Hz"
points = 7
[[network.port]]
node = "front"
surface = "end"
[[housing.mover]]
element = "low"
direction = [0, 3, 0]
)" + afloat);
  SolvedCase solved(config);
  const SweepPoint point = solved.at(300);
  const Complex coil =
                    solved.output(point, quantity::network_node("low.diaphragm")) / Complex(0, two_pi * 300),
                housing = solved.output(point, quantity::housing("y"));
  const double air = solved.model().air_properties().density * std::numbers::pi * 25e-6 * 1e-2,
               expected = -15e-6 / (2e-3 + air);
  EXPECT_LT(std::abs(housing / coil - expected), 1e-5 * std::abs(expected));
}

} // namespace
} // namespace earshot::testing
