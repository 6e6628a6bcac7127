// Ears as meshes, driven by a volume velocity at their reference plane: against the lumped models, against
// one dimension, and over the mesh's size.
#include "solver/config/reader.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/physics/ears/ears.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/reference/ear_tables.h"
#include "tests/support/quantities.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr double pi = std::numbers::pi;

double decibel(Complex ratio) {
  return 20 * std::log10(std::abs(ratio));
}

/// An ear of configs/ears that a network's source drives.
class MeshedEar {
public:
  MeshedEar(const std::string &name, const std::vector<std::string> &overrides)
      : config_(read_case(EARSHOT_SOURCE_DIR "/configs/ears/" + name + "_driven.toml", overrides)),
        model_(config_, prepare_mesh(config_, MPI_COMM_WORLD), MPI_COMM_WORLD),
        sweep_(model_.problem(), model_.problem().at(2 * pi * 3e3)) {}

  /// Pressures at the reference plane and at the drum or microphone per volume velocity.
  const EarRow &at(double frequency) {
    const auto [row, is_new] = rows_.try_emplace(frequency);
    if (is_new)
      row->second = solve(frequency);
    return row->second;
  }
  Index unknowns() const { return model_.unknowns().size(); }
  const AirProperties &air() const { return model_.air_properties(); }

private:
  EarRow solve(double frequency) {
    constexpr double flow = 1e-9; // of the source [m3/s]
    const SweepPoint point = sweep_.evaluate(model_.problem().at(2 * pi * frequency));
    return {frequency, output(quantity::probe("input"), point) / flow,
            output(quantity::eardrum, point) / flow};
  }
  Complex output(const Quantity &quantity, const SweepPoint &point) const {
    const auto &outputs = model_.problem().outputs;
    const auto found =
        std::find_if(outputs.begin(), outputs.end(), [&](const auto &o) { return o.quantity == quantity; });
    return point.outputs.at(found - outputs.begin());
  }

  Case config_;
  Model model_;
  DirectSweep sweep_;
  std::map<double, EarRow> rows_; ///< by frequency
};

const std::vector<double> band = {100,  200,  400,  600,  800,  1000, 1150, 1300,
                                  1700, 2400, 3400, 4800, 6700, 8200, 10000};

MeshedEar &coupler() {
  static MeshedEar ear("iec711_meshed", {"mesh.size=1.6 mm"});
  return ear;
}

// The requirement: 1 dB. The ladder was fitted to the standard's table, the mesh is one maker's coupler. The
// ladder's input impedance holds to some 4 kHz only: three masses and three compliances put its zero, a
// quarter of a wave, at 6.3 kHz, a tube at 7.2 kHz.
TEST(MeshedIec60318, TransfersAsTheLadderDoes) {
  Circuit ladder;
  const EarEnd end = add_iec60318_4(ladder, "in");
  double transfer = 0, input = 0;
  std::printf("      Hz   |Ztr| ladder dB   mesh less ladder dB   phase deg   |Zin| ladder dB   mesh less "
              "ladder dB\n");
  for (const double f : band) {
    const EarRow mesh = coupler().at(f);
    const Complex zt = ladder.transfer_impedance("in", end.pressure_node, 2 * pi * f),
                  zi = ladder.transfer_impedance("in", "in", 2 * pi * f);
    const double dt = decibel(mesh.transfer / zt), di = decibel(mesh.input / zi);
    std::printf("%8.0f %17.2f %21.2f %11.1f %17.2f %21.2f\n", f, decibel(zt), dt,
                std::arg(mesh.transfer / zt) * 180 / pi, decibel(zi), di);
    transfer = std::max(transfer, std::abs(dt));
    if (f <= 4000)
      input = std::max(input, std::abs(di));
  }
  std::printf("worst: |Ztr| %.2f dB, |Zin| to 4 kHz %.2f dB\n", transfer, input);
  EXPECT_LT(transfer, 1);
  EXPECT_LT(input, 1);
}

// IEC 60318-4: 13.5 kHz; for the sum of its lengths, 12.56 mm, c/(2 L) = 13.77 kHz, less what the
// microphone's compliance adds.
TEST(MeshedIec60318, HasItsHalfWaveWhereTheStandardWantsIt) {
  constexpr double step = 100;
  std::vector<double> levels;
  for (double f = 13e3; f <= 14e3; f += step)
    levels.push_back(decibel(coupler().at(f).transfer));
  const auto k = std::max_element(levels.begin(), levels.end()) - levels.begin();
  ASSERT_TRUE(k > 0 && k + 1 < std::ssize(levels));
  const double bend = levels[k - 1] - 2 * levels[k] + levels[k + 1];
  const double peak = 13e3 + step * (k + 0.5 * (levels[k - 1] - levels[k + 1]) / bend);
  std::printf("half-wave resonance: %.0f Hz\n", peak);
  EXPECT_NEAR(peak, 13.5e3, 300);
}

