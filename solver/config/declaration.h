#ifndef EARSHOT_CONFIG_DECLARATION_H
#define EARSHOT_CONFIG_DECLARATION_H

#include "solver/config/case.h"
#include "solver/config/motor_declaration.h"
#include "solver/config/network_declaration.h"
#include "solver/config/specification.h"
#include "solver/config/study_declaration.h"

/// The one declaration of every key of a case file: name, unit, meaning, bounds. Visitors make of it the
/// reader, the warnings, the JSON schema, the reference and the resolved file. Defaults stand in case.h.
///
/// A visitor has
///   quantity(key, Located<double> & or its optional or vector, QuantitySpec)
///   integer(key, Located<int> &, IntegerSpec)
///   flag(key, Located<bool> &, meaning)
///   text(key, Located<std::string> &, TextSpec)
///   texts(key, vector of Located<std::string> &, TextSpec)  numbers and flags may stand for texts
///   section(key, struct & or its optional, meaning)     a table
///   list(key, vector of structs &, meaning, minimum)    an array of tables
///   exactly_one(keys)                                   of the optional sections of this struct
///   include(key, meaning)                               file names that the loader has dealt with
namespace earshot {

template <class Visitor>
void describe(Visitor &v, AirConfig &air) {
  using spec::quantity;
  v.quantity(
      "temperature", air.temperature,
      quantity(unit::temperature, "Temperature of the air, everywhere.").positive().usually(263.15, 323.15));
  v.quantity("static_pressure", air.static_pressure,
             quantity(unit::pressure, "Static (barometric) pressure.").positive().usually(6e4, 1.1e5));
  v.quantity("relative_humidity", air.relative_humidity,
             quantity(unit::percentage, "Relative humidity.").within({.lower = 0.0, .upper = 1.0}));
  v.flag("wall_losses", air.wall_losses, "Thermoviscous boundary layers on rigid walls.");
}

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
  v.text("shape", zone.shape,
         spec::text("Profile between the radii.").one_of({"flat", "cone", "dome", "roll", "corrugated"}));
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
  v.text("rim", diaphragm.rim, spec::text("How the outer edge is held.").one_of({"clamped", "elastic"}));
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
  v.quantity("force_factor", motor.force_factor,
             quantity(unit::force_factor, "Bl: force on the coil per current. Required without [magnetic].")
                 .not_negative()
                 .usually(0.01, 10.0));
  v.quantity("resistance", motor.resistance,
             quantity(unit::electrical_resistance,
                      "Re: resistance of the coil at zero frequency. Required without [magnetic].")
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
         spec::text("Interior surface of the air that the diaphragm is.").required());
  v.section("diaphragm", driver.diaphragm, "A layered shell.");
  v.section("piston", driver.piston, "A rigid diaphragm on a spring, for comparison with lumped models.");
  v.exactly_one({"diaphragm", "piston"});
  v.section("coil", driver.coil, "Voice coil and former; required with a diaphragm.");
  v.section("motor", driver.motor, "Voice-coil motor.");
}

/// `radius` and `length` of the parts of the template.
template <class Visitor, class Part>
void describe_cylinder(Visitor &v, Part &part) {
  using spec::quantity;
  v.quantity("radius", part.radius,
             quantity(unit::length, "Inner radius.").positive().usually(2e-5, 0.2).required());
  v.quantity("length", part.length,
             quantity(unit::length, "Length along its axis.").positive().usually(2e-5, 0.2).required());
}

template <class Visitor>
void describe(Visitor &v, CylinderConfig &cylinder) {
  describe_cylinder(v, cylinder);
}

template <class Visitor>
void describe(Visitor &v, VentConfig &vent) {
  describe_cylinder(v, vent);
  v.quantity("offset", vent.offset,
             spec::quantity(unit::length,
                            "Rear vent: distance of its axis from the shell's axis. Front vent: "
                            "height of its axis above the plane of the diaphragm's rim.")
                 .not_negative()
                 .usually(0.0, 0.2));
}

