#ifndef EARSHOT_CONFIG_DRIVER_DECLARATION_H
#define EARSHOT_CONFIG_DRIVER_DECLARATION_H

#include "solver/config/body_declaration.h"
#include "solver/config/case.h"
#include "solver/config/specification.h"

/// The part of the declaration (declaration.h) that is about drivers and their materials.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, MaterialConfig &material) {
  using spec::quantity;
  v.text("name", material.name, spec::text("Name that layers refer to.").required());
  v.quantity("density", material.density,
             quantity(unit::density, "Mass per volume.").positive().usually(20.0, 25000.0).required());
  v.quantity("youngs_modulus", material.youngs_modulus,
             quantity(unit::modulus, "Young's modulus; of an orthotropic material along its grain.")
                 .positive()
                 .usually(1e4, 1.3e12)
                 .required());
  v.quantity("poissons_ratio", material.poissons_ratio,
             quantity(unit::ratio, "Poisson's ratio; of an orthotropic material the larger one.")
                 .within({-1.0, 0.5, true, true})
                 .usually(0.0, 0.499)
                 .required());
  v.quantity("loss_factor", material.loss_factor,
             quantity(unit::ratio, "Loss factor: imaginary over real part of the modulus.")
                 .not_negative()
                 .usually(0.0, 1.0));
  v.quantity("transverse_modulus", material.transverse_modulus,
             quantity(unit::modulus, "Young's modulus across the grain; makes the material orthotropic.")
                 .positive()
                 .usually(1e4, 1.3e12));
  v.quantity("shear_modulus", material.shear_modulus,
             quantity(unit::modulus, "Shear modulus in the plane of an orthotropic material.")
                 .positive()
                 .usually(1e3, 1e12));
  v.quantity("transverse_shear_modulus", material.transverse_shear_modulus,
             quantity(unit::modulus, "Shear modulus through the thickness of an orthotropic material.")
                 .positive()
                 .usually(1e3, 1e12));
  v.quantity("strength", material.strength,
             quantity(unit::modulus, "Stress that it bears for good; a tension beyond it is warned of.")
                 .positive()
                 .usually(1e5, 1e10));
}

template <class Visitor>
void describe(Visitor &v, LayerConfig &layer) {
  v.text("material", layer.material, spec::text("Name of a [[material]].").required());
  v.quantity(
      "thickness", layer.thickness,
      spec::quantity(unit::length, "Thickness of the layer.").positive().usually(1e-8, 1e-3).required());
  v.quantity("angle", layer.angle,
             spec::quantity(unit::angle, "Grain of an orthotropic layer, from the radial direction."));
}

template <class Visitor>
void describe(Visitor &v, ZoneConfig &zone) {
  using spec::quantity;
  v.text("name", zone.name,
         spec::text("Name of the ring; with surface_mesh, a surface of that file.").required());
  v.quantity("outer_radius", zone.outer_radius,
             quantity(unit::length, "Outer radius; the inner one is that of the ring before. Required "
                                    "without surface_mesh.")
                 .positive()
                 .usually(1e-4, 0.2));
  choice(v, "shape", zone.shape, spec::text("Profile between the radii."));
  v.quantity("rise", zone.rise,
             quantity(unit::length, "Height of dome or roll, rise of a cone, amplitude of corrugations; "
                                    "positive towards the ear.")
                 .usually(-0.02, 0.02));
  v.integer("waves", zone.waves, {"Periods of a corrugated zone.", 1, 100});
  v.quantity("tension", zone.tension,
             quantity(unit::tension, "Pre-tension in the plane, the same in all directions.")
                 .not_negative()
                 .usually(0.0, 1e4));
  v.list("layers", zone.layers, "Plies of the laminate; the first one is on the ear's side.", 1);
}

template <class Visitor>
void describe(Visitor &v, DiaphragmConfig &diaphragm) {
  using spec::quantity;
  v.list("zone", diaphragm.zones, "Rings from the centre outwards; the first one is a disc.", 1);
  v.text("surface_mesh", diaphragm.surface_mesh,
         spec::text(".msh file with named quadrilateral surfaces, instead of a profile of rings.").file());
  choice(v, "rim", diaphragm.rim, spec::text("How the outer edge is held."));
  v.quantity("rim_stiffness", diaphragm.rim_stiffness,
             quantity(unit::edge_stiffness, "Elastic rim: force per displacement and length of the edge.")
                 .not_negative());
  v.quantity(
      "rim_bending_stiffness", diaphragm.rim_bending_stiffness,
      quantity(unit::force, "Elastic rim: moment per rotation and length of the edge.").not_negative());
  v.integer("degree", diaphragm.degree, {"Polynomial degree of the shell elements.", 2, 8});
  v.quantity("elements_per_wavelength", diaphragm.elements_per_wavelength,
             quantity(unit::ratio, "Shell elements per bending wavelength at the highest frequency.")
                 .positive()
                 .usually(0.5, 20.0));
  v.quantity("pressure_difference", diaphragm.pressure_difference,
             quantity(unit::pressure,
                      "Static pressure of the air in front over that behind, which pushes the diaphragm "
                      "backwards where it is positive: the response is that about the state that it leaves.")
                 .usually(-1e4, 1e4));
}

