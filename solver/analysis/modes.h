#ifndef EARSHOT_ANALYSIS_MODES_H
#define EARSHOT_ANALYSIS_MODES_H

#include "solver/algebra/eigenproblem.h"

#include <limits>
#include <string>
#include <vector>

namespace earshot {

/// A mode, or a pair of equal ones that differ in their orientation only (cos m phi and sin m phi).
struct Mode {
  double frequency = 0;                                     ///< [Hz]
  double quality = std::numeric_limits<double>::infinity(); ///< w / (2 Re of the decay); undamped: infinite
  int m = -1; ///< nodal diameters: circumferential order; -1 where none is told
  int n = -1; ///< nodal circles inside of the rim: radial order; -1 where none is told
  /// What it is: "piston", "rocking", "lateral" or "spinning" when the inner zones move rigidly, else the
  /// zone or zones that hold most of the kinetic energy, with "in-plane" where it moves within the surface.
  std::string kind;
  double purity = 0; ///< share of order m in the motion around the axis
  /// Shares of the zones (of a shell) or volumes (of air) in the potential and the kinetic energy.
  std::vector<double> potential_shares, kinetic_shares;
  // Of a shell; NaN where there is none.
  /// Mean axial displacement of the coil for a modal mass of one [kg^-1/2]: what the coil's force excites.
  double modal_force_factor = std::numeric_limits<double>::quiet_NaN();
  /// Volume displaced for a modal mass of one [m2 kg^-1/2]: effective piston area over the root of modal
  /// mass.
  double modal_volume_displacement = std::numeric_limits<double>::quiet_NaN();
  /// For a greatest displacement of one [kg].
  double modal_mass = std::numeric_limits<double>::quiet_NaN();
  /// One or two shapes with a modal mass of one, over all unknowns.
  std::vector<std::vector<Complex>> shapes;
};

/// The modes of one body, ascending in frequency.
struct ModeSet {
  std::vector<std::string> zones; ///< that the shares refer to
  std::vector<Mode> modes;

  /// Modes with each pair counted twice.
  std::size_t count() const;
};

/// Makes one of neighbouring modes of equal m > 0, n and kind whose frequencies differ by less than a
/// relative `tolerance` (that of the mesh, which is not round): their couplings are those of the best
/// orientation.
void join_pairs(ModeSet &modes, double tolerance = 2e-3);

/// All eigenpairs with frequencies below `up_to` [Hz], rigid motions (0 Hz) among them. Collective.
/// @param power  as of `undamped_pencil` @throws EigenproblemError
std::vector<Eigenpair> undamped_eigenpairs(const FrequencyProblem &problem, int power, double up_to);

/// Shares of zones in x^H A x, A the stiffness or the mass of their pencils; of a rigid motion, whose energy
/// is zero but for rounding, without meaning. Collective.
std::vector<double> energy_shares(const std::vector<Pencil> &zones, RealMatrix Pencil::*part,
                                  const std::vector<Complex> &shape);

/// The zone that holds most of an energy, or the two, "a and b", when none holds the better part of it.
std::string main_zones(const std::vector<std::string> &zones, const std::vector<double> &shares);

/// Frequency of an eigenvalue w^2 [Hz]; 0 below 1e-4 `up_to`, where rounding leaves rigid motions.
double frequency_of(double eigenvalue, double up_to);

} // namespace earshot

#endif
