#ifndef EARSHOT_CONFIG_CASE_H
#define EARSHOT_CONFIG_CASE_H

#include "solver/config/body_case.h"
#include "solver/config/cad_case.h"
#include "solver/config/distortion_case.h"
#include "solver/config/fit_case.h"
#include "solver/config/kinds.h"
#include "solver/config/located.h"
#include "solver/config/motor_case.h"
#include "solver/config/network_case.h"
#include "solver/config/outside_case.h"
#include "solver/config/part_case.h"
#include "solver/config/saved_model_case.h"
#include "solver/config/study_case.h"
#include "solver/config/tube_case.h"
#include "solver/config/tune_case.h"

#include <complex>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What a case file says, as plain structs in SI units. Names equal the file's keys. Every value knows
/// the line it came from (`Located`), so that a later stage can still point at it.
namespace earshot {

/// [air]
struct AirConfig {
  Located<double> temperature{296.15};       ///< [K]
  Located<double> static_pressure{101325.0}; ///< [Pa]
  Located<double> relative_humidity{0.5};    ///< [1]
  Located<WallLosses> losses{WallLosses::automatic};
  /// Constants that stand for those of moist air in this state.
  std::optional<Located<double>> density;             ///< [kg/m3]
  std::optional<Located<double>> sound_speed;         ///< [m/s]
  std::optional<Located<double>> viscosity;           ///< dynamic [Pa s]
  std::optional<Located<double>> heat_capacity_ratio; ///< [1]
  std::optional<Located<double>> prandtl;             ///< [1]
};

/// [[material]]: isotropic, or orthotropic when `transverse_modulus` is given.
struct MaterialConfig {
  Located<std::string> name;
  Located<double> density;                                 ///< [kg/m3]
  Located<double> youngs_modulus;                          ///< [Pa], along the grain when orthotropic
  Located<double> poissons_ratio;                          ///< [1]
  Located<double> loss_factor{0.0};                        ///< [1]
  std::optional<Located<double>> transverse_modulus;       ///< [Pa]
  std::optional<Located<double>> shear_modulus;            ///< [Pa], in plane and along the grain
  std::optional<Located<double>> transverse_shear_modulus; ///< [Pa]
  std::optional<Located<double>> strength;                 ///< [Pa] stress that it bears for good
};

/// One ply of a laminate; the first of a list is the front (ear) side.
struct LayerConfig {
  Located<std::string> material;
  Located<double> thickness;  ///< [m]
  Located<double> angle{0.0}; ///< [rad] from the radial direction, for orthotropic plies
};

/// A ring of a diaphragm (the first one a disc), from the centre outwards.
struct ZoneConfig {
  Located<std::string> name;
  Located<double> outer_radius; ///< [m]
  Located<ProfileShape> shape{ProfileShape::flat};
  Located<double> rise{0.0};    ///< [m], towards the ear
  Located<int> waves{1};        ///< periods of a corrugated zone
  Located<double> tension{0.0}; ///< [N/m] pre-tension in the plane
  std::vector<LayerConfig> layers;
};

/// [[driver]] . diaphragm: a layered shell.
struct DiaphragmConfig {
  std::vector<ZoneConfig> zones;
  Located<std::string> surface_mesh{""}; ///< .msh file with named quadrilateral surfaces instead of a profile
  Located<RimSupport> rim{RimSupport::clamped};
  Located<double> rim_stiffness{0.0};           ///< [N/m2]: force per displacement and length, elastic rim
  Located<double> rim_bending_stiffness{0.0};   ///< [N]: moment per rotation and length, elastic rim
  Located<int> degree{4};                       ///< polynomial degree of the shell elements
  Located<double> elements_per_wavelength{1.5}; ///< of bending waves at the highest frequency
  /// [Pa] of the air in front over that behind; the sound is about the state that it leaves
  Located<double> pressure_difference{0.0};
};

/// [[driver]] . piston: a rigid diaphragm on a spring, for comparison with lumped models.
struct PistonConfig {
  Located<double> mass;            ///< [kg]
  Located<double> compliance;      ///< [m/N]
  Located<double> resistance{0.0}; ///< [N s/m]
};

/// [[driver]] . coil: voice coil and former on one zone of the diaphragm.
struct CoilConfig {
  Located<std::string> zone;
  Located<double> mass;                        ///< [kg], coil and former together
  Located<double> height{0.0};                 ///< [m], for the rotary inertia
  Located<double> hoop_stiffness{0.0};         ///< EA [N]
  Located<double> hoop_bending_stiffness{0.0}; ///< EI out of the ring's plane [N m2]
  Located<double> hoop_torsion_stiffness{0.0}; ///< GJ [N m2]
  Located<double> loss_factor{0.0};            ///< [1] of the ring's stiffness
};

/// [[driver]] . motor: voice-coil motor, given by its numbers or computed from its magnetic circuit.
struct MotorConfig {
  std::optional<MagneticMotorConfig> magnetic; ///< stands for all numbers below
  std::optional<PlanarMotorConfig> planar;     ///< stands for force_factor and resistance, and for a coil
  Located<double> force_factor;                ///< Bl [N/A]
  Located<double> resistance;                  ///< Re [ohm]
  Located<double> inductance{0.0};             ///< Le [H]
  Located<double> lossy_inductance{0.0};       ///< L2 [H], parallel to lossy_resistance, in series with Le
  Located<double> lossy_resistance{0.0};       ///< R2 [ohm]
  /// Z(w) [ohm] of the coil held at rest, of a motor that was computed; no key. Stands for all but
  /// force_factor.
  std::function<std::complex<double>(double omega)> blocked_impedance{};
  std::vector<MotorCurvePoint> curves{};          ///< of a motor that was computed, ascending; no key
  std::vector<MotorCurrentPoint> current_curve{}; ///< likewise
  std::shared_ptr<const ComputedTrace> trace{};   ///< of a planar motor that was computed; no key
};

/// [[driver]]
struct DriverConfig {
  Located<std::string> name;
  Located<std::string> surface; ///< interior surface of the air mesh that the diaphragm is
  PlacementConfig place;        ///< of the body: middle of the rim's plane; towards the front
  std::optional<BodyConfig> body;
  std::optional<DiaphragmConfig> diaphragm;
  std::optional<PistonConfig> piston;
  std::optional<CoilConfig> coil; ///< required with a diaphragm, unless its motor is planar
  MotorConfig motor;
  std::optional<LargeSignalConfig> large_signal;
};

/// A cylindrical volume of the template.
struct CylinderConfig {
  Located<double> radius; ///< [m]
  Located<double> length; ///< [m]
};

/// [geometry.rear_vent], [geometry.front_vent]: a narrow tube to the outside.
struct VentConfig {
  Located<double> radius;
  Located<double> length;
  Located<double> offset{0.0}; ///< distance of its axis from the housing's axis (rear vent), or height above
                               ///< the diaphragm plane (front vent) [m]
};

/// [geometry]: a CAD file, or the parametric single-driver in-ear monitor. That one has on one axis, from
/// back to front: rear volume, diaphragm (interior surface, profile of the first driver), front volume,
/// nozzle, ear-tip bore, canal.
struct GeometryConfig {
  CadConfig cad; ///< its keys are the geometry's own; with a file all that follows has no meaning
  Located<std::string> shape{"single_dynamic"};
  CylinderConfig rear, front; ///< both at least as wide as the diaphragm; front length from the rim plane
  std::optional<VentConfig> rear_vent;  ///< from the rear volume's back wall, parallel to the axis
  std::optional<VentConfig> front_vent; ///< from the front volume's side wall, radially
  CylinderConfig nozzle, tip, canal;
  Located<bool> screen{true}; ///< keep the interior surface "screen" between nozzle and tip

