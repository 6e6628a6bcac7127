#ifndef EARSHOT_MATERIALS_LOSS_MODEL_H
#define EARSHOT_MATERIALS_LOSS_MODEL_H

#include "solver/config/kinds.h"
#include "solver/materials/air.h"

#include <complex>
#include <string>
#include <vector>

namespace earshot {

/// Where the flow goes along: a round tube of a radius or a gap between two walls.
struct Passage {
  enum class Kind { tube, slit };
  Kind kind;
  double width; ///< [m] radius of a tube, distance of the walls of a slit
};

/// Propagation constant [1/m] that boundary layers on its walls give a passage, to second order in layer over
/// radius (`curved`, what air_terms has with the walls' curvature) or to first: with e = (1-i)/2 d,
///     Gamma^2 = -k^2 (1 + (gamma-1) D(e_T)) / (1 - D(e_V)),  D = 2 e/a - e^2/a^2 in a tube, 2 e/h in a slit.
/// Variation of the pressure across the passage is left out. @param omega [rad/s]
std::complex<double> layered_propagation(const AirProperties &air, const Passage &passage, bool curved,
                                         double omega);

/// |Gamma/Gamma_exact - 1| of that against Zwikker and Kosten's exact solution. @param omega [rad/s]
double layer_error(const AirProperties &air, const Passage &passage, double omega, bool curved = true);

/// What a sharp edge of a wall, per length, takes off the deficits of the layers on its two faces: c e^2 with
///     c = int_0^inf 4 sinh((pi - g) x) / (sinh(pi x) cosh(g x)) dx
/// for the angle g of the air within, 4/pi at a right angle; negative for a proud edge. The heat content of a
/// polygon has it (van den Berg and Srisatkunarajah, Probab. Theory Relat. Fields 86, 1990, 41-52), and the
/// layer is that problem's Laplace transform. It stands for the integral of the mean curvature across the
/// edge.
/// @param angle [rad]; below a sixth of pi taken as that
double edge_deficit(double angle);

/// A band of angular frequencies [rad/s].
struct Band {
  double lowest, highest;
  /// Both ends and what lies between, evenly spaced in octaves.
  std::vector<double> points() const;
};

/// Error of a propagation constant that a model may have.
constexpr double loss_tolerance = 0.02;

/// Which losses a volume of the air gets.
struct LossChoice {
  VolumeModel model = VolumeModel::boundary_layer; ///< or tube or slit
  double width = 0;                                ///< [m] of a tube or slit
  double error = 0; ///< expected of the propagation constant, largest in the band [1]
  /// Lowest frequency of the band from which on the error is below loss_tolerance [rad/s]; infinite if it
  /// nowhere is.
  double valid_from = 0;
  double narrow_share = 0; ///< of the walls' area: where the error is above loss_tolerance at lowest
};

/// The losses of a passage of uniform section: boundary layers where they are good enough, as they know of
/// ends and bends, else the equivalent fluid of the section.
/// @param side_share  slit: area of its narrow sides over that of its wide walls. Air sticks to both: a duct
/// of sides h and b = h / side_share resists 1/(1 - 0.63 h/b) times as much as a slit (White, Viscous Fluid
/// Flow, equation 3-48), its propagation constant the square root.
LossChoice choose_losses(const AirProperties &air, const Passage &passage, double side_share,
                         const Band &band);

/// Room in front of a piece of wall.
struct Gap {
  double distance; ///< [m] to the wall on the other side; infinite: none
  double area;     ///< [m2]
};

/// What boundary layers do on walls with these gaps in a volume of no uniform section: the mean over the
/// walls of the error of a slit as wide as the gap.
LossChoice boundary_layers(const AirProperties &air, const std::vector<Gap> &gaps, const Band &band);

/// What a model of losses has wrong of the air in a passage, in parts of plain air's: of 1/rho', and of 1/K'.
struct PassageError {
  double flow, compression;
};

/// Mean over the walls of these errors of a slit as wide as the gap, where boundary layers were chosen. Of a
/// tube or slit the flow's alone is known, twice that of the propagation constant. @param omega [rad/s]
PassageError passage_error(const AirProperties &air, const LossChoice &choice, const std::vector<Gap> &gaps,
                           double omega);

} // namespace earshot

#endif
