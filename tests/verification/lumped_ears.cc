// Lumped ears against published and independently computed models.
#include "solver/physics/ears/ears.h"
#include "tests/reference/ear_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace earshot;
using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

double decibel(Complex ratio) {
  return 20 * std::log10(std::abs(ratio));
}

// It differs from the reference by round sections of equal area (losses), and by cones between the sections.
TEST(P57Type43, EqualsAnotherProgramsTubeChain) {
  const AirProperties air = moist_air(296.15, 101325, 0.5);
  Circuit circuit;
  const EarEnd end = add_p57_type43(circuit, "reference", air);
  double worst = 0;
  std::printf("      Hz   |Zin| dB re 1 MPa s/m3   error dB   |Ztr| dB   error dB\n");
  for (const earshot::testing::EarRow &row : earshot::testing::p57_type43_rows) {
    const double omega = 2 * pi * row.frequency_hz;
    const Complex input = circuit.transfer_impedance("reference", "reference", omega),
                  transfer = circuit.transfer_impedance("reference", end.pressure_node, omega);
    std::printf("%8.0f %24.2f %10.3f %10.2f %10.3f\n", row.frequency_hz, decibel(input / 1e6),
                decibel(input / row.input), decibel(transfer / 1e6), decibel(transfer / row.transfer));
    worst =
        std::max({worst, std::abs(decibel(input / row.input)), std::abs(decibel(transfer / row.transfer))});
  }
  std::printf("worst error %.3f dB\n", worst);
  EXPECT_LT(worst, 0.5);
}

// |Ztr| at 500 Hz: ITU-T P.57 states 27.7 MPa s/m3.
TEST(P57Type43, TransferImpedanceAt500HzIsNearTheStandards) {
  Circuit circuit;
  const EarEnd end = add_p57_type43(circuit, "reference", moist_air(296.15, 101325, 0.5));
  const double computed = std::abs(circuit.transfer_impedance("reference", end.pressure_node, 2 * pi * 500));
  std::printf("|Ztr| at 500 Hz: %.2f MPa s/m3, the standard states 27.7\n", computed / 1e6);
  EXPECT_NEAR(20 * std::log10(computed / 27.7e6), 0, 0.3); // rounding of the geometry and of the drum's fit
}

// Well below the first mode the coupler is its volume, with isothermal walls: at 1 kHz V / (rho c^2) times
// 1 + (gamma - 1) (S / V) d_T / 2 in magnitude, to first order in the thermal layer d_T.
TEST(TwoCcCoupler, IsItsVolumeWithThermalWalls) {
  const AirProperties air = moist_air(296.15, 101325, 0.5);
  Circuit circuit;
  add_two_cc_coupler(circuit, "in", air);
  const double omega = 2 * pi * 1000, radius = 9e-3, volume = 2e-6;
  const double surface = 2 * volume / radius + 2 * pi * radius * radius;
  const double factor = 1 + (air.heat_capacity_ratio - 1) * surface / volume * air.thermal_layer(omega) / 2;
  const double expected = air.bulk_modulus() / (omega * volume * factor);
  EXPECT_NEAR(std::abs(circuit.transfer_impedance("in", "in", omega)) / expected, 1, 1e-3); // second order
}

// A canal of one section is a tube in front of the eardrum.
TEST(Canal, OfOneSectionIsATubeBeforeTheDrum) {
  const AirProperties air = moist_air(296.15, 101325, 0.5);
  const double radius = 3.7e-3, length = 25e-3;
  Circuit circuit;
  const EarEnd end = add_canal(circuit, "in", {{0, radius}, {length, radius}}, air);
  for (const double f : {100.0, 2e3, 9e3}) {
    const double omega = 2 * pi * f;
    const TwoPort t = uniform_passage(tube_fluid(air, radius, omega), omega, length, pi * radius * radius);
    const Complex drum = hudde_engel_impedance(omega, air.bulk_modulus());
    const Complex input = (t.a * drum + t.b) / (t.c * drum + t.d), transfer = drum / (t.c * drum + t.d);
    EXPECT_LT(std::abs(circuit.transfer_impedance("in", "in", omega) / input - 1.0), 1e-9);
    EXPECT_LT(std::abs(circuit.transfer_impedance("in", end.pressure_node, omega) / transfer - 1.0), 1e-9);
  }
}

