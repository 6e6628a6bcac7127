#ifndef EARSHOT_CONFIG_OUTSIDE_DECLARATION_H
#define EARSHOT_CONFIG_OUTSIDE_DECLARATION_H

#include "solver/config/outside_case.h"
#include "solver/config/specification.h"

/// Keys of leak, housing and isolation; see declaration.h.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, LeakConfig &leak) {
  using spec::quantity;
  v.quantity("length", leak.length,
             quantity(unit::length, "Length from the canal to the outside.")
                 .positive()
                 .usually(1e-4, 0.05)
                 .required());
  v.quantity("radius", leak.radius, quantity(unit::length, "Of a tube.").not_negative().usually(0.0, 0.003));
  v.quantity("gap", leak.gap,
             quantity(unit::length, "Of a slit: distance of its walls.").not_negative().usually(0.0, 0.001));
  v.quantity(
      "width", leak.width,
      quantity(unit::length, "Of a slit: its extent around the tip.").not_negative().usually(0.0, 0.05));
  v.flag("closed", leak.closed, "Stopped at its outer end.");
}

template <class Visitor>
void describe(Visitor &v, HousingConfig &housing) {
  using spec::quantity;
  v.quantity("mass", housing.mass,
             quantity(unit::mass, "Of the whole earphone.").positive().usually(1e-4, 0.05).required());
  v.quantity("contact_area", housing.contact_area,
             quantity(unit::area, "Of the skin that it rests on.").positive().usually(1e-6, 1e-2).required());
  v.quantity("skin_stiffness", housing.skin_stiffness,
             quantity(unit::skin_stiffness, "Pressure on that skin per displacement.").positive().required());
  v.quantity("skin_damping", housing.skin_damping,
             quantity(unit::specific_resistance, "Pressure on that skin per velocity.").not_negative());
  v.quantity("outer_area", housing.outer_area,
             quantity(unit::area, "Area across its motion that sound from outside acts on.")
                 .positive()
                 .usually(1e-6, 1e-2)
                 .required());
  v.quantity("canal_area", housing.canal_area,
             quantity(unit::area, "Area across its motion that closes the canal.")
                 .positive()
                 .usually(1e-6, 1e-3)
                 .required());
}

/// Keys of an [[analysis]].
template <class Visitor>
void describe_isolation(Visitor &v, IsolationConfig &isolation) {
  using spec::quantity;
  v.texts(
      "driver", isolation.driver,
      spec::text("Isolation: what the plug is connected to: amplifier (source.output_impedance), short or "
                 "open; by default amplifier and open.")
          .one_of({"amplifier", "short", "open"}));
  v.texts("close", isolation.close,
          spec::text("Isolation: openings to close, one variant for each besides the case as it is: names of "
                     "surfaces with model opening and of network elements of kind radiation, \"leak\", "
                     "\"vents\" (all but the leak) or \"all\"; by default vents."));
  v.quantity("canal_length", isolation.canal_length,
             quantity(unit::length,
                      "Isolation: of the open ear, from its entrance to the plane where ear.model begins; by "
                      "default what that model leaves of 25 mm.")
                 .not_negative()
                 .usually(0.0, 0.04));
  v.quantity("canal_radius", isolation.canal_radius,
             quantity(unit::length, "Isolation: of the open ear's canal.").positive().usually(0.002, 0.006));
  v.quantity("housing_size", isolation.housing_size,
             quantity(unit::length, "Isolation: largest extent of the worn earphone; sound from outside is "
                                    "taken as equal all around it.")
                 .positive()
                 .usually(0.005, 0.1));
  v.formerly("shell_size", "housing_size");
}

} // namespace earshot

#endif