// The requirement: 0.1 dB in both impedances. The mesh of 1 mm is within 0.02 dB of one of 0.6 mm, but for
// the input impedance about its zero, where it lies 0.05 dB off; there the levels change by 25 dB per octave.
TEST(MeshedIec60318, EqualsTubesAndSlitsOfItsDimensions) {
  MeshedEar mesh("iec711_meshed", {"mesh.size=1.0 mm"});
  Circuit tubes;
  const EarEnd end = add_iec711_tubes(tubes, "in", mesh.air());
  double worst = 0;
  std::printf("      Hz   |Ztr| mesh dB   tubes less mesh dB   |Zin| mesh dB   tubes less mesh dB\n");
  for (const double f : band) {
    const EarRow row = mesh.at(f);
    const Complex zt = tubes.transfer_impedance("in", end.pressure_node, 2 * pi * f),
                  zi = tubes.transfer_impedance("in", "in", 2 * pi * f);
    const double dt = decibel(zt / row.transfer), di = decibel(zi / row.input);
    std::printf("%8.0f %15.2f %20.3f %15.2f %20.3f\n", f, decibel(row.transfer), dt, decibel(row.input), di);
    worst = std::max({worst, std::abs(dt), std::abs(di)});
  }
  std::printf("worst %.3f dB\n", worst);
  EXPECT_LT(worst, 0.1);
}

/// The eardrum's pressure of the small monitor with an ear, by the frequency.
std::vector<double> monitor_levels(const std::string &ear, const std::vector<double> &frequencies) {
  const TemporaryDirectory folder;
  const std::string file = (folder.path / "case.toml").string();
  std::ofstream(file) << "include = [\"" EARSHOT_SOURCE_DIR "/tests/cases/small.toml\", \""
                      << EARSHOT_SOURCE_DIR "/configs/ears/" << ear << ".toml\"]\n";
  const Case config = read_case(file, {"mesh.size=2.5 mm", "geometry.canal.radius=3.75 mm"});
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  DirectSweep sweep(model.problem(), model.problem().at(2 * pi * 1e3));
  std::vector<double> levels;
  for (const double f : frequencies) {
    const SweepPoint point = sweep.evaluate(model.problem().at(2 * pi * f));
    const auto &outputs = model.problem().outputs;
    const auto eardrum = std::find_if(outputs.begin(), outputs.end(),
                                      [](const auto &o) { return o.quantity == quantity::eardrum; });
    levels.push_back(decibel(point.outputs.at(eardrum - outputs.begin()) / 20e-6));
  }
  return levels;
}

// Behind an earphone the mesh differs from the ladder by its impedances: by those of the table above at low
// frequencies, and more where the input impedances part.
TEST(MeshedIec60318, EndsAnEarphoneAsTheLadderDoesAtLowFrequencies) {
  const std::vector<double> frequencies{100, 400, 1600, 2500};
  const auto mesh = monitor_levels("iec711_meshed", frequencies),
             ladder = monitor_levels("iec711", frequencies);
  std::printf("      Hz   SPL with the ladder   with the mesh\n");
  for (std::size_t k = 0; k < frequencies.size(); ++k) {
    std::printf("%8.0f %21.2f %15.2f\n", frequencies[k], ladder[k], mesh[k]);
    EXPECT_NEAR(mesh[k], ladder[k], 1) << frequencies[k];
  }
}

/// Largest change of the transfer impedance's level from mesh to mesh.
double largest_change(const std::string &name, const std::vector<std::vector<std::string>> &meshes,
                      const std::vector<double> &frequencies) {
  std::vector<std::vector<double>> levels;
  double change = 0;
  for (const auto &overrides : meshes) {
    MeshedEar ear(name, overrides);
    change = 0;
    auto &own = levels.emplace_back();
    for (const double f : frequencies) {
      own.push_back(decibel(ear.at(f).transfer));
      if (levels.size() > 1)
        change = std::max(change, std::abs(own.back() - levels[levels.size() - 2][own.size() - 1]));
    }
    std::printf("%-14s %-16s %7lld unknowns", name.c_str(), overrides[0].c_str(),
                static_cast<long long>(ear.unknowns()));
    levels.size() > 1 ? std::printf(", largest change %.3f dB\n", change) : std::printf("\n");
  }
  return change;
}

TEST(MeshedEars, ConvergeWithTheMesh) {
  EXPECT_LT(
      largest_change("iec711_meshed", {{"mesh.size=1.6 mm"}, {"mesh.size=1.2 mm"}}, {1150, 3400, 10000}),
      0.03);
  EXPECT_LT(
      largest_change("p57_type43_meshed", {{"mesh.size=1.6 mm"}, {"mesh.size=1.1 mm"}}, {1150, 3400, 10800}),
      0.05);
}

// The requirement: 0.5 dB from 20 Hz to 20 kHz. The reference has losses by the hydraulic radius of the true
// sections, the mesh those of round ones.
TEST(MeshedP57Type43, EqualsAnotherProgramsTubeChain) {
  MeshedEar ear("p57_type43_meshed", {"mesh.size=1.2 mm"});
  double input = 0, transfer = 0;
  std::printf("      Hz   |Zin| dB re 1 MPa s/m3   error dB   |Ztr| dB   error dB\n");
  for (const EarRow &row : p57_type43_rows) {
    const EarRow mesh = ear.at(row.frequency_hz);
    const double di = decibel(mesh.input / row.input), dt = decibel(mesh.transfer / row.transfer);
    std::printf("%8.0f %24.2f %10.3f %10.2f %10.3f\n", row.frequency_hz, decibel(row.input / 1e6), di,
                decibel(row.transfer / 1e6), dt);
    input = std::max(input, std::abs(di));
    transfer = std::max(transfer, std::abs(dt));
  }
  std::printf("worst: |Zin| %.3f dB, |Ztr| %.3f dB\n", input, transfer);
  EXPECT_LT(input, 0.5);
  EXPECT_LT(transfer, 0.5);
}

} // namespace
} // namespace earshot::testing
