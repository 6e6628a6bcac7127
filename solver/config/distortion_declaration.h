#ifndef EARSHOT_CONFIG_DISTORTION_DECLARATION_H
#define EARSHOT_CONFIG_DISTORTION_DECLARATION_H

#include "solver/config/distortion_case.h"
#include "solver/config/specification.h"

/// Keys of drivers at high level and of distortion; see declaration.h.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, LargeSignalConfig &large) {
  using spec::quantity;
  v.quantity("stiffness", large.stiffness,
             quantity(unit::ratio,
                      "Suspension: c1, c2, ... of K(x) = K(0) (1 + c1 x/mm + c2 (x/mm)^2 + ...), where "
                      "K(x) x is the restoring force at the coil and x points to the front.")
                 .not_empty());
  v.text("stiffness_table", large.stiffness_table,
         spec::text("Instead: file with the columns displacement_mm, stiffness_n_mm, or such as x [mm], "
                    "Kms(x) [N/mm]; a polynomial is fitted to it.")
             .file());
  v.flag("computed_stiffness", large.computed_stiffness,
         "Instead: from the diaphragm's layers and profile at large deflection, over `range`.");
  v.text(
      "area_table", large.area_table,
      spec::text("File with the columns displacement_mm, effective_area_mm2, or such as x [mm], Sd(x) [mm2]: "
                 "the volume that a displacement moves, over the displacement.")
          .file());
  v.flag("computed_area", large.computed_area,
         "Instead: from the diaphragm's layers and profile at large deflection, over `range`.");
  v.quantity(
      "force_factor", large.force_factor,
      quantity(unit::ratio, "c1, c2, ... of Bl(x), likewise. A motor with [magnetic] brings its own Bl(x).")
          .not_empty());
  v.text("force_factor_table", large.force_factor_table,
         spec::text("Instead: file with the columns displacement_mm, force_factor_n_a, or such as x [mm], "
                    "Bl(x) [N/A].")
             .file());
  v.quantity("inductance", large.inductance,
             quantity(unit::ratio,
                      "c1, c2, ... of the inductance Le(x), likewise; its slope pulls at the coil "
                      "with i^2/2 dLe/dx. A motor with [magnetic] brings its own.")
                 .not_empty());
  v.text("inductance_table", large.inductance_table,
         spec::text("Instead: file with the columns displacement_mm, inductance_mh, or such as x [mm], Le(x) "
                    "[mH].")
             .file());
  v.quantity("saturation", large.saturation,
             quantity(unit::ratio,
                      "c1, c2, ... of Le(i) = Le (1 + c1 i/A + c2 (i/A)^2 + ...), flux linkage per "
                      "current: iron that the coil's field saturates.")
                 .not_empty());
  v.quantity("range", large.range,
             quantity(unit::length,
                      "Displacement to either side up to which the polynomials hold; beyond it their "
                      "tangents stand in, which is told.")
                 .positive()
                 .usually(1e-5, 0.01));
  v.quantity("excursion_limit", large.excursion_limit,
             quantity(unit::length, "Largest peak displacement that the suspension is meant for.")
                 .positive()
                 .usually(1e-5, 0.01));
  v.quantity("coil_clearance", large.coil_clearance,
             quantity(unit::length, "How far the coil may go back until it meets the motor.")
                 .positive()
                 .usually(1e-5, 0.01));
}

template <class Visitor>
void describe(Visitor &v, LoudVentConfig &vent) {
  v.text("volume", vent.volume,
         spec::text("Volume of the air's mesh with two ends. Either this, `surface` or `element`."));
  v.text("surface", vent.surface, spec::text("Cloth on the mesh: a [[surface]] with model = \"screen\"."));
  v.text("element", vent.element, spec::text("Tube, slit, annulus or screen of the network, or \"leak\"."));
  v.quantity(
      "loss_coefficient", vent.loss_coefficient,
      spec::quantity(unit::ratio,
                     "K of entrance and exit together: at high level the flow of mean velocity u loses "
                     "the pressure K rho/2 u^2 more. docs/guide/distortion.md lists published ones.")
          .positive()
          .usually(0.5, 100.0));
  v.quantity("open_share", vent.open_share,
             spec::quantity(unit::ratio,
                            "Of a cloth: share s of its area that is holes. u is then the mean velocity over "
                            "the whole area, and K = (1 - s^2)/(0.76 s)^2 (Melling 1973).")
                 .within({.lower = 0.0, .upper = 1.0, .lower_excluded = true, .upper_excluded = true})
                 .usually(0.03, 0.6));
}

