#ifndef EARSHOT_TESTS_SUPPORT_CLOSED_PISTON_H
#define EARSHOT_TESTS_SUPPORT_CLOSED_PISTON_H

#include <fmt/format.h>

#include <string>

namespace earshot::testing {

/// A piston of 100 mg and 5 mm between two closed cylinders of lossless air, without an ear.
/// @param behind_mm, front_mm  their lengths
inline std::string closed_piston_case(double behind_mm, double front_mm) {
  return fmt::format(R"(
[air]
losses = "none"
[[part]]
name = "behind"
from = "{:g} mm"
to = "0 mm"
radius = "5 mm"
[[part]]
name = "front"
from = "0 mm"
to = "{:g} mm"
radius = "5 mm"
from_surface = "piston"
to_surface = "end"
[mesh]
size = "2 mm"
[[driver]]
name = "a"
surface = "piston"
[driver.piston]
mass = "100 mg"
compliance = "0.1 mm/N"
resistance = "0.02 N s/m"
[driver.motor]
resistance = "16 ohm"
force_factor = "1 T m"
[ear]
model = "none"
[[probe]]
name = "end"
surface = "end"
[sweep]
from = "100 Hz"
to = "800 Hz"
points = 7
)",
                     -behind_mm, front_mm);
}

} // namespace earshot::testing

#endif
