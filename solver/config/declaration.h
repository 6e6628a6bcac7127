#ifndef EARSHOT_CONFIG_DECLARATION_H
#define EARSHOT_CONFIG_DECLARATION_H

#include "solver/config/case.h"
#include "solver/config/distortion_declaration.h"
#include "solver/config/driver_declaration.h"
#include "solver/config/fit_declaration.h"
#include "solver/config/mesh_declaration.h"
#include "solver/config/motor_declaration.h"
#include "solver/config/network_declaration.h"
#include "solver/config/outside_declaration.h"
#include "solver/config/part_declaration.h"
#include "solver/config/saved_model_declaration.h"
#include "solver/config/specification.h"
#include "solver/config/study_declaration.h"
#include "solver/config/tube_declaration.h"
#include "solver/config/tune_declaration.h"

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
///   formerly(former key, key)                           a key that was renamed; see former_names.h
///   include(key, meaning)                               file names that the loader has dealt with
namespace earshot {

/// Of sweeps and modes [Hz]: beyond it, squares of angular frequencies leave nothing of the other numbers.
inline constexpr Range any_frequency{.lower = 1e-3, .upper = 1e10};

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
  choice(
      v, "losses", air.losses,
      spec::text("Viscous and thermal losses where no [[volume]] or [[surface]] says otherwise: auto finds "
                 "narrow tubes and slits from the mesh and puts boundary layers on all other walls; "
                 "boundary_layer puts them on every wall; none."));
  const auto constant = [&](const char *key, auto &value, const UnitKind &kind, const std::string &what,
                            double lower, double upper) {
    v.quantity(key, value,
               quantity(kind, what + " in place of what moist air of this state has.")
                   .positive()
                   .usually(lower, upper));
  };
  constant("density", air.density, unit::density, "Density", 0.8, 1.5);
  constant("sound_speed", air.sound_speed, unit::speed, "Speed of sound", 320, 365);
  constant("viscosity", air.viscosity, unit::viscosity, "Dynamic viscosity", 1.6e-5, 2e-5);
  v.quantity("heat_capacity_ratio", air.heat_capacity_ratio,
             quantity(unit::ratio, "Ratio of heat capacities in place of what moist air of this state has.")
                 .within({.lower = 1.0, .lower_excluded = true})
                 .usually(1.39, 1.41));
  constant("prandtl", air.prandtl, unit::ratio, "Prandtl number", 0.69, 0.73);
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
  choice(v, "model", ear.model,
         spec::text("Termination: IEC 60318-4 (711) coupler as a ladder or as tubes and slits, eardrum after "
                    "Hudde and Engel, rigid wall, table, ear of ITU-T P.57 type 4.3, human canal of given "
                    "sections with the eardrum after "
                    "Hudde and Engel, or 2 cm3 coupler; none where probes are all that is asked for."));
  v.text("surface", ear.surface, spec::text("Surface that the ear terminates."));
  v.text("node", ear.node,
         spec::text("Acoustic node of the network that the ear terminates, instead of a surface."));
  v.text("table", ear.table,
         spec::text("File with the columns frequency_hz, resistance_pa_s_m3, reactance_pa_s_m3, or magnitude "
                    "and phase.")
             .file());
  v.flag("extrapolate", ear.extrapolate,
         "Table: hold it constant beyond its ends, with a warning, rather than refuse frequencies there.");
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
  v.quantity("lowest", ear.lowest,
             spec::quantity(unit::frequency, "Least frequency that the ear is meant for, where the model "
                                             "doesn't say: of an ear that is meshed or a table.")
                 .positive());
  v.quantity("highest", ear.highest,
             spec::quantity(unit::frequency, "Greatest frequency that it is meant for.").positive());
}

