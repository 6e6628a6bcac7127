#ifndef EARSHOT_ANALYSIS_SHELL_MODES_H
#define EARSHOT_ANALYSIS_SHELL_MODES_H

#include "solver/analysis/modes.h"
#include "solver/analysis/shell_rings.h"

#include <memory>

namespace earshot {

/// The terms of a shell alone, numbered as its space is, and what its modes are looked at by.
struct ShellBody {
  const FrequencyProblem &problem; ///< regions are the zones of the shell
  const ShellSpace &space;
  ShellAxis axis;    ///< of the driver, about which orders are counted
  SparseVector coil; ///< weights of the coil's mean axial displacement
};

/// Names and weighs shapes of a shell, real or complex ones. Collective, as its methods are.
class ShellModeObserver {
public:
  /// @param omega  angular frequency at which coefficients are looked at [rad/s]
  ShellModeObserver(const ShellBody &body, double omega);
  ~ShellModeObserver();

  /// @param shape  of the shell's unknowns, any scale @return the mode without its frequency and quality
  Mode observe(std::vector<Complex> shape) const;

private:
  class RigidMotions;
  std::string kind_of(const Mode &mode, const std::vector<Complex> &shape, bool in_plane) const;

  ShellBody body_;
  SparseVector volume_;
  std::vector<Pencil> zones_;
  ShellRings rings_;
  std::unique_ptr<RigidMotions> rigid_;
};

/// The undamped modes of a shell in vacuo below `up_to` [Hz], named, pairs joined. Collective.
/// @throws EigenproblemError
ModeSet shell_modes(const ShellBody &body, double up_to);

} // namespace earshot

#endif