/// Keys of an [[analysis]].
template <class Visitor>
void describe_suspension(Visitor &v, SuspensionConfig &suspension) {
  using spec::quantity;
  v.quantity("excursion", suspension.excursion,
             quantity(unit::length, "Suspension: displacement of the coil to either side.")
                 .positive()
                 .usually(1e-6, 0.01));
  v.integer("positions", suspension.positions,
            {"Suspension: displacements, both ends among them; one more where the number is even.", 3, 1001});
  v.quantity(
      "pressures", suspension.pressures,
      quantity(unit::pressure,
               "Suspension: static pressures of the air in front over that behind, which push the "
               "diaphragm backwards where they are positive (a tip that is inserted); the coil is free.")
          .usually(-1e5, 1e5));
}

/// Keys of an [[analysis]].
template <class Visitor>
void describe_distortion(Visitor &v, DistortionConfig &distortion) {
  using spec::quantity;
  v.quantity(
      "voltages", distortion.voltages,
      quantity(unit::voltage, "Distortion: RMS voltages of the source.").positive().usually(1e-4, 20.0));
  v.quantity("levels", distortion.levels,
             quantity(unit::level,
                      "Distortion: sound pressure levels at the eardrum at level_frequency, whose "
                      "voltages are found; by default, without voltages, 94, 104 and 114 dB.")
                 .usually(40.0, 140.0));
  v.quantity("level_frequency", distortion.level_frequency,
             quantity(unit::frequency, "Distortion: where `levels` are, and where the limits are looked for.")
                 .positive()
                 .usually(20.0, 5000.0));
  v.quantity("from", distortion.from,
             quantity(unit::frequency, "Distortion: lowest fundamental; by default that of the sweep.")
                 .positive()
                 .usually(10.0, 20e3));
  v.quantity("to", distortion.to,
             quantity(unit::frequency,
                      "Distortion: highest fundamental; by default half of the sweep's highest "
                      "frequency. Harmonics above the sweep are not heard.")
                 .positive()
                 .usually(10.0, 20e3));
  v.integer("points", distortion.points,
            {"Distortion: number of fundamentals, evenly spaced by ratio.", 1, 1000});
  v.integer(
      "harmonics", distortion.harmonics,
      {"Distortion: harmonics in the balance to begin with; doubled until the last one is 80 dB below the "
       "largest.",
       3, 64});
  v.flag("causes", distortion.causes, "Distortion: also with each law alone and with all but it.");
  v.flag("sensitivities", distortion.sensitivities,
         "Distortion: also what each number of the case does to it, at the voltages found.");
  v.quantity("thd_limit", distortion.thd_limit,
             quantity(unit::percentage, "Distortion: harmonic distortion whose level is looked for.")
                 .positive()
                 .usually(0.001, 1.0));
  v.quantity("tones", distortion.tones,
             quantity(unit::frequency,
                      "Distortion: two tones at once, whose intermodulation is found, such as "
                      "[\"60 Hz\", \"7 kHz\"]. The voltages are those of both together.")
                 .positive());
  v.quantity("tone_ratio", distortion.tone_ratio,
             quantity(unit::level, "Distortion: level of the second tone above the first, at the source.")
                 .usually(-40, 40));
  v.integer("tone_order", distortion.tone_order,
            {"Distortion: highest order of the tones' products that the table tells.", 2, 9});
}

} // namespace earshot

#endif
