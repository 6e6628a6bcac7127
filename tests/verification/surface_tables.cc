// A tube whose end has an impedance over frequency from a file, without an ear, against one dimension.
#include "solver/config/reader.h"
#include "tests/support/quantities.h"
#include "tests/support/solved_case.h"
#include "tests/support/temporary_directory.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>

namespace earshot::testing {
namespace {

constexpr double pi = std::numbers::pi;

constexpr const char *text = R"(
[air]
losses = "none"
[[part]]
name = "tube"
from = "0 mm"
to = "20 mm"
radius = "2 mm"
from_surface = "inlet"
to_surface = "end"
[mesh]
size = "1.5 mm"
[network]
[[network.port]]
node = "in"
surface = "inlet"
[[network.element]]
name = "flow"
kind = "source"
from = "in"
value = "1 mm3/s"
[[surface]]
name = "end"
model = "impedance"
table = "felt.csv"
[[probe]]
name = "end"
surface = "end"
[[probe]]
name = "in"
node = "in"
[ear]
model = "none"
)";

/// A felt whose resistance and stiffness follow powers of the frequency: on log axes a straight line, as
/// the table is read.
Complex felt(double frequency) {
  return 300.0 * std::pow(frequency / 1e3, -0.3) * std::polar(1.0, -0.6);
}

TEST(SurfaceTables, EndATubeWithoutAnEar) {
  const TemporaryDirectory folder;
  std::ofstream table(folder.path / "felt.csv");
  table << "frequency_hz,resistance_pa_s_m,reactance_pa_s_m\n";
  for (const double frequency : {100.0, 1e3, 1e4})
    table << fmt::format("{:.15g},{:.15g},{:.15g}\n", frequency, felt(frequency).real(),
                         felt(frequency).imag());
  table.close();
  std::ofstream(folder.path / "case.toml") << text << "[sweep]\nfrom = \"100 Hz\"\nto = \"10 kHz\"\n";
  const Case config = read_case(folder.path / "case.toml");
  SolvedCase solved(config);
  EXPECT_TRUE(solved.model().warnings().empty());
  const AirProperties air = air_properties(config);
  const double area = pi * 4e-6, length = 20e-3, zc = air.density * air.sound_speed;
  std::printf("    f Hz   inlet, end: relative error\n");
  for (const double frequency : {150.0, 700.0, 2e3, 5e3, 9e3}) {
    const double kl = 2 * pi * frequency / air.sound_speed * length;
    const Complex load = felt(frequency), i(0, 1);
    const Complex flow = 1e-9 / area;
    const Complex inlet = flow * zc * (load + i * zc * std::tan(kl)) / (zc + i * load * std::tan(kl)),
                  end = inlet * std::cos(kl) - i * zc * flow * std::sin(kl);
    const SweepPoint point = solved.at(frequency);
    const double errors[] = {std::abs(solved.output(point, quantity::probe("in")) / inlet - 1.0),
                             std::abs(solved.output(point, quantity::probe("end")) / end - 1.0)};
    std::printf("%8.0f %12.1e %12.1e\n", frequency, errors[0], errors[1]);
    EXPECT_LT(errors[0], 0.005) << frequency; // four elements a wavelength and more: below 0.05 dB
    EXPECT_LT(errors[1], 0.005) << frequency;
  }
}

} // namespace
} // namespace earshot::testing