template <class Visitor>
void describe(Visitor &v, GeometryConfig &geometry) {
  v.text("shape", geometry.shape, spec::text("Template of the inner shape.").one_of({"single_dynamic"}));
  v.section("rear", geometry.rear, "Rear volume, at least as wide as the diaphragm.");
  v.section("front", geometry.front,
            "Front volume, at least as wide as the diaphragm; its length counts from the plane of the rim.");
  v.section("rear_vent", geometry.rear_vent,
            "Narrow tube to the outside from the back wall of the rear volume, parallel to the axis.");
  v.section("front_vent", geometry.front_vent,
            "Narrow tube to the outside from the side wall of the front volume, radially.");
  v.section("nozzle", geometry.nozzle, "Nozzle.");
  v.section("tip", geometry.tip, "Bore of the ear tip.");
  v.section("canal", geometry.canal, "Ear canal from the tip to the ear's reference plane.");
  v.flag("screen", geometry.screen, "Keep the interior surface \"screen\" between nozzle and tip.");
}

template <class Visitor>
void describe(Visitor &v, MeshSizeConfig &region) {
  v.text("volume", region.volume, spec::text("Name of a volume.").required());
  v.quantity("size", region.size,
             spec::quantity(unit::length, "Target edge of its tetrahedra.")
                 .positive()
                 .usually(2e-5, 0.02)
                 .required());
}

template <class Visitor>
void describe(Visitor &v, MeshConfig &mesh) {
  using spec::quantity;
  v.text("file", mesh.file,
         spec::text(".msh file with named volumes and surfaces, instead of [geometry].").file());
  v.quantity("scale", mesh.scale, quantity(unit::ratio, "Metres per unit of the file.").positive());
  v.quantity("size", mesh.size,
             quantity(unit::length, "Target edge of the tetrahedra; the longest reach about twice it.")
                 .positive()
                 .usually(5e-5, 0.02));
  v.list("region", mesh.region, "Volumes with an edge length of their own.", 0);
  v.flag("curved", mesh.curved, "Second-order geometry: edges follow round walls.");
  v.quantity("elements_per_wavelength", mesh.elements_per_wavelength,
             quantity(unit::ratio, "Tetrahedra per wavelength in air at the highest frequency.")
                 .positive()
                 .usually(1.0, 30.0));
}

template <class Visitor>
void describe(Visitor &v, VolumeConfig &volume) {
  using spec::quantity;
  v.text("name", volume.name, spec::text("Name of a volume of the mesh.").required());
  v.text(
      "model", volume.model,
      spec::text("Viscous and thermal losses of a narrow tube or slit.").one_of({"tube", "slit"}).required());
  v.quantity("radius", volume.radius,
             quantity(unit::length, "Tube: its radius.").positive().usually(0.0, 0.005));
  v.quantity("gap", volume.gap,
             quantity(unit::length, "Slit: distance of its walls.").positive().usually(0.0, 0.005));
}

template <class Visitor>
void describe(Visitor &v, SurfaceConfig &surface) {
  using spec::quantity;
  v.text("name", surface.name, spec::text("Name of a surface of the mesh.").required());
  v.text(
      "model", surface.model,
      spec::text("Screen (interior: air on both sides), impedance (locally reacting wall), opening to free "
                 "air, or rigid wall.")
          .one_of({"screen", "impedance", "opening", "wall"})
          .required());
  v.quantity("resistance", surface.resistance,
             quantity(unit::specific_resistance, "Screen, impedance: pressure per velocity, real part.")
                 .not_negative()
                 .usually(0.0, 1e6));
  v.quantity("surface_density", surface.surface_density,
             quantity(unit::surface_density,
                      "Screen, impedance: the imaginary part is the angular frequency times this.")
                 .not_negative()
                 .usually(0.0, 10.0));
  v.text("radiation", surface.radiation,
         spec::text("Opening: radiation impedance with or without a flange, or none (pressure release).")
             .one_of({"flanged", "unflanged", "none"}));
  v.flag("wall_losses", surface.wall_losses, "Wall: thermoviscous boundary layers on it.");
}