// The skin's compliance per area times the wall's area adds to that of the air: far below both resonances,
// the input impedance of a canal with a rigid end is 1 / (i w (V/K + S / stiffness)).
TEST(Canal, SkinAddsItsComplianceToTheAirs) {
  const AirProperties air = moist_air(296.15, 101325, 0.5);
  const double radius = 3.7e-3, length = 25e-3, stiffness = 1.3e9, omega = 2 * pi * 50;
  const auto admittance = [&](const std::optional<YieldingWall> &skin) {
    const TwoPort chain = chain_of(horn_pi(air, omega, {{0, radius}, {length, radius}}, skin));
    return chain.c / chain.a;
  };
  const Complex added = admittance(YieldingWall{stiffness, 3000, 0.5}) - admittance({});
  const double expected = omega * 2 * pi * radius * length / stiffness;
  EXPECT_NEAR(added.imag() / expected, 1, 2e-3); // (f/f0)^2 and (k l)^2
  EXPECT_NEAR(added.real() / expected, 2 * 0.5 * 50 / 3000, 1e-3);
}

/// The rows of a CSV file behind its heading.
std::vector<std::vector<double>> rows_of(const std::filesystem::path &file) {
  std::vector<std::vector<double>> rows;
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    std::istringstream cells(line);
    auto &row = rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');)
      row.push_back(std::stod(cell));
  }
  return rows;
}

// Input and transfer impedance of the ladder of Gazzola et al. at 240 frequencies by another program.
TEST(Iec60318, EqualsItsTableOverTheBand) {
  const char *folder = std::getenv("EARSHOT_REFERENCE_DATA");
  if (folder == nullptr)
    GTEST_SKIP() << "EARSHOT_REFERENCE_DATA names no folder";
  Circuit circuit;
  const EarEnd end = add_iec60318_4(circuit, "in");
  double input = 0, transfer = 0;
  for (const auto &row : rows_of(std::string(folder) + "/ear/iec711_models.csv")) {
    const double omega = 2 * pi * row[0];
    const Complex zt = circuit.transfer_impedance("in", end.pressure_node, omega),
                  zi = circuit.transfer_impedance("in", "in", omega);
    transfer = std::max(transfer, std::abs(decibel(zt / Complex(row[1], row[2]))));
    input = std::max(input, std::abs(decibel(zi / Complex(row[3], row[4]))));
  }
  std::printf("711 ladder, 20 Hz to 20 kHz: worst |Zin| %.4f dB, |Ztr| %.4f dB\n", input, transfer);
  EXPECT_LT(input, 0.05);
  EXPECT_LT(transfer, 0.05);
}

/// What the data of a canal leave open, fitted to its impedances with the drum of Hudde and Engel.
struct CanalFit {
  int subject;
  double input;     ///< input plane along the data's centre line [mm]
  double end;       ///< the drum's distance behind the last area [mm]
  double near_mass; ///< of the field at the input, which is no plane wave [kg/m^4]
  YieldingWall skin;
};

/// Sections from the input plane to the drum, every half millimetre, areas linear between those of the data.
std::vector<Section> sections_of(const std::vector<std::vector<double>> &areas, const CanalFit &fit) {
  const double first = 1e-3 * fit.input, last = areas.back()[0] + 1e-3 * fit.end;
  const int n = static_cast<int>((last - first) / 0.5e-3);
  std::vector<Section> sections;
  for (int i = 0; i <= n; ++i) {
    const double x = std::lerp(first, last, double(i) / n);
    std::size_t k = 1;
    while (k + 1 < areas.size() && areas[k][0] < x)
      ++k;
    const double t = std::min(1.0, (x - areas[k - 1][0]) / (areas[k][0] - areas[k - 1][0]));
    sections.push_back({x - first, std::sqrt(std::lerp(areas[k - 1][1], areas[k][1], t) / pi)});
  }
  return sections;
}

