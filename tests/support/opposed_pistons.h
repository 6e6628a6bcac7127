#ifndef EARSHOT_TESTS_SUPPORT_OPPOSED_PISTONS_H
#define EARSHOT_TESTS_SUPPORT_OPPOSED_PISTONS_H

namespace earshot::testing {

/// A chamber with surfaces "left" and "right" for two drivers face to face, closed air behind each, which
/// opens sideways into a 711 coupler; the axis is z.
inline constexpr const char *opposed_chamber = R"(
[air]
losses = "none"
[[part]]
name = "behind_a"
from = "-3 mm"
to = "-1 mm"
radius = "5 mm"
to_surface = "left"
[[part]]
name = "chamber"
from = "-1 mm"
to = "1 mm"
radius = "5 mm"
[[part]]
name = "behind_b"
from = "1 mm"
to = "3 mm"
radius = "5 mm"
from_surface = "right"
[[part]]
name = "mouth"
from = "-0.9 mm"
to = "0.9 mm"
inner_radius = "5 mm"
radius = "6 mm"
angle = "40 degree"
outer_surface = "ear"
[mesh]
size = "2 mm"
[ear]
model = "iec711"
surface = "ear"
[sweep]
from = "100 Hz"
to = "800 Hz"
points = 7
)";

} // namespace earshot::testing

#endif