  bool is_template() const { return cad.file() == nullptr; }
};

/// [mesh]
struct MeshSizeConfig {
  Located<std::string> volume;
  Located<double> size; ///< [m]
};
struct MeshConfig {
  Located<std::string> file{""};      ///< .msh with named volumes and surfaces, instead of [geometry]
  Located<std::string> unit{""};      ///< length unit of the file: m | cm | mm | um | inch; "": by scale
  Located<double> scale{1.0};         ///< metres per unit of the file
  Located<double> size{0.0012};       ///< [m] target edge of the tetrahedra; the longest reach about twice it
  std::vector<MeshSizeConfig> region; ///< [[mesh.region]]: finer or coarser per volume
  Located<bool> curved{true};         ///< second-order geometry
  Located<bool> estimate_error{true}; ///< what the air's mesh may be off by at the eardrum
  std::optional<Located<double>> accuracy; ///< [dB] of the eardrum's level, that the air's mesh is refined to
  Located<double> elements_per_wavelength{4.0}; ///< required of the air at the highest frequency
};

/// [[volume]]: air that is not plain.
struct VolumeConfig {
  Located<std::string> name;
  Located<VolumeModel> model;
  Located<double> radius{0.0}; ///< [m] tube
  Located<double> gap{0.0};    ///< [m] slit, full width
};

/// [[surface]]: a boundary or interior surface that is not a rigid wall.
struct SurfaceConfig {
  Located<std::string> name;
  Located<SurfaceModel> model;
  Located<double> resistance{0.0};      ///< [Pa s/m] specific; screen, impedance
  Located<double> surface_density{0.0}; ///< [kg/m2] X = w * this; screen, impedance
  Located<OpeningRadiation> radiation{OpeningRadiation::flanged};
  Located<std::string> table;       ///< file; screen, impedance: instead of both numbers
  Located<bool> extrapolate{false}; ///< hold the table constant beyond its ends
  Located<bool> closed{false};      ///< opening: a rigid wall
  Located<bool> wall_losses{true};  ///< wall: boundary layers on this wall
  /// Z(w) [Pa s/m] of `table`, once it has been read; no key.
  std::function<std::complex<double>(double omega)> impedance{};
};

/// [source]
struct SourceConfig {
  Located<double> voltage{1.0};          ///< [V] RMS
  Located<double> output_impedance{0.0}; ///< [ohm]
};

/// [ear]
struct EarConfig {
  Located<EarModel> model{EarModel::iec711};
  Located<std::string> surface{"ear"};
  Located<std::string> node;           ///< node of the network that the ear terminates, instead of a surface
  Located<std::string> table{""};      ///< CSV: frequency_hz, resistance_pa_s_m3, reactance_pa_s_m3
  Located<bool> extrapolate{false};    ///< hold the table constant beyond its ends
  Located<std::string> sections;       ///< canal: CSV: position_m, area_m2
  Located<double> skin_stiffness{0.0}; ///< [Pa/m] canal: pressure per displacement; 0: rigid walls
  Located<double> skin_resonance{3500.0}; ///< [Hz]
  Located<double> skin_damping{0.4};      ///< [1] ratio of the critical one
  std::optional<Located<double>> lowest;  ///< [Hz] band it is meant for, instead of the model's
  std::optional<Located<double>> highest; ///< [Hz]
};

/// [sweep]
struct SweepConfig {
  Located<double> from{20.0}, to{20000.0}; ///< [Hz]
  Located<SweepSpacing> spacing{SweepSpacing::log};
  Located<int> points{60};            ///< log, linear
  Located<int> points_per_octave{48}; ///< octave: 1 ... 48, on the base-ten preferred grid through 1 kHz
  std::vector<Located<double>> frequencies; ///< [Hz] explicit list, instead of a grid
  Located<SweepMethod> method{SweepMethod::fast};
  Located<double> tolerance{0.01}; ///< [dB] of the eardrum's level; fast
};

/// [[probe]]: a further place where the pressure is asked for.
struct ProbeConfig {
  Located<std::string> name;
  Located<std::string> surface; ///< mean pressure over a named surface
  Located<std::string> node;    ///< or that of an acoustic node of the network
};

/// [[analysis.tolerance]]
struct ToleranceConfig {
  Located<std::string> key;       ///< of a number of the case, as --set takes it
  Located<std::string> tolerance; ///< "5 %" or a difference with its unit
};

/// [[analysis]]: what is asked beyond the response.
struct AnalysisConfig {
  Located<AnalysisType> type;
  Located<ModesOf> of{ModesOf::structure}; ///< modes
  Located<double> up_to{20000.0};          ///< [Hz] modes: highest frequency
  Located<bool> fields{true};              ///< modes: write the shapes
  Located<int> confirmed{12};              ///< modes, coupled: so many of the most audible are solved in full
  Located<ModeOrder> sort{ModeOrder::frequency}; ///< modes
  /// sensitivity: of every parameter that isn't named in `tolerances`; empty: none
  Located<std::string> default_tolerance;
  std::vector<ToleranceConfig> tolerances;
  /// sensitivity: keys of dimensions that the mesh follows; "a = b": changed together; "all"
  std::vector<Located<std::string>> dimensions;
  IsolationConfig isolation;   ///< its keys are the analysis's own
  DistortionConfig distortion; ///< likewise
  SuspensionConfig suspension; ///< likewise
};

/// [output]
struct OutputConfig {
  std::vector<Located<double>> field_frequencies;       ///< [Hz] where fields are written
  Located<PicturePlane> plane{PicturePlane::automatic}; ///< of pictures of fields: its normal
};

/// A whole case file. Its special members are long: one file compiles them.
struct Case {
  Case();
  ~Case();
  Case(const Case &);
  Case(Case &&) noexcept;
  Case &operator=(const Case &);
  Case &operator=(Case &&) noexcept;

