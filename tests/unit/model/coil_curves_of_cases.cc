// Cases whose moving coils name curves of their impedance.
#include "tests/unit/model/coil_curve.h"
#include "tests/unit/model/network_case.h"

#include <fmt/format.h>

namespace {

using namespace earshot;
using namespace earshot::testing;

std::string zma_of(const MovingCoilConfig &coil, bool phase) {
  const ImportedImpedance curve = curve_of(coil);
  std::string text = phase ? "* Freq(Hz) Z(Ohms) Phase(degrees)\n" : "* Freq(Hz) Z(Ohms)\n";
  for (std::size_t k = 0; k < curve.curve.values.size(); ++k)
    text += fmt::format("{:.9g} {:.9g}", curve.curve.frequency_hz[k], std::abs(curve.curve.values[k])) +
            (phase ? fmt::format(" {:.9g}\n", std::arg(curve.curve.values[k]) * 360 / two_pi) : "\n");
  return text;
}

// Each scale, with and without phase, against the data sheet that made the curve.
TEST_F(NetworkCase, MovingCoilByItsImpedanceCurve) {
  const std::string stated =
      "resistance = \"18 ohm\"\ninductance = \"60 uH\"\nsemi_inductance = \"1.5 "
      "ohm\"\nresonance = \"120 Hz\"\nmechanical_quality = 2.5\nelectrical_quality = 0.8\n";
  for (const bool phase : {true, false}) {
    write("mid.zma", zma_of(truth(), phase));
    for (const char *scale :
         {"mass = \"20 mg\"\n", "equivalent_volume = \"8 cm3\"\n", "force_factor = \"0.6 T m\"\n"}) {
      const Response expected = response(moving_coil_on_volume(stated + scale)),
                     found =
                         response(moving_coil_on_volume(std::string("impedance = \"mid.zma\"\n") + scale));
      for (std::size_t k = 0; k < found.impedance.size(); ++k) {
        EXPECT_LT(relative_error(found.impedance[k], expected.impedance[k]), 1e-3) << scale;
        EXPECT_LT(relative_error(found.probes[0].values[k], expected.probes[0].values[k]), 1e-3) << scale;
      }
    }
  }
  EXPECT_TRUE(warnings_of(moving_coil_on_volume("impedance = \"mid.zma\"\nmass = \"20 mg\"\n")).empty());
}

TEST_F(NetworkCase, CurvesThatNoMovingCoilHas) {
  const std::string keys = "impedance = \"mid.zma\"\nmass = \"20 mg\"\n",
                    where = "case.toml:4: moving_coil[0].impedance: mid.zma: ";
  write("mid.zma", "20 16 0\n200 17 10\n2000 22 30\n20000 60 60\n40000 100 60\n");
  EXPECT_EQ(complaint(moving_coil_on_volume(keys)),
            where +
                "found |Z| from 16 ohm at 20 Hz to 100 ohm at 40 kHz without a peak between, expected the "
                "peak of a resonance");
  write("mid.zma", "20 16 0\n200 60 10\n2000 16 30\n");
  EXPECT_EQ(complaint(moving_coil_on_volume(keys)),
            where + "found 3 rows, expected 6 or more, as many as there are numbers to fit");
  write("mid.zma", "* frequency_hz magnitude_pa_s_m3 phase_deg\n20 16 0\n200 60 10\n2000 16 30\n");
  EXPECT_EQ(complaint(moving_coil_on_volume(keys)),
            where + "found an impedance in Pa s/m3 or Pa s/m, expected one in ohm");
  EXPECT_EQ(
      complaint(moving_coil_on_volume("mass = \"20 mg\"\nresonance = \"120 Hz\"\nmechanical_quality = "
                                      "2\nelectrical_quality = 1\n")),
      "case.toml:2: moving_coil[0].name: found moving coil \"mid\" without resistance, expected it or the "
      "file of an impedance");
  write("mid.zma", zma_of(truth(), true));
  EXPECT_EQ(complaint(moving_coil_on_volume("impedance = \"mid.zma\"\n")),
            "case.toml:2: moving_coil[0].name: found moving coil \"mid\" by its impedance with 0 of "
            "equivalent_volume, mass, compliance and force_factor, expected one of them");
}

// A second resonance as high as the first, as of a vented box.
TEST_F(NetworkCase, BadFitsAreToldWithTheirResidual) {
  MovingCoilConfig second = truth();
  second.resonance = 900;
  std::string text;
  const ImportedImpedance first = curve_of(truth()), other = curve_of(second);
  for (std::size_t k = 0; k < first.curve.values.size(); ++k) {
    const Complex z = first.curve.values[k] + other.curve.values[k];
    text += fmt::format("{:.9g} {:.9g} {:.9g}\n", first.curve.frequency_hz[k], std::abs(z),
                        std::arg(z) * 360 / two_pi);
  }
  write("mid.zma", text);
  const auto warnings = warnings_of(moving_coil_on_volume("impedance = \"mid.zma\"\nmass = \"20 mg\"\n"));
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("doesn't fit"), std::string::npos) << warnings[0];
  EXPECT_NE(warnings[0].find("% rms, more than 10 %"), std::string::npos) << warnings[0];
}

} // namespace