template <class Visitor>
void describe(Visitor &v, SweepConfig &sweep) {
  using spec::quantity;
  v.quantity("from", sweep.from,
             quantity(unit::frequency, "Lowest frequency.").within(any_frequency).usually(1.0, 100e3));
  v.quantity("to", sweep.to,
             quantity(unit::frequency, "Highest frequency.").within(any_frequency).usually(1.0, 100e3));
  choice(
      v, "spacing", sweep.spacing,
      spec::text("Logarithmic or linear grid of `points`, or the preferred frequencies of ISO 266 (base ten, "
                 "through 1 kHz)."));
  v.integer("points", sweep.points,
            {"log, linear: number of frequencies, both ends among them. Of a logarithmic grid 48 per octave "
             "unless given, 3 with method \"direct\".",
             1, 1000000});
  v.integer("points_per_octave", sweep.points_per_octave,
            {"octave: frequencies per octave; 3 with method \"direct\" unless given.", 1, 48});
  v.quantity("frequencies", sweep.frequencies,
             quantity(unit::frequency, "Explicit list, instead of the grid.")
                 .within(any_frequency)
                 .usually(1.0, 100e3)
                 .not_empty());
  choice(
      v, "method", sweep.method,
      spec::text("fast: few factorisations, whose solutions every frequency is made of, with an estimate of "
                 "the error; direct: one factorisation per frequency."));
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
  choice(
      v, "type", analysis.type,
      spec::text(
          "Modes: frequencies, quality, names, shapes and what of them is heard. Sensitivity: what "
          "every number of the case does to the level at the eardrum. Isolation: what the eardrum "
          "hears of sound from outside. Contributions: each driver's share of the pressure at the eardrum, "
          "with all others connected. Housing_force: with what force each driver pushes the housing, and all "
          "together. Housing: how it moves, and what of its motion is heard. Distortion: harmonics at high "
          "level, and what makes them. Suspension: "
          "the diaphragm's stiffness, area and stress at large deflection, and what static pressure does to "
          "it.")
          .required());
  choice(
      v, "of", analysis.of,
      spec::text("Modes of the diaphragms in vacuo, of the air within rigid walls, or of the whole earphone "
                 "with its damping."));
  v.quantity("up_to", analysis.up_to,
             spec::quantity(unit::frequency, "Modes: highest frequency.")
                 .within(any_frequency)
                 .usually(100.0, 50e3));
  v.flag("fields", analysis.fields, "Modes: write the shapes for ParaView.");
  v.integer(
      "confirmed", analysis.confirmed,
      {"Coupled modes: how many of the most audible ones are solved on the full mesh, a factorisation each; "
       "the others stand as the reduced model has them.",
       0, 1000});
  choice(v, "sort", analysis.sort,
         spec::text("Modes: order of modes.csv, by frequency or by what the eardrum hears of them."));
  v.text("default_tolerance", analysis.default_tolerance,
         spec::text("Sensitivity: tolerance of all that isn't named below, such as \"5 %\"; without either "
                    "there is no tolerance band."));
  v.list("tolerance", analysis.tolerances, "Sensitivity: tolerances in production, for a tolerance band.", 0);
  v.texts(
      "dimensions", analysis.dimensions,
      spec::text("Sensitivity: keys of dimensions, which move the mesh; \"a = b\" changes keys of one value "
                 "together; \"all\" takes every dimension that the mesh can follow."));
  describe_isolation(v, analysis.isolation);
  describe_distortion(v, analysis.distortion);
  describe_suspension(v, analysis.suspension);
}

template <class Visitor>
void describe(Visitor &v, OutputConfig &output) {
  v.quantity(
      "field_frequencies", output.field_frequencies,
      spec::quantity(unit::frequency, "Where fields are written.").within(any_frequency).usually(1.0, 100e3));
  choice(v, "plane", output.plane,
         spec::text(
             "Axis that the plane of field pictures is normal to; auto takes the plane that holds most of "
             "the air."));
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
  v.list("part", c.parts,
         "Pieces of air about the z axis: canals, couplers, vents, test tubes; alone or behind [geometry]. "
         "Where two have a piece of surface in common, they open into each other.",
         0);
  v.list("tube", c.tubes, "Holes drilled out of the walls of [geometry] and of parts, such as vents.", 0);
  v.section("mesh", c.mesh, "The mesh of the air.");
  v.list("driver", c.drivers, "Drivers with a mesh; a network can do without.", 0);
  v.list("volume", c.volumes, "Air that is not plain.", 0);
  v.list("surface", c.surfaces, "Boundary and interior surfaces that are no rigid walls.", 0);
  v.list("vent", c.vents, "Passages whose flow separates at high level.", 0);
  v.list("probe", c.probes, "Further places where the pressure is asked for.", 0);
  v.section("source", c.source, "What drives the earphone.");
  v.section("ear", c.ear, "What the earphone plays into.");
  v.section("leak", c.leak,
            "Narrow passage past the tip, from the plane where the ear begins to the outside.");
  v.section(
      "housing", c.housing,
      "The earphone as a rigid body. Without supports it is moved towards the eardrum on the skin by sound "
      "from "
      "outside and back by the pressure in the canal; with supports in six directions, by its drivers, too. "
      "Without [housing] it is at rest.");
  v.formerly("shell", "housing");
  v.section("network", c.network,
            "Lumped elements. A case of these alone has no mesh; else ports and terminals join them to it.");
  v.list("armature", c.armatures, "Balanced-armature receivers for elements of the network.", 0);
  v.list("moving_coil", c.moving_coils, "Moving-coil drivers with a piston for elements of the network.", 0);
  v.section("sweep", c.sweep, "The frequencies.");
  v.list("analysis", c.analyses, "What is asked beyond the response.", 0);
  v.list("study", c.studies, "Families of designs that are compared.", 0);
  v.section("fit", c.fit, "Numbers of the case that are fitted to measured curves by earshot fit.");
  v.list("predict", c.predictions, "What changes do, predicted from the fit.", 0);
  v.section("tune", c.tune, "Numbers of the case that are tuned towards a target by earshot tune.");
  v.section("saved_model", c.saved_model, "What a model that is kept of a run answers for.");
  v.section("output", c.output, "What is written besides the response.");
}

} // namespace earshot

#endif