template <class Visitor>
void describe(Visitor &v, SourceConfig &source) {
  using spec::quantity;
  v.quantity(
      "voltage", source.voltage,
      quantity(unit::voltage, "RMS voltage of the source without load.").positive().usually(1e-4, 20.0));
  v.quantity("output_impedance", source.output_impedance,
             quantity(unit::electrical_resistance, "Output impedance of the source.")
                 .not_negative()
                 .usually(0.0, 600.0));
}

template <class Visitor>
void describe(Visitor &v, EarConfig &ear) {
  v.text("model", ear.model,
         spec::text("Termination: IEC 60318-4 (711) coupler, eardrum after Hudde and Engel, rigid wall, "
                    "table, ear of ITU-T P.57 type 4.3, human canal of given sections with the eardrum after "
                    "Hudde and Engel, or 2 cm3 coupler.")
             .one_of({"iec711", "hudde_engel", "rigid", "table", "p57_type43", "canal", "two_cc"}));
  v.text("surface", ear.surface, spec::text("Surface that the ear terminates."));
  v.text("node", ear.node,
         spec::text("Acoustic node of the network that the ear terminates, instead of a surface."));
  v.text("table", ear.table,
         spec::text("CSV file with the columns frequency_hz, resistance_pa_s_m3, reactance_pa_s_m3.").file());
  v.text(
      "sections", ear.sections,
      spec::text("Canal: CSV file with the columns position_m, rising from the ear's input to the drum, and "
                 "area_m2.")
          .file());
  v.quantity(
      "skin_stiffness", ear.skin_stiffness,
      spec::quantity(unit::skin_stiffness, "Canal: pressure on its skin per displacement; 0 for rigid walls.")
          .not_negative());
  v.quantity(
      "skin_resonance", ear.skin_resonance,
      spec::quantity(unit::frequency, "Canal: resonance of its skin.").positive().usually(500.0, 20e3));
  v.quantity("skin_damping", ear.skin_damping,
             spec::quantity(unit::ratio, "Canal: damping of its skin, a part of the critical one.")
                 .not_negative()
                 .usually(0.05, 3.0));
}

template <class Visitor>
void describe(Visitor &v, SweepConfig &sweep) {
  using spec::quantity;
  v.quantity("from", sweep.from,
             quantity(unit::frequency, "Lowest frequency.").positive().usually(1.0, 100e3));
  v.quantity("to", sweep.to, quantity(unit::frequency, "Highest frequency.").positive().usually(1.0, 100e3));
  v.text(
      "spacing", sweep.spacing,
      spec::text("Logarithmic or linear grid of `points`, or the preferred frequencies of ISO 266 (base ten, "
                 "through 1 kHz).")
          .one_of({"log", "linear", "octave"}));
  v.integer("points", sweep.points,
            {"log, linear: number of frequencies, both ends among them.", 1, 1000000});
  v.integer("points_per_octave", sweep.points_per_octave, {"octave: frequencies per octave.", 1, 48});
  v.quantity("frequencies", sweep.frequencies,
             quantity(unit::frequency, "Explicit list, instead of the grid.")
                 .positive()
                 .usually(1.0, 100e3)
                 .not_empty());
  v.text(
      "method", sweep.method,
      spec::text("fast: few factorisations, whose solutions every frequency is made of, with an estimate of "
                 "the error; direct: one factorisation per frequency.")
          .one_of({"fast", "direct"}));
  v.quantity("tolerance", sweep.tolerance,
             quantity(unit::level,
                      "fast: error of the level at the eardrum; impedances are held to a hundredth "
                      "of a per cent for every 0.01 dB.")
                 .positive()
                 .usually(1e-4, 1));
}

template <class Visitor>
void describe(Visitor &v, ProbeConfig &probe) {
  v.text("name", probe.name, spec::text("Name of the probe; heads its columns.").required());
  v.text("surface", probe.surface, spec::text("Surface over which the pressure is averaged."));
  v.text("node", probe.node, spec::text("Or an acoustic node of the network."));
}