// Six of ten canals of the IHA database (Wulbusch, Roden, Chernov, Blau, JASA 2023): area functions against
// impedances simulated in three dimensions. Those files stay outside of the project: EARSHOT_REFERENCE_DATA
// names the folder with ear/iha_subject<NN>_area.csv and _Z.csv. Their input plane isn't stated and their
// walls yield; with rigid ones the best fits miss by 2 to 3 dB. Of the others 3, 6 and 10 miss by 1.4 to 2.3
// dB and 9 by more. The fit has six numbers a canal, so that agreement with its own drum says little; that
// with the other two ends of the same files, of which it knows nothing, says more.
TEST(Canal, ReproducesSixHumanCanals) {
  const char *folder = std::getenv("EARSHOT_REFERENCE_DATA");
  if (folder == nullptr)
    GTEST_SKIP() << "EARSHOT_REFERENCE_DATA names no folder";
  const AirProperties air = moist_air(296.15, 101325, 0.5);
  const CanalFit fits[] = {
      {1, -1.377, -1.687, 18.5, {1.165e9, 2848, 0.412}}, {2, 0.542, -2.468, 19.0, {1.556e9, 2856, 0.270}},
      {4, -1.435, -1.379, 16.3, {2.128e9, 3165, 0.327}}, {5, -0.118, -5.829, 28.8, {8.994e8, 2624, 0.501}},
      {7, -1.026, -0.272, 5.7, {1.420e9, 3032, 0.440}},  {8, -2.890, 0.905, 14.4, {3.303e9, 3685, 0.299}}};
  // Columns of the files: input and transfer impedance, drum; the ends are "hudde", "rigid", "twoRes".
  struct DrumEnd {
    const char *name;
    std::size_t column;
    bool fitted;
  };
  const DrumEnd ends[] = {{"Hudde and Engel", 1, true}, {"rigid", 7, false}, {"two resonators", 13, false}};
  std::printf(
      "canal  input plane mm   drum              worst |Zin| dB   worst |Ztr| dB, 100 Hz to 10 kHz\n");
  for (const CanalFit &fit : fits) {
    const std::string stem = std::string(folder) + "/ear/iha_subject0" + std::to_string(fit.subject);
    const auto sections = sections_of(rows_of(stem + "_area.csv"), fit);
    for (const DrumEnd &end : ends) {
      double input = 0, transfer = 0;
      for (const auto &row : rows_of(stem + "_Z.csv")) {
        if (row[0] > 10e3)
          break;
        const auto value = [&](std::size_t k) {
          return Complex(row[end.column + 2 * k], row[end.column + 2 * k + 1]);
        };
        const double omega = 2 * pi * row[0];
        const Complex drum = end.fitted ? hudde_engel_impedance(omega, air.bulk_modulus()) : value(2);
        const TwoPort chain = chain_of(horn_pi(air, omega, sections, fit.skin));
        const Complex flow = chain.c + chain.d / drum;
        const Complex z = (chain.a + chain.b / drum) / flow + Complex(0, omega * fit.near_mass);
        input = std::max(input, std::abs(decibel(z / value(0))));
        transfer = std::max(transfer, std::abs(decibel(1.0 / flow / value(1))));
      }
      std::printf("%5d %15.2f   %-16s %15.2f %16.2f\n", fit.subject, fit.input, end.name, input, transfer);
      if (end.fitted) {
        EXPECT_LT(input, 1.0) << fit.subject;
        EXPECT_LT(transfer, 1.0) << fit.subject;
      }
    }
  }
}

} // namespace