template <class Visitor>
void describe(Visitor &v, PistonConfig &piston) {
  using spec::quantity;
  v.quantity("mass", piston.mass,
             quantity(unit::mass, "Moving mass without air.").positive().usually(1e-8, 0.1).required());
  v.quantity(
      "compliance", piston.compliance,
      quantity(unit::compliance, "Compliance of the suspension.").positive().usually(1e-7, 1.0).required());
  v.quantity(
      "resistance", piston.resistance,
      quantity(unit::mechanical_resistance, "Mechanical resistance.").not_negative().usually(0.0, 10.0));
}

template <class Visitor>
void describe(Visitor &v, CoilConfig &coil) {
  using spec::quantity;
  v.text("zone", coil.zone, spec::text("Zone of the diaphragm that the coil sits on.").required());
  v.quantity(
      "mass", coil.mass,
      quantity(unit::mass, "Mass of coil and former together.").positive().usually(1e-7, 0.01).required());
  v.quantity(
      "height", coil.height,
      quantity(unit::length, "Axial height, for the rotary inertia.").not_negative().usually(0.0, 0.02));
  v.quantity("hoop_stiffness", coil.hoop_stiffness,
             quantity(unit::force, "EA: tension of the ring per strain.").not_negative().usually(0.0, 1e6));
  v.quantity("hoop_bending_stiffness", coil.hoop_bending_stiffness,
             quantity(unit::bending_stiffness, "EI: bending of the ring out of its plane.")
                 .not_negative()
                 .usually(0.0, 1.0));
  v.quantity("hoop_torsion_stiffness", coil.hoop_torsion_stiffness,
             quantity(unit::bending_stiffness, "GJ: torsion of the ring.").not_negative().usually(0.0, 1.0));
  v.quantity("loss_factor", coil.loss_factor,
             quantity(unit::ratio, "Loss factor of the ring's stiffness.").not_negative().usually(0.0, 1.0));
}

template <class Visitor>
void describe(Visitor &v, MotorConfig &motor) {
  using spec::quantity;
  v.section("magnetic", motor.magnetic,
            "Magnetic circuit and coil, from which force factor, resistance and impedance are computed. "
            "Either this or the numbers below.");
  v.section("planar", motor.planar,
            "Trace on a film and bars of magnets, from which force factor and resistance are computed; the "
            "force acts where the trace runs. Stands for a coil, too.");
  v.quantity("force_factor", motor.force_factor,
             quantity(unit::force_factor,
                      "Bl: force on the coil per current. Required without [magnetic] or [planar].")
                 .not_negative()
                 .usually(0.01, 10.0));
  v.quantity("resistance", motor.resistance,
             quantity(unit::electrical_resistance,
                      "Re: resistance of the coil at zero frequency. Required without [magnetic] or "
                      "[planar].")
                 .not_negative()
                 .usually(0.5, 1000.0));
  v.quantity("inductance", motor.inductance,
             quantity(unit::inductance, "Le: inductance of the coil.").not_negative().usually(0.0, 0.01));
  v.quantity("lossy_inductance", motor.lossy_inductance,
             quantity(unit::inductance,
                      "L2: inductance with eddy currents, in series with Le and parallel to "
                      "lossy_resistance.")
                 .not_negative()
                 .usually(0.0, 0.01));
  v.quantity("lossy_resistance", motor.lossy_resistance,
             quantity(unit::electrical_resistance, "R2: eddy currents, parallel to lossy_inductance.")
                 .not_negative()
                 .usually(0.0, 1000.0));
}

template <class Visitor>
void describe(Visitor &v, DriverConfig &driver) {
  v.text("name", driver.name, spec::text("Name of the driver.").required());
  v.text("surface", driver.surface,
         spec::text("Interior surface of the air that the diaphragm is. One with a body makes it, as "
                    "<name>_diaphragm without this key."));
  describe_placement(v, driver.place,
                     "With a body: middle of the diaphragm's rim in the CAD file's air: x, y, z.",
                     "With a body: direction towards the driver's front, of any length: x, y, z.");
  v.section("body", driver.body, "The driver as a solid in a CAD file's air.");
  v.section("diaphragm", driver.diaphragm, "A layered shell.");
  v.section("piston", driver.piston, "A rigid diaphragm on a spring, for comparison with lumped models.");
  v.exactly_one({"diaphragm", "piston"});
  v.section("coil", driver.coil,
            "Voice coil and former; required with a diaphragm, unless its motor is planar.");
  v.section("motor", driver.motor, "Voice-coil motor.");
  v.section("large_signal", driver.large_signal,
            "What changes with displacement and current, for distortion.");
}

} // namespace earshot

#endif
