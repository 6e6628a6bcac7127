#ifndef EARSHOT_TESTS_SUPPORT_LUMPED_FIT_CASE_H
#define EARSHOT_TESTS_SUPPORT_LUMPED_FIT_CASE_H

#include "solver/config/reader.h"
#include "solver/fit/case_fit.h"
#include "solver/fit/lumped_levels.h"
#include "tests/support/temporary_directory.h"

#include <fstream>
#include <string>

namespace earshot::testing {

/// A moving coil before a front volume, a cloth and a nozzle on a 711 coupler, with a vented rear volume.
inline const std::string small_earphone = R"(
[source]
voltage = "0.2 V"
output_impedance = "2 ohm"
[ear]
model = "iec711"
node = "canal"
[network]
plug = "plug"
[[moving_coil]]
name = "coil"
resistance = "30 ohm"
force_factor = "0.6 T m"
mass = "15 mg"
compliance = "8 mm/N"
mechanical_resistance = "0.02 N s/m"
area = "40 mm2"
[[network.element]]
name = "driver"
kind = "moving_coil"
part = "coil"
from = "plug"
second_from = "front"
second_to = "rear"
[[network.element]]
name = "rear"
kind = "cavity"
from = "rear"
value = "0.6 cm3"
[[network.element]]
name = "vent"
kind = "damper"
from = "rear"
value = "400 acoustic_ohm"
[[network.element]]
name = "front"
kind = "cavity"
from = "front"
value = "0.12 cm3"
[[network.element]]
name = "cloth"
kind = "damper"
from = "front"
to = "nozzle"
value = "60 acoustic_ohm"
[[network.element]]
name = "nozzle"
kind = "tube"
from = "nozzle"
to = "canal"
radius = "1.2 mm"
length = "10 mm"
)";

/// The case with what is added. The file that it names as measured is there, but isn't read.
inline Case fit_case(const std::string &added) {
  const TemporaryDirectory folder;
  std::ofstream(folder.path / "m.frd") << "20 0\n20000 0\n";
  const std::string file = (folder.path / "case.toml").string();
  std::ofstream(file) << small_earphone << added;
  return read_case(file);
}

inline std::shared_ptr<const LevelModel>
lumped_model(const Case &config, const std::vector<std::string> &keys, const std::vector<double> &scales,
             MeasuredQuantity quantity, const std::vector<double> &frequencies) {
  return std::make_shared<const LumpedLevels>(config, keys, scales, quantity, frequencies);
}

/// What a fit knows before it has curves: the right frequencies and models, and levels of zero.
inline CaseFit without_curves(const Case &config) {
  const MeasuredCurve nothing{{{10, 30e3}, {0, 0}, {}}, {}};
  std::vector<std::optional<MeasuredCurve>> changed(config.predictions.size());
  return case_fit(config, std::vector<MeasuredCurve>(config.fit->states.size(), nothing), changed,
                  lumped_model);
}

} // namespace earshot::testing

#endif