template <class Visitor>
void describe(Visitor &v, ToleranceConfig &tolerance) {
  v.text("key", tolerance.key,
         spec::text("Key of a number of the case, such as driver.dynamic.coil.mass.").required());
  v.text("tolerance", tolerance.tolerance,
         spec::text("Largest deviation: \"5 %\", or a difference such as \"2 um\".").required());
}

template <class Visitor>
void describe(Visitor &v, AnalysisConfig &analysis) {
  v.text("type", analysis.type,
         spec::text("Modes: frequencies, quality, names, shapes and what of them is heard. Sensitivity: what "
                    "every number of the case does to the level at the eardrum.")
             .one_of({"modes", "sensitivity"})
             .required());
  v.text(
      "of", analysis.of,
      spec::text("Modes of the diaphragms in vacuo, of the air within rigid walls, or of the whole earphone "
                 "with its damping.")
          .one_of({"structure", "air", "coupled"}));
  v.quantity("up_to", analysis.up_to,
             spec::quantity(unit::frequency, "Modes: highest frequency.").positive().usually(100.0, 50e3));
  v.flag("fields", analysis.fields, "Modes: write the shapes for ParaView.");
  v.integer(
      "confirmed", analysis.confirmed,
      {"Coupled modes: how many of the most audible ones are solved on the full mesh, a factorisation each; "
       "the others stand as the reduced model has them.",
       0, 1000});
  v.text("sort", analysis.sort,
         spec::text("Modes: order of modes.csv, by frequency or by what the eardrum hears of them.")
             .one_of({"frequency", "eardrum"}));
  v.text("default_tolerance", analysis.default_tolerance,
         spec::text("Sensitivity: tolerance of all that isn't named below, such as \"5 %\"; without either "
                    "there is no tolerance band."));
  v.list("tolerance", analysis.tolerances, "Sensitivity: tolerances in production, for a tolerance band.", 0);
}

template <class Visitor>
void describe(Visitor &v, OutputConfig &output) {
  v.quantity("field_frequencies", output.field_frequencies,
             spec::quantity(unit::frequency, "Where fields are written.").positive().usually(1.0, 100e3));
}

template <class Visitor>
void describe(Visitor &v, Case &c) {
  v.include("include", "Files whose tables are taken over, relative to this one. Lists such as [[material]] "
                       "are joined; single keys of this file go before included ones.");
  v.text("title", c.title, spec::text("What the case is."));
  v.section("air", c.air, "The state of the air.");
  v.list("material", c.materials, "Solids.", 0);
  v.list("magnetic_material", c.magnetic_materials, "Irons, magnets and conductors of motors.", 0);
  v.section(
      "geometry", c.geometry,
      "Parametric in-ear monitor with one driver. On one axis, from back to front: rear volume, diaphragm, "
      "front volume, nozzle, tip, canal. Either this or mesh.file.");
  v.section("mesh", c.mesh, "The mesh of the air.");
  v.list("driver", c.drivers, "Drivers with a mesh; a network can do without.", 0);
  v.list("volume", c.volumes, "Air that is not plain.", 0);
  v.list("surface", c.surfaces, "Boundary and interior surfaces that are no rigid walls.", 0);
  v.list("probe", c.probes, "Further places where the pressure is asked for.", 0);
  v.section("source", c.source, "What drives the earphone.");
  v.section("ear", c.ear, "What the earphone plays into.");
  v.section("network", c.network,
            "Lumped elements. A case of these alone has no mesh; else ports and terminals join them to it.");
  v.list("armature", c.armatures, "Balanced-armature receivers for elements of the network.", 0);
  v.list("moving_coil", c.moving_coils, "Moving-coil drivers with a piston for elements of the network.", 0);
  v.section("sweep", c.sweep, "The frequencies.");
  v.list("analysis", c.analyses, "What is asked beyond the response.", 0);
  v.list("study", c.studies, "Families of designs that are compared.", 0);
  v.section("output", c.output, "What is written besides the response.");
}

} // namespace earshot

#endif