  std::string file;
  std::vector<Diagnostic> notes; ///< what the user should know of the reading, such as former names
  Located<std::string> title{""};
  AirConfig air;
  std::vector<MaterialConfig> materials;
  std::vector<MagneticMaterialConfig> magnetic_materials;
  std::optional<GeometryConfig> geometry;
  std::vector<PartConfig> parts;
  std::vector<TubeConfig> tubes;
  MeshConfig mesh;
  std::vector<DriverConfig> drivers;
  std::vector<VolumeConfig> volumes;
  std::vector<SurfaceConfig> surfaces;
  std::vector<LoudVentConfig> vents;
  std::vector<ProbeConfig> probes;
  SourceConfig source;
  EarConfig ear;
  std::optional<LeakConfig> leak;
  std::optional<HousingConfig> housing;
  std::optional<NetworkConfig> network;
  std::vector<ArmatureConfig> armatures;
  std::vector<MovingCoilConfig> moving_coils;
  SweepConfig sweep;
  std::vector<AnalysisConfig> analyses;
  std::vector<StudyConfig> studies;
  std::optional<FitConfig> fit;
  std::vector<PredictConfig> predictions;
  std::optional<TuneConfig> tune;
  SavedModelConfig saved_model;
  OutputConfig output;
};

} // namespace earshot

#endif
