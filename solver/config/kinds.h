#ifndef EARSHOT_CONFIG_KINDS_H
#define EARSHOT_CONFIG_KINDS_H

#include "solver/config/choice.h"

/// What keys choose from, table by table: enums in the code, names in case files.
namespace earshot {

/// [air] losses
enum class WallLosses { unset, automatic, boundary_layer, none };
template <>
struct Choices<WallLosses> {
  using enum WallLosses;
  static constexpr Named<WallLosses> names[] = {
      {automatic, "auto"}, {boundary_layer, "boundary_layer"}, {none, "none"}};
};

/// [[driver]] . diaphragm.zone: how its height runs between its inner and its outer edge
enum class ProfileShape {
  unset,
  flat,       ///< keeps the height
  cone,       ///< straight; the inner edge lies `rise` above the outer one
  dome,       ///< spherical cap with its apex `rise` above its edge; innermost zone only
  roll,       ///< circular arc, `rise` above its two edges, which are on one height
  corrugated, ///< sine of amplitude `rise` with `waves` periods
};
template <>
struct Choices<ProfileShape> {
  using enum ProfileShape;
  static constexpr Named<ProfileShape> names[] = {
      {flat, "flat"}, {cone, "cone"}, {dome, "dome"}, {roll, "roll"}, {corrugated, "corrugated"}};
};

/// [[driver]] . diaphragm.rim
enum class RimSupport { unset, clamped, elastic };
template <>
struct Choices<RimSupport> {
  using enum RimSupport;
  static constexpr Named<RimSupport> names[] = {{clamped, "clamped"}, {elastic, "elastic"}};
};

/// [geometry] holds
enum class CadContent { unset, air, parts };
template <>
struct Choices<CadContent> {
  using enum CadContent;
  static constexpr Named<CadContent> names[] = {{air, "air"}, {parts, "parts"}};
};

/// [[volume]] model
enum class VolumeModel { unset, tube, slit, boundary_layer, sequential, thermoviscous };
template <>
struct Choices<VolumeModel> {
  using enum VolumeModel;
  static constexpr Named<VolumeModel> names[] = {{tube, "tube"},
                                                 {slit, "slit"},
                                                 {boundary_layer, "boundary_layer"},
                                                 {sequential, "sequential"},
                                                 {thermoviscous, "thermoviscous"}};
};

/// [[surface]] model
enum class SurfaceModel { unset, screen, impedance, opening, wall, symmetry };
template <>
struct Choices<SurfaceModel> {
  using enum SurfaceModel;
  static constexpr Named<SurfaceModel> names[] = {{screen, "screen"},
                                                  {impedance, "impedance"},
                                                  {opening, "opening"},
                                                  {wall, "wall"},
                                                  {symmetry, "symmetry"}};
};

/// [[surface]] radiation, of an opening
enum class OpeningRadiation {
  unset,
  flanged,
  unflanged,
  none, ///< pressure release
};
template <>
struct Choices<OpeningRadiation> {
  using enum OpeningRadiation;
  static constexpr Named<OpeningRadiation> names[] = {
      {flanged, "flanged"}, {unflanged, "unflanged"}, {none, "none"}};
};

/// [ear] model
enum class EarModel {
  unset,
  iec711,
  iec711_tubes,
  hudde_engel,
  rigid,
  table,
  p57_type43,
  canal,
  two_cc,
  none
};
template <>
struct Choices<EarModel> {
  using enum EarModel;
  static constexpr Named<EarModel> names[] = {{iec711, "iec711"},
                                              {iec711_tubes, "iec711_tubes"},
                                              {hudde_engel, "hudde_engel"},
                                              {rigid, "rigid"},
                                              {table, "table"},
                                              {p57_type43, "p57_type43"},
                                              {canal, "canal"},
                                              {two_cc, "two_cc"},
                                              {none, "none"}};
};

/// [sweep] spacing
enum class SweepSpacing { unset, log, linear, octave };
template <>
struct Choices<SweepSpacing> {
  using enum SweepSpacing;
  static constexpr Named<SweepSpacing> names[] = {{log, "log"}, {linear, "linear"}, {octave, "octave"}};
};

/// [sweep] method
enum class SweepMethod { unset, fast, direct };
template <>
struct Choices<SweepMethod> {
  using enum SweepMethod;
  static constexpr Named<SweepMethod> names[] = {{fast, "fast"}, {direct, "direct"}};
};

/// [[analysis]] type
enum class AnalysisType {
  unset,
  modes,
  sensitivity,
  isolation,
  contributions,
  housing_force,
  housing,
  distortion,
  suspension
};
template <>
struct Choices<AnalysisType> {
  using enum AnalysisType;
  static constexpr Named<AnalysisType> names[] = {{modes, "modes"},
                                                  {sensitivity, "sensitivity"},
                                                  {isolation, "isolation"},
                                                  {contributions, "contributions"},
                                                  {housing_force, "housing_force"},
                                                  {housing, "housing"},
                                                  {distortion, "distortion"},
                                                  {suspension, "suspension"}};
};

/// [[analysis]] of
enum class ModesOf {
  unset,
  structure, ///< in vacuo
  air,       ///< within rigid walls
  coupled,
};
template <>
struct Choices<ModesOf> {
  using enum ModesOf;
  static constexpr Named<ModesOf> names[] = {{structure, "structure"}, {air, "air"}, {coupled, "coupled"}};
};

/// [[analysis]] sort
enum class ModeOrder { unset, frequency, eardrum };
template <>
struct Choices<ModeOrder> {
  using enum ModeOrder;
  static constexpr Named<ModeOrder> names[] = {{frequency, "frequency"}, {eardrum, "eardrum"}};
};

/// [[analysis]] driver, of an isolation: what the earphone hangs on
enum class SourceState { unset, amplifier, short_circuit, open_circuit };
template <>
struct Choices<SourceState> {
  using enum SourceState;
  static constexpr Named<SourceState> names[] = {
      {amplifier, "amplifier"}, {short_circuit, "short"}, {open_circuit, "open"}};
};

/// [output] plane
enum class PicturePlane { unset, automatic, x, y, z };
template <>
struct Choices<PicturePlane> {
  using enum PicturePlane;
  static constexpr Named<PicturePlane> names[] = {{automatic, "auto"}, {x, "x"}, {y, "y"}, {z, "z"}};
};

/// [[network.element]] kind
enum class ElementKind {
  unset,
  resistance,
  inductance,
  capacitance,
  mass,
  compliance,
  impedance_table,
  tube,
  slit,
  annulus,
  cone,
  two_port_table,
  two_port,
  cavity,
  damper,
  screen,
  radiation,
  transformer,
  gyrator,
  motor,
  piston,
  source,
  vcvs,
  vccs,
  cccs,
  ccvs,
  moving_coil,
  armature,
  hunt
};
template <>
struct Choices<ElementKind> {
  using enum ElementKind;
  static constexpr Named<ElementKind> names[] = {{resistance, "resistance"},
                                                 {inductance, "inductance"},
                                                 {capacitance, "capacitance"},
                                                 {mass, "mass"},
                                                 {compliance, "compliance"},
                                                 {impedance_table, "impedance_table"},
                                                 {tube, "tube"},
                                                 {slit, "slit"},
                                                 {annulus, "annulus"},
                                                 {cone, "cone"},
                                                 {two_port_table, "two_port_table"},
                                                 {two_port, "two_port"},
                                                 {cavity, "cavity"},
                                                 {damper, "damper"},
                                                 {screen, "screen"},
                                                 {radiation, "radiation"},
                                                 {transformer, "transformer"},
                                                 {gyrator, "gyrator"},
                                                 {motor, "motor"},
                                                 {piston, "piston"},
                                                 {source, "source"},
                                                 {vcvs, "vcvs"},
                                                 {vccs, "vccs"},
                                                 {cccs, "cccs"},
                                                 {ccvs, "ccvs"},
                                                 {moving_coil, "moving_coil"},
                                                 {armature, "armature"},
                                                 {hunt, "hunt"}};
};

/// [[network.element]] flange, of a radiation
enum class RadiationFlange { unset, flanged, unflanged };
template <>
struct Choices<RadiationFlange> {
  using enum RadiationFlange;
  static constexpr Named<RadiationFlange> names[] = {{flanged, "flanged"}, {unflanged, "unflanged"}};
};

/// [driver.motor.magnetic] type
enum class MotorType { unset, inner_magnet, outer_ring, dual_magnet, parts, mesh };
template <>
struct Choices<MotorType> {
  using enum MotorType;
  static constexpr Named<MotorType> names[] = {{inner_magnet, "inner_magnet"},
                                               {outer_ring, "outer_ring"},
                                               {dual_magnet, "dual_magnet"},
                                               {parts, "parts"},
                                               {mesh, "mesh"}};
};

/// [driver.motor.planar.trace] pattern
enum class TracePattern { unset, meander, spiral, path };
template <>
struct Choices<TracePattern> {
  using enum TracePattern;
  static constexpr Named<TracePattern> names[] = {{meander, "meander"}, {spiral, "spiral"}, {path, "path"}};
};

/// [driver.motor.planar.magnets] sides
enum class MagnetSides {
  unset,
  rear,
  front,
  both, ///< equal poles face each other
};
template <>
struct Choices<MagnetSides> {
  using enum MagnetSides;
  static constexpr Named<MagnetSides> names[] = {{rear, "rear"}, {front, "front"}, {both, "both"}};
};

/// [[study]] method
enum class StudyMethod { unset, grid, list, random, latin_hypercube };
template <>
struct Choices<StudyMethod> {
  using enum StudyMethod;
  static constexpr Named<StudyMethod> names[] = {
      {grid, "grid"}, {list, "list"}, {random, "random"}, {latin_hypercube, "latin_hypercube"}};
};

/// [[study.parameter]] spacing: grid's steps, or the density of samples
enum class StudySpacing { unset, linear, log };
template <>
struct Choices<StudySpacing> {
  using enum StudySpacing;
  static constexpr Named<StudySpacing> names[] = {{linear, "linear"}, {log, "log"}};
};

/// [[fit.state]] quantity, of what curves are compared by: the level at the eardrum, or 20 lg of the
/// impedance at the plug over 1 ohm
enum class MeasuredQuantity { unset, level, impedance };
template <>
struct Choices<MeasuredQuantity> {
  using enum MeasuredQuantity;
  static constexpr Named<MeasuredQuantity> names[] = {{level, "level"}, {impedance, "impedance"}};
};

/// [tune] level
enum class TargetLevel {
  unset,
  free,  ///< its shape counts alone
  given, ///< its level does, too
};
template <>
struct Choices<TargetLevel> {
  using enum TargetLevel;
  static constexpr Named<TargetLevel> names[] = {{free, "free"}, {given, "given"}};
};

} // namespace earshot

#endif
