#ifndef EARSHOT_CONFIG_MOTOR_CASE_H
#define EARSHOT_CONFIG_MOTOR_CASE_H

#include "solver/config/kinds.h"
#include "solver/config/located.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What a case file says of a motor whose magnetic field is computed. See case.h.
namespace earshot {

/// [[magnetic_material]]: beside the built-in ones.
struct MagneticMaterialConfig {
  Located<std::string> name;
  Located<std::string> bh_curve{""};           ///< CSV: flux_density_t, field_strength_a_m
  Located<double> relative_permeability{1.0};  ///< [1] without bh_curve; of a magnet the recoil permeability
  Located<double> conductivity{0.0};           ///< [S/m]
  Located<double> density{0.0};                ///< [kg/m3]; 0: unknown
  Located<double> remanence{0.0};              ///< [T] at 20 degrees Celsius, of a magnet
  Located<double> intrinsic_coercivity{0.0};   ///< [A/m] at 20 degrees Celsius, of a magnet
  Located<double> remanence_coefficient{0.0};  ///< [1/K]
  Located<double> coercivity_coefficient{0.0}; ///< [1/K]
};

/// [driver.motor.magnetic.magnet], [driver.motor.magnetic.outer_magnet]
struct MagnetConfig {
  Located<std::string> material{"N42"};
  Located<double> inner_radius{0.0}; ///< [m]
  Located<double> outer_radius;      ///< [m]
  Located<double> height;            ///< [m]
};

/// [driver.motor.magnetic.washer]: the plates that carry the flux to the gap.
struct WasherConfig {
  Located<std::string> material{"low-carbon steel"};
  Located<double> thickness; ///< [m]
  /// [m]; 0: as wide as the magnet under it
  Located<double> outer_radius{0.0};
};

/// [driver.motor.magnetic.yoke]
struct YokeConfig {
  Located<std::string> material{"low-carbon steel"};
  Located<double> bottom_thickness;    ///< [m]
  Located<double> wall_thickness{0.0}; ///< [m] inner_magnet
  Located<double> pole_radius{0.0};    ///< [m] outer_ring
};

/// [[driver.motor.magnetic.part]]: a piece of one material.
struct MotorPartConfig {
  Located<std::string> name;
  Located<std::string> material;
  std::vector<Located<double>> r;      ///< [m] corners; x when planar
  std::vector<Located<double>> z;      ///< [m] corners; y when planar
  std::vector<Located<double>> bulge;  ///< [1] per edge from each corner to the next: tan(angle / 4)
  Located<double> magnetization{0.0};  ///< [rad] direction of a magnet, from z (y) towards r (x)
  std::optional<Located<double>> size; ///< [m] of its elements
};

/// [driver.motor.magnetic.winding]: a coil of round wire.
struct WindingConfig {
  Located<std::string> material{"copper"};
  Located<double> wire_diameter;             ///< [m] bare
  Located<double> insulation_thickness{0.0}; ///< [m]
  Located<int> layers{2};
  Located<int> turns{0};
  std::optional<Located<double>> inner_radius; ///< [m]; without it in the middle of the gap
  Located<double> offset{0.0};                 ///< [m] of its middle from z = 0, at rest
};

/// [[driver.motor.magnetic.track]]: flat conductors of a planar driver's film.
struct TrackConfig {
  Located<double> x;         ///< [m] of its middle
  Located<double> y{0.0};    ///< [m] of its middle, at rest
  Located<double> width;     ///< [m] of all its turns together
  Located<double> thickness; ///< [m]
  Located<int> turns{1};     ///< negative: the current runs the other way
  Located<std::string> material{"aluminium"};
};

/// [driver.motor.magnetic]
struct MagneticMotorConfig {
  Located<MotorType> type;
  Located<bool> planar{false};
  Located<double> depth{0.0}; ///< [m] planar: length in the third direction
  std::optional<MagnetConfig> magnet, outer_magnet;
  std::optional<WasherConfig> washer;
  std::optional<YokeConfig> yoke;
  Located<double> gap_width{0.0};   ///< [m] between iron and iron
  Located<double> copper_ring{0.0}; ///< [m] thickness of a ring on the pole, in the gap
  std::vector<MotorPartConfig> parts;
  Located<std::string> mesh{""};   ///< .msh with named surfaces
  Located<double> mesh_scale{1.0}; ///< metres per unit of the file
  std::optional<WindingConfig> winding;
  std::vector<TrackConfig> tracks;
  Located<double> temperature{293.15};        ///< [K] of magnets and coil
  Located<double> displacement_range{0.0005}; ///< [m] to each side
  Located<int> positions{11};
  Located<double> current_range{0.2}; ///< [A] to each side
  Located<double> accuracy{0.0005};   ///< [1] relative change of the force factor that ends refinement
  Located<double> highest_frequency{40000.0}; ///< [Hz] of the blocked impedance
};

/// [driver.motor.planar.trace]: the conductor on a film, in the film's plane: y runs along the bars of the
/// magnets, the origin is the film's centre.
struct TraceConfig {
  Located<std::string> zone;                  ///< flat zone of the diaphragm that it lies on
  Located<std::string> material{"aluminium"}; ///< aluminium | copper
  Located<double> width, thickness;           ///< [m] of the conductor
  Located<TracePattern> pattern;
  Located<double> gap{0.0};          ///< [m] meander, spiral: between neighbours
  Located<int> legs{0};              ///< meander
  Located<int> turns{0};             ///< spiral
  Located<double> length{0.0};       ///< [m] meander, spiral: all of it along y
  Located<double> breadth{0.0};      ///< [m] spiral: all of it along x
  std::vector<Located<double>> x, y; ///< [m] path: corners of its middle line
};

/// [driver.motor.planar.magnets]: long bars side by side along x, their poles towards the film.
struct MagnetBarsConfig {
  Located<std::string> material{"N42"};
  Located<int> count{3};
  Located<double> width, height, length; ///< [m] along x, across the film, along y
  Located<double> pitch{0.0};            ///< [m] from middle to middle
  Located<double> distance;              ///< [m] from the film to their faces
  Located<bool> alternating{true};       ///< neighbours have opposite poles at the film
  Located<MagnetSides> sides{MagnetSides::rear};
};

/// [driver.motor.planar]
struct PlanarMotorConfig {
  TraceConfig trace;
  MagnetBarsConfig magnets;
  Located<double> temperature{293.15}; ///< [K] of magnets and trace
};

/// A piece of a planar motor's trace, as its quadrature has it. Third components point to the front.
struct TracePiece {
  std::array<double, 2> position;  ///< [m] in the film's plane
  std::array<double, 2> direction; ///< of the trace
  double length;                   ///< [m]; pieces side by side share the trace's
  std::array<double, 3> force;     ///< share of the force factor [1]; those to the front add up to 1
};

/// The trace of a planar motor that was computed; no keys.
struct ComputedTrace {
  std::vector<TracePiece> pieces;
  double mass_per_length = 0;   ///< [kg/m]
  double axial_stiffness = 0;   ///< E w h [N]
  double bending_stiffness = 0; ///< E w h^3/12 [N m2], about its own middle
};

} // namespace earshot

#endif
